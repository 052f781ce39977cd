/*
 * A report as one page: no script, nothing from elsewhere, which its policy
 * makes sure of; large enough on a telephone, and on A4.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "letter/html.h"
#include "sar-verify/paper.h"

static const char style[] =
    ":root{color-scheme:light dark;--ink:#1b1b1b;--paper:#fff;--soft:#f2f2f2;"
    "--edge:#6b6b6b;--warn:#8a1c1c}\n"
    "@media (prefers-color-scheme:dark){:root{--ink:#ececec;--paper:#151515;"
    "--soft:#262626;--edge:#9a9a9a;--warn:#ff9f8f}}\n"
    "*{box-sizing:border-box}\n"
    "body{margin:0 auto;max-width:56rem;padding:1rem;font:1rem/1.5 system-ui,"
    "sans-serif;color:var(--ink);background:var(--paper);"
    "overflow-wrap:anywhere}\n"
    "h1{font-size:1.625rem;line-height:1.25;margin:.25rem 0}\n"
    "h2{font-size:1.1875rem;line-height:1.3;margin:1.5rem 0 .375rem;"
    "border-bottom:2px solid var(--edge)}\n"
    "p,dl,ul,pre{margin:.375rem 0}\n"
    "ul{padding-left:1.25rem}\n"
    ".verdict{border:2px solid var(--edge);border-left-width:.5rem;"
    "background:var(--soft);padding:.5rem .75rem;font-weight:600}\n"
    ".review{border-color:var(--warn)}\n"
    "dl{display:grid;grid-template-columns:12rem 1fr;gap:.125rem 1rem}\n"
    "dt{font-weight:600}\n"
    "dd{margin:0}\n"
    "pre{border:1px solid var(--edge);padding:.5rem .75rem;font-size:.9375rem;"
    "white-space:pre-wrap}\n"
    "table{border-collapse:collapse;width:100%;margin:.5rem 0}\n"
    "caption{text-align:left;font-weight:600;padding:.25rem 0}\n"
    "th,td{border:1px solid var(--edge);padding:.25rem .375rem;"
    "text-align:left;vertical-align:top}\n"
    "thead th{background:var(--soft);white-space:nowrap}\n"
    "tbody th{font-weight:600}\n"
    ".n{text-align:right;font-variant-numeric:tabular-nums}\n"
    "@media screen and (max-width:40rem){dl{display:block}"
    "dd{margin-bottom:.375rem}"
    "table,caption,tbody,tr,th,td{display:block}thead{display:none}"
    "tr{border:1px solid var(--edge);margin:.5rem 0;padding:.25rem .5rem}"
    "th,td{border:0;padding:.125rem 0}.n{text-align:left}"
    "td[data-name]::before{content:attr(data-name) \": \";"
    "font-weight:600}td:empty{display:none}}\n"
    "@page{size:A4;margin:14mm}\n"
    "@media print{:root{color-scheme:light;--ink:#000;--paper:#fff;"
    "--soft:#fff;--edge:#555;--warn:#000}"
    "body{max-width:none;padding:0;font-size:9pt;line-height:1.35}"
    "h1{font-size:14pt}h2{font-size:10.5pt;margin:3mm 0 1mm;"
    "break-after:avoid}p,dl,ul,pre{margin:.75mm 0}"
    "dl{grid-template-columns:42mm 1fr;gap:0 3mm}pre{font-size:8.5pt}"
    "tr,dd,li,pre{break-inside:avoid}thead{display:table-header-group}}\n";

static int
begin(struct sar_buf *out, const char *title, struct sar_err *err)
{
	sar_buf_puts(out,
	    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
	    "<meta charset=\"utf-8\" />\n"
	    "<meta http-equiv=\"Content-Security-Policy\" "
	    "content=\"default-src 'none'; base-uri 'none'; form-action "
	    "'none'; style-src ");
	if (sar_html_hash(out, style, err) == -1)
		return -1;
	sar_buf_puts(out,
	    "\" />\n<meta name=\"viewport\" content=\"width=device-width, "
	    "initial-scale=1\" />\n<meta name=\"referrer\" "
	    "content=\"no-referrer\" />\n<title>");
	sar_html_text(out, title);
	sar_buf_printf(out,
	    "</title>\n<style>%s</style>\n</head>\n<body>\n<main>\n", style);
	return 0;
}

static void
end(struct sar_buf *out)
{
	sar_buf_puts(out, "</main>\n</body>\n</html>\n");
}

static void
put_title(struct sar_buf *out, const char *title, const char *subject,
    bool fine, const char *verdict)
{
	sar_html_element(out, "h1", title);
	sar_html_element(out, "p", subject);
	sar_html_element(out,
	    fine ? "p class=\"verdict\"" : "p class=\"verdict review\"",
	    verdict);
}

static void
put_heading(struct sar_buf *out, const char *text)
{
	sar_html_element(out, "h2", text);
}

static void
put_note(struct sar_buf *out, const char *text)
{
	sar_html_element(out, "p", text);
}

/* Lines stay lines: sar_html_text() makes spaces of their ends. */
static void
put_block(struct sar_buf *out, const char *text)
{
	char line[256];
	size_t len;

	sar_buf_puts(out, "<pre>");
	for (; *text != '\0'; text += len + (text[len] == '\n')) {
		len = strcspn(text, "\n");
		(void)snprintf(line, sizeof(line), "%.*s", (int)len, text);
		sar_html_text(out, line);
		sar_buf_puts(out, "\n");
	}
	sar_buf_puts(out, "</pre>\n");
}

static void
open_part(struct sar_buf *out, enum paper_part part)
{
	switch (part) {
	case PAPER_PAIRS:
		sar_buf_puts(out, "<dl>\n");
		break;
	case PAPER_LIST:
		sar_buf_puts(out, "<ul>\n");
		break;
	case PAPER_EXCEPTIONS:
		sar_buf_puts(out,
		    "<table>\n<caption>Each of them</caption>\n<thead><tr>"
		    "<th scope=\"col\">What</th>"
		    "<th scope=\"col\">Record</th><th scope=\"col\">Case</th>"
		    "<th scope=\"col\">Expected</th>"
		    "<th scope=\"col\">Found</th></tr></thead>\n<tbody>\n");
		break;
	case PAPER_COUNTS:
		sar_buf_puts(out,
		    "<table>\n<caption>How many, and what they mean</caption>\n"
		    "<thead><tr><th scope=\"col\">What</th>"
		    "<th scope=\"col\">How many</th>"
		    "<th scope=\"col\">Meaning</th></tr></thead>\n<tbody>\n");
		break;
	case PAPER_NONE:
		break;
	}
}

static void
close_part(struct sar_buf *out, enum paper_part part)
{
	if (part == PAPER_PAIRS)
		sar_buf_puts(out, "</dl>\n");
	else if (part == PAPER_LIST)
		sar_buf_puts(out, "</ul>\n");
	else
		sar_buf_puts(out, "</tbody>\n</table>\n");
}

static void
put_item(struct sar_buf *out, const char *text)
{
	sar_html_element(out, "li", text);
}

static void
put_number(struct sar_buf *out, const char *name, uint64_t n)
{
	sar_buf_printf(out,
	    "<td class=\"n\" data-name=\"%s\">%" PRIu64 "</td>\n", name, n);
}

static void
put_exception(struct sar_buf *out, const struct sar_ledger_exception *one)
{
	sar_buf_puts(out, "<tr>\n");
	sar_html_element(out, "th scope=\"row\"",
	    sar_ledger_code_name(one->code));
	if (one->record != SAR_LEDGER_NONE)
		put_number(out, "Record", one->record);
	else
		sar_buf_puts(out, "<td></td>\n");
	sar_html_element(out, "td data-name=\"Case\"", one->ref);
	sar_html_element(out, "td data-name=\"Expected\"", one->expected);
	sar_html_element(out, "td data-name=\"Found\"", one->found);
	sar_buf_puts(out, "</tr>\n");
}

static void
put_count(struct sar_buf *out, const char *code, uint64_t n,
    const char *meaning)
{
	sar_buf_puts(out, "<tr>\n");
	sar_html_element(out, "th scope=\"row\"", code);
	put_number(out, "How many", n);
	sar_html_element(out, "td data-name=\"Meaning\"", meaning);
	sar_buf_puts(out, "</tr>\n");
}

const struct paper_form paper_html = { put_title, put_heading, put_note,
	put_block, open_part, close_part, sar_html_pair, put_item,
	put_exception, put_count, begin, end };
