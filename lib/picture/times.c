#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "picture/draw.h"

#define US UINT64_C(1000000)
#define TICK_MAX SAR_PICTURE_TIME

uint64_t
sar_picture_us(uint64_t frame, uint32_t rate)
{
	return frame / rate * US + frame % rate * US / rate;
}

void
sar_picture_time(uint64_t us, char out[SAR_PICTURE_TIME])
{
	uint64_t s = us / US;
	int used = 0;

	if (s >= 3600)
		used = snprintf(out, SAR_PICTURE_TIME, "%" PRIu64 ":%02u",
		    s / 3600, (unsigned)(s / 60 % 60));
	else
		used = snprintf(out, SAR_PICTURE_TIME, "%u",
		    (unsigned)(s / 60));
	(void)snprintf(out + used, SAR_PICTURE_TIME - (size_t)used,
	    ":%02u.%03u", (unsigned)(s % 60), (unsigned)(us % US / 1000));
}

/* As short as the step between two of them allows. */
static size_t
tick_text(uint64_t us, uint64_t step, char out[TICK_MAX])
{
	sar_picture_time(us, out);
	if (step % US == 0)
		out[strlen(out) - 4] = '\0';
	else if (step % (US / 10) == 0)
		out[strlen(out) - 2] = '\0';
	return strlen(out);
}

/* Where ${us} is in the view, as a column; false where it is not. */
static bool
place_of(const struct sar_levels_view *view, uint32_t rate, uint64_t us,
    unsigned *column)
{
	uint64_t frame = us / US * rate + (us % US * rate + US - 1) / US;

	if (frame < view->from || frame >= view->to)
		return false;
	*column = sar_levels_column(view, frame);
	return true;
}

/* The smallest step at which no two times come too near. */
static uint64_t
choose_step(const struct sar_levels_view *view, uint32_t rate)
{
	static const uint64_t steps[] = { US / 1000, US / 500, US / 200,
		US / 100, US / 50, US / 20, US / 10, US / 5, US / 2, US, 2 * US,
		5 * US, 10 * US, 15 * US, 30 * US, 60 * US, 120 * US, 300 * US,
		600 * US, 900 * US, 1800 * US, 3600 * US, 7200 * US,
		14400 * US };
	const size_t n = sizeof(steps) / sizeof(steps[0]);
	uint64_t length = sar_picture_us(view->to - view->from, rate);
	char text[TICK_MAX];
	size_t i, len;

	for (i = 0; i + 1 < n; i++) {
		len = tick_text(sar_picture_us(view->to, rate), steps[i], text);
		if (steps[i] * view->columns / (length + 1) >= len + 2)
			break;
	}
	return steps[i];
}

void
sar_draw_times(const struct sar_picture *picture, struct sar_buf *out)
{
	struct sar_levels_view view = sar_levels_view(picture->levels);
	uint64_t step = choose_step(&view, picture->rate);
	uint64_t end = sar_picture_us(view.to, picture->rate);
	uint64_t us = sar_picture_us(view.from, picture->rate) / step * step;
	char line[SAR_LEVELS_COLUMNS_MAX];
	char text[TICK_MAX];
	size_t start = out->len, len, free_from = 0;
	unsigned column;

	memset(line, ' ', sizeof(line));
	for (; us <= end; us += step) {
		if (!place_of(&view, picture->rate, us, &column))
			continue;
		len = tick_text(us, step, text);
		if (column < free_from || column + len > view.columns)
			continue;
		memcpy(line + column, text, len);
		free_from = column + len + 1;
	}
	sar_draw_begin(picture, "time   ", 't', out);
	sar_buf_add(out, line, view.columns);
	sar_draw_end(out, start);
}
