#include "export/ical.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/text.h"

#define LINE_MAX_LEN 75
#define MORNING 9

/* A character of a value, or a byte that is none. */
static size_t
character(const char *text, size_t len)
{
	uint32_t code;
	size_t n = sar_text_character(text, len, &code);

	return n == 0 ? 1 : n;
}

static void
put_folded(struct sar_buf *out, const char *text, size_t *column)
{
	size_t len = strlen(text);
	size_t i, n;

	for (i = 0; i < len; i += n) {
		n = character(text + i, len - i);
		if (*column + n > LINE_MAX_LEN) {
			sar_buf_puts(out, "\r\n ");
			*column = 1;
		}
		sar_buf_add(out, text + i, n);
		*column += n;
	}
}

void
sar_ical_line(struct sar_buf *out, const char *name, const char *value)
{
	size_t column = 0;

	put_folded(out, name, &column);
	put_folded(out, ":", &column);
	put_folded(out, value, &column);
	sar_buf_puts(out, "\r\n");
}

static void
escape(struct sar_buf *out, const char *text)
{
	size_t len = strlen(text);
	uint32_t code = 0;
	size_t i, n;

	for (i = 0; i < len; i += n) {
		n = sar_text_character(text + i, len - i, &code);
		if (n == 0) {
			sar_buf_puts(out, "?");
			n = 1;
		} else if (code == '\n') {
			sar_buf_puts(out, "\\n");
		} else if (code == '\\' || code == ';' || code == ',') {
			sar_buf_puts(out, "\\");
			sar_buf_add(out, text + i, n);
		} else if (code < 0x20 || (code >= 0x7f && code < 0xa0)) {
			sar_buf_puts(out, " ");
		} else {
			sar_buf_add(out, text + i, n);
		}
	}
}

void
sar_ical_text(struct sar_buf *out, const char *name, const char *value)
{
	struct sar_buf escaped = SAR_BUF_INIT;

	escape(&escaped, value);
	if (escaped.failed != 0)
		out->failed = 1;
	else
		sar_ical_line(out, name,
		    escaped.data == NULL ? "" : escaped.data);
	sar_buf_free(&escaped);
}

void
sar_ical_begin(struct sar_buf *out, const char *name)
{
	sar_ical_line(out, "BEGIN", "VCALENDAR");
	sar_ical_line(out, "VERSION", "2.0");
	sar_ical_line(out, "PRODID", "-//sar-export//" SAR_VERSION "//EN");
	sar_ical_line(out, "CALSCALE", "GREGORIAN");
	sar_ical_text(out, "X-WR-CALNAME", name);
}

void
sar_ical_end(struct sar_buf *out)
{
	sar_ical_line(out, "END", "VCALENDAR");
}

static void
put_day(struct sar_buf *out, const char *name, int64_t day)
{
	struct sar_date date = sar_date_of_days(day);
	char text[16];

	(void)snprintf(text, sizeof(text), "%04u%02u%02u", (unsigned)date.year,
	    (unsigned)date.month, (unsigned)date.day);
	sar_ical_line(out, name, text);
}

/* Counted from the midnight the day begins with. */
static void
put_alarm(struct sar_buf *out, const struct sar_ical_day *day, unsigned before)
{
	char trigger[24];

	if (before > 1)
		(void)snprintf(trigger, sizeof(trigger), "-P%uDT%dH",
		    before - 1, 24 - MORNING);
	else
		(void)snprintf(trigger, sizeof(trigger), "-PT%dH",
		    24 - MORNING);
	sar_ical_line(out, "BEGIN", "VALARM");
	sar_ical_line(out, "ACTION", "DISPLAY");
	sar_ical_text(out, "DESCRIPTION", day->summary);
	sar_ical_line(out, "TRIGGER", trigger);
	sar_ical_line(out, "END", "VALARM");
}

void
sar_ical_add(struct sar_buf *out, const struct sar_ical_day *day)
{
	size_t i;

	sar_ical_line(out, "BEGIN", "VEVENT");
	sar_ical_text(out, "UID", day->uid);
	sar_ical_line(out, "DTSTAMP", day->stamp);
	put_day(out, "DTSTART;VALUE=DATE", day->day);
	put_day(out, "DTEND;VALUE=DATE", (int64_t)day->day + 1);
	sar_ical_text(out, "SUMMARY", day->summary);
	sar_ical_text(out, "DESCRIPTION", day->description);
	sar_ical_line(out, "STATUS",
	    day->tentative ? "TENTATIVE" : "CONFIRMED");
	sar_ical_line(out, "TRANSP", "TRANSPARENT");
	for (i = 0; i < sizeof(day->remind) / sizeof(day->remind[0]); i++)
		if (day->remind[i] != 0)
			put_alarm(out, day, day->remind[i]);
	sar_ical_line(out, "END", "VEVENT");
}
