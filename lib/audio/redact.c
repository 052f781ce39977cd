/*
 * Pulling a byte decodes, cuts and encodes just enough: the recording is
 * never whole in memory, and never on disk.
 */
#include <stdlib.h>
#include <string.h>

#include "audio/audio.h"
#include "audio/encoder.h"
#include "audio/fill.h"
#include "audio/queue.h"
#include "audio/shape.h"

struct pump {
	struct sar_audio_job job;
	struct sar_encoder_shape shape;
	struct sar_media *media;
	struct sar_media_info info;
	struct sar_encoder *flac; /* NULL when writing WAV */
	struct sar_queue queue;
	int16_t *block; /* SAR_AUDIO_BLOCK frames; holds plaintext */
	uint64_t at;    /* frames decoded */
	struct sar_fill *fill;
	bool ended;
};

static size_t
block_size(const struct pump *pump)
{
	return sizeof(int16_t) * SAR_AUDIO_BLOCK * pump->job.channels;
}

static int
wrong_length(const struct pump *pump, const char *why, struct sar_err *err)
{
	return sar_err_set(err, SAR_ECORRUPT,
	    "%s: the recording %s than when it was imported",
	    pump->job.source->name, why);
}

static int
put_block(struct pump *pump, size_t frames, struct sar_err *err)
{
	if (pump->flac != NULL)
		return sar_encoder_flac_put(pump->flac, pump->block, frames,
		    err);
	return sar_encoder_wav_put(&pump->shape, pump->block, frames,
	    &pump->queue, err);
}

static int
end_pump(struct pump *pump, struct sar_err *err)
{
	if (pump->at != pump->job.frames)
		return wrong_length(pump, "is shorter", err);
	pump->ended = true;
	return pump->flac == NULL ? 0 : sar_encoder_flac_end(pump->flac, err);
}

/* Decode, cut and encode one block. */
static int
step(struct pump *pump, struct sar_err *err)
{
	ssize_t n;

	if (sar_shape_stopped(&pump->job, err) == -1)
		return -1;
	n = sar_media_read(pump->media, pump->block, SAR_AUDIO_BLOCK, err);
	if (n == -1)
		return -1;
	if (n == 0)
		return end_pump(pump, err);
	if ((uint64_t)n > pump->job.frames - pump->at)
		return wrong_length(pump, "is longer", err);
	sar_fill_frames(pump->fill, pump->at, pump->block, (size_t)n);
	pump->at += (uint64_t)n;
	return put_block(pump, (size_t)n, err);
}

static ssize_t
read_pump(void *ctx, void *buf, size_t len, struct sar_err *err)
{
	struct pump *pump = ctx;
	size_t n;

	if (len == 0)
		return 0;
	for (;;) {
		n = sar_queue_take(&pump->queue, buf, len);
		if (n > 0 || pump->ended)
			return (ssize_t)n;
		if (step(pump, err) == -1)
			return -1;
	}
}

static void
close_pump(void *ctx)
{
	struct pump *pump = ctx;

	if (pump == NULL)
		return;
	sar_media_close(pump->media);
	sar_encoder_flac_free(pump->flac);
	sar_fill_free(pump->fill);
	sar_queue_free(&pump->queue);
	if (pump->block != NULL)
		explicit_bzero(pump->block, block_size(pump));
	free(pump->block);
	free(pump);
}

static int
open_source(struct pump *pump, struct sar_err *err)
{
	pump->media = sar_media_open(pump->job.source, pump->job.raw,
	    &pump->info, err);
	if (pump->media == NULL)
		return -1;
	if (pump->info.rate != pump->job.rate ||
	    pump->info.channels != pump->job.channels)
		return sar_err_set(err, SAR_ECORRUPT,
		    "%s: the rate or channels differ from when it was "
		    "imported",
		    pump->job.source->name);
	if (pump->job.codec != SAR_CODEC_UNKNOWN &&
	    pump->info.codec != pump->job.codec)
		return sar_err_set(err, SAR_ECORRUPT,
		    "%s: the codec differs from when it was imported",
		    pump->job.source->name);
	return 0;
}

static int
open_output(struct pump *pump, struct sar_err *err)
{
	pump->shape.frames = pump->job.frames;
	pump->shape.rate = pump->job.rate;
	pump->shape.channels = pump->job.channels;
	if (pump->job.format == SAR_FORMAT_WAV)
		return sar_encoder_wav(&pump->shape, &pump->queue, err);
	pump->flac = sar_encoder_flac(&pump->shape, &pump->queue, err);
	return pump->flac == NULL ? -1 : 0;
}

int
sar_audio_open(const struct sar_audio_job *job, struct sar_stream *stream,
    struct sar_err *err)
{
	struct pump *pump;

	if (sar_shape_check(job, err) == -1)
		return -1;
	if ((pump = calloc(1, sizeof(*pump))) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	pump->job = *job;
	if ((pump->block = malloc(block_size(pump))) == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		goto failed;
	}
	if ((pump->fill = sar_fill_new(&pump->job, err)) == NULL ||
	    open_source(pump, err) == -1 || open_output(pump, err) == -1)
		goto failed;
	stream->ctx = pump;
	stream->read = read_pump;
	stream->close = close_pump;
	stream->size = SAR_STREAM_UNSIZED;
	if (job->format == SAR_FORMAT_WAV)
		stream->size = SAR_ENCODER_WAV_HEADER +
			       job->frames * job->channels * sizeof(int16_t);
	return 0;

failed:
	close_pump(pump);
	return -1;
}
