/* A case from its receipt on: which step does not follow from those before. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "ledger/state.h"

const struct sar_docket *
sar_ledger_received(const struct sar_ledger_case *of)
{
	return of->docket != NULL && of->docket->receive != SAR_DOCKET_NO
		   ? of->docket
		   : NULL;
}

static struct sar_docket *
docket_of(struct sar_ledger_case *of, struct sar_err *err)
{
	if (of->docket != NULL)
		return of->docket;
	if ((of->docket = malloc(sizeof(*of->docket))) == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	sar_docket_begin(of->docket);
	return of->docket;
}

static int
clock_wrong(struct sar_ledger *ledger, const struct sar_record *record,
    const struct sar_ledger_case *of, struct sar_err *err)
{
	enum sar_clock_wrong wrong = of->docket->wrong;
	enum sar_ledger_code code = SAR_LEDGER_STEP_ORDER;

	if (wrong == SAR_CLOCK_EARLY || wrong == SAR_CLOCK_BACKWARDS ||
	    wrong == SAR_CLOCK_FUTURE)
		code = SAR_LEDGER_STEP_DATE;
	else if (wrong == SAR_CLOCK_NOTICE_LATE)
		code = SAR_LEDGER_EXTENSION_LATE;
	else if (wrong == SAR_CLOCK_OVER)
		code = SAR_LEDGER_ASKED_LATE;
	else if (wrong == SAR_CLOCK_NOT_ASKED &&
		 record->type == SAR_RECORD_CLARIFY)
		code = SAR_LEDGER_ANSWER_WITHOUT_QUESTION;
	sar_ledger_raise(ledger, code, record, of);
	sar_ledger_expect(ledger, "a step that fits");
	return sar_ledger_say(ledger, err, "%s", sar_clock_wrong_text(wrong));
}

static enum sar_ledger_code
code_of(enum sar_docket_slip slip, enum sar_record_type type)
{
	switch (slip) {
	case SAR_DOCKET_NOT_RECEIVED:
		return SAR_LEDGER_STEP_WITHOUT_RECEIPT;
	case SAR_DOCKET_RECEIVED_TWICE:
		return SAR_LEDGER_RECEIVE_TWICE;
	case SAR_DOCKET_AFTER_CLOSE:
		return sar_docket_is_answer(type)
			   ? SAR_LEDGER_ANSWER_AFTER_CLOSE
			   : SAR_LEDGER_STEP_AFTER_CLOSE;
	case SAR_DOCKET_AFTER_REFUSAL:
		return SAR_LEDGER_ANSWER_AFTER_REFUSAL;
	case SAR_DOCKET_AFTER_NIL:
		return SAR_LEDGER_ANSWER_AFTER_NIL;
	case SAR_DOCKET_NO_QUESTION:
		return SAR_LEDGER_PAUSE_WITHOUT_QUESTION;
	case SAR_DOCKET_NO_REASONS:
		return SAR_LEDGER_REASONS_MISSING;
	case SAR_DOCKET_NO_AGENT:
		return SAR_LEDGER_AUTHORITY_WITHOUT_AGENT;
	case SAR_DOCKET_NO_WORD:
		return type == SAR_RECORD_RECEIVE ? SAR_LEDGER_NATION_UNKNOWN
						  : SAR_LEDGER_STEP_UNKNOWN;
	case SAR_DOCKET_NOT_ANSWERED:
		return SAR_LEDGER_CLOSE_UNANSWERED;
	case SAR_DOCKET_FITS:
	case SAR_DOCKET_SHOWN:
	case SAR_DOCKET_NO_COMPLAINT:
	case SAR_DOCKET_COMPLAINT_AGAIN:
	case SAR_DOCKET_NO_HOLD:
	case SAR_DOCKET_NO_DAY:
	case SAR_DOCKET_TOO_MANY:
		break;
	}
	return SAR_LEDGER_STEP_ORDER;
}

int
sar_ledger_logged_late(struct sar_ledger *ledger,
    const struct sar_record *record, const struct sar_ledger_case *of,
    struct sar_err *err)
{
	char by[SAR_DATE_LEN], on[SAR_DATE_LEN];
	int32_t day;

	if (!sar_docket_date(record, "on", &day) ||
	    sar_ledger_day(ledger, record->t) - day <= SAR_DOCKET_LATE)
		return 0;
	sar_date_format(sar_date_of_days(day + SAR_DOCKET_LATE), by);
	sar_date_format(sar_date_of_days(sar_ledger_day(ledger, record->t)),
	    on);
	sar_ledger_raise(ledger, SAR_LEDGER_LOGGED_LATE, record, of);
	sar_ledger_expect(ledger, "logged by %s", by);
	return sar_ledger_say(ledger, err, "logged %s", on);
}

static int
logged_late(struct sar_ledger *ledger, const struct sar_record *record,
    const struct sar_ledger_case *of, struct sar_err *err)
{
	return of->docket->late_of != record->seq
		   ? 0
		   : sar_ledger_logged_late(ledger, record, of, err);
}

int
sar_ledger_follow(struct sar_ledger *ledger, const struct sar_record *record,
    struct sar_ledger_case *of, struct sar_err *err)
{
	struct sar_docket *docket = of->docket;

	if (docket == NULL)
		return 0;
	if (sar_docket_take(docket, record, ledger->options.zone, err) == -1 ||
	    (docket->wrong_of == record->seq &&
		clock_wrong(ledger, record, of, err) == -1) ||
	    logged_late(ledger, record, of, err) == -1)
		return -1;
	if (docket->slip_of != record->seq)
		return 0;
	sar_ledger_raise(ledger, code_of(docket->slip, record->type), record,
	    of);
	sar_ledger_expect(ledger, "a step that fits");
	return sar_ledger_say(ledger, err, "%s",
	    sar_docket_slip_text(docket->slip));
}

static void
count_table(struct sar_ledger *ledger, const struct sar_record *record)
{
	uint8_t digest[SAR_SHA256_LEN];

	if (sar_record_digest(record, "holidays", digest) &&
	    memcmp(digest, sar_holidays_digest(ledger->holidays),
		sizeof(digest)) != 0)
		ledger->sums.other_holidays++;
}

static int
check_day(struct sar_ledger *ledger, const struct sar_record *record,
    const struct sar_ledger_case *of, struct sar_err *err)
{
	char by[SAR_DATE_LEN], text[SAR_DATE_LEN];
	int32_t logged = sar_ledger_day(ledger, record->t);

	if (of->docket->received <= logged)
		return 0;
	sar_date_format(sar_date_of_days(logged), by);
	sar_date_format(sar_date_of_days(of->docket->received), text);
	sar_ledger_raise(ledger, SAR_LEDGER_RECEIVED_LATER, record, of);
	sar_ledger_expect(ledger, "received by %s", by);
	return sar_ledger_say(ledger, err, "received %s", text);
}

/* Of a case of before there were receipts, whose records say when it came. */
static int
check_same(struct sar_ledger *ledger, const struct sar_record *record,
    const struct sar_ledger_case *of, struct sar_err *err)
{
	char was[SAR_DATE_LEN], text[SAR_DATE_LEN];

	if ((of->flags & SAR_CASE_RECEIVED) == 0 ||
	    of->received == of->docket->received)
		return 0;
	sar_date_format(sar_date_of_days(of->received), was);
	sar_date_format(sar_date_of_days(of->docket->received), text);
	sar_ledger_raise(ledger, SAR_LEDGER_RECEIVED_DIFFERS, record, of);
	sar_ledger_expect(ledger, "received %s, as said before", was);
	return sar_ledger_say(ledger, err, "received %s", text);
}

/* What a case of before there were receipts had come to. */
static void
take_answer(struct sar_ledger_case *of, struct sar_docket *docket)
{
	if ((of->flags & SAR_CASE_ANSWERED) == 0)
		return;
	of->flags |= SAR_CASE_EARLY;
	docket->answered = of->answered;
	if ((of->flags & (SAR_CASE_RELEASED | SAR_CASE_NIL)) == 0)
		docket->refusal = of->first;
}

bool
sar_ledger_sendable(const struct sar_ledger_case *of)
{
	return sar_ledger_received(of) != NULL &&
	       (of->flags & SAR_CASE_EARLY) == 0;
}

/* An answer, whole. */
static int
went_out(struct sar_ledger *ledger, const struct sar_record *record,
    struct sar_ledger_case *of, struct sar_err *err)
{
	sar_ledger_settle(of);
	return sar_ledger_went_out(ledger, record, of, of->docket->given, err);
}

int
sar_ledger_sent(struct sar_ledger *ledger, const struct sar_record *record,
    struct sar_ledger_case *of, struct sar_err *err)
{
	int32_t given = of->docket->given;

	/* What is wrong with its day has been told of a delivery. */
	if (sar_docket_take(of->docket, record, ledger->options.zone, err) ==
		-1 ||
	    logged_late(ledger, record, of, err) == -1)
		return -1;
	return of->docket->given == given ? 0
					  : went_out(ledger, record, of, err);
}

int
sar_ledger_receive(struct sar_ledger *ledger, const struct sar_record *record,
    struct sar_err *err)
{
	struct sar_ledger_case *of;
	struct sar_docket *docket;
	int rc;
	uint32_t at = sar_ledger_case(ledger, record, true, &rc, err);

	if (at == SAR_LEDGER_NO_CASE)
		return rc;
	of = sar_ledger_case_at(ledger, at);
	if ((docket = docket_of(of, err)) == NULL)
		return -1;
	ledger->receipts = true;
	if (sar_ledger_follow(ledger, record, of, err) == -1)
		return -1;
	if (docket->receive != record->seq)
		return 0;
	ledger->sums.receipts++;
	take_answer(of, docket);
	count_table(ledger, record);
	if (sar_ledger_asked(record, of, err) == -1 ||
	    check_day(ledger, record, of, err) == -1 ||
	    check_same(ledger, record, of, err) == -1 ||
	    sar_ledger_correction(ledger, record, of, err) == -1)
		return -1;
	if ((of->flags & SAR_CASE_RECEIVED) == 0)
		of->received = docket->received;
	of->flags |= SAR_CASE_RECEIVED;
	return 0;
}

static int
no_receipt(struct sar_ledger *ledger, enum sar_ledger_code code,
    const struct sar_record *record, const struct sar_ledger_case *of,
    struct sar_err *err)
{
	sar_ledger_raise(ledger, code, record, of);
	sar_ledger_expect(ledger, "a receipt before it");
	return sar_ledger_say(ledger, err, "none%s",
	    ledger->erased.n > 0 ? " that can be read" : "");
}

/* Other steps may be of a case of before there were receipts; but not of one
   that was not answered, when something is gone: that may be its receipt. */
int
sar_ledger_astray(struct sar_ledger *ledger, const struct sar_record *record,
    const struct sar_ledger_case *of, struct sar_err *err)
{
	if (!sar_docket_needs_receipt(record->type) &&
	    (ledger->erased.n == 0 ||
		(of != NULL && (of->flags & SAR_CASE_ANSWERED) != 0)))
		return 0;
	return no_receipt(ledger, SAR_LEDGER_STEP_WITHOUT_RECEIPT, record, of,
	    err);
}

int
sar_ledger_step(struct sar_ledger *ledger, const struct sar_record *record,
    struct sar_err *err)
{
	struct sar_ledger_case *of = NULL;
	int32_t given, closed;
	int rc;
	uint32_t at = sar_ledger_case(ledger, record, false, &rc, err);

	if (at != SAR_LEDGER_NO_CASE)
		of = sar_ledger_case_at(ledger, at);
	if (of == NULL || sar_ledger_received(of) == NULL)
		return sar_ledger_astray(ledger, record, of, err);
	given = of->docket->given;
	closed = of->docket->closed;
	if (sar_ledger_follow(ledger, record, of, err) == -1 ||
	    (of->docket->closed != closed &&
		sar_ledger_closed(ledger, record, of, err) == -1))
		return -1;
	return of->docket->given == given ? 0
					  : went_out(ledger, record, of, err);
}

int
sar_ledger_no_receipt(struct sar_ledger *ledger,
    const struct sar_record *record, const struct sar_ledger_case *of,
    struct sar_err *err)
{
	/* What was written before there were receipts needs none. */
	if (!ledger->receipts || sar_ledger_received(of) != NULL)
		return 0;
	return no_receipt(ledger, SAR_LEDGER_RECEIVE_MISSING, record, of, err);
}
