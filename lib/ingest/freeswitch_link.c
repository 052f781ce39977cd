#include <stdlib.h>
#include <string.h>

#include "ingest/freeswitch.h"

#define TOGETHER 2 /* seconds between the two entries of one transfer */

/*
 * A link, unless there is one to the same channel: the first says most.  Where
 * there is no more room, a channel that was merely called is left out: its own
 * record has this one's id, and the same call.
 */
static void
link_to(struct sar_row *row, enum sar_link kind, const char *target,
    const char *evidence)
{
	size_t i;

	if (target == NULL || !sar_freeswitch_id(target) ||
	    strcmp(target, row->leg.ref) == 0)
		return;
	for (i = 0; i < row->n_links; i++)
		if (strcmp(row->links[i].target, target) == 0)
			return;
	if (kind == SAR_LINK_SAME_CALL && row->n_links == SAR_INDEX_LINKS)
		return;
	sar_row_link(row, kind, false, target, evidence);
}

/* One entry of transfer_history: "EPOCH:ID:KIND:TARGET". */
struct entry {
	long long epoch;
	const char *kind;
	size_t kind_len;
	const char *target;
};

static bool
read_entry(const char *item, struct entry *entry)
{
	size_t digits = strspn(item, "0123456789");
	const char *p = NULL;

	if (digits > 0 && digits <= 12 && item[digits] == ':')
		p = strchr(item + digits + 1, ':');
	if (p == NULL)
		return false;
	entry->epoch = strtoll(item, NULL, 10);
	entry->kind = p + 1;
	if ((p = strchr(entry->kind, ':')) == NULL)
		return false;
	entry->kind_len = (size_t)(p - entry->kind);
	entry->target = p + 1;
	return true;
}

static bool
is_kind(const struct entry *entry, const char *kind)
{
	return entry->kind_len == strlen(kind) &&
	       memcmp(entry->kind, kind, entry->kind_len) == 0;
}

/* Was there an attended transfer at that time? */
static bool
attended_at(struct sar_freeswitch_call *call, long long epoch)
{
	const char *list = sar_freeswitch_get(call, SAR_FS_TRANSFER_HISTORY);
	struct entry entry;
	const char *item;

	while ((item = sar_freeswitch_item(call, &list)) != NULL)
		if (read_entry(item, &entry) && is_kind(&entry, "att_xfer") &&
		    entry.epoch >= epoch - TOGETHER &&
		    entry.epoch <= epoch + TOGETHER)
			return true;
	return false;
}

/* uuid_br says which channel; att_xfer beside it says why, by numbers. */
static void
link_transfers(struct sar_freeswitch_call *call, struct sar_row *row)
{
	const char *list = sar_freeswitch_get(call, SAR_FS_TRANSFER_HISTORY);
	struct entry entry;
	const char *item;

	while ((item = sar_freeswitch_item(call, &list)) != NULL) {
		if (!read_entry(item, &entry) || !is_kind(&entry, "uuid_br"))
			continue;
		link_to(row,
		    attended_at(call, entry.epoch) ? SAR_LINK_ATTENDED
						   : SAR_LINK_BRIDGE,
		    entry.target, "transfer_history");
	}
}

/* Had somebody been on the line before the stage ended in a transfer? */
static bool
talked_before(const struct sar_freeswitch_call *call, size_t stage)
{
	size_t i;

	for (i = stage + 1; i < call->n_stages; i++)
		if (call->stages[i].transferred != 0 &&
		    call->stages[i].bridged != 0)
			return true;
	return false;
}

/* Channels called after a blind transfer, or, ${blind} false, all others. */
static void
link_callflow(const struct sar_freeswitch_call *call, struct sar_row *row,
    bool blind)
{
	const struct sar_freeswitch_peer *peer;
	size_t i;

	for (i = 0; i < call->n_peers; i++) {
		peer = &call->peers[i];
		if (blind && !peer->originator &&
		    talked_before(call, peer->stage))
			link_to(row, SAR_LINK_BLIND, peer->profile.uuid,
			    "callflow");
		if (!blind)
			link_to(row, SAR_LINK_SAME_CALL, peer->profile.uuid,
			    "callflow");
	}
}

/* "UUID;NAME;NUMBER" each. */
static void
link_originated(struct sar_freeswitch_call *call, struct sar_row *row)
{
	const char *list = sar_freeswitch_get(call, SAR_FS_ORIGINATED_LEGS);
	const char *item, *end;

	while ((item = sar_freeswitch_item(call, &list)) != NULL) {
		end = strchr(item, ';');
		if (end != NULL)
			item = sar_row_keep(row, item, (size_t)(end - item));
		link_to(row, SAR_LINK_SAME_CALL, item, "originated_legs");
	}
}

static void
link_var(const struct sar_freeswitch_call *call, struct sar_row *row,
    enum sar_link kind, enum sar_freeswitch_var var)
{
	link_to(row, kind, sar_freeswitch_get(call, var),
	    sar_freeswitch_var_name(var));
}

void
sar_freeswitch_links(struct sar_freeswitch_call *call, struct sar_row *row)
{
	size_t i;

	link_transfers(call, row);
	link_callflow(call, row, true);
	link_var(call, row, SAR_LINK_BRIDGE, SAR_FS_BRIDGE_UUID);
	link_var(call, row, SAR_LINK_BRIDGE, SAR_FS_LAST_BRIDGE_TO);
	link_var(call, row, SAR_LINK_BRIDGE, SAR_FS_SIGNAL_BOND);
	for (i = 0; i < call->n_holds; i++)
		link_to(row, SAR_LINK_BRIDGE, call->holds[i].peer,
		    "hold-record");
	link_var(call, row, SAR_LINK_SAME_CALL, SAR_FS_ORIGINATING_LEG);
	link_var(call, row, SAR_LINK_SAME_CALL, SAR_FS_LOOPBACK);
	link_var(call, row, SAR_LINK_SAME_CALL, SAR_FS_CC_MEMBER);
	link_callflow(call, row, false);
	link_originated(call, row);
}
