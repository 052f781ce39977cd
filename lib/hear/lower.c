#include <assert.h>
#include <math.h>
#include <string.h>

#include "hear/lower.h"

#define PER_STEP 16 /* taps for each step down: 8 periods of the new rate */

/* A sinc in a Hann window, its gain 1 at rest. */
void
sar_lower_begin(struct sar_lower *lower, uint32_t rate, uint32_t least,
    double hz)
{
	double weights[SAR_LOWER_TAPS];
	double sum = 0;
	double x;
	size_t i;

	memset(lower, 0, sizeof(*lower));
	lower->step = rate / least;
	lower->taps = (size_t)PER_STEP * lower->step + 1;
	assert(lower->step > 0 && lower->taps <= SAR_LOWER_TAPS);
	for (i = 0; i < lower->taps; i++) {
		x = (double)i - (double)(lower->taps - 1) / 2;
		weights[i] = x == 0
				 ? 2 * hz / rate
				 : sin(2 * M_PI * hz / rate * x) / (M_PI * x);
		weights[i] *= 0.5 - 0.5 * cos(2 * M_PI * (double)(i + 1) /
					      (double)(lower->taps + 1));
		sum += weights[i];
	}
	for (i = 0; i < lower->taps; i++)
		lower->weights[i] = (float)(weights[i] / sum);
}

static float
one(const struct sar_lower *lower, const float *from)
{
	float sum = 0;
	size_t i;

	for (i = 0; i < lower->taps; i++)
		sum += lower->weights[i] * from[i];
	return sum;
}

/* The same of four at once: no sum waits for another. */
static void
four(const struct sar_lower *lower, const float *from, float out[4])
{
	const float *w = lower->weights;
	size_t step = lower->step;
	float a = 0, b = 0, c = 0, d = 0;
	size_t i;

	for (i = 0; i < lower->taps; i++, from++) {
		a += w[i] * from[0];
		b += w[i] * from[step];
		c += w[i] * from[2 * step];
		d += w[i] * from[3 * step];
	}
	out[0] = a;
	out[1] = b;
	out[2] = c;
	out[3] = d;
}

size_t
sar_lower_samples(struct sar_lower *lower, const int16_t *samples, size_t n,
    float *out)
{
	float *new = lower->held + lower->taps - 1;
	size_t at = lower->step - 1 - lower->behind;
	size_t made = 0;
	size_t i;

	assert(n <= SAR_LOWER_BLOCK);
	for (i = 0; i < n; i++)
		new[i] = (float)samples[i] / 32768.0F;
	for (; at + 3 * lower->step < n; at += 4 * lower->step, made += 4)
		four(lower, lower->held + at, out + made);
	for (; at < n; at += lower->step)
		out[made++] = one(lower, lower->held + at);
	lower->behind = (unsigned)((lower->behind + n) % lower->step);
	memmove(lower->held, lower->held + n,
	    (lower->taps - 1) * sizeof(lower->held[0]));
	return made;
}
