/*
 * Keys of a telephone, ITU-T Q.23, by limits that keep to table A-1 of Q.24.
 * Sound is summed over blocks of 5 ms against each of the eight frequencies; a
 * window is four of them, begun with each block.  In a window that has a key
 * two frequencies, one of each group, have nearly all there is of power.  How
 * far they are off is told by how their phase moves from window to window.
 */
#include "hear/keys.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "hear/thin.h"

#define GROUP 4
#define FREQUENCIES (2 * GROUP)
#define PARTS (2 * FREQUENCIES)
#define BLOCKS 4              /* in a window */
#define PER_SECOND 200        /* blocks */
#define BLOCK_MOST 80         /* samples: below 16 kHz */
#define PIECE 2048            /* samples that are thinned at a time */
#define QUIET_DB (-48.0)      /* a block below has no key in it */
#define LEAST_DB (-42.0)      /* each frequency, of a full-scale sine */
#define SHARE 0.75            /* of all power in the window is in the two */
#define HIGH_OVER_LOW_DB 6.0  /* Q.24: 4 dB at least is to be taken */
#define LOW_OVER_HIGH_DB 10.0 /* 8 dB */
#define TWIST_WINDOW_DB 13.0  /* in one window; some codecs take time */
#define OFF 0.025        /* of it a frequency may be off: 1.5 % is taken, */
#define OFF_WINDOW 0.05  /* 3.5 % is not.  In one window it is known less */
#define STEADY 40.0      /* power may differ so much from window to window */
#define WINDOWS_LEAST 4  /* 40 ms has 5 or more, 23 ms has 3 or fewer */
#define WINDOWS_MISSED 5 /* a break of 10 ms has so many or fewer */

static const double hertz[FREQUENCIES] = { 697, 770, 852, 941, 1209, 1336, 1477,
	1633 };
static const char names[] = "123A456B789C*0#D";

struct value {
	double re;
	double im;
};

/* What one window says of one frequency. */
struct found {
	unsigned nr;
	double power;
	struct value at; /* its phase in the middle of the window */
};

/* A key being pressed. */
struct press {
	bool is;
	unsigned low, high;
	uint64_t first, last; /* windows, by their last block */
	unsigned windows;
	unsigned steps; /* between windows that follow each other */
	double turn[2]; /* of the phases in all of these, in cycles */
	double least[2], most[2];
	double sum[2];      /* of power */
	struct value at[2]; /* in the last window */
};

struct sar_keys {
	sar_keys_fn *fn;
	void *ctx;
	struct sar_thin thin;
	double rate;     /* thinned */
	unsigned length; /* of a block, samples */
	float table[BLOCK_MOST][PARTS];
	double gain[FREQUENCIES];
	float block[BLOCK_MOST];
	unsigned filled;
	uint64_t blocks; /* closed */
	struct value sums[BLOCKS][FREQUENCIES];
	double powers[BLOCKS];
	bool loud[BLOCKS];
	struct press press;
	float piece[PIECE + 1];
};

struct sar_keys *
sar_keys_new(uint32_t rate, sar_keys_fn *fn, void *ctx, struct sar_err *err)
{
	struct sar_keys *keys = calloc(1, sizeof(*keys));
	unsigned i, f;
	double x;

	if (keys == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	keys->fn = fn;
	keys->ctx = ctx;
	keys->thin = sar_thin_begin(rate / 8000);
	keys->rate = (double)rate / keys->thin.by;
	keys->length = (unsigned)(keys->rate / PER_SECOND + 0.5);
	for (f = 0; f < FREQUENCIES; f++) {
		keys->gain[f] = sar_thin_gain(&keys->thin, rate, hertz[f]);
		for (i = 0; i < keys->length; i++) {
			x = 2 * M_PI * hertz[f] * i / keys->rate;
			keys->table[i][2 * f] = (float)cos(x);
			keys->table[i][2 * f + 1] = (float)-sin(x);
		}
	}
	return keys;
}

void
sar_keys_free(struct sar_keys *keys)
{
	if (keys == NULL)
		return;
	explicit_bzero(keys, sizeof(*keys));
	free(keys);
}

/* Was one frequency of the key no more stronger than the other than may be? */
static bool
is_even(const struct sar_keys *keys)
{
	const struct press *p = &keys->press;
	double gain = keys->gain[GROUP + p->high] / keys->gain[p->low];
	double over = 10 * log10(p->sum[1] / (p->sum[0] * gain * gain));

	return over <= HIGH_OVER_LOW_DB && over >= -LOW_OVER_HIGH_DB;
}

/* The end of a key: was it one? */
static int
release(struct sar_keys *keys, struct sar_err *err)
{
	const struct press *p = &keys->press;
	struct sar_keys_one key = { .key = names[p->low * GROUP + p->high] };
	uint64_t block = (uint64_t)keys->length * keys->thin.by;
	double off[2];
	unsigned i;

	keys->press.is = false;
	if (p->windows < WINDOWS_LEAST || p->steps == 0 || !is_even(keys))
		return 0;
	for (i = 0; i < 2; i++) {
		off[i] = p->turn[i] / p->steps * keys->rate / keys->length;
		if (fabs(off[i]) >
			OFF * hertz[i == 0 ? p->low : GROUP + p->high] ||
		    p->most[i] > STEADY * p->least[i])
			return 0;
	}
	key.from = (p->first + 1 - BLOCKS) * block;
	key.to = (p->last + 1) * block;
	return keys->fn(keys->ctx, &key, err);
}

/* The sum of block ${nr}. */
static const struct value *
sum_of(const struct sar_keys *keys, uint64_t nr, unsigned f)
{
	return &keys->sums[nr % BLOCKS][f];
}

/* By how many cycles a block frequency ${f} is off, seen over the window. */
static double
turn_of(const struct sar_keys *keys, unsigned f)
{
	struct value sum = { 0, 0 };
	const struct value *a, *b;
	unsigned i;

	for (i = 1; i < BLOCKS; i++) {
		a = sum_of(keys, keys->blocks - BLOCKS + i - 1, f);
		b = sum_of(keys, keys->blocks - BLOCKS + i, f);
		sum.re += b->re * a->re + b->im * a->im;
		sum.im += b->im * a->re - b->re * a->im;
	}
	return atan2(sum.im, sum.re) / (2 * M_PI);
}

/* The sum over the window of a frequency that is off by ${turn}. */
static struct value
together(const struct sar_keys *keys, unsigned f, double turn)
{
	struct value sum = { 0, 0 };
	const struct value *a;
	double x, c, s;
	unsigned i;

	for (i = 0; i < BLOCKS; i++) {
		a = sum_of(keys, keys->blocks - BLOCKS + i, f);
		x = -2 * M_PI * turn * (i - (BLOCKS - 1) / 2.0);
		c = cos(x);
		s = sin(x);
		sum.re += a->re * c - a->im * s;
		sum.im += a->re * s + a->im * c;
	}
	return sum;
}

/* The strongest of a group in the window.  False: it is off by too much. */
static bool
strongest(const struct sar_keys *keys, unsigned group, struct found *out)
{
	double n = (double)keys->length * BLOCKS;
	double turn, loss, power, best = -1;
	struct value at;
	unsigned f;

	for (f = group * GROUP; f < (group + 1) * GROUP; f++) {
		at = together(keys, f, 0);
		power = at.re * at.re + at.im * at.im;
		if (power > best) {
			best = power;
			out->nr = f;
		}
	}
	turn = turn_of(keys, out->nr);
	if (fabs(turn) * keys->rate / keys->length >
	    OFF_WINDOW * hertz[out->nr])
		return false;
	loss = turn == 0 ? 1 : sin(M_PI * turn) / (M_PI * turn);
	out->at = together(keys, out->nr, turn);
	out->power = 2 * (out->at.re * out->at.re + out->at.im * out->at.im) /
		     (n * n * loss * loss);
	return true;
}

/* Is there a key in the window? */
static bool
look(const struct sar_keys *keys, struct found out[2])
{
	double full = 32768.0 * 32768.0 / 2;
	double all = 0;
	double low, high;
	unsigned i;

	for (i = 0; i < BLOCKS; i++)
		all += keys->powers[i];
	all /= (double)keys->length * BLOCKS;
	if (!strongest(keys, 0, &out[0]) || !strongest(keys, 1, &out[1]) ||
	    out[0].power + out[1].power < SHARE * all)
		return false;
	low = out[0].power / (keys->gain[out[0].nr] * keys->gain[out[0].nr]);
	high = out[1].power / (keys->gain[out[1].nr] * keys->gain[out[1].nr]);
	if (10 * log10(low / full) < LEAST_DB ||
	    10 * log10(high / full) < LEAST_DB)
		return false;
	return fabs(10 * log10(high / low)) <= TWIST_WINDOW_DB;
}

static void
press(struct sar_keys *keys, const struct found found[2], uint64_t nr)
{
	struct press *p = &keys->press;
	unsigned i;

	*p = (struct press){ .is = true,
		.low = found[0].nr,
		.high = found[1].nr - GROUP,
		.first = nr };
	for (i = 0; i < 2; i++)
		p->least[i] = p->most[i] = found[i].power;
}

/* The key goes on in window ${nr}. */
static void
hold(struct press *p, const struct found found[2], uint64_t nr)
{
	const struct value *a, *b;
	unsigned i;

	for (i = 0; i < 2; i++) {
		a = &p->at[i];
		b = &found[i].at;
		if (p->windows > 0 && nr == p->last + 1)
			p->turn[i] += atan2(b->im * a->re - b->re * a->im,
					  b->re * a->re + b->im * a->im) /
				      (2 * M_PI);
		p->sum[i] += found[i].power;
		if (found[i].power < p->least[i])
			p->least[i] = found[i].power;
		if (found[i].power > p->most[i])
			p->most[i] = found[i].power;
		p->at[i] = *b;
	}
	if (p->windows > 0 && nr == p->last + 1)
		p->steps++;
	p->windows++;
	p->last = nr;
}

/* The window that ends with the block just closed. */
static int
window(struct sar_keys *keys, struct sar_err *err)
{
	uint64_t nr = keys->blocks - 1;
	struct press *p = &keys->press;
	struct found found[2];
	bool is;
	unsigned i, loud = 0;

	for (i = 0; i < BLOCKS; i++)
		loud += keys->loud[i];
	is = nr + 1 >= BLOCKS && loud + 1 >= BLOCKS && look(keys, found);
	if (p->is &&
	    (is ? p->low != found[0].nr || p->high != found[1].nr - GROUP ||
			nr > p->last + WINDOWS_MISSED + 1
		: nr > p->last + WINDOWS_MISSED) &&
	    release(keys, err) == -1)
		return -1;
	if (!is)
		return 0;
	if (!p->is)
		press(keys, found, nr);
	hold(p, found, nr);
	return 0;
}

/* Sums of the block against each frequency, as if all began with the sound. */
static void
sum_block(struct sar_keys *keys, struct value *out)
{
	float sums[PARTS] = { 0 };
	double x, c, s;
	unsigned i, f;

	for (i = 0; i < keys->length; i++)
		for (f = 0; f < PARTS; f++)
			sums[f] += keys->block[i] * keys->table[i][f];
	for (f = 0; f < FREQUENCIES; f++) {
		x = hertz[f] * keys->length / keys->rate * (double)keys->blocks;
		x = -2 * M_PI * (x - floor(x));
		c = cos(x);
		s = sin(x);
		out[f].re = (double)sums[2 * f] * c -
			    (double)sums[2 * f + 1] * s;
		out[f].im = (double)sums[2 * f] * s +
			    (double)sums[2 * f + 1] * c;
	}
}

static int
close_block(struct sar_keys *keys, struct sar_err *err)
{
	double quiet = pow(10, QUIET_DB / 10) * 32768.0 * 32768.0 / 2;
	unsigned at = (unsigned)(keys->blocks % BLOCKS);
	double power = 0;
	unsigned i;

	for (i = 0; i < keys->length; i++)
		power += (double)keys->block[i] * (double)keys->block[i];
	keys->powers[at] = power;
	keys->loud[at] = power > quiet * keys->length;
	if (keys->loud[at])
		sum_block(keys, keys->sums[at]);
	else
		memset(keys->sums[at], 0, sizeof(keys->sums[at]));
	keys->filled = 0;
	keys->blocks++;
	return window(keys, err);
}

static int
take(struct sar_keys *keys, const float *thinned, size_t n, struct sar_err *err)
{
	size_t now;

	for (; n > 0; n -= now, thinned += now) {
		now = keys->length - keys->filled;
		now = n < now ? n : now;
		memcpy(keys->block + keys->filled, thinned,
		    now * sizeof(*thinned));
		keys->filled += (unsigned)now;
		if (keys->filled == keys->length &&
		    close_block(keys, err) == -1)
			return -1;
	}
	return 0;
}

int
sar_keys_samples(struct sar_keys *keys, const int16_t *samples, size_t n,
    struct sar_err *err)
{
	size_t now, made;

	for (; n > 0; n -= now, samples += now) {
		now = n < PIECE ? n : PIECE;
		made = sar_thin_samples(&keys->thin, samples, now, keys->piece);
		if (take(keys, keys->piece, made, err) == -1)
			return -1;
	}
	return 0;
}

int
sar_keys_end(struct sar_keys *keys, struct sar_err *err)
{
	return keys->press.is ? release(keys, err) : 0;
}
