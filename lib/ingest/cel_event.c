#include "ingest/cel_event.h"

#include <string.h>

#include "ingest/json.h"

/* An event being taken in. */
struct happening {
	struct sar_cel *cel;
	struct sar_cel_channel *channel;
	const struct sar_cel_event *event;
	json_t *extra; /* since Asterisk 12: an object; else NULL */
	bool *over;
};

typedef int happen_fn(const struct happening *h, struct sar_err *err);

static const char *
field(const struct happening *h, enum sar_cel_field at)
{
	return h->event->record->at[at];
}

/* A value of extra, "" when it has none. */
static const char *
extra(const struct happening *h, const char *name)
{
	const char *text = json_string_value(json_object_get(h->extra, name));

	return text == NULL || strlen(text) > SAR_CEL_FIELD_MAX ? "" : text;
}

/* Before Asterisk 12 extra is text. */
static const char *
extra_text(const struct happening *h)
{
	const char *text = field(h, SAR_CEL_EXTRA);

	return h->extra != NULL || strlen(text) > SAR_CEL_FIELD_MAX ? "" : text;
}

/* The open channel named first in ${peers}, names with commas between. */
static struct sar_cel_channel *
first_peer(const struct happening *h, const char *peers)
{
	char name[SAR_CEL_FIELD_MAX + 1];
	struct sar_cel_channel *other;
	size_t len, tried;

	for (tried = 0; tried < 8; tried++) {
		len = strcspn(peers, ",");
		if (len > 0 && len <= SAR_CEL_FIELD_MAX) {
			memcpy(name, peers, len);
			name[len] = '\0';
			other = sar_names_get(h->cel->by_name, name);
			if (other != NULL && other != h->channel)
				return other;
		}
		if (peers[len] == '\0')
			return NULL;
		peers += len + 1;
	}
	return NULL;
}

/* Tie it to the channel whose unique id, or else whose name, extra has. */
static int
tie(const struct happening *h, enum sar_link kind, const char *unique,
    const char *name, const char *evidence, struct sar_err *err)
{
	const struct sar_cel_channel *other = NULL;

	if (extra(h, unique)[0] != '\0')
		return sar_cel_channel_tie(h->channel, kind, false,
		    extra(h, unique), evidence, err);
	if (extra(h, name)[0] != '\0')
		other = sar_names_get(h->cel->by_name, extra(h, name));
	return other == NULL ? 0
			     : sar_cel_channel_tie(h->channel, kind, false,
				   other->unique, evidence, err);
}

/* Before Asterisk 12 the other channel is the event's peer. */
static int
tie_peer(const struct happening *h, enum sar_link kind, const char *evidence,
    struct sar_err *err)
{
	const struct sar_cel_channel *other;

	other = first_peer(h, field(h, SAR_CEL_PEER));
	return other == NULL ? 0
			     : sar_cel_channel_tie(h->channel, kind, false,
				   other->unique, evidence, err);
}

/* On hold, or off it; what it is already is passed over. */
static int
hold(const struct happening *h, bool on, struct sar_err *err)
{
	struct sar_cel_channel *channel = h->channel;

	if (channel->held == on)
		return 0;
	channel->held = on;
	channel->was_held = true;
	return sar_cel_channel_step(channel,
	    on ? SAR_EVENT_HOLD : SAR_EVENT_UNHOLD, h->event->at_ms, err);
}

/* In a bridge of this kind nobody hears the others: a car park. */
static bool
is_holding(const struct happening *h)
{
	return strcmp(extra(h, "bridge_technology"), "holding_bridge") == 0;
}

static int
bridge_enter(const struct happening *h, struct sar_err *err)
{
	const struct sar_cel_channel *other;

	if (is_holding(h))
		return hold(h, true, err);
	if (hold(h, false, err) == -1 ||
	    sar_cel_channel_step(h->channel, SAR_EVENT_JOIN, h->event->at_ms,
		err) == -1)
		return -1;
	/* Those in one bridge soon have one linked id, if that is logged. */
	other = first_peer(h, field(h, SAR_CEL_PEER));
	if (other == NULL ||
	    (other->linked[0] != '\0' &&
		strcmp(other->linked, h->channel->linked) == 0))
		return 0;
	return sar_cel_channel_tie(h->channel, SAR_LINK_BRIDGE, false,
	    other->unique, "bridge", err);
}

static int
bridge_exit(const struct happening *h, struct sar_err *err)
{
	if (is_holding(h))
		return hold(h, false, err);
	return sar_cel_channel_step(h->channel, SAR_EVENT_DROP, h->event->at_ms,
	    err);
}

/* Before Asterisk 12 one of two channels has the events of a bridge; the
   other is its peer. */
static int
bridge_both(const struct happening *h, enum sar_event what, struct sar_err *err)
{
	struct sar_cel_channel *other;

	other = first_peer(h, field(h, SAR_CEL_PEER));
	if (sar_cel_channel_step(h->channel, what, h->event->at_ms, err) == -1)
		return -1;
	if (other == NULL || sar_cel_channel_full(other, h->event->at_ms))
		return 0;
	if (other->last_ms < h->event->at_ms)
		other->last_ms = h->event->at_ms;
	if (sar_cel_channel_step(other, what, h->event->at_ms, err) == -1)
		return -1;
	return tie_peer(h, SAR_LINK_BRIDGE, "bridge", err);
}

static int
bridge_start(const struct happening *h, struct sar_err *err)
{
	return bridge_both(h, SAR_EVENT_JOIN, err);
}

static int
bridge_end(const struct happening *h, struct sar_err *err)
{
	return bridge_both(h, SAR_EVENT_DROP, err);
}

static int
bridge_update(const struct happening *h, struct sar_err *err)
{
	return tie_peer(h, SAR_LINK_BRIDGE, "bridge", err);
}

static int
blind_transfer(const struct happening *h, struct sar_err *err)
{
	const char *to = h->extra != NULL ? extra(h, "extension")
					  : extra_text(h);

	if (sar_cel_channel_text(h->channel, SAR_CEL_SENT, to, err) == -1)
		return -1;
	if (h->extra == NULL)
		return tie_peer(h, SAR_LINK_BLIND, "BLINDTRANSFER", err);
	return tie(h, SAR_LINK_BLIND, "transferee_channel_uniqueid",
	    "transferee_channel_name", "BLINDTRANSFER", err);
}

static int
attended_transfer(const struct happening *h, struct sar_err *err)
{
	static const char evidence[] = "ATTENDEDTRANSFER";

	if (h->extra == NULL)
		return tie_peer(h, SAR_LINK_ATTENDED, evidence, err);
	/* The transferor's other channel is that of the consultation. */
	if (tie(h, SAR_LINK_CONSULT, "channel2_uniqueid", "channel2_name",
		evidence, err) == -1 ||
	    tie(h, SAR_LINK_ATTENDED, "transferee_channel_uniqueid",
		"transferee_channel_name", evidence, err) == -1)
		return -1;
	return tie(h, SAR_LINK_ATTENDED, "transfer_target_channel_uniqueid",
	    "transfer_target_channel_name", evidence, err);
}

static int
park_start(const struct happening *h, struct sar_err *err)
{
	const char *parker = h->extra != NULL ? extra(h, "parker_dial_string")
					      : extra_text(h);

	if (hold(h, true, err) == -1)
		return -1;
	return sar_cel_channel_text(h->channel, SAR_CEL_DEVICE, parker, err);
}

static int
park_end(const struct happening *h, struct sar_err *err)
{
	if (hold(h, false, err) == -1)
		return -1;
	return tie(h, SAR_LINK_PARK, "retriever_uniqueid", "retriever",
	    "PARK_END", err);
}

static int
pick_up(const struct happening *h, struct sar_err *err)
{
	if (h->extra == NULL)
		return tie_peer(h, SAR_LINK_SAME_CALL, "PICKUP", err);
	return tie(h, SAR_LINK_SAME_CALL, "pickup_channel_uniqueid",
	    "pickup_channel", "PICKUP", err);
}

static int
optimize(const struct happening *h, struct sar_err *err)
{
	return tie(h, SAR_LINK_BRIDGE, "local_two_uniqueid", "local_two",
	    "LOCAL_OPTIMIZE", err);
}

static int
forward(const struct happening *h, struct sar_err *err)
{
	return sar_cel_channel_text(h->channel, SAR_CEL_DEVICE,
	    h->extra != NULL ? extra(h, "forward") : extra_text(h), err);
}

static int
start(const struct happening *h, struct sar_err *err)
{
	const char *exten = field(h, SAR_CEL_EXTEN);

	/* Later it is where in the dialplan the channel has got to. */
	if (!h->channel->caller || strpbrk(exten, "0123456789") == NULL)
		return 0;
	return sar_cel_channel_text(h->channel, SAR_CEL_DIALLED, exten, err);
}

static int
answer(const struct happening *h, struct sar_err *err)
{
	(void)err;
	if (h->channel->answer_ms == SAR_INDEX_NO_TIME)
		h->channel->answer_ms = h->event->at_ms;
	return 0;
}

static int
hang_up(const struct happening *h, struct sar_err *err)
{
	(void)err;
	h->channel->gone = true;
	return 0;
}

static int
end(const struct happening *h, struct sar_err *err)
{
	(void)err;
	*h->over = true;
	return 0;
}

/* Those without a function only say that the channel is there. */
static const struct {
	const char *name;
	happen_fn *happen;
} events[] = {
	{ "3WAY_END", NULL },
	{ "3WAY_START", NULL },
	{ "ANSWER", answer },
	{ "APP_END", NULL },
	{ "APP_START", NULL },
	{ "ATTENDEDTRANSFER", attended_transfer },
	{ "BLINDTRANSFER", blind_transfer },
	{ "BRIDGE_END", bridge_end },
	{ "BRIDGE_ENTER", bridge_enter },
	{ "BRIDGE_EXIT", bridge_exit },
	{ "BRIDGE_START", bridge_start },
	{ "BRIDGE_UPDATE", bridge_update },
	{ "CHAN_END", end },
	{ "CHAN_START", start },
	{ "CONF_END", NULL },
	{ "CONF_ENTER", NULL },
	{ "CONF_EXIT", NULL },
	{ "CONF_START", NULL },
	{ "DTMF", NULL },
	{ "FORWARD", forward },
	{ "HANGUP", hang_up },
	{ "HOOKFLASH", NULL },
	{ "LINKEDID_END", NULL },
	{ "LOCAL_OPTIMIZE", optimize },
	{ "LOCAL_OPTIMIZE_BEGIN", NULL },
	{ "PARK_END", park_end },
	{ "PARK_START", park_start },
	{ "PICKUP", pick_up },
	{ "STREAM_BEGIN", NULL },
	{ "STREAM_END", NULL },
	{ "TRANSFER", NULL },
	{ "USER_DEFINED", NULL },
};

#define EVENTS (sizeof(events) / sizeof(events[0]))

/* Its place in events; EVENTS for one of the site's own. */
static size_t
find_event(const char *name)
{
	size_t low = 0, high = EVENTS;
	size_t middle;
	int order;

	while (low < high) {
		middle = (low + high) / 2;
		order = strcmp(name, events[middle].name);
		if (order == 0)
			return middle;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return EVENTS;
}

bool
sar_cel_is_event(const char *type)
{
	return find_event(type) < EVENTS;
}

/* What is no object is text, as before Asterisk 12. */
static json_t *
read_extra(const char *text)
{
	struct sar_err ignored = SAR_ERR_INIT;

	if (text[0] != '{')
		return NULL;
	return sar_json_load("extra", text, strlen(text), &ignored);
}

int
sar_cel_happen(struct sar_cel *cel, struct sar_cel_channel *channel,
    const struct sar_cel_event *event, bool *over, struct sar_err *err)
{
	struct happening h = { .cel = cel,
		.channel = channel,
		.event = event,
		.over = over };
	size_t at = find_event(event->record->at[SAR_CEL_EVENTTYPE]);
	int rc;

	if (sar_cel_note(cel, channel, event, err) == -1)
		return -1;
	if (at == EVENTS || events[at].happen == NULL)
		return 0;
	h.extra = read_extra(event->record->at[SAR_CEL_EXTRA]);
	rc = events[at].happen(&h, err);
	json_decref(h.extra);
	return rc;
}
