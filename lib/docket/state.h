#ifndef SAR_DOCKET_STATE_H
#define SAR_DOCKET_STATE_H

/* Private to docket: how one record changes a case. */

#include "docket/docket.h"

/* One record being taken, and the days it speaks of. */
struct sar_docket_step {
	struct sar_docket *docket;
	const struct sar_record *record;
	int32_t logged; /* the day of its time */
	int32_t on;     /* the day it says; or that */
};

/** sar_docket_slipped: Remember that the record does not fit; return 0. */
int sar_docket_slipped(const struct sar_docket_step *step,
    enum sar_docket_slip slip);

/** sar_docket_tick: An event of the clock.  *${fits} says whether it is one
 * that changed it; what is wrong is remembered. */
SAR_MUST_CHECK int sar_docket_tick(const struct sar_docket_step *step,
    enum sar_clock_event_kind kind, enum sar_clock_need need, bool *fits,
    struct sar_err *err);

/** sar_docket_in_time: The record moved what counts: remember if it was logged
 * long after the day it says. */
void sar_docket_in_time(const struct sar_docket_step *step);

/** sar_docket_dated: Can the step have happened on the day it says?  What is
 * wrong is remembered. */
bool sar_docket_dated(const struct sar_docket_step *step);

/** sar_docket_word: Which of the ${n} ${words} the member is; ${n}: none. */
size_t sar_docket_word(const struct sar_record *record, const char *name,
    const char *const *words, size_t n);

/* One record of a type, each. */
SAR_MUST_CHECK int sar_docket_receive(const struct sar_docket_step *step);
SAR_MUST_CHECK int sar_docket_identity(const struct sar_docket_step *step,
    struct sar_err *err);
SAR_MUST_CHECK int sar_docket_clarify(const struct sar_docket_step *step,
    struct sar_err *err);
SAR_MUST_CHECK int sar_docket_extend(const struct sar_docket_step *step,
    struct sar_err *err);
SAR_MUST_CHECK int sar_docket_fee(const struct sar_docket_step *step,
    struct sar_err *err);
void sar_docket_answer(const struct sar_docket_step *step);
SAR_MUST_CHECK int sar_docket_gone(const struct sar_docket_step *step,
    struct sar_err *err);
SAR_MUST_CHECK int sar_docket_place(const struct sar_docket_step *step,
    struct sar_err *err);
void sar_docket_unplace(const struct sar_docket_step *step);
SAR_MUST_CHECK int sar_docket_complained(const struct sar_docket_step *step,
    struct sar_err *err);

/** sar_docket_complaint_begin: A complaint with the record's name, of which
 * nothing was said. */
void sar_docket_complaint_begin(struct sar_docket_complaint *one,
    const struct sar_record *record);
void sar_docket_close(const struct sar_docket_step *step);

/** sar_docket_by_record: Order of two things that begin with a number. */
int sar_docket_by_record(const void *a, const void *b);

#endif
