#include "ingest/cdr.h"

#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/text.h"
#include "ingest/channel.h"

#define ID_MAX 150   /* as wide as Asterisk's own tables have it */
#define RECENT 65536 /* records remembered: the same ones lie close */
#define DIGEST 8     /* bytes of it in a ref: of one uniqueid's records */
#define WHOLE 12     /* ... of all records without one */
#define WEEK (INT64_C(7) * 24 * 3600)

struct sar_cdr_rows {
	struct {
		uint64_t digest;
		uint64_t n;
	} recent[RECENT];
};

/* What ended a call, as a word and as a number. */
static const struct {
	const char *word;
	const char *number;
	bool answered;
} dispositions[] = {
	{ "NO ANSWER", "0", false },
	{ "NO ANSWER", "1", false }, /* a record that was never set */
	{ "FAILED", "2", false },
	{ "BUSY", "4", false },
	{ "ANSWERED", "8", true },
	{ "CONGESTION", "16", false },
	{ "CANCEL", "32", false },
	{ "UNKNOWN", "", false },
};

void
sar_cdr_clear(struct sar_cdr *cdr)
{
	size_t i;

	*cdr = (struct sar_cdr){ .whole = NULL };
	for (i = 0; i < SAR_CDR_FIELDS; i++)
		cdr->at[i] = "";
}

struct sar_cdr_rows *
sar_cdr_rows_new(struct sar_err *err)
{
	struct sar_cdr_rows *rows = calloc(1, sizeof(*rows));

	if (rows == NULL)
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
	return rows;
}

void
sar_cdr_rows_free(struct sar_cdr_rows *rows)
{
	free(rows);
}

bool
sar_cdr_is_id(const char *text)
{
	const char *dot = strrchr(text, '.');
	size_t n = dot == NULL ? 0 : strspn(dot + 1, "0123456789");

	return n > 0 && dot[1 + n] == '\0' && sar_row_epoch(text) != 0;
}

static bool
read_disposition(const char *text, bool *answered)
{
	size_t i;

	for (i = 0; i < sizeof(dispositions) / sizeof(dispositions[0]); i++) {
		if (strcmp(text, dispositions[i].word) != 0 &&
		    (text[0] == '\0' ||
			strcmp(text, dispositions[i].number) != 0))
			continue;
		*answered = dispositions[i].answered;
		return true;
	}
	return false;
}

bool
sar_cdr_is_disposition(const char *text)
{
	bool answered;

	return read_disposition(text, &answered);
}

bool
sar_cdr_is_flag(const char *text)
{
	static const char *const flags[] = { "DOCUMENTATION", "BILLING", "OMIT",
		"Unknown", "UNKNOWN", "", "0", "1", "2", "3" };
	size_t i;

	for (i = 0; i < sizeof(flags) / sizeof(flags[0]); i++)
		if (strcmp(text, flags[i]) == 0)
			return true;
	return false;
}

/* Whole seconds, or with a fraction, which is cut off; at most a week. */
static bool
read_seconds(const char *text, uint32_t *out)
{
	size_t n = strspn(text, "0123456789");
	char whole[8];

	if (text[n] == '\0')
		return sar_row_seconds(text, out);
	if (n >= sizeof(whole) || text[n] != '.' || text[n + 1] == '\0' ||
	    text[n + 1 + strspn(text + n + 1, "0123456789")] != '\0')
		return false;
	memcpy(whole, text, n);
	whole[n] = '\0';
	return sar_row_seconds(whole, out);
}

/* A time that may never have come; seconds from ${start} to it. */
static bool
read_after(const char *text, const struct sar_stamp *start, int64_t *after)
{
	struct sar_stamp stamp;

	*after = 0;
	if (sar_stamp_none(text))
		return true;
	if (!sar_stamp_read(text, &stamp))
		return false;
	if (stamp.instant && start->instant)
		*after = (stamp.utc_ms - start->utc_ms) / 1000;
	else if (!stamp.instant && !start->instant)
		*after = sar_civil_seconds(&stamp.civil) -
			 sar_civil_seconds(&start->civil);
	return true;
}

static void
set_start(struct sar_reading *in, const struct sar_stamp *start, int64_t epoch)
{
	struct sar_row *row = in->row;

	if (start->instant) {
		row->leg.start = start->utc_ms / 1000;
	} else {
		sar_row_start(row, &in->context, &start->civil);
		sar_row_settle(row, &in->context, &start->civil, epoch);
	}
	/* When the channel was made: the call's other clock. */
	if (epoch != 0 && epoch != row->leg.start)
		row->leg.clock = epoch;
}

/*
 * How long it went on.  If start, end and duration do not agree, the longer
 * counts: better a call too many in a period than one too few.  But local
 * times that an hour of the clock change lies between only seem to differ.
 */
static uint32_t
longer(uint32_t duration, int64_t span)
{
	int64_t more = span - (int64_t)duration;

	if (more <= 0 || span > WEEK || (more > 3590 && more < 3610))
		return duration;
	return (uint32_t)span;
}

static bool
read_times(struct sar_reading *in, const struct sar_cdr *cdr)
{
	int64_t epoch = sar_row_epoch(cdr->at[SAR_CDR_UNIQUEID]);
	struct sar_row *row = in->row;
	struct sar_stamp start;
	int64_t answer, end;
	uint32_t duration = 0;

	if (!sar_stamp_read(cdr->at[SAR_CDR_START], &start))
		return sar_row_reject(row, "start", "not a date and time");
	if (!read_after(cdr->at[SAR_CDR_ANSWER], &start, &answer))
		return sar_row_reject(row, "answer", "not a date and time");
	if (!read_after(cdr->at[SAR_CDR_END], &start, &end))
		return sar_row_reject(row, "end", "not a date and time");
	if (!read_seconds(cdr->at[SAR_CDR_DURATION], &duration))
		return sar_row_reject(row, "duration", "not seconds");
	duration = longer(duration, end);
	if (!read_seconds(cdr->at[SAR_CDR_BILLSEC], &row->leg.talk) ||
	    row->leg.talk > duration + 1)
		return sar_row_reject(row, "billsec",
		    "not seconds up to the duration");
	set_start(in, &start, epoch);
	row->leg.end = row->leg.start + duration;
	row->leg.start_raw = cdr->at[SAR_CDR_START];
	return true;
}

/* A digest of ${n} fields, in hexadecimal; false when there is none. */
static bool
digest(const char *const *fields, size_t n, size_t len, char *hex)
{
	struct sar_err ignored = SAR_ERR_INIT;
	struct sar_sha256 *hash = sar_sha256_new(&ignored);
	uint8_t sum[SAR_SHA256_LEN];
	size_t i;

	if (hash == NULL)
		return false;
	for (i = 0; i < n; i++) {
		sar_sha256_add(hash, fields[i], strlen(fields[i]));
		sar_sha256_add(hash, "\n", 1);
	}
	sar_sha256_end(hash, sum);
	sar_sha256_free(hash);
	sar_hex_put(sum, len, hex);
	return true;
}

/* Which of the records so far with this digest it is, from 1. */
static uint64_t
number_of(struct sar_cdr_rows *rows, const char *hex)
{
	uint64_t first = 0;
	size_t i, at;

	for (i = 0; i < 16; i++)
		first = first * 16 + (uint64_t)(hex[i] <= '9'
						    ? hex[i] - '0'
						    : hex[i] - 'a' + 10);
	at = (size_t)(first % RECENT);
	if (rows->recent[at].digest != first) {
		rows->recent[at].digest = first;
		rows->recent[at].n = 0;
	}
	return ++rows->recent[at].n;
}

static bool
read_ids(struct sar_row *row, const struct sar_cdr *cdr,
    struct sar_cdr_rows *rows)
{
	const char *unique = cdr->at[SAR_CDR_UNIQUEID];
	const char *linked = cdr->at[SAR_CDR_LINKEDID];
	const char *sequence = cdr->at[SAR_CDR_SEQUENCE];
	char hex[SAR_HEX_LEN(WHOLE)];
	uint64_t n;

	if (strlen(unique) > ID_MAX)
		return sar_row_reject(row, "uniqueid", "too long");
	if (strlen(linked) > ID_MAX)
		return sar_row_reject(row, "linkedid", "too long");
	if (sequence[0] != '\0' && !sar_text_number(sequence, INT64_MAX, &n))
		return sar_row_reject(row, "sequence", "not a number");
	row->leg.group = linked[0] != '\0' ? linked : unique;
	if (unique[0] != '\0' && sequence[0] != '\0') {
		row->leg.ref = sar_row_format(row, "%s:%s", unique, sequence);
		return true;
	}
	if (unique[0] != '\0') {
		/* Columns that a setting adds or leaves out do not count. */
		if (!digest(cdr->at + SAR_CDR_SRC,
			SAR_CDR_DISPOSITION - SAR_CDR_SRC + 1, DIGEST, hex))
			return sar_row_reject(row, "-", "no digest");
		row->leg.ref = sar_row_format(row, "%s:%s", unique, hex);
		return true;
	}
	if (!digest(cdr->whole, cdr->n_whole, WHOLE, hex))
		return sar_row_reject(row, "-", "no digest");
	row->leg.ref = sar_row_format(row, "row:%s:%llu", hex,
	    (unsigned long long)number_of(rows, hex));
	return true;
}

/* The number of a caller ID; "" when it is only a name, which is not kept. */
static const char *
clid_number(struct sar_row *row, const char *clid)
{
	const char *from = strrchr(clid, '<');
	const char *to;

	if (from != NULL) {
		to = strchr(++from, '>');
		return sar_row_keep(row, from,
		    to == NULL ? strlen(from) : (size_t)(to - from));
	}
	return clid[strspn(clid, "+0123456789() -")] == '\0' ? clid : "";
}

void
sar_cdr_clid(struct sar_reading *in, const char *clid, bool alone)
{
	const struct sar_phone_plan *plan = &in->context.written;
	const char *text = clid_number(in->row, clid);
	struct sar_phone number;

	sar_phone_read(plan, text, strlen(text), &number);
	if (text[0] != '\0' && (alone || (number.kind != SAR_PHONE_WITHHELD &&
					     number.kind != SAR_PHONE_BAD)))
		(void)sar_row_party(in->row, plan, SAR_ROLE_CALLER, text);
}

static void
read_caller(struct sar_reading *in, const struct sar_cdr *cdr)
{
	struct sar_row *row = in->row;
	bool src = sar_row_party(row, &in->context.written, SAR_ROLE_CALLER,
		       cdr->at[SAR_CDR_SRC]) != SAR_INDEX_NO_PARTY;

	sar_cdr_clid(in, cdr->at[SAR_CDR_CLID], !src);
	if (row->leg.n_parties == 0)
		(void)sar_channel_nobody(row, &in->context, SAR_ROLE_CALLER);
}

bool
sar_cdr_row(struct sar_reading *in, const struct sar_cdr *cdr,
    struct sar_cdr_rows *rows)
{
	struct sar_row *row = in->row;
	bool answered = true; /* a record need not say how the call ended */

	if (!read_times(in, cdr) || !read_ids(row, cdr, rows))
		return false;
	if (!read_disposition(cdr->at[SAR_CDR_DISPOSITION], &answered) &&
	    cdr->at[SAR_CDR_DISPOSITION][0] != '\0')
		return sar_row_reject(row, "disposition", "none of Asterisk's");
	read_caller(in, cdr);
	(void)sar_row_party(row, &in->context.dialled, SAR_ROLE_CALLED,
	    cdr->at[SAR_CDR_DST]);
	(void)sar_channel_party(row, &in->context, cdr->at[SAR_CDR_CHANNEL]);
	(void)sar_channel_party(row, &in->context, cdr->at[SAR_CDR_DSTCHANNEL]);
	row->leg.direction = sar_channel_direction(row,
	    sar_channel_inside(cdr->at[SAR_CDR_CHANNEL]));
	row->leg.answered = answered && row->leg.talk > 0;
	return true;
}
