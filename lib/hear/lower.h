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

struct sar_lower {
	unsigned step; /* one sample out of so many */
	size_t taps;
	size_t next;     /* where in held the next one goes */
	unsigned behind; /* samples since the last one out */
	float weights[SAR_LOWER_TAPS];
	float held[SAR_LOWER_TAPS]; /* the last of them, a ring */
};

/**
 * sar_lower_begin: From ${rate} to the least rate not below ${least} that is
 * a whole part of it, with nothing left above ${hz}.  Neither is 0, ${hz} is
 * below half of ${least}, ${rate} is at most 12 times ${least}.
 */
void sar_lower_begin(struct sar_lower *lower, uint32_t rate, uint32_t least,
    double hz);

/** sar_lower_take: The next sample; true: *${out} is the next at the lower
 * rate, 1 being full scale. */
bool sar_lower_take(struct sar_lower *lower, int16_t sample, float *out);

#endif
