#ifndef SAR_AUDIO_RIFF_H
#define SAR_AUDIO_RIFF_H

#include <stdint.h>

#include "audio/encoder.h"

/* Private to audio: the headers of the WAV files that are written. */
#define SAR_RIFF_HEAD_MAX 58

struct sar_riff {
	uint8_t head[SAR_RIFF_HEAD_MAX];
	uint32_t head_len; /* 44 for PCM, 58 for G.711 */
	uint32_t width;    /* bytes of a sample: 2 or 1 */
	uint64_t data;     /* bytes of sound; a 0 follows an odd number */
};

/**
 * sar_riff_make: The header of a WAV file of this shape; SAR_EINPUT when it
 * would be larger than WAV files can be.
 */
SAR_MUST_CHECK int sar_riff_make(const struct sar_encoder_shape *shape,
    struct sar_riff *riff, struct sar_err *err);

/** sar_riff_size: Of the whole file, in bytes. */
uint64_t sar_riff_size(const struct sar_riff *riff);

#endif
