#include "hear/thin.h"

#include <math.h>

struct sar_thin
sar_thin_begin(uint32_t by)
{
	struct sar_thin thin = { .by = by };

	thin.scale = 1.0 / ((double)by * by * by);
	return thin;
}

/* What the sums of the last ${by} samples are: differences of running sums,
   which may wrap. */
static float
difference(struct sar_thin *thin)
{
	uint64_t value = thin->sums[SAR_THIN_SUMS - 1];
	uint64_t before;
	unsigned i;

	for (i = 0; i < SAR_THIN_SUMS; i++) {
		before = thin->last[i];
		thin->last[i] = value;
		value -= before;
	}
	return (float)((double)(int64_t)value * thin->scale);
}

size_t
sar_thin_samples(struct sar_thin *thin, const int16_t *from, size_t n,
    float *out)
{
	uint64_t a = thin->sums[0];
	uint64_t b = thin->sums[1];
	uint64_t c = thin->sums[2];
	size_t made = 0;
	size_t i;

	if (thin->by == 1) {
		for (i = 0; i < n; i++)
			out[i] = (float)from[i];
		return n;
	}
	for (i = 0; i < n; i++) {
		a += (uint64_t)(int64_t)from[i];
		b += a;
		c += b;
		if (++thin->at < thin->by)
			continue;
		thin->at = 0;
		thin->sums[2] = c;
		out[made++] = difference(thin);
	}
	thin->sums[0] = a;
	thin->sums[1] = b;
	thin->sums[2] = c;
	return made;
}

double
sar_thin_gain(const struct sar_thin *thin, uint32_t rate, double hz)
{
	double x = M_PI * hz / rate;
	double one;

	if (thin->by == 1)
		return 1;
	one = sin(x * thin->by) / (thin->by * sin(x));
	return one * one * one;
}
