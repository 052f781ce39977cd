#ifndef SAR_DOCKET_DOCKETS_H
#define SAR_DOCKET_DOCKETS_H

#include <stddef.h>
#include <stdint.h>

#include "docket/docket.h"

/*
 * All cases of a log, in the order of their first record.  A record that was
 * erased is nobody's: whatever names it (the outcome of an intent, the lift of
 * a hold, the delivery of a release) cannot be known to be of a case, and
 * changes none.  So a case can stand as less far than it is, never as further.
 */
struct sar_dockets; /* opaque */

SAR_MUST_CHECK struct sar_dockets *sar_dockets_new(const struct sar_zone *zone,
    struct sar_err *err);
void sar_dockets_free(struct sar_dockets *dockets); /* accepts NULL */

/** sar_dockets_only: Follow case ${ref}, and from the first of them on no
 * others; before the first record. */
SAR_MUST_CHECK int sar_dockets_only(struct sar_dockets *dockets,
    const char *ref, struct sar_err *err);

/** sar_dockets_record: The next record of the log, whatever it is; to be given
 * as sar_log_record_fn, with the dockets as its ctx. */
SAR_MUST_CHECK int sar_dockets_record(void *dockets,
    const struct sar_record *record, struct sar_err *err);

size_t sar_dockets_count(const struct sar_dockets *dockets);
const struct sar_docket *sar_dockets_at(const struct sar_dockets *dockets,
    size_t i, const char **ref);

/** sar_dockets_find: That of a case; NULL when the log has nothing of it. */
const struct sar_docket *sar_dockets_find(const struct sar_dockets *dockets,
    const char *ref);

/** sar_dockets_move: The same to ${out}, which is the caller's to clear: an
 * empty one when the log has nothing of it.  The dockets have an empty one
 * then.
 */
void sar_dockets_move(struct sar_dockets *dockets, const char *ref,
    struct sar_docket *out);

/** sar_dockets_erased: How many records were erased: what a case is said to
 * lack may be in one of them. */
uint64_t sar_dockets_erased(const struct sar_dockets *dockets);

/** sar_dockets_complaints: Those that name no case. */
const struct sar_docket_complaint *sar_dockets_complaints(
    const struct sar_dockets *dockets, size_t *n);

/** sar_dockets_holds: All of them, of cases and others; none when only some
 * cases are followed. */
const struct sar_docket_hold *sar_dockets_holds(const struct sar_dockets
						    *dockets,
    size_t *n);

#endif
