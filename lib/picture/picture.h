#ifndef SAR_PICTURE_PICTURE_H
#define SAR_PICTURE_PICTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "picture/levels.h"

/*
 * Sound drawn with characters: for each channel, one above the other, a band
 * of SAR_PICTURE_ROWS lines with its loudness in dB below full scale, from 0 at
 * the top to -60 at the foot, and below it a line with the cuts and one with
 * what is suggested, where there are such; at last a line of times.  What is
 * said by a colour is said by a sign too.
 */
#define SAR_PICTURE_WIDTH_MIN 20
#define SAR_PICTURE_WIDTH_MAX 400
#define SAR_PICTURE_ROWS 6

/* A range of frames, [from, to), of some channels. */
struct sar_picture_span {
	uint64_t from;
	uint64_t to;
	uint32_t channels; /* bit c: channel c, from 0; none set: every one */
};

struct sar_picture {
	const struct sar_levels *levels; /* sar_picture_columns() of them */
	uint32_t rate;                   /* frames a second */
	/* In order of their beginning; the first has the number 1. */
	const struct sar_picture_span *cuts; /* disjoint */
	size_t n_cuts;
	const struct sar_picture_span *hints; /* suggestions */
	size_t n_hints;
	unsigned width; /* characters of a line, at most */
	bool utf8;      /* blocks; else ASCII */
	bool colour;    /* by the sequences of ECMA-48 */
};

/** sar_picture_columns: How many columns of sound ${width} has room for. */
unsigned sar_picture_columns(unsigned width);

/** sar_picture_draw: Add the picture to ${out}, whose failure sticks.  No line
 * is wider than it may be, none ends with a space. */
void sar_picture_draw(const struct sar_picture *picture, struct sar_buf *out);

/** sar_picture_legend: What the signs of it mean, and how much time a column
 * is; lines no wider than it. */
void sar_picture_legend(const struct sar_picture *picture, struct sar_buf *out);

#define SAR_PICTURE_TIME 32

/**
 * sar_picture_time: Minutes, seconds and milliseconds, "1:02:03.456" from an
 * hour on, of ${us} microseconds, rounded down.
 */
void sar_picture_time(uint64_t us, char out[SAR_PICTURE_TIME]);

/** sar_picture_us: When ${frame} is, in microseconds, rounded down. */
uint64_t sar_picture_us(uint64_t frame, uint32_t rate);

/**
 * sar_picture_shown: Add the ${len} bytes at ${text}, which may be anything, so
 * that a terminal only shows them: '?' for each byte or character that it might
 * act on or that turns the direction of writing, and, without ${utf8}, for
 * what is not ASCII.
 */
void sar_picture_shown(const char *text, size_t len, bool utf8,
    struct sar_buf *out);

#endif
