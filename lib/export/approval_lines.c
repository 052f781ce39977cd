/* Which lines of letter and schedules are not as they were approved. */
#include <stdlib.h>
#include <string.h>

#include "export/approval_texts.h"

/* One text of those that were approved. */
struct part {
	const char *text; /* NULL: there was none of that name */
	size_t len;
};

/* The length at the end of a line as sar_said_whole() writes it. */
static bool
take_length(const char *digits, const char *end, size_t *len)
{
	*len = 0;
	if (digits == end)
		return false;
	for (; digits < end; digits++) {
		if (*digits < '0' || *digits > '9' || *len > SAR_PLAN_MAX)
			return false;
		*len = *len * 10 + (size_t)(*digits - '0');
	}
	return true;
}

/* The line before each has its name and its length. */
static struct part
find_part(const char *all, const char *name)
{
	size_t n = strlen(name);
	struct part part = { NULL, 0 };
	const char *p = all;
	const char *digits, *end;
	size_t len;

	while ((end = strchr(p, '\n')) != NULL) {
		if ((digits = memchr(p, ' ', (size_t)(end - p))) == NULL ||
		    !take_length(digits + 1, end, &len) || len >= strlen(end))
			break;
		if ((size_t)(digits - p) == n && memcmp(p, name, n) == 0) {
			part.text = end + 1;
			part.len = len;
			break;
		}
		p = end + 1 + len;
		if (*p++ != '\n')
			break;
	}
	return part;
}

struct telling {
	const char *name;
	struct sar_lines then, now;
	sar_approval_lines_fn *fn;
	void *ctx;
	size_t *n;
};

/* A line of '-' or '=' under it makes a heading of a line. */
static bool
is_rule(const struct sar_line *line)
{
	size_t i;

	for (i = 0; i < line->len; i++)
		if (line->text[i] != '-' && line->text[i] != '=')
			return false;
	return line->len >= 3;
}

/* The heading that line ${i} stands under. */
static struct sar_line
section_of(const struct sar_lines *lines, size_t i)
{
	struct sar_line none = { "", 0 };

	for (i = i < lines->n ? i + 1 : lines->n; i-- > 1;)
		if (is_rule(&lines->line[i]) && lines->line[i - 1].len > 0)
			return lines->line[i - 1];
	return none;
}

static void
tell(void *ctx, const struct sar_lines_change *change)
{
	struct telling *t = ctx;
	struct sar_approval_lines lines = {
		.name = t->name,
		.section = section_of(&t->now, change->now),
		.was = t->then.line + change->then,
		.is = t->now.line + change->now,
		.at = *change,
	};

	++*t->n;
	t->fn(t->ctx, &lines);
}

static int
compare(struct telling *t, const struct part *then, const char *now,
    struct sar_err *err)
{
	int rc = -1;

	if (sar_lines_split(then->text == NULL ? "" : then->text, then->len,
		&t->then, err) == 0 &&
	    sar_lines_split(now, strlen(now), &t->now, err) == 0)
		rc = sar_lines_compare(&t->then, &t->now, tell, t, err);
	sar_lines_free(&t->then);
	sar_lines_free(&t->now);
	return rc;
}

static int
compare_all(const char *then, const struct sar_said *now, struct telling *t,
    struct sar_err *err)
{
	struct part part;
	size_t i;
	int rc = 0;

	for (i = 0; i < now->n && rc == 0; i++) {
		t->name = now->texts[i].name;
		part = find_part(then, t->name);
		rc = compare(t, &part, now->texts[i].text, err);
	}
	return rc;
}

int
sar_approval_letter_changes(const struct sar_case *c,
    const struct sar_answer *answer, const struct sar_approval_view *view,
    sar_approval_lines_fn *fn, void *ctx, size_t *n, struct sar_err *err)
{
	struct telling t = { NULL, { NULL, 0 }, { NULL, 0 }, fn, ctx, n };
	struct sar_said said = { .n = 0 };
	struct sar_approval_seen seen;
	char *then = NULL;
	int rc = -1;

	*n = 0;
	if (sar_approval_read(c, answer, view, &seen, err) == -1)
		return -1;
	if (!seen.history.has_letter)
		return 0;
	then = sar_approval_kept(c, SAR_APPROVAL_LETTER,
	    seen.history.approved_letter, err);
	if (then != NULL && sar_approval_said(c, answer, view->vcon,
				seen.proofs, &said, err) == 0)
		rc = compare_all(then, &said, &t, err);
	sar_said_free(&said);
	free(then);
	return rc;
}
