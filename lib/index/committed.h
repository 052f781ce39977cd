/* Private to index: rows of commitment and registration. */
#ifndef SAR_INDEX_COMMITTED_H
#define SAR_INDEX_COMMITTED_H

#include "index/commitment.h"
#include "index/db.h"

/* The first version of an index that has commitments and numbered lines. */
#define SAR_INDEX_COMMITTED_SINCE 3

/* The columns sar_index_commitment_read() takes, in its order. */
#define SAR_INDEX_COMMITMENT_COLUMNS \
	"recording, decoder, block, seeds, roots, file_salt, digest"

/** sar_index_commitment_read: The row of ${stmt}; -1 if it is not right. */
SAR_MUST_CHECK int sar_index_commitment_read(const struct sar_index_stmt *stmt,
    int64_t *recording, struct sar_index_commitment *out);

/** sar_index_drop_commitment: The recording at ${path}, if it has to be
 * registered anew, is another one: forget what the old one had. */
SAR_MUST_CHECK int sar_index_drop_commitment(struct sar_index *index,
    const char *path, struct sar_err *err);

/** sar_index_leaf: SHA-256(00 line), as the log's tree has it. */
void sar_index_leaf(const char *line, size_t len, uint8_t out[SAR_SHA256_LEN]);

/** sar_index_upgrade: Make the file, opened for writing, one of this
 * version. */
SAR_MUST_CHECK int sar_index_upgrade(struct sar_index *index,
    struct sar_err *err);

#endif
