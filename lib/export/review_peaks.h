/* Private to export: what the page of a review draws of a recording. */
#ifndef SAR_EXPORT_REVIEW_PEAKS_H
#define SAR_EXPORT_REVIEW_PEAKS_H

#include <stddef.h>
#include <stdint.h>

#include "audio/peaks.h"
#include "base/err.h"
#include "index/index.h"
#include "review/review.h"

/* As a recording is read, for each channel: min and max by turns. */
struct sar_review_drawn {
	unsigned per_second;
	uint32_t channels;
	int8_t *data[SAR_REVIEW_CHANNELS_MAX];
	size_t n;         /* pairs of each; till it ends, room for them */
	size_t seen;      /* hundredths, of which the last may be begun: */
	uint32_t channel; /* the next of it */
};

/** sar_review_hundredths: How many a recording has, rounded down. */
uint64_t sar_review_hundredths(const struct sar_index_recording *recording);

/**
 * sar_review_fineness: How many pairs a second there may be where at 100 it
 * would be ${pairs} in all, so that a page stays below some 16 MB: 100, 50, 25,
 * 20, or 10, however many they are then.
 */
unsigned sar_review_fineness(uint64_t pairs);

/** sar_review_drawn_begin: Make room; to be freed in any case. */
SAR_MUST_CHECK int sar_review_drawn_begin(struct sar_review_drawn *drawn,
    const struct sar_index_recording *recording, unsigned per_second,
    struct sar_err *err);

/** sar_review_drawn_take: ${n} peaks, as sar_peaks_fn has them. */
void sar_review_drawn_take(struct sar_review_drawn *drawn,
    const struct sar_peak *peaks, size_t n);

/** sar_review_drawn_end: No more come. */
void sar_review_drawn_end(struct sar_review_drawn *drawn);

/** sar_review_drawn_free: Wipe and release what is in it. */
void sar_review_drawn_free(struct sar_review_drawn *drawn);

#endif
