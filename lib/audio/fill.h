#ifndef SAR_AUDIO_FILL_H
#define SAR_AUDIO_FILL_H

#include <stddef.h>
#include <stdint.h>

#include "audio/audio.h"

/* Private to audio: what a job's cuts do to frames that go by in order. */
struct sar_fill; /* opaque */

enum sar_fill_form {
	SAR_FILL_NATIVE, /* int16_t */
	SAR_FILL_PCM16,  /* the bytes of a WAV file: little-endian */
	SAR_FILL_ALAW,
	SAR_FILL_ULAW
};

/** sar_fill_new: For ${job}, which outlives it; NULL with ${err} set. */
SAR_MUST_CHECK struct sar_fill *sar_fill_new(const struct sar_audio_job *job,
    enum sar_fill_form form, struct sar_err *err);

/** sar_fill_free: Accepts NULL. */
void sar_fill_free(struct sar_fill *fill);

/**
 * sar_fill_frames(fill, at, data, frames):
 * In ${frames} interleaved frames at ${data}, in the form told to
 * sar_fill_new(), of which the first is frame ${at} of the recording, replace
 * what cuts cover by their fill, and fade what is next to them.  ${at} never
 * goes back.
 */
void sar_fill_frames(struct sar_fill *fill, uint64_t at, void *data,
    size_t frames);

#endif
