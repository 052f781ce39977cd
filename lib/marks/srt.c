/*
 * SubRip: a number, "00:01:02,345 --> 00:01:04,000", text, an empty line.  No
 * standard defines it; a point for the comma is taken, since it cannot mean
 * anything else.
 */
#include "marks/cue.h"

static bool
is_number(const struct sar_line *line)
{
	size_t i;

	for (i = 0; i < line->len; i++)
		if (line->text[i] < '0' || line->text[i] > '9')
			return false;
	return line->len > 0;
}

/* Where on the picture: "X1:40 X2:600 Y1:20 Y2:50". */
static bool
is_place(const struct sar_line *rest)
{
	size_t i;

	for (i = 0; i < rest->len; i++)
		if ((rest->text[i] < '0' || rest->text[i] > ':') &&
		    rest->text[i] != 'X' && rest->text[i] != 'Y' &&
		    rest->text[i] != ' ')
			return false;
	return rest->len == 0 || rest->text[0] == 'X' || rest->text[0] == 'Y';
}

int
sar_reader_srt(struct sar_reader *reader, struct sar_err *err)
{
	struct sar_seconds_span span;
	struct sar_line line;
	struct sar_line rest;

	while (sar_cue_next(reader, &line)) {
		if (!is_number(&line))
			return sar_reader_bad(reader, line.number,
			    "expected the number of a subtitle", err);
		if (!sar_lines_next(&reader->lines, &line) || line.len == 0)
			return sar_reader_bad(reader, line.number,
			    "expected start --> end after the number", err);
		if (sar_cue_times(reader, &line, true, &span, &rest, err) == -1)
			return -1;
		if (!is_place(&rest))
			return sar_reader_bad(reader, line.number,
			    "expected nothing after the end", err);
		if (sar_cue_text(reader, line.number, &span, err) == -1)
			return -1;
	}
	return 0;
}
