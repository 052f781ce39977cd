#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/hex.h"
#include "base/sha256.h"
#include "ingest/cdr.h"
#include "ingest/freepbx.h"

static const char *const names[SAR_FREEPBX_COLUMNS] = { "calldate", "clid",
	"src", "dst", "dcontext", "channel", "dstchannel", "lastapp",
	"lastdata", "duration", "billsec", "disposition", "amaflags",
	"accountcode", "uniqueid", "userfield", "did", "cnum", "cnam",
	"outbound_cnum", "outbound_cnam", "dst_cnam", "recordingfile",
	"linkedid", "peeraccount", "sequence" };

const char *
sar_freepbx_name(int column)
{
	return names[column];
}

int
sar_freepbx_find(const char *name)
{
	int c;

	for (c = 0; c < SAR_FREEPBX_COLUMNS; c++)
		if (strcasecmp(name, names[c]) == 0)
			return c;
	return -1;
}

bool
sar_freepbx_needed(int column)
{
	return column == SAR_FREEPBX_CALLDATE || column == SAR_FREEPBX_CLID ||
	       column == SAR_FREEPBX_SRC || column == SAR_FREEPBX_DST ||
	       column == SAR_FREEPBX_CHANNEL ||
	       column == SAR_FREEPBX_DSTCHANNEL ||
	       column == SAR_FREEPBX_DURATION ||
	       column == SAR_FREEPBX_BILLSEC ||
	       column == SAR_FREEPBX_DISPOSITION ||
	       column == SAR_FREEPBX_UNIQUEID;
}

bool
sar_freepbx_exact(int column)
{
	return column == SAR_FREEPBX_SRC || column == SAR_FREEPBX_DST ||
	       column == SAR_FREEPBX_DID || column == SAR_FREEPBX_CNUM ||
	       column == SAR_FREEPBX_OUTBOUND_CNUM ||
	       column == SAR_FREEPBX_UNIQUEID || column == SAR_FREEPBX_LINKEDID;
}

void
sar_freepbx_basis(struct sar_reading *in)
{
	/* cdr.calldate is local time, whatever cdr.conf says (section 1.5). */
	if (in->context.basis != SAR_TIME_UNKNOWN)
		return;
	in->context.basis = SAR_TIME_ZONE;
	in->evidence = "format";
}

/* ${n} digits as a number; -1 when one is none. */
static int
digits(const char *text, int n)
{
	int value = 0;

	while (n-- > 0) {
		if (*text < '0' || *text > '9')
			return -1;
		value = value * 10 + (*text++ - '0');
	}
	return value;
}

static bool
is_time(const struct sar_civil *t)
{
	return t->date.year >= 0 && t->date.month >= 0 && t->date.day >= 0 &&
	       sar_date_valid(t->date) && t->hour >= 0 && t->hour <= 23 &&
	       t->minute >= 0 && t->minute <= 59 && t->second >= 0 &&
	       t->second <= 59;
}

bool
sar_freepbx_stamp(const char *text, struct sar_civil *out)
{
	if (strnlen(text, 19) < 19 || text[4] != '-' || text[7] != '-' ||
	    text[10] != ' ' || text[13] != ':' || text[16] != ':')
		return false;
	out->date = (struct sar_date){ digits(text, 4), digits(text + 5, 2),
		digits(text + 8, 2) };
	out->hour = digits(text + 11, 2);
	out->minute = digits(text + 14, 2);
	out->second = digits(text + 17, 2);
	text += 19;
	if (*text == '.')
		text += 1 + strspn(text + 1, "0123456789");
	return *text == '\0' && is_time(out);
}

static bool
read_time(struct sar_reading *in, const char *const *value,
    struct sar_civil *local, int64_t epoch)
{
	struct sar_row *row = in->row;
	uint32_t duration;

	if (!sar_freepbx_stamp(value[SAR_FREEPBX_CALLDATE], local))
		return sar_row_reject(row, "calldate", "not a date and time");
	if (!sar_row_seconds(value[SAR_FREEPBX_DURATION], &duration))
		return sar_row_reject(row, "duration", "not whole seconds");
	if (!sar_row_seconds(value[SAR_FREEPBX_BILLSEC], &row->leg.talk) ||
	    row->leg.talk > duration)
		return sar_row_reject(row, "billsec",
		    "not whole seconds up to the duration");
	sar_row_start(row, &in->context, local);
	sar_row_settle(row, &in->context, local, epoch);
	row->leg.end = row->leg.start + duration;
	row->leg.start_raw = value[SAR_FREEPBX_CALLDATE];
	return true;
}

/* The parties; the direction comes from who they are. */
static void
read_parties(struct sar_reading *in, const char *const *value)
{
	const struct sar_phone_plan *written = &in->context.written;
	struct sar_row *row = in->row;
	const char *src = value[SAR_FREEPBX_SRC];
	const char *inside = sar_row_extension(row, value[SAR_FREEPBX_CHANNEL]);
	enum sar_phone_kind from = SAR_PHONE_BAD, to = SAR_PHONE_BAD;
	int party;

	(void)sar_row_party(row, written, SAR_ROLE_CALLER,
	    src[0] != '\0' ? src : value[SAR_FREEPBX_CLID]);
	(void)sar_row_party(row, written, SAR_ROLE_CALLER,
	    value[SAR_FREEPBX_CNUM]);
	if (src[0] != '\0')
		sar_cdr_clid(in, value[SAR_FREEPBX_CLID], false);
	if (row->leg.n_parties > 0)
		from = row->parties[0].number.kind;
	party = sar_row_party(row, &in->context.dialled, SAR_ROLE_CALLED,
	    value[SAR_FREEPBX_DST]);
	if (party != SAR_INDEX_NO_PARTY)
		to = row->parties[party].number.kind;
	(void)sar_row_party(row, written, SAR_ROLE_ENTRY,
	    value[SAR_FREEPBX_DID]);
	(void)sar_row_party(row, written, SAR_ROLE_OTHER, inside);
	(void)sar_row_party(row, written, SAR_ROLE_OTHER,
	    sar_row_extension(row, value[SAR_FREEPBX_DSTCHANNEL]));
	(void)sar_row_party(row, written, SAR_ROLE_OTHER,
	    value[SAR_FREEPBX_OUTBOUND_CNUM]);
	if (value[SAR_FREEPBX_DID][0] != '\0')
		row->leg.direction = SAR_DIRECTION_IN;
	else if (to == SAR_PHONE_E164 &&
		 (from == SAR_PHONE_LOCAL || inside[0] != '\0'))
		row->leg.direction = SAR_DIRECTION_OUT;
	else if (to == SAR_PHONE_LOCAL && from == SAR_PHONE_LOCAL)
		row->leg.direction = SAR_DIRECTION_INTERNAL;
}

/* A digest of what tells rows of one channel apart. */
static bool
make_sequence(const char *const *value, char hex[SAR_HEX_LEN(4)])
{
	static const int parts[] = { SAR_FREEPBX_CALLDATE, SAR_FREEPBX_SRC,
		SAR_FREEPBX_DST, SAR_FREEPBX_DSTCHANNEL };
	struct sar_err ignored = SAR_ERR_INIT;
	struct sar_sha256 *hash = sar_sha256_new(&ignored);
	uint8_t digest[SAR_SHA256_LEN];
	size_t i;

	if (hash == NULL)
		return false;
	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (i > 0)
			sar_sha256_add(hash, "\n", 1);
		sar_sha256_add(hash, value[parts[i]], strlen(value[parts[i]]));
	}
	sar_sha256_end(hash, digest);
	sar_sha256_free(hash);
	sar_hex_put(digest, 4, hex);
	return true;
}

/*
 * uniqueid alone repeats (a blind transfer): uniqueid and sequence name a row.
 * Without a sequence, a digest of what tells such rows apart stands in.
 */
static bool
read_ids(struct sar_row *row, const char *const *value)
{
	const char *unique = value[SAR_FREEPBX_UNIQUEID];
	const char *linked = value[SAR_FREEPBX_LINKEDID];
	const char *sequence = value[SAR_FREEPBX_SEQUENCE];
	size_t len = strlen(unique);
	char hex[SAR_HEX_LEN(4)];
	char ref[128];

	if (len == 0 || len > 100 || strlen(linked) > 100 ||
	    strlen(sequence) > 20)
		return sar_row_reject(row, "uniqueid", "empty or too long");
	if (sequence[0] == '\0') {
		if (!make_sequence(value, hex))
			return sar_row_reject(row, "sequence", "no digest");
		sequence = hex;
	}
	(void)snprintf(ref, sizeof(ref), "%s:%s", unique, sequence);
	row->leg.ref = sar_row_keep(row, ref, strlen(ref));
	row->leg.group = linked[0] != '\0' ? linked : unique;
	return true;
}

/*
 * The date in TYPE-DEST-FROM-YYYYMMDD-HHMMSS-UNIQUEID.EXT, read from the
 * right, for a hyphen may stand in any part before; NULL when there is none.
 */
static const char *
date_in_name(const char *name, size_t len)
{
	size_t i;

	if (len < 17)
		return NULL;
	for (i = len - 17 + 1; i-- > 0;)
		if (name[i] == '-' && name[i + 9] == '-' &&
		    name[i + 16] == '-' && digits(name + i + 1, 8) >= 0 &&
		    digits(name + i + 10, 6) >= 0)
			return name + i + 1;
	return NULL;
}

/* Keep of the other clocks' times the one that is furthest from the start. */
static void
note_clock(struct sar_index_leg *leg, int64_t time)
{
	if (time == leg->start)
		return;
	if (leg->clock == SAR_INDEX_NO_TIME ||
	    llabs(time - leg->start) > llabs(leg->clock - leg->start))
		leg->clock = time;
}

/* What the recorder's clock said when it named the file; local time.  Mostly
   it is what calldate says. */
static void
note_name(struct sar_reading *in, const char *date,
    const struct sar_civil *local)
{
	struct sar_civil t = {
		{ digits(date, 4), digits(date + 4, 2), digits(date + 6, 2) },
		digits(date + 9, 2), digits(date + 11, 2), digits(date + 13, 2)
	};
	enum sar_zone_fit fit;
	uint32_t uncertain;

	if (!is_time(&t) ||
	    (in->context.basis != SAR_TIME_UTC &&
		sar_civil_seconds(&t) == sar_civil_seconds(local)))
		return;
	note_clock(&in->row->leg,
	    sar_zone_resolve(in->context.zone, &t, &fit, &uncertain));
}

static void
copy_day(char path[11], const char *date, const char *calldate)
{
	memcpy(path, date != NULL ? date : calldate, 4);
	memcpy(path + 5, date != NULL ? date + 4 : calldate + 5, 2);
	memcpy(path + 8, date != NULL ? date + 6 : calldate + 8, 2);
	path[4] = path[7] = path[10] = '/';
}

/* YYYY/MM/DD/NAME, the day from the name, else from calldate. */
static bool
read_recording(struct sar_reading *in, const char *const *value,
    const struct sar_civil *local, int64_t epoch)
{
	const char *name = value[SAR_FREEPBX_RECORDINGFILE];
	struct sar_row *row = in->row;
	char path[SAR_ROW_PATH_MAX];
	const char *date;
	size_t len;

	if (epoch != 0)
		note_clock(&row->leg, epoch);
	if (name == NULL)
		return true;
	row->leg.recorded = name[0] == '\0' ? SAR_NO : SAR_YES;
	if (name[0] == '\0')
		return true;
	len = strlen(name);
	if (len >= sizeof(path) - 11 || memchr(name, '/', len) != NULL)
		return sar_row_reject(row, "recordingfile", "unsafe path");
	if ((date = date_in_name(name, len)) != NULL)
		note_name(in, date, local);
	copy_day(path, date, value[SAR_FREEPBX_CALLDATE]);
	memcpy(path + 11, name, len);
	return sar_row_file(row, "recordingfile",
		   sar_row_keep(row, path, 11 + len)) != NULL;
}

bool
sar_freepbx_row(struct sar_reading *in,
    const char *const value[SAR_FREEPBX_COLUMNS])
{
	struct sar_row *row = in->row;
	int64_t epoch = sar_row_epoch(value[SAR_FREEPBX_UNIQUEID]);
	struct sar_civil local;

	if (!read_time(in, value, &local, epoch) || !read_ids(row, value) ||
	    !read_recording(in, value, &local, epoch))
		return false;
	read_parties(in, value);
	row->leg.answered = strcmp(value[SAR_FREEPBX_DISPOSITION],
				"ANSWERED") == 0 &&
			    row->leg.talk > 0;
	return true;
}
