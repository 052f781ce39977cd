#include "package/package.h"

#include <assert.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "package/feed.h"
#include "package/hidden.h"
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
	struct item *items;
	size_t n;
	size_t cap;
	/* The entries of the package itself, or all in one. */
	char manifest[SAR_MANIFEST_NAME_MAX + 1];
	char signature[SAR_MANIFEST_NAME_MAX + sizeof(SAR_MANIFEST_SUFFIX)];
	char hidden[SAR_MANIFEST_NAME_MAX + 1];
	struct sar_content_entry *written; /* n, and then its own */
	struct sar_err err;                /* the first failure while sealing */
};

/* How many entries a package adds to those that were added. */
static size_t
own_entries(const struct sar_package_options *options)
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

void
sar_package_free(struct sar_package *package)
{
	size_t i;

	if (package == NULL)
		return;
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
refuse(const struct sar_package *package, const char *name, struct sar_err *err)
{
	size_t i;

	if (package->n + own_entries(&package->options) ==
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
	for (i = 0; i < package->n; i++)
		if (strcmp(package->items[i].name, name) == 0)
			return sar_err_set(err, SAR_EINPUT,
			    "package: two entries named %s", name);
	return 0;
}

/* Room for one more. */
static int
grow(struct sar_package *package, struct sar_err *err)
{
	size_t cap = package->cap == 0 ? 64 : 2 * package->cap;
	struct item *items;

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
write_zip(struct sar_package *package, struct sar_feed *feeds, size_t n)
{
	zip_t *zip;
	size_t i;

	if ((zip = open_zip(package)) == NULL)
		return -1;
	for (i = 0; i < n; i++) {
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

/* All entries by name: those added, and then the package's own. */
static int
list_entries(struct sar_package *package, struct sar_err *err)
{
	const struct sar_package_options *o = &package->options;
	struct sar_content_entry *entry;
	size_t i;

	sar_manifest_own(o->volume, o->volumes, package->manifest);
	sar_manifest_hidden(o->volume, o->volumes, package->hidden);
	(void)snprintf(package->signature, sizeof(package->signature),
	    "%s" SAR_MANIFEST_SUFFIX, package->manifest);
	package->written = calloc(package->n + own_entries(o),
	    sizeof(*package->written));
	if ((entry = package->written) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	for (i = 0; i < package->n; i++)
		(entry++)->name = package->items[i].name;
	if (o->padded)
		(entry++)->name = SAR_MANIFEST_PADDING;
	entry[0].name = package->manifest;
	entry[1].name = package->signature;
	return 0;
}

/* Threads that read, and with a passphrase encrypt, what will be added. */
static struct sar_ahead *
new_ahead(const struct sar_package_options *o,
    const struct sar_secret *passphrase, struct sar_err *err)
{
	const struct sar_ahead_options options = {
		.jobs = o->jobs,
		.budget = o->hidden ? AHEAD_BUDGET / 2 : AHEAD_BUDGET,
		.passphrase = passphrase,
		.stop = o->stop,
	};

	return sar_ahead_new(&options, err);
}

static int
add_items(struct sar_package *package, struct sar_ahead *ahead,
    struct sar_err *err)
{
	size_t i;

	for (i = 0; i < package->n; i++)
		if (sar_ahead_add(ahead, package->items[i].name,
			&package->items[i].stream, err) == -1)
			return -1;
	return 0;
}

/* How the entries get into the zip. */
struct writing {
	struct sar_feed_job job;
	struct sar_feed *feeds; /* n */
	size_t n;
	/* Hidden: all of them are one, made of what is read ahead inside. */
	struct sar_content_entry outer;
	struct sar_ahead *inside;
	struct sar_hidden *hidden;
};

static int
add_hidden(struct sar_package *package, struct writing *w, struct sar_err *err)
{
	struct sar_stream stream;

	w->outer.name = package->hidden;
	if ((w->inside = new_ahead(&package->options, NULL, err)) == NULL ||
	    add_items(package, w->inside, err) == -1 ||
	    (w->hidden = sar_hidden_new(w->inside, package->n, &w->job.late,
		 err)) == NULL ||
	    sar_hidden_stream(w->hidden, &stream, err) == -1)
		return -1;
	return sar_ahead_add(w->job.ahead, w->outer.name, &stream, err);
}

/* What the feeds share, and the feeds. */
static int
start_writing(struct sar_package *package, struct writing *w,
    struct sar_err *err)
{
	const struct sar_package_options *o = &package->options;
	struct sar_feed_job *job = &w->job;
	size_t added = o->hidden ? 1 : package->n;
	size_t i;

	w->n = o->hidden ? 1 : package->n + own_entries(o);
	job->options = o;
	job->err = &package->err;
	job->output = package->output;
	job->listed = o->hidden ? &w->outer : package->written;
	job->late.options = o;
	job->late.listed = package->written;
	job->late.n = package->n + own_entries(o) - SAR_MANIFEST_OWN;
	if ((w->feeds = calloc(w->n, sizeof(*w->feeds))) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	for (i = 0; i < w->n; i++) {
		w->feeds[i].job = job;
		w->feeds[i].i = i;
		w->feeds[i].added = i < added;
	}
	if ((job->ahead = new_ahead(o, o->passphrase, err)) == NULL)
		return -1;
	return o->hidden ? add_hidden(package, w, err)
			 : add_items(package, job->ahead, err);
}

static int
encrypt(struct sar_package *package, struct sar_err *err)
{
	struct writing w = { .n = 0 };
	size_t i;
	int rc;

	if (list_entries(package, err) == -1)
		return -1;
	rc = start_writing(package, &w, err);
	if (rc == 0 && (rc = write_zip(package, w.feeds, w.n)) == -1)
		*err = package->err;
	for (i = 0; rc == 0 && i < w.n; i++)
		if (w.feeds[i].stage != SAR_FEED_DONE)
			rc = sar_err_set(err, SAR_EFAIL,
			    "%s: not read to its end", w.job.listed[i].name);
	/* Each reads from the next. */
	sar_ahead_free(w.job.ahead);
	sar_hidden_free(w.hidden);
	sar_ahead_free(w.inside);
	sar_late_free(&w.job.late);
	free(w.feeds);
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
verify(struct sar_package *package, struct sar_package_receipt *receipt,
    struct sar_err *err)
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
	if (receipt->entries != package->n + own_entries(o) ||
	    memcmp(receipt->manifest,
		package->written[receipt->entries - SAR_MANIFEST_OWN].sha256,
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
	if (package->state != FILLING)
		return sar_err_set(err, SAR_EFAIL, "package: sealed already");
	package->state = FAILED;
	if (package->options.sign == NULL)
		return sar_err_set(err, SAR_EFAIL, "package: nobody signs it");
	memset(receipt, 0, sizeof(*receipt));
	if (encrypt(package, err) == -1 ||
	    verify(package, receipt, err) == -1) {
		sar_output_drop(package->output);
		return -1;
	}
	package->state = SEALED;
	return 0;
}

void
sar_package_written(const struct sar_package *package, size_t i,
    uint8_t sha256[SAR_SHA256_LEN], uint64_t *size)
{
	assert(package->state == SEALED || package->state == PUBLISHED);
	assert(i < package->n);
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
