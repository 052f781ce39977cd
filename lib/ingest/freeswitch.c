#include "ingest/freeswitch.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"

#define LIST "ARRAY::"
#define YEAR_2200_US 7258118400000000

static const char *const names[SAR_FS_VARS] = {
	[SAR_FS_UUID] = "uuid",
	[SAR_FS_CALL_UUID] = "call_uuid",
	[SAR_FS_ORIGINATING_LEG] = "originating_leg_uuid",
	[SAR_FS_ORIGINATED_LEGS] = "originated_legs",
	[SAR_FS_BRIDGE_UUID] = "bridge_uuid",
	[SAR_FS_LAST_BRIDGE_TO] = "last_bridge_to",
	[SAR_FS_SIGNAL_BOND] = "signal_bond",
	[SAR_FS_LOOPBACK] = "other_loopback_leg_uuid",
	[SAR_FS_CC_MEMBER] = "cc_member_session_uuid",
	[SAR_FS_TRANSFER_HISTORY] = "transfer_history",
	[SAR_FS_DIRECTION] = "direction",
	[SAR_FS_CALL_DIRECTION] = "call_direction",
	[SAR_FS_START_STAMP] = "start_stamp",
	[SAR_FS_START_EPOCH] = "start_epoch",
	[SAR_FS_START_UEPOCH] = "start_uepoch",
	[SAR_FS_ANSWER_EPOCH] = "answer_epoch",
	[SAR_FS_ANSWER_UEPOCH] = "answer_uepoch",
	[SAR_FS_END_EPOCH] = "end_epoch",
	[SAR_FS_END_UEPOCH] = "end_uepoch",
	[SAR_FS_BILLSEC] = "billsec",
	[SAR_FS_HOLD_EVENTS] = "hold_events",
	[SAR_FS_HOLD_ACCUM_MS] = "hold_accum_ms",
	[SAR_FS_HOLD_ACCUM_SECONDS] = "hold_accum_seconds",
	[SAR_FS_SIP_FROM_USER] = "sip_from_user",
	[SAR_FS_SIP_TO_USER] = "sip_to_user",
	[SAR_FS_CALLER_DESTINATION] = "caller_destination",
	[SAR_FS_DIALED_USER] = "dialed_user",
	[SAR_FS_CALLEE_ID] = "last_sent_callee_id_number",
	[SAR_FS_EFFECTIVE_ID] = "effective_caller_id_number",
	[SAR_FS_RECORD_PATH] = "record_path",
	[SAR_FS_RECORD_NAME] = "record_name",
	[SAR_FS_RECORD_MS] = "record_ms",
	[SAR_FS_RECORD_SECONDS] = "record_seconds",
	[SAR_FS_RECORD_SAMPLES] = "record_samples",
	[SAR_FS_RECORD_STEREO] = "record_stereo",
	[SAR_FS_RECORD_STEREO_SWAP] = "record_stereo_swap",
	[SAR_FS_RECORD_READ_ONLY] = "record_read_only",
	[SAR_FS_RECORD_WRITE_ONLY] = "record_write_only",
	[SAR_FS_RECORD_APPEND] = "record_append",
	[SAR_FS_RECORD_ANSWER_REQ] = "record_answer_req",
	[SAR_FS_RECORD_FOLLOW] = "recording_follow_transfer",
	[SAR_FS_SOFIA_RECORD_FILE] = "sofia_record_file",
	[SAR_FS_CC_RECORD_FILE] = "cc_record_filename",
	[SAR_FS_LAST_APP] = "last_app",
	[SAR_FS_LAST_ARG] = "last_arg",
};

void
sar_freeswitch_clear(struct sar_freeswitch_call *call)
{
	memset(call->vars, 0, sizeof(call->vars));
	call->encoded = false;
	call->plain = false;
	call->log = false;
	call->n_stages = 0;
	call->n_peers = 0;
	call->n_holds = 0;
	call->n_records = 0;
	call->full = false;
	call->answered = 0;
	call->end = 0;
	call->own = SAR_INDEX_NO_PARTY;
	call->used = 0;
}

static char *
reserve(struct sar_freeswitch_call *call, size_t len)
{
	char *at = call->text + call->used;

	if (len >= sizeof(call->text) - call->used) {
		call->full = true;
		return NULL;
	}
	call->used += len + 1;
	at[len] = '\0';
	return at;
}

static const char *
keep(struct sar_freeswitch_call *call, const char *text, size_t len)
{
	char *at = reserve(call, len);

	if (at == NULL)
		return "";
	memcpy(at, text, len);
	return at;
}

/* As FreeSWITCH writes a list into one value; XML repeats the element. */
static const char *
append(struct sar_freeswitch_call *call, const char *list, const char *value)
{
	const char *mark = strncmp(list, LIST, strlen(LIST)) == 0 ? "" : LIST;
	size_t len = strlen(mark) + strlen(list) + 2 + strlen(value);
	char *at = reserve(call, len);

	if (at == NULL)
		return list;
	(void)snprintf(at, len + 1, "%s%s|:%s", mark, list, value);
	return at;
}

void
sar_freeswitch_var(struct sar_freeswitch_call *call, const char *name,
    const char *value)
{
	int v;

	for (v = 0; v < SAR_FS_VARS; v++) {
		if (((names[v][0] ^ name[0]) & 0x5f) != 0 ||
		    strcasecmp(names[v], name) != 0)
			continue;
		if (call->vars[v] == NULL)
			call->vars[v] = keep(call, value, strlen(value));
		else
			call->vars[v] = append(call, call->vars[v], value);
		return;
	}
}

struct sar_freeswitch_profile *
sar_freeswitch_stage(struct sar_freeswitch_call *call)
{
	struct sar_freeswitch_stage *stage = &call->stages[call->n_stages];

	if (call->n_stages == SAR_FREESWITCH_STAGES) {
		call->full = true;
		return &call->stages[0].profile;
	}
	call->n_stages++;
	memset(stage, 0, sizeof(*stage));
	return &stage->profile;
}

/* Of the stage added last. */
struct sar_freeswitch_profile *
sar_freeswitch_peer(struct sar_freeswitch_call *call, bool originator)
{
	struct sar_freeswitch_peer *peer = &call->peers[call->n_peers];

	if (call->n_peers == SAR_FREESWITCH_PEERS || call->n_stages == 0) {
		call->full = true;
		return &call->peers[0].profile;
	}
	call->n_peers++;
	memset(peer, 0, sizeof(*peer));
	peer->stage = call->n_stages - 1;
	peer->originator = originator;
	return &peer->profile;
}

void
sar_freeswitch_profile(struct sar_freeswitch_call *call,
    struct sar_freeswitch_profile *profile, const char *name, const char *value)
{
	const struct {
		const char *name;
		const char **field;
	} fields[] = {
		{ "uuid", &profile->uuid },
		{ "caller_id_number", &profile->caller },
		{ "ani", &profile->ani },
		{ "destination_number", &profile->dialled },
		{ "callee_id_number", &profile->callee },
		{ "rdnis", &profile->rdnis },
	};
	size_t i;

	for (i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		if (strcmp(fields[i].name, name) == 0)
			*fields[i].field = keep(call, value, strlen(value));
}

void
sar_freeswitch_time(struct sar_freeswitch_call *call, const char *name,
    const char *value)
{
	struct sar_freeswitch_stage *stage;
	int64_t time = sar_freeswitch_micro(value);

	if (call->n_stages == 0)
		return;
	stage = &call->stages[call->n_stages - 1];
	if (time == -1)
		time = 0;
	if (strcmp(name, "profile_created_time") == 0)
		stage->created = time;
	else if (strcmp(name, "bridged_time") == 0)
		stage->bridged = time;
	else if (strcmp(name, "transfer_time") == 0)
		stage->transferred = time;
	else if (strcmp(name, "hangup_time") == 0)
		stage->hungup = time;
}

void
sar_freeswitch_hold(struct sar_freeswitch_call *call, const char *on,
    const char *off, const char *peer)
{
	struct sar_freeswitch_hold *hold = &call->holds[call->n_holds];

	if (call->n_holds == SAR_FREESWITCH_HOLDS) {
		call->full = true;
		return;
	}
	call->n_holds++;
	hold->on = sar_freeswitch_micro(on);
	hold->off = sar_freeswitch_micro(off);
	hold->peer = peer == NULL ? NULL : keep(call, peer, strlen(peer));
}

void
sar_freeswitch_app(struct sar_freeswitch_call *call, const char *app,
    const char *data)
{
	size_t len = strlen(data);
	size_t i;

	call->log = true;
	/* "record", a message somebody leaves, has more after its path. */
	if (strcmp(app, "record") == 0)
		len = strcspn(data, " ");
	else if (strcmp(app, "record_session") != 0)
		return;
	if (call->n_records == SAR_INDEX_USES) {
		call->full = true;
		return;
	}
	data = keep(call, data, len);
	for (i = 0; i < call->n_records; i++)
		if (strcmp(call->records[i], data) == 0)
			return;
	call->records[call->n_records++] = data;
}

const char *
sar_freeswitch_get(const struct sar_freeswitch_call *call,
    enum sar_freeswitch_var var)
{
	return call->vars[var] == NULL ? "" : call->vars[var];
}

const char *
sar_freeswitch_var_name(enum sar_freeswitch_var var)
{
	return names[var];
}

/* switch_true() */
bool
sar_freeswitch_yes(const struct sar_freeswitch_call *call,
    enum sar_freeswitch_var var)
{
	static const char *const yes[] = { "yes", "on", "true", "t", "enabled",
		"active", "allow" };
	const char *value = sar_freeswitch_get(call, var);
	size_t i;

	for (i = 0; i < sizeof(yes) / sizeof(yes[0]); i++)
		if (strcasecmp(value, yes[i]) == 0)
			return true;
	return value[0] != '\0' &&
	       strspn(value, "0123456789") == strlen(value) &&
	       strspn(value, "0") < strlen(value);
}

const char *
sar_freeswitch_item(struct sar_freeswitch_call *call, const char **list)
{
	const char *from = *list;
	const char *to;

	if (from == NULL || from[0] == '\0')
		return NULL;
	if (strncmp(from, LIST, strlen(LIST)) == 0)
		from += strlen(LIST);
	to = strstr(from, "|:");
	*list = to == NULL ? NULL : to + 2;
	return to == NULL ? from : keep(call, from, (size_t)(to - from));
}

bool
sar_freeswitch_id(const char *text)
{
	const char *p;

	for (p = text; *p != '\0'; p++)
		if (*p <= ' ' || *p >= 0x7f)
			return false;
	return p > text && p - text < SAR_ROW_REF_MAX;
}

int64_t
sar_freeswitch_micro(const char *text)
{
	uint64_t n;

	if (!sar_text_number(text, YEAR_2200_US, &n))
		return -1;
	return (int64_t)n;
}

/* A leg that FreeSWITCH itself called. */
bool
sar_freeswitch_outbound(const struct sar_freeswitch_call *call)
{
	const char *direction = sar_freeswitch_get(call, SAR_FS_DIRECTION);
	size_t i;

	if (direction[0] != '\0')
		return strcmp(direction, "outbound") == 0;
	for (i = 0; i < call->n_peers; i++)
		if (call->peers[i].originator)
			return true;
	return false;
}

bool
sar_freeswitch_number(const char *text)
{
	size_t len = strlen(text);

	return len >= 2 && strspn(text, "0123456789+*#") == len;
}
