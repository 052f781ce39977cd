#include "picture/levels.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Of one channel in one column. */
struct sum {
	uint64_t squares; /* of 2^30 each: no day of sound is too long */
	uint16_t peak;
};

struct sar_levels {
	struct sar_levels_view view;
	uint64_t at; /* the frame that comes next */
	unsigned column;
	uint64_t end; /* of the column */
	struct sum *sums;
};

struct sar_levels *
sar_levels_new(const struct sar_levels_view *view, struct sar_err *err)
{
	struct sar_levels *levels;

	if (view->from >= view->to || view->channels == 0 ||
	    view->channels > SAR_LEVELS_CHANNELS_MAX || view->columns == 0 ||
	    view->columns > SAR_LEVELS_COLUMNS_MAX) {
		(void)sar_err_set(err, SAR_EFAIL,
		    "no picture can be made of this length or number of "
		    "channels");
		return NULL;
	}
	levels = calloc(1, sizeof(*levels));
	if (levels != NULL) {
		levels->view = *view;
		levels->at = view->from;
		if (view->to - view->from < view->columns)
			levels->view.columns = (unsigned)(view->to -
							  view->from);
		levels->end = sar_levels_start(&levels->view, 1);
		levels->sums = calloc((size_t)levels->view.columns *
					  view->channels,
		    sizeof(*levels->sums));
	}
	if (levels == NULL || levels->sums == NULL) {
		free(levels);
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	return levels;
}

void
sar_levels_free(struct sar_levels *levels)
{
	if (levels == NULL)
		return;
	free(levels->sums);
	free(levels);
}

static void
add(struct sum *sums, uint32_t channels, const int16_t *samples, size_t frames)
{
	uint64_t squares;
	int32_t peak;
	uint32_t c;
	size_t i;

	for (c = 0; c < channels; c++) {
		squares = sums[c].squares;
		peak = sums[c].peak;
		for (i = 0; i < frames; i++) {
			int32_t s = samples[i * channels + c];

			squares += (uint64_t)(s * (int64_t)s);
			if (s < 0)
				s = -s;
			if (s > peak)
				peak = s;
		}
		sums[c].squares = squares;
		sums[c].peak = (uint16_t)peak;
	}
}

void
sar_levels_frames(struct sar_levels *levels, const int16_t *samples,
    size_t frames)
{
	const struct sar_levels_view *view = &levels->view;
	uint64_t n;

	for (; frames > 0 && levels->at < view->to; frames -= (size_t)n) {
		n = levels->end - levels->at;
		if (n > frames)
			n = frames;
		add(levels->sums + (size_t)levels->column * view->channels,
		    view->channels, samples, (size_t)n);
		samples += n * view->channels;
		levels->at += n;
		if (levels->at == levels->end)
			levels->end = sar_levels_start(view,
			    ++levels->column + 1);
	}
}

struct sar_levels_view
sar_levels_view(const struct sar_levels *levels)
{
	return levels->view;
}

/* Of one that was cut short, the mean is of what was there. */
struct sar_level
sar_levels_get(const struct sar_levels *levels, unsigned column,
    uint32_t channel)
{
	const struct sar_levels_view *view = &levels->view;
	const struct sum *sum =
	    &levels->sums[(size_t)column * view->channels + channel];
	uint64_t from = sar_levels_start(view, column);
	uint64_t to = sar_levels_start(view, column + 1);
	struct sar_level level = { .peak = sum->peak };

	if (to > levels->at)
		to = levels->at;
	if (to > from)
		level.mean = (uint16_t)sqrt((double)(sum->squares /
						     (to - from)));
	return level;
}

/* A day at the highest rate, times the columns, fits into 64 bits. */
uint64_t
sar_levels_start(const struct sar_levels_view *view, unsigned column)
{
	return view->from + (view->to - view->from) * column / view->columns;
}

unsigned
sar_levels_column(const struct sar_levels_view *view, uint64_t frame)
{
	uint64_t n = view->to - view->from;
	unsigned column = (unsigned)((frame - view->from) * view->columns / n);

	/* Starts are rounded down, and so was this. */
	while (column + 1 < view->columns &&
	       sar_levels_start(view, column + 1) <= frame)
		column++;
	return column;
}
