#include "ingest/rtpengine.h"

#include <string.h>
#include <strings.h>

#include "ingest/mapped.h"

/* A call, what it is about, and its files: in this order, call by call. */
#define CALLS                                               \
	"SELECT c.id, 0, 0, c.call_id, c.start_timestamp, " \
	"c.end_timestamp, c.status FROM recording_calls c "
#define KEYS                                                            \
	"UNION ALL SELECT m.call, 1, m.id, m.key, m.value, NULL, NULL " \
	"FROM recording_metakeys m "
#define STREAMS                                                \
	"UNION ALL SELECT s.call, 2, s.id, s.local_filename, " \
	"s.output_type, s.start_timestamp, s.end_timestamp "   \
	"FROM recording_streams s "
#define IN_ORDER "ORDER BY 1, 2, 3"

enum {
	CALL,
	WHAT,
	ID,
	A,
	B,
	C,
	D
};

/* A call being put together out of its rows. */
struct calls {
	struct sar_reading *in;
	bool open;
	bool good;
	char call[24];
	uint64_t line; /* of the call's own row */
	int64_t last;  /* end of the stream that ends last */
};

/* Sites choose the keys of their metadata; these say who called. */
static const char *const caller_keys[] = { "caller", "calling", "from", "src",
	"source", "cli", "ani", "a_number", "caller_id", "callerid",
	"caller_number", "from_user", "from_uri", NULL };
static const char *const called_keys[] = { "callee", "called", "to", "dst",
	"destination", "b_number", "called_number", "callee_number", "to_user",
	"to_uri", "ruri", "dialled", "dialed", NULL };
static const char *const entry_keys[] = { "did", "ddi", "dnis", NULL };

static bool
is_one_of(const char *key, const char *const *keys)
{
	for (; *keys != NULL; keys++)
		if (strcasecmp(key, *keys) == 0)
			return true;
	return false;
}

static const char *
keep(struct sar_row *row, const char *text)
{
	return text == NULL ? "" : sar_row_keep(row, text, strlen(text));
}

/* Under a key that is not known, only what says itself that it is a number:
   a customer's or a ticket's must not become a telephone's. */
static void
take_key(struct calls *calls, const char *key, const char *value)
{
	const struct sar_row_context *context = &calls->in->context;
	struct sar_row *row = calls->in->row;

	if (key == NULL || value == NULL || value[0] == '\0')
		return;
	if (is_one_of(key, caller_keys))
		(void)sar_row_party(row, &context->written, SAR_ROLE_CALLER,
		    keep(row, value));
	else if (is_one_of(key, called_keys))
		(void)sar_row_party(row, &context->dialled, SAR_ROLE_CALLED,
		    keep(row, value));
	else if (is_one_of(key, entry_keys))
		(void)sar_row_party(row, &context->written, SAR_ROLE_ENTRY,
		    keep(row, value));
	else if (value[0] == '+' || strncasecmp(value, "tel:", 4) == 0 ||
		 strncasecmp(value, "sip:", 4) == 0 ||
		 strncasecmp(value, "sips:", 5) == 0)
		(void)sar_row_party(row, &context->written, SAR_ROLE_OTHER,
		    keep(row, value));
}

static bool
take_stream(struct calls *calls, const char *const *v)
{
	struct sar_row *row = calls->in->row;
	int64_t end;

	row->leg.recorded = SAR_YES;
	if (v[D] != NULL && sar_mapped_epoch(v[D], false, &end) &&
	    end > calls->last)
		calls->last = end;
	if (v[A] == NULL || v[A][0] == '\0')
		return sar_row_reject(row, "local_filename", "none");
	return sar_row_file(row, "local_filename", keep(row, v[A])) != NULL;
}

static bool
begin_call(struct calls *calls, const struct sar_database_row *record)
{
	const char *const *v = record->values;
	struct sar_row *row = calls->in->row;

	row->leg.ref = sar_row_format(row, "call-%s", calls->call);
	row->leg.group = keep(row, v[A]);
	if (strlen(row->leg.group) >= SAR_ROW_REF_MAX)
		return sar_row_reject(row, "call_id", "too long");
	row->leg.start_raw = keep(row, v[B]);
	if (v[B] == NULL || !sar_mapped_epoch(v[B], false, &row->leg.start) ||
	    row->leg.start == 0)
		return sar_row_reject(row, "start_timestamp",
		    "not seconds since 1970");
	row->leg.end = row->leg.start;
	if (v[C] == NULL)
		return true;
	if (!sar_mapped_epoch(v[C], false, &row->leg.end))
		return sar_row_reject(row, "end_timestamp",
		    "not seconds since 1970");
	/* It is cut to the second, as the start is. */
	row->leg.end++;
	return true;
}

static int
end_call(struct calls *calls, struct sar_err *err)
{
	struct sar_index_leg *leg = &calls->in->row->leg;

	if (!calls->open)
		return 0;
	calls->open = false;
	if (calls->good && leg->end < calls->last + 1 && calls->last > 0)
		leg->end = calls->last + 1;
	if (calls->good && leg->end < leg->start)
		calls->good = sar_row_reject(calls->in->row, "end_timestamp",
		    "before the start");
	if (calls->good && leg->end - leg->start <= INT64_C(7) * 24 * 3600)
		leg->talk = (uint32_t)(leg->end - leg->start);
	leg->answered = calls->in->row->n_files > 0 && leg->talk > 0;
	return sar_sink_take(calls->in, calls->line, calls->good, err);
}

static int
take_row(void *ctx, const struct sar_database_row *record, struct sar_err *err)
{
	struct calls *calls = ctx;
	const char *const *v = record->values;
	const char what = (char)(v[WHAT] == NULL ? '?' : v[WHAT][0]);
	const char *call = v[CALL] == NULL ? "" : v[CALL];

	/* What cannot be read of a call makes all of it a reject. */
	if (record->fault != NULL && what != '0' && calls->open &&
	    strcmp(call, calls->call) == 0) {
		calls->good = sar_row_reject(calls->in->row,
		    what == '1' ? "recording_metakeys" : "recording_streams",
		    record->fault);
		return 0;
	}
	if (what == '0') {
		if (end_call(calls, err) == -1)
			return -1;
		calls->open = true;
		calls->line = record->nr;
		calls->last = 0;
		calls->call[0] = '\0';
		if (call[0] != '\0' && strlen(call) < sizeof(calls->call))
			memcpy(calls->call, call, strlen(call) + 1);
		calls->good = begin_call(calls, record);
		if (calls->call[0] == '\0')
			calls->good = sar_row_reject(calls->in->row, "id",
			    "none, or too long");
		if (record->fault != NULL)
			calls->good = sar_row_reject(calls->in->row,
			    "recording_calls", record->fault);
		return 0;
	}
	if (!calls->open || strcmp(call, calls->call) != 0) {
		if (end_call(calls, err) == -1)
			return -1;
		return sar_sink_reject(calls->in, record->nr, "call",
		    "there is no such call", err);
	}
	if (what == '1' && calls->good)
		take_key(calls, v[A], v[B]);
	if (what == '2' && calls->good)
		calls->good = take_stream(calls, v);
	return 0;
}

static const char *
select_rows(const struct sar_database *db)
{
	static const char sql[] = CALLS KEYS STREAMS IN_ORDER;
	static const char no_keys[] = CALLS STREAMS IN_ORDER;

	return sar_database_has(db, "recording_metakeys", "key") ? sql
								 : no_keys;
}

/* What select_rows() names and no probe has asked for. */
static int
check_columns(const char *name, const struct sar_database *db,
    struct sar_err *err)
{
	static const char *const wanted[][2] = { { "recording_calls", "id" },
		{ "recording_calls", "end_timestamp" },
		{ "recording_calls", "status" }, { "recording_streams", "id" },
		{ "recording_streams", "call" },
		{ "recording_streams", "start_timestamp" },
		{ "recording_streams", "end_timestamp" },
		{ "recording_metakeys", "id" },
		{ "recording_metakeys", "call" },
		{ "recording_metakeys", "value" } };
	bool keys = sar_database_has(db, "recording_metakeys", "key");
	size_t i;

	for (i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
		if (sar_database_has(db, wanted[i][0], wanted[i][1]) ||
		    (!keys && strcmp(wanted[i][0], "recording_metakeys") == 0))
			continue;
		return sar_err_set(err, SAR_EINPUT,
		    "%s: %s: column %s is missing", name, wanted[i][0],
		    wanted[i][1]);
	}
	return 0;
}

bool
sar_rtpengine_tables(const struct sar_database *db)
{
	return sar_database_has(db, "recording_calls", "call_id") &&
	       sar_database_has(db, "recording_calls", "start_timestamp") &&
	       sar_database_has(db, "recording_streams", "local_filename") &&
	       sar_database_has(db, "recording_streams", "output_type");
}

int
sar_rtpengine_rows(struct sar_reading *in, struct sar_database *db,
    struct sar_err *err)
{
	struct calls calls = { .in = in };

	in->context.basis = SAR_TIME_EPOCH;
	in->evidence = "format";
	if (sar_database_each(db, in->name, select_rows(db), take_row, &calls,
		err) == -1)
		return -1;
	return end_call(&calls, err);
}

int
sar_rtpengine_digest(struct sar_reading *in, struct sar_database *db,
    struct sar_err *err)
{
	if (check_columns(in->name, db, err) == -1)
		return -1;
	return sar_database_digest(db, in->name, select_rows(db), in->sha256,
	    err);
}

static bool
probe(const struct sar_probe *probe)
{
	return probe->db != NULL && sar_rtpengine_tables(probe->db);
}

static int
digest(struct sar_reading *in, struct sar_err *err)
{
	return sar_rtpengine_digest(in, in->db, err);
}

static int
read_sqlite(struct sar_reading *in, struct sar_err *err)
{
	return sar_rtpengine_rows(in, in->db, err);
}

const struct sar_format sar_format_rtpengine_sqlite = {
	.name = "rtpengine-sqlite",
	.version = 1,
	.title = "rtpengine-recording, SQLite copy of its tables",
	.system = "rtpengine",
	.grouped = "call_id",
	.probe = probe,
	.digest = digest,
	.read = read_sqlite,
};
