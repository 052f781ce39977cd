/*
 * A second voice on one channel, where it can be told.  Talk is cut at its
 * pauses into turns; of each there is a pitch; turns.c says whether they are
 * of two voices.  Music, tones, and turns in which the pitch jumps about (two
 * people at once) tell nothing and are left out.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "hear/detect.h"
#include "hear/lower.h"
#include "hear/tonal.h"
#include "hear/turns.h"
#include "hear/yin.h"

#define RATE_LEAST 4000
#define BAND_MOST 850.0 /* Hz: the partials that carry the pitch */
#define PER_SECOND 50
#define QUIET (-50.0)     /* dB of full scale: fainter is no talk */
#define BELOW 30.0        /* dB below the loudest lately: the same */
#define FADE 0.02         /* dB in 1/50 s: how that is forgotten */
#define ABOVE 8.0         /* dB above the quietest lately, or it is noise */
#define RISE 0.02         /* dB in 1/50 s: how that is forgotten */
#define PAUSE 15          /* fiftieths: longer ends a turn */
#define TURN_MOST 250     /* so that quick answers do not hide in one */
#define VOICED_LEAST 20   /* less tells too little */
#define BINS 160          /* quarters of a semitone above 50 Hz */
#define NEAR 24           /* bins: 6 semitones */
#define NEAR_LEAST 0.6    /* of a turn is so near its median */
#define STEADY_MOST 0.9   /* of it within one bin: a tone */
#define HELD_MOST 0.5F    /* of it notes are held: music */
#define TURNS_MOST 262144 /* more are not looked at: a day and a half */
#define MARGIN 10         /* fiftieths: a turn begins before its first vowel */
#define TOGETHER 150      /* fiftieths: nearer turns of a voice are one span */

struct voice {
	uint32_t rate;
	uint64_t frames;
	struct sar_tonal *tonal; /* not ours */
	struct sar_lower lower;
	float lowered[SAR_LOWER_BLOCK];
	double low_rate;
	float *samples;
	size_t need;
	size_t filled;
	size_t hop;
	uint32_t now; /* fiftieths */
	double loudest;
	double quietest;
	struct sar_turn turn; /* the one going on; voiced 0: none */
	double level;         /* its sum */
	uint16_t bins[BINS];
	struct sar_turn *turns;
	size_t n;
	size_t room;
};

static void
release(void *state)
{
	struct voice *voice = state;

	if (voice == NULL)
		return;
	free(voice->samples);
	free(voice->turns);
	free(voice);
}

static void *
make(uint32_t rate, struct sar_err *err)
{
	struct voice *voice = calloc(1, sizeof(*voice));

	if (voice == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	voice->rate = rate;
	voice->loudest = QUIET;
	voice->quietest = 0;
	sar_lower_begin(&voice->lower, rate, RATE_LEAST, BAND_MOST);
	voice->low_rate = (double)rate / voice->lower.step;
	voice->need = sar_yin_needs(voice->low_rate);
	voice->hop = (size_t)(voice->low_rate / PER_SECOND);
	voice->samples = calloc(voice->need, sizeof(voice->samples[0]));
	if (voice->samples == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		release(voice);
		return NULL;
	}
	return voice;
}

/* How much of the turn lies within ${off} bins of bin ${i}. */
static double
share(const struct voice *voice, size_t i, size_t off)
{
	size_t to = i + off < BINS ? i + off : BINS - 1;
	double sum = 0;
	size_t k;

	for (k = i > off ? i - off : 0; k <= to; k++)
		sum += voice->bins[k];
	return sum / voice->turn.voiced;
}

/* The turn is over: is it one that tells something? */
static int
close_turn(struct voice *voice, struct sar_err *err)
{
	struct sar_turn turn = voice->turn;
	struct sar_turn *turns;
	size_t median = 0;
	uint32_t sum;
	bool tells;

	for (sum = voice->bins[0]; sum * 2 < turn.voiced; median++)
		sum += voice->bins[median + 1];
	turn.pitch = ((float)median + 0.5F) / 4;
	turn.level = (float)(voice->level / turn.voiced);
	tells = turn.voiced >= VOICED_LEAST && voice->n < TURNS_MOST &&
		share(voice, median, NEAR) >= NEAR_LEAST &&
		share(voice, median, 1) <= STEADY_MOST;
	voice->turn.voiced = 0;
	if (!tells)
		return 0;
	turns = sar_grow_by_one(voice->turns, voice->n, &voice->room,
	    sizeof(*turns), err);
	if (turns == NULL)
		return -1;
	voice->turns = turns;
	turns[voice->n++] = turn;
	return 0;
}

static double
level_of(const float *samples, size_t n)
{
	double sum = 1e-12;
	size_t i;

	for (i = 0; i < n; i++)
		sum += (double)(samples[i] * samples[i]);
	return 10 * log10(sum / (double)n);
}

/* The next fiftieth of a second. */
static int
take_hop(struct voice *voice, struct sar_err *err)
{
	double level = level_of(voice->samples, voice->need);
	double hz = 0;
	double bin;

	voice->loudest = fmax(level, voice->loudest - FADE);
	voice->quietest = fmin(level, voice->quietest + RISE);
	if (level > QUIET && level > voice->loudest - BELOW &&
	    level > voice->quietest + ABOVE)
		hz = sar_yin_find(voice->samples, voice->low_rate);
	if (voice->turn.voiced > 0 &&
	    (voice->now > voice->turn.to + PAUSE ||
		voice->now >= voice->turn.from + TURN_MOST) &&
	    close_turn(voice, err) == -1)
		return -1;
	if (hz > 0) {
		if (voice->turn.voiced == 0) {
			memset(voice->bins, 0, sizeof(voice->bins));
			voice->turn.from = voice->now;
			voice->level = 0;
		}
		bin = fmin(fmax(48 * log2(hz / 50), 0), BINS - 1);
		voice->bins[(size_t)bin]++;
		voice->turn.voiced++;
		voice->turn.to = voice->now + 1;
		voice->level += level;
	}
	voice->now++;
	return 0;
}

static void
lend(void *state, struct sar_tonal *tonal)
{
	struct voice *voice = state;

	voice->tonal = tonal;
}

/* The next one at the lower rate. */
static int
take(struct voice *voice, float sample, struct sar_err *err)
{
	voice->samples[voice->filled] = sample;
	if (++voice->filled < voice->need)
		return 0;
	if (take_hop(voice, err) == -1)
		return -1;
	voice->filled -= voice->hop;
	memmove(voice->samples, voice->samples + voice->hop,
	    voice->filled * sizeof(voice->samples[0]));
	return 0;
}

static int
samples(void *state, const int16_t *some, size_t n,
    struct sar_detect_sink *sink, struct sar_err *err)
{
	struct voice *voice = state;
	size_t now, made, i;

	(void)sink;
	voice->frames += n;
	for (; n > 0; n -= now, some += now) {
		now = n < SAR_LOWER_BLOCK ? n : SAR_LOWER_BLOCK;
		made = sar_lower_samples(&voice->lower, some, now,
		    voice->lowered);
		for (i = 0; i < made; i++)
			if (take(voice, voice->lowered[i], err) == -1)
				return -1;
	}
	return 0;
}

static uint64_t
frame_of(const struct voice *voice, uint32_t fiftieths)
{
	return (uint64_t)fiftieths * voice->hop * voice->lower.step;
}

/* Are notes held while ${turn} lasts? */
static bool
is_held(const struct voice *voice, const struct sar_turn *turn,
    const struct sar_tonal_second *seconds, size_t n)
{
	size_t from = (size_t)(frame_of(voice, turn->from) / voice->rate);
	size_t to = (size_t)(frame_of(voice, turn->to) / voice->rate);
	float covered = 0;
	size_t i;

	for (i = from; i <= to && i < n; i++)
		covered += seconds[i].covered;
	return covered > HELD_MOST * (float)(to - from + 1);
}

static int
add(const struct voice *voice, const struct sar_turn *span,
    struct sar_detect_sink *sink, struct sar_err *err)
{
	struct sar_heard heard = { .kind = SAR_HEAR_VOICE };
	uint32_t from = span->from > MARGIN ? span->from - MARGIN : 0;

	heard.from = frame_of(voice, from);
	heard.to = frame_of(voice, span->to + MARGIN);
	if (heard.to > voice->frames)
		heard.to = voice->frames;
	return sar_detect_add(sink, &heard, err);
}

/* The turns below ${split}, if ${lower}, or not below it; what lies between
 * two of them is theirs too if nobody else has a turn there. */
static int
add_all(const struct voice *voice, float split, bool lower,
    struct sar_detect_sink *sink, struct sar_err *err)
{
	const struct sar_turn *turn;
	struct sar_turn span = { 0, 0, 0, 0, 0 };
	bool second;

	for (turn = voice->turns; turn < voice->turns + voice->n; turn++) {
		second = (turn->pitch < split) == lower;
		if (span.to > 0 &&
		    (!second || turn->from > span.to + TOGETHER)) {
			if (add(voice, &span, sink, err) == -1)
				return -1;
			span.to = 0;
		}
		if (second) {
			span.from = span.to > 0 ? span.from : turn->from;
			span.to = turn->to;
		}
	}
	return span.to > 0 ? add(voice, &span, sink, err) : 0;
}

static int
end(void *state, struct sar_detect_sink *sink, struct sar_err *err)
{
	struct voice *voice = state;
	const struct sar_tonal_second *seconds;
	size_t n, i;
	size_t kept = 0;
	float split = 0;
	bool lower = false;

	if (voice->turn.voiced > 0 && close_turn(voice, err) == -1)
		return -1;
	sar_tonal_end(voice->tonal, &seconds, &n);
	for (i = 0; i < voice->n; i++)
		if (!is_held(voice, &voice->turns[i], seconds, n))
			voice->turns[kept++] = voice->turns[i];
	voice->n = kept;
	if (!sar_turns_split(voice->turns, voice->n, &split, &lower))
		return 0;
	return add_all(voice, split, lower, sink, err);
}

const struct sar_detect sar_detect_voice = { make, samples, end, release,
	lend };
