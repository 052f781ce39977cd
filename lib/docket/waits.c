/* Receipt, and what the clock waits for, pauses for or is extended by. */
#include "docket/state.h"

int
sar_docket_receive(const struct sar_docket_step *step)
{
	struct sar_docket *docket = step->docket;
	const struct sar_record *record = step->record;
	char nation[SAR_DOCKET_WORD];
	int32_t received;

	if (docket->receive != SAR_DOCKET_NO)
		return sar_docket_slipped(step, SAR_DOCKET_RECEIVED_TWICE);
	if (!sar_docket_date(record, "received", &received))
		return sar_docket_slipped(step, SAR_DOCKET_NO_WORD);
	docket->receive = record->seq;
	docket->received = received;
	if (!sar_record_bool(record, "agent", &docket->agent))
		docket->agent = false;
	(void)sar_record_copy(record, "channel", docket->channel,
	    sizeof(docket->channel));
	(void)sar_record_copy(record, "corrects", docket->corrects,
	    sizeof(docket->corrects));
	sar_clock_begin(&docket->clock, received);
	(void)sar_record_copy(record, "nation", nation, sizeof(nation));
	if (!sar_nation_parse(nation, &docket->nation)) {
		docket->nation = SAR_NATION_ENGLAND_AND_WALES;
		return sar_docket_slipped(step, SAR_DOCKET_NO_WORD);
	}
	return 0;
}

/* What the clock makes of it: nothing, when nothing was asked for (rule C1:
   it waits only for what was), or what was asked for is there already. */
static int
identity_tick(const struct sar_docket_step *step, enum sar_docket_identity what,
    enum sar_clock_need need, bool *fits, struct sar_err *err)
{
	const struct sar_docket *docket = step->docket;
	const struct sar_clock_wait *wait = &docket->clock.needs[need];
	bool asked = wait->asked != SAR_CLOCK_NEVER && !wait->dropped;
	bool shown = sar_docket_shown(need == SAR_CLOCK_AUTHORITY
					  ? docket->authority
					  : docket->identity);

	if (what == SAR_DOCKET_ID_ASKED)
		return sar_docket_tick(step, SAR_CLOCK_ASKED, need, fits, err);
	*fits = sar_docket_dated(step);
	if (!*fits || !asked)
		return 0;
	if (what == SAR_DOCKET_ID_FAILED)
		return sar_docket_tick(step,
		    shown ? SAR_CLOCK_DOUBTED : SAR_CLOCK_FAILED, need, fits,
		    err);
	if (wait->met != SAR_CLOCK_NEVER && !wait->failed)
		return 0;
	return sar_docket_tick(step,
	    what == SAR_DOCKET_ID_NOT_NEEDED ? SAR_CLOCK_DROPPED
					     : SAR_CLOCK_MET,
	    need, fits, err);
}

int
sar_docket_identity(const struct sar_docket_step *step, struct sar_err *err)
{
	static const char *const words[] = { "asked", "received", "verified",
		"not-needed", "failed" };
	const size_t n = sizeof(words) / sizeof(words[0]);
	struct sar_docket *docket = step->docket;
	bool authority = sar_record_is(step->record, "who", "authority");
	size_t word = sar_docket_word(step->record, "what", words, n);
	enum sar_docket_identity what;
	bool fits;

	if (word == n ||
	    (!authority && !sar_record_is(step->record, "who", "requester")))
		return sar_docket_slipped(step, SAR_DOCKET_NO_WORD);
	if (authority && !docket->agent)
		return sar_docket_slipped(step, SAR_DOCKET_NO_AGENT);
	what = (enum sar_docket_identity)(SAR_DOCKET_ID_ASKED + word);
	/* Nothing that nobody doubts begins the clock anew: a doubt has a
	   record of its own, that what was shown did not do. */
	if (what == SAR_DOCKET_ID_ASKED &&
	    sar_docket_shown(authority ? docket->authority : docket->identity))
		return sar_docket_slipped(step, SAR_DOCKET_SHOWN);
	if (identity_tick(step, what,
		authority ? SAR_CLOCK_AUTHORITY : SAR_CLOCK_IDENTITY, &fits,
		err) == -1)
		return -1;
	if (fits && authority)
		docket->authority = what;
	else if (fits)
		docket->identity = what;
	return 0;
}

int
sar_docket_clarify(const struct sar_docket_step *step, struct sar_err *err)
{
	static const char *const words[] = { "asked", "answered", "withdrawn" };
	static const enum sar_clock_event_kind kinds[] = { SAR_CLOCK_QUESTION,
		SAR_CLOCK_ANSWER, SAR_CLOCK_WITHDRAWN };
	const size_t n = sizeof(words) / sizeof(words[0]);
	size_t word = sar_docket_word(step->record, "what", words, n);
	bool fits;

	if (word == n)
		return sar_docket_slipped(step, SAR_DOCKET_NO_WORD);
	/* Nothing stops the clock but a question that somebody can show. */
	if (word == 0 && !sar_record_has(step->record, "text"))
		return sar_docket_slipped(step, SAR_DOCKET_NO_QUESTION);
	return sar_docket_tick(step, kinds[word], SAR_CLOCK_IDENTITY, &fits,
	    err);
}

int
sar_docket_extend(const struct sar_docket_step *step, struct sar_err *err)
{
	static const char *const words[] = { "complex", "numerous" };
	const size_t n = sizeof(words) / sizeof(words[0]);
	bool fits;

	/* Art. 12A: for these two reasons and no other. */
	if (sar_docket_word(step->record, "reason", words, n) == n)
		return sar_docket_slipped(step, SAR_DOCKET_NO_WORD);
	if (sar_docket_tick(step, SAR_CLOCK_EXTENDED, SAR_CLOCK_IDENTITY, &fits,
		err) == -1)
		return -1;
	if (fits)
		step->docket->extension = step->record->seq;
	return 0;
}

int
sar_docket_fee(const struct sar_docket_step *step, struct sar_err *err)
{
	static const char *const words[] = { "asked", "paid", "waived" };
	static const enum sar_clock_event_kind kinds[] = { SAR_CLOCK_ASKED,
		SAR_CLOCK_MET, SAR_CLOCK_DROPPED };
	const size_t n = sizeof(words) / sizeof(words[0]);
	size_t word = sar_docket_word(step->record, "what", words, n);
	bool fits;

	if (word == n)
		return sar_docket_slipped(step, SAR_DOCKET_NO_WORD);
	if (word == 0 && !sar_record_has(step->record, "text"))
		return sar_docket_slipped(step, SAR_DOCKET_NO_REASONS);
	if (sar_docket_tick(step, kinds[word], SAR_CLOCK_FEE, &fits, err) == -1)
		return -1;
	if (fits)
		step->docket->fee = (enum sar_docket_fee)(SAR_DOCKET_FEE_ASKED +
							  word);
	return 0;
}
