#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/text.h"
#include "ingest/format.h"
#include "ingest/table.h"

/* The columns of "CDR Reports", CSV (FreePBX cdr module); order is free. */
enum column {
	CALLDATE,
	CLID,
	SRC,
	DST,
	DCONTEXT,
	CHANNEL,
	DSTCHANNEL,
	LASTAPP,
	LASTDATA,
	DURATION,
	BILLSEC,
	DISPOSITION,
	AMAFLAGS,
	ACCOUNTCODE,
	UNIQUEID,
	USERFIELD,
	DID,
	CNUM,
	CNAM,
	OUTBOUND_CNUM,
	OUTBOUND_CNAM,
	DST_CNAM,
	RECORDINGFILE,
	LINKEDID,
	PEERACCOUNT,
	SEQUENCE,
	COLUMNS
};

static const char *const names[COLUMNS] = { "calldate", "clid", "src", "dst",
	"dcontext", "channel", "dstchannel", "lastapp", "lastdata", "duration",
	"billsec", "disposition", "amaflags", "accountcode", "uniqueid",
	"userfield", "did", "cnum", "cnam", "outbound_cnum", "outbound_cnam",
	"dst_cnam", "recordingfile", "linkedid", "peeraccount", "sequence" };

#define CUT_ROWS 100 /* FreePBX's $db_result_limit */

struct freepbx {
	size_t at[COLUMNS]; /* where each column stands */
};

static int
find_column(const char *name)
{
	int c;

	for (c = 0; c < COLUMNS; c++)
		if (strcmp(name, names[c]) == 0)
			return c;
	return -1;
}

static int
header(void *ctx, const struct sar_ingest_record *record, const char *file,
    struct sar_err *err)
{
	struct freepbx *f = ctx;
	bool seen[COLUMNS] = { false };
	size_t i;
	int c;

	for (i = 0; i < record->n; i++) {
		if ((c = find_column(record->fields[i])) == -1) {
			(void)sar_err_set(err, SAR_EINPUT,
			    "%s: line %llu: column %zu is none of FreePBX's",
			    file, (unsigned long long)record->line, i + 1);
			sar_err_hint(err, "a CSV of another make needs "
					  "--mapping, see sar-mapping(5)");
			return -1;
		}
		if (seen[c])
			return sar_err_set(err, SAR_EINPUT,
			    "%s: line %llu: column %s stands there twice", file,
			    (unsigned long long)record->line, names[c]);
		seen[c] = true;
		f->at[c] = i;
	}
	for (c = 0; c < COLUMNS; c++)
		if (!seen[c])
			return sar_err_set(err, SAR_EINPUT,
			    "%s: line %llu: column %s is missing", file,
			    (unsigned long long)record->line, names[c]);
	return 0;
}

static bool
read_time(const struct freepbx *f, const struct sar_row_context *context,
    const char *const *field, struct sar_row *row)
{
	struct sar_civil local;
	uint32_t duration;

	if (!sar_civil_parse(field[f->at[CALLDATE]], &local))
		return sar_row_reject(row, "calldate", "not a date and time");
	if (!sar_row_seconds(field[f->at[DURATION]], &duration))
		return sar_row_reject(row, "duration", "not whole seconds");
	if (!sar_row_seconds(field[f->at[BILLSEC]], &row->leg.talk) ||
	    row->leg.talk > duration)
		return sar_row_reject(row, "billsec",
		    "not whole seconds up to the duration");
	sar_row_start(row, context, &local);
	sar_row_settle(row, context, &local,
	    sar_row_epoch(field[f->at[UNIQUEID]]));
	row->leg.end = row->leg.start + duration;
	row->leg.start_raw = field[f->at[CALLDATE]];
	return true;
}

static void
read_parties(const struct freepbx *f, const struct sar_row_context *context,
    const char *const *field, struct sar_row *row)
{
	const struct sar_phone_plan *written = &context->written;
	const char *src = field[f->at[SRC]];

	(void)sar_row_party(row, written, SAR_ROLE_CALLER,
	    src[0] != '\0' ? src : field[f->at[CLID]]);
	(void)sar_row_party(row, written, SAR_ROLE_CALLER, field[f->at[CNUM]]);
	(void)sar_row_party(row, &context->dialled, SAR_ROLE_CALLED,
	    field[f->at[DST]]);
	(void)sar_row_party(row, written, SAR_ROLE_ENTRY, field[f->at[DID]]);
	(void)sar_row_party(row, written, SAR_ROLE_OTHER,
	    sar_row_extension(row, field[f->at[CHANNEL]]));
	(void)sar_row_party(row, written, SAR_ROLE_OTHER,
	    sar_row_extension(row, field[f->at[DSTCHANNEL]]));
	(void)sar_row_party(row, written, SAR_ROLE_OTHER,
	    field[f->at[OUTBOUND_CNUM]]);
}

static enum sar_direction
direction(const struct freepbx *f, const char *const *field,
    struct sar_row *row)
{
	const struct sar_index_leg *leg = &row->leg;
	enum sar_phone_kind from = SAR_PHONE_BAD, to = SAR_PHONE_BAD;
	size_t i;

	if (field[f->at[DID]][0] != '\0')
		return SAR_DIRECTION_IN;
	for (i = leg->n_parties; i-- > 0;) {
		if (leg->parties[i].role == SAR_ROLE_CALLER)
			from = leg->parties[i].number.kind;
		if (leg->parties[i].role == SAR_ROLE_CALLED)
			to = leg->parties[i].number.kind;
	}
	if (to == SAR_PHONE_E164 &&
	    (from == SAR_PHONE_LOCAL ||
		sar_row_extension(row, field[f->at[CHANNEL]])[0] != '\0'))
		return SAR_DIRECTION_OUT;
	if (to == SAR_PHONE_LOCAL && from == SAR_PHONE_LOCAL)
		return SAR_DIRECTION_INTERNAL;
	return SAR_DIRECTION_UNKNOWN;
}

/*
 * uniqueid alone repeats (a blind transfer): uniqueid and sequence name a row.
 * Without a sequence, a digest of what tells such rows apart stands in.
 */
static bool
read_ids(const struct freepbx *f, const char *const *field, struct sar_row *row)
{
	const char *unique = field[f->at[UNIQUEID]];
	const char *linked = field[f->at[LINKEDID]];
	const char *sequence = field[f->at[SEQUENCE]];
	uint8_t digest[SAR_SHA256_LEN];
	struct sar_err ignored = SAR_ERR_INIT;
	char hex[SAR_HEX_LEN(4)];
	char parts[1024];

	if (unique[0] == '\0' || strlen(unique) > 100 || strlen(linked) > 100 ||
	    strlen(sequence) > 20)
		return sar_row_reject(row, "uniqueid", "empty or too long");
	if (sequence[0] == '\0') {
		(void)snprintf(parts, sizeof(parts), "%s\n%s\n%s\n%s",
		    field[f->at[CALLDATE]], field[f->at[SRC]],
		    field[f->at[DST]], field[f->at[DSTCHANNEL]]);
		if (sar_sha256_text(parts, strlen(parts), digest, &ignored) ==
		    -1)
			return sar_row_reject(row, "sequence", "no digest");
		sar_hex_put(digest, 4, hex);
		sequence = hex;
	}
	row->leg.ref = sar_row_format(row, "%s:%s", unique, sequence);
	row->leg.group = linked[0] != '\0' ? linked : unique;
	return true;
}

/*
 * The date in TYPE-DEST-FROM-YYYYMMDD-HHMMSS-UNIQUEID.EXT, read from the
 * right, for a hyphen may stand in any part before; NULL when there is none.
 */
static const char *
date_in_name(const char *name)
{
	const char *found = NULL;
	const char *p;

	for (p = strchr(name, '-'); p != NULL; p = strchr(p + 1, '-'))
		if (strspn(p + 1, "0123456789") == 8 && p[9] == '-' &&
		    strspn(p + 10, "0123456789") == 6 && p[16] == '-')
			found = p + 1;
	return found;
}

/* What the recorder's clock said when it named the file; local time. */
static int64_t
time_in_name(const struct sar_row_context *context, const char *date)
{
	enum sar_zone_fit fit;
	struct sar_civil local;
	uint32_t uncertain;
	char text[20];

	(void)snprintf(text, sizeof(text), "%.4s-%.2s-%.2s %.2s:%.2s:%.2s",
	    date, date + 4, date + 6, date + 9, date + 11, date + 13);
	if (!sar_civil_parse(text, &local))
		return SAR_INDEX_NO_TIME;
	return sar_zone_resolve(context->zone, &local, &fit, &uncertain);
}

/* Keep of the other clocks' times the one that is furthest from the start. */
static void
note_clock(struct sar_index_leg *leg, int64_t time)
{
	if (time == SAR_INDEX_NO_TIME || time == leg->start)
		return;
	if (leg->clock == SAR_INDEX_NO_TIME ||
	    llabs(time - leg->start) > llabs(leg->clock - leg->start))
		leg->clock = time;
}

static bool
read_recording(const struct freepbx *f, const struct sar_row_context *context,
    const char *const *field, struct sar_row *row)
{
	const char *name = field[f->at[RECORDINGFILE]];
	int64_t epoch = sar_row_epoch(field[f->at[UNIQUEID]]);
	const char *date, *day;

	row->leg.recorded = name[0] == '\0' ? SAR_NO : SAR_YES;
	if (epoch != 0)
		note_clock(&row->leg, epoch);
	if (name[0] == '\0')
		return true;
	if (strchr(name, '/') != NULL || !sar_row_safe(name))
		return sar_row_reject(row, "recordingfile", "unsafe path");
	if ((date = date_in_name(name)) != NULL) {
		day = sar_row_format(row, "%.4s/%.2s/%.2s", date, date + 4,
		    date + 6);
		note_clock(&row->leg, time_in_name(context, date));
	} else {
		date = field[f->at[CALLDATE]];
		day = sar_row_format(row, "%.4s/%.2s/%.2s", date, date + 5,
		    date + 8);
	}
	return sar_row_file(row, "recordingfile",
		   sar_row_format(row, "%s/%s", day, name)) != NULL;
}

static bool
read_row(void *ctx, struct sar_reading *in,
    const struct sar_ingest_record *record)
{
	const struct freepbx *f = ctx;
	const char *const *field = record->fields;
	struct sar_row *row = in->row;

	if (!read_time(f, &in->context, field, row) ||
	    !read_ids(f, field, row) ||
	    !read_recording(f, &in->context, field, row))
		return false;
	read_parties(f, &in->context, field, row);
	row->leg.direction = direction(f, field, row);
	row->leg.answered = strcmp(field[f->at[DISPOSITION]], "ANSWERED") ==
				0 &&
			    row->leg.talk > 0;
	return true;
}

/* The module's header has these three together, and no other export has. */
static bool
probe(const struct sar_probe *probe)
{
	static const char *const own[] = { "calldate", "recordingfile",
		"outbound_cnum" };
	const struct sar_ingest_record *record = &probe->records[0];
	size_t found = 0;
	size_t i, n;

	if (probe->n_records == 0)
		return false;
	for (i = 0; i < record->n; i++)
		for (n = 0; n < sizeof(own) / sizeof(own[0]); n++)
			if (strcmp(record->fields[i], own[n]) == 0)
				found++;
	return found >= 2;
}

static int
read_csv(struct sar_reading *in, struct sar_err *err)
{
	struct freepbx f = { 0 };
	struct sar_table table = {
		.csv = { .delimiter = ',', .php = true },
		.header = header,
		.row = read_row,
		.ctx = &f,
	};
	uint64_t rows;

	/* cdr.calldate is local time, whatever cdr.conf says (section 1.5). */
	if (in->context.basis == SAR_TIME_UNKNOWN) {
		in->context.basis = SAR_TIME_ZONE;
		in->evidence = "format";
	}
	if (sar_table_read(in, &table, &rows, err) == -1)
		return -1;
	in->maybe_cut = rows == CUT_ROWS;
	return 0;
}

const struct sar_format sar_format_freepbx_csv = {
	.name = "freepbx-csv",
	.version = 2,
	.title = "FreePBX, CSV of \"CDR Reports\"",
	.system = "asterisk",
	.grouped = "linkedid",
	.probe = probe,
	.read = read_csv,
};
