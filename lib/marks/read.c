#include "marks/read.h"

#include <stdlib.h>
#include <string.h>

#include "marks/csv.h"
#include "marks/detect.h"
#include "marks/encoding.h"
#include "marks/reader.h"

/* In the order of enum sar_marks_format. */
static const struct format {
	const char *name;
	int (*read)(struct sar_reader *reader, struct sar_err *err);
	bool suggested; /* a program's idea, not a person's */
} formats[SAR_MARKS_FORMATS] = {
	{ "auto", NULL, false },
	{ "audacity", sar_reader_labels, false },
	{ "csv", sar_reader_csv, false },
	{ "webvtt", sar_reader_vtt, false },
	{ "srt", sar_reader_srt, false },
	{ "textgrid", sar_reader_textgrid, false },
	{ "rttm", sar_reader_rttm, true },
	{ "diarisation-json", sar_reader_diarisation, true },
};

enum sar_marks_format
sar_read_format(const char *name)
{
	size_t i;

	for (i = 0; i < SAR_MARKS_FORMATS; i++)
		if (strcmp(formats[i].name, name) == 0)
			break;
	return (enum sar_marks_format)i;
}

const char *
sar_read_formats(void)
{
	return "auto, audacity, csv, webvtt, srt, textgrid, rttm or "
	       "diarisation-json";
}

/* What was asked of a file that cannot give it was meant for another file. */
static int
check_options(const struct sar_read_input *in, enum sar_marks_format format,
    struct sar_err *err)
{
	bool audacity = format == SAR_MARKS_AUDACITY;
	bool suggested = formats[format].suggested;

	if (in->tier != NULL && format != SAR_MARKS_TEXTGRID)
		return sar_err_set(err, SAR_EINPUT,
		    "%s: a tier was named, and only a TextGrid has tiers",
		    in->name);
	if ((in->widen || in->widen_points_us > 0) && !audacity)
		return sar_err_set(err, SAR_EINPUT,
		    "%s: only Audacity labels can be widened", in->name);
	if (in->speaker != NULL && !suggested)
		return sar_err_set(err, SAR_EINPUT,
		    "%s: a speaker was named, and only RTTM and diarisation "
		    "have speakers",
		    in->name);
	if (suggested && (in->speaker == NULL || in->code == NULL))
		return sar_err_set(err, SAR_EINPUT,
		    "%s: expected the speaker to cut and the code of a "
		    "provision",
		    in->name);
	if (in->code != NULL && sar_basis_find(in->code) == NULL)
		return sar_err_set(err, SAR_EINPUT,
		    "%s: the code given is not of a provision", in->name);
	return 0;
}

static bool
is_empty(const struct sar_lines *lines)
{
	const char *p;

	for (p = lines->at; p < lines->end; p++)
		if (*p != '\n' && *p != '\r')
			return false;
	return true;
}

/* Does it begin with a line of words that are parted as in a CSV? */
static bool
has_columns(const struct sar_lines *lines)
{
	struct sar_lines copy = *lines;
	struct sar_line line;
	char separator;

	if (!sar_lines_next(&copy, &line))
		return false;
	separator = sar_csv_separator(line.text, line.len);
	return separator == ',' || separator == ';';
}

/* The text is UTF-8 and has been looked at; *${format} says what it was. */
static int
read_text(struct sar_reader *reader, enum sar_marks_format *format,
    struct sar_err *err)
{
	*format = reader->in->format;
	if (is_empty(&reader->lines)) {
		*format = SAR_MARKS_AUTO;
		return 0;
	}
	if (*format == SAR_MARKS_AUTO)
		*format = sar_detect_format(&reader->lines);
	if (*format == SAR_MARKS_AUTO) {
		(void)sar_err_set(err, SAR_EINPUT,
		    "%s: it cannot be told which format this is",
		    reader->in->name);
		if (has_columns(&reader->lines))
			sar_err_hint(err, "a CSV begins with the names of its "
					  "columns: start, end, code");
		else
			sar_err_hint(err, "say --labels-format with %s",
			    sar_read_formats());
		return -1;
	}
	if (check_options(reader->in, *format, err) == -1)
		return -1;
	return formats[*format].read(reader, err);
}

int
sar_marks_read(const struct sar_read_input *in, struct sar_marks *marks,
    struct sar_err *err)
{
	struct sar_reader reader = { .in = in };
	struct sar_buf text = SAR_BUF_INIT;
	enum sar_marks_format format = SAR_MARKS_AUTO;
	uint8_t digest[SAR_SHA256_LEN];
	int rc = -1;

	if (in->len > SAR_MARKS_MAX)
		return sar_err_set(err, SAR_EINPUT, "%s: larger than %u bytes",
		    in->name, SAR_MARKS_MAX);
	if (sar_sha256_text(in->text, in->len, digest, err) == -1 ||
	    sar_encoding_utf8(in->name, in->text, in->len, &text, err) == -1 ||
	    sar_lines_start(&reader.lines, in->name, text.data, text.len,
		err) == -1 ||
	    read_text(&reader, &format, err) == -1)
		goto out;
	memcpy(marks->labels, digest, sizeof(digest));
	marks->has_labels = true;
	if (formats[format].suggested)
		memcpy(marks->suggested, formats[format].name,
		    strlen(formats[format].name) + 1);
	marks->marks = reader.marks;
	marks->n = reader.n;
	reader.marks = NULL;
	rc = 0;

out:
	free(reader.marks);
	sar_buf_free(&text);
	return rc;
}
