#ifndef SAR_HEAR_PITCH_H
#define SAR_HEAR_PITCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/*
 * Private to hear: where one or two steady frequencies, of those that
 * exchanges use for tones, have nearly all the power there is.
 */
enum sar_pitch {
	SAR_PITCH_NONE,
	SAR_PITCH_400,
	SAR_PITCH_425,
	SAR_PITCH_400_450,
	SAR_PITCH_440_480,
	SAR_PITCH_350_440,
	SAR_PITCH_480_620
};

/* It sounds from here to there without a break, within 25 ms. */
struct sar_pitch_one {
	enum sar_pitch pitch;
	uint64_t from; /* frames */
	uint64_t to;
};

typedef int sar_pitch_fn(void *ctx, const struct sar_pitch_one *one,
    struct sar_err *err);

struct sar_pitches; /* opaque */

/** sar_pitch_new: Listen for them; ${fn} is told of each, in order.  NULL with
 * ${err} set when memory runs out. */
SAR_MUST_CHECK struct sar_pitches *sar_pitch_new(uint32_t rate,
    sar_pitch_fn *fn, void *ctx, struct sar_err *err);

/** sar_pitch_samples: The next ${n} of one channel. */
SAR_MUST_CHECK int sar_pitch_samples(struct sar_pitches *pitches,
    const int16_t *samples, size_t n, struct sar_err *err);

/** sar_pitch_end: No more come. */
SAR_MUST_CHECK int sar_pitch_end(struct sar_pitches *pitches,
    struct sar_err *err);

/** sar_pitch_free: Accepts NULL. */
void sar_pitch_free(struct sar_pitches *pitches);

#endif
