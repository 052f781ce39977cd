#ifndef SAR_HEAR_DETECT_H
#define SAR_HEAR_DETECT_H

#include "hear/hear.h"
#include "hear/tonal.h"

/*
 * Private to hear: what a detector is.  There is one of each for each channel,
 * which gets the samples of that channel alone, in order, in blocks of any
 * size, which must not matter.  It knows nothing of the other detectors:
 * where they contradict each other settle.c decides.
 */
struct sar_detect_sink; /* takes what it finds */

/**
 * sar_detect_add: One thing found: kind, tone, from, to and keys are set, in
 * any order; the channel need not be.  No more than SAR_HEAR_MOST are kept.
 * What is empty is left out.
 */
SAR_MUST_CHECK int sar_detect_add(struct sar_detect_sink *sink,
    const struct sar_heard *heard, struct sar_err *err);

struct sar_detect {
	/* SAR_HEAR_RATE_MIN to _MAX.  NULL with err set: no memory. */
	void *(*make)(uint32_t rate, struct sar_err *err);
	int (*samples)(void *state, const int16_t *samples, size_t n,
	    struct sar_detect_sink *sink, struct sar_err *err);
	/* No more come.  To what is found may not reach past the last one. */
	int (*end)(void *state, struct sar_detect_sink *sink,
	    struct sar_err *err);
	void (*release)(void *state); /* accepts NULL; wipes what is secret */
	/* Which notes are held, for those that ask; or NULL.  ${tonal} gets the
	   same samples, has all of them by the end, and outlives the state. */
	void (*lend)(void *state, struct sar_tonal *tonal);
};

extern const struct sar_detect sar_detect_level; /* silence and talk */
extern const struct sar_detect sar_detect_tone;  /* ringing and tones */
extern const struct sar_detect sar_detect_dtmf;
extern const struct sar_detect sar_detect_music;
extern const struct sar_detect sar_detect_voice;

#endif
