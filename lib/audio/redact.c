#include <stdlib.h>

#include "audio/audio.h"
#include "audio/copy.h"
#include "audio/pump.h"
#include "audio/riff.h"
#include "audio/shape.h"

/* The decoder, where sar_pump_open() wants frames from. */
struct decoder {
	struct sar_media *media;
	struct sar_media_info info;
};

static ssize_t
read_decoder(void *ctx, int16_t *out, size_t frames, struct sar_err *err)
{
	const struct decoder *decoder = ctx;

	return sar_media_read(decoder->media, out, frames, err);
}

static void
close_decoder(void *ctx)
{
	struct decoder *decoder = ctx;

	if (decoder == NULL)
		return;
	sar_media_close(decoder->media);
	free(decoder);
}

static struct decoder *
open_decoder(const struct sar_audio_job *job, struct sar_err *err)
{
	struct decoder *decoder = calloc(1, sizeof(*decoder));

	if (decoder == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	decoder->media = sar_media_open(job->source, job->raw, &decoder->info,
	    err);
	if (decoder->media == NULL ||
	    sar_shape_same(job, &decoder->info, err) == -1) {
		close_decoder(decoder);
		return NULL;
	}
	return decoder;
}

int
sar_audio_open(const struct sar_audio_job *job, struct sar_stream *stream,
    struct sar_err *err)
{
	struct sar_pump_input input = { 0 };
	struct decoder *decoder;
	bool copied = false;

	if (sar_shape_check(job, err) == -1 ||
	    sar_copy_open(job, &copied, stream, err) == -1)
		return -1;
	if (copied)
		return 0;
	if ((decoder = open_decoder(job, err)) == NULL)
		return -1;
	input.ctx = decoder;
	input.read = read_decoder;
	input.close = close_decoder;
	if (sar_pump_open(job, &input, stream, err) == 0)
		return 0;
	close_decoder(decoder);
	return -1;
}

uint64_t
sar_audio_size(const struct sar_audio_job *job)
{
	struct sar_encoder_shape shape = sar_pump_shape(job);
	struct sar_err err = SAR_ERR_INIT;
	struct sar_riff riff;

	if (job->format != SAR_FORMAT_WAV &&
	    job->format != SAR_FORMAT_WAV_ALAW &&
	    job->format != SAR_FORMAT_WAV_ULAW)
		return SAR_STREAM_UNSIZED;
	if (sar_riff_make(&shape, &riff, &err) == -1)
		return SAR_STREAM_UNSIZED;
	return sar_riff_size(&riff);
}

bool
sar_audio_lossless(enum sar_plan_format format)
{
	return sar_plan_format_lossless(format);
}
