#ifndef SAR_AUDIO_ENCODER_H
#define SAR_AUDIO_ENCODER_H

#include <stddef.h>
#include <stdint.h>

#include "audio/queue.h"
#include "base/err.h"
#include "plan/plan.h"

/*
 * Private to audio.  Samples to the bytes of a file, through a queue.  What
 * it is given is redacted already; nothing here knows of cuts.  Nothing of
 * what is written depends on the time, the process or chance.
 */
struct sar_encoder_shape {
	enum sar_plan_format format; /* not SAR_FORMAT_SAME */
	uint64_t frames;             /* exactly as many will be put */
	uint32_t rate;
	uint32_t channels;
};

/* What every codec of this module begins with. */
struct sar_encoder {
	int (*put)(struct sar_encoder *encoder, int16_t *samples, size_t frames,
	    struct sar_err *err);
	int (*end)(struct sar_encoder *encoder, struct sar_err *err);
	void (*free)(struct sar_encoder *encoder);
	struct sar_encoder_shape shape;
	struct sar_queue *queue;
};

/**
 * sar_encoder_open(shape, queue, err):
 * Begin a file into ${queue}, which outlives the result.  NULL with ${err}
 * set: SAR_EINPUT when the format cannot hold such a recording.
 */
SAR_MUST_CHECK struct sar_encoder *sar_encoder_open(
    const struct sar_encoder_shape *shape, struct sar_queue *queue,
    struct sar_err *err);

/**
 * sar_encoder_put: ${frames} interleaved frames at ${samples}, at most
 * SAR_AUDIO_BLOCK, which are destroyed.  The queue must be empty; it may hold
 * on to ${samples} till it is empty again.
 */
SAR_MUST_CHECK int sar_encoder_put(struct sar_encoder *encoder,
    int16_t *samples, size_t frames, struct sar_err *err);

/** sar_encoder_end: Flush what the codec holds back. */
SAR_MUST_CHECK int sar_encoder_end(struct sar_encoder *encoder,
    struct sar_err *err);

/** sar_encoder_free: Accepts NULL and one that has not ended. */
void sar_encoder_free(struct sar_encoder *encoder);

/* The codecs, as sar_encoder_open(), for their own formats. */
SAR_MUST_CHECK struct sar_encoder *sar_encoder_wav(
    const struct sar_encoder_shape *shape, struct sar_queue *queue,
    struct sar_err *err);
SAR_MUST_CHECK struct sar_encoder *sar_encoder_flac(
    const struct sar_encoder_shape *shape, struct sar_queue *queue,
    struct sar_err *err);
SAR_MUST_CHECK struct sar_encoder *sar_encoder_mp3(
    const struct sar_encoder_shape *shape, struct sar_queue *queue,
    struct sar_err *err);
SAR_MUST_CHECK struct sar_encoder *sar_encoder_opus(
    const struct sar_encoder_shape *shape, struct sar_queue *queue,
    struct sar_err *err);

/** sar_encoder_mp3_kbps: Of an MP3 file; 0 where there can be none. */
int sar_encoder_mp3_kbps(uint32_t rate, uint32_t channels);

#endif
