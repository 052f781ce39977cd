#ifndef SAR_MEDIA_DECODE_H
#define SAR_MEDIA_DECODE_H

#include "media/media.h"

/*
 * Private to media: the decoder itself, in the process that calls it.  The
 * programs reach it through sar_media_open(), which runs it where it can do
 * no harm; tests and fuzzers may call it here.
 */
struct sar_decode; /* opaque */

/** sar_decode_open: As sar_media_open(). */
SAR_MUST_CHECK struct sar_decode *sar_decode_open(const struct sar_source
						      *source,
    const struct sar_media_raw *raw, struct sar_media_info *info,
    struct sar_err *err);

/** sar_decode_read: As sar_media_read(). */
SAR_MUST_CHECK ssize_t sar_decode_read(struct sar_decode *decode, int16_t *out,
    size_t frames, struct sar_err *err);
void sar_decode_close(struct sar_decode *decode);

/** sar_decode_announced: As sar_media_announced(). */
uint64_t sar_decode_announced(const struct sar_decode *decode);

/** sar_decode_version: The name and version of libsndfile. */
const char *sar_decode_version(void);

#endif
