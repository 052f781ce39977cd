#ifndef SAR_AUDIO_SEALED_H
#define SAR_AUDIO_SEALED_H

#include <stddef.h>
#include <stdint.h>

#include "audio/audio.h"

/*
 * A redacted recording looked at without its source, as whoever got the
 * package can: by its own bytes and by what redactions.json says of it.  The
 * source of the job is the recording itself, and all of it may be hostile.
 */

/**
 * sar_sealed_form: Is ${job}'s recording of its format, rate, channels and
 * length, in the strict form of sar-package(5): a header to the byte, no chunk,
 * no tag, nothing after it?  SAR_ECORRUPT if not.  Nothing is decoded.
 */
SAR_MUST_CHECK int sar_sealed_form(const struct sar_audio_job *job,
    struct sar_err *err);

/* What was looked at. */
struct sar_sealed_seen {
	uint64_t frames; /* of the recording */
	uint64_t cut;    /* samples inside cuts that were looked at */
	size_t unclear;  /* cuts too short to be told, of MP3 and Opus */
	uint32_t edge;   /* ms inside an edge of a cut that are not looked at */
};

/**
 * sar_sealed_cuts: Decode it.  Has it just as many frames as the job, and is
 * there nothing but the fill in every cut?  Of WAV and FLAC every sample; of
 * MP3 and Opus as far as sar-package(5) says.  SAR_ECORRUPT if not.
 */
SAR_MUST_CHECK int sar_sealed_cuts(const struct sar_audio_job *job,
    struct sar_sealed_seen *seen, struct sar_err *err);

/* How else to look, at WAV and FLAC. */
struct sar_sealed_how {
	/* Of cuts that begin at a multiple of as many frames, whose fill is not
	   known: each block is silence, or is the tone; 0: it is known. */
	uint32_t block;
	/* Told all frames, in order, as decoded; or NULL. */
	sar_media_fn *fn;
	void *ctx;
};

/** sar_sealed_look: The same as sar_sealed_cuts(), ${how}.  What was told
 * counts only when 0 is returned. */
SAR_MUST_CHECK int sar_sealed_look(const struct sar_audio_job *job,
    const struct sar_sealed_how *how, struct sar_sealed_seen *seen,
    struct sar_err *err);

#endif
