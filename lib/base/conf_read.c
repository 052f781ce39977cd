#include "base/conf_entry.h"

#include <ini.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"

#define KEY_MAX 63
#define SECTION_MAX 49 /* what inih keeps of one */
#define VALUE_MAX ((size_t)1 << 16)

/* One parse: what the reader hands to inih and the handler takes from it. */
struct parse {
	struct sar_conf *conf;
	const struct sar_conf_key *known;
	const char *at;
	const char *end;
	unsigned line;  /* the one inih works on; inih does not tell */
	bool fresh;     /* at stands at the start of a line */
	bool indented;  /* the line begins with white space */
	bool can_go_on; /* a value stands above that can be continued */
	bool failed;    /* err is set */
	struct sar_err *err;
};

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static void
fail(struct parse *p, const char *why)
{
	(void)sar_err_set(p->err, SAR_EINPUT, "%s: line %u: %s", p->conf->name,
	    p->line, why);
	p->failed = true;
}

static void
fail_memory(struct parse *p)
{
	(void)sar_err_set(p->err, SAR_EFAIL, "out of memory");
	p->failed = true;
}

/* How many single-character edits lie between ${a} and ${b}. */
static size_t
distance(const char *a, const char *b)
{
	size_t row[KEY_MAX + 1];
	size_t i, j, diagonal, above;
	size_t m = strnlen(a, KEY_MAX);
	size_t n = strnlen(b, KEY_MAX);

	for (j = 0; j <= n; j++)
		row[j] = j;
	for (i = 0; i < m; i++) {
		diagonal = row[0];
		row[0] = i + 1;
		for (j = 0; j < n; j++) {
			above = row[j + 1];
			diagonal += a[i] == b[j] ? 0 : 1;
			if (above + 1 < diagonal)
				diagonal = above + 1;
			if (row[j] + 1 < diagonal)
				diagonal = row[j] + 1;
			row[j + 1] = diagonal;
			diagonal = above;
		}
	}
	return row[n];
}

/* The known key that is most like ${name}, one of ${section} if equal. */
static const struct sar_conf_key *
nearest(const struct sar_conf_key *known, const char *section, const char *name)
{
	const struct sar_conf_key *best = NULL;
	size_t least = SIZE_MAX;
	size_t d;

	for (; known->key != NULL; known++) {
		d = 2 * distance(name, known->key);
		if (!sar_conf_stands_for(known->section, section))
			d++;
		if (d < least) {
			least = d;
			best = known;
		}
	}
	return best;
}

/* The unknown key is not quoted: what stands there may be a person's name. */
static void
fail_unknown(struct parse *p, const char *section, const char *name)
{
	const struct sar_conf_key *best = nearest(p->known, section, name);

	if (best == NULL)
		fail(p, "unknown key");
	else if (best->section[0] == '\0')
		(void)sar_err_set(p->err, SAR_EINPUT,
		    "%s: line %u: unknown key, the nearest is \"%s\"",
		    p->conf->name, p->line, best->key);
	else
		(void)sar_err_set(p->err, SAR_EINPUT,
		    "%s: line %u: unknown key, the nearest is \"%s\" of [%s]",
		    p->conf->name, p->line, best->key, best->section);
	p->failed = true;
}

/* The section of the keys in it, or NULL when there is no such section. */
static const char *
section_known(const struct sar_conf_key *known, const char *section)
{
	for (; known->key != NULL; known++)
		if (section[0] != '\0' &&
		    sar_conf_stands_for(known->section, section))
			return known->section;
	return NULL;
}

/* ${section}, which has a name of its own, as the result keeps it. */
static const char *
keep_section(struct parse *p, const char *section)
{
	struct sar_conf *conf = p->conf;
	char **grown;
	size_t i;

	for (i = 0; i < conf->n_sections; i++)
		if (strcmp(conf->sections[i], section) == 0)
			return conf->sections[i];
	grown = reallocarray(conf->sections, conf->n_sections + 1,
	    sizeof(*grown));
	if (grown == NULL) {
		fail_memory(p);
		return NULL;
	}
	conf->sections = grown;
	if ((grown[conf->n_sections] = strdup(section)) == NULL) {
		fail_memory(p);
		return NULL;
	}
	return grown[conf->n_sections++];
}

/*
 * inih cuts section names short, takes anything after the bracket and says
 * nothing of a section without keys; so section lines are checked here.
 */
static void
check_section(struct parse *p, const char *from, const char *to)
{
	const char *close = memchr(from, ']', (size_t)(to - from));
	char section[SECTION_MAX + 1];
	const char *known = NULL;
	size_t len;

	p->can_go_on = false;
	if (close == NULL || close + 1 != to) {
		fail(p, "expected just \"[section]\"");
		return;
	}
	len = (size_t)(close - from);
	if (len <= SECTION_MAX) {
		memcpy(section, from, len);
		section[len] = '\0';
		known = section_known(p->known, section);
	}
	if (known == NULL)
		fail(p, "unknown section");
	else if (strcmp(known, section) != 0)
		(void)keep_section(p, section);
}

/* Look at the line that begins at ${p}->at before inih has it. */
static void
begin_line(struct parse *p)
{
	size_t left = (size_t)(p->end - p->at);
	const char *from = p->at;
	const char *to = memchr(from, '\n', left);
	const char *c;

	if (to == NULL)
		to = p->end;
	p->line++;
	p->fresh = false;
	if (!sar_text_utf8(from, (size_t)(to - from))) {
		fail(p, "a NUL byte, or text that is not UTF-8");
		return;
	}
	while (to > from && is_blank(to[-1]))
		to--;
	for (c = from; c < to; c++)
		if ((unsigned char)*c < ' ' && *c != '\t') {
			fail(p, "a control character");
			return;
		}
	p->indented = from < to && is_blank(*from);
	while (from < to && is_blank(*from))
		from++;
	if (from < to && *from == '[' && !(p->indented && p->can_go_on))
		check_section(p, from + 1, to);
}

/* fgets(3) over the text, for inih. */
static char *
next_chunk(char *out, int size, void *ctx)
{
	struct parse *p = ctx;
	const char *newline;
	size_t len;

	if (!p->failed && p->fresh && p->at < p->end)
		begin_line(p);
	if (p->failed || p->at == p->end || size < 2)
		return NULL;
	len = (size_t)(p->end - p->at);
	if (len > (size_t)size - 1)
		len = (size_t)size - 1;
	if ((newline = memchr(p->at, '\n', len)) != NULL) {
		len = (size_t)(newline - p->at) + 1;
		p->fresh = true;
	}
	memcpy(out, p->at, len);
	out[len] = '\0';
	p->at += len;
	return out;
}

/* A further line of the last value. */
static int
append(struct parse *p, const char *more)
{
	struct sar_conf_entry *last = &p->conf->entries[p->conf->n - 1];
	char *longer;

	if (strlen(last->value) + strlen(more) > VALUE_MAX) {
		fail(p, "a value longer than 64 KiB");
		return 0;
	}
	if (asprintf(&longer, "%s%s%s", last->value,
		last->value[0] == '\0' ? "" : "\n", more) == -1) {
		fail_memory(p);
		return 0;
	}
	free(last->value);
	last->value = longer;
	return 1;
}

static int
add(struct parse *p, const struct sar_conf_key *key, const char *section,
    const char *value)
{
	struct sar_conf *conf = p->conf;
	struct sar_conf_entry *grown;
	char *copy;

	grown = reallocarray(conf->entries, conf->n + 1, sizeof(*grown));
	if (grown == NULL) {
		fail_memory(p);
		return 0;
	}
	conf->entries = grown;
	if ((copy = strdup(value)) == NULL) {
		fail_memory(p);
		return 0;
	}
	conf->entries[conf->n].key = key;
	conf->entries[conf->n].section = strcmp(key->section, section) == 0
					     ? key->section
					     : keep_section(p, section);
	conf->entries[conf->n].value = copy;
	conf->entries[conf->n].line = p->line;
	conf->n++;
	p->can_go_on = true;
	return 1;
}

static int
take(void *ctx, const char *section, const char *name, const char *value)
{
	struct parse *p = ctx;
	const struct sar_conf_key *key;
	const struct sar_conf_entry *first;

	if (p->failed)
		return 0;
	/* inih gives a continuation as the same name once more. */
	if (p->indented && p->can_go_on)
		return append(p, value);
	for (key = p->known; key->key != NULL; key++)
		if (sar_conf_stands_for(key->section, section) &&
		    strcmp(key->key, name) == 0)
			break;
	if (key->key == NULL) {
		fail_unknown(p, section, name);
		return 0;
	}
	first = sar_conf_find(p->conf, section, name, 0);
	if (first != NULL && !key->many) {
		(void)sar_err_set(p->err, SAR_EINPUT,
		    "%s: line %u: %s: given before, on line %u", p->conf->name,
		    p->line, key->key, first->line);
		p->failed = true;
		return 0;
	}
	return add(p, key, section, value);
}

static void
set_up_inih(void)
{
	ini_allow_multiline = true;
	ini_allow_bom = false;
	ini_allow_inline_comments = false;
	ini_use_stack = false;
	ini_allow_realloc = true;
	ini_initial_alloc = 1024;
	ini_max_line = (int)CONF_MAX + 4;
	ini_stop_on_first_error = true;
	ini_allow_no_value = false;
}

static struct sar_conf *
new_conf(const char *name, struct sar_err *err)
{
	struct sar_conf *conf = calloc(1, sizeof(*conf));

	if (conf == NULL || (conf->name = strdup(name)) == NULL) {
		free(conf);
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	return conf;
}

struct sar_conf *
sar_conf_parse(const char *name, const char *text, size_t len,
    const struct sar_conf_key *known, struct sar_err *err)
{
	struct parse p = { 0 };
	int rc;

	if (len > CONF_MAX) {
		(void)sar_err_set(err, SAR_EINPUT, "%s: larger than %zu bytes",
		    name, CONF_MAX);
		return NULL;
	}
	if ((p.conf = new_conf(name, err)) == NULL)
		return NULL;
	if (len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
		text += 3;
		len -= 3;
	}
	p.known = known;
	p.at = text;
	p.end = len > 0 ? text + len : text;
	p.fresh = true;
	p.err = err;
	set_up_inih();
	rc = ini_parse_stream(next_chunk, &p, take, &p);
	if (rc == -2)
		fail_memory(&p);
	else if (rc != 0 && !p.failed)
		fail(&p, "expected \"key = value\"");
	if (p.failed) {
		sar_conf_free(p.conf);
		return NULL;
	}
	return p.conf;
}

struct sar_conf *
sar_conf_load(const char *path, const struct sar_conf_key *known,
    struct sar_err *err)
{
	struct sar_conf *conf;
	char *text = NULL;
	size_t len = 0;

	if (sar_file_read(path, CONF_MAX, &text, &len, err) == -1)
		return NULL;
	conf = sar_conf_parse(path, text, len, known, err);
	explicit_bzero(text, len);
	free(text);
	return conf;
}
