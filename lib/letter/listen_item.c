/* One recording or call in listen.html. */
#include <inttypes.h>
#include <stdio.h>

#include "letter/html.h"
#include "letter/listen.h"
#include "letter/sections.h"

static void
add_heading(struct sar_buf *out, const struct sar_plan_item *item,
    const struct sar_letter_known *known)
{
	unsigned number = item->item->number;

	sar_buf_printf(out,
	    "<section class=\"item\" id=\"item-%u\" "
	    "aria-labelledby=\"head-%u\">\n<h3 id=\"head-%u\">Item %u%s%s"
	    "</h3>\n",
	    number, number, number, number, known->call[0] == '\0' ? "" : ": ",
	    known->call);
}

static void
add_facts(struct sar_buf *out, const struct sar_plan_item *item,
    const struct sar_letter_known *known)
{
	char text[SAR_PROSE_TIME + 16];

	if (known->call[0] == '\0' && item->name[0] == '\0')
		return;
	sar_buf_puts(out, "<dl class=\"facts\">\n");
	if (known->call[0] != '\0') {
		(void)snprintf(text, sizeof(text), "%s, local time",
		    known->call);
		sar_html_pair(out, "Call", text);
	}
	if (known->length[0] != '\0')
		sar_html_pair(out, "Length", known->length);
	if (known->ends[0] != '\0')
		sar_html_pair(out, "Retention period ends", known->ends);
	if (item->name[0] != '\0')
		sar_buf_printf(out,
		    "<dt>File</dt><dd><a href=\"%s\">%s</a></dd>\n", item->name,
		    item->name);
	sar_buf_puts(out, "</dl>\n");
	if (known->uncertain)
		sar_html_element(out, "p class=\"note\"", SAR_LETTER_UNCERTAIN);
	if (known->truncated)
		sar_html_element(out, "p class=\"note\"", SAR_LETTER_TRUNCATED);
}

/* It plays without the script; what the script adds is hidden till it runs. */
static void
add_player(struct sar_buf *out, const struct sar_plan_item *item)
{
	const struct sar_index_recording *recording = item->item->recording;
	uint64_t frames = recording->frames + sar_letter_delay(item);
	uint32_t rate = recording->rate;

	sar_buf_printf(out,
	    "<audio controls=\"controls\" preload=\"metadata\" src=\"%s\" "
	    "data-seconds=\"%" PRIu64 ".%03" PRIu64 "\" "
	    "aria-label=\"Player for item %u, %s\"></audio>\n",
	    item->name, frames / rate, frames % rate * 1000 / rate,
	    item->item->number, item->name);
	sar_buf_printf(out,
	    "<p class=\"note gone\" role=\"alert\" hidden=\"hidden\">This "
	    "recording cannot be played here. Is %s in the same folder as this "
	    "page? If the package came in several parts, extract all of them "
	    "into one folder, then open listen.html there. If it is there, "
	    "this browser does not know the format: open the file with "
	    "another program that plays sound.</p>\n",
	    item->name);
	sar_buf_puts(out, "<div class=\"tools\" hidden=\"hidden\"></div>\n");
	if (sar_letter_cut_bases(item) != 0)
		sar_buf_puts(out, "<p class=\"says\" role=\"status\"></p>\n");
}

/* Of what is not here: the provision, not a place. */
static void
add_ground(struct sar_buf *out, const struct sar_plan_item *item)
{
	uint32_t bits = sar_letter_cut_bases(item);
	const struct sar_basis *basis;
	size_t i;

	if (bits == 0)
		return;
	sar_buf_puts(out, "<p>Under ");
	for (i = 0; (basis = sar_basis_nth(bits, i)) != NULL; i++)
		sar_buf_printf(out, "%s<a href=\"#basis-%s\">%s</a>",
		    i == 0 ? "" : " and ", basis->code, basis->provision);
	sar_buf_puts(out, ".</p>\n");
}

void
sar_listen_item(struct sar_buf *out, const struct sar_plan_item *item,
    bool another)
{
	struct sar_letter_known known;
	char reason[SAR_LETTER_REASON];

	sar_letter_know(item, &known);
	sar_letter_reason(item, another, reason);
	add_heading(out, item, &known);
	sar_buf_puts(out, "<p><strong>");
	sar_html_text(out, sar_plan_class_text(item->class));
	sar_buf_puts(out, ".</strong> ");
	sar_html_text(out, reason);
	sar_buf_puts(out, "</p>\n");
	add_facts(out, item, &known);
	if (item->name[0] != '\0')
		add_player(out, item);
	if (item->name[0] != '\0' && sar_letter_cut_bases(item) != 0)
		sar_listen_cuts(out, item);
	else
		add_ground(out, item);
	sar_buf_puts(out, "</section>\n");
}
