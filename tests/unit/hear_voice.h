/* Voices and music made up, for the tests of what tells them apart. */
#ifndef HEAR_VOICE_H
#define HEAR_VOICE_H

#include "hear/detect.h"
#include "hear/sink.h"
#include "hear_make.h"

#define BAND_FROM 300.0 /* Hz: what a telephone carries, and a test needs */
#define BAND_TO 2400.0

/* A syllable: a pitch that glides, its partials as a throat has them. */
static inline void
sound_syllable(struct sound *s, double hz, double glide, double db)
{
	double ms = 80 + 200 * random_one(&s->seed);
	size_t from = sound_more(s, ms);
	size_t n = s->n - from;
	double formant = 400 + 1200 * random_one(&s->seed);
	double phase = 0;
	double now, at, loud;
	size_t i;
	unsigned h;

	for (i = 0; i < n; i++) {
		at = (double)i / (double)n;
		now = hz * (1 + glide * (at - 0.5));
		phase += 2 * PI * now / s->rate;
		for (h = 1; h * now < BAND_TO; h++) {
			if (h * now < BAND_FROM)
				continue;
			loud = 1 / (1 + pow((h * now - formant) / 600, 2)) +
			       0.2;
			s->at[from + i] += decibels(db) * loud / 3 *
					   sin(PI * at) * sin(h * phase);
		}
	}
	(void)sound_more(s, 20 + 80 * random_one(&s->seed));
}

/* Sentences for ${ms}, of somebody whose pitch is about ${hz}, and up to
   ${semitones} above and below it. */
static inline void
sound_person(struct sound *s, double ms, double hz, double semitones, double db)
{
	size_t end = s->n + (size_t)(ms * s->rate / 1000 + 0.5);
	size_t talk = end - s->rate / 3; /* and then a breath */
	size_t pause;
	double mood;

	while (s->n < talk) {
		mood = 2 * random_one(&s->seed) - 1;
		pause = s->n + (size_t)((1 + random_one(&s->seed)) * s->rate);
		while (s->n < pause && s->n < talk)
			sound_syllable(s,
			    hz * pow(2,
				     semitones *
					 (0.7 * mood +
					     0.6 * random_one(&s->seed) - 0.3) /
					 12),
			    (random_one(&s->seed) < 0.5 ? -1 : 1) *
				(0.12 + 0.15 * random_one(&s->seed)),
			    db);
		(void)sound_more(s, 400);
	}
	s->n = talk;
	(void)sound_more(s, 1000.0 * (double)(end - talk) / s->rate);
}

/* ${n} notes one after the other, each of ${ms} and its partials, out of a
   scale; three at once if ${chords}. */
static inline void
sound_music(struct sound *s, size_t n, double ms, bool chords, double db)
{
	static const int scale[] = { 0, 4, 7, 9, 5, 2, 12, 11 };
	size_t from, i, k, note;
	double hz;
	unsigned h;

	for (k = 0; k < n; k++) {
		from = sound_more(s, ms);
		for (note = 0; note < (chords ? 3U : 1U); note++) {
			hz = 262 * pow(2, scale[(k + 2 * note) % 8] / 12.0);
			for (i = from; i < s->n; i++)
				for (h = 1; h < 6 && h * hz < BAND_TO; h++)
					s->at[i] += decibels(db) / h / 2 *
						    sin(2 * PI * h * hz *
							(double)i / s->rate);
		}
	}
}

/* What one detector finds, fed in blocks of ${block}; the caller frees it. */
static inline struct sar_detect_sink
sound_detect(const struct sound *s, const struct sar_detect *detect,
    size_t block)
{
	struct sar_detect_sink sink = { .channel = 1, .most = SAR_HEAR_MOST };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_tonal *tonal = sar_tonal_new(s->rate, &err);
	void *state = detect->make(s->rate, &err);
	int16_t *samples = calloc(s->n + 1, sizeof(*samples));
	size_t i, now;

	assert_non_null(tonal);
	assert_non_null(state);
	assert_non_null(samples);
	if (detect->lend != NULL)
		detect->lend(state, tonal);
	for (i = 0; i < s->n; i++)
		samples[i] = sound_sample(s, i);
	for (i = 0; i < s->n; i += block) {
		now = block < s->n - i ? block : s->n - i;
		assert_int_equal(sar_tonal_samples(tonal, samples + i, now,
				     &err),
		    0);
		assert_int_equal(detect->samples(state, samples + i, now, &sink,
				     &err),
		    0);
	}
	assert_int_equal(detect->end(state, &sink, &err), 0);
	detect->release(state);
	sar_tonal_free(tonal);
	free(samples);
	return sink;
}

/* Does it find nothing?  Then the sound is done with. */
static inline void
assert_not_detected(struct sound *s, const struct sar_detect *detect,
    const char *what)
{
	struct sar_detect_sink found = sound_detect(s, detect, 4096);

	if (found.n > 0)
		fail_msg("%s: something is found, from %.1f s", what,
		    (double)found.list[0].from / s->rate);
	free(found.list);
	sound_free(s);
}

#endif
