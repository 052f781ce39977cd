#ifndef SAR_EXPORT_HISTORY_H
#define SAR_EXPORT_HISTORY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/sha256.h"
#include "export/home.h"

/* What the disclosure log says of one case.  The log is the register. */
struct sar_history {
	bool open; /* an intent without an outcome */
	uint64_t intent;
	bool released;
	uint64_t release;
	uint8_t package[SAR_SHA256_LEN]; /* of the released zip */
	bool nil;                        /* the last outcome was a nil return */
	uint64_t nil_return;
	char when[32]; /* RFC 3339, of the last outcome; or "" */
};

/**
 * sar_history_read: Verify the whole log and replay the events of case
 * ${ref}.  Fails as sar_log_open() does.
 */
SAR_MUST_CHECK int sar_history_read(const struct sar_home *home,
    const char *ref, struct sar_history *history, struct sar_err *err);

#endif
