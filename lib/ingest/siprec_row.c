/* A communication session of SIPREC as a leg. */
#include <stdlib.h>
#include <string.h>

#include "ingest/rfc3339.h"
#include "ingest/siprec.h"

/* How much later than its group a session may have begun. */
#define GROUP_SLACK 14400

/* A time; of one without an offset, how sure it is. */
struct moment {
	const char *text; /* NULL: not known */
	int64_t ms;
	uint32_t uncertain;
	enum sar_zone_fit fit;
};

static bool
read_moment(struct sar_reading *in, const char *text, const char *column,
    struct moment *out)
{
	const struct sar_row_context *context = &in->context;
	struct sar_rfc3339 when;
	int64_t utc;

	*out = (struct moment){ .fit = SAR_ZONE_EXACT };
	if (text == NULL || text[0] == '\0')
		return true;
	if (!sar_rfc3339_read(text, &when))
		return sar_row_reject(in->row, column,
		    "not a time of RFC 3339");
	out->text = text;
	out->ms = when.utc_ms;
	if (when.zoned || context->basis == SAR_TIME_UTC)
		return true;
	utc = sar_zone_resolve(context->zone, &when.civil, &out->fit,
	    &out->uncertain);
	if (context->basis == SAR_TIME_UNKNOWN)
		out->uncertain += (uint32_t)abs(sar_zone_offset(context->zone,
		    utc));
	out->ms = utc * 1000 + when.ms;
	return true;
}

/* Was the participant in the session?  Associations tell; without any, what
   it sends there; without that too, there must be just one session. */
static bool
was_in(const struct sar_siprec *doc, const char *participant,
    const char *session, bool alone)
{
	const struct sar_siprec_item *item, *stream;
	size_t i;

	if (sar_siprec_find(doc, SAR_SIPREC_IN, participant, session) != NULL)
		return true;
	if (sar_siprec_find(doc, SAR_SIPREC_IN, NULL, session) != NULL)
		return false;
	for (i = 0; i < doc->n; i++) {
		item = &doc->items[i];
		if (item->kind != SAR_SIPREC_SENDS ||
		    strcmp(item->id, participant) != 0)
			continue;
		stream = sar_siprec_find(doc, SAR_SIPREC_STREAM, item->in,
		    session);
		if (stream != NULL)
			return true;
	}
	return alone;
}

static size_t
count_sessions(const struct sar_siprec *doc)
{
	size_t i, n = 0;

	for (i = 0; i < doc->n; i++)
		n += doc->items[i].kind == SAR_SIPREC_SESSION;
	return n;
}

static bool
is_number(const struct sar_reading *in, const char *text)
{
	struct sar_phone phone;

	sar_phone_read(&in->context.written, text, strlen(text), &phone);
	return phone.kind == SAR_PHONE_E164 || phone.kind == SAR_PHONE_LOCAL;
}

/* All that a call can be found by; else one that says somebody was there. */
static int
add_participant(struct sar_reading *in, const struct sar_siprec_item *item)
{
	const struct sar_phone_plan *plan = &in->context.written;
	int first = SAR_INDEX_NO_PARTY;
	int at;
	size_t i;

	for (i = 0; i < item->n_numbers; i++) {
		if (!is_number(in, item->numbers[i]))
			continue;
		at = sar_row_party(in->row, plan, item->role, item->numbers[i]);
		first = first == SAR_INDEX_NO_PARTY ? at : first;
	}
	if (first == SAR_INDEX_NO_PARTY)
		first = sar_row_party(in->row, plan, item->role,
		    item->n_numbers > 0 ? item->numbers[0] : "anonymous");
	return first;
}

static bool
add_events(const struct sar_siprec *doc, struct sar_reading *in,
    const char *participant, const char *session, int party)
{
	const struct sar_siprec_item *item = sar_siprec_find(doc, SAR_SIPREC_IN,
	    participant, session);
	struct moment joined, left;

	if (item == NULL)
		return true;
	if (!read_moment(in, item->since, "associate-time", &joined) ||
	    !read_moment(in, item->until, "disassociate-time", &left))
		return false;
	if (joined.text != NULL)
		sar_row_event(in->row, SAR_EVENT_JOIN, party, joined.ms);
	if (left.text != NULL)
		sar_row_event(in->row, SAR_EVENT_DROP, party, left.ms);
	return true;
}

static bool
add_parties(const struct sar_siprec *doc, struct sar_reading *in,
    const char *session)
{
	const struct sar_phone_plan *plan = &in->context.written;
	const bool alone = count_sessions(doc) == 1;
	const struct sar_siprec_item *item;
	bool participants = false;
	size_t i;
	int party;

	for (i = 0; i < doc->n; i++) {
		item = &doc->items[i];
		if (item->kind != SAR_SIPREC_PARTICIPANT)
			continue;
		participants = true;
		if (!was_in(doc, item->id, session, alone))
			continue;
		party = add_participant(in, item);
		if (party == SAR_INDEX_NO_PARTY)
			return sar_row_reject(in->row, "participant",
			    "too many");
		if (!add_events(doc, in, item->id, session, party))
			return false;
	}
	if (participants && in->row->leg.n_parties == 0)
		return sar_row_reject(in->row, "participant",
		    "nothing says who was in this session");
	if (doc->calling != NULL)
		(void)sar_row_party(in->row, plan, SAR_ROLE_CALLER,
		    doc->calling);
	if (doc->called != NULL)
		(void)sar_row_party(in->row, plan, SAR_ROLE_CALLED,
		    doc->called);
	return true;
}

/* The group of the session: by its reference, or the only one there is. */
static const struct sar_siprec_item *
group_of(const struct sar_siprec *doc, const struct sar_siprec_item *session,
    const char **id)
{
	const struct sar_siprec_item *only = NULL;
	size_t i, n = 0;

	*id = session->group;
	if (session->group != NULL && session->group[0] != '\0')
		return sar_siprec_find(doc, SAR_SIPREC_GROUP, session->group,
		    NULL);
	for (i = 0; i < doc->n; i++)
		if (doc->items[i].kind == SAR_SIPREC_GROUP) {
			only = &doc->items[i];
			n++;
		}
	*id = n == 1 ? only->id : "";
	return n == 1 ? only : NULL;
}

/* NetSapiens makes a session's id of the second it began, in UTC. */
static bool
id_time(const char *id, int64_t *utc)
{
	struct sar_rfc3339 when;
	char text[21];
	size_t from[] = { 0, 4, 6, 8, 10, 12, 14 };
	size_t i, at = 0;

	if (strlen(id) != 20 || strspn(id, "0123456789") != 20)
		return false;
	for (i = 0; i < 6; i++) {
		memcpy(text + at, id + from[i], from[i + 1] - from[i]);
		at += from[i + 1] - from[i];
		text[at++] = "--T::Z"[i];
	}
	text[at] = '\0';
	if (!sar_rfc3339_read(text, &when))
		return false;
	*utc = when.utc_ms / 1000;
	return true;
}

/* Only its group's time: the session may have begun later, unless its id
   says when. */
static void
doubt_start(struct sar_row *row, const char *id)
{
	int64_t utc;

	if (id_time(id, &utc)) {
		row->leg.clock = utc;
		if (llabs(utc - row->leg.start) <= 2)
			return;
	}
	row->leg.uncertain += GROUP_SLACK;
}

static void
set_start(struct sar_row *row, const struct moment *start)
{
	row->leg.start = start->ms / 1000 - (start->ms % 1000 < 0);
	row->leg.uncertain = start->uncertain;
	row->leg.start_raw = start->text;
	row->fit = start->fit;
}

/* The earliest that joined, and the last thing that is known to have been. */
static void
earliest(const struct sar_row *row, int64_t *joined, int64_t *last)
{
	size_t i;

	*joined = *last = SAR_INDEX_NO_TIME;
	for (i = 0; i < row->n_events; i++) {
		if (row->events[i].what == SAR_EVENT_JOIN &&
		    (*joined == SAR_INDEX_NO_TIME ||
			row->events[i].at_ms < *joined))
			*joined = row->events[i].at_ms;
		if (row->events[i].at_ms > *last)
			*last = row->events[i].at_ms;
	}
}

/* The association that joined first, for what its time looked like. */
static bool
first_joined(const struct sar_siprec *doc, struct sar_reading *in,
    const char *session, int64_t joined, struct moment *out)
{
	const struct sar_siprec_item *item;
	size_t i;

	for (i = 0; i < doc->n; i++) {
		item = &doc->items[i];
		if (item->kind != SAR_SIPREC_IN ||
		    strcmp(item->in, session) != 0)
			continue;
		if (!read_moment(in, item->since, "associate-time", out))
			return false;
		if (out->text != NULL && out->ms == joined)
			return true;
	}
	*out = (struct moment){ .fit = SAR_ZONE_EXACT };
	return true;
}

/* The first of these that is there: the session's own time, that of its
   recording, that of who joined first, that of its group. */
static bool
fill_start(const struct sar_siprec *doc, struct sar_reading *in,
    const struct sar_siprec_item *session, const struct sar_siprec_item *group,
    const struct sar_siprec_item *recorded)
{
	struct moment start;
	int64_t joined, last;

	if (!read_moment(in, session->since, "start-time", &start))
		return false;
	if (start.text == NULL && recorded != NULL &&
	    !read_moment(in, recorded->since, "associate-time", &start))
		return false;
	earliest(in->row, &joined, &last);
	if (start.text == NULL && joined != SAR_INDEX_NO_TIME &&
	    !first_joined(doc, in, session->id, joined, &start))
		return false;
	if (start.text != NULL) {
		set_start(in->row, &start);
		return true;
	}
	if (group != NULL &&
	    !read_moment(in, group->since, "associate-time", &start))
		return false;
	if (start.text == NULL)
		return sar_row_reject(in->row, "start-time",
		    "nothing says when the session began");
	set_start(in->row, &start);
	doubt_start(in->row, session->id);
	return true;
}

/* Without an end, the last thing known; talk is then not known either. */
static bool
fill_end(struct sar_reading *in, const struct sar_siprec_item *session,
    const struct sar_siprec_item *recorded)
{
	struct sar_index_leg *leg = &in->row->leg;
	struct moment end;
	int64_t joined, last;

	if (!read_moment(in, session->until, "stop-time", &end) ||
	    (end.text == NULL && recorded != NULL &&
		!read_moment(in, recorded->until, "disassociate-time", &end)))
		return false;
	earliest(in->row, &joined, &last);
	leg->end = leg->start;
	if (end.text != NULL)
		last = end.ms;
	if (last != SAR_INDEX_NO_TIME && (last + 999) / 1000 > leg->start)
		leg->end = (last + 999) / 1000;
	if (end.text != NULL && end.ms / 1000 < leg->start)
		return sar_row_reject(in->row, "stop-time",
		    "ends before it starts");
	if (leg->end - leg->start <= INT32_MAX)
		leg->talk = (uint32_t)(leg->end - leg->start);
	return true;
}

bool
sar_siprec_row(const struct sar_siprec *doc, struct sar_reading *in,
    const struct sar_siprec_item *session)
{
	const struct sar_siprec_item *recorded = sar_siprec_find(doc,
	    SAR_SIPREC_RECORDED, session->id, NULL);
	const struct sar_siprec_item *group;
	struct sar_index_leg *leg = &in->row->leg;

	group = group_of(doc, session, &leg->group);
	if (strlen(session->id) >= SAR_ROW_REF_MAX ||
	    strlen(leg->group) >= SAR_ROW_REF_MAX)
		return sar_row_reject(in->row, "session_id", "too long");
	leg->ref = session->id;
	leg->answered = true;
	leg->recorded = SAR_YES;
	if (!add_parties(doc, in, session->id) ||
	    !fill_start(doc, in, session, group, recorded) ||
	    !fill_end(in, session, recorded))
		return false;
	if (doc->moved_group != NULL && doc->moved_group[0] != '\0' &&
	    strcmp(doc->moved_group, leg->group) != 0)
		sar_row_link(in->row,
		    doc->action != NULL && strcmp(doc->action, "XferSup") == 0
			? SAR_LINK_CONSULT
			: SAR_LINK_SAME_CALL,
		    true, doc->moved_group, "xferredGroupID");
	return sar_siprec_sound(doc, in, session);
}
