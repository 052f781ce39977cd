#include "marks/labels.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "marks/basis.h"

#define SECONDS_DIGITS 12
#define MICRO 1000000U

/*
 * A time in seconds as written: whole microseconds, and the digits after
 * them, less trailing zeros, so that two times compare as they were written.
 */
struct decimal {
	uint64_t us;
	const char *rest;
	size_t n_rest;
};

/* Part of a line. */
struct field {
	const char *text;
	size_t len;
};

static size_t
digits(const char *text, size_t len)
{
	size_t n = 0;

	while (n < len && text[n] >= '0' && text[n] <= '9')
		n++;
	return n;
}

/*
 * Digits, or digits, a point or comma, and digits; nothing else.  Not
 * strtod(): that takes signs, exponents, NaN, hexadecimal and the locale's
 * own idea of a point.
 */
static bool
parse_decimal(struct field field, struct decimal *out)
{
	const char *p = field.text;
	size_t whole = digits(p, field.len);
	size_t n = 0;
	size_t i;

	if (whole == 0 || whole > SECONDS_DIGITS)
		return false;
	if (whole < field.len) {
		if (p[whole] != '.' && p[whole] != ',')
			return false;
		n = digits(p + whole + 1, field.len - whole - 1);
		if (n == 0 || whole + 1 + n != field.len)
			return false;
	}
	out->us = 0;
	for (i = 0; i < whole; i++)
		out->us = out->us * 10 + (uint64_t)(p[i] - '0');
	p = n > 0 ? p + whole + 1 : "";
	for (i = 0; i < 6; i++)
		out->us = out->us * 10 + (i < n ? (uint64_t)(p[i] - '0') : 0);
	while (n > 6 && p[n - 1] == '0')
		n--;
	out->n_rest = n > 6 ? n - 6 : 0;
	out->rest = out->n_rest > 0 ? p + 6 : "";
	return true;
}

static int
compare(const struct decimal *a, const struct decimal *b)
{
	size_t n = a->n_rest < b->n_rest ? a->n_rest : b->n_rest;
	int diff;

	if (a->us != b->us)
		return a->us < b->us ? -1 : 1;
	if ((diff = memcmp(a->rest, b->rest, n)) != 0)
		return diff;
	return (a->n_rest > b->n_rest) - (a->n_rest < b->n_rest);
}

/* Take the text up to the next TAB off ${line}; false if there is no TAB. */
static bool
take_field(struct field *line, struct field *out)
{
	const char *tab = memchr(line->text, '\t', line->len);

	*out = *line;
	if (tab == NULL) {
		line->text += line->len;
		line->len = 0;
		return false;
	}
	out->len = (size_t)(tab - line->text);
	line->text += out->len + 1;
	line->len -= out->len + 1;
	return true;
}

/* The label's first word: up to a space, a colon or the end. */
static const struct sar_basis *
find_basis(struct field text)
{
	char word[SAR_BASIS_MAX];
	size_t n = 0;

	while (text.len > 0 && text.text[0] == ' ') {
		text.text++;
		text.len--;
	}
	while (n < text.len && text.text[n] != ' ' && text.text[n] != ':')
		n++;
	if (n == 0 || n >= sizeof(word))
		return NULL;
	memcpy(word, text.text, n);
	word[n] = '\0';
	return sar_basis_find(word);
}

static int
bad_basis(const struct sar_lines *lines, unsigned number, struct sar_err *err)
{
	(void)sar_lines_bad(lines, number,
	    "the label does not begin with the code of a provision", err);
	sar_err_hint(err, "codes: %s", sar_basis_codes());
	return -1;
}

static int
bad_point(const struct sar_lines *lines, unsigned number, struct sar_err *err)
{
	(void)sar_lines_bad(lines, number, "a point label has no length to cut",
	    err);
	sar_err_hint(err, "drag over what is to be cut, then add the label");
	return -1;
}

static int
bad_spectral(const struct sar_lines *lines, unsigned number,
    struct sar_err *err)
{
	/* Removing a band of frequencies leaves speech that can be heard. */
	(void)sar_lines_bad(lines, number,
	    "a spectral label marks a frequency band, not a time", err);
	sar_err_hint(err, "in Audacity switch off spectral selection and make "
			  "the label again");
	return -1;
}

static int
parse_label(const struct sar_lines *lines, const struct sar_line *line,
    struct sar_mark *out, struct sar_err *err)
{
	struct field rest = { line->text, line->len };
	const struct sar_basis *basis;
	struct decimal from;
	struct decimal to;
	struct field field;
	bool more;

	if (line->len > 0 && line->text[0] == '\\')
		return bad_spectral(lines, line->number, err);
	if (!take_field(&rest, &field))
		return sar_lines_bad(lines, line->number,
		    "expected start TAB end TAB code", err);
	if (!parse_decimal(field, &from))
		return sar_lines_bad(lines, line->number,
		    "the start is not a time in seconds", err);
	more = take_field(&rest, &field);
	if (!parse_decimal(field, &to))
		return more ? sar_lines_bad(lines, line->number,
				  "the end is not a time in seconds", err)
			    : bad_point(lines, line->number, err);
	if (compare(&from, &to) == 0)
		return bad_point(lines, line->number, err);
	if (compare(&from, &to) > 0)
		return sar_lines_bad(lines, line->number,
		    "the end is before the start", err);
	if ((basis = find_basis(rest)) == NULL)
		return bad_basis(lines, line->number, err);
	out->from_us = from.us;
	out->to_us = to.us + (to.n_rest > 0 ? 1 : 0);
	(void)snprintf(out->basis, sizeof(out->basis), "%s", basis->code);
	out->line = line->number;
	return 0;
}

/* Only empty lines may follow an empty one. */
static int
read_tail(struct sar_lines *lines, struct sar_err *err)
{
	struct sar_line line;

	while (sar_lines_next(lines, &line))
		if (line.len > 0)
			return sar_lines_bad(lines, line.number,
			    "a label after an empty line", err);
	return 0;
}

/* Labels as they are read. */
struct list {
	struct sar_mark *marks;
	size_t n;
	size_t cap;
};

/* Room for one more; NULL with ${err} set when memory runs out. */
static struct sar_mark *
next_slot(struct list *list, struct sar_err *err)
{
	struct sar_mark *grown;
	size_t want = list->cap == 0 ? 64 : list->cap * 2;

	if (list->n == list->cap) {
		grown = reallocarray(list->marks, want, sizeof(*grown));
		if (grown == NULL) {
			(void)sar_err_set(err, SAR_EFAIL, "out of memory");
			return NULL;
		}
		list->marks = grown;
		list->cap = want;
	}
	memset(&list->marks[list->n], 0, sizeof(*list->marks));
	return &list->marks[list->n];
}

static int
read_labels(struct sar_lines *lines, struct list *list, struct sar_err *err)
{
	struct sar_mark *slot;
	struct sar_line line;

	while (sar_lines_next(lines, &line)) {
		if (line.len == 0)
			return read_tail(lines, err);
		if (list->n == SAR_MARKS_LABELS_MAX)
			return sar_lines_bad(lines, line.number,
			    "more than 100000 labels", err);
		if ((slot = next_slot(list, err)) == NULL ||
		    parse_label(lines, &line, slot, err) == -1)
			return -1;
		list->n++;
	}
	return 0;
}

int
sar_labels_read(struct sar_lines *lines, struct sar_marks *marks,
    struct sar_err *err)
{
	struct list list = { 0 };

	if (read_labels(lines, &list, err) == -1) {
		free(list.marks);
		return -1;
	}
	marks->marks = list.marks;
	marks->n = list.n;
	return 0;
}

int
sar_marks_labels(const char *name, const char *text, size_t len,
    struct sar_marks *marks, struct sar_err *err)
{
	struct sar_lines lines;

	if (sar_lines_start(&lines, name, text, len, err) == -1)
		return -1;
	return sar_labels_read(&lines, marks, err);
}
