#include "ingest/freepbx.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "ingest/header.h"

#define CLOSE_ENOUGH 300 /* seconds from making a channel to its record */

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
	N_COLUMNS
};

static const char *const names[N_COLUMNS] = { "calldate", "clid", "src", "dst",
	"dcontext", "channel", "dstchannel", "lastapp", "lastdata", "duration",
	"billsec", "disposition", "amaflags", "accountcode", "uniqueid",
	"userfield", "did", "cnum", "cnam", "outbound_cnum", "outbound_cnam",
	"dst_cnam", "recordingfile", "linkedid", "peeraccount", "sequence" };

struct freepbx {
	const struct sar_zone *zone;
	struct sar_phone_plan caller; /* as shown */
	struct sar_phone_plan called; /* as dialled */
	size_t at[N_COLUMNS];
};

/* What a row function works on. */
struct work {
	const struct freepbx *pbx;
	const struct sar_ingest_record *record;
	struct sar_ingest_row *row;
	struct sar_ingest_reject *reject;
	struct sar_civil start;
};

static const char *
field(const struct work *w, enum column column)
{
	return w->record->fields[w->pbx->at[column]];
}

static bool
is_known(const char *text)
{
	size_t i;

	for (i = 0; i < N_COLUMNS; i++)
		if (strcmp(text, names[i]) == 0)
			return true;
	return false;
}

static int
refuse_unknown(const char *name, const struct sar_ingest_record *header,
    size_t at, struct sar_err *err)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz_";
	const char *text = header->fields[at];
	size_t len = strlen(text);

	/* A name is no secret, but is it a name? */
	if (len == 0 || len > 40 || strspn(text, plain) != len)
		text = "";
	return sar_err_set(err, SAR_EINPUT,
	    "%s: line %" PRIu64 ": column %zu is not known%s%s", name,
	    header->line, at + 1, text[0] == '\0' ? "" : ": ", text);
}

/*
 * A first row in which hardly any name is known is no header; it may be the
 * first call, so nothing of it may stand in a message.
 */
static int
take_header(void *ctx, const char *name, const struct sar_ingest_record *header,
    struct sar_err *err)
{
	struct freepbx *pbx = ctx;
	size_t known = 0;
	size_t i;

	for (i = 0; i < header->n; i++)
		if (is_known(header->fields[i]))
			known++;
	if (known <= N_COLUMNS / 2) {
		(void)sar_err_set(err, SAR_EINPUT,
		    "%s: line %" PRIu64
		    ": not the header of FreePBX's CDR report",
		    name, header->line);
		sar_err_hint(err, "for another export give --mapping");
		return -1;
	}
	for (i = 0; i < header->n; i++)
		if (!is_known(header->fields[i]))
			return refuse_unknown(name, header, i, err);
	for (i = 0; i < N_COLUMNS; i++)
		if (sar_ingest_header_find(name, header, names[i], &pbx->at[i],
			err) == -1)
			return -1;
	return 0;
}

static bool
check_texts(const struct work *w)
{
	static const enum column used[] = { CALLDATE, SRC, DST, UNIQUEID,
		LINKEDID, DID, CNUM, OUTBOUND_CNUM, RECORDINGFILE };
	size_t i;

	for (i = 0; i < sizeof(used) / sizeof(used[0]); i++)
		if (!sar_ingest_text_ok(field(w, used[i]), names[used[i]],
			w->reject))
			return false;
	if (field(w, UNIQUEID)[0] == '\0')
		return sar_ingest_reject(w->reject, names[UNIQUEID], "empty");
	return true;
}

/*
 * The hour that repeats in October is told apart by the second in which
 * Asterisk made the channel.
 */
static void
settle_start(const struct work *w)
{
	struct sar_index_leg *leg = &w->row->leg;
	int64_t epoch, off;

	if (w->row->fit != SAR_ZONE_REPEATED ||
	    !sar_ingest_freepbx_epoch(field(w, UNIQUEID), &epoch))
		return;
	off = leg->start - epoch;
	if (off < -CLOSE_ENOUGH || off > CLOSE_ENOUGH) {
		off += leg->uncertain;
		if (off < -CLOSE_ENOUGH || off > CLOSE_ENOUGH)
			return;
		leg->start += leg->uncertain;
	}
	leg->uncertain = 0;
	w->row->fit = SAR_ZONE_EXACT;
}

static bool
read_times(struct work *w)
{
	struct sar_index_leg *leg = &w->row->leg;
	uint64_t duration, talk;

	leg->start_raw = field(w, CALLDATE);
	if (!sar_civil_parse(leg->start_raw, &w->start))
		return sar_ingest_reject(w->reject, names[CALLDATE],
		    "bad-time");
	if (!sar_ingest_seconds_ok(field(w, DURATION), names[DURATION],
		&duration, w->reject) ||
	    !sar_ingest_seconds_ok(field(w, BILLSEC), names[BILLSEC], &talk,
		w->reject))
		return false;
	/* Asterisk may round up the one and not the other. */
	if (talk > duration + 1)
		return sar_ingest_reject(w->reject, names[BILLSEC],
		    "longer-than-call");
	sar_ingest_set_start(w->row, w->pbx->zone, &w->start);
	settle_start(w);
	leg->end = leg->start + (int64_t)(talk > duration ? talk : duration);
	leg->talk = (uint32_t)talk;
	leg->answered = strcmp(field(w, DISPOSITION), "ANSWERED") == 0 &&
			talk > 0;
	return true;
}

/*
 * Old rows have no sequence, and an Asterisk that does not log it writes 0 in
 * all of them; uniqueid alone repeats at a transfer.
 */
static void
make_ref(const struct work *w)
{
	static const enum column parts[] = { CALLDATE, SRC, DST, DSTCHANNEL };
	const char *sequence = field(w, SEQUENCE);
	crypto_hash_sha256_state state;
	uint8_t digest[crypto_hash_sha256_BYTES];
	char hex[9];
	size_t i;

	if (sequence[0] == '\0' || strcmp(sequence, "0") == 0) {
		(void)crypto_hash_sha256_init(&state);
		for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
			(void)crypto_hash_sha256_update(&state,
			    (const unsigned char *)field(w, parts[i]),
			    strlen(field(w, parts[i])) + 1);
		(void)crypto_hash_sha256_final(&state, digest);
		(void)sodium_bin2hex(hex, sizeof(hex), digest, 4);
		sequence = hex;
	}
	(void)snprintf(w->row->ref, sizeof(w->row->ref), "%s:%s",
	    field(w, UNIQUEID), sequence);
}

static bool
read_ids(const struct work *w)
{
	struct sar_index_leg *leg = &w->row->leg;
	uint64_t sequence;

	if (field(w, SEQUENCE)[0] != '\0' &&
	    !sar_text_number(field(w, SEQUENCE), INT64_MAX, &sequence))
		return sar_ingest_reject(w->reject, names[SEQUENCE],
		    "bad-number");
	make_ref(w);
	leg->system = "freepbx";
	leg->ref = w->row->ref;
	leg->group = field(w, LINKEDID);
	if (leg->group[0] == '\0')
		leg->group = field(w, UNIQUEID);
	return true;
}

/* The number of clid, "Name" <number>; the name is not taken. */
static const char *
number_of_clid(const struct work *w)
{
	const char *from = strrchr(field(w, CLID), '<');
	char *out = w->row->names[0];
	struct sar_ingest_reject ignored;
	size_t len;

	out[0] = '\0';
	if (from == NULL)
		return out;
	len = strcspn(++from, ">");
	if (len >= sizeof(w->row->names[0]))
		return out;
	memcpy(out, from, len);
	out[len] = '\0';
	if (!sar_ingest_text_ok(out, names[CLID], &ignored))
		out[0] = '\0';
	return out;
}

static void
add_caller(const struct work *w)
{
	const char *src = field(w, SRC);
	const char *cnum = field(w, CNUM);

	if (src[0] == '\0' && cnum[0] == '\0')
		src = number_of_clid(w);
	/* Nobody named is somebody too: a search counts the withheld. */
	if (src[0] != '\0' || cnum[0] == '\0')
		(void)sar_ingest_add_party(w->row, SAR_ROLE_CALLER, src,
		    &w->pbx->caller);
	if (cnum[0] != '\0')
		(void)sar_ingest_add_party(w->row, SAR_ROLE_CALLER, cnum,
		    &w->pbx->caller);
}

/* Whose phone was it?  A queue's number does not tell who answered. */
static bool
add_channel(const struct work *w, enum column column, char *out)
{
	const struct sar_phone_plan *plan = &w->pbx->caller;
	struct sar_phone number;
	bool local;

	if (!sar_ingest_freepbx_extension(field(w, column), out, &local))
		return false;
	if (local)
		plan = &w->pbx->called;
	sar_phone_read(plan, out, strlen(out), &number);
	/* A trunk may be called by the organisation's own number; that is
	   in every call that goes through it. */
	if (number.kind != SAR_PHONE_LOCAL &&
	    !(local && number.kind == SAR_PHONE_E164))
		return false;
	(void)sar_ingest_add_party(w->row, SAR_ROLE_OTHER, out, plan);
	return number.kind == SAR_PHONE_LOCAL;
}

/* At most eight: two callers, one called, one entry, three others. */
static void
read_parties(const struct work *w)
{
	struct sar_index_leg *leg = &w->row->leg;
	const char *did = field(w, DID);
	enum sar_phone_kind src, dst;
	bool from_phone;

	add_caller(w);
	src = leg->parties[0].number.kind;
	(void)sar_ingest_add_party(w->row, SAR_ROLE_CALLED, field(w, DST),
	    &w->pbx->called);
	dst = leg->parties[leg->n_parties - 1].number.kind;
	if (did[0] != '\0')
		(void)sar_ingest_add_party(w->row, SAR_ROLE_ENTRY, did,
		    &w->pbx->caller);
	if (field(w, OUTBOUND_CNUM)[0] != '\0')
		(void)sar_ingest_add_party(w->row, SAR_ROLE_OTHER,
		    field(w, OUTBOUND_CNUM), &w->pbx->caller);
	from_phone = add_channel(w, CHANNEL, w->row->names[1]);
	(void)add_channel(w, DSTCHANNEL, w->row->names[2]);
	if (did[0] != '\0')
		leg->direction = SAR_DIRECTION_IN;
	else if (dst == SAR_PHONE_E164 &&
		 (src == SAR_PHONE_LOCAL || from_phone))
		leg->direction = SAR_DIRECTION_OUT;
	else if (dst == SAR_PHONE_LOCAL && src == SAR_PHONE_LOCAL)
		leg->direction = SAR_DIRECTION_INTERNAL;
}

static bool
read_recording(const struct work *w)
{
	const char *name = field(w, RECORDINGFILE);

	if (name[0] == '\0' || sar_ingest_freepbx_path(name, w->start.date,
				   w->row->path, sizeof(w->row->path)))
		return true;
	return sar_ingest_reject(w->reject, names[RECORDINGFILE],
	    "unsafe-path");
}

static bool
take_row(void *ctx, const struct sar_ingest_record *record,
    struct sar_ingest_row *row, struct sar_ingest_reject *reject)
{
	struct work w = { ctx, record, row, reject, { { 0 }, 0, 0, 0 } };

	if (!check_texts(&w) || !read_times(&w) || !read_ids(&w) ||
	    !read_recording(&w))
		return false;
	read_parties(&w);
	return true;
}

int
sar_ingest_freepbx(const struct sar_ingest_options *options,
    struct sar_ingest_format *format, struct sar_err *err)
{
	struct freepbx *pbx = calloc(1, sizeof(*pbx));

	if (pbx == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	pbx->zone = options->zone;
	pbx->called = *options->plan;
	pbx->caller = *options->plan;
	pbx->caller.outside = '\0';
	format->importer = "freepbx-csv/1";
	format->csv.delimiter = ',';
	format->csv.php = true;
	format->cut_at_100 = true;
	format->ctx = pbx;
	format->header = take_header;
	format->row = take_row;
	format->free = free;
	return 0;
}
