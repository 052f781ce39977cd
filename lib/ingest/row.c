#include "ingest/row.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#define WEEK (UINT64_C(7) * 24 * 3600)

/* How far a channel's birth and the call's start may lie apart. */
#define EPOCH_SLACK 300
#define EPOCH_FIRST 946684800 /* 2000: no recorder is older */

void
sar_row_clear(struct sar_row *row)
{
	memset(&row->leg, 0, sizeof(row->leg));
	row->leg.clock = SAR_INDEX_NO_TIME;
	row->leg.group = "";
	row->leg.start_raw = "";
	row->leg.parties = row->parties;
	row->fit = SAR_ZONE_EXACT;
	row->column = NULL;
	row->reason = NULL;
	row->full = false;
	row->n_files = 0;
	row->n_streams = 0;
	row->n_segments = 0;
	row->n_events = 0;
	row->n_links = 0;
	row->text_len = 0;
}

bool
sar_row_reject(struct sar_row *row, const char *column, const char *reason)
{
	row->column = column;
	row->reason = reason;
	return false;
}

/* ${len} bytes and a NUL in text; NULL when there is no room. */
static char *
reserve(struct sar_row *row, size_t len)
{
	char *at = row->text + row->text_len;

	if (len >= sizeof(row->text) - row->text_len) {
		row->full = true;
		return NULL;
	}
	row->text_len += len + 1;
	at[len] = '\0';
	return at;
}

const char *
sar_row_keep(struct sar_row *row, const char *text, size_t len)
{
	char *at = reserve(row, len);

	if (at == NULL)
		return "";
	memcpy(at, text, len);
	return at;
}

const char *
sar_row_format(struct sar_row *row, const char *fmt, ...)
{
	size_t room = sizeof(row->text) - row->text_len;
	char *at = row->text + row->text_len;
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(at, room, fmt, ap);
	va_end(ap);
	if (n < 0 || (size_t)n >= room) {
		row->full = true;
		return "";
	}
	row->text_len += (size_t)n + 1;
	return at;
}

/*
 * "Other" says nothing that another role of the same number does not.  What
 * is no number is the same when it is written the same.
 */
static bool
same_party(const struct sar_index_party *there,
    const struct sar_index_party *party)
{
	return (there->role == party->role || party->role == SAR_ROLE_OTHER) &&
	       there->number.key == party->number.key &&
	       there->number.certain == party->number.certain &&
	       (party->number.key != 0 ||
		   (there->number.kind == party->number.kind &&
		       strcmp(there->raw, party->raw) == 0));
}

/*
 * Read ${text}; an export has the same few numbers over and over, and
 * comparing two strings costs a tenth of reading one.
 */
static void
read_number(struct sar_row *row, const struct sar_phone_plan *plan,
    const char *text, struct sar_phone *out)
{
	size_t len = strlen(text);
	struct sar_row_known *known;
	uint32_t hash = 2166136261; /* FNV-1a */
	size_t i;

	if (len >= sizeof(known->text)) {
		sar_phone_read(plan, text, len, out);
		return;
	}
	for (i = 0; i < len; i++)
		hash = (hash ^ (uint8_t)text[i]) * 16777619;
	hash ^= (uint32_t)(uintptr_t)plan;
	known = &row->known[(hash ^ hash >> 15) % SAR_ROW_KNOWN];
	if (known->plan != plan || known->file != row->file ||
	    strcmp(known->text, text) != 0) {
		sar_phone_read(plan, text, len, &known->number);
		memcpy(known->text, text, len + 1);
		known->plan = plan;
		known->file = row->file;
	}
	*out = known->number;
}

int
sar_row_party(struct sar_row *row, const struct sar_phone_plan *plan,
    enum sar_role role, const char *text)
{
	struct sar_index_leg *leg = &row->leg;
	struct sar_index_party *party = &row->parties[leg->n_parties];
	size_t i;

	if (text[0] == '\0')
		return SAR_INDEX_NO_PARTY;
	if (leg->n_parties == SAR_INDEX_PARTIES) {
		row->full = true;
		return SAR_INDEX_NO_PARTY;
	}
	party->role = role;
	party->raw = text;
	read_number(row, plan, text, &party->number);
	for (i = 0; i < leg->n_parties; i++)
		if (same_party(&row->parties[i], party))
			return (int)i;
	return (int)leg->n_parties++;
}

const char *
sar_row_extension(struct sar_row *row, const char *channel)
{
	const char *from = strchr(channel, '/');
	const char *to = strrchr(channel, '-');
	size_t len;

	if (from == NULL || to == NULL || to <= from)
		return "";
	from++;
	len = (size_t)(to - from);
	if (len < 2 || len > 6 || strspn(from, "0123456789") < len)
		return "";
	return sar_row_keep(row, from, len);
}

struct sar_row_file *
sar_row_file(struct sar_row *row, const char *column, const char *path)
{
	struct sar_row_file *file = &row->files[row->n_files];

	if (strlen(path) >= SAR_ROW_PATH_MAX || !sar_row_safe(path)) {
		(void)sar_row_reject(row, column, "unsafe path");
		return NULL;
	}
	if (row->n_files == SAR_INDEX_USES) {
		(void)sar_row_reject(row, column, "too many recordings");
		return NULL;
	}
	*file = (struct sar_row_file){ .path = path,
		.offset_ms = SAR_INDEX_NO_TIME,
		.length_ms = SAR_INDEX_NO_TIME };
	row->n_files++;
	return file;
}

void
sar_row_event(struct sar_row *row, enum sar_event what, int party,
    int64_t at_ms)
{
	if (row->n_events == SAR_INDEX_EVENTS)
		row->full = true;
	else
		row->events[row->n_events++] = (struct sar_index_event){ what,
			party, at_ms };
}

void
sar_row_link(struct sar_row *row, enum sar_link kind, bool to_group,
    const char *target, const char *evidence)
{
	const struct sar_index_link *there;
	size_t i;

	/* Once: a document may say the same twice. */
	for (i = 0; i < row->n_links; i++) {
		there = &row->links[i];
		if (there->kind == kind && there->to_group == to_group &&
		    strcmp(there->target, target) == 0)
			return;
	}
	if (row->n_links == SAR_INDEX_LINKS ||
	    strlen(target) >= SAR_ROW_REF_MAX)
		row->full = true;
	else
		row->links[row->n_links++] = (struct sar_index_link){ kind,
			to_group, target, evidence };
}

void
sar_row_stream(struct sar_row *row, size_t file, uint32_t channel, int party)
{
	size_t i;

	for (i = 0; i < row->n_streams; i++)
		if (row->streams[i].file == file &&
		    row->streams[i].channel == channel &&
		    row->streams[i].party == party)
			return;
	if (row->n_streams == SAR_INDEX_USES)
		row->full = true;
	else
		row->streams[row->n_streams++] = (struct sar_row_stream){ file,
			channel, party };
}

void
sar_row_segment(struct sar_row *row, size_t file, int64_t from_ms,
    int64_t to_ms, int party)
{
	if (row->n_segments == SAR_INDEX_EVENTS)
		row->full = true;
	else
		row->segments[row->n_segments++] = (struct sar_row_segment){
			file, from_ms, to_ms, party
		};
}

void
sar_row_start(struct sar_row *row, const struct sar_row_context *context,
    const struct sar_civil *local)
{
	struct sar_index_leg *leg = &row->leg;
	int offset;

	if (context->basis == SAR_TIME_UTC) {
		leg->start = sar_civil_seconds(local);
		leg->uncertain = 0;
		return;
	}
	leg->start = sar_zone_resolve(context->zone, local, &row->fit,
	    &leg->uncertain);
	if (context->basis != SAR_TIME_UNKNOWN)
		return;
	/* As UTC it would be the zone's offset later, or earlier. */
	offset = sar_zone_offset(context->zone, leg->start);
	leg->uncertain += (uint32_t)abs(offset);
}

void
sar_row_settle(struct sar_row *row, const struct sar_row_context *context,
    const struct sar_civil *local, int64_t epoch)
{
	int64_t utc[2];
	int i, n;

	if (row->fit != SAR_ZONE_REPEATED || epoch == 0 ||
	    context->basis == SAR_TIME_UTC)
		return;
	n = sar_zone_utc(context->zone, local, utc);
	for (i = 0; i < n; i++) {
		if (llabs(utc[i] - epoch) > EPOCH_SLACK)
			continue;
		row->leg.start = utc[i];
		row->leg.uncertain = 0;
		row->fit = SAR_ZONE_EXACT;
		return;
	}
}

int64_t
sar_row_epoch(const char *uniqueid)
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
	if (!sar_text_number(digits, UINT32_MAX, &epoch) || epoch < EPOCH_FIRST)
		return 0;
	return (int64_t)epoch;
}

bool
sar_row_safe(const char *path)
{
	const char *part = path;
	const char *end;
	size_t len;

	if (!sar_text_utf8(path, strlen(path)) || path[0] == '\0')
		return false;
	for (end = path; *end != '\0'; end++)
		if ((unsigned char)*end < 0x20 || *end == 0x7f || *end == '\\')
			return false;
	for (;;) {
		end = strchr(part, '/');
		len = end == NULL ? strlen(part) : (size_t)(end - part);
		/* "" too: an absolute path, or two slashes. */
		if (len == 0 || strncmp(part, "..", len) == 0)
			return false;
		if (end == NULL)
			return true;
		part = end + 1;
	}
}

bool
sar_row_seconds(const char *text, uint32_t *out)
{
	uint64_t n;

	if (!sar_text_number(text, WEEK, &n))
		return false;
	*out = (uint32_t)n;
	return true;
}
