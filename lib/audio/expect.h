#ifndef SAR_AUDIO_EXPECT_H
#define SAR_AUDIO_EXPECT_H

#include <stdbool.h>
#include <stdint.h>

#include "audio/audio.h"

/*
 * Private to audio: what the self-check says a redaction must be.  It shares
 * no code with what writes one.
 */

/* What a channel of a frame is, as bits of channels. */
struct sar_expect_frame {
	uint8_t cut;    /* inside a cut */
	uint8_t silent; /* whose fill is silence */
	uint8_t deep;   /* inside, and ${ring} frames from its ends */
};

_Static_assert(SAR_AUDIO_CHANNELS_MAX <= 8, "a bit for each channel");

/* How far one channel is through the cuts. */
struct sar_expect_walk {
	size_t next;    /* the cut not yet passed */
	bool after;     /* a cut has been passed, */
	uint64_t ended; /* which ended here */
};

struct sar_expect {
	const struct sar_audio_job *job;
	uint64_t ring;  /* frames */
	uint64_t frame; /* the next */
	int16_t *tone;  /* from frame 0 on, ${period} frames */
	uint32_t period;
	struct sar_expect_walk walks[SAR_AUDIO_CHANNELS_MAX];
	int16_t *coded; /* what G.711 makes of a sample, by its 16 bits */
	struct sar_audio_check seen;
};

/**
 * sar_expect_begin: From the first frame of ${job}, which outlives it.
 * -1 with ${err} set when memory runs out.
 */
SAR_MUST_CHECK int sar_expect_begin(struct sar_expect *expect,
    const struct sar_audio_job *job, uint64_t ring, struct sar_err *err);
void sar_expect_end(struct sar_expect *expect);

/**
 * sar_expect_block: The next ${n} frames, as decoded, become what they must
 * be; ${frames} tells of each what it is.
 */
void sar_expect_block(struct sar_expect *expect, int16_t *samples, size_t n,
    struct sar_expect_frame *frames);

/** sar_expect_tone: The tone when ${phase} of ${rate} of a turn is done. */
int sar_expect_tone(uint32_t phase, uint32_t rate);

/** sar_expect_hz: How often a second it turns. */
uint32_t sar_expect_hz(uint32_t rate);

#endif
