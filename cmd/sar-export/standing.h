#ifndef SAR_EXPORT_CMD_STANDING_H
#define SAR_EXPORT_CMD_STANDING_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "export/build.h"
#include "export/case.h"
#include "export/due.h"
#include "export/history.h"
#include "export/intake.h"

/* Where one case stands, for status. */
struct standing {
	const struct sar_home *home;
	const struct sar_case *c; /* NULL: its folder cannot be read */
	const struct sar_history_case *one;
	const struct sar_build_result *outbox; /* of a released case; or NULL */
	struct sar_intake_repeats earlier;     /* borrowed; if detail */
	const char *corrected; /* by which case, if detail; or NULL */
	struct sar_clock_dates dates;
	int32_t received, today;
	size_t marks;
	size_t copies; /* of recordings, in its review */
	bool detail;   /* it was asked about */
	bool waits;    /* for an answer to be made */
	bool due;      /* nobody has an answer: it is not made, or not sent */
	bool timed;    /* it has a time to be answered in */
	int32_t left;  /* days until it is due; while it is */
	int32_t late;  /* days after the law's last that it was sent; or 0 */
};

/**
 * standing_of: The case of which the log says ${one}, at ${now}.  Of one
 * without its folder, ${c} NULL, the receipt is in the log.
 */
void standing_of(const struct sar_home *home, const struct sar_case *c,
    const struct sar_history_case *one, int64_t now, struct standing *out);

/** standing_logged: Is its receipt in the log? */
bool standing_logged(const struct standing *standing);

/** standing_state: In one word. */
const char *standing_state(const struct standing *standing);

/** standing_waits_for: What keeps the case from going on, as far as the log
 * knows: how many words. */
#define STANDING_WAITS 8
size_t standing_waits_for(const struct standing *standing,
    const char *out[STANDING_WAITS]);

/* Days, or SAR_CLOCK_NEVER: since when the time stands still; the last day an
   extension can still be given notice of; the organisation's own target. */
int32_t standing_paused_since(const struct standing *standing);
int32_t standing_notice(const struct standing *standing);
int32_t standing_target(const struct standing *standing);

/** standing_print: For people, or a line of JSON with --json. */
void standing_print(const struct standing *standing);

/* As a line of JSON. */
void standing_json(const struct standing *standing);
void standing_complaint_json(const struct sar_docket_complaint *complaint,
    int32_t today);

/** standing_complaint: A complaint, the same way. */
void standing_complaint(const struct sar_docket_complaint *complaint,
    int32_t today);

#endif
