#ifndef SAR_HEAR_THIN_H
#define SAR_HEAR_THIN_H

#include <stddef.h>
#include <stdint.h>

/*
 * Private to hear: every n-th sample, after what lies too high for that was
 * taken out: three moving sums of n samples.  Whole numbers throughout, so
 * that blocks do not matter.
 */
#define SAR_THIN_SUMS 3

struct sar_thin {
	uint32_t by;
	uint32_t at;
	uint64_t sums[SAR_THIN_SUMS];
	uint64_t last[SAR_THIN_SUMS];
	double scale;
};

/** sar_thin_begin: One of ${by} samples, 1 to 32: all of them for 1. */
struct sar_thin sar_thin_begin(uint32_t by);

/**
 * sar_thin_samples: Take the ${n} samples at ${from}; at ${out}, which has
 * room for n / by + 1, is what they make; return how many.
 */
size_t sar_thin_samples(struct sar_thin *thin, const int16_t *from, size_t n,
    float *out);

/** sar_thin_gain: Of a sine of ${hz} in sound of ${rate}: 1 is none. */
double sar_thin_gain(const struct sar_thin *thin, uint32_t rate, double hz);

#endif
