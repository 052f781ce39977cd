#include "ingest/database.h"
#include "ingest/freeswitch_flat.h"

/* mod_cdr_sqlite has these columns and no others that matter here. */
static const char rows_sql[] =
    "SELECT uuid, bleg_uuid, caller_id_number, destination_number, "
    "start_stamp, answer_stamp, end_stamp, duration, billsec "
    "FROM cdr ORDER BY rowid";

static const char *
text(const char *value)
{
	return value == NULL ? "" : value;
}

/* The columns as rows_sql has them, for rejects. */
static const char *const names[] = { "uuid", "bleg_uuid", "caller_id_number",
	"destination_number", "start_stamp", "answer_stamp", "end_stamp",
	"duration", "billsec" };

/* Not text, or a telephone number kept as a number, whose zeros are lost. */
static bool
is_bad(struct sar_row *row, const struct sar_database_row *from)
{
	size_t i;

	if (from->fault != NULL)
		return !sar_row_reject(row, names[from->at], from->fault);
	for (i = 2; i < 4; i++)
		if (from->numbers[i])
			return !sar_row_reject(row, names[i],
			    "a number, not text: its zeros are lost");
	return false;
}

static int
take(void *ctx, const struct sar_database_row *row, struct sar_err *err)
{
	struct sar_reading *in = ctx;
	const struct sar_freeswitch_flat flat = {
		.uuid = text(row->values[0]),
		.peer = text(row->values[1]),
		.peer_name = "bleg_uuid",
		.caller = text(row->values[2]),
		.called = text(row->values[3]),
		.start = text(row->values[4]),
		.answer = text(row->values[5]),
		.end = text(row->values[6]),
		.duration = text(row->values[7]),
		.billsec = text(row->values[8]),
	};

	return sar_sink_take(in, row->nr,
	    !is_bad(in->row, row) && sar_freeswitch_flat_take(in, &flat), err);
}

static int
digest(struct sar_reading *in, struct sar_err *err)
{
	if (in->db == NULL)
		return sar_err_set(err, SAR_EINPUT, "%s: not a database",
		    in->name);
	return sar_database_digest(in->db, in->name, rows_sql, in->sha256, err);
}

static int
read_rows(struct sar_reading *in, struct sar_err *err)
{
	if (in->context.basis == SAR_TIME_UNKNOWN) {
		in->context.basis = SAR_TIME_ZONE;
		in->evidence = "format";
	}
	return sar_database_each(in->db, in->name, rows_sql, take, in, err);
}

static bool
probe(const struct sar_probe *probe)
{
	static const char *const own[] = { "uuid", "bleg_uuid",
		"caller_id_number", "destination_number", "start_stamp",
		"answer_stamp", "end_stamp", "duration", "billsec",
		"hangup_cause" };
	size_t i;

	if (probe->db == NULL)
		return false;
	for (i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		if (!sar_database_has(probe->db, "cdr", own[i]))
			return false;
	return true;
}

const struct sar_format sar_format_freeswitch_sqlite = {
	.name = "freeswitch-sqlite",
	.version = 1,
	.title = "FreeSWITCH, database of mod_cdr_sqlite",
	.system = "freeswitch",
	.grouped = "",
	.probe = probe,
	.digest = digest,
	.read = read_rows,
};
