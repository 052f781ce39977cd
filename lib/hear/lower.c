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

bool
sar_lower_take(struct sar_lower *lower, int16_t sample, float *out)
{
	size_t at;
	size_t i;
	float sum = 0;

	lower->held[lower->next] = (float)sample / 32768.0F;
	lower->next = (lower->next + 1) % lower->taps;
	if (++lower->behind < lower->step)
		return false;
	lower->behind = 0;
	at = lower->next;
	for (i = 0; i < lower->taps; i++) {
		sum += lower->weights[i] * lower->held[at];
		at = at + 1 == lower->taps ? 0 : at + 1;
	}
	*out = sum;
	return true;
}
