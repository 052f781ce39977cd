#ifndef SAR_AUDIO_INSIDE_H
#define SAR_AUDIO_INSIDE_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Private to audio: what a lossy file decodes to inside a cut, in one channel
 * and where no codec rings any more.  Is it the fill and nothing else?
 */

/* A tenth of a second. */
struct sar_inside_part {
	uint32_t n;     /* samples */
	bool silent;    /* the fill */
	bool shared;    /* the coder mixes it with a channel that is kept */
	double turn[2]; /* of the tone: cosine and sine of where it is */
	double cc;      /* sums of the products of cosine and sine, */
	double ss;
	double cs;
	double yc; /* and of them and the sample */
	double ys;
	double yy;
	int peak;
	int loud; /* the peak of that other channel */
};

struct sar_inside {
	uint32_t whole; /* samples of a part */
	double step[2]; /* of the tone, from one to the next */
	int before;     /* loud of the part before the last */
	struct sar_inside_part last;
	struct sar_inside_part now;
};

/** sar_inside_init: Of what decodes at ${rate}, with a tone of ${hz}. */
void sar_inside_init(struct sar_inside *inside, uint32_t rate, uint32_t hz);

/**
 * sar_inside_next: The next sample is ${y}, ${silent} if the fill is; ${loud}
 * is the sample of the channel that the coder mixes with it, or NULL.  Return
 * false when what came till now is not the fill.
 */
bool sar_inside_next(struct sar_inside *inside, int y, bool silent,
    const int16_t *loud);

/** sar_inside_leave: The cut, or what is deep in it, is over.  The same. */
bool sar_inside_leave(struct sar_inside *inside);

#endif
