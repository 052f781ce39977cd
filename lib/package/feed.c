#include "package/feed.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>

#include "base/buf.h"

/* The text is made when all it lists has been read. */
static int
make_manifest(struct sar_feed *feed)
{
	struct sar_feed_job *job = feed->job;
	struct sar_manifest *manifest = &job->manifest;
	const struct sar_package_options *o = job->options;

	manifest->volume = o->volumes > 1 ? o->volume : 1;
	manifest->volumes = o->volumes > 1 ? o->volumes : 1;
	if (o->content != NULL)
		memcpy(manifest->content, o->content, SAR_SHA256_LEN);
	else if (sar_content_digest(manifest->entries, manifest->n,
		     manifest->content, job->err) == -1)
		return -1;
	sar_manifest_text(manifest, &job->text);
	if (sar_buf_check(&job->text, job->err) == -1)
		return -1;
	return sar_stream_text(job->text.data, job->text.len, feed->stream,
	    job->err);
}

static int
make_signature(struct sar_feed *feed)
{
	struct sar_feed_job *job = feed->job;
	struct sar_buf text = SAR_BUF_INIT;
	int rc;

	rc = job->options->sign(job->options->sign_ctx, job->text.data,
	    job->text.len, &text, job->err);
	if (rc == 0)
		rc = sar_buf_check(&text, job->err);
	if (rc == 0 && text.len > SAR_MANIFEST_SIGNATURE_MAX)
		rc = sar_err_set(job->err, SAR_EFAIL,
		    "package: a signature of more than %d bytes",
		    SAR_MANIFEST_SIGNATURE_MAX);
	if (rc == 0)
		rc = sar_stream_text(text.data, text.len, feed->stream,
		    job->err);
	sar_buf_free(&text);
	return rc;
}

/* What can only be made when the entries before it are done. */
static int
make_late(struct sar_feed *feed)
{
	const struct sar_feed_job *job = feed->job;

	if (feed->listed == &job->listed[job->manifest.n])
		return make_manifest(feed);
	if (feed->listed == &job->listed[job->manifest.n + 1])
		return make_signature(feed);
	return 0;
}

/*
 * libzip encrypts nothing that says it is AES-256 already, and adds no CRC to
 * what is compressed; so it is told "deflated" before the data and the truth,
 * "stored", after them.  Its own encryption puts the CRC in clear.
 */
static int
answer_stat(struct sar_feed *feed, zip_stat_t *st)
{
	if (feed->stage == SAR_FEED_WAITING && feed->stream->read == NULL &&
	    make_late(feed) == -1)
		return -1;
	zip_stat_init(st);
	st->valid = ZIP_STAT_CRC | ZIP_STAT_COMP_METHOD |
		    ZIP_STAT_ENCRYPTION_METHOD;
	st->crc = 0;
	st->encryption_method = ZIP_EM_AES_256;
	st->comp_method = feed->stage == SAR_FEED_DONE ? ZIP_CM_STORE
						       : ZIP_CM_DEFLATE;
	st->size = feed->stage == SAR_FEED_DONE ? feed->plain
						: feed->stream->size;
	if (st->size != SAR_STREAM_UNSIZED)
		st->valid |= ZIP_STAT_SIZE;
	return 0;
}

static int
open_entry(struct sar_feed *feed)
{
	struct sar_feed_job *job = feed->job;

	if (feed->stage != SAR_FEED_WAITING)
		return sar_err_set(job->err, SAR_EFAIL, "%s: read twice",
		    feed->listed->name);
	/* Fresh: with a salt used before, the keystream would be too. */
	randombytes_buf(job->block, SAR_AE2_SALT);
	feed->ae2 = sar_ae2_new(job->kit, job->options->passphrase, job->block,
	    job->block + SAR_AE2_SALT, job->err);
	if (feed->ae2 == NULL)
		return -1;
	feed->at = 0;
	feed->len = SAR_AE2_HEAD;
	feed->stage = SAR_FEED_OPEN;
	return 0;
}

/* All read: what libzip gets last is the tag. */
static int
finish(struct sar_feed *feed)
{
	struct sar_feed_job *job = feed->job;

	if (feed->stream->size != SAR_STREAM_UNSIZED &&
	    feed->plain != feed->stream->size)
		return sar_err_set(job->err, SAR_EFAIL,
		    "%s: ended before the size it had said",
		    feed->listed->name);
	if (sar_ae2_tag(feed->ae2, job->block, job->err) == -1)
		return -1;
	sar_sha256_end(job->hash, feed->listed->sha256);
	feed->listed->size = feed->plain;
	feed->len = SAR_AE2_TAG;
	feed->stage = SAR_FEED_DONE;
	return 0;
}

/* The stream's next block; *${len} is 0 at its end. */
static int
pull(struct sar_feed *feed, size_t *len)
{
	struct sar_feed_job *job = feed->job;
	struct sar_err why = SAR_ERR_INIT;
	ssize_t n;

	n = feed->stream->read(feed->stream->ctx, job->block,
	    sizeof(job->block), &why);
	if (n < 0) {
		/* A failure that says nothing must not pass for success. */
		if (why.code == SAR_OK)
			(void)sar_err_set(&why, SAR_EFAIL, "%s: cannot be read",
			    feed->listed->name);
		*job->err = why;
		return -1;
	}
	*len = (size_t)n;
	if (*len > sizeof(job->block) ||
	    (feed->stream->size != SAR_STREAM_UNSIZED &&
		*len > feed->stream->size - feed->plain))
		return sar_err_set(job->err, SAR_EFAIL,
		    "%s: longer than the size it had said", feed->listed->name);
	return 0;
}

/* Have something for libzip in the block again. */
static int
refill(struct sar_feed *feed)
{
	struct sar_feed_job *job = feed->job;
	const volatile int *stop = job->options->stop;
	size_t len;

	feed->at = feed->len = 0;
	if (stop != NULL && *stop != 0)
		return sar_err_signal(job->err, *stop);
	if (pull(feed, &len) == -1)
		return -1;
	if (len == 0)
		return finish(feed);
	sar_sha256_add(job->hash, job->block, len);
	if (sar_ae2_crypt(feed->ae2, job->block, len, feed->plain, job->err) ==
		-1 ||
	    sar_ae2_auth(feed->ae2, job->block, len, job->err) == -1)
		return -1;
	feed->plain += len;
	feed->len = len;
	job->bytes += len;
	if (job->options->progress != NULL)
		job->options->progress(job->options->progress_ctx, job->bytes);
	return 0;
}

static zip_int64_t
read_entry(struct sar_feed *feed, void *data, zip_uint64_t len)
{
	size_t part;

	if (feed->at == feed->len) {
		if (feed->stage == SAR_FEED_DONE)
			return 0;
		if (refill(feed) == -1)
			return -1;
	}
	part = feed->len - feed->at;
	if (part > len)
		part = (size_t)len;
	memcpy(data, feed->job->block + feed->at, part);
	feed->at += part;
	return (zip_int64_t)part;
}

/* A recording's file is not kept open until all others are done. */
static void
close_entry(struct sar_feed *feed)
{
	sar_ae2_free(feed->ae2);
	feed->ae2 = NULL;
	sar_stream_close(feed->stream);
}

static zip_int64_t
act(struct sar_feed *feed, void *data, zip_uint64_t len,
    zip_source_cmd_t command)
{
	if (feed->job->err->code != SAR_OK)
		return -1;
	if (command == ZIP_SOURCE_OPEN)
		return open_entry(feed);
	if (command == ZIP_SOURCE_READ)
		return read_entry(feed, data, len);
	if (answer_stat(feed, data) == -1)
		return -1;
	return sizeof(zip_stat_t);
}

static zip_int64_t
callback(void *ctx, void *data, zip_uint64_t len, zip_source_cmd_t command)
{
	struct sar_feed *feed = ctx;
	zip_int64_t n;

	if (command == ZIP_SOURCE_SUPPORTS)
		return ZIP_SOURCE_SUPPORTS_READABLE;
	if (command == ZIP_SOURCE_ERROR)
		return zip_error_to_data(&feed->error, data, len);
	if (command == ZIP_SOURCE_CLOSE)
		close_entry(feed);
	if (command == ZIP_SOURCE_CLOSE || command == ZIP_SOURCE_FREE)
		return 0;
	n = -1;
	if (command == ZIP_SOURCE_OPEN || command == ZIP_SOURCE_READ ||
	    command == ZIP_SOURCE_STAT)
		n = act(feed, data, len, command);
	if (n == -1)
		zip_error_set(&feed->error, ZIP_ER_READ, EIO);
	return n;
}

zip_source_t *
sar_feed_zip(struct sar_feed *feed, zip_error_t *error)
{
	zip_error_init(&feed->error);
	return zip_source_function_create(callback, feed, error);
}
