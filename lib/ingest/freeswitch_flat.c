#include "ingest/freeswitch_flat.h"

#include <stdlib.h>
#include <string.h>

#include "ingest/freeswitch.h"

#define SLACK 5     /* seconds between a channel's id and its start */
#define RINGING 300 /* how long before an answer a call may have begun */

static bool
is_there(const char *text)
{
	return text != NULL && text[0] != '\0';
}

/* The start, or, where there is no column for it, what comes next. */
static bool
read_start(struct sar_reading *in, const struct sar_freeswitch_flat *flat)
{
	struct sar_row *row = in->row;
	const char *text = flat->start;
	struct sar_civil local;
	int64_t made = sar_freeswitch_v1(flat->uuid);

	if (text == NULL)
		text = is_there(flat->answer) ? flat->answer : flat->end;
	if (text == NULL || !sar_civil_parse(text, &local))
		return sar_row_reject(row,
		    flat->start != NULL ? "start_stamp" : "end_stamp",
		    "not a date and time");
	sar_row_start(row, &in->context, &local);
	sar_row_settle(row, &in->context, &local, made);
	row->leg.start_raw = text;
	if (flat->start == NULL)
		row->leg.uncertain += RINGING;
	if (made != 0 && llabs(made - row->leg.start) > SLACK)
		row->leg.clock = made;
	return true;
}

static bool
read_lengths(struct sar_row *row, const struct sar_freeswitch_flat *flat)
{
	const char *length = flat->duration;
	uint32_t duration = 0;

	if (!sar_row_seconds(flat->billsec, &row->leg.talk))
		return sar_row_reject(row, "billsec", "not whole seconds");
	if (length == NULL)
		length = flat->billsec;
	if (!sar_row_seconds(length, &duration))
		return sar_row_reject(row, "duration", "not whole seconds");
	row->leg.end = row->leg.start + duration;
	row->leg.answered = is_there(flat->answer) &&
			    strncmp(flat->answer, "0000", 4) != 0;
	return true;
}

static void
read_parties(struct sar_reading *in, const struct sar_freeswitch_flat *flat)
{
	struct sar_row *row = in->row;
	const struct sar_row_context *context = &in->context;
	const struct sar_phone_plan *written = &context->written;
	enum sar_phone_kind from = SAR_PHONE_BAD, to = SAR_PHONE_BAD;
	int party;

	party = sar_row_party(row, written, SAR_ROLE_CALLER, flat->caller);
	if (party != SAR_INDEX_NO_PARTY)
		from = row->parties[party].number.kind;
	party = sar_row_party(row, &context->dialled, SAR_ROLE_CALLED,
	    flat->called);
	if (party != SAR_INDEX_NO_PARTY)
		to = row->parties[party].number.kind;
	if (flat->channel != NULL)
		(void)sar_row_party(row, written, SAR_ROLE_OTHER,
		    sar_freeswitch_user(row, flat->channel));
	if (flat->bridge != NULL)
		(void)sar_row_party(row, written, SAR_ROLE_OTHER,
		    sar_freeswitch_user(row, flat->bridge));
	if (from == SAR_PHONE_LOCAL && to == SAR_PHONE_LOCAL)
		row->leg.direction = SAR_DIRECTION_INTERNAL;
	if (from == SAR_PHONE_LOCAL && to == SAR_PHONE_E164)
		row->leg.direction = SAR_DIRECTION_OUT;
	if (from == SAR_PHONE_E164 && to == SAR_PHONE_LOCAL)
		row->leg.direction = SAR_DIRECTION_IN;
}

bool
sar_freeswitch_flat_take(struct sar_reading *in,
    const struct sar_freeswitch_flat *flat)
{
	struct sar_row *row = in->row;

	if (!sar_freeswitch_id(flat->uuid))
		return sar_row_reject(row, "uuid", "missing, or not an id");
	row->leg.ref = flat->uuid;
	row->leg.group = flat->uuid;
	if (!read_start(in, flat) || !read_lengths(row, flat))
		return false;
	read_parties(in, flat);
	if (is_there(flat->peer)) {
		if (!sar_freeswitch_id(flat->peer))
			return sar_row_reject(row, flat->peer_name,
			    "not an id");
		if (strcmp(flat->peer, flat->uuid) != 0)
			sar_row_link(row, SAR_LINK_BRIDGE, false, flat->peer,
			    flat->peer_name);
	}
	if (is_there(flat->file))
		return sar_freeswitch_file(in, "sofia_record_file", flat->file);
	return true;
}
