#include "ingest/cel_channel.h"

#include <stdlib.h>
#include <string.h>

#include "ingest/channel.h"

/* A leg may be a week long; no event is let in later than this. */
#define LONGEST_MS (INT64_C(6) * 86400 * 1000)

/* What one event may bring at most. */
#define EVENT_TEXTS 8
#define EVENT_TIES 6
#define EVENT_STEPS 4

static void
wipe(char *text)
{
	if (text != NULL)
		explicit_bzero(text, strlen(text));
	free(text);
}

static char *
copy(const char *text, struct sar_err *err)
{
	char *result = strdup(text);

	if (result == NULL)
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
	return result;
}

struct sar_cel_channel *
sar_cel_channel_new(const char *unique, const char *raw, struct sar_err *err)
{
	struct sar_cel_channel *channel = calloc(1, sizeof(*channel));

	if (channel == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	channel->answer_ms = SAR_INDEX_NO_TIME;
	if ((channel->unique = copy(unique, err)) == NULL ||
	    (channel->linked = copy("", err)) == NULL ||
	    (channel->name = copy("", err)) == NULL ||
	    (channel->raw = copy(raw, err)) == NULL) {
		sar_cel_channel_free(channel);
		return NULL;
	}
	return channel;
}

void
sar_cel_channel_free(struct sar_cel_channel *channel)
{
	size_t i;

	if (channel == NULL)
		return;
	wipe(channel->unique);
	wipe(channel->linked);
	wipe(channel->name);
	wipe(channel->raw);
	for (i = 0; i < channel->n_texts; i++)
		wipe(channel->texts[i].text);
	for (i = 0; i < channel->n_ties; i++)
		wipe(channel->ties[i].id);
	free(channel->steps);
	free(channel);
}

int
sar_cel_channel_text(struct sar_cel_channel *channel, enum sar_cel_kind kind,
    const char *text, struct sar_err *err)
{
	size_t i;

	if (text[0] == '\0')
		return 0;
	for (i = 0; i < channel->n_texts; i++)
		if (channel->texts[i].kind == kind &&
		    strcmp(channel->texts[i].text, text) == 0)
			return 0;
	if (i == SAR_CEL_TEXTS)
		return sar_err_set(err, SAR_EFAIL, "too many numbers");
	if ((channel->texts[i].text = copy(text, err)) == NULL)
		return -1;
	channel->texts[i].kind = kind;
	channel->n_texts++;
	return 0;
}

int
sar_cel_channel_tie(struct sar_cel_channel *channel, enum sar_link kind,
    bool to_group, const char *id, const char *evidence, struct sar_err *err)
{
	struct sar_cel_tie *tie = &channel->ties[channel->n_ties];
	size_t i;

	/* "N/A" stands for several that were transferred at once. */
	if (id[0] == '\0' || strcmp(id, "N/A") == 0 ||
	    strcmp(id, channel->unique) == 0 || strlen(id) > SAR_CEL_ID_MAX)
		return 0;
	for (i = 0; i < channel->n_ties; i++)
		if (channel->ties[i].kind == kind &&
		    channel->ties[i].to_group == to_group &&
		    strcmp(channel->ties[i].id, id) == 0)
			return 0;
	if (i == SAR_CEL_TIES)
		return sar_err_set(err, SAR_EFAIL, "too many links");
	*tie = (struct sar_cel_tie){ .kind = kind,
		.to_group = to_group,
		.id = copy(id, err),
		.evidence = evidence };
	if (tie->id == NULL)
		return -1;
	channel->n_ties++;
	return 0;
}

int
sar_cel_channel_step(struct sar_cel_channel *channel, enum sar_event what,
    int64_t at_ms, struct sar_err *err)
{
	size_t n = channel->n_steps;
	struct sar_cel_step *wide;

	if (n == SAR_CEL_STEPS)
		return sar_err_set(err, SAR_EFAIL, "too many events");
	/* Room doubles: at 4, 8, 16 ... */
	if (n == 0 || (n >= 4 && (n & (n - 1)) == 0)) {
		wide = reallocarray(channel->steps, n == 0 ? 4 : n * 2,
		    sizeof(*wide));
		if (wide == NULL)
			return sar_err_set(err, SAR_EFAIL, "out of memory");
		channel->steps = wide;
	}
	channel->steps[channel->n_steps++] = (struct sar_cel_step){ what,
		at_ms };
	return 0;
}

bool
sar_cel_channel_full(const struct sar_cel_channel *channel, int64_t at_ms)
{
	return channel->n_texts + EVENT_TEXTS > SAR_CEL_TEXTS ||
	       channel->n_ties + EVENT_TIES > SAR_CEL_TIES ||
	       channel->n_steps + EVENT_STEPS > SAR_CEL_STEPS ||
	       at_ms - channel->first_ms > LONGEST_MS;
}

/* The numbers of one kind, as parties. */
static void
add_parties(const struct sar_cel_channel *channel, struct sar_reading *in,
    enum sar_cel_kind kind, const struct sar_phone_plan *plan,
    enum sar_role role)
{
	const char *text;
	size_t i;

	for (i = 0; i < channel->n_texts; i++) {
		if (channel->texts[i].kind != kind)
			continue;
		text = sar_row_keep(in->row, channel->texts[i].text,
		    strlen(channel->texts[i].text));
		if (kind == SAR_CEL_DEVICE)
			(void)sar_channel_party(in->row, &in->context, text);
		else
			(void)sar_row_party(in->row, plan, role, text);
	}
}

/* All parties, that at this end the first: all events are its. */
static void
fill_parties(const struct sar_cel_channel *channel, struct sar_reading *in)
{
	const struct sar_phone_plan *written = &in->context.written;
	const struct sar_phone_plan *dialled = &in->context.dialled;
	struct sar_row *row = in->row;
	enum sar_role own = channel->caller ? SAR_ROLE_CALLER : SAR_ROLE_CALLED;

	add_parties(channel, in, SAR_CEL_OWN, written, own);
	if (row->leg.n_parties == 0 && sar_channel_party(row, &in->context,
					   channel->name) == SAR_INDEX_NO_PARTY)
		(void)sar_channel_nobody(row, &in->context, own);
	(void)sar_channel_party(row, &in->context, channel->name);
	add_parties(channel, in, SAR_CEL_DIALLED, dialled, SAR_ROLE_CALLED);
	add_parties(channel, in, SAR_CEL_ANOTHER, written, SAR_ROLE_OTHER);
	add_parties(channel, in, SAR_CEL_SENT, dialled, SAR_ROLE_OTHER);
	add_parties(channel, in, SAR_CEL_DEVICE, dialled, SAR_ROLE_OTHER);
}

/*
 * A part that is not the first is named for its time too, so that it stands
 * beside the first and does not replace it.
 */
static void
fill_ids(const struct sar_cel_channel *channel, struct sar_row *row)
{
	const char *group = channel->linked[0] != '\0' ? channel->linked
						       : channel->unique;
	const char *first = sar_row_format(row, "cel:%s", channel->unique);

	row->leg.group = sar_row_keep(row, group, strlen(group));
	row->leg.ref = first;
	if (!channel->began) {
		row->leg.ref = sar_row_format(row, "%s@%s", first,
		    channel->raw);
		sar_row_link(row, SAR_LINK_SAME_CALL, false, first, "uniqueid");
	}
	/* A call record of the channel that has no linkedid is in a group
	   named for its unique id. */
	if (strcmp(group, channel->unique) != 0)
		sar_row_link(row, SAR_LINK_SAME_CALL, true,
		    sar_row_keep(row, channel->unique, strlen(channel->unique)),
		    "uniqueid");
}

static void
fill_links(const struct sar_cel_channel *channel, struct sar_row *row)
{
	const struct sar_cel_tie *tie;
	const char *target;
	size_t i;

	for (i = 0; i < channel->n_ties; i++) {
		tie = &channel->ties[i];
		target = sar_row_format(row, "%s%s",
		    tie->to_group ? "" : "cel:", tie->id);
		if (!tie->to_group || strcmp(target, row->leg.group) != 0)
			sar_row_link(row, tie->kind, tie->to_group, target,
			    tie->evidence);
	}
}

/* When somebody spoke on it first: the log may be set to leave ANSWER out. */
static int64_t
answer_of(const struct sar_cel_channel *channel)
{
	size_t i;

	if (channel->answer_ms != SAR_INDEX_NO_TIME)
		return channel->answer_ms;
	for (i = 0; i < channel->n_steps; i++)
		if (channel->steps[i].what == SAR_EVENT_JOIN)
			return channel->steps[i].at_ms;
	return SAR_INDEX_NO_TIME;
}

static void
fill_times(const struct sar_cel_channel *channel, struct sar_row *row)
{
	struct sar_index_leg *leg = &row->leg;
	int64_t epoch = sar_row_epoch(channel->unique);
	int64_t answer_ms = answer_of(channel);

	leg->start = channel->first_ms / 1000;
	leg->end = (channel->last_ms + 999) / 1000;
	leg->start_raw = sar_row_keep(row, channel->raw, strlen(channel->raw));
	leg->uncertain = channel->uncertain;
	row->fit = channel->fit;
	leg->answered = answer_ms != SAR_INDEX_NO_TIME;
	if (leg->answered)
		leg->talk = (uint32_t)(leg->end - answer_ms / 1000);
	if (channel->began && epoch != 0 && epoch != leg->start)
		leg->clock = epoch;
	/* The log tells of parking, but not of a key of a telephone. */
	leg->hold = channel->was_held ? SAR_YES : SAR_UNKNOWN;
}

int
sar_cel_channel_give(const struct sar_cel_channel *channel,
    struct sar_reading *in, struct sar_err *err)
{
	struct sar_row *row = in->row;
	size_t i;

	sar_row_clear(row);
	fill_times(channel, row);
	fill_ids(channel, row);
	fill_links(channel, row);
	fill_parties(channel, in);
	row->leg.direction = sar_channel_direction(row,
	    channel->caller && sar_channel_inside(channel->name));
	for (i = 0; i < channel->n_steps; i++)
		sar_row_event(row, channel->steps[i].what, 0,
		    channel->steps[i].at_ms);
	return sar_sink_row(in, channel->line, err);
}
