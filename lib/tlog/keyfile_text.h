#ifndef SAR_TLOG_KEYFILE_TEXT_H
#define SAR_TLOG_KEYFILE_TEXT_H

/* Private to tlog: the three lines of a sealed key file, sar-key(5). */

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "tlog/key_sign.h"
#include "tlog/keyfile.h"

#define SAR_KEYFILE_SALT 16
#define SAR_KEYFILE_PLAIN (1 + SAR_KEY_SEED_LEN) /* the kind, the seed */
#define SAR_KEYFILE_BOX (SAR_KEYFILE_PLAIN + 16)

struct sar_keyfile_text {
	struct sar_keyfile_cost cost;
	uint8_t salt[SAR_KEYFILE_SALT];
	struct sar_key_public public;
	size_t head; /* bytes of the first two lines, which are authenticated */
	uint8_t box[SAR_KEYFILE_BOX];
};

/**
 * sar_keyfile_text_read: Read the ${len} bytes at ${text} in the one form they
 * can have; the last LF may be wanting.  SAR_ESECRET otherwise, and for a cost
 * that is out of bounds.
 */
SAR_MUST_CHECK int sar_keyfile_text_read(const char *text, size_t len,
    struct sar_keyfile_text *out, struct sar_err *err);

/** sar_keyfile_text_head: Write the first two lines. */
SAR_MUST_CHECK int sar_keyfile_text_head(struct sar_buf *buf,
    const struct sar_keyfile_text *file, struct sar_err *err);

/** sar_keyfile_text_box: Write the third, without its LF. */
SAR_MUST_CHECK int sar_keyfile_text_box(struct sar_buf *buf,
    const struct sar_keyfile_text *file, struct sar_err *err);

#endif
