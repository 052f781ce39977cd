/* Private to picture: its lines. */
#ifndef SAR_PICTURE_DRAW_H
#define SAR_PICTURE_DRAW_H

#include "picture/picture.h"

/* What stands to the left of the sound, and is left out of a narrow one. */
#define SAR_DRAW_GUTTER 8
#define SAR_DRAW_GUTTER_NARROW 3
#define SAR_DRAW_NARROW 40 /* below this */

/** sar_draw_gutter: How wide it is. */
unsigned sar_draw_gutter(unsigned width);

/** sar_draw_begin: A line's gutter: ${wide}, or ${narrow}, and a bar. */
void sar_draw_begin(const struct sar_picture *picture, const char *wide,
    char narrow, struct sar_buf *out);

/** sar_draw_end: Take spaces off the end of the line that began at ${start},
 * and end it. */
void sar_draw_end(struct sar_buf *out, size_t start);

/* Which spans a line shows, and with which signs. */
struct sar_draw_lane {
	const struct sar_picture_span *spans;
	size_t n;
	const char *name; /* for the gutter */
	char narrow;
	char open, close; /* its ends */
	const char *mid;  /* between them: one character */
	char only;        /* all of it within one column */
	const char *colour;
};

/** sar_draw_lanes: That of the cuts, and that of what is suggested. */
void sar_draw_lanes(const struct sar_picture *picture,
    struct sar_draw_lane lanes[2]);

/** sar_draw_lane: Those of ${channel}, from 0; nothing if there are none. */
void sar_draw_lane(const struct sar_picture *picture,
    const struct sar_draw_lane *lane, uint32_t channel, struct sar_buf *out);

/** sar_draw_cut: Of which columns of ${channel} is something taken out? */
void sar_draw_cut(const struct sar_picture *picture, uint32_t channel,
    bool out[SAR_LEVELS_COLUMNS_MAX]);

/** sar_draw_times: The line of times. */
void sar_draw_times(const struct sar_picture *picture, struct sar_buf *out);

#endif
