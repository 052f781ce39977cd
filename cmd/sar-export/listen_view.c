#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/hex.h"
#include "common/cmd.h"
#include "sar-export/listen_facts.h"

#define ID_LEN 8 /* digits of the digest that name a recording to people */
#define CHANNELS_LEN 32

/* What is printed, in the making. */
struct page {
	const struct listen_facts *facts;
	const struct listen_shape *shape;
	struct sar_buf out;
};

/* As it is shown: text from outside may hold anything. */
static void
put_text(struct page *page, const char *text)
{
	sar_picture_shown(text, strlen(text), page->shape->utf8, &page->out);
}

static void
put_frame(struct page *page, uint64_t frame)
{
	char time[SAR_PICTURE_TIME];

	sar_picture_time(sar_picture_us(frame,
			     listen_facts_recording(page->facts)->rate),
	    time);
	sar_buf_puts(&page->out, time);
}

/* People count channels from 1. */
static void
put_channels(struct page *page, uint32_t channels)
{
	bool first = true;
	unsigned i;

	if (channels == 0) {
		sar_buf_puts(&page->out, "all channels");
		return;
	}
	for (i = 0; i < 32; i++) {
		if ((channels >> i & 1) == 0)
			continue;
		sar_buf_printf(&page->out, "%s%u", first ? "channel " : ", ",
		    i + 1);
		first = false;
	}
}

static void
put_head(struct page *page)
{
	const struct listen_facts *facts = page->facts;
	const struct sar_plan_item *item = facts->item;
	const struct sar_index_recording *rec = listen_facts_recording(facts);
	const struct sar_civil *start = &item->item->start;
	char date[SAR_DATE_LEN], hex[SAR_HEX_LEN(SAR_SHA256_LEN)];

	sar_date_format(start->date, date);
	sar_hex_put(rec->sha256, SAR_SHA256_LEN, hex);
	sar_buf_printf(&page->out,
	    "Item %u of %s, %s %02d:%02d\n%s: %s\nRecording %.*s, %s, %" PRIu32
	    " Hz, %" PRIu32 " channel%s, ",
	    item->item->number, facts->c->request->ref, date, start->hour,
	    start->minute, sar_plan_class_text(item->class),
	    sar_plan_reason_text(item->reason), ID_LEN, hex,
	    rec->codec == NULL ? "" : rec->codec, rec->rate, rec->channels,
	    rec->channels == 1 ? "" : "s");
	put_frame(page, rec->frames);
	sar_buf_printf(&page->out, "\nShown: %s, from ",
	    facts->redacted ? "what would be packaged" : "the original");
	put_frame(page, facts->from);
	sar_buf_puts(&page->out, " to ");
	put_frame(page, facts->to);
	sar_buf_puts(&page->out, "\n\n");
}

static void
put_mark(struct page *page, const struct sar_mark *mark)
{
	char from[SAR_PICTURE_TIME], to[SAR_PICTURE_TIME];

	sar_picture_time(mark->from_us, from);
	sar_picture_time(mark->to_us, to);
	sar_buf_printf(&page->out, "       marked %s to %s, ", from, to);
	put_channels(page, mark->channels);
	sar_buf_puts(&page->out, ", ");
	put_text(page, mark->basis);
	sar_buf_puts(&page->out, "\n");
}

static void
put_cut(struct page *page, size_t i)
{
	const struct sar_plan_item *item = page->facts->item;
	const struct sar_plan_cut *cut = &item->cuts[i];
	size_t k;

	sar_buf_printf(&page->out, "  %3zu  ", i + 1);
	put_frame(page, cut->from);
	sar_buf_puts(&page->out, " to ");
	put_frame(page, cut->to);
	sar_buf_puts(&page->out, "  ");
	put_channels(page, cut->channels);
	sar_buf_puts(&page->out, "  ");
	put_text(page, cut->basis);
	sar_buf_printf(&page->out, "  %s\n", sar_plan_fill_name(cut->fill));
	for (k = 0; item->marks != NULL && k < item->marks->n; k++)
		if (listen_facts_in(page->facts, &item->marks->marks[k], cut))
			put_mark(page, &item->marks->marks[k]);
}

static void
put_cuts(struct page *page)
{
	const struct sar_plan_item *item = page->facts->item;
	size_t i;

	sar_buf_puts(&page->out, "\n");
	/* That no cut is listed is no news of what leaves: withheld has none.
	 */
	if (item->name[0] == '\0')
		sar_buf_puts(&page->out,
		    "As things stand nothing of it is packaged.\n");
	if (item->n_cuts == 0)
		sar_buf_printf(&page->out, "Cuts: none.%s\n",
		    item->name[0] == '\0' ? ""
					  : "  All of it would be packaged.");
	else
		sar_buf_puts(&page->out,
		    "Cuts: what the plan takes out, and the marks it is for\n");
	for (i = 0; i < item->n_cuts; i++)
		put_cut(page, i);
}

/* As of a recording that is withheld: nothing of it is cut. */
static void
put_left(struct page *page)
{
	const struct sar_plan_item *item = page->facts->item;
	bool any = false;
	size_t i;

	for (i = 0; item->marks != NULL && i < item->marks->n; i++) {
		if (!listen_facts_left(page->facts, &item->marks->marks[i]))
			continue;
		if (!any)
			sar_buf_puts(&page->out,
			    "Marks that the plan takes nothing out for\n");
		any = true;
		put_mark(page, &item->marks->marks[i]);
	}
}

static void
put_us(struct page *page, uint64_t us)
{
	char time[SAR_PICTURE_TIME];

	sar_picture_time(us, time);
	sar_buf_puts(&page->out, time);
}

static void
put_hint(struct page *page, size_t i)
{
	const struct sar_advice *advice = page->facts->hints[i];

	sar_buf_printf(&page->out, "  %3zu  ", i + 1);
	put_us(page, advice->from_us);
	sar_buf_puts(&page->out, " to ");
	put_us(page, advice->to_us);
	sar_buf_puts(&page->out, "  ");
	put_channels(page,
	    advice->channel == 0 ? 0 : UINT32_C(1) << (advice->channel - 1));
	sar_buf_printf(&page->out, "  %s: ", advice->code);
	put_text(page, advice->text);
	sar_buf_puts(&page->out, "\n       how: ");
	put_text(page, advice->how);
	if (advice->warning[0] != '\0') {
		sar_buf_puts(&page->out, "\n       MIND: ");
		put_text(page, advice->warning);
	}
	sar_buf_puts(&page->out, "\n");
}

/* How long there is talk on a channel, in all. */
static void
put_talk(struct page *page)
{
	const struct sar_advice_list *all = &page->facts->advice;
	uint32_t c;
	uint64_t us;
	size_t i, n;

	for (c = 1; c <= listen_facts_recording(page->facts)->channels; c++) {
		for (us = 0, n = 0, i = 0; i < all->n; i++) {
			if (strcmp(all->list[i].code, "talk") != 0 ||
			    all->list[i].channel != c)
				continue;
			us += all->list[i].to_us - all->list[i].from_us;
			n++;
		}
		sar_buf_printf(&page->out, "Talk on channel %" PRIu32 ": ", c);
		put_us(page, us);
		sar_buf_printf(&page->out, " in %zu stretch%s\n", n,
		    n == 1 ? "" : "es");
	}
}

static void
put_hints(struct page *page)
{
	const struct listen_facts *facts = page->facts;
	size_t i;

	sar_buf_puts(&page->out, "\n");
	if (facts->n_hints == 0)
		sar_buf_printf(&page->out,
		    "Suggestions: none%s.  That is no proof: listen to it.\n",
		    facts->n_away == 0 ? "" : " in what is shown");
	else
		sar_buf_puts(&page->out,
		    "Suggestions: nothing is cut for one until a person has "
		    "listened and marks it\n");
	for (i = 0; i < facts->n_hints; i++)
		put_hint(page, i);
	if (facts->n_away > 0)
		sar_buf_printf(&page->out,
		    "       %zu more before or after what is shown.\n",
		    facts->n_away);
	if (facts->advice.more)
		sar_buf_puts(&page->out,
		    "       More was heard than is listed.\n");
	if (facts->advice.sound == SAR_ADVICE_HEARD)
		put_talk(page);
	else
		sar_buf_puts(&page->out,
		    "The sound itself could not be looked at to its end.\n");
}

int
listen_view_text(const struct listen_facts *facts,
    const struct listen_shape *shape, struct sar_err *err)
{
	struct page page = { facts, shape, SAR_BUF_INIT };
	struct sar_picture picture = {
		.levels = facts->levels,
		.rate = listen_facts_recording(facts)->rate,
		.cuts = facts->cuts,
		.n_cuts = facts->item->n_cuts,
		.hints = facts->hinted,
		.n_hints = facts->n_hints,
		.width = shape->width,
		.utf8 = shape->utf8,
		.colour = shape->colour,
	};
	int rc;

	put_head(&page);
	sar_picture_draw(&picture, &page.out);
	sar_buf_puts(&page.out, "\n");
	sar_picture_legend(&picture, &page.out);
	put_cuts(&page);
	put_left(&page);
	put_hints(&page);
	if ((rc = sar_buf_check(&page.out, err)) == 0)
		cmd_say("%s", page.out.data);
	sar_buf_free(&page.out);
	return rc;
}
