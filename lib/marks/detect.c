#include "marks/detect.h"

#include <string.h>

#include "marks/csv.h"
#include "marks/cue.h"

/* The first two lines that are not empty. */
struct head {
	struct sar_line first;
	struct sar_line second;
};

static bool
begins(const struct sar_line *line, const char *what)
{
	size_t len = strlen(what);

	return line->len >= len && memcmp(line->text, what, len) == 0;
}

static bool
is_vtt(const struct head *head)
{
	return begins(&head->first, "WEBVTT");
}

static bool
is_textgrid(const struct head *head)
{
	return begins(&head->first, "File type = \"ooTextFile");
}

static bool
is_srt(const struct head *head)
{
	size_t i;

	for (i = 0; i < head->first.len; i++)
		if (head->first.text[i] < '0' || head->first.text[i] > '9')
			return false;
	return sar_cue_arrow(&head->second);
}

static bool
is_rttm(const struct head *head)
{
	return begins(&head->first, "SPEAKER ") ||
	       begins(&head->first, "SPEAKER\t") ||
	       begins(&head->first, "SPKR-INFO ") || begins(&head->first, ";;");
}

static bool
is_diarisation(const struct head *head)
{
	const struct sar_line *line = &head->first;
	size_t i = 0;

	while (i < line->len && sar_lines_blank(line->text[i]))
		i++;
	return i < line->len && (line->text[i] == '{' || line->text[i] == '[');
}

static bool
is_csv(const struct head *head)
{
	return sar_csv_is_header(head->first.text, head->first.len);
}

/* Whatever its fields are; what is wrong with them is said by line. */
static bool
is_audacity(const struct head *head)
{
	return memchr(head->first.text, '\t', head->first.len) != NULL &&
	       !sar_cue_arrow(&head->first) && !is_csv(head) &&
	       !is_rttm(head) && !is_vtt(head) && !is_diarisation(head);
}

static const struct test {
	bool (*is)(const struct head *head);
	enum sar_marks_format format;
} tests[] = {
	{ is_vtt, SAR_MARKS_WEBVTT },
	{ is_textgrid, SAR_MARKS_TEXTGRID },
	{ is_srt, SAR_MARKS_SRT },
	{ is_rttm, SAR_MARKS_RTTM },
	{ is_diarisation, SAR_MARKS_DIARISATION },
	{ is_csv, SAR_MARKS_CSV },
	{ is_audacity, SAR_MARKS_AUDACITY },
};

enum sar_marks_format
sar_detect_format(const struct sar_lines *lines)
{
	enum sar_marks_format found = SAR_MARKS_AUTO;
	struct sar_lines at = *lines;
	struct head head = { { "", 0, 0 }, { "", 0, 0 } };
	size_t i;

	while (head.first.len == 0 && sar_lines_next(&at, &head.first))
		;
	while (head.second.len == 0 && sar_lines_next(&at, &head.second))
		;
	for (i = 0; i < sizeof(tests) / sizeof(tests[0]); i++) {
		if (!tests[i].is(&head))
			continue;
		if (found != SAR_MARKS_AUTO)
			return SAR_MARKS_AUTO;
		found = tests[i].format;
	}
	return found;
}
