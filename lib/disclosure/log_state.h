#ifndef SAR_DISCLOSURE_LOG_STATE_H
#define SAR_DISCLOSURE_LOG_STATE_H

/* Private to disclosure: a log in memory. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "disclosure/checkpoints.h"
#include "disclosure/log.h"
#include "disclosure/segment.h"
#include "tlog/tree.h"

#define SAR_LOG_CHECKPOINTS "checkpoints"

struct sar_log_line {
	const char *text;
	size_t len;
};

struct sar_log {
	struct sar_key_public key;
	struct sar_segment *segments;
	size_t n_segments;
	struct sar_segment_file notes;
	struct sar_checkpoints points;
	struct sar_tree tree;
	struct sar_log_line *lines; /* of the committed records */
	size_t n_lines;
	size_t room; /* in lines */
	struct sar_log_key first;
	struct sar_log_tail_part *tails;
	size_t n_tails;
	size_t untold; /* first segment whose tail no record tells of */
	uint8_t root[SAR_SHA256_LEN];
	char *last; /* checkpoint, NUL-terminated */
};

/** sar_log_load: Read the log's files, and verify nothing. */
SAR_MUST_CHECK struct sar_log *sar_log_load(const char *dir,
    const struct sar_key_public *key, struct sar_err *err);

/** sar_log_verify: Do the files loaded make a log, whole and signed? */
SAR_MUST_CHECK int sar_log_verify(struct sar_log *log, struct sar_err *err);

/** sar_log_read: sar_log_open() under the lock: what follows the last
 * checkpoint is a tail, and nobody's commit under way. */
SAR_MUST_CHECK struct sar_log *sar_log_read(const struct sar_log_reading
						*reading,
    struct sar_err *err);

#endif
