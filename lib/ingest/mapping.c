#include "ingest/mapping.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "ingest/timeform.h"

static const struct sar_conf_key known[] = {
	{ "system", "name", false },
	{ "csv", "delimiter", false },
	{ "time", "column", false },
	{ "time", "clock", false },
	{ "time", "end", false },
	{ "time", "end-clock", false },
	{ "time", "format", true },
	{ "time", "zone", false },
	{ "duration", "format", false },
	{ "columns", "ref", false },
	{ "columns", "group", false },
	{ "columns", "caller", false },
	{ "columns", "called", false },
	{ "columns", "local", false },
	{ "columns", "remote", false },
	{ "columns", "entry", false },
	{ "columns", "other", true },
	{ "columns", "duration", false },
	{ "columns", "talk", false },
	{ "columns", "recording", false },
	{ "answered", "column", false },
	{ "answered", "value", true },
	{ "direction", "column", false },
	{ "direction", "in", true },
	{ "direction", "out", true },
	{ "direction", "internal", true },
	{ "recording", "path", false },
	{ "recording", "strip", true },
	{ "recording", "separator", false },
	{ "headerless", "column", false },
	{ "headerless", "rate", false },
	{ "headerless", "channels", false },
	{ "headerless", "suffix", true },
	{ "headerless", "pcm16", true },
	{ "headerless", "alaw", true },
	{ "headerless", "ulaw", true },
	{ "headerless", "gsm610", true },
	{ "headerless", "g722", true },
	{ "headerless", "g726", true },
	{ "headerless", "g729", true },
	{ "headerless", "amr", true },
	{ "headerless", "other", true },
	{ NULL, NULL, false },
};

static const char *
need(const struct sar_mapping *m, const char *section, const char *key,
    bool *ok, struct sar_err *err)
{
	const char *value;

	if (!*ok)
		return NULL;
	value = sar_conf_need(m->conf, section, key, err);
	*ok = value != NULL;
	return value;
}

static int
read_delimiter(struct sar_mapping *m, struct sar_err *err)
{
	static const struct {
		const char *name;
		char c;
	} names[] = { { "comma", ',' }, { "semicolon", ';' }, { "tab", '\t' },
		{ "bar", '|' } };
	const char *text = sar_conf_get(m->conf, "csv", "delimiter");
	size_t i;

	m->delimiter = ',';
	if (text == NULL)
		return 0;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(text, names[i].name) == 0) {
			m->delimiter = names[i].c;
			return 0;
		}
	}
	return sar_conf_bad(m->conf, "csv", "delimiter", 0,
	    "expected comma, semicolon, tab or bar", err);
}

/* The forms of times: none that reads a text otherwise than another one. */
static int
read_forms(struct sar_mapping *m, struct sar_err *err)
{
	const char *form;
	size_t i;

	while ((form = sar_conf_nth(m->conf, "time", "format", m->n_forms)) !=
	       NULL) {
		if (m->n_forms == SAR_MAPPING_FORMS)
			return sar_conf_bad(m->conf, "time", "format",
			    m->n_forms, "too many", err);
		if (!sar_timeform_ok(form))
			return sar_conf_bad(m->conf, "time", "format",
			    m->n_forms,
			    "expected YYYY, MM, DD, HH, MI and SS, or epoch",
			    err);
		for (i = 0; i < m->n_forms; i++) {
			if (sar_timeform_clash(m->forms[i], form))
				return sar_conf_bad(m->conf, "time", "format",
				    m->n_forms,
				    "could be read as an earlier one too", err);
			if (sar_timeform_zoned(m->forms[i]) !=
			    sar_timeform_zoned(form))
				return sar_conf_bad(m->conf, "time", "format",
				    m->n_forms, "TZ is in all or in none", err);
		}
		m->forms[m->n_forms++] = form;
	}
	return 0;
}

static int
read_zone(struct sar_mapping *m, const struct sar_ingest_options *options,
    struct sar_err *err)
{
	const char *zone = sar_conf_get(m->conf, "time", "zone");

	m->times = sar_timeform_zoned(m->forms[0]) ? SAR_MAPPING_OFFSET
						   : SAR_MAPPING_LOCAL;
	if (zone == NULL)
		return 0;
	if (m->times == SAR_MAPPING_OFFSET)
		return sar_conf_bad(m->conf, "time", "zone", 0,
		    "the times have TZ, which says it", err);
	if (strcmp(zone, "UTC") == 0) {
		m->times = SAR_MAPPING_UTC;
		if (options->basis == SAR_TIME_ZONE)
			return sar_conf_bad(m->conf, "time", "zone", 0,
			    "is UTC, and --times says local", err);
		return 0;
	}
	if (strcmp(zone, sar_zone_name(options->zone)) != 0)
		return sar_conf_bad(m->conf, "time", "zone", 0,
		    "is not the zone of the import: say --zone", err);
	return 0;
}

static int
read_time(struct sar_mapping *m, const struct sar_ingest_options *options,
    struct sar_err *err)
{
	const char *first = sar_conf_get(m->conf, "time", "format");
	bool ms = strcmp(first, "epoch-ms") == 0;

	m->clock = sar_conf_get(m->conf, "time", "clock");
	m->end = sar_conf_get(m->conf, "time", "end");
	m->end_clock = sar_conf_get(m->conf, "time", "end-clock");
	if (m->end_clock != NULL && m->clock == NULL)
		return sar_conf_bad(m->conf, "time", "end-clock", 0,
		    "without clock", err);
	if (m->end != NULL && m->clock != NULL && m->end_clock == NULL)
		return sar_conf_bad(m->conf, "time", "end", 0,
		    "without end-clock", err);
	if (!ms && strcmp(first, "epoch") != 0)
		return read_forms(m, err) == -1 ? -1
						: read_zone(m, options, err);
	m->times = ms ? SAR_MAPPING_EPOCH_MS : SAR_MAPPING_EPOCH;
	if (sar_conf_nth(m->conf, "time", "format", 1) != NULL)
		return sar_conf_bad(m->conf, "time", "format", 1,
		    "epoch stands alone", err);
	if (m->clock != NULL)
		return sar_conf_bad(m->conf, "time", "clock", 0,
		    "an epoch has its time in it", err);
	return 0;
}

static int
read_lengths(struct sar_mapping *m, struct sar_err *err)
{
	static const struct {
		const char *name;
		enum sar_mapping_length lengths;
	} names[] = { { "seconds", SAR_MAPPING_SECONDS },
		{ "milliseconds", SAR_MAPPING_MS },
		{ "H:MI:SS", SAR_MAPPING_HMS }, { "MI:SS", SAR_MAPPING_MS60 } };
	const char *text = sar_conf_get(m->conf, "duration", "format");
	size_t i;

	if (text == NULL)
		return 0;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(text, names[i].name) == 0) {
			m->lengths = names[i].lengths;
			return 0;
		}
	}
	return sar_conf_bad(m->conf, "duration", "format", 0,
	    "expected seconds, milliseconds, H:MI:SS or MI:SS", err);
}

/* What a path begins with on the recorder; whole folders only. */
static int
read_strips(struct sar_mapping *m, struct sar_err *err)
{
	const char *separator = sar_conf_get(m->conf, "recording", "separator");
	const char *strip;
	char last;

	m->backslash = separator != NULL && strcmp(separator, "backslash") == 0;
	if (separator != NULL && !m->backslash &&
	    strcmp(separator, "slash") != 0)
		return sar_conf_bad(m->conf, "recording", "separator", 0,
		    "expected slash or backslash", err);
	while ((strip = sar_conf_nth(m->conf, "recording", "strip",
		    m->n_strips)) != NULL) {
		if (m->n_strips == SAR_MAPPING_STRIPS)
			return sar_conf_bad(m->conf, "recording", "strip",
			    m->n_strips, "too many", err);
		last = '\0';
		if (strip[0] != '\0')
			last = strip[strlen(strip) - 1];
		if (last != '/' && !(m->backslash && last == '\\'))
			return sar_conf_bad(m->conf, "recording", "strip",
			    m->n_strips, "does not end as a folder does", err);
		m->strips[m->n_strips++] = strip;
	}
	return 0;
}

/* The tokens a path may have; all else in braces is a slip. */
static int
check_path(const struct sar_mapping *m, struct sar_err *err)
{
	static const char *const tokens[] = { "{recording}", "{YYYY}", "{MM}",
		"{DD}" };
	const char *p = m->path;
	size_t i;

	while ((p = strchr(p, '{')) != NULL) {
		for (i = 0; i < sizeof(tokens) / sizeof(tokens[0]); i++)
			if (strncmp(p, tokens[i], strlen(tokens[i])) == 0)
				break;
		if (i == sizeof(tokens) / sizeof(tokens[0]))
			return sar_conf_bad(m->conf, "recording", "path", 0,
			    "expected {recording}, {YYYY}, {MM} and {DD}", err);
		p++;
	}
	if (strstr(m->path, "{recording}") == NULL)
		return sar_conf_bad(m->conf, "recording", "path", 0,
		    "has no {recording}", err);
	return 0;
}

static int
read_columns(struct sar_mapping *m, struct sar_err *err)
{
	const char *other;

	m->group = sar_conf_get(m->conf, "columns", "group");
	m->caller = sar_conf_get(m->conf, "columns", "caller");
	m->called = sar_conf_get(m->conf, "columns", "called");
	m->local = sar_conf_get(m->conf, "columns", "local");
	m->remote = sar_conf_get(m->conf, "columns", "remote");
	m->entry = sar_conf_get(m->conf, "columns", "entry");
	m->duration = sar_conf_get(m->conf, "columns", "duration");
	m->talk = sar_conf_get(m->conf, "columns", "talk");
	m->recording = sar_conf_get(m->conf, "columns", "recording");
	m->answered = sar_conf_get(m->conf, "answered", "column");
	m->direction = sar_conf_get(m->conf, "direction", "column");
	m->path = sar_conf_get(m->conf, "recording", "path");
	if (m->path == NULL)
		m->path = "{recording}";
	while ((other = sar_conf_nth(m->conf, "columns", "other",
		    m->n_others)) != NULL) {
		if (m->n_others == SAR_MAPPING_OTHERS)
			return sar_conf_bad(m->conf, "columns", "other",
			    m->n_others, "too many", err);
		m->others[m->n_others++] = other;
	}
	return 0;
}

/* Without a number no search finds the call; it also has a length. */
static int
check_columns(const struct sar_mapping *m, struct sar_err *err)
{
	if (m->caller == NULL && m->called == NULL && m->remote == NULL)
		return sar_err_set(err, SAR_EINPUT,
		    "%s: [columns]: none of caller, called and remote",
		    sar_conf_name(m->conf));
	if (m->talk == NULL && m->duration == NULL && m->end == NULL &&
	    m->end_clock == NULL)
		return sar_err_set(err, SAR_EINPUT,
		    "%s: [columns]: neither talk nor duration, nor an end in "
		    "[time]",
		    sar_conf_name(m->conf));
	if (!sar_text_plain(m->system, 16))
		return sar_conf_bad(m->conf, "system", "name", 0,
		    "expected up to 16 letters, digits and '-'", err);
	return check_path(m, err);
}

struct sar_mapping *
sar_mapping_read(const struct sar_ingest_options *options, struct sar_err *err)
{
	struct sar_mapping *m = calloc(1, sizeof(*m));
	bool ok = true;

	if (m == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	m->conf = sar_conf_parse(options->mapping_name, options->mapping,
	    options->mapping_len, known, err);
	if (m->conf == NULL)
		goto failed;
	m->system = need(m, "system", "name", &ok, err);
	m->time = need(m, "time", "column", &ok, err);
	(void)need(m, "time", "format", &ok, err);
	m->ref = need(m, "columns", "ref", &ok, err);
	if (!ok || read_delimiter(m, err) == -1 ||
	    read_time(m, options, err) == -1 || read_lengths(m, err) == -1 ||
	    read_columns(m, err) == -1 || read_strips(m, err) == -1 ||
	    sar_mapping_raw(m, err) == -1 || check_columns(m, err) == -1)
		goto failed;
	return m;

failed:
	sar_mapping_free(m);
	return NULL;
}

void
sar_mapping_free(struct sar_mapping *mapping)
{
	if (mapping == NULL)
		return;
	sar_conf_free(mapping->conf);
	free(mapping);
}

bool
sar_mapping_says(const struct sar_mapping *mapping, const char *section,
    const char *key, const char *value)
{
	const char *one;
	size_t n;

	for (n = 0;
	     (one = sar_conf_nth(mapping->conf, section, key, n)) != NULL; n++)
		if (strcmp(one, value) == 0)
			return true;
	return false;
}
