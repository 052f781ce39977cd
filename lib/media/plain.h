#ifndef SAR_MEDIA_PLAIN_H
#define SAR_MEDIA_PLAIN_H

#include "media/found.h"

/*
 * Private to media: sound without memory, read and converted by our own code;
 * in the process that asks, for there is nothing in it that could be attacked.
 */
struct sar_plain; /* opaque */

/** sar_plain_is: Has ${found} such sound? */
bool sar_plain_is(const struct sar_media_found *found);

/**
 * sar_plain_open: Begin to read what ${found} found in ${source}; NULL with
 * ${err} set when memory runs out.  ${info} as for sar_media_open().
 */
SAR_MUST_CHECK struct sar_plain *sar_plain_open(const struct sar_source *source,
    const struct sar_media_found *found, struct sar_media_info *info,
    struct sar_err *err);

/** sar_plain_read: As sar_media_read(). */
SAR_MUST_CHECK ssize_t sar_plain_read(struct sar_plain *plain, int16_t *out,
    size_t frames, struct sar_err *err);
void sar_plain_close(struct sar_plain *plain);

/**
 * sar_plain_try: As sar_media_coded(), of a form that can be read.  *${is} is
 * true for every container of such sound that is a row of chunks.
 */
SAR_MUST_CHECK int sar_plain_try(const struct sar_source *source,
    const struct sar_media_raw *raw, struct sar_media_found *found, bool *is,
    struct sar_err *err);

#endif
