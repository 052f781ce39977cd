/*
 * RTTM, NIST Rich Transcription Time Marked: "SPEAKER file channel onset
 * duration ortho stype name conf slat", parted by blanks.
 */
#include <string.h>

#include "marks/reader.h"
#include "marks/words.h"

#define FIELDS_MIN 9 /* slat came later */
#define FIELDS_MAX 10

enum {
	FIELD_TYPE,
	FIELD_FILE,
	FIELD_CHANNEL,
	FIELD_ONSET,
	FIELD_DURATION,
	FIELD_NAME = 7
};

struct field {
	const char *text;
	size_t len;
};

static bool
is(const struct field *field, const char *what)
{
	return field->len == strlen(what) &&
	       memcmp(field->text, what, field->len) == 0;
}

/* The fields of ${line}; FIELDS_MAX + 1 when there are more. */
static size_t
split(const struct sar_line *line, struct field fields[FIELDS_MAX])
{
	size_t n = 0;
	size_t i = 0;

	for (;;) {
		while (i < line->len && sar_lines_blank(line->text[i]))
			i++;
		if (i == line->len || n == FIELDS_MAX)
			break;
		fields[n].text = line->text + i;
		while (i < line->len && !sar_lines_blank(line->text[i]))
			i++;
		fields[n].len = (size_t)(line->text + i - fields[n].text);
		n++;
	}
	return i == line->len ? n : FIELDS_MAX + 1;
}

/*
 * The channel is read but not used: programs write 1 for a mix of all, and a
 * cut on one channel would leave the speaker on the others.
 */
static const char *
check_fields(const struct field *fields)
{
	const struct field *channel = &fields[FIELD_CHANNEL];
	struct sar_seconds number;

	if (!is(channel, "<NA>") &&
	    (memchr(channel->text, '.', channel->len) != NULL ||
		memchr(channel->text, ',', channel->len) != NULL ||
		!sar_seconds_parse(channel->text, channel->len, &number) ||
		number.us == 0))
		return "the channel is not a number from 1";
	if (is(&fields[FIELD_NAME], "<NA>"))
		return "a segment that has no speaker";
	return NULL;
}

/* One SPEAKER line; only those of the speaker asked for are kept. */
static int
read_segment(struct sar_reader *reader, unsigned number,
    const struct field *fields, struct sar_err *err)
{
	const struct field *onset = &fields[FIELD_ONSET];
	const struct field *duration = &fields[FIELD_DURATION];
	const char *why = check_fields(fields);
	struct sar_seconds_span span;
	struct sar_mark *mark;

	if (why != NULL)
		return sar_reader_bad(reader, number, why, err);
	if (!sar_seconds_parse(onset->text, onset->len, &span.from))
		return sar_reader_bad(reader, number,
		    "the onset is not a time in seconds", err);
	if (!sar_seconds_parse(duration->text, duration->len, &span.to))
		return sar_reader_bad(reader, number,
		    "the duration is not a time in seconds", err);
	if (span.to.us == 0 && span.to.n_rest == 0)
		return sar_reader_bad(reader, number,
		    "a duration of 0: there is no length to cut", err);
	if (!is(&fields[FIELD_NAME], reader->in->speaker))
		return 0;
	if ((mark = sar_reader_new(reader, number, err)) == NULL)
		return -1;
	mark->from_us = span.from.us;
	mark->to_us = sar_seconds_sum_up(&span.from, &span.to);
	return sar_words_read(&reader->lines, number, "", 0, reader->in->code,
	    mark, err);
}

/* ${file} is the file id of the first line, that of all the others. */
static int
read_line(struct sar_reader *reader, const struct sar_line *line,
    struct field *file, struct sar_err *err)
{
	struct field fields[FIELDS_MAX];
	size_t n = split(line, fields);

	if (n == 0 || (line->len >= 2 && memcmp(line->text, ";;", 2) == 0) ||
	    is(&fields[FIELD_TYPE], "SPKR-INFO"))
		return 0;
	if (!is(&fields[FIELD_TYPE], "SPEAKER"))
		return sar_reader_bad(reader, line->number, "expected SPEAKER",
		    err);
	if (n < FIELDS_MIN || n > FIELDS_MAX)
		return sar_reader_bad(reader, line->number,
		    "expected SPEAKER and 8 or 9 fields after it", err);
	if (file->text == NULL)
		*file = fields[FIELD_FILE];
	if (file->len != fields[FIELD_FILE].len ||
	    memcmp(file->text, fields[FIELD_FILE].text, file->len) != 0)
		return sar_reader_bad(reader, line->number,
		    "another recording than the lines before it", err);
	return read_segment(reader, line->number, fields, err);
}

int
sar_reader_rttm(struct sar_reader *reader, struct sar_err *err)
{
	struct field file = { NULL, 0 };
	struct sar_line line;

	while (sar_lines_next(&reader->lines, &line))
		if (read_line(reader, &line, &file, err) == -1)
			return -1;
	if (reader->n == 0)
		return sar_err_set(err, SAR_EINPUT,
		    "%s: no segment of the speaker to cut", reader->in->name);
	return 0;
}
