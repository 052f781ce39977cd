#ifndef SAR_HEAR_LOWER_H
#define SAR_HEAR_LOWER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Private to hear: sound at a lower rate.  What is looked for is below 4 kHz,
 * whatever rate the recording has, so that one set of thresholds does for
 * all, and a recording at 48 kHz costs no more than one at 8.
 */
#define SAR_LOWER_TAPS 193
#define SAR_LOWER_BLOCK 1024 /* samples taken at a time, at most */

struct sar_lower {
	unsigned step; /* one sample out of so many */
	size_t taps;
	unsigned behind; /* samples since the last one out */
	float weights[SAR_LOWER_TAPS];
	/* The last of them, those that are taken behind them. */
	float held[SAR_LOWER_TAPS - 1 + SAR_LOWER_BLOCK];
};

/**
 * sar_lower_begin: From ${rate} to the least rate not below ${least} that is
 * a whole part of it, with nothing left above ${hz}.  Neither is 0, ${hz} is
 * below half of ${least}, ${rate} is at most 12 times ${least}.
 */
void sar_lower_begin(struct sar_lower *lower, uint32_t rate, uint32_t least,
    double hz);

/** sar_lower_samples: The next ${n} samples, SAR_LOWER_BLOCK at most, to
 * ${out}, which has room for as many, at the lower rate, 1 being full scale.
 * How many there are then is returned. */
size_t sar_lower_samples(struct sar_lower *lower, const int16_t *samples,
    size_t n, float *out);

#endif
