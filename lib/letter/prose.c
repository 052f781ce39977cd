#include "letter/prose.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

size_t
sar_prose_columns(const char *text, size_t len)
{
	size_t n = 0;
	size_t i;

	for (i = 0; i < len; i++)
		if (((unsigned char)text[i] & 0xc0) != 0x80)
			n++;
	return n;
}

static void
spaces(struct sar_buf *out, size_t n)
{
	while (n-- > 0)
		sar_buf_puts(out, " ");
}

void
sar_prose_line(struct sar_buf *out)
{
	sar_buf_puts(out, "\r\n");
}

void
sar_prose_heading(struct sar_buf *out, const char *text)
{
	size_t n = sar_prose_columns(text, strlen(text));

	if (out->len < 4 ||
	    memcmp(out->data + out->len - 4, "\r\n\r\n", 4) != 0)
		sar_prose_line(out);
	sar_buf_printf(out, "%s\r\n", text);
	if (n < SAR_PROSE_RULE)
		n = SAR_PROSE_RULE;
	while (n-- > 0)
		sar_buf_puts(out, "-");
	sar_buf_puts(out, "\r\n\r\n");
}

/* One byte that ends a word without being a space people meant to keep. */
static bool
is_gap(char c)
{
	return (unsigned char)c <= ' ' || c == 0x7f;
}

/* The ${len} bytes at ${text} as one paragraph. */
static void
paragraph(struct sar_buf *out, const char *first, const char *text, size_t len)
{
	size_t indent = sar_prose_columns(first, strlen(first));
	size_t at = indent;
	size_t n, i = 0;
	bool fresh = true;

	sar_buf_puts(out, first);
	while (i < len) {
		for (; i < len && is_gap(text[i]); i++)
			continue;
		for (n = 0; i + n < len && !is_gap(text[i + n]); n++)
			continue;
		if (n == 0)
			break;
		if (!fresh &&
		    at + 1 + sar_prose_columns(text + i, n) > SAR_PROSE_WIDTH) {
			sar_prose_line(out);
			spaces(out, indent);
			at = indent;
			fresh = true;
		}
		if (!fresh) {
			sar_buf_puts(out, " ");
			at++;
		}
		sar_buf_add(out, text + i, n);
		at += sar_prose_columns(text + i, n);
		i += n;
		fresh = false;
	}
	sar_prose_line(out);
}

void
sar_prose_add(struct sar_buf *out, const char *first, const char *text)
{
	char blank[SAR_PROSE_WIDTH + 1];
	size_t indent = sar_prose_columns(first, strlen(first));
	size_t n;

	if (indent > SAR_PROSE_WIDTH / 2)
		indent = SAR_PROSE_WIDTH / 2;
	memset(blank, ' ', sizeof(blank));
	blank[indent] = '\0';
	for (;;) {
		n = strcspn(text, "\n");
		paragraph(out, first, text, n);
		if (text[n] == '\0')
			return;
		text += n + 1;
		first = blank;
	}
}

void
sar_prose_printf(struct sar_buf *out, const char *fmt, ...)
{
	char text[4096];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	/* What is longer than this comes from the profile and is added whole
	   by sar_prose_add(); a letter must not lose its end in silence. */
	if (n < 0 || (size_t)n >= sizeof(text)) {
		out->failed = 1;
		return;
	}
	sar_prose_add(out, "", text);
	sar_prose_line(out);
}

void
sar_prose_gap(struct sar_buf *out)
{
	if (out->len > 2 && memcmp(out->data + out->len - 2, "\r\n", 2) == 0 &&
	    (out->len < 4 ||
		memcmp(out->data + out->len - 4, "\r\n\r\n", 4) != 0))
		sar_prose_line(out);
}

void
sar_prose_lines(struct sar_buf *out, const char *first, const char *text)
{
	const char *end;
	size_t len;

	text += strspn(text, " \t\r\n");
	for (; *text != '\0'; text = end) {
		len = strcspn(text, "\n");
		end = text + len + (text[len] == '\n');
		if (strspn(text, " \t\r") >= len)
			sar_prose_gap(out);
		else
			paragraph(out, first, text, len);
	}
}

void
sar_prose_date(struct sar_date date, char out[SAR_PROSE_DATE])
{
	static const char *const months[] = { "January", "February", "March",
		"April", "May", "June", "July", "August", "September",
		"October", "November", "December" };

	if (!sar_date_valid(date)) {
		(void)snprintf(out, SAR_PROSE_DATE, "unknown");
		return;
	}
	(void)snprintf(out, SAR_PROSE_DATE, "%d %s %d", date.day,
	    months[date.month - 1], date.year);
}

uint64_t
sar_prose_tenths(uint64_t frames, uint32_t rate)
{
	uint64_t tenths;

	if (rate == 0)
		return 0;
	tenths = frames / rate * 10 + (frames % rate * 10 + rate / 2) / rate;
	return tenths == 0 && frames > 0 ? 1 : tenths;
}

uint64_t
sar_prose_tenths_down(uint64_t frames, uint32_t rate)
{
	return rate == 0 ? 0 : frames / rate * 10 + frames % rate * 10 / rate;
}

uint64_t
sar_prose_tenths_up(uint64_t frames, uint32_t rate)
{
	return rate == 0 ? 0
			 : frames / rate * 10 +
			       (frames % rate * 10 + rate - 1) / rate;
}

void
sar_prose_place(uint64_t tenths, char out[SAR_PROSE_TIME])
{
	uint64_t hours = tenths / 36000;
	uint64_t minutes = tenths / 600 % 60;
	uint64_t rest = tenths % 600;
	int n = 0;

	if (hours > 0)
		n = snprintf(out, SAR_PROSE_TIME, "%" PRIu64 ":%s", hours,
		    minutes < 10 ? "0" : "");
	(void)snprintf(out + n, SAR_PROSE_TIME - (size_t)n,
	    "%" PRIu64 ":%02" PRIu64 ".%" PRIu64, minutes, rest / 10,
	    rest % 10);
}

void
sar_prose_length(uint64_t tenths, char out[SAR_PROSE_TIME])
{
	uint64_t minutes = tenths / 600;
	uint64_t rest = tenths % 600;
	int n = 0;

	if (minutes > 0)
		n = snprintf(out, SAR_PROSE_TIME, "%" PRIu64 " minute%s",
		    minutes, minutes == 1 ? "" : "s");
	if (minutes > 0 && rest == 0)
		return;
	if (n > 0)
		out[n++] = ' ';
	if (rest % 10 == 0)
		(void)snprintf(out + n, SAR_PROSE_TIME - (size_t)n,
		    "%" PRIu64 " second%s", rest / 10, rest == 10 ? "" : "s");
	else
		(void)snprintf(out + n, SAR_PROSE_TIME - (size_t)n,
		    "%" PRIu64 ".%" PRIu64 " seconds", rest / 10, rest % 10);
}
