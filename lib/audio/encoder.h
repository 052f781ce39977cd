#ifndef SAR_AUDIO_ENCODER_H
#define SAR_AUDIO_ENCODER_H

#include <stddef.h>
#include <stdint.h>

#include "audio/queue.h"
#include "base/err.h"

/*
 * Samples to the bytes of a file, through a queue.  What it is given is
 * redacted already; nothing here knows of cuts.
 */
struct sar_encoder; /* opaque */

struct sar_encoder_shape {
	uint64_t frames; /* exactly as many will be put */
	uint32_t rate;
	uint32_t channels;
};

#define SAR_ENCODER_WAV_HEADER 44

/** sar_encoder_wav: PCM, 16 bit; the header goes to ${queue} at once. */
SAR_MUST_CHECK int sar_encoder_wav(const struct sar_encoder_shape *shape,
    struct sar_queue *queue, struct sar_err *err);

/** sar_encoder_wav_put: ${frames} interleaved frames at ${samples}. */
SAR_MUST_CHECK int sar_encoder_wav_put(const struct sar_encoder_shape *shape,
    const int16_t *samples, size_t frames, struct sar_queue *queue,
    struct sar_err *err);

/**
 * sar_encoder_flac: Begin a FLAC stream into ${queue}, which outlives it.
 * NULL with ${err} set when libsndfile cannot.
 */
SAR_MUST_CHECK struct sar_encoder *sar_encoder_flac(
    const struct sar_encoder_shape *shape, struct sar_queue *queue,
    struct sar_err *err);

SAR_MUST_CHECK int sar_encoder_flac_put(struct sar_encoder *encoder,
    const int16_t *samples, size_t frames, struct sar_err *err);

/** sar_encoder_flac_end: Flush what the codec holds back. */
SAR_MUST_CHECK int sar_encoder_flac_end(struct sar_encoder *encoder,
    struct sar_err *err);

/** sar_encoder_flac_free: Accepts NULL and one that has not ended. */
void sar_encoder_flac_free(struct sar_encoder *encoder);

#endif
