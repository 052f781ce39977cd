/*
 * A recording's vCon, byte by byte as there is one way of writing it: all of it
 * follows from redactions.json, but for a few values that have a form each.  It
 * is not parsed: what is hostile could take much memory.
 */
#include "audit/describe.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/utc.h"
#include "letter/letter.h"
#include "marks/basis.h"

#define UUID_LEN 36
#define ORGANISATION_MAX 8192 /* as JSON */
#define DUMP                                                 \
	(JSON_SORT_KEYS | JSON_COMPACT | JSON_ENSURE_ASCII | \
	    JSON_REAL_PRECISION(15) | JSON_ENCODE_ANY)

struct walk {
	const char *at;
	const char *end;
	const struct sar_redactions_file *file;
	struct sar_described *out;
};

static bool
eat_bytes(struct walk *w, const char *text, size_t len)
{
	if ((size_t)(w->end - w->at) < len || memcmp(w->at, text, len) != 0)
		return false;
	w->at += len;
	return true;
}

static bool
eat(struct walk *w, const char *text)
{
	return eat_bytes(w, text, strlen(text));
}

/* What follows is ${value}, which this frees. */
static bool
eat_json(struct walk *w, json_t *value)
{
	char *text = value == NULL ? NULL : json_dumps(value, DUMP);
	bool same = text != NULL && eat(w, text);

	free(text);
	json_decref(value);
	return same;
}

/* Just ${len} bytes, as a text. */
static bool
take(struct walk *w, char *out, size_t len)
{
	if ((size_t)(w->end - w->at) < len)
		return false;
	memcpy(out, w->at, len);
	out[len] = '\0';
	w->at += len;
	return strlen(out) == len;
}

static uint64_t
thousandths(uint64_t frames, uint32_t rate, bool up)
{
	return frames / rate * 1000 +
	       (frames % rate * 1000 + (up ? rate - 1 : 0)) / rate;
}

static json_t *
seconds(uint64_t ms)
{
	return json_real((double)ms / 1000);
}

static uint64_t
lag(const struct sar_redactions_file *file)
{
	return file->format == SAR_FORMAT_MP3 ? SAR_PLAN_MP3_DELAY : 0;
}

/* The day of the letter. */
static bool
walk_date(struct walk *w)
{
	struct sar_date date;

	return eat(w, "{\"created_at\":\"") &&
	       take(w, w->out->created, SAR_DATE_LEN - 1) &&
	       sar_date_parse(w->out->created, &date) &&
	       eat(w, "T00:00:00Z\",\"dialog\":[");
}

static const char *
media_type(enum sar_plan_format format)
{
	switch (format) {
	case SAR_FORMAT_FLAC:
		return "audio/flac";
	case SAR_FORMAT_MP3:
		return "audio/mpeg";
	case SAR_FORMAT_OPUS:
		return "audio/ogg";
	case SAR_FORMAT_WAV:
	case SAR_FORMAT_WAV_ALAW:
	case SAR_FORMAT_WAV_ULAW:
	case SAR_FORMAT_SAME:
		break;
	}
	return "audio/x-wav";
}

/* Who began the call, where the organisation did, is all that can be more. */
static bool
walk_recording(struct walk *w)
{
	const struct sar_redactions_file *file = w->file;
	uint64_t ms = thousandths(file->frames + lag(file), file->rate, true);

	if (!eat(w, "{\"duration\":") || !eat_json(w, seconds(ms)) ||
	    !eat(w, ",\"filename\":") ||
	    !eat_json(w, json_string(file->name)) ||
	    !eat(w, ",\"mediatype\":") ||
	    !eat_json(w, json_string(media_type(file->format))))
		return false;
	(void)eat(w, ",\"originator\":1");
	return eat(w, ",\"parties\":[0,1,2],\"sar_redactions\":[");
}

static json_t *
channels_json(const struct sar_plan_cut *cut, uint32_t channels)
{
	json_t *list = json_array();
	uint32_t c;

	for (c = 0; c < channels && c < 32; c++)
		if (cut->channels == 0 || (cut->channels >> c & 1) != 0)
			(void)json_array_append_new(list,
			    json_integer((json_int_t)c));
	return list;
}

static bool
walk_place(struct walk *w, const struct sar_plan_cut *cut)
{
	const struct sar_redactions_file *file = w->file;
	uint64_t from = thousandths(cut->from + lag(file), file->rate, false);
	uint64_t to = thousandths(cut->to + lag(file), file->rate, true);
	char why[SAR_LETTER_PROVISIONS];

	sar_letter_provisions(sar_basis_bits(cut->basis), " and ", why);
	return eat_json(w,
	    json_pack("{s:o,s:o,s:o,s:s,s:s}", "start", seconds(from),
		"duration", seconds(to - from), "channels",
		channels_json(cut, file->channels), "method",
		sar_plan_fill_name(cut->fill), "reason", why));
}

static bool
walk_places(struct walk *w)
{
	size_t i;

	for (i = 0; i < w->file->n_cuts; i++)
		if ((i > 0 && !eat(w, ",")) ||
		    !walk_place(w, &w->file->cuts[i]))
			return false;
	return eat(w, "],");
}

static bool
walk_start(struct walk *w)
{
	char start[SAR_UTC_LEN], again[SAR_UTC_LEN];

	if (!eat(w, "\"start\":\"") || !take(w, start, SAR_UTC_LEN - 1) ||
	    !sar_utc_parse(start, &w->out->start))
		return false;
	sar_utc_format(w->out->start, again);
	return strcmp(start, again) == 0 &&
	       eat(w, "\",\"type\":\"recording\"}],"
		      "\"extensions\":[\"sar_redactions\"],\"parties\":[{");
}

/* A string that is written in the one way; its digest is kept. */
static bool
take_organisation(struct walk *w)
{
	struct sar_err err = SAR_ERR_INIT;
	const char *from = w->at;
	const char *p;
	json_t *value;

	if (!eat(w, "\""))
		return false;
	for (p = w->at; p < w->end && *p != '"'; p++)
		if (*p == '\\' && ++p == w->end)
			return false;
	if (p == w->end || p - from > ORGANISATION_MAX)
		return false;
	w->at = from;
	value = json_loadb(from, (size_t)(p + 1 - from), JSON_DECODE_ANY, NULL);
	return value != NULL && eat_json(w, value) && w->at == p + 1 &&
	       sar_sha256_text(from, (size_t)(p + 1 - from),
		   w->out->organisation, &err) == 0;
}

/* The one who asked, by number; who answers; anybody else, without a name. */
static bool
walk_parties(struct walk *w)
{
	size_t n = 0;

	if (eat(w, "\"tel\":\"tel:+")) {
		while (w->at + n < w->end && w->at[n] >= '0' && w->at[n] <= '9')
			n++;
		if (n < 5 || n > 15 || w->at[0] == '0')
			return false;
		w->at += n;
		if (!eat(w, "\""))
			return false;
	}
	return eat(w, "},{\"org\":") && take_organisation(w) &&
	       eat(w, ",\"type\":\"organization\"},{\"name\":\"anonymous\"}],");
}

/* Version 8 of RFC 9562, in small letters. */
static bool
take_uuid(struct walk *w, char out[UUID_LEN + 1])
{
	size_t i;

	if (!take(w, out, UUID_LEN))
		return false;
	for (i = 0; i < UUID_LEN; i++)
		if (i == 8 || i == 13 || i == 18 || i == 23) {
			if (out[i] != '-')
				return false;
		} else if (strchr("0123456789abcdef", out[i]) == NULL) {
			return false;
		}
	return out[14] == '8' && strchr("89ab", out[19]) != NULL;
}

static bool
walk_uuids(struct walk *w)
{
	char source[UUID_LEN + 1], own[UUID_LEN + 1];

	return eat(w, "\"redacted\":{\"type\":\"third-party\",\"uuid\":\"") &&
	       take_uuid(w, source) && eat(w, "\"},\"uuid\":\"") &&
	       take_uuid(w, own) && eat(w, "\"}") && w->at == w->end &&
	       strcmp(source, own) != 0;
}

/* The recording that ${name} describes: the one with its number. */
static const struct sar_redactions_file *
file_of(const struct sar_redactions *redactions, const char *name)
{
	unsigned long n = strtoul(name + sizeof("call-") - 1, NULL, 10);
	const struct sar_redactions_file *file;

	if (n == 0 || n > redactions->n)
		return NULL;
	file = &redactions->files[n - 1];
	return strncmp(file->name, name, strcspn(name, ".") + 1) == 0 ? file
								      : NULL;
}

int
sar_describe_check(const char *name, const char *text, size_t len,
    const struct sar_redactions *redactions, struct sar_described *out,
    struct sar_err *err)
{
	static const struct {
		bool (*walk)(struct walk *w);
		const char *what;
	} parts[] = {
		{ walk_date, "date" },
		{ walk_recording, "recording" },
		{ walk_places, "places" },
		{ walk_start, "start" },
		{ walk_parties, "parties" },
		{ walk_uuids, "UUIDs" },
	};
	struct walk w = { .at = text, .end = text + len, .out = out };
	size_t i;

	memset(out, 0, sizeof(*out));
	out->item = SIZE_MAX;
	if ((w.file = file_of(redactions, name)) == NULL)
		return sar_err_set(err, SAR_ECORRUPT,
		    "%s: not a recording of redactions.json", name);
	out->item = (size_t)(w.file - redactions->files);
	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (!parts[i].walk(&w))
			return sar_err_set(err, SAR_ECORRUPT,
			    "%s: not as it must be: its %s", name,
			    parts[i].what);
	return 0;
}
