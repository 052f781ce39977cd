#ifndef SAR_HEAR_SPECTRUM_H
#define SAR_HEAR_SPECTRUM_H

/* Private to hear: how much there is of each frequency. */
#include <stddef.h>

#define SAR_SPECTRUM_SAMPLES 1024
#define SAR_SPECTRUM_BINS 512

struct sar_spectrum {
	float window[SAR_SPECTRUM_SAMPLES]; /* Hann's */
	float cosines[SAR_SPECTRUM_BINS];
	float sines[SAR_SPECTRUM_BINS];
	/* The same as each step of the transform goes through them: that of
	   len from len on. */
	float step_cosines[SAR_SPECTRUM_BINS];
	float step_sines[SAR_SPECTRUM_BINS];
	size_t order[SAR_SPECTRUM_BINS]; /* bits the other way round */
};

void sar_spectrum_begin(struct sar_spectrum *spectrum);

/**
 * sar_spectrum_find: ${levels}, in dB of a sine of full scale, -120 at least:
 * bin i is at i / SAR_SPECTRUM_SAMPLES of the rate.
 */
void sar_spectrum_find(const struct sar_spectrum *spectrum,
    const float samples[SAR_SPECTRUM_SAMPLES], float levels[SAR_SPECTRUM_BINS]);

#endif
