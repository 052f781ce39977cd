/* How a case is answered, what went out, and when it is over. */
#include "docket/state.h"

static void
answered(struct sar_docket *docket, int32_t day)
{
	if (day < docket->answered)
		docket->answered = day;
}

static void
released(const struct sar_docket_step *step)
{
	struct sar_docket *docket = step->docket;
	uint64_t intent, ms = 0, withheld = 0;

	docket->release = step->record->seq;
	if (sar_record_number(step->record, "intent", &intent) &&
	    intent == docket->intent)
		docket->intent = SAR_DOCKET_NO;
	(void)sar_record_number(step->record, "redacted_ms", &ms);
	(void)sar_record_number(step->record, "withheld", &withheld);
	docket->redacted = ms > 0 || withheld > 0;
}

static void
refused(const struct sar_docket_step *step)
{
	struct sar_docket *docket = step->docket;

	docket->refusal = step->record->seq;
	(void)sar_record_copy(step->record, "reason", docket->refused_for,
	    sizeof(docket->refused_for));
	/* Art. 12(4): who is refused is told why. */
	if (docket->receive != SAR_DOCKET_NO &&
	    !sar_record_has(step->record, "text"))
		(void)sar_docket_slipped(step, SAR_DOCKET_NO_REASONS);
}

void
sar_docket_answer(const struct sar_docket_step *step)
{
	if (step->record->type == SAR_RECORD_RELEASE)
		released(step);
	else if (step->record->type == SAR_RECORD_NIL_RETURN)
		step->docket->nil = step->record->seq;
	else
		refused(step);
	answered(step->docket, step->logged);
}

static void
went_out(const struct sar_docket_step *step, uint64_t answer)
{
	struct sar_docket *docket = step->docket;

	if (step->on < docket->sent)
		docket->sent = step->on;
	docket->out = answer;
}

static void
delivered(const struct sar_docket_step *step)
{
	struct sar_docket *docket = step->docket;
	uint64_t release;

	/* Of an earlier package of the case it says nothing of the last. */
	if (docket->release == SAR_DOCKET_NO ||
	    !sar_record_number(step->record, "release", &release) ||
	    release > docket->release)
		return;
	if (sar_record_is(step->record, "what", "package"))
		went_out(step, release);
	else if (sar_record_is(step->record, "what", "passphrase") &&
		 step->on < docket->passphrase_sent)
		docket->passphrase_sent = step->on;
}

/* Which letter is the answer. */
static void
posted(const struct sar_docket_step *step)
{
	static const char *const nil[] = { "nil", "correction" };
	static const char *const refusal[] = { "refusal" };
	const struct sar_docket *docket = step->docket;

	if (docket->nil != SAR_DOCKET_NO &&
	    sar_docket_word(step->record, "what", nil, 2) < 2)
		went_out(step, docket->nil);
	if (docket->refusal != SAR_DOCKET_NO &&
	    sar_docket_word(step->record, "what", refusal, 1) < 1)
		went_out(step, docket->refusal);
}

void
sar_docket_gone(const struct sar_docket_step *step)
{
	if (!sar_docket_dated(step))
		return;
	if (step->record->type == SAR_RECORD_DELIVER)
		delivered(step);
	else
		posted(step);
}

void
sar_docket_close(const struct sar_docket_step *step)
{
	/* The last four say why there will be no answer. */
	static const char *const words[] = { "answered", "refused", "withdrawn",
		"no-reply", "duplicate", "transferred" };
	const size_t n = sizeof(words) / sizeof(words[0]);
	struct sar_docket *docket = step->docket;
	size_t word = sar_docket_word(step->record, "reason", words, n);

	if (word == n) {
		(void)sar_docket_slipped(step, SAR_DOCKET_NO_WORD);
		return;
	}
	if ((word == 0 && !sar_docket_answered(docket)) ||
	    (word == 1 && docket->refusal == SAR_DOCKET_NO)) {
		(void)sar_docket_slipped(step, SAR_DOCKET_NOT_ANSWERED);
		return;
	}
	if (!sar_docket_dated(step))
		return;
	docket->closed = step->on;
	(void)sar_record_copy(step->record, "reason", docket->closed_for,
	    sizeof(docket->closed_for));
}
