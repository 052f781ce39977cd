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

/**
 * sar_index_recording_each: Call ${fn} for each recording after ${after} that
 * ${sql} finds, which gives the columns above of the first after ?1: one
 * statement for each, so that ${fn} may change what it is shown.  A cursor over
 * rows that change as it goes promises nothing.
 */
SAR_MUST_CHECK int sar_index_recording_each(struct sar_index *index,
    enum sar_index_slot slot, const char *sql, int64_t after,
    sar_index_recording_fn *fn, void *ctx, struct sar_err *err);

#endif
