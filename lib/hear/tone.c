/*
 * Ringing tone and the tones of an exchange: of pitches (pitch.h), those that
 * go on and off as such a tone does.  ITU-T E.180 and its supplement 2 list
 * what countries have.
 */
#include <stdlib.h>

#include "hear/detect.h"
#include "hear/pitch.h"

#define STEADY_MS 1900    /* it goes on for so long: it has no cadence */
#define DIAL_MS 900       /* also with the breaks of a stutter */
#define LONG_MS 700       /* longer than engaged tone is on, or one of a pair */
#define LONG_US_MS 1200   /* of ringing that is on for 2 s */
#define RING_MOST_MS 2700 /* no ringing is on for longer */
#define OFF_MOST 900      /* of engaged tone, or of a stutter */
#define RING_OFF_LEAST 1500 /* between two rings */
#define RING_OFF_MOST 5400
#define PAIR_OFF_MOST 2600
#define LEAST_MS 140     /* no tone is on for less */
#define IRREGULAR_MS 130 /* bursts follow each other in equal times */
#define IRREGULAR_RING_MS 400

struct tone {
	uint32_t rate;
	struct sar_pitches *pitches;
	struct sar_detect_sink *sink;
	/* Bursts of one pitch that belong together. */
	enum sar_pitch pitch;
	uint64_t from, to;
	uint64_t last;   /* where the last of them began */
	uint64_t period; /* after the one before it; 0: it is the first */
	unsigned bursts;
	unsigned long_ones; /* of them */
	bool pauses;        /* longer than OFF_MOST: it rings */
};

static uint64_t
ms(const struct tone *t, uint64_t frames)
{
	return frames * 1000 / t->rate;
}

/* What the bursts are. */
static enum sar_hear_tone
tone_of(const struct tone *t)
{
	switch (t->pitch) {
	case SAR_PITCH_400_450:
		return t->bursts >= 2 && t->long_ones == 0
			   ? SAR_HEAR_TONE_RINGING_UK
			   : SAR_HEAR_TONE_NONE;
	case SAR_PITCH_440_480:
		return t->long_ones > 0 ? SAR_HEAR_TONE_RINGING_US
					: SAR_HEAR_TONE_NONE;
	case SAR_PITCH_425:
		if (t->pauses)
			return t->long_ones >= 1 ? SAR_HEAR_TONE_RINGING_425
						 : SAR_HEAR_TONE_NONE;
		return t->bursts >= 3 && t->long_ones == 0
			   ? SAR_HEAR_TONE_BUSY_425
			   : SAR_HEAR_TONE_NONE;
	case SAR_PITCH_400:
		return t->bursts >= 3 && t->long_ones == 0 && !t->pauses
			   ? SAR_HEAR_TONE_BUSY
			   : SAR_HEAR_TONE_NONE;
	case SAR_PITCH_350_440:
		return ms(t, t->to - t->from) >= DIAL_MS ? SAR_HEAR_TONE_DIAL
							 : SAR_HEAR_TONE_NONE;
	case SAR_PITCH_480_620:
		return t->bursts >= 2 && t->long_ones == 0 && !t->pauses
			   ? SAR_HEAR_TONE_BUSY_US
			   : SAR_HEAR_TONE_NONE;
	case SAR_PITCH_NONE:
		break;
	}
	return SAR_HEAR_TONE_NONE;
}

static int
add(const struct tone *t, enum sar_hear_tone tone, uint64_t from, uint64_t to,
    struct sar_err *err)
{
	struct sar_heard heard = { .kind = SAR_HEAR_TONE,
		.tone = tone,
		.from = from,
		.to = to };

	if (tone == SAR_HEAR_TONE_RINGING_UK ||
	    tone == SAR_HEAR_TONE_RINGING_US ||
	    tone == SAR_HEAR_TONE_RINGING_425)
		heard.kind = SAR_HEAR_RINGING;
	if (tone == SAR_HEAR_TONE_NONE)
		return 0;
	return sar_detect_add(t->sink, &heard, err);
}

static int
flush(struct tone *t, struct sar_err *err)
{
	enum sar_hear_tone tone = tone_of(t);

	t->pitch = SAR_PITCH_NONE;
	return add(t, tone, t->from, t->to, err);
}

/* Which is what it is without a cadence. */
static enum sar_hear_tone
steady(enum sar_pitch pitch)
{
	return pitch == SAR_PITCH_400   ? SAR_HEAR_TONE_UNOBTAINABLE
	       : pitch == SAR_PITCH_425 ? SAR_HEAR_TONE_DIAL_425
					: SAR_HEAR_TONE_NONE;
}

/* Does it begin as long after the last one as that did after its own? */
static bool
is_regular(const struct tone *t, const struct sar_pitch_one *one, uint64_t by)
{
	uint64_t period = ms(t, one->from - t->last);
	uint64_t before = ms(t, t->period);

	return t->period == 0 ||
	       (period <= before + by && before <= period + by);
}

/* Does the burst ${one} belong to those before it? */
static bool
goes_on(const struct tone *t, const struct sar_pitch_one *one)
{
	uint64_t off = ms(t, one->from - t->to);

	if (t->pitch != one->pitch)
		return false;
	switch (one->pitch) {
	case SAR_PITCH_400_450:
		return off <= PAIR_OFF_MOST;
	case SAR_PITCH_440_480:
		return off >= RING_OFF_LEAST && off <= RING_OFF_MOST;
	case SAR_PITCH_425:
		if (off <= OFF_MOST)
			return !t->pauses && is_regular(t, one, IRREGULAR_MS);
		return off >= RING_OFF_LEAST && off <= RING_OFF_MOST &&
		       (t->bursts < 2 || t->pauses) &&
		       is_regular(t, one, IRREGULAR_RING_MS);
	case SAR_PITCH_400:
	case SAR_PITCH_480_620:
		return off <= OFF_MOST && is_regular(t, one, IRREGULAR_MS);
	case SAR_PITCH_350_440:
		return off <= OFF_MOST;
	case SAR_PITCH_NONE:
		break;
	}
	return false;
}

static int
take(void *ctx, const struct sar_pitch_one *one, struct sar_err *err)
{
	struct tone *t = ctx;
	uint64_t on = ms(t, one->to - one->from);

	if (!goes_on(t, one) && flush(t, err) == -1)
		return -1;
	if (one->pitch == SAR_PITCH_440_480 && on > RING_MOST_MS)
		return flush(t, err);
	if (on >= STEADY_MS && steady(one->pitch) != SAR_HEAR_TONE_NONE) {
		if (flush(t, err) == -1)
			return -1;
		return add(t, steady(one->pitch), one->from, one->to, err);
	}
	if (on < LEAST_MS)
		return 0;
	if (t->pitch == SAR_PITCH_NONE) {
		t->pitch = one->pitch;
		t->from = one->from;
		t->bursts = t->long_ones = 0;
		t->pauses = false;
		t->period = 0;
	} else {
		t->pauses = t->pauses || ms(t, one->from - t->to) > OFF_MOST;
		t->period = one->from - t->last;
	}
	t->last = one->from;
	t->bursts++;
	if (on >= (one->pitch == SAR_PITCH_440_480 ? LONG_US_MS : LONG_MS))
		t->long_ones++;
	t->to = one->to;
	return 0;
}

static void
release(void *state)
{
	struct tone *t = state;

	if (t == NULL)
		return;
	sar_pitch_free(t->pitches);
	free(t);
}

static void *
make(uint32_t rate, struct sar_err *err)
{
	struct tone *t = calloc(1, sizeof(*t));

	if (t == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	t->rate = rate;
	if ((t->pitches = sar_pitch_new(rate, take, t, err)) == NULL) {
		release(t);
		return NULL;
	}
	return t;
}

static int
samples(void *state, const int16_t *from, size_t n,
    struct sar_detect_sink *sink, struct sar_err *err)
{
	struct tone *t = state;

	t->sink = sink;
	return sar_pitch_samples(t->pitches, from, n, err);
}

static int
end(void *state, struct sar_detect_sink *sink, struct sar_err *err)
{
	struct tone *t = state;

	t->sink = sink;
	return sar_pitch_end(t->pitches, err) == -1 ? -1 : flush(t, err);
}

const struct sar_detect sar_detect_tone = { make, samples, end, release, NULL };
