/*
 * Pulling a byte decodes, cuts and encodes just enough: the recording is
 * never whole in memory, and never on disk.
 */
#include "audio/pump.h"

#include <stdlib.h>
#include <string.h>

#include "audio/fill.h"
#include "audio/peaks.h"
#include "audio/queue.h"
#include "audio/shape.h"

struct pump {
	struct sar_audio_job job;
	struct sar_pump_input input;
	struct sar_encoder *encoder;
	struct sar_fill *fill;
	struct sar_queue queue;
	int16_t *block; /* SAR_AUDIO_BLOCK frames; holds plaintext */
	uint64_t at;    /* frames decoded */
	bool ended;
};

static size_t
block_size(const struct pump *pump)
{
	return sizeof(int16_t) * SAR_AUDIO_BLOCK * pump->job.channels;
}

int
sar_pump_length(const struct sar_audio_job *job, const char *why,
    struct sar_err *err)
{
	return sar_err_set(err, SAR_ECORRUPT,
	    "%s: the recording %s than when it was imported", job->source->name,
	    why);
}

struct sar_encoder_shape
sar_pump_shape(const struct sar_audio_job *job)
{
	struct sar_encoder_shape shape = { 0 };

	shape.format = job->format;
	shape.frames = job->frames;
	shape.rate = job->rate;
	shape.channels = job->channels;
	return shape;
}

static int
end_pump(struct pump *pump, struct sar_err *err)
{
	if (pump->at != pump->job.frames)
		return sar_pump_length(&pump->job, "is shorter", err);
	if (pump->job.peaks != NULL &&
	    sar_peaks_end(pump->job.peaks, err) == -1)
		return -1;
	pump->ended = true;
	return sar_encoder_end(pump->encoder, err);
}

/*
 * As much of a block as the decoder gives: a decoder may give less at a time,
 * and what it gives must not decide what the encoder is handed.
 */
static int
fill_block(struct pump *pump, size_t *frames, struct sar_err *err)
{
	ssize_t n;

	for (*frames = 0; *frames < SAR_AUDIO_BLOCK; *frames += (size_t)n) {
		n = pump->input.read(pump->input.ctx,
		    pump->block + *frames * pump->job.channels,
		    SAR_AUDIO_BLOCK - *frames, err);
		if (n == -1)
			return -1;
		if (n == 0)
			break;
	}
	return 0;
}

/* Decode, cut and encode one block. */
static int
step(struct pump *pump, struct sar_err *err)
{
	size_t n;

	if (sar_shape_stopped(&pump->job, err) == -1 ||
	    fill_block(pump, &n, err) == -1)
		return -1;
	if (n == 0)
		return end_pump(pump, err);
	if (n > pump->job.frames - pump->at)
		return sar_pump_length(&pump->job, "is longer", err);
	sar_fill_frames(pump->fill, pump->at, pump->block, n);
	pump->at += n;
	if (pump->job.peaks != NULL &&
	    sar_peaks_frames(pump->job.peaks, pump->block, n, err) == -1)
		return -1;
	return sar_encoder_put(pump->encoder, pump->block, n, err);
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
free_pump(struct pump *pump)
{
	if (pump == NULL)
		return;
	sar_encoder_free(pump->encoder);
	sar_fill_free(pump->fill);
	sar_queue_free(&pump->queue);
	if (pump->block != NULL)
		explicit_bzero(pump->block, block_size(pump));
	free(pump->block);
	free(pump);
}

static void
close_pump(void *ctx)
{
	struct pump *pump = ctx;

	if (pump != NULL && pump->input.close != NULL)
		pump->input.close(pump->input.ctx);
	free_pump(pump);
}

static struct pump *
new_pump(const struct sar_audio_job *job, struct sar_err *err)
{
	struct sar_encoder_shape shape = sar_pump_shape(job);
	struct pump *pump = calloc(1, sizeof(*pump));

	if (pump == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	pump->job = *job;
	if ((pump->block = malloc(block_size(pump))) == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		goto failed;
	}
	if ((pump->fill = sar_fill_new(&pump->job, SAR_FILL_NATIVE, err)) ==
	    NULL)
		goto failed;
	pump->encoder = sar_encoder_open(&shape, &pump->queue, err);
	if (pump->encoder == NULL ||
	    (job->peaks != NULL && sar_peaks_begin(job->peaks, job->rate,
				       job->channels, err) == -1))
		goto failed;
	return pump;

failed:
	free_pump(pump);
	return NULL;
}

int
sar_pump_open(const struct sar_audio_job *job,
    const struct sar_pump_input *input, struct sar_stream *stream,
    struct sar_err *err)
{
	struct pump *pump;

	if (sar_shape_check(job, err) == -1 ||
	    (pump = new_pump(job, err)) == NULL)
		return -1;
	pump->input = *input;
	stream->ctx = pump;
	stream->read = read_pump;
	stream->close = close_pump;
	stream->size = sar_audio_size(job);
	return 0;
}
