#include "ingest/mapping.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "ingest/timeform.h"

static const struct sar_conf_key known[] = {
	{ "system", "name", false },
	{ "csv", "delimiter", false },
	{ "time", "column", false },
	{ "time", "format", false },
	{ "time", "zone", false },
	{ "columns", "ref", false },
	{ "columns", "group", false },
	{ "columns", "caller", false },
	{ "columns", "called", false },
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

static int
read_time(struct sar_mapping *m, const struct sar_ingest_options *options,
    struct sar_err *err)
{
	const char *zone = sar_conf_get(m->conf, "time", "zone");

	if (strcmp(m->form, "epoch") == 0) {
		m->form = NULL;
		return 0;
	}
	if (!sar_timeform_ok(m->form))
		return sar_conf_bad(m->conf, "time", "format", 0,
		    "expected YYYY, MM, DD, HH, MI and SS, or epoch", err);
	if (zone != NULL && strcmp(zone, sar_zone_name(options->zone)) != 0)
		return sar_conf_bad(m->conf, "time", "zone", 0,
		    "is not the zone of the import: say --zone", err);
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
read_optional(struct sar_mapping *m, struct sar_err *err)
{
	const char *other;

	m->group = sar_conf_get(m->conf, "columns", "group");
	m->entry = sar_conf_get(m->conf, "columns", "entry");
	m->duration = sar_conf_get(m->conf, "columns", "duration");
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
	m->form = need(m, "time", "format", &ok, err);
	m->ref = need(m, "columns", "ref", &ok, err);
	m->caller = need(m, "columns", "caller", &ok, err);
	m->called = need(m, "columns", "called", &ok, err);
	m->talk = need(m, "columns", "talk", &ok, err);
	if (!ok)
		goto failed;
	if (!sar_text_plain(m->system, 16)) {
		(void)sar_conf_bad(m->conf, "system", "name", 0,
		    "expected up to 16 letters, digits and '-'", err);
		goto failed;
	}
	if (read_delimiter(m, err) == -1 || read_time(m, options, err) == -1 ||
	    read_optional(m, err) == -1)
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
