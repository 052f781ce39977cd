#include "marks/marks.h"

#include <stdlib.h>
#include <string.h>

#include "base/b64.h"
#include "base/buf.h"
#include "base/text.h"
#include "marks/decision.h"
#include "marks/heard.h"
#include "marks/labels.h"
#include "marks/lines.h"
#include "marks/standing.h"

#define SHA256_PREFIX "sha256:"

static bool
set_version(struct sar_marks *marks, const char *value)
{
	(void)marks;
	return strcmp(value, "1") == 0;
}

static bool
get_digest(const char *value, uint8_t out[SAR_SHA256_LEN])
{
	size_t len = strlen(SHA256_PREFIX);

	return strncmp(value, SHA256_PREFIX, len) == 0 &&
	       sar_hex_get(value + len, out, SAR_SHA256_LEN);
}

static bool
set_recording(struct sar_marks *marks, const char *value)
{
	return get_digest(value, marks->recording);
}

static bool
set_speaker(struct sar_marks *marks, const char *value)
{
	marks->speaker = strcmp(value, "requester") == 0 ? SAR_SPEAKER_REQUESTER
							 : SAR_SPEAKER_OTHER;
	return marks->speaker == SAR_SPEAKER_REQUESTER ||
	       strcmp(value, "other") == 0;
}

static bool
set_reviewer(struct sar_marks *marks, const char *value)
{
	if (!sar_text_plain(value, SAR_MARKS_STAFF - 1))
		return false;
	memcpy(marks->reviewer, value, strlen(value) + 1);
	return true;
}

static bool
set_reviewed(struct sar_marks *marks, const char *value)
{
	return sar_date_parse(value, &marks->reviewed);
}

static bool
set_heard(struct sar_marks *marks, const char *value)
{
	return sar_heard_parse(value, &marks->heard);
}

static bool
set_damage(struct sar_marks *marks, const char *value)
{
	marks->damage_heard = strcmp(value, "heard") == 0;
	return marks->damage_heard;
}

static bool
set_standing(struct sar_marks *marks, const char *value)
{
	return sar_marks_standing_parse(value, &marks->standing);
}

static bool
set_review(struct sar_marks *marks, const char *value)
{
	marks->has_review = get_digest(value, marks->review);
	return marks->has_review;
}

static bool
set_labels(struct sar_marks *marks, const char *value)
{
	marks->has_labels = get_digest(value, marks->labels);
	return marks->has_labels;
}

static bool
set_suggested(struct sar_marks *marks, const char *value)
{
	if (!sar_text_plain(value, sizeof(marks->suggested) - 1))
		return false;
	memcpy(marks->suggested, value, strlen(value) + 1);
	return true;
}

static bool
set_confirmed(struct sar_marks *marks, const char *value)
{
	marks->confirmed = strcmp(value, "yes") == 0;
	return marks->confirmed;
}

static const struct key {
	const char *name;
	bool (*set)(struct sar_marks *marks, const char *value);
	const char *expected;
	bool optional;
} keys[] = {
	{ "sar-marks", set_version, "sar-marks: expected 1", false },
	{ "recording", set_recording,
	    "recording: expected sha256: and 64 hexadecimal digits", false },
	{ "speaker", set_speaker, "speaker: expected requester or other",
	    false },
	{ "reviewer", set_reviewer,
	    "reviewer: expected a staff id of up to 32 letters, digits, . _ "
	    "or -",
	    false },
	{ "reviewed", set_reviewed, "reviewed: expected a date, YYYY-MM-DD",
	    false },
	{ "heard", set_heard,
	    "heard: expected codec, rate, channels and frames", true },
	{ "damage", set_damage, "damage: expected heard", true },
	{ "labels", set_labels,
	    "labels: expected sha256: and 64 hexadecimal digits", true },
	{ "suggested", set_suggested,
	    "suggested: expected the name of a format", true },
	{ "confirmed", set_confirmed, "confirmed: expected yes", true },
	{ "standing", set_standing,
	    "standing: expected rejected or second-person", true },
	{ "asked", sar_standing_asked,
	    "asked: expected staff ids, each once, with a space between",
	    true },
	{ "review", set_review,
	    "review: expected sha256: and 64 hexadecimal digits", true },
};

#define N_KEYS (sizeof(keys) / sizeof(keys[0]))
#define VALUE_MAX 576 /* of who asked, the longest */

/* Index of the key that ${line} begins with, or N_KEYS. */
static size_t
find_key(const struct sar_line *line, size_t len)
{
	size_t i;

	for (i = 0; i < N_KEYS; i++)
		if (strlen(keys[i].name) == len &&
		    memcmp(keys[i].name, line->text, len) == 0)
			break;
	return i;
}

/* What stands after the colon, without the spaces around it. */
static bool
copy_value(const char *text, size_t len, char out[VALUE_MAX])
{
	sar_lines_trim(&text, &len);
	if (len >= VALUE_MAX)
		return false;
	memcpy(out, text, len);
	out[len] = '\0';
	return true;
}

static int
header_line(const struct sar_lines *lines, const struct sar_line *line,
    struct sar_marks *marks, bool seen[N_KEYS], struct sar_err *err)
{
	const char *colon = memchr(line->text, ':', line->len);
	size_t len = colon == NULL ? 0 : (size_t)(colon - line->text);
	char value[VALUE_MAX];
	const char *why = NULL;
	size_t k;
	int taken;

	if (colon == NULL)
		return sar_lines_bad(lines, line->number, "expected key: value",
		    err);
	if (line->number > 1 &&
	    (taken = sar_decision_header(marks, line, &why)) != 0)
		return taken == 1
			   ? 0
			   : sar_lines_bad(lines, line->number, why, err);
	k = find_key(line, len);
	if (line->number == 1 && k != 0)
		return sar_lines_bad(lines, line->number,
		    "a marks file begins with sar-marks: 1", err);
	if (k == N_KEYS)
		return sar_lines_bad(lines, line->number, "unknown key", err);
	if (seen[k])
		return sar_lines_bad(lines, line->number,
		    "this key was given before", err);
	seen[k] = true;
	if (!copy_value(colon + 1, line->len - len - 1, value) ||
	    !keys[k].set(marks, value))
		return sar_lines_bad(lines, line->number, keys[k].expected,
		    err);
	return 0;
}

static int
read_header(struct sar_lines *lines, struct sar_marks *marks,
    struct sar_err *err)
{
	bool seen[N_KEYS] = { false };
	struct sar_line line;
	size_t i;

	for (;;) {
		/* Without its end the labels may have been lost too. */
		if (!sar_lines_next(lines, &line))
			return sar_err_set(err, SAR_EINPUT,
			    "%s: the header does not end with an empty line",
			    lines->name);
		if (line.len == 0)
			break;
		if (header_line(lines, &line, marks, seen, err) == -1)
			return -1;
	}
	for (i = 0; i < N_KEYS; i++)
		if (!seen[i] && !keys[i].optional)
			return sar_err_set(err, SAR_EINPUT,
			    "%s: no \"%s\" in the header", lines->name,
			    keys[i].name);
	return 0;
}

int
sar_marks_bad(const struct sar_marks *marks, unsigned line, const char *why,
    struct sar_err *err)
{
	return sar_err_set(err, SAR_EINPUT, "%s: %s %u: %s",
	    marks->name == NULL ? "marks" : marks->name,
	    marks->place == NULL ? "line" : marks->place, line, why);
}

static int
check_speaker(const struct sar_marks *marks, struct sar_err *err)
{
	if (marks->speaker == SAR_SPEAKER_REQUESTER)
		return 0;
	if (marks->n_decisions > 0)
		return sar_marks_bad(marks, marks->decisions[0].line,
		    "speaker other withholds all of the recording, so there "
		    "can be no decisions",
		    err);
	if (marks->n == 0)
		return 0;
	return sar_marks_bad(marks, marks->marks[0].line,
	    "speaker other withholds all of the recording, so there can be no "
	    "labels",
	    err);
}

/* A program's idea of who speaks is nobody's decision. */
static int
check_confirmed(const struct sar_marks *marks, struct sar_err *err)
{
	if ((marks->suggested[0] != '\0') == marks->confirmed)
		return 0;
	if (marks->confirmed)
		return sar_err_set(err, SAR_EINPUT,
		    "%s: confirmed, but nothing was suggested",
		    marks->name == NULL ? "marks" : marks->name);
	return sar_err_set(err, SAR_EREVIEW,
	    "%s: a program suggested these cuts, and nobody has confirmed them",
	    marks->name == NULL ? "marks" : marks->name);
}

struct sar_marks *
sar_marks_parse(const char *name, const char *text, size_t len,
    struct sar_err *err)
{
	struct sar_marks *marks = NULL;
	struct sar_marks *result = NULL;
	struct sar_lines lines;

	if ((marks = calloc(1, sizeof(*marks))) == NULL ||
	    (marks->name = strdup(name)) == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		goto out;
	}
	if (sar_lines_start(&lines, name, text, len, err) == -1 ||
	    read_header(&lines, marks, err) == -1 ||
	    sar_labels_read(&lines, marks, err) == -1 ||
	    check_speaker(marks, err) == -1 ||
	    check_confirmed(marks, err) == -1 ||
	    sar_standing_check(marks, err) == -1 ||
	    sar_decision_check(marks, err) == -1)
		goto out;
	result = marks;
	marks = NULL;

out:
	sar_marks_free(marks);
	return result;
}

/* Where the cuts come from, when they were handed in. */
static void
add_origin(struct sar_buf *buf, const struct sar_marks *marks)
{
	char hex[SAR_HEX_LEN(SAR_SHA256_LEN)];

	if (marks->has_labels) {
		sar_hex_put(marks->labels, SAR_SHA256_LEN, hex);
		sar_buf_printf(buf, "labels: " SHA256_PREFIX "%s\n", hex);
	}
	if (marks->suggested[0] != '\0')
		sar_buf_printf(buf, "suggested: %s\nconfirmed: yes\n",
		    marks->suggested);
}

char *
sar_marks_format(const struct sar_marks *marks, struct sar_err *err)
{
	char hex[SAR_HEX_LEN(SAR_SHA256_LEN)];
	char reviewed[SAR_DATE_LEN];
	struct sar_buf buf = SAR_BUF_INIT;
	size_t i;

	if (check_speaker(marks, err) == -1 ||
	    check_confirmed(marks, err) == -1 ||
	    sar_standing_check(marks, err) == -1)
		return NULL;
	sar_hex_put(marks->recording, SAR_SHA256_LEN, hex);
	sar_date_format(marks->reviewed, reviewed);
	sar_buf_printf(&buf, "sar-marks: 1\nrecording: " SHA256_PREFIX "%s\n",
	    hex);
	sar_buf_printf(&buf, "speaker: %s\nreviewer: %s\nreviewed: %s\n",
	    marks->speaker == SAR_SPEAKER_REQUESTER ? "requester" : "other",
	    marks->reviewer, reviewed);
	sar_heard_format(&marks->heard, &buf);
	add_origin(&buf, marks);
	if (marks->damage_heard)
		sar_buf_puts(&buf, "damage: heard\n");
	sar_standing_format(marks, &buf);
	sar_decision_format(marks, &buf);
	sar_buf_puts(&buf, "\n");
	for (i = 0; i < marks->n; i++)
		sar_labels_add(&buf, &marks->marks[i]);
	if (sar_buf_check(&buf, err) == -1) {
		sar_buf_free(&buf);
		return NULL;
	}
	return sar_buf_take(&buf);
}

int
sar_marks_digest(const struct sar_marks *marks, uint8_t out[SAR_SHA256_LEN],
    struct sar_err *err)
{
	char *text = sar_marks_format(marks, err);
	int rc = -1;

	if (text != NULL)
		rc = sar_sha256_text(text, strlen(text), out, err);
	free(text);
	return rc;
}

void
sar_marks_free(struct sar_marks *marks)
{
	if (marks == NULL)
		return;
	sar_decision_free(marks);
	free(marks->name);
	free(marks->marks);
	free(marks);
}
