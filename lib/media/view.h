#ifndef SAR_MEDIA_VIEW_H
#define SAR_MEDIA_VIEW_H

#include <sndfile.h>
#include <stdint.h>

#include "media/found.h"

/*
 * What libsndfile is shown: a header of ours, then a window of the source,
 * then zeros up to the end.
 */
struct sar_media_view {
	const struct sar_source *source;
	uint8_t head[SAR_MEDIA_FMT_MAX + 64];
	uint64_t head_len;
	uint64_t off; /* of the window, in the source */
	uint64_t len;
	uint64_t size; /* of all three */
	uint64_t at;
	struct sar_err err; /* first failure of the source */
};

/** sar_media_view_make: Of ${found} just the sound, behind sizes that fit. */
void sar_media_view_make(struct sar_media_view *view,
    const struct sar_source *source, const struct sar_media_found *found);

/** sar_media_view_io: The callbacks; their user data is the view. */
SF_VIRTUAL_IO sar_media_view_io(void);

#endif
