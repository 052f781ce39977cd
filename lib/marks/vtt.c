/*
 * WebVTT (W3C): a line "WEBVTT", an empty one, then blocks parted by empty
 * lines: cues, comments (NOTE), and before the first cue styles and regions.
 * What a browser would silently leave out, a cue with a wrong time, is refused.
 */
#include <string.h>

#include "marks/cue.h"

/* ${word} alone, or with ${more} something after a blank. */
static bool
is_word(const struct sar_line *line, const char *word, bool more)
{
	size_t len = strlen(word);
	size_t i;

	if (line->len < len || memcmp(line->text, word, len) != 0)
		return false;
	if (more)
		return line->len == len || sar_lines_blank(line->text[len]);
	for (i = len; i < line->len && sar_lines_blank(line->text[i]); i++)
		;
	return i == line->len;
}

static int
read_magic(struct sar_reader *reader, struct sar_err *err)
{
	struct sar_line line;

	if (!sar_lines_next(&reader->lines, &line) ||
	    !is_word(&line, "WEBVTT", true))
		return sar_reader_bad(reader, 1, "expected WEBVTT", err);
	if (sar_cue_arrow(&line))
		return sar_reader_bad(reader, line.number,
		    "expected an empty line after WEBVTT", err);
	if (!sar_lines_next(&reader->lines, &line) || line.len == 0)
		return 0;
	if (memmem(line.text, line.len, "X-TIMESTAMP-MAP", 15) != NULL)
		return sar_reader_bad(reader, line.number,
		    "X-TIMESTAMP-MAP: the times count from elsewhere than the "
		    "start",
		    err);
	return sar_reader_bad(reader, line.number,
	    "expected an empty line after WEBVTT", err);
}

/* A comment, a style or a region: to the empty line. */
static int
skip_block(struct sar_reader *reader, struct sar_err *err)
{
	struct sar_line line;

	while (sar_lines_next(&reader->lines, &line) && line.len > 0)
		if (sar_cue_arrow(&line))
			return sar_reader_bad(reader, line.number,
			    "times within a block that is not a cue: expected "
			    "an empty line before them",
			    err);
	return 0;
}

/* "line:0 position:20% align:start": where on the picture. */
static bool
are_settings(struct sar_line rest)
{
	static const char *const names[] = { "vertical:", "line:", "position:",
		"size:", "align:", "region:" };
	size_t i;

	while (rest.len > 0) {
		for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
			if (rest.len > strlen(names[i]) &&
			    memcmp(rest.text, names[i], strlen(names[i])) == 0)
				break;
		if (i == sizeof(names) / sizeof(names[0]))
			return false;
		while (rest.len > 0 && !sar_lines_blank(*rest.text)) {
			rest.text++;
			rest.len--;
		}
		while (rest.len > 0 && sar_lines_blank(*rest.text)) {
			rest.text++;
			rest.len--;
		}
	}
	return true;
}

/* ${line} is the first of a cue: its name, or its times. */
static int
read_cue(struct sar_reader *reader, struct sar_line *line, struct sar_err *err)
{
	struct sar_seconds_span span;
	struct sar_line rest;

	if (!sar_cue_arrow(line) &&
	    (!sar_lines_next(&reader->lines, line) || !sar_cue_arrow(line)))
		return sar_reader_bad(reader, line->number,
		    "expected a cue: start --> end", err);
	if (sar_cue_times(reader, line, false, &span, &rest, err) == -1)
		return -1;
	if (!are_settings(rest))
		return sar_reader_bad(reader, line->number,
		    "expected nothing but cue settings after the end", err);
	return sar_cue_text(reader, line->number, &span, err);
}

int
sar_reader_vtt(struct sar_reader *reader, struct sar_err *err)
{
	struct sar_line line;
	bool cues = false;
	int rc;

	if (read_magic(reader, err) == -1)
		return -1;
	while (sar_cue_next(reader, &line)) {
		bool head = is_word(&line, "STYLE", false) ||
			    is_word(&line, "REGION", false);

		if (sar_cue_blank(&line))
			return sar_reader_bad(reader, line.number,
			    "a line of nothing but blanks", err);
		if (!sar_cue_arrow(&line) &&
		    (is_word(&line, "NOTE", true) || (head && !cues))) {
			rc = skip_block(reader, err);
		} else {
			rc = read_cue(reader, &line, err);
			cues = true;
		}
		if (rc == -1)
			return -1;
	}
	return 0;
}
