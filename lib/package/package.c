#include "package/package.h"

#include <assert.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "package/feed.h"
#include "package/manifest.h"
#include "package/output.h"
#include "package/passphrase.h"
#include "package/reader.h"

/* What all entries read ahead of their turn may take together. */
#define AHEAD_BUDGET ((size_t)16 << 20)

enum state {
	FILLING,
	SEALED,
	PUBLISHED,
	FAILED
};

struct item {
	char *name;
	struct sar_stream stream;
};

struct sar_package {
	struct sar_package_options options;
	struct sar_output *output;
	enum state state;
	struct item *items; /* cap; the two after n are the package's own */
	size_t n;
	size_t cap;
	struct sar_content_entry *written; /* once sealed: n + 2 */
	struct sar_err err;                /* the first failure while sealing */
};

struct sar_package *
sar_package_new(const struct sar_package_options *options, struct sar_err *err)
{
	struct sar_package *package;

	if (sar_passphrase_check(options->passphrase, err) == -1)
		return NULL;
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

void
sar_package_free(struct sar_package *package)
{
	size_t i;

	if (package == NULL)
		return;
	sar_output_free(package->output);
	for (i = 0; i < package->cap; i++) {
		sar_stream_close(&package->items[i].stream);
		free(package->items[i].name);
	}
	free(package->items);
	free(package->written);
	free(package);
}

static int
refuse(const struct sar_package *package, const char *name, struct sar_err *err)
{
	size_t i;

	if (package->n == SAR_MANIFEST_ENTRIES_MAX - SAR_MANIFEST_OWN)
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
	for (i = 0; i < package->n; i++)
		if (strcmp(package->items[i].name, name) == 0)
			return sar_err_set(err, SAR_EINPUT,
			    "package: two entries named %s", name);
	return 0;
}

/* Room for one more and for the package's own. */
static int
grow(struct sar_package *package, struct sar_err *err)
{
	size_t cap = package->cap == 0 ? 64 : 2 * package->cap;
	struct item *items;

	if (package->n + 1 + SAR_MANIFEST_OWN <= package->cap)
		return 0;
	items = reallocarray(package->items, cap, sizeof(*items));
	if (items == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	memset(items + package->cap, 0, (cap - package->cap) * sizeof(*items));
	package->items = items;
	package->cap = cap;
	return 0;
}

int
sar_package_add(struct sar_package *package, const char *name,
    struct sar_stream *stream, struct sar_err *err)
{
	struct item *item;

	if (package->state != FILLING) {
		(void)sar_err_set(err, SAR_EFAIL, "package: sealed already");
		goto failed;
	}
	if (refuse(package, name, err) == -1 || grow(package, err) == -1)
		goto failed;
	item = &package->items[package->n];
	if ((item->name = strdup(name)) == NULL) {
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

/* Hand ${feed} to libzip as an entry with nothing of its own to tell. */
static int
add_feed(zip_t *zip, struct sar_feed *feed)
{
	zip_source_t *source;
	zip_int64_t i;

	source = sar_feed_zip(feed, zip_get_error(zip));
	if (source == NULL)
		return -1;
	i = zip_file_add(zip, feed->job->listed[feed->i].name, source, 0);
	if (i < 0) {
		zip_source_free(source);
		return -1;
	}
	if (zip_file_set_encryption(zip, (zip_uint64_t)i, ZIP_EM_AES_256,
		NULL) == -1 ||
	    zip_file_set_dostime(zip, (zip_uint64_t)i, 0, 0x21, 0) == -1 ||
	    zip_file_set_external_attributes(zip, (zip_uint64_t)i, 0,
		ZIP_OPSYS_UNIX, (zip_uint32_t)0100644 << 16) == -1)
		return -1;
	return 0;
}

/* libzip says "internal error" where the stream said why. */
static int
failed(struct sar_package *package, zip_error_t *error)
{
	if (package->err.code == SAR_OK)
		(void)sar_err_set(&package->err, SAR_EFAIL,
		    "package: libzip: %s", zip_error_strerror(error));
	return -1;
}

static zip_t *
open_zip(struct sar_package *package)
{
	zip_source_t *output;
	zip_t *zip = NULL;
	zip_error_t error;

	zip_error_init(&error);
	output = sar_output_zip(package->output, &error);
	if (output != NULL)
		zip = zip_open_from_source(output, ZIP_CREATE | ZIP_TRUNCATE,
		    &error);
	if (zip == NULL) {
		(void)failed(package, &error);
		zip_source_free(output);
	}
	zip_error_fini(&error);
	return zip;
}

static int
write_zip(struct sar_package *package, struct sar_feed *feeds)
{
	zip_t *zip;
	size_t i;

	if ((zip = open_zip(package)) == NULL)
		return -1;
	for (i = 0; i < package->n + SAR_MANIFEST_OWN; i++) {
		if (add_feed(zip, &feeds[i]) == 0)
			continue;
		(void)failed(package, zip_get_error(zip));
		zip_discard(zip);
		return -1;
	}
	/* All streams are read in here. */
	if (zip_close(zip) == -1) {
		(void)failed(package, zip_get_error(zip));
		zip_discard(zip);
		return -1;
	}
	return package->err.code == SAR_OK ? 0 : -1;
}

/* The names of the manifest and its signature. */
static int
name_own(struct sar_package *package, struct sar_err *err)
{
	struct item *own = &package->items[package->n];
	char name[SAR_MANIFEST_NAME_MAX + 1];

	sar_manifest_own(package->options.volume, package->options.volumes,
	    name);
	if ((own[0].name = strdup(name)) == NULL ||
	    asprintf(&own[1].name, "%s" SAR_MANIFEST_SUFFIX, name) == -1) {
		own[1].name = NULL;
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	}
	return 0;
}

/* Threads that read and encrypt what was added. */
static int
start_ahead(struct sar_package *package, struct sar_feed_job *job,
    struct sar_err *err)
{
	const struct sar_package_options *o = &package->options;
	struct sar_ahead_options options = {
		.jobs = o->jobs,
		.budget = AHEAD_BUDGET,
		.passphrase = o->passphrase,
		.stop = o->stop,
	};
	size_t i;

	if ((job->ahead = sar_ahead_new(&options, err)) == NULL)
		return -1;
	for (i = 0; i < package->n; i++)
		if (sar_ahead_add(job->ahead, package->items[i].name,
			&package->items[i].stream, err) == -1)
			return -1;
	return 0;
}

/* What the feeds share, and the feeds, for write_zip(). */
static int
encrypt(struct sar_package *package, struct sar_feed_job *job,
    struct sar_err *err)
{
	size_t n = package->n + SAR_MANIFEST_OWN;
	struct sar_feed *feeds = calloc(n, sizeof(*feeds));
	size_t i;
	int rc = -1;

	job->options = &package->options;
	job->err = &package->err;
	job->output = package->output;
	job->listed = calloc(n, sizeof(*job->listed));
	job->manifest.entries = job->listed;
	job->manifest.n = package->n;
	if (feeds == NULL || job->listed == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		goto out;
	}
	if (name_own(package, err) == -1 ||
	    start_ahead(package, job, err) == -1)
		goto out;
	for (i = 0; i < n; i++) {
		job->listed[i].name = package->items[i].name;
		feeds[i].job = job;
		feeds[i].i = i;
		feeds[i].added = i < package->n;
	}
	if ((rc = write_zip(package, feeds)) == -1)
		*err = package->err;
	for (i = 0; rc == 0 && i < n; i++)
		if (feeds[i].stage != SAR_FEED_DONE)
			rc = sar_err_set(err, SAR_EFAIL,
			    "%s: not read to its end", job->listed[i].name);

out:
	sar_ahead_free(job->ahead);
	free(feeds);
	return rc;
}

/* Reading back takes long too: a source that a signal ends. */
struct watched {
	struct sar_source inner;
	const volatile int *stop;
};

static ssize_t
pread_watched(void *ctx, void *buf, size_t len, uint64_t off,
    struct sar_err *err)
{
	const struct watched *watched = ctx;

	if (watched->stop != NULL && *watched->stop != 0)
		return sar_err_signal(err, *watched->stop);
	return watched->inner.pread(watched->inner.ctx, buf, len, off, err);
}

/*
 * Open what was written as a stranger would, from the file and the
 * passphrase, and hold it against what went in.
 */
static int
verify(struct sar_package *package, const struct sar_feed_job *job,
    struct sar_package_receipt *receipt, struct sar_err *err)
{
	struct watched watched = { .stop = package->options.stop };
	const struct sar_package_options *o = &package->options;
	struct sar_package_check_options options = {
		.passphrase = o->passphrase,
		.jobs = o->jobs,
		.whole = true,
		.stop = o->stop,
		.each = o->check,
		.each_ctx = o->check_ctx,
	};
	struct sar_package_findings findings = { 0 };
	struct sar_package_reader *reader = NULL;
	struct sar_source source;
	int rc = -1;

	if (sar_output_source(package->output, &watched.inner, err) == -1)
		return -1;
	source = watched.inner;
	source.ctx = &watched;
	source.pread = pread_watched;
	if ((reader = sar_package_open(&source, err)) == NULL ||
	    sar_package_check(reader, &options, &findings, err) == -1)
		goto out;
	receipt->entries = sar_package_count(reader);
	receipt->size = source.size;
	memcpy(receipt->sha256, findings.whole, SAR_SHA256_LEN);
	memcpy(receipt->manifest, findings.manifest, SAR_SHA256_LEN);
	memcpy(receipt->content, findings.content, SAR_SHA256_LEN);
	if (receipt->entries != package->n + SAR_MANIFEST_OWN ||
	    memcmp(receipt->manifest, job->listed[package->n].sha256,
		SAR_SHA256_LEN) != 0)
		(void)sar_err_set(err, SAR_ECORRUPT,
		    "package: what was read back is not what was written");
	else
		rc = 0;

out:
	sar_package_findings_free(&findings);
	sar_package_close(reader);
	return rc;
}

int
sar_package_seal(struct sar_package *package,
    struct sar_package_receipt *receipt, struct sar_err *err)
{
	struct sar_feed_job *job = NULL;
	int rc = -1;

	if (package->state != FILLING)
		return sar_err_set(err, SAR_EFAIL, "package: sealed already");
	package->state = FAILED;
	if (grow(package, err) == -1)
		return -1;
	if (package->options.sign == NULL)
		return sar_err_set(err, SAR_EFAIL, "package: nobody signs it");
	if ((job = calloc(1, sizeof(*job))) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	memset(receipt, 0, sizeof(*receipt));
	if (encrypt(package, job, err) == 0 &&
	    verify(package, job, receipt, err) == 0) {
		package->state = SEALED;
		package->written = job->listed;
		job->listed = NULL;
		rc = 0;
	}
	if (rc == -1)
		sar_output_drop(package->output);
	free(job->listed);
	sar_buf_free(&job->text);
	free(job);
	return rc;
}

void
sar_package_written(const struct sar_package *package, size_t i,
    uint8_t sha256[SAR_SHA256_LEN], uint64_t *size)
{
	assert(package->written != NULL && i < package->n);
	memcpy(sha256, package->written[i].sha256, SAR_SHA256_LEN);
	*size = package->written[i].size;
}

int
sar_package_source(struct sar_package *package, struct sar_source *source,
    struct sar_err *err)
{
	if (package->state != SEALED && package->state != PUBLISHED)
		return sar_err_set(err, SAR_EFAIL, "package: not sealed");
	return sar_output_source(package->output, source, err);
}

int
sar_package_publish(struct sar_package *package, const char *path,
    struct sar_err *err)
{
	if (package->state != SEALED)
		return sar_err_set(err, SAR_EFAIL,
		    "package: not sealed, or published");
	if (sar_output_publish(package->output, path, err) == -1)
		return -1;
	package->state = PUBLISHED;
	return 0;
}
