#include "package/feed.h"

#include <errno.h>
#include <string.h>

/* What can only be made when the entries before it are done. */
static int
make_late(struct sar_feed *feed)
{
	struct sar_feed_job *job = feed->job;
	struct sar_stream stream;

	if ((feed->i == job->late.n
		    ? sar_late_manifest(&job->late, &stream, job->err)
		    : sar_late_signature(&job->late, &stream, job->err)) ==
		-1 ||
	    sar_ahead_add(job->ahead, job->listed[feed->i].name, &stream,
		job->err) == -1)
		return -1;
	feed->added = true;
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
	if (!feed->added && make_late(feed) == -1)
		return -1;
	zip_stat_init(st);
	st->valid = ZIP_STAT_CRC | ZIP_STAT_COMP_METHOD |
		    ZIP_STAT_ENCRYPTION_METHOD;
	st->crc = 0;
	st->encryption_method = ZIP_EM_AES_256;
	st->comp_method = feed->stage == SAR_FEED_DONE ? ZIP_CM_STORE
						       : ZIP_CM_DEFLATE;
	st->size = feed->stage == SAR_FEED_DONE
		       ? feed->job->listed[feed->i].size
		       : sar_ahead_size(feed->job->ahead, feed->i);
	if (st->size != SAR_STREAM_UNSIZED)
		st->valid |= ZIP_STAT_SIZE;
	return 0;
}

static int
open_entry(struct sar_feed *feed)
{
	if (feed->stage != SAR_FEED_WAITING || !feed->added)
		return sar_err_set(feed->job->err, SAR_EFAIL, "%s: read twice",
		    feed->job->listed[feed->i].name);
	feed->stage = SAR_FEED_OPEN;
	return 0;
}

static void
finish(struct sar_feed *feed)
{
	struct sar_content_entry *listed = &feed->job->listed[feed->i];

	sar_ahead_written(feed->job->ahead, feed->i, listed->sha256,
	    &listed->size);
	feed->stage = SAR_FEED_DONE;
}

/* Write the next part of the entry to where libzip is in the file. */
static int
write_part(struct sar_feed *feed)
{
	struct sar_feed_job *job = feed->job;
	const volatile int *stop = job->options->stop;
	struct sar_ahead_part part;

	if (stop != NULL && *stop != 0)
		return sar_err_signal(job->err, *stop);
	if (sar_ahead_next(job->ahead, feed->i, &part, job->err) == -1)
		return -1;
	if (part.len == 0) {
		finish(feed);
		return 0;
	}
	if (sar_output_part(job->output, part.data, part.len) == -1)
		return -1;
	feed->zeros = part.len;
	job->bytes += part.plain;
	if (part.plain > 0 && job->options->progress != NULL)
		job->options->progress(job->options->progress_ctx, job->bytes);
	return 0;
}

static zip_int64_t
read_entry(struct sar_feed *feed, void *data, zip_uint64_t len)
{
	if (feed->zeros == 0 && feed->stage != SAR_FEED_DONE &&
	    write_part(feed) == -1)
		return -1;
	if (len > feed->zeros)
		len = feed->zeros;
	memset(data, 0, len);
	feed->zeros -= len;
	return (zip_int64_t)len;
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
		sar_ahead_close(feed->job->ahead, feed->i);
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
