#include <string.h>

#include "ingest/freeswitch.h"
#include "ingest/freeswitch_flat.h"
#include "ingest/freeswitch_lines.h"

#define SQL "INSERT INTO cdr VALUES ("
#define SQL_END ");"
#define UUID_LEN 36
#define STAMP_LEN 19
#define EXTRA_MAX 8 /* fields too many that a name may make */
#define NONE 255

/* Where the columns of a stock template are. */
struct layout {
	unsigned char width;
	unsigned char name; /* free text, in which there may be quotes */
	unsigned char uuid, peer, caller, called;
	unsigned char start, answer, end, duration, billsec;
	unsigned char channel, bridge, file;
	const char *peer_name;
};

/* cdr_csv.conf.xml as FreeSWITCH comes with it.  "sql" is as "default". */
#define COMMON 0, 10, 11, 1, 2, 4, 5, 6, 7, 8, NONE, NONE
static const struct layout templates[] = {
	{ 13, COMMON, NONE, "bleg_uuid" }, /* default */
	{ 15, COMMON, NONE, "bleg_uuid" }, /* example */
	{ 17, COMMON, NONE, "bleg_uuid" }, /* linksys */
	{ 20, COMMON, 19, "bleg_uuid" },   /* snom */
	/* asterisk */
	{ 18, 4, 16, NONE, 1, 2, 9, 10, 11, 12, 13, 5, 6, NONE, "" },
	/* opencdrrate */
	{ 13, NONE, 0, 1, 3, 4, NONE, 5, 6, NONE, 7, NONE, NONE, NONE,
	    "signal_bond" },
};
#define TEMPLATES (sizeof(templates) / sizeof(templates[0]))

struct csv {
	struct sar_reading *in;
	struct sar_freeswitch_fields fields;
	const struct layout *template;
};

/* Its place among fields of which the name made ${extra} too many. */
static size_t
place(const struct layout *t, unsigned char column, size_t extra)
{
	return column > t->name ? column + extra : column;
}

static bool
is_uuid(const char *text, size_t len)
{
	size_t i;

	if (len != UUID_LEN)
		return false;
	for (i = 0; i < len; i++)
		if (i == 8 || i == 13 || i == 18 || i == 23
			? text[i] != '-'
			: strchr("0123456789abcdefABCDEF", text[i]) == NULL)
			return false;
	return true;
}

static bool
is_stamp(const char *text, size_t len)
{
	char copy[STAMP_LEN + 1];
	struct sar_civil civil;

	if (len != STAMP_LEN)
		return false;
	memcpy(copy, text, len);
	copy[len] = '\0';
	return sar_civil_parse(copy, &civil);
}

static bool
fits_template(const struct sar_freeswitch_fields *fields,
    const struct layout *t, size_t extra)
{
	size_t uuid, end, answer, start;

	if (fields->n != t->width + extra || (extra > 0 && t->name == NONE))
		return false;
	uuid = place(t, t->uuid, extra);
	end = place(t, t->end, extra);
	answer = place(t, t->answer, extra);
	if (!is_uuid(fields->at[uuid], fields->len[uuid]) ||
	    !is_stamp(fields->at[end], fields->len[end]) ||
	    (fields->len[answer] > 0 &&
		!is_stamp(fields->at[answer], fields->len[answer])))
		return false;
	if (t->start == NONE)
		return true;
	start = place(t, t->start, extra);
	return is_stamp(fields->at[start], fields->len[start]);
}

/*
 * The one template whose shape the row has: as it is, or, counted from the
 * right, when a name has made too many fields.  More than one is none.
 */
static const struct layout *
choose(const struct sar_freeswitch_fields *fields, size_t *extra)
{
	const struct layout *found = NULL;
	size_t i, e;

	for (i = 0; i < TEMPLATES; i++)
		if (fits_template(fields, &templates[i], 0)) {
			*extra = 0;
			return &templates[i];
		}
	for (i = 0; i < TEMPLATES; i++)
		for (e = 1; e <= EXTRA_MAX; e++) {
			if (!fits_template(fields, &templates[i], e))
				continue;
			if (found != NULL)
				return NULL;
			found = &templates[i];
			*extra = e;
		}
	return found;
}

static const struct layout *
split_row(char *text, size_t len, struct sar_freeswitch_fields *fields,
    size_t *extra)
{
	size_t head = strlen(SQL), tail = strlen(SQL_END);

	if (len > head + tail && memcmp(text, SQL, head) == 0) {
		if (memcmp(text + len - tail, SQL_END, tail) != 0)
			return NULL;
		text += head;
		len -= head + tail;
	}
	if (!sar_freeswitch_fields_split(text, len, fields))
		return NULL;
	return choose(fields, extra);
}

static bool
fits(void *ctx, char *text, size_t len)
{
	struct csv *csv = ctx;
	size_t extra = 0;

	csv->template = split_row(text, len, &csv->fields, &extra);
	/* Two things wrong with one name are more than can be made good. */
	if (csv->template == NULL ||
	    (extra > 0 && memchr(text, '\n', len) != NULL))
		return false;
	sar_freeswitch_fields_join(&csv->fields, csv->template->name, extra);
	return true;
}

static const char *
column(const struct csv *csv, unsigned char nr)
{
	return nr == NONE ? NULL : csv->fields.at[nr];
}

static int
take(void *ctx, uint64_t line, struct sar_err *err)
{
	struct csv *csv = ctx;
	const struct layout *t = csv->template;
	const struct sar_freeswitch_flat flat = {
		.uuid = column(csv, t->uuid),
		.peer = column(csv, t->peer),
		.peer_name = t->peer_name,
		.caller = column(csv, t->caller),
		.called = column(csv, t->called),
		.start = column(csv, t->start),
		.answer = column(csv, t->answer),
		.end = column(csv, t->end),
		.duration = column(csv, t->duration),
		.billsec = column(csv, t->billsec),
		.channel = column(csv, t->channel),
		.bridge = column(csv, t->bridge),
		.file = column(csv, t->file),
	};

	return sar_sink_take(csv->in, line,
	    sar_freeswitch_flat_take(csv->in, &flat), err);
}

static int
read_csv(struct sar_reading *in, struct sar_err *err)
{
	struct csv csv = { .in = in };
	const struct sar_freeswitch_lines lines = { fits, take, &csv };

	/* The stamps are local times, and have no zone. */
	if (in->context.basis == SAR_TIME_UNKNOWN) {
		in->context.basis = SAR_TIME_ZONE;
		in->evidence = "format";
	}
	return sar_freeswitch_lines_read(in, &lines, err);
}

/* One of the first lines is a row: a UUID and times where they belong. */
static bool
probe(const struct sar_probe *probe)
{
	struct sar_freeswitch_fields fields;
	const char *p = probe->head, *end;
	char copy[4096];
	size_t extra, len;
	int n;

	if (strncmp(p, "\xEF\xBB\xBF", 3) == 0)
		p += 3;
	for (n = 0; n < SAR_PROBE_RECORDS && *p != '\0'; n++) {
		end = strchr(p, '\n');
		if (end == NULL && !probe->whole)
			return false;
		len = end == NULL ? strlen(p) : (size_t)(end - p);
		if (len > 0 && p[len - 1] == '\r')
			len--;
		if (len > 0 && len < sizeof(copy)) {
			memcpy(copy, p, len);
			copy[len] = '\0';
			if (split_row(copy, len, &fields, &extra) != NULL)
				return true;
		}
		if (end == NULL)
			return false;
		p = end + 1;
	}
	return false;
}

const struct sar_format sar_format_freeswitch_csv = {
	.name = "freeswitch-csv",
	.version = 1,
	.title = "FreeSWITCH, CSV of mod_cdr_csv",
	.system = "freeswitch",
	.grouped = "",
	.probe = probe,
	.read = read_csv,
};
