#include <stdio.h>
#include <string.h>

#include "picture/draw.h"

#define LINE 160

/* How many columns of a terminal the text has: no character of ours has two. */
static size_t
width_of(const char *text, size_t len)
{
	size_t i, n = 0;

	for (i = 0; i < len; i++)
		if (((unsigned char)text[i] & 0xc0) != 0x80)
			n++;
	return n;
}

/* Words of ${text} on lines no wider than ${width}, those after the first
   indented as much as its first word and the spaces after that. */
static void
put_words(const char *text, unsigned width, struct sar_buf *out)
{
	size_t indent = strcspn(text, " ");
	size_t used = 0, len;

	indent += strspn(text + indent, " ");
	sar_buf_add(out, text, indent);
	used = indent = width_of(text, indent);
	for (text += strcspn(text, " "), text += strspn(text, " ");
	     *text != '\0'; text += len, text += strspn(text, " ")) {
		len = strcspn(text, " ");
		if (used > indent && used + 1 + width_of(text, len) > width) {
			sar_buf_printf(out, "\n%*s", (int)indent, "");
			used = indent;
		} else if (used > indent) {
			sar_buf_puts(out, " ");
			used++;
		}
		sar_buf_add(out, text, len);
		used += width_of(text, len);
	}
	sar_buf_puts(out, "\n");
}

static void
put_scale(const struct sar_picture *picture, struct sar_buf *out)
{
	struct sar_levels_view view = sar_levels_view(picture->levels);
	char time[SAR_PICTURE_TIME], line[LINE];

	sar_picture_time(sar_picture_us((view.to - view.from) / view.columns,
			     picture->rate),
	    time);
	(void)snprintf(line, sizeof(line),
	    "1 column: %s; height: dB of full "
	    "scale, 0 to -60",
	    time);
	put_words(line, picture->width, out);
}

static void
put_lane(const struct sar_picture *picture, const struct sar_draw_lane *lane,
    const char *what, struct sar_buf *out)
{
	char line[LINE];

	if (lane->n == 0)
		return;
	(void)snprintf(line, sizeof(line),
	    "%c1%s%c %s, with its number; %c in less than a column; < or > "
	    "goes on out of sight; * several",
	    lane->open, lane->mid, lane->close, what, lane->only);
	put_words(line, picture->width, out);
}

void
sar_picture_legend(const struct sar_picture *picture, struct sar_buf *out)
{
	struct sar_draw_lane lanes[2];

	sar_draw_lanes(picture, lanes);
	put_scale(picture, out);
	put_words(picture->utf8 ? "█ mean loudness" : "# mean loudness",
	    picture->width, out);
	put_words(picture->utf8 ? "░ loudest moment" : ": loudest moment",
	    picture->width, out);
	put_lane(picture, &lanes[0], "taken out", out);
	put_lane(picture, &lanes[1], "suggested, not taken out", out);
}
