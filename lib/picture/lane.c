#include <stdio.h>
#include <string.h>

#include "picture/draw.h"

#define LABEL 24 /* digits of a number, and NUL */

void
sar_draw_lanes(const struct sar_picture *picture, struct sar_draw_lane lanes[2])
{
	lanes[0] = (struct sar_draw_lane){ picture->cuts, picture->n_cuts,
		"cut    ", 'c', '[', ']', picture->utf8 ? "═" : "=", 'I',
		"\033[31m" };
	lanes[1] = (struct sar_draw_lane){ picture->hints, picture->n_hints,
		"suggest", 's', '(', ')', picture->utf8 ? "·" : ".", 'i',
		"\033[36m" };
}

static bool
is_on(const struct sar_picture_span *span, uint32_t channel)
{
	return span->channels == 0 || (span->channels >> channel & 1) != 0;
}

/* The columns a span is in, [*first, *last]; false where it is not in view. */
static bool
columns_of(const struct sar_levels_view *view,
    const struct sar_picture_span *span, unsigned *first, unsigned *last)
{
	uint64_t from = span->from > view->from ? span->from : view->from;
	uint64_t to = span->to < view->to ? span->to : view->to;

	if (from >= to)
		return false;
	*first = sar_levels_column(view, from);
	*last = sar_levels_column(view, to - 1);
	return true;
}

void
sar_draw_cut(const struct sar_picture *picture, uint32_t channel,
    bool out[SAR_LEVELS_COLUMNS_MAX])
{
	struct sar_levels_view view = sar_levels_view(picture->levels);
	unsigned first, last, k;
	size_t i;

	memset(out, 0, SAR_LEVELS_COLUMNS_MAX * sizeof(*out));
	for (i = 0; i < picture->n_cuts; i++)
		if (is_on(&picture->cuts[i], channel) &&
		    columns_of(&view, &picture->cuts[i], &first, &last))
			for (k = first; k <= last; k++)
				out[k] = true;
}

/* One line in the making: a sign for each column; 1 stands for lane->mid. */
struct line {
	unsigned columns;
	char signs[SAR_LEVELS_COLUMNS_MAX];
	bool taken[SAR_LEVELS_COLUMNS_MAX]; /* by a span before */
};

/* Its number, where there is room for it between its ends. */
static void
put_number(struct line *line, size_t number, unsigned first, unsigned last)
{
	char label[LABEL];
	size_t len = (size_t)snprintf(label, sizeof(label), "%zu", number);
	unsigned k;

	if (last - first < len + 1)
		return;
	for (k = first; k <= last; k++)
		if (line->taken[k])
			return;
	memcpy(line->signs + first + 1, label, len);
}

static void
put_span(struct line *line, const struct sar_draw_lane *lane, size_t i,
    const struct sar_levels_view *view)
{
	const struct sar_picture_span *span = &lane->spans[i];
	unsigned first, last, k;

	if (!columns_of(view, span, &first, &last))
		return;
	for (k = first; k <= last; k++)
		line->signs[k] = line->taken[k] ? '*' : 1;
	if (!line->taken[first])
		line->signs[first] = (char)(span->from < view->from
						? '<'
						: lane->open);
	if (!line->taken[last])
		line->signs[last] = (char)(span->to > view->to ? '>'
							       : lane->close);
	if (first == last && !line->taken[first] && span->from >= view->from &&
	    span->to <= view->to)
		line->signs[first] = lane->only;
	put_number(line, i + 1, first, last);
	for (k = first; k <= last; k++)
		line->taken[k] = true;
}

void
sar_draw_lane(const struct sar_picture *picture,
    const struct sar_draw_lane *lane, uint32_t channel, struct sar_buf *out)
{
	struct sar_levels_view view = sar_levels_view(picture->levels);
	struct line line = { .columns = view.columns };
	size_t start = out->len;
	size_t i;
	unsigned k;

	if (lane->n == 0)
		return;
	memset(line.signs, ' ', sizeof(line.signs));
	for (i = 0; i < lane->n; i++)
		if (is_on(&lane->spans[i], channel))
			put_span(&line, lane, i, &view);
	sar_draw_begin(picture, lane->name, lane->narrow, out);
	for (k = view.columns; k > 0 && line.signs[k - 1] == ' '; k--)
		line.columns--;
	if (picture->colour && line.columns > 0)
		sar_buf_puts(out, lane->colour);
	for (k = 0; k < line.columns; k++)
		if (line.signs[k] == 1)
			sar_buf_puts(out, lane->mid);
		else
			sar_buf_add(out, &line.signs[k], 1);
	if (picture->colour && line.columns > 0)
		sar_buf_puts(out, "\033[0m");
	sar_draw_end(out, start);
}
