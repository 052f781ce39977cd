#include <stdlib.h>
#include <string.h>

#include "ingest/database.h"
#include "ingest/freepbx.h"

#define TABLE "cdr_general"

/* In the order of the query.  Names of people and dtmf_digits, which may hold
   a PIN, are not even read. */
enum column {
	ID,
	START,
	ENDTIME,
	SRC_CHAN,
	SRC_NUM,
	DST_CHAN,
	DST_NUM,
	UNIQUEID,
	LINKEDID,
	DID,
	DISPOSITION,
	RECORDINGFILE,
	DURATION,
	BILLSEC,
	REC_SRC_CHANNEL,
	COLUMNS
};

static const char *const names[COLUMNS] = { "id", "start", "endtime",
	"src_chan", "src_num", "dst_chan", "dst_num", "UNIQUEID", "linkedid",
	"did", "disposition", "recordingfile", "duration", "billsec",
	"rec_src_channel" };

static const char query[] =
    "SELECT id, start, endtime, src_chan, src_num, dst_chan, dst_num, "
    "UNIQUEID, linkedid, did, disposition, recordingfile, duration, billsec, "
    "rec_src_channel FROM " TABLE " NOT INDEXED";

/* Releases before 2025 have no rec_src_channel. */
static const char old_query[] =
    "SELECT id, start, endtime, src_chan, src_num, dst_chan, dst_num, "
    "UNIQUEID, linkedid, did, disposition, recordingfile, duration, billsec, "
    "'' FROM " TABLE " NOT INDEXED";

static bool
is_ours(const struct sar_database *db)
{
	int c;

	for (c = 0; c < REC_SRC_CHANNEL; c++)
		if (!sar_database_has(db, TABLE, names[c]))
			return false;
	return true;
}

static bool
probe(const struct sar_probe *probe)
{
	return probe->db != NULL && is_ours(probe->db);
}

static const char *
query_of(const struct sar_reading *in)
{
	return sar_database_has(in->db, TABLE, names[REC_SRC_CHANNEL])
		   ? query
		   : old_query;
}

static int
digest(struct sar_reading *in, struct sar_err *err)
{
	if (in->db == NULL || !is_ours(in->db))
		return sar_err_set(err, SAR_EINPUT,
		    "%s: not an SQLite database with MikoPBX's " TABLE,
		    in->name);
	return sar_database_digest(in->db, in->name, query_of(in), in->sha256,
	    err);
}

/* The longer of duration and what endtime says, for either may be lacking. */
static bool
read_time(struct sar_reading *in, const char *const *value,
    struct sar_civil *local, int64_t epoch)
{
	struct sar_row *row = in->row;
	struct sar_civil end;
	uint32_t duration = 0;
	int64_t lasted;

	if (!sar_freepbx_stamp(value[START], local))
		return sar_row_reject(row, "start", "not a date and time");
	if (value[DURATION][0] != '\0' &&
	    !sar_row_seconds(value[DURATION], &duration))
		return sar_row_reject(row, "duration", "not whole seconds");
	if (value[BILLSEC][0] != '\0' &&
	    !sar_row_seconds(value[BILLSEC], &row->leg.talk))
		return sar_row_reject(row, "billsec", "not whole seconds");
	lasted = duration;
	if (value[ENDTIME][0] != '\0') {
		if (!sar_freepbx_stamp(value[ENDTIME], &end))
			return sar_row_reject(row, "endtime",
			    "not a date and time");
		if (sar_civil_seconds(&end) - sar_civil_seconds(local) > lasted)
			lasted = sar_civil_seconds(&end) -
				 sar_civil_seconds(local);
	} else if (value[DURATION][0] == '\0')
		return sar_row_reject(row, "endtime", "empty, and no duration");
	if (lasted < row->leg.talk)
		lasted = row->leg.talk;
	sar_row_start(row, &in->context, local);
	sar_row_settle(row, &in->context, local, epoch);
	row->leg.end = row->leg.start + lasted;
	row->leg.start_raw = value[START];
	return true;
}

/* UNIQUEID is made for the row; with the table's key nothing can hide another
   row. */
static bool
read_ids(struct sar_row *row, const char *const *value)
{
	if (value[UNIQUEID][0] == '\0' || strlen(value[UNIQUEID]) > 100 ||
	    strlen(value[LINKEDID]) > 100 || strlen(value[ID]) > 20)
		return sar_row_reject(row, "UNIQUEID", "empty or too long");
	row->leg.ref = sar_row_format(row, "%s:%s", value[UNIQUEID], value[ID]);
	row->leg.group = value[LINKEDID][0] != '\0' ? value[LINKEDID]
						    : value[UNIQUEID];
	return true;
}

/* "/storage/DISK/mikopbx/FOLDER/monitor/" off; NULL when it is not there. */
static const char *
below_monitor(const char *path)
{
	const char *p = path;

	if (strncmp(p, "/storage/", 9) != 0 ||
	    (p = strchr(p + 9, '/')) == NULL ||
	    strncmp(p, "/mikopbx/", 9) != 0 ||
	    (p = strchr(p + 9, '/')) == NULL || strncmp(p, "/monitor/", 9) != 0)
		return NULL;
	return p + 9;
}

/* The folder YYYY/MM/DD/HH is by another clock, or of another leg. */
static void
note_folder(struct sar_reading *in, const char *path,
    const struct sar_civil *local)
{
	char text[SAR_CIVIL_LEN] = "0000-00-00 00:00:00";
	struct sar_index_leg *leg = &in->row->leg;
	enum sar_zone_fit fit;
	struct sar_civil t;
	uint32_t uncertain;
	int64_t at;

	if (strnlen(path, 14) < 14 || path[4] != '/' || path[7] != '/' ||
	    path[10] != '/' || path[13] != '/')
		return;
	memcpy(text, path, 4);
	memcpy(text + 5, path + 5, 2);
	memcpy(text + 8, path + 8, 2);
	memcpy(text + 11, path + 11, 2);
	if (!sar_civil_parse(text, &t) ||
	    (sar_date_days(t.date) == sar_date_days(local->date) &&
		t.hour == local->hour))
		return;
	at = sar_zone_resolve(in->context.zone, &t, &fit, &uncertain);
	if (leg->clock == SAR_INDEX_NO_TIME ||
	    llabs(at - leg->start) > llabs(leg->clock - leg->start))
		leg->clock = at;
}

static bool
read_recording(struct sar_reading *in, const char *const *value,
    const struct sar_civil *local)
{
	const char *path = value[RECORDINGFILE];
	struct sar_row *row = in->row;

	row->leg.recorded = path[0] == '\0' ? SAR_NO : SAR_YES;
	if (path[0] == '\0')
		return true;
	if (path[0] == '/' && (path = below_monitor(path)) == NULL)
		return sar_row_reject(row, "recordingfile",
		    "not in the recorder's folder");
	if (sar_row_file(row, "recordingfile", path) == NULL)
		return false;
	note_folder(in, path, local);
	return true;
}

/* rec_src_channel says where the caller is; nothing says who is on the other
   channel, which a transfer may change. */
static void
read_parties(struct sar_reading *in, const char *const *value)
{
	const struct sar_phone_plan *written = &in->context.written;
	const char *channel = value[REC_SRC_CHANNEL];
	struct sar_row *row = in->row;
	int caller;

	caller = sar_row_party(row, written, SAR_ROLE_CALLER, value[SRC_NUM]);
	(void)sar_row_party(row, &in->context.dialled, SAR_ROLE_CALLED,
	    value[DST_NUM]);
	(void)sar_row_party(row, written, SAR_ROLE_ENTRY, value[DID]);
	(void)sar_row_party(row, written, SAR_ROLE_OTHER,
	    sar_row_extension(row, value[SRC_CHAN]));
	(void)sar_row_party(row, written, SAR_ROLE_OTHER,
	    sar_row_extension(row, value[DST_CHAN]));
	if (row->n_files == 1 && caller != SAR_INDEX_NO_PARTY &&
	    (strcmp(channel, "0") == 0 || strcmp(channel, "1") == 0))
		sar_row_stream(row, 0, channel[0] == '1', caller);
}

static void
set_direction(struct sar_row *row, const char *const *value)
{
	enum sar_phone_kind from = SAR_PHONE_BAD, to = SAR_PHONE_BAD;
	size_t i;

	for (i = row->leg.n_parties; i-- > 0;) {
		if (row->parties[i].role == SAR_ROLE_CALLER)
			from = row->parties[i].number.kind;
		if (row->parties[i].role == SAR_ROLE_CALLED)
			to = row->parties[i].number.kind;
	}
	if (value[DID][0] != '\0')
		row->leg.direction = SAR_DIRECTION_IN;
	else if (to == SAR_PHONE_E164 && from == SAR_PHONE_LOCAL)
		row->leg.direction = SAR_DIRECTION_OUT;
	else if (to == SAR_PHONE_LOCAL && from == SAR_PHONE_LOCAL)
		row->leg.direction = SAR_DIRECTION_INTERNAL;
}

/* A number in place of text has lost its zeros. */
static bool
is_number(const struct sar_database_row *row, int *column)
{
	static const int exact[] = { SRC_NUM, DST_NUM, DID, UNIQUEID,
		LINKEDID };
	size_t i;

	for (i = 0; i < sizeof(exact) / sizeof(exact[0]); i++) {
		*column = exact[i];
		if (row->numbers[exact[i]])
			return true;
	}
	return false;
}

static bool
read_row(struct sar_reading *in, const struct sar_database_row *row)
{
	const char *value[COLUMNS];
	struct sar_civil local;
	int64_t epoch;
	int c;

	if (row->fault != NULL)
		return sar_row_reject(in->row, names[row->at], row->fault);
	if (is_number(row, &c))
		return sar_row_reject(in->row, names[c],
		    "a number, not text: its zeros are lost");
	for (c = 0; c < COLUMNS; c++)
		value[c] = row->values[c] == NULL ? "" : row->values[c];
	epoch = sar_row_epoch(value[UNIQUEID]);
	if (!read_time(in, value, &local, epoch) || !read_ids(in->row, value))
		return false;
	if (epoch != 0 && epoch != in->row->leg.start)
		in->row->leg.clock = epoch;
	if (!read_recording(in, value, &local))
		return false;
	read_parties(in, value);
	set_direction(in->row, value);
	in->row->leg.answered = strcmp(value[DISPOSITION], "ANSWERED") == 0 &&
				in->row->leg.talk > 0;
	return true;
}

static int
take_row(void *ctx, const struct sar_database_row *row, struct sar_err *err)
{
	struct sar_reading *in = ctx;

	return sar_sink_take(in, row->nr, read_row(in, row), err);
}

static int
read_mikopbx(struct sar_reading *in, struct sar_err *err)
{
	sar_freepbx_basis(in);
	return sar_database_each(in->db, in->name, query_of(in), take_row, in,
	    err);
}

const struct sar_format sar_format_mikopbx_sqlite = {
	.name = "mikopbx-sqlite",
	.version = 1,
	.title = "MikoPBX, SQLite with cdr_general",
	.system = "mikopbx",
	.grouped = "linkedid",
	.probe = probe,
	.digest = digest,
	.read = read_mikopbx,
};
