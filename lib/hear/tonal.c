#include "hear/tonal.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "hear/lower.h"
#include "hear/spectrum.h"

#define N SAR_SPECTRUM_SAMPLES
#define HOP (N / 4)
#define RATE_LEAST 8000
#define BAND_LEAST 200.0 /* Hz: what a telephone carries */
#define BAND_MOST 3400.0
#define FLOOR (-62.0F) /* dB of full scale: fainter is no music */
#define BELOW 30.0F    /* dB below the loudest partial: not counted */
#define ABOVE 6.0F     /* dB above what is around it, or it is no partial */
#define AROUND 10      /* bins on each side */
#define STRAY 0.8      /* bins: further off it is another partial */
#define HELD 0.288     /* seconds: shorter is no note */
#define PARTIALS 96    /* followed at once */
#define RING 1024      /* spectra remembered: no note is longer */
#define STILL 0.15F    /* of a new level in the smooth one */
#define BLOCK 16       /* spectra, about half a second */
#define BLOCKS 8       /* remembered: a note is no longer than that */
#define RISE 6.0F      /* dB above the least in that time, or it is a drone */

struct partial {
	double bin;
	uint64_t from; /* spectra */
	uint64_t last;
	bool open;
	bool seen; /* in this spectrum */
};

struct sar_tonal {
	uint32_t rate;
	double bin_hz;
	unsigned step;
	uint64_t held_least; /* spectra */
	struct sar_lower lower;
	struct sar_spectrum spectrum;
	float samples[N];
	size_t filled;
	float lowered[SAR_LOWER_BLOCK];
	float levels[SAR_SPECTRUM_BINS];
	float smooth[SAR_SPECTRUM_BINS];
	float least[BLOCKS][SAR_SPECTRUM_BINS]; /* smooth, in each block */
	float before[SAR_SPECTRUM_BINS]; /* least of all blocks but this one */
	float floor[SAR_SPECTRUM_BINS];
	uint64_t spectra;
	struct partial partials[PARTIALS];
	bool covered[RING];
	struct sar_tonal_second *seconds;
	size_t n;
	size_t room;
	bool ended;
};

struct sar_tonal *
sar_tonal_new(uint32_t rate, struct sar_err *err)
{
	struct sar_tonal *tonal = calloc(1, sizeof(*tonal));
	double per_second;

	if (tonal == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	tonal->rate = rate;
	sar_lower_begin(&tonal->lower, rate, RATE_LEAST, 3600);
	sar_spectrum_begin(&tonal->spectrum);
	tonal->step = tonal->lower.step;
	tonal->bin_hz = (double)rate / tonal->step / N;
	per_second = (double)rate / tonal->step / HOP;
	tonal->held_least = (uint64_t)ceil(HELD * per_second - 1e-9);
	return tonal;
}

void
sar_tonal_free(struct sar_tonal *tonal)
{
	if (tonal == NULL)
		return;
	free(tonal->seconds);
	free(tonal);
}

/* The second in which the middle of spectrum ${nr} lies. */
static size_t
second_of(const struct sar_tonal *tonal, uint64_t nr)
{
	return (size_t)((nr * HOP + N / 2) * tonal->step / tonal->rate);
}

/* A partial is over: was it a note? */
static void
close_partial(struct sar_tonal *tonal, struct partial *partial)
{
	uint64_t held = partial->last - partial->from + 1;
	double hz = partial->bin * tonal->bin_hz;
	struct sar_tonal_second *second;
	double note = 12 * log2(hz / BAND_LEAST);
	uint64_t i;

	partial->open = false;
	if (held < tonal->held_least || held > RING)
		return;
	for (i = partial->from; i <= partial->last; i++) {
		second = &tonal->seconds[second_of(tonal, i)];
		second->partials++;
		if (!tonal->covered[i % RING])
			second->covered++;
		tonal->covered[i % RING] = true;
		second->notes |= UINT64_C(1) << (note > 0 ? lrint(note) : 0);
	}
}

/* Without a call, as fminf() would be: neither is ever no number. */
static float
lower(float a, float b)
{
	return b < a ? b : a;
}

/* The block that was there BLOCKS before is forgotten. */
static void
begin_block(struct sar_tonal *tonal, uint64_t block)
{
	size_t i, b;

	for (i = 0; i < SAR_SPECTRUM_BINS; i++) {
		tonal->least[block % BLOCKS][i] = INFINITY;
		tonal->before[i] = INFINITY;
		for (b = 0; b < BLOCKS && b <= block; b++)
			tonal->before[i] = lower(tonal->before[i],
			    tonal->least[b][i]);
	}
}

/*
 * What has been there for seconds, under whatever else there was: hum, the
 * buzz of a mobile, a tone.  Music leaves each frequency again and again.
 */
static void
take_floor(struct sar_tonal *tonal)
{
	uint64_t block = tonal->spectra / BLOCK;
	float *least = tonal->least[block % BLOCKS];
	size_t i;

	if (tonal->spectra % BLOCK == 0)
		begin_block(tonal, block);
	for (i = 0; i < SAR_SPECTRUM_BINS; i++) {
		tonal->smooth[i] += (tonal->spectra == 0 ? 1 : STILL) *
				    (tonal->levels[i] - tonal->smooth[i]);
		least[i] = lower(least[i], tonal->smooth[i]);
		tonal->floor[i] = lower(tonal->before[i], least[i]);
	}
}

/* Is there a partial at bin ${i}: a peak, above what is around it and above
 * what is always there? */
static bool
is_peak(const struct sar_tonal *tonal, size_t i, float least)
{
	const float *levels = tonal->levels;
	float sum = 0;
	size_t k;

	if (levels[i] < least || levels[i] < tonal->floor[i] + RISE ||
	    levels[i] < levels[i - 1] || levels[i] <= levels[i + 1] ||
	    levels[i] < levels[i - 2] || levels[i] < levels[i + 2])
		return false;
	for (k = i - AROUND; k <= i + AROUND; k++)
		sum += levels[k];
	return levels[i] >= sum / (2 * AROUND + 1) + ABOVE;
}

/* Where between the bins the peak at ${i} is: of a parabola. */
static double
between(const float *levels, size_t i)
{
	double before = (double)levels[i - 1];
	double after = (double)levels[i + 1];
	double bend = before - 2 * (double)levels[i] + after;

	return (double)i + (bend < 0 ? (before - after) / (2 * bend) : 0);
}

/* There is a partial at ${bin} now: one that is followed, or a new one. */
static void
follow(struct sar_tonal *tonal, double bin)
{
	struct partial *nearest = NULL;
	struct partial *spare = NULL;
	struct partial *p;
	double off = STRAY;

	for (p = tonal->partials; p < tonal->partials + PARTIALS; p++) {
		if (!p->open)
			spare = spare == NULL ? p : spare;
		else if (!p->seen && fabs(p->bin - bin) < off) {
			off = fabs(p->bin - bin);
			nearest = p;
		}
	}
	if (nearest != NULL) {
		nearest->bin += (bin - nearest->bin) / 4;
		nearest->last = tonal->spectra;
		nearest->seen = true;
	} else if (spare != NULL)
		*spare = (struct partial){ bin, tonal->spectra, tonal->spectra,
			true, true };
}

static void
take_spectrum(struct sar_tonal *tonal)
{
	const float *levels = tonal->levels;
	size_t from = (size_t)(BAND_LEAST / tonal->bin_hz);
	size_t to = (size_t)(BAND_MOST / tonal->bin_hz);
	struct partial *p;
	float least = FLOOR;
	size_t i;

	sar_spectrum_find(&tonal->spectrum, tonal->samples, tonal->levels);
	take_floor(tonal);
	tonal->covered[tonal->spectra % RING] = false;
	for (p = tonal->partials; p < tonal->partials + PARTIALS; p++)
		p->seen = false;
	for (i = from; i < to; i++)
		least = levels[i] - BELOW > least ? levels[i] - BELOW : least;
	for (i = from; i < to; i++)
		if (is_peak(tonal, i, least))
			follow(tonal, between(levels, i));
	/* One spectrum may be missed. */
	for (p = tonal->partials; p < tonal->partials + PARTIALS; p++)
		if (p->open && tonal->spectra > p->last + 1)
			close_partial(tonal, p);
	tonal->spectra++;
}

/* Room for the second in which the next spectrum lies. */
static int
make_room(struct sar_tonal *tonal, struct sar_err *err)
{
	size_t need = second_of(tonal, tonal->spectra) + 1;
	struct sar_tonal_second *seconds;

	while (tonal->n < need) {
		seconds = sar_grow_by_one(tonal->seconds, tonal->n,
		    &tonal->room, sizeof(*seconds), err);
		if (seconds == NULL)
			return -1;
		tonal->seconds = seconds;
		seconds[tonal->n++] = (struct sar_tonal_second){ 0, 0, 0 };
	}
	return 0;
}

static int
take(struct sar_tonal *tonal, float sample, struct sar_err *err)
{
	if (tonal->n > SAR_TONAL_SECONDS_MOST)
		return 0;
	tonal->samples[tonal->filled++] = sample;
	if (tonal->filled < N)
		return 0;
	if (make_room(tonal, err) == -1)
		return -1;
	take_spectrum(tonal);
	tonal->filled = N - HOP;
	memmove(tonal->samples, tonal->samples + HOP,
	    tonal->filled * sizeof(tonal->samples[0]));
	return 0;
}

int
sar_tonal_samples(struct sar_tonal *tonal, const int16_t *samples, size_t n,
    struct sar_err *err)
{
	size_t now, made, i;

	for (; n > 0; n -= now, samples += now) {
		now = n < SAR_LOWER_BLOCK ? n : SAR_LOWER_BLOCK;
		made = sar_lower_samples(&tonal->lower, samples, now,
		    tonal->lowered);
		for (i = 0; i < made; i++)
			if (take(tonal, tonal->lowered[i], err) == -1)
				return -1;
	}
	return 0;
}

void
sar_tonal_end(struct sar_tonal *tonal, const struct sar_tonal_second **seconds,
    size_t *n)
{
	double per_second = (double)tonal->rate / tonal->step / HOP;
	struct partial *p;
	size_t i;

	for (p = tonal->partials; p < tonal->partials + PARTIALS; p++)
		if (p->open)
			close_partial(tonal, p);
	for (i = 0; i < tonal->n && !tonal->ended; i++) {
		tonal->seconds[i].partials /= (float)per_second;
		tonal->seconds[i].covered /= (float)per_second;
	}
	tonal->ended = true;
	*seconds = tonal->seconds;
	*n = tonal->n;
}
