#ifndef SAR_PICTURE_LEVELS_H
#define SAR_PICTURE_LEVELS_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define SAR_LEVELS_CHANNELS_MAX 8
#define SAR_LEVELS_COLUMNS_MAX 4096

/* How loud one channel is in one column, of 32768, which is full scale. */
struct sar_level {
	uint16_t peak; /* the sample furthest from zero */
	uint16_t mean; /* root of the mean square, rounded down */
};

struct sar_levels; /* opaque */

/* Which frames, of a recording's, and in how many columns. */
struct sar_levels_view {
	uint64_t from; /* [from, to), not empty */
	uint64_t to;
	uint32_t channels; /* 1 to SAR_LEVELS_CHANNELS_MAX */
	unsigned columns;  /* 1 to SAR_LEVELS_COLUMNS_MAX */
};

/**
 * sar_levels_new(view, err):
 * To be told the frames of a view, from its first on.  Column k is of the
 * frames from view->from + k n / columns on, rounded down, where n is how many
 * there are; with fewer frames than columns there are as many as frames.
 * Memory grows with the columns alone.  NULL with ${err} set when it runs out,
 * and to SAR_EFAIL for a view that is not as above.
 */
SAR_MUST_CHECK struct sar_levels *sar_levels_new(const struct sar_levels_view
						     *view,
    struct sar_err *err);
void sar_levels_free(struct sar_levels *levels); /* accepts NULL */

/** sar_levels_frames: The next ${frames} interleaved frames; what is behind
 * the view is passed over. */
void sar_levels_frames(struct sar_levels *levels, const int16_t *samples,
    size_t frames);

/** sar_levels_view: What it is of; columns as many as there are. */
struct sar_levels_view sar_levels_view(const struct sar_levels *levels);

/** sar_levels_get: One column of one channel, both from 0. */
struct sar_level sar_levels_get(const struct sar_levels *levels,
    unsigned column, uint32_t channel);

/** sar_levels_column: The column that ${frame} of the view is in. */
unsigned sar_levels_column(const struct sar_levels_view *view, uint64_t frame);

/** sar_levels_start: The first frame of ${column}, or of what is behind the
 * last one. */
uint64_t sar_levels_start(const struct sar_levels_view *view, unsigned column);

#endif
