#ifndef SAR_AUDIO_FILL_H
#define SAR_AUDIO_FILL_H

#include <stddef.h>
#include <stdint.h>

#include "audio/audio.h"

/* What a job's cuts do to frames that go by in order. */
struct sar_fill; /* opaque */

/** sar_fill_new: For ${job}, which outlives it; NULL with ${err} set. */
SAR_MUST_CHECK struct sar_fill *sar_fill_new(const struct sar_audio_job *job,
    struct sar_err *err);

/** sar_fill_free: Accepts NULL. */
void sar_fill_free(struct sar_fill *fill);

/**
 * sar_fill_frames(fill, at, samples, frames):
 * In ${frames} interleaved frames at ${samples}, of which the first is frame
 * ${at} of the recording, replace what cuts cover by their fill, and fade
 * what is next to them.  ${at} never goes back.
 */
void sar_fill_frames(struct sar_fill *fill, uint64_t at, int16_t *samples,
    size_t frames);

#endif
