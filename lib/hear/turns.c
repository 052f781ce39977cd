#include <math.h>

#include "hear/turns.h"

#define PITCH_MOST 40.0F /* semitones above 50 Hz */
#define STEP 0.5F
#define VALLEY 1.0F        /* semitones on each side of the split */
#define VALLEY_MOST 0.03   /* of the talk may lie there */
#define VOICED_LEAST 400.0 /* fiftieths, of each voice: 8 s */
#define SHARE_LEAST 0.1    /* of all that is voiced */
#define TURNS_LEAST 5      /* of each voice */
#define CHANGES_LEAST 6    /* from the one to the other and back */
#define APART_LEAST 7.0    /* semitones between the two means */
#define APART_LOUD 9.0     /* the same where the higher is the louder too */
#define LOUDER 4.0         /* dB: a voice that is raised gets higher */
#define DEVIATIONS_LEAST 4.5

struct voice {
	size_t turns;
	double voiced;
	double pitch; /* sums until means() */
	double square;
	double level;
};

static void
add(struct voice *voice, const struct sar_turn *turn)
{
	double weight = turn->voiced;
	double pitch = (double)turn->pitch;

	voice->turns++;
	voice->voiced += weight;
	voice->pitch += weight * pitch;
	voice->square += weight * pitch * pitch;
	voice->level += weight * (double)turn->level;
}

/* From sums to means; square: how far it strays from its mean, squared. */
static void
means(struct voice *voice)
{
	voice->pitch /= voice->voiced;
	voice->level /= voice->voiced;
	voice->square = fmax(voice->square / voice->voiced -
				 voice->pitch * voice->pitch,
	    0);
}

static bool
is_enough(const struct voice *voice, double all)
{
	return voice->turns >= TURNS_LEAST && voice->voiced >= VOICED_LEAST &&
	       voice->voiced >= SHARE_LEAST * all;
}

/* Two voices, told apart at ${split}?  How many times their own spread they
 * lie apart; 0: no.  *${lower}: the lower one talks less. */
static double
try_split(const struct sar_turn *turns, size_t n, float split, bool *lower)
{
	struct voice voices[2] = { { 0, 0, 0, 0, 0 }, { 0, 0, 0, 0, 0 } };
	double valley = 0;
	double apart, least;
	size_t changes = 0;
	bool higher;
	bool before = false;
	size_t i;

	for (i = 0; i < n; i++) {
		higher = turns[i].pitch >= split;
		add(&voices[higher], &turns[i]);
		changes += i > 0 && higher != before;
		before = higher;
		if (fabsf(turns[i].pitch - split) < VALLEY)
			valley += turns[i].voiced;
	}
	apart = voices[0].voiced + voices[1].voiced;
	if (!is_enough(&voices[0], apart) || !is_enough(&voices[1], apart) ||
	    valley > VALLEY_MOST * apart || changes < CHANGES_LEAST)
		return 0;
	means(&voices[0]);
	means(&voices[1]);
	apart = voices[1].pitch - voices[0].pitch;
	least = voices[1].level - voices[0].level > LOUDER ? APART_LOUD
							   : APART_LEAST;
	*lower = voices[0].voiced < voices[1].voiced;
	return apart < least
		   ? 0
		   : apart /
			 sqrt((voices[0].square + voices[1].square) / 2 + 0.01);
}

bool
sar_turns_split(const struct sar_turn *turns, size_t n, float *split,
    bool *lower)
{
	double best = DEVIATIONS_LEAST;
	double apart;
	float at;
	bool is_lower = false;

	for (at = 0; at < PITCH_MOST; at += STEP) {
		apart = try_split(turns, n, at, &is_lower);
		if (apart < best)
			continue;
		best = apart;
		*split = at;
		*lower = is_lower;
	}
	return best > DEVIATIONS_LEAST;
}
