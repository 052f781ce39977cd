#ifndef SAR_AUDIO_PUMP_H
#define SAR_AUDIO_PUMP_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "audio/audio.h"
#include "audio/encoder.h"

/*
 * Private to audio: frames in, bytes of a redacted file out.  Tests put their
 * own frames where the decoder's would be.
 */
struct sar_pump_input {
	void *ctx;
	/* Up to ${frames} next frames, interleaved; 0 at the end; or -1. */
	ssize_t (*read)(void *ctx, int16_t *out, size_t frames,
	    struct sar_err *err);
	void (*close)(void *ctx); /* or NULL */
};

/**
 * sar_pump_open: As sar_audio_open(), of the frames that ${input} gives, which
 * the stream closes; after a failure it is still the caller's.
 */
SAR_MUST_CHECK int sar_pump_open(const struct sar_audio_job *job,
    const struct sar_pump_input *input, struct sar_stream *stream,
    struct sar_err *err);

/** sar_pump_shape: What the encoder is told of ${job}. */
struct sar_encoder_shape sar_pump_shape(const struct sar_audio_job *job);

/** sar_pump_length: -1, with ${err} set: it ${why} than at import. */
int sar_pump_length(const struct sar_audio_job *job, const char *why,
    struct sar_err *err);

#endif
