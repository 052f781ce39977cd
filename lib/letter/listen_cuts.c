/* The drawing and the table of what was taken out of one recording. */
#include <inttypes.h>
#include <stdio.h>

#include "letter/html.h"
#include "letter/listen.h"
#include "letter/sections.h"

#define ROWS_MAX 1000 /* of a table; schedule.txt has all */
#define LANES_MAX 8
#define LANE_HEIGHT 40

/* Widths in tenths of the drawing's thousand units. */
#define WIDTH 10000
#define WIDTH_MIN 20 /* so that no cut is too thin to be seen */

/* Where ${frame} of ${frames} is drawn. */
static uint64_t
place_of(uint64_t frame, uint64_t frames)
{
	/* Far from where the product could wrap. */
	while (frames > UINT64_C(1) << 48) {
		frames >>= 1;
		frame >>= 1;
	}
	return frame * WIDTH / frames;
}

static bool
is_on(const struct sar_plan_cut *cut, uint32_t lane, uint32_t lanes)
{
	return lanes == 1 || cut->channels == 0 ||
	       (cut->channels >> lane & 1) != 0;
}

static void
add_block(struct sar_buf *out, enum sar_plan_fill fill, uint32_t lane,
    uint64_t from, uint64_t to)
{
	sar_buf_printf(out,
	    "<rect class=\"%s\" x=\"%" PRIu64 ".%" PRIu64 "\" y=\"%" PRIu32
	    "\" width=\"%" PRIu64 ".%" PRIu64 "\" height=\"30\" />\n",
	    sar_plan_fill_name(fill), from / 10, from % 10,
	    lane * LANE_HEIGHT + 5, (to - from) / 10, (to - from) % 10);
}

/* The cuts of one fill in one lane; those that would touch are one block. */
static void
add_blocks(struct sar_buf *out, const struct sar_plan_item *item, uint32_t lane,
    uint32_t lanes, enum sar_plan_fill fill)
{
	uint64_t shift = sar_letter_delay(item);
	uint64_t frames = item->item->recording->frames + shift;
	uint64_t begun = 0;
	uint64_t end = 0; /* 0: no block has begun */
	uint64_t from, to;
	size_t i;

	for (i = 0; i < item->n_cuts; i++) {
		if (item->cuts[i].fill != fill ||
		    !is_on(&item->cuts[i], lane, lanes))
			continue;
		from = place_of(item->cuts[i].from + shift, frames);
		to = place_of(item->cuts[i].to + shift, frames);
		if (to < from + WIDTH_MIN)
			to = from + WIDTH_MIN;
		if (end > 0 && from > end)
			add_block(out, fill, lane, begun, end);
		if (end == 0 || from > end)
			begun = from;
		if (end < to)
			end = to;
	}
	if (end > 0)
		add_block(out, fill, lane, begun, end);
}

/* A line for each channel, where cuts are on some only. */
static uint32_t
lanes_of(const struct sar_plan_item *item)
{
	uint32_t channels = item->item->recording->channels;
	size_t i;

	if (channels < 2 || channels > LANES_MAX)
		return 1;
	for (i = 0; i < item->n_cuts; i++)
		if (item->cuts[i].channels != 0)
			return channels;
	return 1;
}

static void
add_drawing(struct sar_buf *out, const struct sar_plan_item *item)
{
	uint32_t lanes = lanes_of(item);
	uint32_t lane;

	sar_buf_printf(out,
	    "<svg%s viewBox=\"0 0 1000 %" PRIu32 "\" "
	    "preserveAspectRatio=\"none\" role=\"img\" aria-label=\"Drawing of "
	    "%s: %zu place%s taken out; the table below has the same.\">\n",
	    lanes > 1 ? " class=\"lanes\"" : "", lanes * LANE_HEIGHT,
	    item->name, item->n_cuts, item->n_cuts == 1 ? "" : "s");
	for (lane = 0; lane < lanes; lane++) {
		sar_buf_printf(out,
		    "<rect class=\"kept\" x=\"0\" y=\"%" PRIu32
		    "\" width=\"1000\" height=\"4\" />\n",
		    lane * LANE_HEIGHT + 18);
		add_blocks(out, item, lane, lanes, SAR_FILL_SILENCE);
		add_blocks(out, item, lane, lanes, SAR_FILL_TONE);
	}
	sar_buf_printf(out,
	    "<line class=\"cursor\" x1=\"0\" x2=\"0\" y1=\"0\" y2=\"%" PRIu32
	    "\" />\n</svg>\n",
	    lanes * LANE_HEIGHT);
	sar_buf_puts(out,
	    "<p>The line is the recording from beginning to end. A tall block "
	    "is what was taken out: filled where you hear a tone, hollow where "
	    "you hear silence.");
	if (lanes == 2)
		sar_buf_puts(out,
		    " The upper line is the left channel, the lower one the "
		    "right.");
	else if (lanes > 2)
		sar_buf_puts(out, " Each channel has a line, from the top.");
	sar_buf_puts(out, "</p>\n");
}

static void
add_why(struct sar_buf *out, const struct sar_plan_cut *cut)
{
	uint32_t bits = sar_basis_bits(cut->basis);
	const struct sar_basis *basis;
	size_t i;

	sar_buf_puts(out, "<td>");
	for (i = 0; (basis = sar_basis_nth(bits, i)) != NULL; i++)
		sar_buf_printf(out, "%s<a href=\"#basis-%s\">%s</a>",
		    i == 0 ? "" : " and ", basis->code, basis->provision);
	sar_buf_puts(out, "</td></tr>\n");
}

/* Seconds with three decimals; ${up}: rounded up. */
static void
add_seconds(struct sar_buf *out, const char *attribute, uint64_t frames,
    uint32_t rate, bool up)
{
	uint64_t part = frames % rate * 1000 + (up ? rate - 1 : 0);

	sar_buf_printf(out, " %s=\"%" PRIu64 ".%03" PRIu64 "\"", attribute,
	    frames / rate + part / rate / 1000, part / rate % 1000);
}

static void
add_row(struct sar_buf *out, const struct sar_plan_item *item, size_t i)
{
	const struct sar_plan_cut *cut = &item->cuts[i];
	uint32_t rate = item->item->recording->rate;
	uint64_t shift = sar_letter_delay(item);
	char from[SAR_PROSE_TIME], to[SAR_PROSE_TIME];
	char channels[SAR_LETTER_CHANNELS];
	const char *fill = sar_letter_fill(cut->fill);

	sar_letter_place(item, i, from, to);
	sar_letter_channels(cut, item->item->recording->channels, channels);
	sar_buf_puts(out, "<tr");
	add_seconds(out, "data-from", cut->from + shift, rate, false);
	add_seconds(out, "data-to", cut->to + shift, rate, true);
	sar_buf_printf(out,
	    " data-says=\"place %zu of %zu, %s instead of what was taken "
	    "out\"><th scope=\"row\">%zu</th><td class=\"time\">%s</td>"
	    "<td class=\"time\">%s</td><td>%s%s%s</td>",
	    i + 1, item->n_cuts, fill, i + 1, from, to, fill,
	    channels[0] == '\0' ? "" : " on ", channels);
	add_why(out, cut);
}

static void
add_table(struct sar_buf *out, const struct sar_plan_item *item)
{
	unsigned number = item->item->number;
	size_t i;

	sar_buf_printf(out,
	    "<div class=\"scroll\" role=\"region\" tabindex=\"0\" "
	    "aria-labelledby=\"cuts-%u\">\n<table>\n<caption id=\"cuts-%u\">"
	    "What was taken out of %s</caption>\n<thead><tr><th scope=\"col\">"
	    "Place</th><th scope=\"col\">From</th><th scope=\"col\">To</th>"
	    "<th scope=\"col\">You hear</th><th scope=\"col\">Why</th></tr>"
	    "</thead>\n<tbody>\n",
	    number, number, item->name);
	for (i = 0; i < item->n_cuts && i < ROWS_MAX; i++)
		add_row(out, item, i);
	sar_buf_puts(out, "</tbody>\n</table>\n</div>\n");
	if (item->n_cuts > ROWS_MAX)
		sar_buf_printf(out,
		    "<p>There are %zu more places; schedule.txt lists them "
		    "all.</p>\n",
		    item->n_cuts - ROWS_MAX);
}

void
sar_listen_cuts(struct sar_buf *out, const struct sar_plan_item *item)
{
	char length[SAR_PROSE_TIME];

	sar_prose_length(sar_prose_tenths(sar_plan_cut_frames(item),
			     item->item->recording->rate),
	    length);
	sar_buf_printf(out,
	    "<p>We took out %zu place%s, %s in all. The recording is as long "
	    "as it was.</p>\n",
	    item->n_cuts, item->n_cuts == 1 ? "" : "s", length);
	add_drawing(out, item);
	add_table(out, item);
}
