#include "export/recording.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/bound.h"
#include "base/sha256.h"
#include "export/disk.h"
#include "index/hold.h"
#include "index/purge.h"

#define TRY_BLOCK 65536

/* An open recording and the job on it. */
struct opened {
	struct sar_recording *rec;
	int fd;
	char name[40];     /* for messages: "recording of item 3" */
	char packaged[40]; /* "package of item 3" */
	struct sar_source file;
	struct sar_source watched; /* the file, till a signal comes */
	struct sar_source source;  /* what is read of it, bound to its digest */
	struct sar_media_raw raw;
	struct sar_audio_job job;
	struct sar_stream audio;
	bool reading;
	bool gone;
};

void
sar_recording_free(struct sar_recording *rec)
{
	free(rec->why);
	sar_bound_free(rec->bound);
	rec->why = NULL;
	rec->bound = NULL;
}

int
sar_recording_failed(struct sar_recording *rec, enum sar_fate fate,
    const struct sar_err *err)
{
	rec->fate = fate;
	if (rec->why == NULL)
		rec->why = malloc(sizeof(*rec->why));
	if (rec->why != NULL)
		*rec->why = *err;
	return -1;
}

static int
fail(struct opened *o, enum sar_fate fate, const struct sar_err *err)
{
	return sar_recording_failed(o->rec, fate, err);
}

static void
fill_job(struct opened *o)
{
	const struct sar_plan_item *item = o->rec->item;
	const struct sar_index_recording *rec = item->item->recording;

	o->job.source = &o->source;
	o->job.frames = rec->frames;
	o->job.rate = rec->rate;
	o->job.channels = rec->channels;
	o->job.codec = sar_media_codec_of(rec->codec);
	o->job.cuts = item->cuts;
	o->job.n_cuts = item->n_cuts;
	o->job.fade = o->rec->plan->fade_ms * rec->rate / 1000;
	o->job.format = item->format;
	o->job.peaks = o->rec->peaks;
	o->job.stop = o->rec->stop;
	/* The catalogue says what it is. */
	if (sar_index_recording_found(rec, "headerless")) {
		o->raw.codec = o->job.codec;
		o->raw.rate = rec->rate;
		o->raw.channels = rec->channels;
		o->job.raw = &o->raw;
	}
}

static struct opened *
prepare(struct sar_recording *rec, struct sar_err *err)
{
	struct opened *o = calloc(1, sizeof(*o));

	if (o == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	o->rec = rec;
	o->fd = -1;
	(void)snprintf(o->name, sizeof(o->name), "recording of item %u",
	    rec->item->item->number);
	(void)snprintf(o->packaged, sizeof(o->packaged), "package of item %u",
	    rec->item->item->number);
	fill_job(o);
	return o;
}

static void
close_opened(void *ctx)
{
	struct opened *o = ctx;

	if (o == NULL)
		return;
	sar_stream_close(&o->audio);
	/* What it reads from goes; that it is bound to stays. */
	if (o->rec->bound != NULL)
		sar_bound_leave(o->rec->bound);
	if (o->fd != -1)
		(void)close(o->fd);
	free(o);
}

/* Three hours take long to read, also when nothing is done with them. */
static ssize_t
pread_watched(void *ctx, void *buf, size_t len, uint64_t off,
    struct sar_err *err)
{
	const struct opened *o = ctx;
	const volatile int *stop = o->rec->stop;

	if (stop != NULL && *stop != 0)
		return sar_err_signal(err, *stop);
	return o->file.pread(o->file.ctx, buf, len, off, err);
}

/* Is that the digest of what was imported and reviewed? */
static int
compare(const struct opened *o, const uint8_t digest[SAR_SHA256_LEN],
    struct sar_err *err)
{
	const struct sar_index_recording *rec = o->rec->item->item->recording;

	if (memcmp(digest, rec->sha256, SAR_SHA256_LEN) != 0)
		return sar_err_set(err, SAR_ECORRUPT,
		    "%s: the file is not the one that was imported", o->name);
	return 0;
}

/* And is it still?  The file anew, not what is bound to what it was. */
static int
check_digest(const struct opened *o, struct sar_err *err)
{
	uint8_t digest[SAR_SHA256_LEN];

	if (sar_sha256_source(&o->watched, digest, err) == -1)
		return -1;
	return compare(o, digest, err);
}

static int
open_file(struct opened *o, struct sar_err *err)
{
	o->fd = sar_disk_open(o->rec->home->recordings,
	    o->rec->item->item->recording->path, o->name, &o->gone, err);
	if (o->fd == -1 || sar_source_fd(&o->fd, o->name, &o->file, err) == -1)
		return -1;
	o->watched = o->file;
	o->watched.ctx = o;
	o->watched.pread = pread_watched;
	return 0;
}

/* Take the digest of the open file, and bind what is read to it. */
static int
bind(struct opened *o, struct sar_err *err)
{
	struct sar_recording *rec = o->rec;
	uint8_t digest[SAR_SHA256_LEN];

	sar_bound_free(rec->bound);
	rec->bound = NULL;
	/* Before, so that whoever writes meanwhile makes it another. */
	if (sar_disk_stamp(o->fd, o->name, &rec->stamp, err) == -1 ||
	    (rec->bound = sar_bound_new(&o->watched, digest, err)) == NULL)
		return -1;
	sar_bound_source(rec->bound, &o->source);
	if (compare(o, digest, err) == 0)
		return 0;
	/* Of another file; nothing may come to be bound to it. */
	sar_bound_free(rec->bound);
	rec->bound = NULL;
	return -1;
}

/* Nobody has written to the file since it was bound, who left a trace? */
static int
untouched(const struct opened *o, bool *is, struct sar_err *err)
{
	struct sar_disk_stamp stamp;

	if (sar_disk_stamp(o->fd, o->name, &stamp, err) == -1)
		return -1;
	*is = sar_disk_same(&stamp, &o->rec->stamp);
	return 0;
}

static int
open_recording(struct opened *o, struct sar_err *err)
{
	return open_file(o, err) == -1 || bind(o, err) == -1 ? -1 : 0;
}

/*
 * To be compared.  What is read is bound to the digest that was taken for the
 * cut already; it is taken anew only to tell an incident from a file that was
 * merely touched.
 */
static int
open_again(struct opened *o, struct sar_err *err)
{
	bool same = false;

	if (open_file(o, err) == -1)
		return -1;
	if (o->rec->bound != NULL && untouched(o, &same, err) == -1)
		return -1;
	if (!same || sar_bound_broken(o->rec->bound))
		return bind(o, err);
	if (sar_bound_again(o->rec->bound, &o->watched, err) == -1)
		return -1;
	sar_bound_source(o->rec->bound, &o->source);
	return 0;
}

/* One that is only claimed may be away with its folder. */
static bool
was_deleted(const struct opened *o, const struct sar_index_purge *purge)
{
	struct sar_err ignored = SAR_ERR_INIT;
	enum sar_disk_claimed claimed;

	if (purge->state != SAR_INDEX_PURGE_CLAIMED)
		return purge->state != SAR_INDEX_PURGE_NONE;
	return sar_disk_claimed(o->rec->home->recordings,
		   o->rec->item->item->recording->path, purge->day, &claimed,
		   &ignored) == 0 &&
	       claimed == SAR_DISK_DELETED;
}

/* It went between the plan and the build: was that the purge (rule D6)? */
static void
explain(const struct opened *o, struct sar_err *err)
{
	struct sar_err ignored = SAR_ERR_INIT;
	struct sar_index_purge purge = { .state = SAR_INDEX_PURGE_NONE };
	char *path = sar_home_path(o->rec->home, "index.db", &ignored);
	struct sar_index *index = NULL;
	char day[SAR_DATE_LEN];

	if (path != NULL &&
	    (index = sar_index_open(path, false, &ignored)) != NULL &&
	    sar_index_purge_of(index, o->rec->item->item->recording->id, &purge,
		&ignored) == 0 &&
	    was_deleted(o, &purge)) {
		sar_date_format(sar_date_of_days(purge.day), day);
		(void)sar_err_set(err, SAR_ECORRUPT,
		    "%s: deleted on schedule by the purge of %s", o->name, day);
		if (purge.record != SAR_INDEX_NO_RECORD)
			sar_err_hint(err, "record %lld of the log says so",
			    (long long)purge.record);
		else
			sar_err_hint(err, "it was cut short: the next "
					  "\"sar-retain purge\" logs it");
	}
	sar_index_close(index);
	free(path);
}

/* ${err} is why it is not what it was. */
static int
failed_to_open(struct opened *o, struct sar_err *err)
{
	if (o->gone)
		explain(o, err);
	return fail(o,
	    o->gone                     ? SAR_FATE_GONE
	    : err->code == SAR_ECORRUPT ? SAR_FATE_CHANGED
					: SAR_FATE_FAILED,
	    err);
}

/*
 * It could not be decoded.  A file somebody writes to meanwhile looks the
 * same, and is another matter: look at it again.
 */
static int
failed_to_read(struct opened *o, struct sar_err *err)
{
	struct sar_err again = SAR_ERR_INIT;

	if (err->code != SAR_ECORRUPT)
		return fail(o, SAR_FATE_FAILED, err);
	/* Bytes exchanged for a while and put back are no damage either. */
	if (sar_bound_broken(o->rec->bound))
		return failed_to_open(o, err);
	if (check_digest(o, &again) == 0)
		return fail(o, SAR_FATE_UNREADABLE, err);
	*err = again;
	return failed_to_open(o, err);
}

static ssize_t
read_opened(void *ctx, void *buf, size_t len, struct sar_err *err)
{
	struct opened *o = ctx;
	ssize_t n;

	/* Only now: a thousand calls must not hold a thousand descriptors. */
	if (!o->reading) {
		if (open_recording(o, err) == -1)
			return failed_to_open(o, err);
		if (sar_audio_open(&o->job, &o->audio, err) == -1)
			return failed_to_read(o, err);
		o->reading = true;
	}
	n = o->audio.read(o->audio.ctx, buf, len, err);
	if (n == -1)
		return failed_to_read(o, err);
	if (n == 0 && len > 0)
		o->rec->fate = SAR_FATE_WHOLE;
	return n;
}

int
sar_recording_stream(struct sar_recording *rec, struct sar_stream *stream,
    struct sar_err *err)
{
	struct opened *o = prepare(rec, err);

	if (o == NULL)
		return -1;
	stream->ctx = o;
	stream->read = read_opened;
	stream->close = close_opened;
	stream->size = sar_audio_size(&o->job);
	return 0;
}

uint64_t
sar_recording_size(struct sar_recording *rec)
{
	struct opened o = { .rec = rec };

	fill_job(&o);
	return sar_audio_size(&o.job);
}

int
sar_recording_try(struct sar_recording *rec, struct sar_err *err)
{
	struct sar_stream stream = { 0 };
	uint8_t *block = malloc(TRY_BLOCK);
	ssize_t n = -1;

	if (block == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	if (sar_recording_stream(rec, &stream, err) == 0)
		do
			n = stream.read(stream.ctx, block, TRY_BLOCK, err);
		while (n > 0);
	sar_stream_close(&stream);
	explicit_bzero(block, TRY_BLOCK);
	free(block);
	return n == 0 ? 0 : -1;
}

static int
add(void *ctx, const int16_t *samples, size_t frames, struct sar_err *err)
{
	struct sar_redact_prover *prover = ctx;

	return sar_redact_prover_add(prover, samples, frames, err);
}

/* Decode it, and give it to ${fn}. */
static int
pump(struct opened *o, sar_media_fn *fn, void *ctx, struct sar_err *err)
{
	struct sar_media_info info = { .codec = SAR_CODEC_UNKNOWN };
	struct sar_media *media;
	int rc;

	media = sar_media_open(&o->source, o->job.raw, &info, err);
	if (media == NULL)
		return -1;
	if (info.rate != o->job.rate || info.channels != o->job.channels)
		rc = sar_err_set(err, SAR_ECORRUPT,
		    "%s: has another rate or number of channels", o->name);
	else
		rc = sar_media_each(media, fn, ctx, err);
	sar_media_close(media);
	return rc;
}

/* It is what was imported, and not what was committed to then. */
static int
failed_to_prove(struct opened *o, struct sar_err *err)
{
	if (err->code != SAR_ECORRUPT)
		return fail(o, SAR_FATE_FAILED, err);
	*err = (struct sar_err)SAR_ERR_INIT;
	(void)sar_err_set(err, SAR_ECORRUPT,
	    "%s: is not decoded to what was committed to when it was imported",
	    o->name);
	sar_err_hint(err, "another decoder, or another version of it?  "
			  "\"sar-index commit --again\" commits anew");
	return fail(o, SAR_FATE_UNPROVED, err);
}

int
sar_recording_prove(struct sar_recording *rec,
    const struct sar_redact_prove *what, struct sar_buf *text,
    struct sar_err *err)
{
	struct sar_redact_prover *prover = NULL;
	struct opened *o = prepare(rec, err);
	int rc = -1;

	if (o == NULL)
		return -1;
	if (open_recording(o, err) == -1)
		(void)failed_to_open(o, err);
	else if ((prover = sar_redact_prover_new(what, err)) == NULL)
		(void)failed_to_prove(o, err);
	else if (pump(o, add, prover, err) == -1)
		(void)failed_to_read(o, err);
	else if (sar_redact_prover_end(prover, text, err) == -1)
		(void)failed_to_prove(o, err);
	else
		rc = 0;
	sar_redact_prover_free(prover);
	close_opened(o);
	return rc;
}

int
sar_recording_each(struct sar_recording *rec, sar_media_fn *fn, void *ctx,
    struct sar_err *err)
{
	struct opened *o = prepare(rec, err);
	int rc = -1;

	if (o == NULL)
		return -1;
	if (open_recording(o, err) == -1)
		(void)failed_to_open(o, err);
	else if (pump(o, fn, ctx, err) == -1)
		(void)failed_to_read(o, err);
	else
		rc = 0;
	close_opened(o);
	return rc;
}

/*
 * Is the file compared still the file named?  No byte of what is released rests
 * on it: it is to find who writes to recordings.
 */
static int
still_same(const struct opened *o, struct sar_err *err)
{
	bool same = false;

	if (untouched(o, &same, err) == -1)
		return -1;
	return same ? 0 : check_digest(o, err);
}

int
sar_recording_verify(struct sar_recording *rec, const struct sar_source *output,
    struct sar_err *err)
{
	struct opened *o = prepare(rec, err);
	struct sar_source named = *output;
	int rc = -1;

	if (o == NULL)
		return -1;
	named.name = o->packaged;
	if (open_again(o, err) == -1) {
		(void)failed_to_open(o, err);
		goto out;
	}
	if (sar_audio_check(&o->job, &named, &rec->check, err) == -1) {
		(void)fail(o,
		    sar_bound_broken(rec->bound) ? SAR_FATE_CHANGED
		    : err->code == SAR_ECORRUPT  ? SAR_FATE_DIFFERS
						 : SAR_FATE_FAILED,
		    err);
		goto out;
	}
	if (still_same(o, err) == -1) {
		(void)failed_to_open(o, err);
		goto out;
	}
	rc = 0;

out:
	close_opened(o);
	return rc;
}
