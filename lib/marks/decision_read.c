/* Decisions as text: in a marks file, and as people write them. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "marks/decision.h"
#include "marks/encoding.h"
#include "marks/lines.h"
#include "marks/marks.h"

#define PREFIX "decision."

/* Part of a line. */
struct word {
	const char *text;
	size_t len;
};

static bool
word_is(struct word word, const char *text)
{
	return strlen(text) == word.len &&
	       memcmp(text, word.text, word.len) == 0;
}

static struct word
trimmed(const char *text, size_t len)
{
	sar_lines_trim(&text, &len);
	return (struct word){ text, len };
}

static struct sar_decision_record *
find(struct sar_marks *marks, struct word id)
{
	size_t i;

	for (i = 0; i < marks->n_decisions; i++)
		if (word_is(id, marks->decisions[i].id))
			return &marks->decisions[i];
	return NULL;
}

static struct sar_decision_record *
add(struct sar_marks *marks, struct word id, unsigned line, const char **why)
{
	struct sar_decision_record *grown;

	*why = "more than 64 decisions";
	if (marks->n_decisions == SAR_DECISIONS_MAX)
		return NULL;
	*why = "out of memory";
	grown = reallocarray(marks->decisions, marks->n_decisions + 1,
	    sizeof(*grown));
	if (grown == NULL)
		return NULL;
	marks->decisions = grown;
	grown += marks->n_decisions++;
	memset(grown, 0, sizeof(*grown));
	memcpy(grown->id, id.text, id.len);
	grown->line = line;
	return grown;
}

/* Which field ${key} is; SAR_DECISION_FIELDS when it is none. */
static int
field_of(struct word key)
{
	int i;

	for (i = 0; i < SAR_DECISION_FIELDS; i++)
		if (word_is(key, sar_decision_key((enum sar_decision_field)i)))
			break;
	return i;
}

/* NULL when it was taken, else why not. */
static const char *
take(struct sar_decision_record *record, struct word key, struct word value)
{
	int field = field_of(key);
	const char *why;
	char *copy;

	if (field == SAR_DECISION_FIELDS)
		return "unknown key";
	if (record->field[field] != NULL)
		return "this key was given before";
	if (value.len > SAR_DECISION_NOTE)
		return "longer than 500 bytes";
	if ((copy = strndup(value.text, value.len)) == NULL)
		return "out of memory";
	why = sar_decision_bad((enum sar_decision_field)field, copy);
	if (why == NULL)
		record->field[field] = copy;
	else
		free(copy);
	return why;
}

int
sar_decision_header(struct sar_marks *marks, const struct sar_line *line,
    const char **why)
{
	size_t prefix = strlen(PREFIX);
	const char *end = line->text + line->len;
	const char *colon = memchr(line->text, ':', line->len);
	struct sar_decision_record *record;
	const char *dot;
	struct word id;
	struct word key;

	if (line->len < prefix || memcmp(line->text, PREFIX, prefix) != 0 ||
	    colon == NULL)
		return 0;
	id.text = line->text + prefix;
	*why = "expected decision.ID.FIELD, the ID up to 8 letters and digits";
	dot = memchr(id.text, '.', (size_t)(end - id.text));
	if (dot == NULL || dot > colon)
		return -1;
	id.len = (size_t)(dot - id.text);
	if (!sar_decision_is_id(id.text, id.len))
		return -1;
	if ((record = find(marks, id)) == NULL &&
	    (record = add(marks, id, line->number, why)) == NULL)
		return -1;
	key = (struct word){ dot + 1, (size_t)(colon - dot - 1) };
	*why = take(record, key, trimmed(colon + 1, (size_t)(end - colon - 1)));
	return *why == NULL ? 1 : -1;
}

/* A block without an id is called by its number. */
static struct sar_decision_record *
begin_block(struct sar_marks *marks, unsigned line, const char **why)
{
	size_t number = marks->n_decisions + 1;
	char id[SAR_DECISION_ID];
	size_t n = 0;

	if (number >= 10)
		id[n++] = (char)('0' + number / 10);
	id[n++] = (char)('0' + number % 10);
	return add(marks, (struct word){ id, n }, line, why);
}

static const char *
name_block(struct sar_marks *marks, struct sar_decision_record *record,
    struct word id)
{
	struct sar_decision_record *other = find(marks, id);

	if (!sar_decision_is_id(id.text, id.len))
		return "id: expected up to 8 letters and digits";
	if (other != NULL && other != record)
		return "id: another decision is called so";
	memset(record->id, 0, sizeof(record->id));
	memcpy(record->id, id.text, id.len);
	return NULL;
}

static const char *
block_line(struct sar_marks *marks, struct sar_decision_record *record,
    const struct sar_line *line)
{
	const char *colon = memchr(line->text, ':', line->len);
	struct word key;
	struct word value;

	if (colon == NULL)
		return "expected field: text";
	key = (struct word){ line->text, (size_t)(colon - line->text) };
	value = trimmed(colon + 1,
	    (size_t)(line->text + line->len - colon - 1));
	if (word_is(key, "id"))
		return name_block(marks, record, value);
	return take(record, key, value);
}

static int
read_blocks(struct sar_lines *lines, struct sar_marks *marks,
    struct sar_err *err)
{
	struct sar_decision_record *record = NULL;
	const char *why = NULL;
	struct sar_line line;

	while (sar_lines_next(lines, &line)) {
		if (line.len > 0 && line.text[0] == '#')
			continue;
		if (line.len == 0) {
			record = NULL;
			continue;
		}
		if (record == NULL &&
		    (record = begin_block(marks, line.number, &why)) == NULL)
			return sar_lines_bad(lines, line.number, why, err);
		if ((why = block_line(marks, record, &line)) != NULL)
			return sar_lines_bad(lines, line.number, why, err);
	}
	if (marks->n_decisions == 0)
		return sar_err_set(err, SAR_EINPUT, "%s: no decision in it",
		    lines->name);
	return 0;
}

/* Two blocks may be called the same only by their numbers: "2", then "2". */
static int
check_ids(const struct sar_lines *lines, const struct sar_marks *marks,
    struct sar_err *err)
{
	size_t i;
	size_t k;

	for (i = 1; i < marks->n_decisions; i++)
		for (k = 0; k < i; k++)
			if (strcmp(marks->decisions[i].id,
				marks->decisions[k].id) == 0)
				return sar_lines_bad(lines,
				    marks->decisions[i].line,
				    "two decisions have one id", err);
	return 0;
}

int
sar_decision_read(const char *name, const char *text, size_t len,
    struct sar_marks *marks, struct sar_err *err)
{
	struct sar_buf utf8 = SAR_BUF_INIT;
	struct sar_lines lines;
	int rc = -1;

	if (sar_encoding_utf8(name, text, len, &utf8, err) == -1 ||
	    sar_buf_check(&utf8, err) == -1 ||
	    sar_lines_start(&lines, name, utf8.data == NULL ? "" : utf8.data,
		utf8.len, err) == -1)
		goto out;
	if ((marks->decided = strdup(name)) == NULL)
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
	else if (read_blocks(&lines, marks, err) == 0 &&
		 check_ids(&lines, marks, err) == 0)
		rc = 0;

out:
	if (rc == -1)
		sar_decision_free(marks);
	sar_buf_free(&utf8);
	return rc;
}

void
sar_decision_format(const struct sar_marks *marks, struct sar_buf *out)
{
	const struct sar_decision_record *record;
	size_t i;
	int k;

	for (i = 0; i < marks->n_decisions; i++) {
		record = &marks->decisions[i];
		for (k = 0; k < SAR_DECISION_FIELDS; k++)
			if (record->field[k] != NULL)
				sar_buf_printf(out, PREFIX "%s.%s: %s\n",
				    record->id,
				    sar_decision_key((enum sar_decision_field)
					    k),
				    record->field[k]);
	}
}

const char *
sar_decision_template(void)
{
	return "# A decision about something of somebody else's on a "
	       "recording: see\n"
	       "# sar-marks(5).  Lines that begin with # are not read.  For "
	       "more than one\n"
	       "# decision leave an empty line between them and begin each "
	       "with its id;\n"
	       "# a label then says decision=ID.\n"
	       "id: 1\n"
	       "# redact (it is taken out) or disclose (it stays)\n"
	       "outcome:\n"
	       "# Can the request be met without identifying them?  yes or no\n"
	       "without-identifying:\n"
	       "# given, refused, not-sought or not-capable; if they "
	       "answered, when,\n"
	       "# and where the answer is kept\n"
	       "consent:\n"
	       "#consent-date: YYYY-MM-DD\n"
	       "#consent-evidence:\n"
	       "# What was weighed, each a note or n/a: the type of "
	       "information, a duty of\n"
	       "# confidentiality, steps taken to seek consent, capability to "
	       "consent,\n"
	       "# an express refusal\n"
	       "information:\n"
	       "confidentiality:\n"
	       "steps:\n"
	       "capability:\n"
	       "refusal:\n"
	       "# For another provision than TP these seven are not asked "
	       "for; where it has\n"
	       "# a test, say what disclosure would harm, and how likely\n"
	       "#prejudice:\n"
	       "# For NEITHER, the provision that covers even that there is a "
	       "recording\n"
	       "#parent:\n"
	       "# Where all of a recording goes: why a part would not do\n"
	       "#whole-recording:\n"
	       "# Who decided (a staff id), and when\n"
	       "by:\n"
	       "on: YYYY-MM-DD\n";
}
