#ifndef SAR_HEAR_HEAR_H
#define SAR_HEAR_HEAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/*
 * What can be told of a recording by its sound: where it is silent, where
 * there is talk, where it rings, where keys are pressed.  Each channel by
 * itself.  Pure: decoded sound comes in, from its start, in blocks of any
 * size; a list comes out.  Memory does not grow with the length but for that.
 * It is for people to look at: nothing is cut because of it.
 */
enum sar_hear_kind {
	SAR_HEAR_SILENCE, /* nothing above the noise of the line */
	SAR_HEAR_TALK,    /* sound that is none of what is below */
	SAR_HEAR_RINGING, /* ringing tone, as a caller hears it */
	SAR_HEAR_TONE,    /* another tone of a telephone exchange */
	SAR_HEAR_DTMF,    /* keys pressed: ITU-T Q.23 */
	SAR_HEAR_MUSIC,   /* on hold, as a rule */
	SAR_HEAR_VOICE    /* a second voice on the channel */
};

/* Of SAR_HEAR_RINGING and SAR_HEAR_TONE: which. */
enum sar_hear_tone {
	SAR_HEAR_TONE_NONE,
	SAR_HEAR_TONE_RINGING_UK,  /* 400 + 450 Hz, 0.4 0.2 0.4 2.0 s */
	SAR_HEAR_TONE_RINGING_US,  /* 440 + 480 Hz, 2 4 s */
	SAR_HEAR_TONE_RINGING_425, /* 425 Hz, 1 4 s: most of Europe */
	SAR_HEAR_TONE_DIAL,        /* 350 + 440 Hz, steady */
	SAR_HEAR_TONE_DIAL_425,    /* 425 Hz, steady */
	SAR_HEAR_TONE_BUSY,        /* 400 Hz, on and off: also congestion */
	SAR_HEAR_TONE_BUSY_US,     /* 480 + 620 Hz, on and off */
	SAR_HEAR_TONE_BUSY_425,    /* 425 Hz, on and off */
	SAR_HEAR_TONE_UNOBTAINABLE /* 400 Hz, steady */
};

struct sar_heard {
	enum sar_hear_kind kind;
	enum sar_hear_tone tone;
	uint64_t from; /* frames from the start, half-open */
	uint64_t to;
	uint32_t channel; /* from 1 */
	/* Of SAR_HEAR_DTMF: how many keys.  Which ones is told nobody and kept
	   nowhere: they are often the number of a card. */
	unsigned keys;
};

struct sar_hearing {
	struct sar_heard *list; /* by from, to, channel, kind */
	size_t n;
	bool more; /* some channel had more of a kind than are listed */
};

#define SAR_HEAR_RATE_MIN 8000
#define SAR_HEAR_RATE_MAX 48000
#define SAR_HEAR_CHANNELS_MAX 8

/* Of what one detector finds on one channel no more are listed. */
#define SAR_HEAR_MOST 16384

struct sar_hear; /* opaque */

/** sar_hear_takes: Is it a rate and a number of channels that can be heard? */
bool sar_hear_takes(uint32_t rate, uint32_t channels);

/**
 * sar_hear_new(rate, channels, err):
 * Listen to a recording of this shape, from its start.  The caller frees the
 * result.  NULL with ${err} set: SAR_EINPUT for a shape that sar_hear_takes()
 * says no to, SAR_EFAIL when memory runs out.
 */
SAR_MUST_CHECK struct sar_hear *sar_hear_new(uint32_t rate, uint32_t channels,
    struct sar_err *err);

/** sar_hear_frames: The next ${frames} of it, interleaved.  It does not matter
 * in what blocks they come. */
SAR_MUST_CHECK int sar_hear_frames(struct sar_hear *hear,
    const int16_t *interleaved, size_t frames, struct sar_err *err);

/**
 * sar_hear_end: No more come: tell what was heard.  Once.  On success the
 * caller frees ${out} with sar_hear_hearing_free().
 */
SAR_MUST_CHECK int sar_hear_end(struct sar_hear *hear, struct sar_hearing *out,
    struct sar_err *err);

/** sar_hear_free: Accepts NULL. */
void sar_hear_free(struct sar_hear *hear);

/** sar_hear_hearing_free: Release what is in ${hearing}, not itself. */
void sar_hear_hearing_free(struct sar_hearing *hearing);

/** sar_hear_kind_name: "silence", "talk", "ringing", "tone", "dtmf", "music",
 * "voice". */
const char *sar_hear_kind_name(enum sar_hear_kind kind);

/** sar_hear_tone_text: What it is, for people: "ringing tone (United
 * Kingdom)"; "" for none. */
const char *sar_hear_tone_text(enum sar_hear_tone tone);

#endif
