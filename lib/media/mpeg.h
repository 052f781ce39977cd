#ifndef SAR_MEDIA_MPEG_H
#define SAR_MEDIA_MPEG_H

#include <stdbool.h>
#include <stdint.h>

#include "media/media.h"

/* Private to media: the header of each frame of MPEG sound. */
#define SAR_MPEG_HEAD 4

struct sar_mpeg_head {
	uint32_t version; /* 0: MPEG-2.5, 2: MPEG-2, 3: MPEG-1 */
	uint32_t layer;   /* 1 to 3 */
	uint32_t rate;
	uint32_t channels;
	uint32_t size;   /* bytes of the frame, header and all */
	uint32_t frames; /* of sound in it */
};

/** sar_mpeg_head: Is it one?  A free bit rate is not. */
bool sar_mpeg_head(const uint8_t bytes[SAR_MPEG_HEAD],
    struct sar_mpeg_head *head);

/** sar_mpeg_skip_id3: Put *${at} behind the ID3v2 tags ${source} begins with.
 */
SAR_MUST_CHECK int sar_mpeg_skip_id3(const struct sar_source *source,
    uint64_t *at, struct sar_err *err);

#endif
