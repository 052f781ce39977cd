#include <stdlib.h>
#include <string.h>

#include "docket/state.h"

int
sar_docket_slipped(const struct sar_docket_step *step,
    enum sar_docket_slip slip)
{
	step->docket->slip = slip;
	step->docket->slip_of = step->record->seq;
	return 0;
}

static void
wrong(const struct sar_docket_step *step, enum sar_clock_wrong why)
{
	step->docket->wrong = why;
	step->docket->wrong_of = step->record->seq;
}

int
sar_docket_tick(const struct sar_docket_step *step,
    enum sar_clock_event_kind kind, enum sar_clock_need need, bool *fits,
    struct sar_err *err)
{
	struct sar_clock_event event = { kind, need, step->on, step->logged };
	enum sar_clock_wrong why;

	*fits = false;
	if (sar_clock_take(&step->docket->clock, &event, &why, err) == -1)
		return -1;
	if (why == SAR_CLOCK_FITS) {
		*fits = true;
		sar_docket_in_time(step);
	} else {
		wrong(step, why);
	}
	return 0;
}

void
sar_docket_in_time(const struct sar_docket_step *step)
{
	if (step->logged - step->on > SAR_DOCKET_LATE)
		step->docket->late_of = step->record->seq;
}

bool
sar_docket_dated(const struct sar_docket_step *step)
{
	const struct sar_docket *docket = step->docket;

	if (step->on > step->logged)
		wrong(step, SAR_CLOCK_FUTURE);
	else if (docket->receive != SAR_DOCKET_NO &&
		 step->on < docket->received)
		wrong(step, SAR_CLOCK_EARLY);
	else
		return true;
	return false;
}

size_t
sar_docket_word(const struct sar_record *record, const char *name,
    const char *const *words, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (sar_record_is(record, name, words[i]))
			break;
	return i;
}

/* What goes on in a closed case: complaints and holds of evidence, and what
   was on its way. */
static bool
may_follow_close(enum sar_record_type type)
{
	return type == SAR_RECORD_COMPLAIN || type == SAR_RECORD_HOLD ||
	       type == SAR_RECORD_LIFT || type == SAR_RECORD_LETTER ||
	       type == SAR_RECORD_DELIVER || type == SAR_RECORD_REVEAL ||
	       type == SAR_RECORD_VOID;
}

bool
sar_docket_is_answer(enum sar_record_type type)
{
	return type == SAR_RECORD_INTENT || type == SAR_RECORD_RELEASE ||
	       type == SAR_RECORD_NIL_RETURN || type == SAR_RECORD_REFUSE;
}

bool
sar_docket_needs_receipt(enum sar_record_type type)
{
	return type == SAR_RECORD_CLARIFY || type == SAR_RECORD_EXTEND ||
	       type == SAR_RECORD_FEE || type == SAR_RECORD_CLOSE ||
	       type == SAR_RECORD_IDENTITY;
}

/* Is it in its place?  An answer changes the case all the same. */
static bool
in_place(const struct sar_docket_step *step)
{
	const struct sar_docket *docket = step->docket;
	enum sar_record_type type = step->record->type;

	if (docket->receive == SAR_DOCKET_NO &&
	    sar_docket_needs_receipt(type)) {
		(void)sar_docket_slipped(step, SAR_DOCKET_NOT_RECEIVED);
		return false;
	}
	if (docket->closed != SAR_DOCKET_NEVER && !may_follow_close(type)) {
		(void)sar_docket_slipped(step, SAR_DOCKET_AFTER_CLOSE);
		return sar_docket_is_answer(type);
	}
	if (docket->refusal != SAR_DOCKET_NO && sar_docket_is_answer(type)) {
		(void)sar_docket_slipped(step, SAR_DOCKET_AFTER_REFUSAL);
		return true;
	}
	if (sar_docket_nil_sent(docket) && sar_docket_is_answer(type))
		(void)sar_docket_slipped(step, SAR_DOCKET_AFTER_NIL);
	return true;
}

static void
take_search(const struct sar_docket_step *step)
{
	struct sar_docket *docket = step->docket;

	docket->search = step->record->seq;
	if (!sar_record_number(step->record, "past", &docket->past))
		docket->past = 0;
	if (!sar_record_number(step->record, "expiring", &docket->expiring))
		docket->expiring = 0;
}

static void
take_approval(const struct sar_docket_step *step)
{
	struct sar_docket *docket = step->docket;

	docket->approval = step->record->seq;
	(void)sar_record_copy(step->record, "by", docket->approver,
	    sizeof(docket->approver));
}

static void
take_void(const struct sar_docket_step *step)
{
	uint64_t intent;

	if (sar_record_number(step->record, "intent", &intent) &&
	    intent == step->docket->intent)
		step->docket->intent = SAR_DOCKET_NO;
}

/* What has no part in the clock. */
static int
take_other(const struct sar_docket_step *step, struct sar_err *err)
{
	enum sar_record_type type = step->record->type;

	if (type == SAR_RECORD_COMPLAIN)
		return sar_docket_complained(step, err);
	if (type == SAR_RECORD_HOLD)
		return sar_docket_place(step, err);
	if (type == SAR_RECORD_DELIVER || type == SAR_RECORD_LETTER)
		return sar_docket_gone(step, err);
	if (type == SAR_RECORD_LIFT)
		sar_docket_unplace(step);
	else if (type == SAR_RECORD_SEARCH)
		take_search(step);
	else if (type == SAR_RECORD_APPROVE)
		take_approval(step);
	else if (type == SAR_RECORD_INTENT)
		step->docket->intent = step->record->seq;
	else if (type == SAR_RECORD_VOID)
		take_void(step);
	else if (type == SAR_RECORD_CLOSE)
		sar_docket_close(step);
	else if (sar_docket_is_answer(type))
		sar_docket_answer(step);
	return 0;
}

int
sar_docket_take(struct sar_docket *docket, const struct sar_record *record,
    const struct sar_zone *zone, struct sar_err *err)
{
	struct sar_docket_step step = { .docket = docket, .record = record };

	if (record->type == SAR_RECORD_ERASED)
		return 0;
	step.logged = sar_docket_day(zone, record->t);
	if (!sar_docket_date(record, "on", &step.on))
		step.on = step.logged;
	if (!in_place(&step))
		return 0;
	if (record->type == SAR_RECORD_RECEIVE)
		return sar_docket_receive(&step);
	if (record->type == SAR_RECORD_IDENTITY)
		return sar_docket_identity(&step, err);
	if (record->type == SAR_RECORD_CLARIFY)
		return sar_docket_clarify(&step, err);
	if (record->type == SAR_RECORD_EXTEND)
		return sar_docket_extend(&step, err);
	if (record->type == SAR_RECORD_FEE)
		return sar_docket_fee(&step, err);
	return take_other(&step, err);
}
