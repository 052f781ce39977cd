/*
 * A letter as a page: what sar_prose_*() laid out is taken apart again.  The
 * text is the letter; the page is the same for whoever cannot read a plain one
 * well, so it says aloud what is a heading and what is a list.
 */
#include <stdbool.h>
#include <string.h>

#include "letter/html.h"
#include "letter/notice.h"
#include "letter/prose.h"

static const char style[] =
    "body{font:1.125rem/1.5 sans-serif;color:#111;background:#fff;"
    "max-width:42rem;margin:2rem auto;padding:0 1rem}"
    "h1,h2{line-height:1.25}h1{font-size:1.6rem}h2{font-size:1.25rem;"
    "margin-top:2rem}p.in{margin-left:1.5rem}li{margin:.3rem 0}"
    "p,li{overflow-wrap:anywhere}"
    "@page{size:A4;margin:2cm}"
    "@media print{body{font-size:12pt;max-width:none;margin:0;padding:0}"
    "h1,h2{break-after:avoid}}";

/* What is open on the page. */
enum part {
	PART_NONE,
	PART_WORDS,
	PART_INDENTED,
	PART_LIST
};

/* One line of the text, without its end. */
struct line {
	const char *at;
	size_t len;
};

struct page {
	struct sar_buf *out;
	enum part part;
	size_t last; /* columns of the line before, in the same part */
};

static bool
next_line(const char **text, struct line *line)
{
	const char *end = strchr(*text, '\n');

	if (**text == '\0')
		return false;
	line->at = *text;
	line->len = end == NULL ? strlen(*text) : (size_t)(end - *text);
	*text = end == NULL ? *text + line->len : end + 1;
	if (line->len > 0 && line->at[line->len - 1] == '\r')
		line->len--;
	return true;
}

/* '=' or '-' when ${rule} underlines ${line}; else 0. */
static char
underlined(const struct line *line, const struct line *rule)
{
	size_t n = sar_prose_columns(line->at, line->len);
	size_t i;

	if (n == 0 || line->at[0] == ' ' ||
	    rule->len != (n < SAR_PROSE_RULE ? SAR_PROSE_RULE : n) ||
	    (rule->at[0] != '=' && rule->at[0] != '-'))
		return 0;
	for (i = 1; i < rule->len; i++)
		if (rule->at[i] != rule->at[0])
			return 0;
	return rule->at[0];
}

static void
add_text(struct sar_buf *out, const char *text, size_t len)
{
	struct sar_buf one = SAR_BUF_INIT;

	sar_buf_add(&one, text, len);
	if (one.failed)
		out->failed = 1;
	else
		sar_html_text(out, one.data == NULL ? "" : one.data);
	sar_buf_free(&one);
}

static void
close_part(struct page *page)
{
	if (page->part == PART_LIST)
		sar_buf_puts(page->out, "</li>\n</ul>\n");
	else if (page->part != PART_NONE)
		sar_buf_puts(page->out, "</p>\n");
	page->part = PART_NONE;
}

static void
add_heading(struct page *page, const struct line *line, char rule)
{
	const char *name = rule == '=' ? "h1" : "h2";

	close_part(page);
	sar_buf_printf(page->out, "<%s>", name);
	add_text(page->out, line->at, line->len);
	sar_buf_printf(page->out, "</%s>\n", name);
}

static size_t
indent(const struct line *line)
{
	size_t n = 0;

	while (n < line->len && line->at[n] == ' ')
		n++;
	return n;
}

/* Was the line before full, so that this one only goes on with it? */
static bool
goes_on(const struct page *page, const char *text, size_t len)
{
	const char *space = memchr(text, ' ', len);
	size_t word = space == NULL ? len : (size_t)(space - text);

	return page->last + 1 + sar_prose_columns(text, word) > SAR_PROSE_WIDTH;
}

static void
add_item(struct page *page, const char *text, size_t len)
{
	if (page->part == PART_LIST)
		sar_buf_puts(page->out, "</li>\n<li>");
	else {
		close_part(page);
		sar_buf_puts(page->out, "<ul>\n<li>");
	}
	page->part = PART_LIST;
	add_text(page->out, text, len);
}

static void
add_words(struct page *page, enum part part, const char *text, size_t len)
{
	if (page->part == part)
		sar_buf_puts(page->out,
		    goes_on(page, text, len) ? " " : "<br />\n");
	else {
		close_part(page);
		sar_buf_puts(page->out,
		    part == PART_INDENTED ? "<p class=\"in\">" : "<p>");
	}
	page->part = part;
	add_text(page->out, text, len);
}

static void
add_line(struct page *page, const struct line *line)
{
	size_t in = indent(line);
	const char *text = line->at + in;
	size_t len = line->len - in;

	if (len == 0)
		close_part(page);
	else if (in >= 2 && len >= 2 && text[0] == '-' && text[1] == ' ')
		add_item(page, text + 2, len - 2);
	else if (page->part == PART_LIST && in >= 4)
		add_words(page, PART_LIST, text, len);
	else
		add_words(page, in >= 2 ? PART_INDENTED : PART_WORDS, text,
		    len);
	page->last = sar_prose_columns(line->at, line->len);
}

/* Is there a heading of the whole letter in it? */
static bool
has_title(const char *text)
{
	struct line line = { text, 0 };
	struct line rule;

	for (; next_line(&text, &rule); line = rule)
		if (underlined(&line, &rule) == '=')
			return true;
	return false;
}

static int
add_head(struct sar_buf *out, const char *title, bool titled,
    struct sar_err *err)
{
	sar_buf_puts(out, "<!DOCTYPE html>\n"
			  "<html lang=\"en-GB\" xml:lang=\"en-GB\" "
			  "xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n"
			  "<meta charset=\"utf-8\" />\n"
			  "<meta http-equiv=\"Content-Security-Policy\" "
			  "content=\"default-src 'none'; style-src ");
	if (sar_html_hash(out, style, err) == -1)
		return -1;
	sar_buf_puts(out, "\" />\n"
			  "<meta name=\"viewport\" "
			  "content=\"width=device-width, initial-scale=1\" "
			  "/>\n"
			  "<meta name=\"robots\" content=\"noindex\" />\n");
	sar_html_element(out, "title", title);
	sar_buf_printf(out, "<style>%s</style>\n</head>\n<body>\n<main>\n",
	    style);
	if (!titled)
		sar_html_element(out, "h1", title);
	return 0;
}

static void
add_body(struct sar_buf *out, const char *text)
{
	struct page page = { out, PART_NONE, 0 };
	struct line line, rule;
	const char *ahead;
	char kind;

	while (next_line(&text, &line)) {
		ahead = text;
		kind = next_line(&ahead, &rule) ? underlined(&line, &rule) : 0;
		if (kind == 0) {
			add_line(&page, &line);
			continue;
		}
		add_heading(&page, &line, kind);
		text = ahead;
	}
	close_part(&page);
	sar_buf_puts(out, "</main>\n</body>\n</html>\n");
}

char *
sar_notice_page(const char *title, const char *text, struct sar_err *err)
{
	struct sar_buf out = SAR_BUF_INIT;
	char *page = NULL;

	if (add_head(&out, title, has_title(text), err) == 0) {
		add_body(&out, text);
		if (sar_buf_check(&out, err) == 0)
			page = sar_buf_take(&out);
	}
	sar_buf_free(&out);
	return page;
}
