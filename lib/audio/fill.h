#ifndef SAR_AUDIO_FILL_H
#define SAR_AUDIO_FILL_H

#include <stddef.h>
#include <stdint.h>

#include "audio/audio.h"

/**
 * sar_fill_frames(job, at, samples, frames):
 * Replace, in ${frames} interleaved frames at ${samples} of which the first
 * is frame ${at} of the recording, every frame of every cut.  *${next} is the
 * first cut that may still matter; begin with 0 and leave it alone.
 */
void sar_fill_frames(const struct sar_audio_job *job, uint64_t at,
    int16_t *samples, size_t frames, size_t *next);

#endif
