#include <inttypes.h>
#include <stdlib.h>

#include "ledger/state.h"

static struct sar_ledger_intent *
find_intent(const struct sar_ledger *ledger, uint64_t seq)
{
	return sar_ledger_find(&ledger->intents,
	    sizeof(struct sar_ledger_intent), seq);
}

static uint64_t
number_of(const struct sar_record *record, const char *name)
{
	uint64_t n;

	return sar_record_number(record, name, &n) ? n : 0;
}

int
sar_ledger_intent(struct sar_ledger *ledger, const struct sar_record *record,
    struct sar_err *err)
{
	struct sar_ledger_intent *intent;
	struct sar_ledger_case *of;
	int rc;
	uint32_t at = sar_ledger_case(ledger, record, true, &rc, err);

	if (at == SAR_LEDGER_NO_CASE)
		return rc;
	of = sar_ledger_case_at(ledger, at);
	if (sar_ledger_no_receipt(ledger, record, of, err) == -1 ||
	    sar_ledger_dates(ledger, record, of, err) == -1)
		return -1;
	intent = sar_ledger_push(&ledger->intents, sizeof(*intent), err);
	if (intent == NULL ||
	    sar_ledger_ready(ledger, record, of, &intent->told, err) == -1 ||
	    sar_ledger_follow(ledger, record, of, err) == -1)
		return -1;
	intent->seq = record->seq;
	intent->approval = of->approval;
	intent->at = at;
	of->open++;
	of->flags |= SAR_CASE_INTENDED;
	ledger->sums.intents++;
	sar_ledger_add(&ledger->sums.found, number_of(record, "found"));
	sar_ledger_add(&ledger->sums.selected, number_of(record, "select"));
	return 0;
}

static int
second_outcome(struct sar_ledger *ledger, const struct sar_record *record,
    const struct sar_ledger_case *of, uint64_t intent, uint64_t first,
    struct sar_err *err)
{
	sar_ledger_raise(ledger, SAR_LEDGER_TWO_OUTCOMES, record, of);
	sar_ledger_expect(ledger, "one outcome of record %" PRIu64, intent);
	return sar_ledger_say(ledger, err, "record %" PRIu64 " is one", first);
}

/* It need not have been an intent; if it was, it was one, and has one. */
static int
erased_intent(struct sar_ledger *ledger, const struct sar_record *record,
    struct sar_ledger_erased *erased, struct sar_err *err)
{
	if (erased->outcome != 0)
		return second_outcome(ledger, record, NULL, erased->seq,
		    erased->outcome, err);
	erased->outcome = record->seq;
	return sar_ledger_unknown(ledger, SAR_LEDGER_INTENT_ERASED, record,
	    NULL, "an intent", erased->seq, err);
}

/* No intent of that number: because it was erased, comes later, or never. */
static int
no_intent(struct sar_ledger *ledger, const struct sar_record *record,
    uint64_t seq, struct sar_err *err)
{
	bool release = record->type == SAR_RECORD_RELEASE;
	struct sar_ledger_erased *erased = sar_ledger_erased(ledger, seq);
	struct sar_ledger_early *early;

	if (erased != NULL)
		return erased_intent(ledger, record, erased, err);
	if (seq > record->seq) {
		early = sar_ledger_push(&ledger->early, sizeof(*early), err);
		if (early == NULL)
			return -1;
		early->seq = record->seq;
		early->intent = seq;
		early->release = release;
		return 0;
	}
	sar_ledger_raise(ledger,
	    release ? SAR_LEDGER_RELEASE_WITHOUT_INTENT
		    : SAR_LEDGER_OUTCOME_WITHOUT_INTENT,
	    record, NULL);
	sar_ledger_expect(ledger, "an intent before it");
	return sar_ledger_say(ledger, err, "record %" PRIu64 " is none", seq);
}

/*
 * The intent that this is the outcome of, which has it now; NULL with *${rc}
 * when there is none.
 */
static struct sar_ledger_intent *
end_intent(struct sar_ledger *ledger, const struct sar_record *record, int *rc,
    struct sar_err *err)
{
	uint64_t seq = number_of(record, "intent");
	struct sar_ledger_intent *intent = find_intent(ledger, seq);
	struct sar_ledger_case *of;

	*rc = 0;
	if (intent == NULL) {
		*rc = no_intent(ledger, record, seq, err);
		return NULL;
	}
	of = sar_ledger_case_at(ledger, intent->at);
	if (intent->outcome == 0) {
		intent->outcome = record->seq;
		of->open--;
		return intent;
	}
	*rc = second_outcome(ledger, record, of, seq, intent->outcome, err);
	return *rc == -1 ? NULL : intent;
}

static void
add_up(struct sar_ledger *ledger, const struct sar_record *record)
{
	struct sar_ledger_sums *sums = &ledger->sums;
	const char *code;
	size_t i, len;

	sar_ledger_add(&sums->redacted_ms, number_of(record, "redacted_ms"));
	sar_ledger_add(&sums->withheld, number_of(record, "withheld"));
	sar_ledger_add(&sums->unavailable, number_of(record, "unavailable"));
	sar_ledger_add(&sums->failed, number_of(record, "failed"));
	if (!sar_record_has(record, "approval"))
		sums->unapproved++;
	for (i = 0; i < sar_record_count(record, "exempt"); i++)
		if ((code = sar_record_text_at(record, "exempt", i, &len)) !=
		    NULL)
			sar_ledger_tally(&sums->exempt, code, len);
}

int
sar_ledger_release(struct sar_ledger *ledger, const struct sar_record *record,
    struct sar_err *err)
{
	struct sar_ledger_release *release;
	struct sar_ledger_intent *intent;
	struct sar_ledger_case *of;
	int rc;

	add_up(ledger, record);
	intent = end_intent(ledger, record, &rc, err);
	if (rc == -1)
		return -1;
	release = sar_ledger_push(&ledger->releases, sizeof(*release), err);
	if (release == NULL)
		return -1;
	release->seq = record->seq;
	release->at = intent == NULL ? SAR_LEDGER_NO_CASE : intent->at;
	release->day = sar_ledger_day(ledger, record->t);
	if (sar_ledger_approved(ledger, record, intent, err) == -1)
		return -1;
	if (intent == NULL)
		return 0;
	of = sar_ledger_case_at(ledger, intent->at);
	if (sar_ledger_ready(ledger, record, of, &intent->told, err) == -1 ||
	    sar_ledger_follow(ledger, record, of, err) == -1 ||
	    sar_ledger_answered(ledger, record, of, SAR_CASE_RELEASED, err) ==
		-1)
		return -1;
	sar_ledger_settle(of);
	return 0;
}

int
sar_ledger_void(struct sar_ledger *ledger, const struct sar_record *record,
    struct sar_err *err)
{
	const struct sar_ledger_intent *intent;
	struct sar_ledger_case *of;
	size_t len;
	const char *reason = sar_record_text(record, "reason", &len);
	int rc;

	if (reason != NULL)
		sar_ledger_tally(&ledger->sums.voids, reason, len);
	intent = end_intent(ledger, record, &rc, err);
	if (intent == NULL)
		return rc;
	of = sar_ledger_case_at(ledger, intent->at);
	if (sar_ledger_follow(ledger, record, of, err) == -1)
		return -1;
	sar_ledger_settle(of);
	return rc;
}

/* An answer that is a letter alone: nothing was held, or it is refused. */
int
sar_ledger_letter(struct sar_ledger *ledger, const struct sar_record *record,
    struct sar_err *err)
{
	struct sar_ledger_case *of;
	size_t len;
	const char *reason = sar_record_text(record, "reason", &len);
	uint32_t told = 0;
	int rc;
	uint32_t at = sar_ledger_case(ledger, record, true, &rc, err);

	if (at == SAR_LEDGER_NO_CASE)
		return rc;
	if (reason != NULL)
		sar_ledger_tally(&ledger->sums.refusals, reason, len);
	of = sar_ledger_case_at(ledger, at);
	if (sar_ledger_no_receipt(ledger, record, of, err) == -1 ||
	    sar_ledger_dates(ledger, record, of, err) == -1 ||
	    sar_ledger_ready(ledger, record, of, &told, err) == -1 ||
	    sar_ledger_follow(ledger, record, of, err) == -1 ||
	    sar_ledger_answered(ledger, record, of,
		record->type == SAR_RECORD_NIL_RETURN ? SAR_CASE_NIL : 0,
		err) == -1)
		return -1;
	sar_ledger_settle(of);
	return 0;
}

static int
judge_early(struct sar_ledger *ledger, const struct sar_ledger_early *early,
    struct sar_err *err)
{
	const struct sar_ledger_intent *intent;
	const struct sar_ledger_case *of = NULL;
	enum sar_ledger_code code = SAR_LEDGER_OUTCOME_BEFORE_INTENT;
	/* Whatever was erased, it came too late. */
	bool later = sar_ledger_erased(ledger, early->intent) != NULL;

	if ((intent = find_intent(ledger, early->intent)) != NULL) {
		later = true;
		of = sar_ledger_case_at(ledger, intent->at);
	} else if (!later) {
		code = early->release ? SAR_LEDGER_RELEASE_WITHOUT_INTENT
				      : SAR_LEDGER_OUTCOME_WITHOUT_INTENT;
	}
	sar_ledger_raise(ledger, code, NULL, of);
	ledger->raised.record = early->seq;
	sar_ledger_expect(ledger, "an intent before it");
	return sar_ledger_say(ledger, err, "record %" PRIu64 "%s",
	    early->intent, later ? ", which comes later" : " is none");
}

int
sar_ledger_open(struct sar_ledger *ledger, struct sar_err *err)
{
	const struct sar_ledger_early *early = ledger->early.all;
	const struct sar_ledger_intent *intents = ledger->intents.all;
	size_t i;

	for (i = 0; i < ledger->early.n; i++)
		if (judge_early(ledger, &early[i], err) == -1)
			return -1;
	for (i = 0; i < ledger->intents.n; i++) {
		if (intents[i].outcome != 0)
			continue;
		ledger->sums.open_intents++;
		sar_ledger_raise(ledger, SAR_LEDGER_INTENT_WITHOUT_OUTCOME,
		    NULL, sar_ledger_case_at(ledger, intents[i].at));
		ledger->raised.record = intents[i].seq;
		sar_ledger_expect(ledger, "a release or void of it");
		if (sar_ledger_say(ledger, err, "none") == -1)
			return -1;
	}
	return 0;
}
