#include <stdlib.h>
#include <string.h>

#include "package/feed.h"
#include "package/hidden.h"
#include "package/package_state.h"
#include "package/reader.h"

/* What all entries read ahead of their turn may take together. */
#define AHEAD_BUDGET ((size_t)16 << 20)

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
	sar_manifest_padding(o->volume, o->volumes, package->padding);
	sar_manifest_hidden(o->volume, o->volumes, package->hidden);
	(void)snprintf(package->signature, sizeof(package->signature),
	    "%s" SAR_MANIFEST_SUFFIX, package->manifest);
	package->written = calloc(package->n + sar_package_own(o),
	    sizeof(*package->written));
	if ((entry = package->written) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	for (i = 0; i < package->n; i++)
		(entry++)->name = package->items[i].name;
	if (o->padded)
		(entry++)->name = package->padding;
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
		/* What all is hidden in is not in the manifest. */
		.hashed = !o->hidden,
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

	w->n = o->hidden ? 1 : package->n + sar_package_own(o);
	job->options = o;
	job->err = &package->err;
	job->output = package->output;
	job->listed = o->hidden ? &w->outer : package->written;
	job->late.options = o;
	job->late.listed = package->written;
	job->late.n = package->n + sar_package_own(o) - SAR_MANIFEST_OWN;
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

/*
 * Open what was written as a stranger would, from the file and the
 * passphrase, and hold it against what went in.
 */
static int
verify(struct sar_package *package, struct sar_package_receipt *receipt,
    struct sar_err *err)
{
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

	if (sar_output_source(package->output, &source, err) == -1)
		return -1;
	if ((reader = sar_package_open(&source, err)) == NULL ||
	    sar_package_check(reader, &options, &findings, err) == -1)
		goto out;
	receipt->entries = sar_package_count(reader);
	receipt->size = source.size;
	memcpy(receipt->sha256, findings.whole, SAR_SHA256_LEN);
	memcpy(receipt->manifest, findings.manifest, SAR_SHA256_LEN);
	memcpy(receipt->content, findings.content, SAR_SHA256_LEN);
	if (receipt->entries != package->n + sar_package_own(o) ||
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
	if (package->state != SAR_PACKAGE_FILLING)
		return sar_err_set(err, SAR_EFAIL, "package: sealed already");
	package->state = SAR_PACKAGE_FAILED;
	if (package->options.sign == NULL)
		return sar_err_set(err, SAR_EFAIL, "package: nobody signs it");
	memset(receipt, 0, sizeof(*receipt));
	if (encrypt(package, err) == -1 ||
	    verify(package, receipt, err) == -1) {
		sar_output_drop(package->output);
		return -1;
	}
	package->state = SAR_PACKAGE_SEALED;
	return 0;
}
