#include <stdlib.h>
#include <string.h>

#include "ingest/cel_event.h"

static int
set_text(char **to, const char *text, struct sar_err *err)
{
	char *copy = strdup(text);

	if (copy == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	free(*to);
	*to = copy;
	return 0;
}

/* When two calls meet, one's linked id becomes that of both. */
static int
note_linked(struct sar_cel_channel *channel, const char *linked,
    struct sar_err *err)
{
	if (linked[0] == '\0' || strcmp(channel->linked, linked) == 0)
		return 0;
	if (sar_cel_channel_tie(channel, SAR_LINK_SAME_CALL, true,
		channel->linked, "linkedid", err) == -1)
		return -1;
	return set_text(&channel->linked, linked, err);
}

static int
note_name(struct sar_cel *cel, struct sar_cel_channel *channel,
    const char *name, struct sar_err *err)
{
	if (name[0] == '\0' || strcmp(channel->name, name) == 0)
		return 0;
	sar_names_drop(cel->by_name, channel->name, channel);
	if (set_text(&channel->name, name, err) == -1)
		return -1;
	return sar_names_put(cel->by_name, name, channel, err);
}

static void
note_time(struct sar_cel_channel *channel, const struct sar_cel_event *event)
{
	if (channel->last_ms < event->at_ms)
		channel->last_ms = event->at_ms;
	if (channel->first_ms > event->at_ms)
		channel->first_ms = event->at_ms;
	if (channel->uncertain < event->uncertain)
		channel->uncertain = event->uncertain;
}

int
sar_cel_note(struct sar_cel *cel, struct sar_cel_channel *channel,
    const struct sar_cel_event *event, struct sar_err *err)
{
	const char *const *at = event->record->at;

	note_time(channel, event);
	if (note_name(cel, channel, at[SAR_CEL_CHANNEL], err) == -1 ||
	    note_linked(channel, at[SAR_CEL_LINKEDID], err) == -1 ||
	    sar_cel_channel_text(channel, SAR_CEL_OWN, at[SAR_CEL_NUM], err) ==
		-1 ||
	    sar_cel_channel_text(channel, SAR_CEL_OWN, at[SAR_CEL_ANI], err) ==
		-1 ||
	    sar_cel_channel_text(channel, SAR_CEL_ANOTHER, at[SAR_CEL_RDNIS],
		err) == -1)
		return -1;
	if (!channel->caller)
		return 0;
	return sar_cel_channel_text(channel, SAR_CEL_DIALLED, at[SAR_CEL_DNID],
	    err);
}
