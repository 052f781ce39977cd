#ifndef SAR_MEDIA_FLAC_H
#define SAR_MEDIA_FLAC_H

#include "media/media.h"

/**
 * sar_media_flac_tail: Private to media.  Find the frame that the FLAC file
 * ${source} ends with, at or behind ${from}.  *${end} is where its sound ends,
 * in frames; 0 when no frame ends with the file.  ${fixed} is the size of a
 * block of the stream, where it has one.
 */
SAR_MUST_CHECK int sar_media_flac_tail(const struct sar_source *source,
    uint64_t from, uint32_t fixed, uint64_t *end, struct sar_err *err);

#endif
