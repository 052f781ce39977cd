#ifndef SAR_INDEX_RECORDING_H
#define SAR_INDEX_RECORDING_H

#include "index/db.h"
#include "index/text.h"

/* The columns sar_index_recording_read() takes, in its order. */
#define SAR_INDEX_RECORDING_COLUMNS                                    \
	"r.id, r.path, r.state, r.sha256, r.bytes, r.frames, r.rate, " \
	"r.channels, r.codec, r.finding, r.digest"

/** sar_index_recording_read: The row of ${stmt}; its strings in ${text}. */
SAR_MUST_CHECK int sar_index_recording_read(const struct sar_index *index,
    const struct sar_index_stmt *stmt, struct sar_index_text *text,
    struct sar_index_recording *out, struct sar_err *err);

#endif
