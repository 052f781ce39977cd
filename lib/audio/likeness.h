#ifndef SAR_AUDIO_LIKENESS_H
#define SAR_AUDIO_LIKENESS_H

#include "audio/check.h"

/*
 * Private to audio: what a lossy file decodes to beside what it was made of.
 * That its bytes are those that encoding gives again proves more; this shows
 * that what it was encoded with is not broken.
 */
struct sar_likeness; /* opaque */

/** sar_likeness_open: Of ${check}'s output; NULL with ${err} set. */
SAR_MUST_CHECK struct sar_likeness *sar_likeness_open(const struct sar_check
							  *check,
    struct sar_err *err);

/** sar_likeness_block: Compare with ${check}'s block. */
SAR_MUST_CHECK int sar_likeness_block(struct sar_likeness *like,
    struct sar_err *err);

/** sar_likeness_end: Is it as long, and like enough?  SAR_ECORRUPT if not. */
SAR_MUST_CHECK int sar_likeness_end(struct sar_likeness *like,
    struct sar_err *err);

/** sar_likeness_free: Accepts NULL. */
void sar_likeness_free(struct sar_likeness *like);

#endif
