#include "picture/picture.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "picture/draw.h"

#define ROW_DB 10        /* of one line of a band */
#define EIGHTHS 8        /* of a line, that blocks can show */
#define FULL_SCALE 32768 /* what 0 dB is */

unsigned
sar_draw_gutter(unsigned width)
{
	return width < SAR_DRAW_NARROW ? SAR_DRAW_GUTTER_NARROW
				       : SAR_DRAW_GUTTER;
}

unsigned
sar_picture_columns(unsigned width)
{
	return width - sar_draw_gutter(width);
}

void
sar_draw_begin(const struct sar_picture *picture, const char *wide, char narrow,
    struct sar_buf *out)
{
	if (picture->width < SAR_DRAW_NARROW)
		sar_buf_printf(out, "%c ", narrow);
	else
		sar_buf_puts(out, wide);
	sar_buf_puts(out, picture->utf8 ? "│" : "|");
}

void
sar_draw_end(struct sar_buf *out, size_t start)
{
	while (!out->failed && out->len > start &&
	       out->data[out->len - 1] == ' ')
		out->len--;
	sar_buf_puts(out, "\n");
}

/* How many eighths of a line above -60 dB; the faintest sound is one. */
static int
eighths_of(unsigned value)
{
	const int top = SAR_PICTURE_ROWS * EIGHTHS;
	double db;
	int eighths;

	if (value == 0)
		return 0;
	db = 20 * log10((double)value / FULL_SCALE);
	eighths = (int)ceil((db + SAR_PICTURE_ROWS * ROW_DB) * EIGHTHS /
			    ROW_DB);
	if (eighths < 1)
		return 1;
	return eighths > top ? top : eighths;
}

/* What one column shows in the line whose foot is ${foot} eighths high. */
static const char *
cell(struct sar_level level, int foot, bool utf8)
{
	static const char *const blocks[] = { "▁", "▂", "▃", "▄", "▅", "▆", "▇",
		"█" };
	int mean = eighths_of(level.mean) - foot;
	int peak = eighths_of(level.peak) - foot;

	if (utf8 && mean > 0)
		return blocks[(mean > EIGHTHS ? EIGHTHS : mean) - 1];
	if (!utf8 && mean > EIGHTHS / 2)
		return "#";
	if (peak > 0)
		return utf8 ? "░" : ":";
	return " ";
}

/* The number of dB at its upper edge, with every other line. */
static void
begin_row(const struct sar_picture *picture, uint32_t channel, int row,
    struct sar_buf *out)
{
	char wide[32];
	char number[12] = "  ";
	char db[12] = "   ";

	if (row == 0)
		(void)snprintf(number, sizeof(number), "%-2u",
		    (unsigned)channel + 1);
	if (row % 2 == 0)
		(void)snprintf(db, sizeof(db), "%3d", -row * ROW_DB);
	(void)snprintf(wide, sizeof(wide), "%s %s ", number, db);
	sar_draw_begin(picture, wide,
	    (char)(row == 0 ? '1' + (int)channel : ' '), out);
}

static void
draw_row(const struct sar_picture *picture, uint32_t channel, int row,
    const bool *cut, struct sar_buf *out)
{
	struct sar_levels_view view = sar_levels_view(picture->levels);
	int foot = (SAR_PICTURE_ROWS - 1 - row) * EIGHTHS;
	size_t start = out->len;
	bool red = false;
	unsigned k;

	begin_row(picture, channel, row, out);
	for (k = 0; k < view.columns; k++) {
		const char *sign = cell(sar_levels_get(picture->levels, k,
					    channel),
		    foot, picture->utf8);
		bool now = picture->colour && sign[0] != ' ' && cut[k];

		if (now != red)
			sar_buf_puts(out, now ? "\033[31m" : "\033[0m");
		red = now;
		sar_buf_puts(out, sign);
	}
	if (red)
		sar_buf_puts(out, "\033[0m");
	sar_draw_end(out, start);
}

void
sar_picture_draw(const struct sar_picture *picture, struct sar_buf *out)
{
	struct sar_levels_view view = sar_levels_view(picture->levels);
	struct sar_draw_lane lanes[2];
	bool cut[SAR_LEVELS_COLUMNS_MAX];
	uint32_t c;
	int row;

	sar_draw_lanes(picture, lanes);
	for (c = 0; c < view.channels; c++) {
		sar_draw_cut(picture, c, cut);
		for (row = 0; row < SAR_PICTURE_ROWS; row++)
			draw_row(picture, c, row, cut, out);
		sar_draw_lane(picture, &lanes[0], c, out);
		sar_draw_lane(picture, &lanes[1], c, out);
	}
	sar_draw_times(picture, out);
}

void
sar_picture_shown(const char *text, size_t len, bool utf8, struct sar_buf *out)
{
	uint32_t code;
	size_t n;

	for (; len > 0; text += n, len -= n) {
		n = sar_text_character(text, len, &code);
		if (n == 0 || !sar_text_shown(code) || code == '\t' ||
		    code == '\n' || (!utf8 && n > 1)) {
			sar_buf_puts(out, "?");
			n = n == 0 ? 1 : n;
		} else {
			sar_buf_add(out, text, n);
		}
	}
}
