#ifndef SAR_AUDIO_CHECK_H
#define SAR_AUDIO_CHECK_H

#include <stddef.h>
#include <stdint.h>

#include "audio/audio.h"
#include "audio/expect.h"

/* Private to audio: a self-check on its way through a recording. */
struct sar_check {
	const struct sar_audio_job *job;
	const struct sar_source *output;
	struct sar_media *in;
	struct sar_media_info in_info;
	struct sar_expect expect;
	int16_t *block; /* what the output must be; SAR_AUDIO_BLOCK frames */
	struct sar_expect_frame *frames; /* of it */
	size_t n;                        /* frames in it; 0 at the end */
	uint64_t first;                  /* frame of it */
};

/**
 * sar_check_next: Decode the next block of the source and make of it what a
 * redaction must be.  SAR_ECORRUPT when the source is not as long as the job.
 */
SAR_MUST_CHECK int sar_check_next(struct sar_check *check, struct sar_err *err);

/** sar_check_differs: -1, with ${err} set: frame number ${frame} ${why}. */
int sar_check_differs(const struct sar_check *check, uint64_t frame,
    const char *why, struct sar_err *err);

/** sar_check_fails: -1, with ${err} set: ${why}. */
int sar_check_fails(const struct sar_audio_job *job, const char *why,
    struct sar_err *err);

/** sar_check_samples: Is every sample of the output what it must be? */
SAR_MUST_CHECK int sar_check_samples(struct sar_check *check,
    struct sar_err *err);

/**
 * sar_check_again: Does encoding what the output must be give its bytes, and
 * is what it decodes to like it?
 */
SAR_MUST_CHECK int sar_check_again(struct sar_check *check,
    struct sar_err *err);

#endif
