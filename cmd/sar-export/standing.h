#ifndef SAR_EXPORT_CMD_STANDING_H
#define SAR_EXPORT_CMD_STANDING_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "export/build.h"
#include "export/case.h"
#include "export/due.h"
#include "export/history.h"

/* Where one case stands, for status. */
struct standing {
	const struct sar_case *c;
	const struct sar_history_case *one;
	const struct sar_build_result *outbox; /* of a released case */
	struct sar_clock_dates dates;
	int32_t received, today;
	size_t marks;
	bool detail;  /* it was asked about */
	bool waits;   /* for its answer */
	int32_t left; /* days until it is due; while it waits */
	int32_t late; /* days after the law's last, of an answer; or 0 */
};

/** standing_of: The case ${c}, of which the log says ${one}, at ${now}. */
void standing_of(const struct sar_case *c, const struct sar_history_case *one,
    int64_t now, struct standing *out);

/** standing_print: For people, or a line of JSON with --json. */
void standing_print(const struct standing *standing);

/** standing_complaint: A complaint, the same way. */
void standing_complaint(const struct sar_docket_complaint *complaint,
    int32_t today);

/** standing_complaint_open: Has it to be acknowledged yet? */
bool standing_complaint_open(const struct sar_docket_complaint *complaint);

#endif
