#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "ingest/freeswitch.h"
#include "ingest/freeswitch_lines.h"

#define NAME_LEN 64
#define STAMP_LEN 19
#define TTA_MAX 604800 /* seconds before an answer: a week */

struct fusionpbx {
	struct sar_reading *in;
	struct sar_freeswitch_call *call;
	struct sar_freeswitch_fields fields;
	size_t columns; /* 0: the header has not been read */
	bool header;    /* it is the line now being read */
	char names[SAR_FREESWITCH_FIELDS][NAME_LEN];
};

/* What the export calls otherwise than FreeSWITCH does. */
static const char *const renamed[][2] = {
	{ "xml_cdr_uuid", "uuid" },
	{ "direction", "call_direction" },
	{ "extension", "dialed_user" },
};

static bool
take_header(struct fusionpbx *f)
{
	size_t i;

	for (i = 0; i < f->fields.n; i++) {
		if (f->fields.len[i] >= NAME_LEN)
			return false;
		memcpy(f->names[i], f->fields.at[i], f->fields.len[i]);
		f->names[i][f->fields.len[i]] = '\0';
	}
	f->columns = f->fields.n;
	f->header = true;
	return true;
}

static bool
fits(void *ctx, char *text, size_t len)
{
	struct fusionpbx *f = ctx;

	f->header = false;
	if (!sar_freeswitch_fields_split(text, len, &f->fields))
		return false;
	if (f->columns == 0)
		return take_header(f);
	if (f->fields.n != f->columns)
		return false;
	sar_freeswitch_fields_join(&f->fields, 0, 0);
	return true;
}

/* The column of this name, or "". */
static const char *
column(const struct fusionpbx *f, const char *name)
{
	size_t i;

	for (i = 0; i < f->columns; i++)
		if (strcmp(f->names[i], name) == 0)
			return f->fields.at[i];
	return "";
}

/*
 * PostgreSQL's timestamptz, "2026-06-10 10:00:00.5+01" or "+05:30", in UTC
 * seconds; *${zoned} is false when there is no offset.
 */
static bool
read_stamp(const char *text, int64_t *out, bool *zoned)
{
	char copy[STAMP_LEN + 1];
	struct sar_civil civil;
	const char *p;
	int64_t hours, minutes = 0;

	if (strlen(text) < STAMP_LEN)
		return false;
	memcpy(copy, text, STAMP_LEN);
	copy[STAMP_LEN] = '\0';
	if (!sar_civil_parse(copy, &civil))
		return false;
	*out = sar_civil_seconds(&civil);
	p = text + STAMP_LEN;
	if (*p == '.')
		p += 1 + strspn(p + 1, "0123456789");
	*zoned = *p == '+' || *p == '-';
	if (!*zoned)
		return *p == '\0';
	if (strspn(p + 1, "0123456789") != 2)
		return false;
	hours = (p[1] - '0') * 10 + p[2] - '0';
	if (p[3] == ':' && strspn(p + 4, "0123456789") == 2 && p[6] == '\0')
		minutes = (p[4] - '0') * 10 + p[5] - '0';
	else if (p[3] != '\0')
		return false;
	*out -= (*p == '-' ? -60 : 60) * (hours * 60 + minutes);
	return true;
}

/* The stamp named, by the same clock as start_epoch; 0 if it cannot be. */
static int64_t
epoch_of(const struct fusionpbx *f, const char *name, uint64_t start_epoch)
{
	bool start_zoned = false, zoned = false;
	int64_t start = 0, stamp = 0;

	if (!read_stamp(column(f, name), &stamp, &zoned))
		return 0;
	if (zoned)
		return stamp;
	if (!read_stamp(column(f, "start_stamp"), &start, &start_zoned) ||
	    start_zoned)
		return 0;
	return (int64_t)start_epoch + stamp - start;
}

static void
set_epoch(struct fusionpbx *f, const char *name, int64_t epoch)
{
	char text[24];

	if (epoch <= 0)
		return;
	(void)snprintf(text, sizeof(text), "%" PRId64, epoch);
	sar_freeswitch_var(f->call, name, text);
}

/* Of the times in seconds the export has by itself the start alone. */
static void
set_times(struct fusionpbx *f)
{
	uint64_t start = 0, wait = 0;
	bool answered = column(f, "answer_stamp")[0] != '\0';

	if (!sar_text_number(column(f, "start_epoch"), INT32_MAX * 2ULL,
		&start))
		return;
	if (column(f, "answer_epoch")[0] == '\0' && answered) {
		if (sar_text_number(column(f, "tta"), TTA_MAX, &wait))
			set_epoch(f, "answer_epoch", (int64_t)(start + wait));
		else
			set_epoch(f, "answer_epoch",
			    epoch_of(f, "answer_stamp", start));
	}
	if (column(f, "end_epoch")[0] == '\0')
		set_epoch(f, "end_epoch", epoch_of(f, "end_stamp", start));
}

static void
set_variables(struct fusionpbx *f)
{
	const char *leg = column(f, "leg");
	const char *name;
	size_t i, n;

	for (i = 0; i < f->columns; i++) {
		name = f->names[i];
		for (n = 0; n < sizeof(renamed) / sizeof(renamed[0]); n++)
			if (strcmp(name, renamed[n][0]) == 0)
				name = renamed[n][1];
		if (f->fields.at[i][0] != '\0')
			sar_freeswitch_var(f->call, name, f->fields.at[i]);
	}
	if (leg[0] != '\0')
		sar_freeswitch_var(f->call, "direction",
		    strcmp(leg, "b") == 0 ? "outbound" : "inbound");
}

static int
take(void *ctx, uint64_t line, struct sar_err *err)
{
	struct fusionpbx *f = ctx;
	struct sar_freeswitch_profile *profile;
	bool good;

	if (f->header)
		return 0;
	sar_freeswitch_clear(f->call);
	f->call->plain = true;
	set_variables(f);
	set_times(f);
	profile = sar_freeswitch_stage(f->call);
	sar_freeswitch_profile(f->call, profile, "caller_id_number",
	    column(f, "caller_id_number"));
	sar_freeswitch_profile(f->call, profile, "ani",
	    column(f, "source_number"));
	sar_freeswitch_profile(f->call, profile, "destination_number",
	    column(f, "destination_number"));
	good = sar_freeswitch_take(f->call, f->in);
	return sar_sink_take(f->in, line, good, err);
}

static int
read_csv(struct sar_reading *in, struct sar_err *err)
{
	struct fusionpbx *f = calloc(1, sizeof(*f));
	struct sar_freeswitch_lines lines = { fits, take, f };
	int rc = -1;

	if (f == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	f->in = in;
	in->context.basis = SAR_TIME_EPOCH;
	in->evidence = "format";
	if ((f->call = calloc(1, sizeof(*f->call))) == NULL)
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
	else
		rc = sar_freeswitch_lines_read(in, &lines, err);
	if (rc == 0 && f->columns == 0)
		rc = sar_err_set(err, SAR_EINPUT, "%s: no header", in->name);
	if (f->call != NULL)
		explicit_bzero(f->call, sizeof(*f->call));
	free(f->call);
	explicit_bzero(f, sizeof(*f));
	free(f);
	return rc;
}

/* The header has these names, quoted, as no other export has. */
static bool
probe(const struct sar_probe *probe)
{
	static const char *const own[] = { "\"xml_cdr_uuid\"",
		"\"start_epoch\"", "\"caller_id_number\"",
		"\"destination_number\"" };
	const char *end = strchr(probe->head, '\n');
	const char *at;
	size_t i;

	if (end == NULL)
		return false;
	for (i = 0; i < sizeof(own) / sizeof(own[0]); i++) {
		at = strstr(probe->head, own[i]);
		if (at == NULL || at > end)
			return false;
	}
	return true;
}

const struct sar_format sar_format_fusionpbx_csv = {
	.name = "fusionpbx-csv",
	.version = 1,
	.title = "FusionPBX, CSV of \"Call Detail Records\"",
	.system = "freeswitch",
	.grouped = "originating_leg_uuid",
	.probe = probe,
	.read = read_csv,
};
