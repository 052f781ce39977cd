/*
 * Tones are low, so the sound is thinned to some 2 kHz, and looked at in
 * windows of 100 ms, one every 50 ms: as in a spectrum with a line every 10 Hz,
 * by von Hann's window, in which tones 40 Hz apart do not disturb each other.
 * All power, that of higher frequencies too, is taken before it is thinned.
 */
#include "hear/pitch.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "hear/thin.h"

#define RATE 2000      /* about */
#define PER_SECOND 20  /* blocks; two are a window */
#define BLOCK_MOST 200 /* samples */
#define FIRST_HZ 310.0 /* of the lines */
#define STEP_HZ 10.0
#define LINES 38
#define PIECE 2048
#define QUIET_DB                                                            \
	(-50.0)        /* of a full-scale sine: no tone in a quieter window \
			*/
#define SHARE 0.8      /* of all power is in the one or two */
#define BESIDE_DB 13.0 /* a second one that is weaker is none */
#define TWIST_DB 8.0   /* two of a tone do not differ by more */
#define OFF_HZ 12.0    /* half the way from 400 to 425 */
#define NEAR 3         /* lines that one frequency may reach */
#define EDGE_MS 15     /* a window that is 3/5 tone is taken for one */

static const struct {
	enum sar_pitch pitch;
	double low;
	double high; /* 0: there is but one */
} known[] = {
	{ SAR_PITCH_400, 400, 0 },
	{ SAR_PITCH_425, 425, 0 },
	{ SAR_PITCH_400_450, 400, 450 },
	{ SAR_PITCH_440_480, 440, 480 },
	{ SAR_PITCH_350_440, 350, 440 },
	{ SAR_PITCH_480_620, 480, 620 },
};

#define KNOWN (sizeof(known) / sizeof(known[0]))

struct line {
	float cosine[2 * BLOCK_MOST];
	float sine[2 * BLOCK_MOST];
	double gain; /* of power, by thinning */
};

/* A frequency that stands out. */
struct peak {
	double hz;
	double power;
};

struct sar_pitches {
	sar_pitch_fn *fn;
	void *ctx;
	uint32_t rate;
	uint64_t frames;
	struct sar_thin thin;
	unsigned length; /* of a block, thinned */
	double scale;    /* from a square of a line to power */
	struct line lines[LINES];
	float window[2 * BLOCK_MOST]; /* this block is the second half */
	unsigned filled;
	double powers[2];  /* sums of squares before thinning */
	unsigned in_block; /* samples of powers[1] */
	uint64_t blocks;   /* closed */
	struct sar_pitch_one now;
	float piece[PIECE + 1];
};

static void
make_line(struct sar_pitches *p, unsigned nr)
{
	struct line *line = &p->lines[nr];
	double hz = FIRST_HZ + STEP_HZ * nr;
	double rate = (double)p->rate / p->thin.by;
	unsigned n = 2 * p->length;
	double weight, x;
	unsigned i;

	for (i = 0; i < n; i++) {
		weight = 0.5 - 0.5 * cos(2 * M_PI * (i + 0.5) / n);
		x = 2 * M_PI * hz * i / rate;
		line->cosine[i] = (float)(weight * cos(x));
		line->sine[i] = (float)(weight * sin(x));
	}
	line->gain = sar_thin_gain(&p->thin, p->rate, hz);
	line->gain *= line->gain;
}

struct sar_pitches *
sar_pitch_new(uint32_t rate, sar_pitch_fn *fn, void *ctx, struct sar_err *err)
{
	struct sar_pitches *p = calloc(1, sizeof(*p));
	unsigned i;

	if (p == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	p->fn = fn;
	p->ctx = ctx;
	p->rate = rate;
	p->thin = sar_thin_begin(rate / RATE);
	p->length = (unsigned)((double)rate / p->thin.by / PER_SECOND + 0.5);
	/* von Hann's weights are 1/2 in the mean. */
	p->scale = 2.0 / ((double)p->length * p->length);
	for (i = 0; i < LINES; i++)
		make_line(p, i);
	return p;
}

void
sar_pitch_free(struct sar_pitches *pitches)
{
	if (pitches == NULL)
		return;
	explicit_bzero(pitches, sizeof(*pitches));
	free(pitches);
}

/* The power that a sine at each line would have to have. */
static void
transform(const struct sar_pitches *p, double out[LINES])
{
	unsigned n = 2 * p->length;
	unsigned i, k;

	for (k = 0; k < LINES; k++) {
		const struct line *line = &p->lines[k];
		float c = 0, s = 0;

		for (i = 0; i < n; i++) {
			c += p->window[i] * line->cosine[i];
			s += p->window[i] * line->sine[i];
		}
		out[k] = ((double)c * (double)c + (double)s * (double)s) *
			 p->scale / line->gain;
	}
}

/* The strongest line that is no edge and not near line ${but} (0: none); 0 when
   there is none.  And what is between the lines there: a parabola through three
   of them. */
static int
find_peak(const double lines[LINES], int but, struct peak *out)
{
	double a, b, c, d;
	int best = 0;
	int k;

	for (k = 1; k < LINES - 1; k++)
		if ((but == 0 || abs(k - but) >= NEAR) &&
		    lines[k] >= lines[k - 1] && lines[k] >= lines[k + 1] &&
		    lines[k] > 0 && (best == 0 || lines[k] > lines[best]))
			best = k;
	if (best == 0)
		return 0;
	a = log(lines[best - 1] + 1e-9);
	b = log(lines[best] + 1e-9);
	c = log(lines[best + 1] + 1e-9);
	d = a - 2 * b + c;
	d = d < 0 ? (a - c) / (2 * d) : 0;
	out->hz = FIRST_HZ + STEP_HZ * (best + d);
	out->power = exp(b - (a - c) * d / 4);
	return best;
}

static enum sar_pitch
name(const struct peak peaks[2], double all)
{
	bool two = peaks[1].power > peaks[0].power * pow(10, -BESIDE_DB / 10);
	double low = peaks[0].hz, high = peaks[1].hz;
	double sum = peaks[0].power + (two ? peaks[1].power : 0);
	size_t i;

	if (sum < SHARE * all ||
	    (two && peaks[1].power < peaks[0].power * pow(10, -TWIST_DB / 10)))
		return SAR_PITCH_NONE;
	if (two && low > high) {
		low = peaks[1].hz;
		high = peaks[0].hz;
	}
	for (i = 0; i < KNOWN; i++)
		if ((known[i].high > 0) == two &&
		    fabs(low - known[i].low) <= OFF_HZ &&
		    (!two || fabs(high - known[i].high) <= OFF_HZ))
			return known[i].pitch;
	return SAR_PITCH_NONE;
}

/* What the window that ends with the block just closed is. */
static enum sar_pitch
look(const struct sar_pitches *p)
{
	double full = 32768.0 * 32768.0 / 2;
	double n = 2.0 * p->length * p->thin.by;
	double all = (p->powers[0] + p->powers[1]) / n;
	struct peak peaks[2] = { { 0, 0 }, { 0, 0 } };
	double lines[LINES];
	double low = 0;
	unsigned i;
	int at;

	if (p->blocks < 2 || all < full * pow(10, QUIET_DB / 10))
		return SAR_PITCH_NONE;
	/* It takes no spectrum to see that most is higher than any tone. */
	for (i = 0; i < 2 * p->length; i++)
		low += (double)p->window[i] * (double)p->window[i];
	if (low / (2.0 * p->length) < all * SHARE * p->lines[LINES - 1].gain)
		return SAR_PITCH_NONE;
	transform(p, lines);
	if ((at = find_peak(lines, 0, &peaks[0])) == 0)
		return SAR_PITCH_NONE;
	(void)find_peak(lines, at, &peaks[1]);
	return name(peaks, all);
}

/* What sounded ends: tell it. */
static int
flush(struct sar_pitches *p, struct sar_err *err)
{
	uint64_t edge = (uint64_t)p->rate * EDGE_MS / 1000;
	struct sar_pitch_one one = p->now;

	p->now.pitch = SAR_PITCH_NONE;
	if (one.pitch == SAR_PITCH_NONE)
		return 0;
	one.from += edge;
	one.to -= edge;
	return p->fn(p->ctx, &one, err);
}

static int
close_block(struct sar_pitches *p, struct sar_err *err)
{
	uint64_t block = (uint64_t)p->length * p->thin.by;
	enum sar_pitch pitch;

	p->blocks++;
	pitch = look(p);
	if (pitch != p->now.pitch && flush(p, err) == -1)
		return -1;
	if (pitch != SAR_PITCH_NONE) {
		if (p->now.pitch == SAR_PITCH_NONE)
			p->now.from = (p->blocks - 2) * block;
		p->now.pitch = pitch;
		p->now.to = p->blocks * block;
	}
	memcpy(p->window, p->window + p->length,
	    p->length * sizeof(*p->window));
	p->powers[0] = p->powers[1];
	p->powers[1] = 0;
	p->in_block = 0;
	p->filled = 0;
	return 0;
}

static double
power_of(const int16_t *samples, size_t n)
{
	uint64_t sum = 0;
	size_t i;

	for (i = 0; i < n; i++)
		sum += (uint64_t)((int32_t)samples[i] * samples[i]);
	return (double)sum;
}

/* No more than the block still takes. */
static int
take(struct sar_pitches *p, const int16_t *samples, size_t n,
    struct sar_err *err)
{
	size_t made = sar_thin_samples(&p->thin, samples, n, p->piece);

	memcpy(p->window + p->length + p->filled, p->piece,
	    made * sizeof(*p->piece));
	p->filled += (unsigned)made;
	p->powers[1] += power_of(samples, n);
	p->in_block += (unsigned)n;
	return p->filled == p->length ? close_block(p, err) : 0;
}

int
sar_pitch_samples(struct sar_pitches *pitches, const int16_t *samples, size_t n,
    struct sar_err *err)
{
	size_t now, room;

	for (; n > 0; n -= now, samples += now) {
		room = (size_t)pitches->length * pitches->thin.by -
		       pitches->in_block;
		now = n < room ? n : room;
		now = now < PIECE ? now : PIECE;
		if (take(pitches, samples, now, err) == -1)
			return -1;
	}
	return 0;
}

int
sar_pitch_end(struct sar_pitches *pitches, struct sar_err *err)
{
	return flush(pitches, err);
}
