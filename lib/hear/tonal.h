#ifndef SAR_HEAR_TONAL_H
#define SAR_HEAR_TONAL_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/*
 * Private to hear: which notes are held, as only music and machines hold them.
 * A voice glides: of its partials hardly one stays within a few hertz for a
 * quarter of a second.  What stays for longer than a note does, as hum, a
 * buzz or a tone of the exchange, is not counted.
 */
struct sar_tonal; /* opaque */

/* What there is in one second, in parts of it. */
struct sar_tonal_second {
	float partials; /* how many are held, on average */
	float covered;  /* for how much of it at least one is */
	uint64_t notes; /* bit n: one n semitones above the lowest is held */
};

/* More of a recording is not looked at: two days. */
#define SAR_TONAL_SECONDS_MOST 172800

SAR_MUST_CHECK struct sar_tonal *sar_tonal_new(uint32_t rate,
    struct sar_err *err);

/** sar_tonal_samples: The next ${n}. */
SAR_MUST_CHECK int sar_tonal_samples(struct sar_tonal *tonal,
    const int16_t *samples, size_t n, struct sar_err *err);

/** sar_tonal_end: No more come.  *${seconds} belongs to ${tonal}; whoever asks
 * again is given the same. */
void sar_tonal_end(struct sar_tonal *tonal,
    const struct sar_tonal_second **seconds, size_t *n);

/** sar_tonal_free: Accepts NULL. */
void sar_tonal_free(struct sar_tonal *tonal);

#endif
