/* Private to ingest: tapes of which more messages are expected. */
#ifndef SAR_INGEST_OREKA_PENDING_H
#define SAR_INGEST_OREKA_PENDING_H

#include <stdint.h>

#include "ingest/format.h"

enum {
	SAR_OREKA_RECID,
	SAR_OREKA_STAGE,
	SAR_OREKA_TIMESTAMP,
	SAR_OREKA_FILENAME,
	SAR_OREKA_LOCAL,
	SAR_OREKA_ENTRY,
	SAR_OREKA_REMOTE,
	SAR_OREKA_DIRECTION,
	SAR_OREKA_DURATION,
	SAR_OREKA_CALL,
	SAR_OREKA_SIDE,
	SAR_OREKA_KEYS
};

/* A tape message; values not in it are NULL. */
struct sar_oreka_message {
	const char *values[SAR_OREKA_KEYS];
	uint64_t line;
};

/*
 * A tape is announced when it starts and stops, is held and resumed, and when
 * its file is ready: one leg in all.  The leg is handed on with the last of
 * them; a tape whose file is never ready in this log is handed on at its end,
 * recorded, with no file.  So many tapes are kept at a time, not more.
 */
struct sar_oreka_pending; /* opaque */

SAR_MUST_CHECK struct sar_oreka_pending *sar_oreka_pending_new(
    struct sar_reading *in, struct sar_err *err);
void sar_oreka_pending_free(struct sar_oreka_pending *pending);

/** sar_oreka_pending_take: A message; a leg or a reject may come of it. */
SAR_MUST_CHECK int sar_oreka_pending_take(struct sar_oreka_pending *pending,
    const struct sar_oreka_message *message, struct sar_err *err);

/** sar_oreka_pending_end: Hand on all that is left. */
SAR_MUST_CHECK int sar_oreka_pending_end(struct sar_oreka_pending *pending,
    struct sar_err *err);

#endif
