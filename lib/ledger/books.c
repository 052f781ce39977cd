/* Holds and complaints, of cases and of none. */
#include <inttypes.h>
#include <string.h>

#include "ledger/state.h"

/* Known to be the case of ${ref}; NULL: of none that has a record of its own.
 */
static struct sar_ledger_case *
case_of(const struct sar_ledger *ledger, const char *ref)
{
	uint64_t at;

	return sar_map_get(&ledger->refs, ref, strlen(ref), &at)
		   ? sar_ledger_case_at(ledger, (uint32_t)at)
		   : NULL;
}

static int
take_hold(struct sar_ledger *ledger, const struct sar_record *record,
    struct sar_err *err)
{
	const struct sar_docket_hold *hold = sar_docket_book_hold(ledger->book,
	    record->seq);
	const struct sar_ledger_case *of;

	if (hold == NULL || hold->ref[0] == '\0')
		return 0;
	of = case_of(ledger, hold->ref);
	return of == NULL || sar_ledger_received(of) == NULL
		   ? sar_ledger_astray(ledger, record, of, err)
		   : 0;
}

/* Does somebody wait for an answer that is about what is held? */
static bool
is_open(const struct sar_ledger_case *of)
{
	return sar_ledger_sendable(of) && !sar_docket_given(of->docket) &&
	       of->docket->closed == SAR_DOCKET_NEVER;
}

/* What has to come before the hold ends; NULL: nothing. */
static const char *
awaited(const struct sar_ledger *ledger, const struct sar_docket_hold *hold,
    const struct sar_ledger_case *of)
{
	const struct sar_docket_complaint *one;

	if (of != NULL && is_open(of) &&
	    strcmp(hold->name, SAR_DOCKET_OWN_HOLD) == 0)
		return "the answer sent, or the case closed";
	one = sar_docket_book_complaint(ledger->book, hold->ref, hold->name);
	return one != NULL && one->decided == SAR_DOCKET_NEVER
		   ? "the complaint decided"
		   : NULL;
}

/* DPA 2018 s. 173: what it kept can be deleted from here on. */
static int
lifted(struct sar_ledger *ledger, const struct sar_record *record,
    const struct sar_docket_hold *hold, const struct sar_ledger_case *of,
    struct sar_err *err)
{
	const char *first = awaited(ledger, hold, of);

	if (first == NULL)
		return 0;
	sar_ledger_raise(ledger, SAR_LEDGER_LIFT_WHILE_OPEN, record, NULL);
	(void)memcpy(ledger->raised.ref, hold->ref, strlen(hold->ref) + 1);
	sar_ledger_expect(ledger, "%s", first);
	return sar_ledger_say(ledger, err, "not yet");
}

static int
take_lift(struct sar_ledger *ledger, const struct sar_record *record,
    enum sar_docket_slip slip, struct sar_err *err)
{
	const struct sar_docket_hold *hold;
	const struct sar_ledger_case *of = NULL;
	uint64_t seq;

	if (!sar_record_number(record, "hold", &seq))
		return 0;
	if (sar_ledger_erased(ledger, seq) != NULL)
		return sar_ledger_unknown(ledger, SAR_LEDGER_HOLD_ERASED,
		    record, NULL, "a hold", seq, err);
	hold = sar_docket_book_hold(ledger->book, seq);
	if (hold != NULL)
		of = case_of(ledger, hold->ref);
	if (slip == SAR_DOCKET_FITS)
		return lifted(ledger, record, hold, of, err);
	sar_ledger_raise(ledger, SAR_LEDGER_LIFT_WITHOUT_HOLD, record, of);
	sar_ledger_expect(ledger, "a hold before it");
	if (hold == NULL)
		return sar_ledger_say(ledger, err, "record %" PRIu64 " is none",
		    seq);
	return sar_ledger_say(ledger, err,
	    "record %" PRIu64 ", which record %" PRIu64 " ended", seq,
	    hold->lifted);
}

int
sar_ledger_booked(struct sar_ledger *ledger, const struct sar_record *record,
    struct sar_err *err)
{
	enum sar_docket_slip slip;

	if (sar_docket_book_take(ledger->book, record, &slip, err) == -1)
		return -1;
	if (record->type == SAR_RECORD_HOLD)
		return take_hold(ledger, record, err);
	if (record->type == SAR_RECORD_LIFT)
		return take_lift(ledger, record, slip, err);
	/* Its time ends with these; the day it came begins it. */
	if (slip == SAR_DOCKET_FITS)
		return sar_record_is(record, "what", "received")
			   ? 0
			   : sar_ledger_logged_late(ledger, record, NULL, err);
	sar_ledger_raise(ledger, SAR_LEDGER_COMPLAINT_ORDER, record, NULL);
	sar_ledger_expect(ledger, "a step that fits");
	return sar_ledger_say(ledger, err, "%s", sar_docket_slip_text(slip));
}

static void
begin(struct sar_ledger *ledger, enum sar_ledger_code code, uint64_t record,
    const char *ref)
{
	sar_ledger_raise(ledger, code, NULL, NULL);
	ledger->raised.record = record;
	(void)memcpy(ledger->raised.ref, ref, strlen(ref) + 1);
}

static int
judge_hold(struct sar_ledger *ledger, const struct sar_docket_hold *hold,
    int32_t day, struct sar_err *err)
{
	char by[SAR_DATE_LEN], on[SAR_DATE_LEN];

	if (hold->lifted != SAR_DOCKET_NO)
		return 0;
	ledger->sums.holds++;
	if (day <= hold->review)
		return 0;
	sar_date_format(sar_date_of_days(hold->review), by);
	sar_date_format(sar_date_of_days(day), on);
	begin(ledger, SAR_LEDGER_HOLD_REVIEW_PASSED, hold->record, hold->ref);
	sar_ledger_expect(ledger, "reviewed by %s", by);
	return sar_ledger_say(ledger, err, "it holds on %s", on);
}

/* DPA 2018 s. 164A; a decision is an acknowledgement. */
static int
judge_complaint(struct sar_ledger *ledger,
    const struct sar_docket_complaint *one, int32_t day, struct sar_err *err)
{
	char by[SAR_DATE_LEN], on[SAR_DATE_LEN];
	int32_t last = sar_clock_acknowledge(one->received);
	int32_t told = one->acknowledged < one->decided ? one->acknowledged
							: one->decided;

	ledger->sums.complaints++;
	ledger->sums.complaints_open += one->decided == SAR_DOCKET_NEVER;
	if ((told == SAR_DOCKET_NEVER ? day : told) <= last)
		return 0;
	sar_date_format(sar_date_of_days(last), by);
	sar_date_format(sar_date_of_days(told), on);
	begin(ledger, SAR_LEDGER_COMPLAINT_NOT_ACKNOWLEDGED, one->record,
	    one->ref);
	sar_ledger_expect(ledger, "acknowledged by %s", by);
	if (told == SAR_DOCKET_NEVER)
		return sar_ledger_say(ledger, err, "it is not");
	return sar_ledger_say(ledger, err, "acknowledged %s", on);
}

/* Of what is past retention, or is before the answer has to be there, nothing
   else keeps the purge away. */
int
sar_ledger_held(struct sar_ledger *ledger, const struct sar_ledger_case *of,
    struct sar_err *err)
{
	const struct sar_docket *docket = of->docket;

	if (!is_open(of) || (docket->past == 0 && docket->expiring == 0) ||
	    sar_docket_book_holding(ledger->book, of->ref) > 0)
		return 0;
	begin(ledger, SAR_LEDGER_NOT_HELD, docket->search, of->ref);
	sar_ledger_expect(ledger, "a hold of the case");
	return sar_ledger_say(ledger, err, "none stands");
}

int
sar_ledger_books(struct sar_ledger *ledger, int32_t day, struct sar_err *err)
{
	const struct sar_docket_hold *holds;
	const struct sar_docket_complaint *complaints;
	size_t i, n;

	holds = sar_docket_book_holds(ledger->book, &n);
	for (i = 0; i < n; i++)
		if (judge_hold(ledger, &holds[i], day, err) == -1)
			return -1;
	complaints = sar_docket_book_complaints(ledger->book, &n);
	for (i = 0; i < n; i++)
		if (judge_complaint(ledger, &complaints[i], day, err) == -1)
			return -1;
	return 0;
}
