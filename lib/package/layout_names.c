#include "package/layout_names.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int
by_name(const void *a, const void *b)
{
	const struct sar_layout_entry *const *x = a;
	const struct sar_layout_entry *const *y = b;

	return strcmp((*x)->name, (*y)->name);
}

/* What sar_manifest_own(), _hidden() and _padding() are. */
typedef void name_fn(unsigned volume, unsigned volumes,
    char out[SAR_MANIFEST_NAME_MAX + 1]);

/* Is ${name} what ${own} calls something in some volume? */
static bool
is_own(const char *name, name_fn *own)
{
	char want[SAR_MANIFEST_NAME_MAX + 1];
	const char *dash = strchr(name, '-');
	unsigned long volume = dash == NULL ? 1 : strtoul(dash + 1, NULL, 10);

	if (volume < 1 || volume > SAR_MANIFEST_VOLUMES_MAX)
		return false;
	own((unsigned)volume, dash != NULL ? 2 : 1, want);
	return strcmp(name, want) == 0;
}

/* manifest.json or manifest-N.json, and its signature. */
static bool
ends_well(const struct sar_layout *layout)
{
	char want[SAR_MANIFEST_NAME_MAX + sizeof(SAR_MANIFEST_SUFFIX)];
	const char *name;

	if (layout->n < SAR_MANIFEST_OWN)
		return false;
	name = layout->entries[layout->n - 2].name;
	(void)snprintf(want, sizeof(want), "%s" SAR_MANIFEST_SUFFIX, name);
	return is_own(name, sar_manifest_own) &&
	       strcmp(layout->entries[layout->n - 1].name, want) == 0;
}

/* package.zip or package-N.zip. */
static bool
is_hidden(const struct sar_layout *layout)
{
	return layout->n == 1 &&
	       is_own(layout->entries[0].name, sar_manifest_hidden);
}

/* padding.bin or padding-N.bin before those. */
static bool
is_padded(const struct sar_layout *layout)
{
	return layout->n > SAR_MANIFEST_OWN &&
	       is_own(layout->entries[layout->n - SAR_MANIFEST_OWN - 1].name,
		   sar_manifest_padding);
}

/* Does an entry of the requester's have a name of the package's own? */
static bool
has_reserved(const struct sar_layout *layout)
{
	size_t n = layout->n - SAR_MANIFEST_OWN - layout->padded;
	size_t i;

	for (i = 0; i < n; i++)
		if (sar_manifest_reserved(layout->entries[i].name))
			return true;
	return false;
}

static int
check_twice(const struct sar_layout *layout, const char *where,
    struct sar_err *err)
{
	const struct sar_layout_entry **sorted;
	size_t i;
	int rc = 0;

	if ((sorted = calloc(layout->n, sizeof(*sorted))) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	for (i = 0; i < layout->n; i++)
		sorted[i] = &layout->entries[i];
	qsort(sorted, layout->n, sizeof(*sorted), by_name);
	for (i = 1; i < layout->n && rc == 0; i++)
		if (by_name(&sorted[i - 1], &sorted[i]) == 0)
			rc = sar_err_set(err, SAR_ECORRUPT,
			    "%s: two entries of one name", where);
	free(sorted);
	return rc;
}

int
sar_layout_names(struct sar_layout *layout, bool inner, const char *where,
    struct sar_err *err)
{
	layout->hidden = !inner && is_hidden(layout);
	if (layout->hidden)
		return 0;
	if (!ends_well(layout))
		return sar_err_set(err, SAR_ECORRUPT,
		    "%s: does not end with manifest and signature", where);
	layout->padded = inner && is_padded(layout);
	if (has_reserved(layout))
		return sar_err_set(err, SAR_ECORRUPT,
		    "%s: a name that only the package itself gives", where);
	return check_twice(layout, where, err);
}
