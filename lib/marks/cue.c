#include "marks/cue.h"

#include <string.h>

#include "base/buf.h"

#define ARROW "-->"
#define MILLI_DIGITS 3

bool
sar_cue_arrow(const struct sar_line *line)
{
	return memmem(line->text, line->len, ARROW, strlen(ARROW)) != NULL;
}

bool
sar_cue_blank(const struct sar_line *line)
{
	size_t i = 0;

	while (i < line->len && sar_lines_blank(line->text[i]))
		i++;
	return line->len > 0 && i == line->len;
}

bool
sar_cue_next(struct sar_reader *reader, struct sar_line *line)
{
	while (sar_lines_next(&reader->lines, line))
		if (line->len > 0)
			return true;
	return false;
}

/* What stands before a blank or the end; the blanks after it are dropped. */
static void
take_word(struct sar_line *from, struct sar_line *word)
{
	size_t n = 0;

	while (n < from->len && !sar_lines_blank(from->text[n]))
		n++;
	*word = *from;
	word->len = n;
	while (n < from->len && sar_lines_blank(from->text[n]))
		n++;
	from->text += n;
	from->len -= n;
}

static bool
take_time(struct sar_line *from, bool hours, struct sar_seconds *out)
{
	struct sar_seconds_form form;
	struct sar_line word;

	take_word(from, &word);
	return sar_seconds_clock(word.text, word.len, out, &form) &&
	       form.fraction == MILLI_DIGITS &&
	       (form.hours >= 2 || (form.hours == 0 && !hours));
}

int
sar_cue_times(const struct sar_reader *reader, const struct sar_line *line,
    bool hours, struct sar_seconds_span *span, struct sar_line *rest,
    struct sar_err *err)
{
	struct sar_line arrow;

	*rest = *line;
	if (!take_time(rest, hours, &span->from))
		return sar_reader_bad(reader, line->number,
		    "the start is not a time, HH:MM:SS.mmm", err);
	take_word(rest, &arrow);
	if (arrow.len != strlen(ARROW) ||
	    memcmp(arrow.text, ARROW, strlen(ARROW)) != 0)
		return sar_reader_bad(reader, line->number,
		    "expected start --> end", err);
	if (!take_time(rest, hours, &span->to))
		return sar_reader_bad(reader, line->number,
		    "the end is not a time, HH:MM:SS.mmm", err);
	return sar_reader_check(reader, line->number, span, err);
}

/* ${text} with each tag, from "<" to ">", turned into a blank. */
static void
drop_tags(struct sar_buf *text)
{
	size_t from = 0;
	size_t to = 0;
	const char *end;

	while (from < text->len) {
		end = text->data[from] == '<'
			  ? memchr(text->data + from, '>', text->len - from)
			  : NULL;
		text->data[to++] = (char)(end == NULL ? text->data[from] : ' ');
		from = end == NULL ? from + 1 : (size_t)(end - text->data) + 1;
	}
	text->len = to;
}

static int
collect(struct sar_reader *reader, struct sar_buf *text, struct sar_err *err)
{
	struct sar_line line;

	while (sar_lines_next(&reader->lines, &line) && line.len > 0) {
		/* One editor shows a cue that ends here, another one cue. */
		if (sar_cue_blank(&line))
			return sar_reader_bad(reader, line.number,
			    "a line of nothing but blanks", err);
		if (sar_cue_arrow(&line))
			return sar_reader_bad(reader, line.number,
			    "times within a cue: expected an empty line before "
			    "the next cue",
			    err);
		if (text->len > 0)
			sar_buf_puts(text, " ");
		sar_buf_add(text, line.text, line.len);
	}
	return sar_buf_check(text, err);
}

int
sar_cue_text(struct sar_reader *reader, unsigned number,
    const struct sar_seconds_span *span, struct sar_err *err)
{
	struct sar_buf text = SAR_BUF_INIT;
	int rc = -1;

	if (collect(reader, &text, err) == -1)
		goto out;
	drop_tags(&text);
	rc = sar_reader_add(reader, number, span,
	    text.len == 0 ? "" : text.data, text.len, err);

out:
	sar_buf_free(&text);
	return rc;
}
