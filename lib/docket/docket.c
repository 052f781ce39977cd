#include "docket/docket.h"

#include <assert.h>
#include <stdlib.h>

#include "base/civil.h"

void
sar_docket_begin(struct sar_docket *docket)
{
	*docket = (struct sar_docket){ .receive = SAR_DOCKET_NO,
		.received = SAR_DOCKET_NEVER,
		.extension = SAR_DOCKET_NO,
		.search = SAR_DOCKET_NO,
		.hold = SAR_DOCKET_NO,
		.approval = SAR_DOCKET_NO,
		.intent = SAR_DOCKET_NO,
		.release = SAR_DOCKET_NO,
		.nil = SAR_DOCKET_NO,
		.refusal = SAR_DOCKET_NO,
		.answered = SAR_DOCKET_NEVER,
		.sent = SAR_DOCKET_NEVER,
		.passphrase_sent = SAR_DOCKET_NEVER,
		.given = SAR_DOCKET_NEVER,
		.out = SAR_DOCKET_NO,
		.closed = SAR_DOCKET_NEVER,
		.wrong_of = SAR_DOCKET_NO,
		.slip_of = SAR_DOCKET_NO,
		.late_of = SAR_DOCKET_NO };
	sar_clock_begin(&docket->clock, SAR_DOCKET_NEVER);
}

void
sar_docket_clear(struct sar_docket *docket)
{
	sar_clock_clear(&docket->clock);
	free(docket->held);
	free(docket->parcels);
	free(docket->complaints);
	sar_docket_begin(docket);
}

int32_t
sar_docket_day(const struct sar_zone *zone, int64_t t)
{
	struct sar_civil civil;

	if (zone != NULL)
		civil = sar_zone_local(zone, t);
	else
		civil = sar_civil_of_seconds(t);
	return (int32_t)sar_date_days(civil.date);
}

bool
sar_docket_date(const struct sar_record *record, const char *name, int32_t *out)
{
	char text[SAR_DATE_LEN];
	struct sar_date date;

	if (!sar_record_copy(record, name, text, sizeof(text)) ||
	    !sar_date_parse(text, &date))
		return false;
	*out = (int32_t)sar_date_days(date);
	return true;
}

/* Of several answers the one that was logged last. */
static uint64_t
last_answer(const struct sar_docket *docket, enum sar_docket_state *state)
{
	uint64_t last = SAR_DOCKET_NO;

	if (docket->release != SAR_DOCKET_NO) {
		last = docket->release;
		*state = SAR_DOCKET_RELEASED;
	}
	if (docket->nil != SAR_DOCKET_NO &&
	    (last == SAR_DOCKET_NO || docket->nil > last)) {
		last = docket->nil;
		*state = SAR_DOCKET_NIL;
	}
	if (docket->refusal != SAR_DOCKET_NO &&
	    (last == SAR_DOCKET_NO || docket->refusal > last)) {
		last = docket->refusal;
		*state = SAR_DOCKET_REFUSED;
	}
	return last;
}

static bool
waits(const struct sar_clock *clock)
{
	int i;

	for (i = 0; i < SAR_CLOCK_NEEDS; i++)
		if (clock->needs[i].asked != SAR_CLOCK_NEVER &&
		    clock->needs[i].met == SAR_CLOCK_NEVER &&
		    !clock->needs[i].dropped)
			return true;
	return false;
}

static bool
paused(const struct sar_clock *clock)
{
	return clock->n_pauses > 0 &&
	       clock->pauses[clock->n_pauses - 1].answered == SAR_CLOCK_NEVER;
}

enum sar_docket_state
sar_docket_state(const struct sar_docket *docket)
{
	enum sar_docket_state state = SAR_DOCKET_OPEN;
	uint64_t last = last_answer(docket, &state);

	if (docket->receive == SAR_DOCKET_NO)
		return SAR_DOCKET_UNKNOWN;
	if (docket->closed != SAR_DOCKET_NEVER)
		return SAR_DOCKET_CLOSED;
	if (last != SAR_DOCKET_NO)
		return docket->out == last ? SAR_DOCKET_SENT : state;
	if (waits(&docket->clock))
		return SAR_DOCKET_WAITING;
	if (paused(&docket->clock))
		return SAR_DOCKET_PAUSED;
	return docket->approval != SAR_DOCKET_NO ? SAR_DOCKET_APPROVED
						 : SAR_DOCKET_OPEN;
}

bool
sar_docket_answered(const struct sar_docket *docket)
{
	return docket->answered != SAR_DOCKET_NEVER;
}

bool
sar_docket_given(const struct sar_docket *docket)
{
	return docket->given != SAR_DOCKET_NEVER;
}

bool
sar_docket_owed(const struct sar_docket *docket)
{
	return docket->closed == SAR_DOCKET_NEVER &&
	       !(docket->receive == SAR_DOCKET_NO ? sar_docket_answered(docket)
						  : sar_docket_given(docket));
}

bool
sar_docket_complaint_waits(const struct sar_docket_complaint *complaint)
{
	return complaint->received != SAR_DOCKET_NEVER &&
	       complaint->acknowledged == SAR_DOCKET_NEVER &&
	       complaint->decided == SAR_DOCKET_NEVER;
}

bool
sar_docket_nil_sent(const struct sar_docket *docket)
{
	return docket->nil != SAR_DOCKET_NO && docket->out == docket->nil;
}

bool
sar_docket_shown(enum sar_docket_identity known)
{
	return known == SAR_DOCKET_ID_VERIFIED ||
	       known == SAR_DOCKET_ID_NOT_NEEDED;
}

bool
sar_docket_identified(const struct sar_docket *docket)
{
	return sar_docket_shown(docket->identity) &&
	       (!docket->agent || sar_docket_shown(docket->authority));
}

const char *
sar_docket_state_name(enum sar_docket_state state)
{
	static const char *const names[] = {
		[SAR_DOCKET_UNKNOWN] = "unknown",
		[SAR_DOCKET_WAITING] = "waiting",
		[SAR_DOCKET_OPEN] = "open",
		[SAR_DOCKET_PAUSED] = "paused",
		[SAR_DOCKET_APPROVED] = "approved",
		[SAR_DOCKET_RELEASED] = "released",
		[SAR_DOCKET_NIL] = "nil-return",
		[SAR_DOCKET_REFUSED] = "refused",
		[SAR_DOCKET_SENT] = "sent",
		[SAR_DOCKET_CLOSED] = "closed",
	};

	assert((size_t)state < sizeof(names) / sizeof(names[0]));
	return names[state];
}

const char *
sar_docket_slip_text(enum sar_docket_slip slip)
{
	static const char *const texts[] = {
		[SAR_DOCKET_FITS] = "it fits",
		[SAR_DOCKET_NOT_RECEIVED] = "no receipt before it",
		[SAR_DOCKET_RECEIVED_TWICE] = "received before",
		[SAR_DOCKET_AFTER_CLOSE] = "the case is closed",
		[SAR_DOCKET_AFTER_REFUSAL] = "the request was refused",
		[SAR_DOCKET_AFTER_NIL] = "it was sent that nothing is held",
		[SAR_DOCKET_NO_QUESTION] = "no question",
		[SAR_DOCKET_NO_REASONS] = "no reasons",
		[SAR_DOCKET_NO_AGENT] = "nobody asks for another",
		[SAR_DOCKET_SHOWN] = "it is verified, or not needed",
		[SAR_DOCKET_NO_WORD] = "a word that is not known",
		[SAR_DOCKET_NOT_ANSWERED] = "the request is not answered",
		[SAR_DOCKET_NO_COMPLAINT] = "no such complaint",
		[SAR_DOCKET_COMPLAINT_AGAIN] = "said of it before",
		[SAR_DOCKET_NO_HOLD] = "no such hold",
		[SAR_DOCKET_NO_DAY] = "after the day it is logged",
		[SAR_DOCKET_TOO_MANY] = "too many of one case",
	};

	assert((size_t)slip < sizeof(texts) / sizeof(texts[0]));
	return texts[slip];
}
