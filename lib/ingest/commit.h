/* Private to ingest: a recording's sound, committed to as it is decoded. */
#ifndef SAR_INGEST_COMMIT_H
#define SAR_INGEST_COMMIT_H

#include "base/source.h"
#include "index/commitment.h"
#include "media/media.h"

/**
 * sar_commit_sound: As sar_media_measure(), and commit to what is decoded,
 * under new secrets, in ${out}: its channels are 0 for a codec that is not
 * decoded.  Decodes once, or twice where the file does not tell its length or
 * tells a wrong one.  The caller wipes ${out}, after a failure too.
 */
SAR_MUST_CHECK int sar_commit_sound(const struct sar_source *source,
    const struct sar_media_raw *raw, struct sar_media_info *info,
    struct sar_index_commitment *out, struct sar_err *err);

/**
 * sar_commit_same: Decode ${source} and tell if it is what ${commitment},
 * whose secrets are there, commits to.  *${named}: the decoder still has the
 * name it had.
 */
SAR_MUST_CHECK int sar_commit_same(const struct sar_source *source,
    const struct sar_media_raw *raw,
    const struct sar_index_commitment *commitment, bool *named, bool *same,
    struct sar_err *err);

#endif
