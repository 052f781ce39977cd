#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/text.h"
#include "ingest/row.h"

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

/* How far a channel's birth and the call's start may lie apart. */
#define EPOCH_SLACK 300

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

/* The UTC second a uniqueid, [system-]epoch.n, was made in; 0 if unknown. */
static int64_t
epoch_of(const char *uniqueid)
{
	const char *dot = strrchr(uniqueid, '.');
	const char *from = dot;
	char digits[12];
	uint64_t epoch;
	size_t len;

	if (dot == NULL)
		return 0;
	while (from > uniqueid && isdigit((unsigned char)from[-1]))
		from--;
	len = (size_t)(dot - from);
	if (len == 0 || len >= sizeof(digits))
		return 0;
	memcpy(digits, from, len);
	digits[len] = '\0';
	return sar_text_number(digits, INT32_MAX, &epoch) ? (int64_t)epoch : 0;
}

/* In the hour that repeats, the channel's epoch tells which one it was. */
static void
settle_repeated(struct sar_row *row, const struct sar_zone *zone,
    const struct sar_civil *local, int64_t epoch)
{
	int64_t utc[2];
	int i, n;

	if (row->fit != SAR_ZONE_REPEATED || epoch == 0)
		return;
	n = sar_zone_utc(zone, local, utc);
	for (i = 0; i < n; i++) {
		if (llabs(utc[i] - epoch) > EPOCH_SLACK)
			continue;
		row->leg.start = utc[i];
		row->leg.uncertain = 0;
		row->fit = SAR_ZONE_EXACT;
		return;
	}
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
	settle_repeated(row, context->zone, &local,
	    epoch_of(field[f->at[UNIQUEID]]));
	row->leg.end = row->leg.start + duration;
	row->leg.start_raw = field[f->at[CALLDATE]];
	return true;
}

/* The digits between '/' and the last '-' of "PJSIP/2003-0000004a". */
static void
channel_extension(const char *channel, char out[16])
{
	const char *from = strchr(channel, '/');
	const char *to = strrchr(channel, '-');
	size_t len;

	out[0] = '\0';
	if (from == NULL || to == NULL || to <= from)
		return;
	from++;
	len = (size_t)(to - from);
	if (len < 2 || len > 6 || strspn(from, "0123456789") < len)
		return;
	memcpy(out, from, len);
	out[len] = '\0';
}

static void
read_parties(const struct freepbx *f, const struct sar_row_context *context,
    const char *const *field, struct sar_row *row)
{
	const struct sar_phone_plan *written = &context->written;
	const char *src = field[f->at[SRC]];

	sar_row_party(row, written, SAR_ROLE_CALLER,
	    src[0] != '\0' ? src : field[f->at[CLID]]);
	sar_row_party(row, written, SAR_ROLE_CALLER, field[f->at[CNUM]]);
	sar_row_party(row, &context->dialled, SAR_ROLE_CALLED,
	    field[f->at[DST]]);
	sar_row_party(row, written, SAR_ROLE_ENTRY, field[f->at[DID]]);
	channel_extension(field[f->at[CHANNEL]], row->ext[0]);
	channel_extension(field[f->at[DSTCHANNEL]], row->ext[1]);
	sar_row_party(row, written, SAR_ROLE_OTHER, row->ext[0]);
	sar_row_party(row, written, SAR_ROLE_OTHER, row->ext[1]);
	sar_row_party(row, written, SAR_ROLE_OTHER,
	    field[f->at[OUTBOUND_CNUM]]);
}

static enum sar_direction
direction(const struct freepbx *f, const char *const *field,
    const struct sar_row *row)
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
	    (from == SAR_PHONE_LOCAL || row->ext[0][0] != '\0'))
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
	(void)snprintf(row->ref, sizeof(row->ref), "%s:%s", unique, sequence);
	(void)snprintf(row->group, sizeof(row->group), "%s",
	    linked[0] != '\0' ? linked : unique);
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

static bool
read_recording(const struct freepbx *f, const char *const *field,
    struct sar_row *row)
{
	const char *name = field[f->at[RECORDINGFILE]];
	const char *date;
	char day[9];
	int n;

	row->path[0] = '\0';
	if (name[0] == '\0')
		return true;
	if (strchr(name, '/') != NULL || !sar_row_safe(name))
		return sar_row_reject(row, "recordingfile", "unsafe path");
	if ((date = date_in_name(name)) != NULL) {
		(void)snprintf(day, sizeof(day), "%.8s", date);
	} else {
		date = field[f->at[CALLDATE]];
		(void)snprintf(day, sizeof(day), "%.4s%.2s%.2s", date, date + 5,
		    date + 8);
	}
	n = snprintf(row->path, sizeof(row->path), "%.4s/%.2s/%.2s/%s", day,
	    day + 4, day + 6, name);
	if (n < 0 || (size_t)n >= sizeof(row->path))
		return sar_row_reject(row, "recordingfile", "too long");
	return true;
}

static bool
read_row(void *ctx, const struct sar_row_context *context,
    const struct sar_ingest_record *record, struct sar_row *row)
{
	const struct freepbx *f = ctx;
	const char *const *field = record->fields;

	if (!read_time(f, context, field, row) || !read_ids(f, field, row) ||
	    !read_recording(f, field, row))
		return false;
	read_parties(f, context, field, row);
	row->leg.system = "freepbx";
	row->leg.direction = direction(f, field, row);
	row->leg.answered = strcmp(field[f->at[DISPOSITION]], "ANSWERED") ==
				0 &&
			    row->leg.talk > 0;
	return true;
}

int
sar_row_freepbx(struct sar_row_reader *reader, struct sar_err *err)
{
	struct freepbx *f = calloc(1, sizeof(*f));

	if (f == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	(void)snprintf(reader->importer, sizeof(reader->importer),
	    "freepbx-csv/1");
	reader->csv = (struct sar_ingest_csv){ .delimiter = ',', .php = true };
	reader->hundred = true;
	reader->header = header;
	reader->row = read_row;
	reader->ctx = f;
	reader->free = free;
	return 0;
}
