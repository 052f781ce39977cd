#ifndef SAR_AUDIO_FLAC_H
#define SAR_AUDIO_FLAC_H

#include <stdint.h>

#include "audio/encoder.h"

/* Private to audio: what every FLAC file that is written begins with. */
#define SAR_FLAC_VENDOR "sar-export"
#define SAR_FLAC_HEAD (4 + 4 + 34 + 4 + 8 + sizeof(SAR_FLAC_VENDOR) - 1)

/** sar_flac_head: STREAMINFO, and a comment that has no tag. */
void sar_flac_head(const struct sar_encoder_shape *shape,
    uint8_t head[SAR_FLAC_HEAD]);

#endif
