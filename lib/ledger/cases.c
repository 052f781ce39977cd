#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "ledger/state.h"

int32_t
sar_ledger_day(const struct sar_ledger *ledger, int64_t t)
{
	struct sar_civil civil;

	if (ledger->options.zone != NULL)
		civil = sar_zone_local(ledger->options.zone, t);
	else
		civil = sar_civil_of_seconds(t);
	return (int32_t)sar_date_days(civil.date);
}

struct sar_ledger_case *
sar_ledger_case_at(const struct sar_ledger *ledger, uint32_t at)
{
	return (struct sar_ledger_case *)ledger->cases.all + at;
}

static struct sar_ledger_case *
add_case(struct sar_ledger *ledger, const struct sar_record *record,
    struct sar_err *err)
{
	struct sar_ledger_case *of;

	if (ledger->cases.n == SAR_LEDGER_NO_CASE) {
		(void)sar_err_set(err, SAR_EFAIL, "log: too many cases");
		return NULL;
	}
	of = sar_ledger_push(&ledger->cases, sizeof(*of), err);
	if (of != NULL)
		of->first = record->seq;
	return of;
}

uint32_t
sar_ledger_case(struct sar_ledger *ledger, const struct sar_record *record,
    bool make, int *rc, struct sar_err *err)
{
	struct sar_ledger_case *of;
	uint64_t at = ledger->cases.n;
	size_t len;
	const char *ref = sar_record_text(record, "case", &len);

	*rc = 0;
	if (ref == NULL)
		return SAR_LEDGER_NO_CASE;
	if (!make) {
		if (!sar_map_get(&ledger->refs, ref, len, &at))
			return SAR_LEDGER_NO_CASE;
		return (uint32_t)at;
	}
	*rc = -1;
	if (sar_map_put(&ledger->refs, ref, len, at, &at, err) == -1 ||
	    (at == ledger->cases.n && add_case(ledger, record, err) == NULL))
		return SAR_LEDGER_NO_CASE;
	of = sar_ledger_case_at(ledger, (uint32_t)at);
	if (of->ref == NULL && (of->ref = strndup(ref, len)) == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return SAR_LEDGER_NO_CASE;
	}
	*rc = 0;
	return (uint32_t)at;
}

void
sar_ledger_settle(struct sar_ledger_case *of)
{
	if (of->open > 0 || (of->flags & SAR_CASE_ANSWERED) == 0 ||
	    (sar_ledger_sendable(of) && !sar_docket_given(of->docket)))
		return;
	free(of->ref);
	of->ref = NULL;
}

bool
sar_ledger_date(const struct sar_record *record, const char *name,
    struct sar_date *date)
{
	char text[SAR_DATE_LEN];

	return sar_record_copy(record, name, text, sizeof(text)) &&
	       sar_date_parse(text, date);
}

static const char *
day_text(int32_t day, char out[SAR_DATE_LEN])
{
	sar_date_format(sar_date_of_days(day), out);
	return out;
}

/* When it came: once said, it stays; of two, the one that is worse counts. */
static int
take_received(struct sar_ledger *ledger, const struct sar_record *record,
    struct sar_ledger_case *of, int32_t day, struct sar_err *err)
{
	char text[SAR_DATE_LEN], other[SAR_DATE_LEN];
	int32_t written = sar_ledger_day(ledger, record->t);

	if (day > written) {
		sar_ledger_raise(ledger, SAR_LEDGER_RECEIVED_LATER, record, of);
		sar_ledger_expect(ledger, "received by %s",
		    day_text(written, other));
		if (sar_ledger_say(ledger, err, "received %s",
			day_text(day, text)) == -1)
			return -1;
	}
	if ((of->flags & SAR_CASE_RECEIVED) != 0 && of->received != day) {
		sar_ledger_raise(ledger, SAR_LEDGER_RECEIVED_DIFFERS, record,
		    of);
		sar_ledger_expect(ledger, "received %s, as said before",
		    day_text(of->received, other));
		if (sar_ledger_say(ledger, err, "received %s",
			day_text(day, text)) == -1)
			return -1;
		if (day > of->received)
			return 0;
	}
	of->flags |= SAR_CASE_RECEIVED | SAR_CASE_DUE;
	of->received = day;
	of->due = (int32_t)
	    sar_date_days(sar_date_add_months(sar_date_of_days(day), 1));
	return 0;
}

int
sar_ledger_dates(struct sar_ledger *ledger, const struct sar_record *record,
    struct sar_ledger_case *of, struct sar_err *err)
{
	char text[SAR_DATE_LEN], other[SAR_DATE_LEN];
	struct sar_date received, due, want;
	bool has_received = sar_ledger_date(record, "received", &received);
	bool has_due = sar_ledger_date(record, "due", &due);

	if (sar_ledger_received(of) != NULL)
		return sar_ledger_due(ledger, record, of, err);
	if (has_received && take_received(ledger, record, of,
				(int32_t)sar_date_days(received), err) == -1)
		return -1;
	if (has_due && (of->flags & SAR_CASE_DUE) == 0) {
		of->flags |= SAR_CASE_DUE;
		of->due = (int32_t)sar_date_days(due);
	}
	if (!has_received || !has_due)
		return 0;
	ledger->sums.due_checked++;
	/* Of logs from before there were receipts: rule C3 without the roll of
	   C4, so that it is never later than the law's. */
	want = sar_date_add_months(received, 1);
	if (sar_date_compare(due, want) == 0)
		return 0;
	sar_date_format(want, other);
	sar_date_format(due, text);
	sar_ledger_raise(ledger, SAR_LEDGER_DUE_DIFFERS, record, of);
	sar_ledger_expect(ledger, "due %s", other);
	return sar_ledger_say(ledger, err, "due %s", text);
}

static int
raise_late(struct sar_ledger *ledger, const struct sar_record *record,
    struct sar_ledger_case *of, const char *what, int32_t day,
    struct sar_err *err)
{
	char by[SAR_DATE_LEN], on[SAR_DATE_LEN];

	of->flags |= SAR_CASE_LATE;
	sar_ledger_raise(ledger, SAR_LEDGER_OUT_OF_TIME, record, of);
	if (record == NULL)
		ledger->raised.record = sar_ledger_received(of) != NULL
					    ? of->docket->receive
					    : of->first;
	sar_ledger_expect(ledger, "answered by %s", day_text(of->due, by));
	return sar_ledger_say(ledger, err, "%s %s, %" PRId32 " day%s late",
	    what, day_text(day, on), day - of->due,
	    day - of->due == 1 ? "" : "s");
}

/* What corrects an answer has no clock of its own. */
static bool
is_correction(const struct sar_ledger_case *of)
{
	const struct sar_docket *docket = sar_ledger_received(of);

	return docket != NULL && docket->corrects[0] != '\0';
}

/* By its receipt and all that followed, the last day of the law. */
static void
set_due(struct sar_ledger *ledger, struct sar_ledger_case *of, int32_t day)
{
	const struct sar_docket *docket = sar_ledger_received(of);
	struct sar_clock_dates dates;

	if (docket == NULL)
		return;
	sar_ledger_compute(ledger, docket, day, &dates);
	of->flags |= SAR_CASE_DUE;
	of->due = dates.latest;
}

/* Who could answer without what was asked did not need to wait for it. */
static int
while_paused(struct sar_ledger *ledger, const struct sar_record *record,
    const struct sar_ledger_case *of, int32_t day, struct sar_err *err)
{
	const struct sar_docket *docket = sar_ledger_received(of);
	struct sar_clock_dates dates;

	if (docket == NULL)
		return 0;
	sar_ledger_compute(ledger, docket, day, &dates);
	if (dates.state != SAR_CLOCK_PAUSED)
		return 0;
	sar_ledger_raise(ledger, SAR_LEDGER_ANSWER_WHILE_PAUSED, record, of);
	sar_ledger_expect(ledger, "the question answered or withdrawn");
	return sar_ledger_say(ledger, err, "it is open");
}

int
sar_ledger_answered(struct sar_ledger *ledger, const struct sar_record *record,
    struct sar_ledger_case *of, unsigned how, struct sar_err *err)
{
	int32_t day = sar_ledger_day(ledger, record->t);

	if ((of->flags & SAR_CASE_ANSWERED) != 0) {
		/* A nil return that a release follows was not the last word. */
		of->flags |= how;
		return 0;
	}
	of->flags |= SAR_CASE_ANSWERED | how;
	of->answered = day;
	if (is_correction(of))
		return 0;
	set_due(ledger, of, day);
	if (while_paused(ledger, record, of, day, err) == -1)
		return -1;
	if ((of->flags & SAR_CASE_DUE) == 0 || day <= of->due)
		return 0;
	return raise_late(ledger, record, of, "answered", day, err);
}

int
sar_ledger_closed(struct sar_ledger *ledger, const struct sar_record *record,
    struct sar_ledger_case *of, struct sar_err *err)
{
	int32_t day = sar_ledger_day(ledger, record->t);

	/* Nothing that ends it makes it as if it had never been late. */
	if ((of->flags & SAR_CASE_ANSWERED) != 0 || is_correction(of))
		return 0;
	set_due(ledger, of, day);
	return day <= of->due
		   ? 0
		   : raise_late(ledger, record, of, "closed", day, err);
}

int
sar_ledger_went_out(struct sar_ledger *ledger, const struct sar_record *record,
    struct sar_ledger_case *of, int32_t day, struct sar_err *err)
{
	if ((of->flags & SAR_CASE_DELIVERED) != 0)
		return 0;
	of->flags |= SAR_CASE_DELIVERED;
	if (is_correction(of) || (of->flags & SAR_CASE_DUE) == 0 ||
	    day <= of->due || (of->flags & SAR_CASE_LATE) != 0)
		return 0;
	return raise_late(ledger, record, of, "sent", day, err);
}

/* The day on which what is open is judged. */
static int32_t
last_day(const struct sar_ledger *ledger)
{
	if (ledger->options.has_as_of)
		return (int32_t)sar_date_days(ledger->options.as_of);
	return sar_ledger_day(ledger, ledger->latest);
}

static void
count_answered(struct sar_ledger_sums *sums, const struct sar_ledger_case *of)
{
	if ((of->flags & SAR_CASE_RELEASED) != 0)
		sums->released++;
	else if ((of->flags & SAR_CASE_NIL) != 0)
		sums->nil++;
	else
		sums->refused++;
	if ((of->flags & SAR_CASE_LATE) != 0)
		sums->late++;
	else if ((of->flags & SAR_CASE_UNSENT) != 0)
		sums->unsent++;
	else if ((of->flags & SAR_CASE_DUE) != 0)
		sums->in_time++;
	else
		sums->undated++;
}

static void
count_case(struct sar_ledger_sums *sums, const struct sar_ledger_case *of)
{
	sums->cases++;
	if (of->open > 0)
		sums->open++;
	if ((of->flags & SAR_CASE_ANSWERED) != 0) {
		count_answered(sums, of);
		return;
	}
	sums->unanswered++;
	if (of->open == 0 && (of->flags & SAR_CASE_INTENDED) != 0)
		sums->void_only++;
}

/* Nobody waits for an answer to what was withdrawn, or never came to be. */
static bool
is_over(const struct sar_ledger_case *of)
{
	const struct sar_docket *docket = sar_ledger_received(of);

	return (of->flags & SAR_CASE_ANSWERED) != 0 ||
	       (docket != NULL && docket->closed != SAR_DOCKET_NEVER);
}

/* Why there will be no answer, or none more.  Whose case was lost still has
   none. */
static bool
is_called_off(const struct sar_docket *docket)
{
	return docket->closed != SAR_DOCKET_NEVER &&
	       strcmp(docket->closed_for, "answered") != 0 &&
	       strcmp(docket->closed_for, "refused") != 0 &&
	       strcmp(docket->closed_for, "lost") != 0;
}

/* Art. 12(3): the person is to have it by then, not the outbox. */
static int
judge_sent(struct sar_ledger *ledger, struct sar_ledger_case *of, int32_t day,
    struct sar_err *err)
{
	char by[SAR_DATE_LEN], on[SAR_DATE_LEN];

	if (!sar_ledger_sendable(of) || is_correction(of) ||
	    (of->flags & SAR_CASE_ANSWERED) == 0 ||
	    sar_docket_given(of->docket) || is_called_off(of->docket))
		return 0;
	of->flags |= SAR_CASE_UNSENT;
	if ((of->flags & SAR_CASE_LATE) != 0 || day <= of->due)
		return 0;
	of->flags |= SAR_CASE_LATE;
	sar_ledger_raise(ledger, SAR_LEDGER_NOT_SENT, NULL, of);
	ledger->raised.record = of->docket->receive;
	sar_ledger_expect(ledger, "sent by %s", day_text(of->due, by));
	return sar_ledger_say(ledger, err, "not sent on %s", day_text(day, on));
}

static int
judge_case(struct sar_ledger *ledger, struct sar_ledger_case *of, int32_t day,
    struct sar_err *err)
{
	sar_ledger_life(ledger, of, day);
	if (judge_sent(ledger, of, day, err) == -1 ||
	    sar_ledger_held(ledger, of, err) == -1)
		return -1;
	if (is_correction(of)) {
		ledger->sums.corrections++;
		return 0;
	}
	count_case(&ledger->sums, of);
	/* Closed, and late when it was. */
	ledger->sums.past_due += (of->flags &
				     (SAR_CASE_LATE | SAR_CASE_ANSWERED)) ==
				 SAR_CASE_LATE;
	if (is_over(of))
		return 0;
	set_due(ledger, of, day);
	if ((of->flags & SAR_CASE_DUE) == 0 || day <= of->due)
		return 0;
	ledger->sums.past_due++;
	return raise_late(ledger, NULL, of, "open on", day, err);
}

int
sar_ledger_judge(struct sar_ledger *ledger, struct sar_err *err)
{
	int32_t day = last_day(ledger);
	size_t i;

	ledger->sums.judged = sar_date_of_days(day);
	for (i = 0; i < ledger->cases.n; i++)
		if (judge_case(ledger, sar_ledger_case_at(ledger, (uint32_t)i),
			day, err) == -1)
			return -1;
	return sar_ledger_books(ledger, day, err);
}
