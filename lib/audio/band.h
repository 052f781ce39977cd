#ifndef SAR_AUDIO_BAND_H
#define SAR_AUDIO_BAND_H

#include <stdint.h>

/*
 * Private to audio: what is between 300 and 3400 Hz, which is talk.  Hum is
 * below, where a coder for voice turns the phase at will; hiss is above,
 * where it makes up its own.
 */

#define SAR_BAND_SECTIONS 4

/* Butterworth's filters of order four, as sections of order two. */
struct sar_band {
	struct {
		double gain;
		double
		    middle; /* of the numerator: -2 lets high through, or 2 */
		double back[2];
	} sections[SAR_BAND_SECTIONS];
	unsigned n;
};

/* What has gone through: two values a section; all 0 at first. */
struct sar_band_state {
	double in[SAR_BAND_SECTIONS][2];
	double out[SAR_BAND_SECTIONS][2];
};

/** sar_band_init: Of recordings of ${rate}. */
void sar_band_init(struct sar_band *band, uint32_t rate);

/** sar_band_next: What is in the band of the next sample, ${value}. */
double sar_band_next(const struct sar_band *band, struct sar_band_state *state,
    double value);

#endif
