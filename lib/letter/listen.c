/*
 * listen.html: one page that plays the recordings beside it, shows what was
 * taken out of them, and says what is not there and why.  It needs no network
 * and may not use one: its policy allows sound from beside it, and the style
 * and the script that are in it, by their digests.
 */
#include <stdio.h>
#include <string.h>

#include "letter/html.h"
#include "letter/listen.h"
#include "letter/prose.h"
#include "letter/sections.h"

static const char *
title_of(const struct sar_letter *letter)
{
	return sar_letter_another(letter) ? SAR_LETTER_PAGE_ANOTHER
					  : SAR_LETTER_PAGE;
}

static int
add_head(struct sar_buf *out, const struct sar_letter *letter,
    const char *style, const char *script, struct sar_err *err)
{
	sar_buf_puts(out,
	    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
	    "<meta charset=\"utf-8\" />\n"
	    "<meta http-equiv=\"Content-Security-Policy\" "
	    "content=\"default-src "
	    "'none'; media-src 'self' file:; base-uri 'none'; form-action "
	    "'none'; style-src ");
	if (sar_html_hash(out, style, err) == -1)
		return -1;
	sar_buf_puts(out, "; script-src ");
	if (sar_html_hash(out, script, err) == -1)
		return -1;
	sar_buf_puts(out,
	    "\" />\n<meta name=\"viewport\" content=\"width=device-width, "
	    "initial-scale=1\" />\n<meta name=\"referrer\" "
	    "content=\"no-referrer\" />\n<title>");
	sar_buf_printf(out, "%s: ", title_of(letter));
	sar_html_text(out, letter->request->ref);
	sar_buf_printf(out, "</title>\n<style>%s</style>\n</head>\n<body>\n",
	    style);
	return 0;
}

static void
add_top(struct sar_buf *out, const struct sar_letter *letter)
{
	char date[SAR_PROSE_DATE];

	sar_prose_date(letter->date, date);
	sar_buf_puts(out,
	    "<a class=\"skip\" href=\"#recordings\">Go to the "
	    "recordings</a>\n<header>\n"
	    "<p>Confidential: for the person who asked, only</p>\n"
	    "<h1>");
	sar_buf_printf(out, "%s</h1>\n", title_of(letter));
	sar_html_element(out, "p",
	    sar_conf_get(letter->profile, "organisation", "name"));
	sar_buf_puts(out, "<dl class=\"facts\">\n");
	sar_html_pair(out, "Our reference", letter->request->ref);
	sar_html_pair(out, "Date", date);
	sar_buf_puts(out, "</dl>\n</header>\n<main>\n");
	sar_buf_puts(out,
	    "<p class=\"note\">This page works without the internet and sends "
	    "nothing. It plays the recordings that are in the same folder, so "
	    "keep all files together. If the package came in several parts, "
	    "extract all of them into one folder. The letter, <a "
	    "href=\"letter.txt\">letter.txt</a>, is our answer; please read it "
	    "too.</p>\n");
}

/* All items in a line each, to go to. */
static void
add_list(struct sar_buf *out, const struct sar_plan *plan)
{
	const struct sar_plan_item *item;
	struct sar_letter_known known;
	size_t i;

	sar_buf_puts(out, "<nav aria-labelledby=\"list\">\n<h2 id=\"list\">"
			  "What we found</h2>\n");
	if (plan->n == 0)
		sar_buf_puts(out, "<p>Nothing.</p>\n");
	else
		sar_buf_puts(out, "<ul>\n");
	for (i = 0; i < plan->n; i++) {
		item = &plan->items[i];
		sar_letter_know(item, &known);
		sar_buf_printf(out,
		    "<li><a href=\"#item-%u\">Item %u%s%s</a>: %s</li>\n",
		    item->item->number, item->item->number,
		    known.call[0] == '\0' ? "" : ", ", known.call,
		    sar_plan_class_text(item->class));
	}
	if (plan->n > 0)
		sar_buf_puts(out, "</ul>\n");
	sar_buf_puts(out, "</nav>\n");
}

static void
add_items(struct sar_buf *out, const struct sar_letter *letter)
{
	const struct sar_plan *plan = letter->plan;
	bool another = sar_letter_another(letter);
	size_t given = sar_letter_given(plan);
	size_t i;

	sar_buf_puts(out, "<h2 id=\"recordings\">Recordings you can listen to"
			  "</h2>\n");
	if (given == 0)
		sar_buf_puts(out, "<p>There are none in this package.</p>\n");
	for (i = 0; i < plan->n; i++)
		if (plan->items[i].name[0] != '\0')
			sar_listen_item(out, &plan->items[i], another);
	if (given == plan->n)
		return;
	sar_buf_puts(out, "<h2>Recordings and calls that are not here, and why"
			  "</h2>\n");
	for (i = 0; i < plan->n; i++)
		if (plan->items[i].name[0] == '\0')
			sar_listen_item(out, &plan->items[i], another);
}

static void
add_reasons(struct sar_buf *out, const struct sar_plan *plan)
{
	const char *heard = sar_letter_heard(plan);
	const struct sar_basis *basis;
	char fade[SAR_LETTER_FADE];
	uint32_t bits = 0;
	size_t i;

	for (i = 0; i < plan->n; i++)
		bits |= sar_letter_cut_bases(&plan->items[i]);
	sar_buf_puts(out, "<h2>What was taken out or withheld, and why</h2>\n");
	if (sar_letter_given(plan) == 0)
		sar_buf_puts(out, "<p>No recording is in this package."
				  "</p>\n");
	else if (heard == NULL)
		sar_buf_puts(out, "<p>We took nothing out of the recordings "
				  "in this package.</p>\n");
	else
		sar_buf_printf(out,
		    "<p>Where we took something out, you hear %s in its "
		    "place. What was taken out is not in the file any more."
		    "</p>\n",
		    heard);
	sar_letter_fade(plan, fade);
	if (fade[0] != '\0')
		sar_html_element(out, "p", fade);
	if (sar_letter_given(plan) > 0)
		sar_html_element(out, "p", SAR_LETTER_GAPS);
	if (bits == 0)
		return;
	sar_buf_puts(out, "<p>DPA 2018 is the Data Protection Act 2018.</p>\n"
			  "<dl class=\"text\">\n");
	for (i = 0; (basis = sar_basis_nth(bits, i)) != NULL; i++) {
		sar_buf_printf(out, "<dt id=\"basis-%s\">", basis->code);
		sar_html_text(out, basis->provision);
		sar_buf_puts(out, "</dt><dd>");
		sar_html_text(out, basis->plain);
		sar_buf_puts(out, "</dd>\n");
	}
	sar_buf_puts(out, "</dl>\n");
}

static void
add_sender(struct sar_buf *out, const struct sar_conf *profile)
{
	static const char *const rows[][2] = {
		{ "controller", "Who decides about the data" },
		{ "contact", "Whom to ask about it" },
		{ "complaint-route", "How to complain to us" },
		{ "regulator-contact", "The regulator" },
	};
	size_t i;

	sar_buf_puts(out, "<h2>Who sent this</h2>\n<dl class=\"text\">\n");
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		sar_html_pair(out, rows[i][1],
		    sar_letter_value(profile, rows[i][0]));
	sar_buf_puts(out,
	    "</dl>\n<p>The list of calls is also in <a href=\"schedule.txt\">"
	    "schedule.txt</a>, to read, and in <a href=\"schedule.csv\">"
	    "schedule.csv</a>, for a spreadsheet.</p>\n");
}

static int
add_all(struct sar_buf *out, const struct sar_letter *letter, const char *style,
    const char *script, struct sar_err *err)
{
	if (add_head(out, letter, style, script, err) == -1)
		return -1;
	add_top(out, letter);
	add_list(out, letter->plan);
	add_items(out, letter);
	add_reasons(out, letter->plan);
	add_sender(out, letter->profile);
	sar_buf_printf(out, "</main>\n<script>%s</script>\n</body>\n</html>\n",
	    script);
	return sar_buf_check(out, err);
}

void
sar_letter_style(struct sar_buf *out)
{
	sar_listen_style(out);
}

void
sar_letter_script(struct sar_buf *out)
{
	sar_listen_script(out);
}

char *
sar_letter_listen(const struct sar_letter *letter, struct sar_err *err)
{
	struct sar_buf out = SAR_BUF_INIT;
	struct sar_buf style = SAR_BUF_INIT;
	struct sar_buf script = SAR_BUF_INIT;
	char *result = NULL;

	sar_listen_style(&style);
	sar_listen_script(&script);
	if (sar_letter_check(letter->profile, err) == 0 &&
	    sar_buf_check(&style, err) == 0 &&
	    sar_buf_check(&script, err) == 0 &&
	    add_all(&out, letter, style.data, script.data, err) == 0)
		result = sar_buf_take(&out);
	sar_buf_free(&style);
	sar_buf_free(&script);
	sar_buf_free(&out);
	return result;
}
