#include "marks/labels.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "marks/reader.h"
#include "marks/words.h"

/* Part of a line. */
struct field {
	const char *text;
	size_t len;
};

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

static int
bad_point(const struct sar_reader *reader, unsigned number, struct sar_err *err)
{
	(void)sar_reader_bad(reader, number,
	    "a point label has no length to cut", err);
	sar_err_hint(err, "drag over what is to be cut, then add the label; or "
			  "say --widen-points MS");
	return -1;
}

static int
bad_spectral(const struct sar_reader *reader, unsigned number,
    struct sar_err *err)
{
	/* Removing a band of frequencies leaves speech that can be heard. */
	(void)sar_reader_bad(reader, number,
	    "a spectral label marks a frequency band, not a time", err);
	sar_err_hint(err, "in Audacity switch off spectral selection and make "
			  "the label again; or say --widen");
	return -1;
}

/* A point is cut with what is beside it, if the person has said how much. */
static int
add_point(struct sar_reader *reader, unsigned number,
    const struct sar_seconds *at, struct field text, struct sar_err *err)
{
	uint64_t by = reader->in->widen_points_us;
	struct sar_mark *mark;

	if (by == 0)
		return bad_point(reader, number, err);
	if ((mark = sar_reader_new(reader, number, err)) == NULL)
		return -1;
	mark->from_us = at->us > by ? at->us - by : 0;
	mark->to_us = sar_seconds_up(at) + by;
	return sar_words_read(&reader->lines, number, text.text, text.len,
	    reader->in->code, mark, err);
}

static int
read_label(struct sar_reader *reader, const struct sar_line *line,
    struct sar_err *err)
{
	struct field rest = { line->text, line->len };
	struct sar_seconds_span span;
	struct field field;
	bool more;

	if (!take_field(&rest, &field))
		return sar_reader_bad(reader, line->number,
		    "expected start TAB end TAB code", err);
	if (!sar_seconds_parse(field.text, field.len, &span.from))
		return sar_reader_bad(reader, line->number,
		    "the start is not a time in seconds", err);
	more = take_field(&rest, &field);
	if (!sar_seconds_parse(field.text, field.len, &span.to))
		return more ? sar_reader_bad(reader, line->number,
				  "the end is not a time in seconds", err)
			    : bad_point(reader, line->number, err);
	if (sar_seconds_compare(&span.from, &span.to) == 0)
		return add_point(reader, line->number, &span.from, rest, err);
	return sar_reader_add(reader, line->number, &span, rest.text, rest.len,
	    err);
}

/* A frequency: a number; -1 and zeros after it says that there is none. */
static bool
is_frequency(struct field field)
{
	struct sar_seconds number;

	while (field.len > 0 && field.text[field.len - 1] == ' ')
		field.len--;
	if (field.len >= 2 && field.text[0] == '-' && field.text[1] == '1') {
		field.text++;
		field.len--;
		return sar_seconds_parse(field.text, field.len, &number) &&
		       number.us == 1000000 && number.n_rest == 0;
	}
	return sar_seconds_parse(field.text, field.len, &number);
}

/*
 * The second line of a spectral label: "\", TAB, low, TAB, high.  The label
 * above it stands for its whole time on all frequencies, which is more than
 * was marked, if the person has said so.
 */
static int
read_spectral(const struct sar_reader *reader, const struct sar_line *line,
    bool after_label, struct sar_err *err)
{
	struct field rest = { line->text, line->len };
	struct field low;

	if (!reader->in->widen)
		return bad_spectral(reader, line->number, err);
	if (!after_label)
		return sar_reader_bad(reader, line->number,
		    "frequencies that follow no label", err);
	if (!take_field(&rest, &low) || low.len != 1 ||
	    !take_field(&rest, &low) || !is_frequency(low) ||
	    !is_frequency(rest))
		return sar_reader_bad(reader, line->number,
		    "expected \\ TAB low TAB high", err);
	return 0;
}

/* Only empty lines may follow an empty one. */
static int
read_tail(struct sar_reader *reader, struct sar_err *err)
{
	struct sar_line line;

	while (sar_lines_next(&reader->lines, &line))
		if (line.len > 0)
			return sar_reader_bad(reader, line.number,
			    "a label after an empty line", err);
	return 0;
}

int
sar_reader_labels(struct sar_reader *reader, struct sar_err *err)
{
	struct sar_line line;
	bool after_label = false;
	bool spectral;

	while (sar_lines_next(&reader->lines, &line)) {
		if (line.len == 0)
			return read_tail(reader, err);
		spectral = line.text[0] == '\\';
		if (spectral
			? read_spectral(reader, &line, after_label, err) == -1
			: read_label(reader, &line, err) == -1)
			return -1;
		after_label = !spectral;
	}
	return 0;
}

int
sar_labels_read(struct sar_lines *lines, struct sar_marks *marks,
    struct sar_err *err)
{
	static const struct sar_read_input plain = { 0 };
	struct sar_reader reader = { .lines = *lines, .in = &plain };

	if (sar_reader_labels(&reader, err) == -1) {
		free(reader.marks);
		return -1;
	}
	*lines = reader.lines;
	marks->marks = reader.marks;
	marks->n = reader.n;
	return 0;
}

void
sar_labels_add(struct sar_buf *buf, const struct sar_mark *mark)
{
	sar_buf_printf(buf,
	    "%" PRIu64 ".%06" PRIu64 "\t%" PRIu64 ".%06" PRIu64 "\t",
	    mark->from_us / 1000000, mark->from_us % 1000000,
	    mark->to_us / 1000000, mark->to_us % 1000000);
	sar_words_add(buf, mark);
	sar_buf_puts(buf, "\n");
}

char *
sar_marks_labels_format(const struct sar_mark *marks, size_t n,
    struct sar_err *err)
{
	struct sar_buf buf = SAR_BUF_INIT;
	size_t i;

	sar_buf_puts(&buf, "");
	for (i = 0; i < n; i++)
		sar_labels_add(&buf, &marks[i]);
	if (sar_buf_check(&buf, err) == -1) {
		sar_buf_free(&buf);
		return NULL;
	}
	return sar_buf_take(&buf);
}
