#include "export/recording.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/sha256.h"

#define WAV_HEADER 44

/* An open recording and the job on it. */
struct opened {
	const struct sar_home *home;
	const struct sar_plan_item *item;
	int fd;
	char name[40]; /* for messages: "recording of item 3" */
	struct sar_source source;
	struct sar_audio_job job;
	struct sar_stream audio;
	bool reading;
};

static void
fill_job(struct opened *o, const struct sar_plan *plan,
    const volatile int *stop)
{
	const struct sar_index_recording *rec = o->item->item->recording;

	o->job.source = &o->source;
	o->job.frames = rec->frames;
	o->job.rate = rec->rate;
	o->job.channels = rec->channels;
	o->job.cuts = o->item->cuts;
	o->job.n_cuts = o->item->n_cuts;
	o->job.format = plan->format;
	o->job.stop = stop;
}

static struct opened *
prepare(const struct sar_home *home, const struct sar_plan *plan,
    const struct sar_plan_item *item, const volatile int *stop,
    struct sar_err *err)
{
	struct opened *o = calloc(1, sizeof(*o));

	if (o == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	o->home = home;
	o->item = item;
	o->fd = -1;
	(void)snprintf(o->name, sizeof(o->name), "recording of item %u",
	    item->item->number);
	fill_job(o, plan, stop);
	return o;
}

static void
close_opened(void *ctx)
{
	struct opened *o = ctx;

	if (o == NULL)
		return;
	sar_stream_close(&o->audio);
	if (o->fd != -1)
		(void)close(o->fd);
	free(o);
}

/* Is what is on disk what was imported and reviewed? */
static int
check_digest(const struct opened *o, struct sar_err *err)
{
	const struct sar_index_recording *rec = o->item->item->recording;
	uint8_t digest[SAR_SHA256_LEN];

	if (sar_sha256_source(&o->source, digest, err) == -1)
		return -1;
	if (memcmp(digest, rec->sha256, sizeof(digest)) != 0) {
		(void)sar_err_set(err, SAR_ECORRUPT,
		    "%s: the file is not the one that was imported", o->name);
		sar_err_hint(err, "an incident: find out who replaced it");
		return -1;
	}
	return 0;
}

static int
open_recording(struct opened *o, struct sar_err *err)
{
	o->fd = sar_file_open_below(o->home->recordings,
	    o->item->item->recording->path, err);
	if (o->fd == -1) {
		if (err->code == SAR_EMISSING)
			(void)sar_err_set(err, SAR_ECORRUPT,
			    "%s: gone since it was imported", o->name);
		return -1;
	}
	if (sar_source_fd(&o->fd, o->name, &o->source, err) == -1)
		return -1;
	return check_digest(o, err);
}

static ssize_t
read_opened(void *ctx, void *buf, size_t len, struct sar_err *err)
{
	struct opened *o = ctx;

	/* Only now: a thousand calls must not hold a thousand descriptors. */
	if (!o->reading) {
		if (open_recording(o, err) == -1 ||
		    sar_audio_open(&o->job, &o->audio, err) == -1)
			return -1;
		o->reading = true;
	}
	return o->audio.read(o->audio.ctx, buf, len, err);
}

int
sar_recording_stream(const struct sar_home *home, const struct sar_plan *plan,
    const struct sar_plan_item *item, const volatile int *stop,
    struct sar_stream *stream, struct sar_err *err)
{
	const struct sar_index_recording *rec = item->item->recording;
	struct opened *o = prepare(home, plan, item, stop, err);

	if (o == NULL)
		return -1;
	stream->ctx = o;
	stream->read = read_opened;
	stream->close = close_opened;
	stream->size = SAR_STREAM_UNSIZED;
	if (plan->format == SAR_FORMAT_WAV)
		stream->size = WAV_HEADER + rec->frames * rec->channels * 2;
	return 0;
}

int
sar_recording_verify(const struct sar_home *home, const struct sar_plan *plan,
    const struct sar_plan_item *item, const volatile int *stop,
    const struct sar_source *output, struct sar_err *err)
{
	struct opened *o = prepare(home, plan, item, stop, err);
	struct sar_audio_check result;
	int rc = -1;

	/* The digest again at the end: the file compared is the file named. */
	if (o != NULL && open_recording(o, err) == 0 &&
	    sar_audio_check(&o->job, output, &result, err) == 0 &&
	    check_digest(o, err) == 0)
		rc = 0;
	close_opened(o);
	return rc;
}
