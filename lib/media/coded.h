#ifndef SAR_MEDIA_CODED_H
#define SAR_MEDIA_CODED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "media/media.h"

/*
 * Sound without memory: each sample stands for itself at a known place of the
 * file, so that bytes can be replaced without decoding anything around them.
 * Found by our own reading of the container; libsndfile has no part in it.
 */
struct sar_media_coded {
	enum sar_codec codec; /* PCM8 to DOUBLE, ALAW or ULAW */
	uint64_t off;         /* of the first frame in the source */
	uint64_t len;         /* bytes of whole frames, all of them there */
	uint64_t frames;
	uint32_t rate;
	uint32_t channels; /* interleaved */
	unsigned findings; /* of enum sar_media_finding */
};

/**
 * sar_media_coded: Find the sound of ${source}, as sar_media_open() has it.
 * *${is} is true for a WAV or RF64 file (or one without a header, by ${raw})
 * of 8, 16, 24, 32-bit PCM, float, double, A-law or mu-law, bytes as a WAV
 * file has them (little-endian, 8 bits unsigned), and for A-law and mu-law in
 * AU, AIFF-C and CAF.  It is false for all else, which sar_media_open() may
 * decode still; ${coded} then holds nothing.  Return 0, or -1 with ${err} set
 * to SAR_ECORRUPT when it is such sound and cannot be used; codec, rate,
 * channels and findings of ${coded} then tell what was seen.
 */
SAR_MUST_CHECK int sar_media_coded(const struct sar_source *source,
    const struct sar_media_raw *raw, struct sar_media_coded *coded, bool *is,
    struct sar_err *err);

/** sar_media_width: Bytes of one sample of ${codec}; 0 if it has memory. */
size_t sar_media_width(enum sar_codec codec);

/**
 * sar_media_convert: ${samples} samples at ${bytes}, as a WAV file has them,
 * to 16 bits at ${out}.  8 bits are shifted up; 24 and 32 bits are shifted
 * down (rounded towards minus infinity); float and double are multiplied by
 * 32768, rounded to nearest (ties to even) and clamped; no number is 0.
 */
void sar_media_convert(enum sar_codec codec, const uint8_t *bytes,
    size_t samples, int16_t *out);

#endif
