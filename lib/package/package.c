#include "package/package.h"

#include <assert.h>
#include <search.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "package/package_state.h"
#include "package/passphrase.h"

size_t
sar_package_own(const struct sar_package_options *options)
{
	return SAR_MANIFEST_OWN + (options->padded ? 1 : 0);
}

struct sar_package *
sar_package_new(const struct sar_package_options *options, struct sar_err *err)
{
	struct sar_package *package;

	if (sar_passphrase_check(options->passphrase, err) == -1)
		return NULL;
	if (options->padded && !options->hidden) {
		(void)sar_err_set(err, SAR_EFAIL,
		    "package: padding does nothing unless it is hidden");
		return NULL;
	}
	if (sodium_init() == -1) {
		(void)sar_err_set(err, SAR_EFAIL, "package: no random source");
		return NULL;
	}
	if ((package = calloc(1, sizeof(*package))) == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	package->options = *options;
	package->output = sar_output_new(options->folder, &package->err);
	if (package->output == NULL) {
		*err = package->err;
		free(package);
		return NULL;
	}
	return package;
}

/* The items own them. */
static void
forget_name(void *name)
{
	(void)name;
}

void
sar_package_free(struct sar_package *package)
{
	size_t i;

	if (package == NULL)
		return;
	tdestroy(package->names, forget_name);
	sar_output_free(package->output);
	for (i = 0; i < package->n; i++) {
		sar_stream_close(&package->items[i].stream);
		free(package->items[i].name);
	}
	free(package->items);
	free(package->written);
	free(package);
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(a, b);
}

static int
refuse(const struct sar_package *package, const char *name, struct sar_err *err)
{
	if (package->n + sar_package_own(&package->options) ==
	    SAR_MANIFEST_ENTRIES_MAX)
		return sar_err_set(err, SAR_EINPUT,
		    "package: more than %d entries", SAR_MANIFEST_ENTRIES_MAX);
	/* The name itself is not repeated: it may say too much. */
	if (!sar_manifest_name(name, strlen(name)))
		return sar_err_set(err, SAR_EINPUT,
		    "package: name of entry %zu: not 1 to %d of a-z 0-9 . -",
		    package->n + 1, SAR_MANIFEST_NAME_MAX);
	if (sar_manifest_reserved(name))
		return sar_err_set(err, SAR_EINPUT,
		    "package: %s is made by the package itself", name);
	if (tfind(name, &package->names, by_name) != NULL)
		return sar_err_set(err, SAR_EINPUT,
		    "package: two entries named %s", name);
	return 0;
}

/* Room for one more. */
static int
grow(struct sar_package *package, struct sar_err *err)
{
	size_t cap = package->cap == 0 ? 64 : 2 * package->cap;
	struct sar_package_item *items;

	if (package->n < package->cap)
		return 0;
	items = reallocarray(package->items, cap, sizeof(*items));
	if (items == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	package->items = items;
	package->cap = cap;
	return 0;
}

int
sar_package_add(struct sar_package *package, const char *name,
    struct sar_stream *stream, struct sar_err *err)
{
	struct sar_package_item *item;

	if (package->state != SAR_PACKAGE_FILLING) {
		(void)sar_err_set(err, SAR_EFAIL, "package: sealed already");
		goto failed;
	}
	if (refuse(package, name, err) == -1 || grow(package, err) == -1)
		goto failed;
	item = &package->items[package->n];
	if ((item->name = strdup(name)) == NULL ||
	    tsearch(item->name, &package->names, by_name) == NULL) {
		free(item->name);
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		goto failed;
	}
	item->stream = *stream;
	memset(stream, 0, sizeof(*stream));
	package->n++;
	return 0;

failed:
	sar_stream_close(stream);
	return -1;
}

void
sar_package_written(const struct sar_package *package, size_t i,
    uint8_t sha256[SAR_SHA256_LEN], uint64_t *size)
{
	assert(package->state == SAR_PACKAGE_SEALED ||
	       package->state == SAR_PACKAGE_PUBLISHED);
	assert(i < package->n);
	memcpy(sha256, package->written[i].sha256, SAR_SHA256_LEN);
	*size = package->written[i].size;
}

int
sar_package_source(struct sar_package *package, struct sar_source *source,
    struct sar_err *err)
{
	if (package->state != SAR_PACKAGE_SEALED &&
	    package->state != SAR_PACKAGE_PUBLISHED)
		return sar_err_set(err, SAR_EFAIL, "package: not sealed");
	return sar_output_source(package->output, source, err);
}

int
sar_package_publish(struct sar_package *package, const char *path,
    struct sar_err *err)
{
	if (package->state != SAR_PACKAGE_SEALED)
		return sar_err_set(err, SAR_EFAIL,
		    "package: not sealed, or published");
	if (sar_output_publish(package->output, path, err) == -1)
		return -1;
	package->state = SAR_PACKAGE_PUBLISHED;
	return 0;
}
