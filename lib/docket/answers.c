/* How a case is answered, what went out, and when it is over. */
#include <stdlib.h>

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

/* The whole of an answer is out since ${day}. */
static void
gave(const struct sar_docket_step *step, uint64_t answer, int32_t day)
{
	struct sar_docket *docket = step->docket;

	if (docket->out == SAR_DOCKET_NO || answer > docket->out)
		docket->out = answer;
	if (day < docket->answered)
		day = docket->answered;
	if (day >= docket->given)
		return;
	docket->given = day;
	sar_docket_in_time(step);
}

/* What went out of ${release}, of which nothing did before: made. */
static struct sar_docket_parcel *
parcel_of(struct sar_docket *docket, uint64_t release, struct sar_err *err)
{
	struct sar_docket_parcel *grown;
	size_t i;

	for (i = 0; i < docket->n_parcels; i++)
		if (docket->parcels[i].release == release)
			return &docket->parcels[i];
	grown = reallocarray(docket->parcels, docket->n_parcels + 1,
	    sizeof(*grown));
	if (grown == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	docket->parcels = grown;
	grown[docket->n_parcels] = (struct sar_docket_parcel){ release,
		SAR_DOCKET_NEVER, SAR_DOCKET_NEVER };
	return &grown[docket->n_parcels++];
}

static void
note_first(int32_t *day, int32_t on)
{
	if (on < *day)
		*day = on;
}

static int
delivered(const struct sar_docket_step *step, struct sar_err *err)
{
	struct sar_docket *docket = step->docket;
	struct sar_docket_parcel *parcel;
	bool package = sar_record_is(step->record, "what", "package");
	uint64_t release;

	/* Of an earlier package of the case it says nothing of the last. */
	if (docket->release == SAR_DOCKET_NO ||
	    !sar_record_number(step->record, "release", &release) ||
	    release > docket->release ||
	    (!package && !sar_record_is(step->record, "what", "passphrase")))
		return 0;
	if ((parcel = parcel_of(docket, release, err)) == NULL)
		return -1;
	note_first(package ? &docket->sent : &docket->passphrase_sent,
	    step->on);
	note_first(package ? &parcel->package : &parcel->passphrase, step->on);
	if (parcel->package != SAR_DOCKET_NEVER &&
	    parcel->passphrase != SAR_DOCKET_NEVER)
		gave(step, release,
		    parcel->package > parcel->passphrase ? parcel->package
							 : parcel->passphrase);
	return 0;
}

static void
went_out(const struct sar_docket_step *step, uint64_t answer)
{
	note_first(&step->docket->sent, step->on);
	gave(step, answer, step->on);
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

int
sar_docket_gone(const struct sar_docket_step *step, struct sar_err *err)
{
	if (!sar_docket_dated(step))
		return 0;
	if (step->record->type == SAR_RECORD_DELIVER)
		return delivered(step, err);
	posted(step);
	return 0;
}

void
sar_docket_close(const struct sar_docket_step *step)
{
	/* All but the first two say why there will be no answer. */
	static const char *const words[] = { "answered", "refused", "withdrawn",
		"no-reply", "duplicate", "transferred", "lost" };
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
