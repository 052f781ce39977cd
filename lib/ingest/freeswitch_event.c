#include <string.h>

#include "ingest/freeswitch.h"

#define MILLI 1000 /* microseconds */

/* "{{ON,OFF},{ON,OFF}}": digits and nothing else between the marks. */
static bool
read_pair(const char **at, char on[24], char off[24])
{
	const char *p = *at;
	size_t n;

	n = strspn(p, "0123456789");
	if (n == 0 || n >= 24 || p[n] != ',')
		return false;
	memcpy(on, p, n);
	on[n] = '\0';
	p += n + 1;
	n = strspn(p, "0123456789");
	if (n == 0 || n >= 24 || p[n] != '}')
		return false;
	memcpy(off, p, n);
	off[n] = '\0';
	*at = p + n + 1;
	return true;
}

/* The variable says the same as <hold-record>, which is read if it is there. */
static bool
read_hold_events(struct sar_freeswitch_call *call)
{
	const char *p = sar_freeswitch_get(call, SAR_FS_HOLD_EVENTS);
	char on[24], off[24];

	if (p[0] == '\0' || call->n_holds > 0)
		return true;
	if (*p++ != '{')
		return false;
	while (*p == '{') {
		p++;
		if (!read_pair(&p, on, off))
			return false;
		sar_freeswitch_hold(call, on, off, NULL);
		if (*p == ',' && p[1] == '{')
			p++;
	}
	return strcmp(p, "}") == 0;
}

static bool
counts(const struct sar_freeswitch_call *call, enum sar_freeswitch_var var,
    bool *more)
{
	const char *value = sar_freeswitch_get(call, var);

	*more = strspn(value, "0") < strlen(value);
	return value[0] != '\0';
}

/* FreeSWITCH reports hold: none in a record that has its counter is "no". */
bool
sar_freeswitch_holds(struct sar_freeswitch_call *call, struct sar_row *row)
{
	bool ms, seconds, some;
	size_t i;

	if (!read_hold_events(call))
		return sar_row_reject(row, "hold_events", "not pairs of times");
	for (i = 0; i < call->n_holds; i++)
		if (call->holds[i].on <= 0 || call->holds[i].off == -1)
			return sar_row_reject(row, "hold-record",
			    "not a pair of times");
	some = counts(call, SAR_FS_HOLD_ACCUM_MS, &ms);
	some = counts(call, SAR_FS_HOLD_ACCUM_SECONDS, &seconds) || some;
	if (call->n_holds > 0 || ms || seconds)
		row->leg.hold = SAR_YES;
	else
		row->leg.hold = some ? SAR_NO : SAR_UNKNOWN;
	return true;
}

/* Does ${uuid} name the last channel that this one was bridged to? */
static bool
is_last(const struct sar_freeswitch_call *call, const char *uuid)
{
	return strcmp(uuid, sar_freeswitch_get(call, SAR_FS_BRIDGE_UUID)) ==
		   0 ||
	       strcmp(uuid, sar_freeswitch_get(call, SAR_FS_LAST_BRIDGE_TO)) ==
		   0;
}

/*
 * One stage may call many channels, of which one is answered: that is sure if
 * there was but one, or, in the last stage, if it was bridged to last.
 */
const struct sar_freeswitch_peer *
sar_freeswitch_other(const struct sar_freeswitch_call *call, size_t stage)
{
	const struct sar_freeswitch_peer *only = NULL, *last = NULL;
	const struct sar_freeswitch_peer *peer;
	bool one = true;
	size_t i;

	for (i = 0; i < call->n_peers; i++) {
		peer = &call->peers[i];
		if (peer->stage != stage || peer->profile.uuid == NULL)
			continue;
		if (only != NULL &&
		    strcmp(only->profile.uuid, peer->profile.uuid) != 0)
			one = false;
		only = peer;
		if (stage == 0 && is_last(call, peer->profile.uuid))
			last = peer;
	}
	return last != NULL ? last : one ? only : NULL;
}

/* The party of a number that has been added already. */
static int
find_party(const struct sar_row *row, enum sar_role role, const char *number)
{
	const struct sar_index_leg *leg = &row->leg;
	size_t i;

	for (i = 0; number != NULL && i < leg->n_parties; i++)
		if (leg->parties[i].role == role &&
		    strcmp(leg->parties[i].raw, number) == 0)
			return (int)i;
	return SAR_INDEX_NO_PARTY;
}

/* Who came on the line in a stage, and when that ended. */
static void
add_other(const struct sar_freeswitch_call *call, struct sar_row *row,
    size_t nr)
{
	const struct sar_freeswitch_stage *stage = &call->stages[nr];
	const struct sar_freeswitch_peer *peer;
	int64_t end = call->end;
	int party;

	if (stage->bridged == 0 || stage->bridged < stage->created ||
	    (peer = sar_freeswitch_other(call, nr)) == NULL)
		return;
	party = peer->originator
		    ? find_party(row, SAR_ROLE_CALLER, peer->profile.caller)
		    : find_party(row, SAR_ROLE_CALLED, peer->profile.dialled);
	if (stage->hungup != 0)
		end = stage->hungup;
	if (stage->transferred != 0)
		end = stage->transferred;
	if (party == SAR_INDEX_NO_PARTY || party == call->own ||
	    end < stage->bridged)
		return;
	sar_row_event(row, SAR_EVENT_JOIN, party, stage->bridged / MILLI);
	sar_row_event(row, SAR_EVENT_DROP, party, end / MILLI);
}

/*
 * A hold is of the other side, by whoever is on this channel; which party that
 * is, the record does not say.
 */
void
sar_freeswitch_events(const struct sar_freeswitch_call *call,
    struct sar_reading *in)
{
	struct sar_row *row = in->row;
	size_t i;

	if (call->own != SAR_INDEX_NO_PARTY && call->answered != 0 &&
	    call->answered <= call->end) {
		sar_row_event(row, SAR_EVENT_JOIN, call->own,
		    call->answered / MILLI);
		sar_row_event(row, SAR_EVENT_DROP, call->own,
		    call->end / MILLI);
	}
	for (i = call->n_stages; i-- > 0;)
		add_other(call, row, i);
	for (i = 0; i < call->n_holds; i++) {
		sar_row_event(row, SAR_EVENT_HOLD, SAR_INDEX_NO_PARTY,
		    call->holds[i].on / MILLI);
		if (call->holds[i].off != 0)
			sar_row_event(row, SAR_EVENT_UNHOLD, SAR_INDEX_NO_PARTY,
			    call->holds[i].off / MILLI);
	}
}
