#include <string.h>

#include "base/text.h"
#include "ingest/freeswitch.h"

#define SECOND 1000000

/* Which call the leg is of: what its first channel is called. */
static const char *
group_of(const struct sar_freeswitch_call *call, const char *uuid)
{
	const char *group = sar_freeswitch_get(call, SAR_FS_CALL_UUID);
	size_t i;

	if (group[0] == '\0')
		group = sar_freeswitch_get(call, SAR_FS_ORIGINATING_LEG);
	for (i = 0; i < call->n_peers && group[0] == '\0'; i++)
		if (call->peers[i].originator &&
		    call->peers[i].profile.uuid != NULL)
			group = call->peers[i].profile.uuid;
	return group[0] != '\0' ? group : uuid;
}

static bool
read_ids(const struct sar_freeswitch_call *call, struct sar_row *row)
{
	const char *uuid = sar_freeswitch_get(call, SAR_FS_UUID);

	if (uuid[0] == '\0' && call->n_stages > 0 &&
	    call->stages[0].profile.uuid != NULL)
		uuid = call->stages[0].profile.uuid;
	if (!sar_freeswitch_id(uuid))
		return sar_row_reject(row, "uuid", "missing, or not an id");
	row->leg.ref = uuid;
	row->leg.group = group_of(call, uuid);
	if (!sar_freeswitch_id(row->leg.group))
		return sar_row_reject(row, "call_uuid", "not an id");
	return true;
}

/* In microseconds, the finer clock first; 0 when it never was. */
static bool
read_epoch(const struct sar_freeswitch_call *call, struct sar_row *row,
    enum sar_freeswitch_var micro, enum sar_freeswitch_var second, int64_t *out)
{
	const char *fine = sar_freeswitch_get(call, micro);
	const char *coarse = sar_freeswitch_get(call, second);

	*out = 0;
	if (fine[0] == '\0' && coarse[0] == '\0')
		return true;
	*out = fine[0] != '\0' ? sar_freeswitch_micro(fine)
			       : sar_freeswitch_micro(coarse);
	if (fine[0] == '\0' && *out > INT64_MAX / SECOND)
		*out = -1;
	if (fine[0] == '\0' && *out != -1)
		*out *= SECOND;
	if (*out == -1)
		return sar_row_reject(row, sar_freeswitch_var_name(second),
		    "not a number of seconds since 1970");
	return true;
}

static bool
read_talk(const struct sar_freeswitch_call *call, struct sar_row *row)
{
	const char *billsec = sar_freeswitch_get(call, SAR_FS_BILLSEC);

	if (billsec[0] != '\0') {
		if (sar_row_seconds(billsec, &row->leg.talk))
			return true;
		return sar_row_reject(row, "billsec", "not whole seconds");
	}
	if (call->answered != 0 && call->end > call->answered)
		row->leg.talk = (uint32_t)((call->end - call->answered) /
					   SECOND);
	return true;
}

static bool
read_times(struct sar_freeswitch_call *call, struct sar_row *row)
{
	int64_t start;

	if (!read_epoch(call, row, SAR_FS_START_UEPOCH, SAR_FS_START_EPOCH,
		&start) ||
	    !read_epoch(call, row, SAR_FS_ANSWER_UEPOCH, SAR_FS_ANSWER_EPOCH,
		&call->answered) ||
	    !read_epoch(call, row, SAR_FS_END_UEPOCH, SAR_FS_END_EPOCH,
		&call->end))
		return false;
	if (start == 0)
		return sar_row_reject(row, "start_epoch", "missing");
	if (call->end == 0)
		return sar_row_reject(row, "end_epoch", "missing");
	row->leg.start = start / SECOND;
	row->leg.end = call->end / SECOND;
	row->leg.start_raw = sar_freeswitch_get(call, SAR_FS_START_STAMP);
	row->leg.answered = call->answered != 0;
	return read_talk(call, row);
}

bool
sar_freeswitch_take(struct sar_freeswitch_call *call, struct sar_reading *in)
{
	struct sar_row *row = in->row;

	if (call->full)
		return sar_row_reject(row, "-",
		    "more in one record than there is room for");
	if (!sar_freeswitch_decode(call, row) || !read_ids(call, row) ||
	    !read_times(call, row) || !sar_freeswitch_holds(call, row))
		return false;
	sar_freeswitch_parties(call, in);
	sar_freeswitch_events(call, in);
	sar_freeswitch_links(call, row);
	if (!sar_freeswitch_files(call, in))
		return false;
	if (call->full)
		row->full = true;
	return true;
}
