/* A report as plain text, 78 columns wide. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "sar-verify/paper.h"

#define WIDTH 78
#define INDENT ((size_t)2)
#define NAME_WIDTH ((size_t)22)

static void
spaces(struct sar_buf *out, size_t n)
{
	while (n-- > 0)
		sar_buf_puts(out, " ");
}

/* The words of ${text}, from column ${at} on, further lines from ${indent}. */
static void
wrap(struct sar_buf *out, const char *text, size_t at, size_t indent)
{
	bool first = true;
	size_t len;

	while (*(text += strspn(text, " ")) != '\0') {
		len = strcspn(text, " ");
		if (!first && at + 1 + len > WIDTH) {
			sar_buf_puts(out, "\n");
			spaces(out, indent);
			at = indent;
		} else if (!first) {
			sar_buf_puts(out, " ");
			at++;
		}
		sar_buf_add(out, text, len);
		at += len;
		text += len;
		first = false;
	}
	sar_buf_puts(out, "\n");
}

static void
underline(struct sar_buf *out, const char *text, const char *with)
{
	size_t i;

	sar_buf_printf(out, "%s\n", text);
	for (i = strlen(text); i > 0; i--)
		sar_buf_puts(out, with);
	sar_buf_puts(out, "\n");
}

static int
begin(struct sar_buf *out, const char *title, struct sar_err *err)
{
	(void)out;
	(void)title;
	(void)err;
	return 0;
}

static void
end(struct sar_buf *out)
{
	(void)out;
}

static void
put_title(struct sar_buf *out, const char *title, const char *subject,
    bool fine, const char *verdict)
{
	(void)fine;
	underline(out, title, "=");
	sar_buf_printf(out, "%s\n\n", subject);
	wrap(out, verdict, 0, 0);
}

static void
put_heading(struct sar_buf *out, const char *text)
{
	sar_buf_puts(out, "\n");
	underline(out, text, "-");
}

static void
put_note(struct sar_buf *out, const char *text)
{
	spaces(out, INDENT);
	wrap(out, text, INDENT, INDENT);
}

static void
put_block(struct sar_buf *out, const char *text)
{
	size_t len;

	sar_buf_puts(out, "\n");
	for (; *text != '\0'; text += len + (text[len] == '\n')) {
		len = strcspn(text, "\n");
		spaces(out, 2 * INDENT);
		sar_buf_add(out, text, len);
		sar_buf_puts(out, "\n");
	}
}

static void
open_part(struct sar_buf *out, enum paper_part part)
{
	if (part == PAPER_COUNTS)
		sar_buf_puts(out, "\n");
}

static void
close_part(struct sar_buf *out, enum paper_part part)
{
	(void)out;
	(void)part;
}

static void
put_pair(struct sar_buf *out, const char *name, const char *text)
{
	const size_t column = INDENT + NAME_WIDTH + 1;
	size_t len = strlen(name);

	spaces(out, INDENT);
	sar_buf_puts(out, name);
	spaces(out, len < NAME_WIDTH ? NAME_WIDTH - len + 1 : 1);
	wrap(out, text, len < NAME_WIDTH ? column : INDENT + len + 1, column);
}

static void
put_item(struct sar_buf *out, const char *text)
{
	spaces(out, INDENT);
	sar_buf_puts(out, "* ");
	wrap(out, text, INDENT + 2, INDENT + 2);
}

static void
put_exception(struct sar_buf *out, const struct sar_ledger_exception *one)
{
	char text[sizeof(*one) + 64];

	spaces(out, INDENT);
	sar_buf_puts(out, sar_ledger_code_name(one->code));
	if (one->record != SAR_LEDGER_NONE)
		sar_buf_printf(out, ", record %" PRIu64, one->record);
	if (one->ref[0] != '\0')
		sar_buf_printf(out, ", case %s", one->ref);
	sar_buf_puts(out, "\n");
	(void)snprintf(text, sizeof(text), "expected %s; found %s",
	    one->expected, one->found);
	spaces(out, 3 * INDENT);
	wrap(out, text, 3 * INDENT, 3 * INDENT);
}

static void
put_count(struct sar_buf *out, const char *code, uint64_t n,
    const char *meaning)
{
	char text[256];

	(void)snprintf(text, sizeof(text), "%" PRIu64 ": %s", n, meaning);
	put_pair(out, code, text);
}

const struct paper_form paper_text = { put_title, put_heading, put_note,
	put_block, open_part, close_part, put_pair, put_item, put_exception,
	put_count, begin, end };
