#include <string.h>

#include "base/text.h"
#include "ingest/oreka.h"
#include "ingest/timeform.h"

#define MS_LIKELY "10000" /* as seconds, nearly three hours */

/*
 * Segments, each with its tape; then tapes no segment is of.  A session joins
 * its segments: each names the first of them.
 */
#define ROWS(segment, tape, session_id, tape_id, tape_offset, call)        \
	"SELECT 'segment-' || s.id, 'segment-' || f.first, s.timestamp, "  \
	"s.duration, s.localParty, s.localEntryPoint, s.remoteParty, "     \
	"s.direction, t.filename, " call ", t.state, s." tape_offset " "   \
	"FROM " segment " s LEFT JOIN " tape " t ON t.id = s." tape_id " " \
	"LEFT JOIN (SELECT " session_id                                    \
	" AS session, min(id) AS first FROM " segment                      \
	" GROUP BY 1) f ON f.session = s." session_id " "                  \
	"UNION ALL "                                                       \
	"SELECT 'tape-' || t.id, NULL, t.timestamp, t.duration, "          \
	"t.localParty, "                                                   \
	"t.localEntryPoint, t.remoteParty, t.direction, t.filename, " call \
	", t.state, 0 FROM " tape " t WHERE t.id NOT IN (SELECT " tape_id  \
	" FROM " segment " WHERE " tape_id " IS NOT NULL) ORDER BY 1"

/* The same before build 570. */
#define OLD(call)                                                    \
	ROWS("recsegment", "rectape", "recSession_id", "recTape_id", \
	    "recTapeOffset", call)
#define NEW(call)                                                            \
	ROWS("orksegment", "orktape", "session_id", "tape_id", "tapeOffset", \
	    call)

#define UNIT(segment)                                                \
	"SELECT count(*) FILTER (WHERE duration >= " MS_LIKELY "), " \
	"count(*) FILTER (WHERE duration > 0) FROM " segment

enum {
	REF,
	FIRST,
	TIMESTAMP,
	DURATION,
	LOCAL,
	ENTRY,
	REMOTE,
	DIRECTION,
	FILENAME,
	CALL,
	STATE,
	OFFSET
};

struct rows {
	struct sar_reading *in;
	bool ms; /* lengths are in milliseconds */
};

static bool
is_old(const struct sar_database *db)
{
	return !sar_database_has(db, "orksegment", "tape_id");
}

static const char *
select_rows(const struct sar_database *db)
{
	static const char old[] = OLD("''");
	static const char old_call[] = OLD("t.nativeCallId");
	static const char new[] = NEW("''");
	static const char new_call[] = NEW("t.nativeCallId");

	if (is_old(db))
		return sar_database_has(db, "rectape", "nativeCallId")
			   ? old_call
			   : old;
	return sar_database_has(db, "orktape", "nativeCallId") ? new_call : new;
}

bool
sar_oreka_tables(const struct sar_database *db)
{
	return (sar_database_has(db, "orksegment", "tape_id") &&
		   sar_database_has(db, "orksegment", "tapeOffset") &&
		   sar_database_has(db, "orktape", "filename")) ||
	       (sar_database_has(db, "recsegment", "recTape_id") &&
		   sar_database_has(db, "recsegment", "recTapeOffset") &&
		   sar_database_has(db, "rectape", "filename"));
}

/* orktrack writes its machine's local time; some copies have an epoch. */
static bool
read_time(struct sar_reading *in, const char *text, struct sar_row *row)
{
	struct sar_civil local;
	size_t len = strlen(text);
	uint64_t n;

	row->leg.start_raw = sar_row_keep(row, text, len);
	if (len >= 10 && len <= 13 && sar_text_number(text, INT64_MAX, &n)) {
		row->leg.start = (int64_t)(len > 10 ? n / 1000 : n);
		return true;
	}
	if (!sar_civil_parse(text, &local) &&
	    !sar_timeform_read("YYYY-MM-DD HH:MI:SS.FFF", text, &local))
		return sar_row_reject(row, "timestamp", "not a date and time");
	sar_row_start(row, &in->context, &local);
	return true;
}

static bool
read_length(const struct rows *rows, const char *text, struct sar_row *row)
{
	uint64_t n;

	if (!sar_text_number(text, (uint64_t)UINT32_MAX * 1000, &n))
		return sar_row_reject(row, "duration", "not a whole number");
	if (rows->ms)
		n = (n + 999) / 1000;
	if (n > UINT64_C(7) * 24 * 3600)
		return sar_row_reject(row, "duration", "longer than a week");
	row->leg.talk = (uint32_t)n;
	row->leg.end = row->leg.start + row->leg.talk;
	return true;
}

static const char *
keep(struct sar_row *row, const char *text)
{
	return text == NULL ? "" : sar_row_keep(row, text, strlen(text));
}

/* How far into a tape a segment begins is given in no unit: only none is
   known. */
static void
read_place(const struct sar_database_row *record, struct sar_row *row)
{
	const char *offset = record->values[OFFSET];

	if (row->n_files == 0 || offset == NULL || strcmp(offset, "0") != 0)
		return;
	row->files[0].offset_ms = 0;
	row->files[0].length_ms = (int64_t)row->leg.talk * 1000;
}

static bool
read_row(const struct rows *rows, const struct sar_database_row *record,
    struct sar_row *row)
{
	const char *const *v = record->values;
	const bool started = v[STATE] != NULL && strcmp(v[STATE], "START") == 0;
	const struct sar_oreka_tape tape = {
		.local = keep(row, v[LOCAL]),
		.entry = keep(row, v[ENTRY]),
		.remote = keep(row, v[REMOTE]),
		.direction = v[DIRECTION] == NULL ? "" : v[DIRECTION],
		.side = "",
		/* Until it has ended, it names a file that may never be. */
		.file = started ? "" : keep(row, v[FILENAME]),
		.column = "filename",
	};

	row->leg.ref = keep(row, v[REF]);
	row->leg.group = keep(row, v[CALL]);
	if (row->leg.ref[0] == '\0')
		return sar_row_reject(row, "id", "none");
	if (strlen(row->leg.ref) >= SAR_ROW_REF_MAX ||
	    strlen(row->leg.group) >= SAR_ROW_REF_MAX)
		return sar_row_reject(row, "nativeCallId", "too long");
	if (!read_time(rows->in, v[TIMESTAMP] == NULL ? "" : v[TIMESTAMP],
		row) ||
	    !read_length(rows, v[DURATION] == NULL ? "0" : v[DURATION], row) ||
	    !sar_oreka_fill(&rows->in->context, &tape, row))
		return false;
	read_place(record, row);
	if (v[FIRST] != NULL && strcmp(v[FIRST], row->leg.ref) != 0)
		sar_row_link(row, SAR_LINK_SAME_CALL, false,
		    keep(row, v[FIRST]), "session");
	return true;
}

static int
take_row(void *ctx, const struct sar_database_row *record, struct sar_err *err)
{
	static const char *const columns[] = { "id", "session_id", "timestamp",
		"duration", "localParty", "localEntryPoint", "remoteParty",
		"direction", "filename", "nativeCallId", "state",
		"tapeOffset" };
	struct rows *rows = ctx;
	bool good;

	if (record->fault != NULL)
		return sar_sink_reject(rows->in, record->nr,
		    columns[record->at], record->fault, err);
	good = read_row(rows, record, rows->in->row);
	return sar_sink_take(rows->in, record->nr, good, err);
}

/* Seconds, but older stores have milliseconds: most calls then seem to take
   hours. */
static int
take_unit(void *ctx, const struct sar_database_row *record, struct sar_err *err)
{
	struct rows *rows = ctx;
	uint64_t hours = 0, some = 0;

	(void)err;
	rows->ms = record->values[0] != NULL && record->values[1] != NULL &&
		   sar_text_number(record->values[0], INT64_MAX, &hours) &&
		   sar_text_number(record->values[1], INT64_MAX, &some) &&
		   hours * 2 > some;
	return 0;
}

int
sar_oreka_rows(struct sar_reading *in, struct sar_database *db,
    struct sar_err *err)
{
	static const char unit[] = UNIT("orksegment");
	static const char old_unit[] = UNIT("recsegment");
	struct rows rows = { .in = in };

	if (in->context.basis == SAR_TIME_UNKNOWN) {
		in->context.basis = SAR_TIME_ZONE;
		in->evidence = "format";
	}
	if (sar_database_each(db, in->name, is_old(db) ? old_unit : unit,
		take_unit, &rows, err) == -1)
		return -1;
	return sar_database_each(db, in->name, select_rows(db), take_row, &rows,
	    err);
}

int
sar_oreka_digest(struct sar_reading *in, struct sar_database *db,
    struct sar_err *err)
{
	return sar_database_digest(db, in->name, select_rows(db), in->sha256,
	    err);
}

static bool
probe(const struct sar_probe *probe)
{
	return probe->db != NULL && sar_oreka_tables(probe->db);
}

static int
digest(struct sar_reading *in, struct sar_err *err)
{
	return sar_oreka_digest(in, in->db, err);
}

static int
read_sqlite(struct sar_reading *in, struct sar_err *err)
{
	return sar_oreka_rows(in, in->db, err);
}

const struct sar_format sar_format_oreka_sqlite = {
	.name = "oreka-sqlite",
	.version = 1,
	.title = "Oreka, SQLite copy of orktrack's tables",
	.system = "orktrack",
	.grouped = "nativeCallId",
	.probe = probe,
	.digest = digest,
	.read = read_sqlite,
};
