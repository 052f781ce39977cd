/* Which cases there are, by their folders. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/text.h"
#include "export/case.h"

static int
is_case(const struct dirent *entry)
{
	return sar_text_plain(entry->d_name, SAR_REQUEST_REF_MAX);
}

/* Whatever the locale. */
static int
by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

/* A file among the folders is no case; a folder elsewhere may be one. */
static int
is_folder(const char *cases, const char *name, bool *is, struct sar_err *err)
{
	char *path = NULL;
	struct stat st;
	int rc;

	*is = false;
	if (asprintf(&path, "%s/%s", cases, name) == -1)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	rc = stat(path, &st);
	if (rc == 0)
		*is = S_ISDIR(st.st_mode);
	else if (errno == ENOENT)
		rc = 0;
	else
		(void)sar_err_errno(err, "%s", path);
	free(path);
	return rc;
}

static int
take_names(const char *cases, struct dirent **found, int n,
    struct sar_case_names *out, struct sar_err *err)
{
	bool is;
	int i;

	out->all = calloc((size_t)n + 1, sizeof(*out->all));
	if (out->all == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	for (i = 0; i < n; i++) {
		if (is_folder(cases, found[i]->d_name, &is, err) == -1)
			return -1;
		if (is)
			(void)snprintf(out->all[out->n++], sizeof(out->all[0]),
			    "%.*s", SAR_REQUEST_REF_MAX, found[i]->d_name);
	}
	return 0;
}

int
sar_case_names_read(const struct sar_home *home, struct sar_case_names *out,
    struct sar_err *err)
{
	char *cases = sar_home_path(home, "cases", err);
	struct dirent **found = NULL;
	int i, n;
	int rc = -1;

	*out = (struct sar_case_names){ NULL, 0 };
	if (cases == NULL)
		return -1;
	if ((n = scandir(cases, &found, is_case, by_name)) == -1) {
		(void)sar_err_errno(err, "%s", cases);
		n = 0;
	} else {
		rc = take_names(cases, found, n, out, err);
	}
	for (i = 0; i < n; i++)
		free(found[i]);
	free(found);
	free(cases);
	return rc;
}

void
sar_case_names_free(struct sar_case_names *names)
{
	free(names->all);
	*names = (struct sar_case_names){ NULL, 0 };
}
