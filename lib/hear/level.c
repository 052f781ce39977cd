/*
 * Silence and talk.  Of each 1/100 s there is a level; what is some decibels
 * above the noise of the line is active.  The noise is taken from stretches
 * nearby that are steady, as noise is and talk is not; from both sides, so a
 * decision waits for that long.  Where no noise is known, or it is as loud as
 * talk, the limits are such that too much is called talk and not too little.
 */
#include <math.h>
#include <stdlib.h>

#include "hear/detect.h"

#define PER_SECOND 100 /* windows */
#define WINDOWS 20     /* in a block */
#define AROUND 75      /* blocks on each side that tell of the noise: 15 s */
#define RING (2 * AROUND + 1)
#define STEADY_DB 8.0      /* levels of a block of noise differ by less */
#define STEADY_LEAST 3     /* such blocks before they are believed */
#define NOISE_MOST (-44.0) /* dB of full scale: louder is no line noise */
#define DIGITAL (-80.0)    /* as good as nothing: less than 1 of 16 bits */
#define ABOVE_DB 6.0       /* the noise, and it is active */
#define LIMIT_LEAST (-66.0)
#define LIMIT_MOST (-38.0)
#define DENSE 10      /* of so many windows at least */
#define DENSE_LEAST 4 /* are active: less is a click */
#define MARGIN 10     /* windows before and after that belong to it */
#define PAUSE 200     /* windows: shorter pauses are part of the talk */

struct block {
	float levels[WINDOWS];
	float steady; /* its level if it is; else 0 */
};

struct level {
	uint32_t rate;
	uint64_t frames;
	uint64_t windows; /* closed */
	uint64_t end;     /* frame at which the one being filled ends */
	int64_t sum;
	uint64_t squares;
	uint32_t filled;
	struct block ring[RING + 1];
	uint64_t decided; /* windows */
	uint32_t recent;  /* of the last DENSE decisions, the last is bit 0 */
	bool talking;
	uint64_t from; /* of the talk, windows */
	uint64_t to;
	uint64_t silent; /* nothing since this window */
};

static void *
make(uint32_t rate, struct sar_err *err)
{
	struct level *level = calloc(1, sizeof(*level));

	if (level == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	level->rate = rate;
	level->end = rate / PER_SECOND;
	return level;
}

static void
release(void *state)
{
	free(state);
}

/* The frame at which window ${nr} begins. */
static uint64_t
frame_of(const struct level *level, uint64_t nr)
{
	uint64_t frame = nr * level->rate / PER_SECOND;

	return frame < level->frames ? frame : level->frames;
}

static int
add(const struct level *level, enum sar_hear_kind kind, uint64_t from,
    uint64_t to, struct sar_detect_sink *sink, struct sar_err *err)
{
	struct sar_heard heard = { .kind = kind,
		.from = frame_of(level, from),
		.to = frame_of(level, to) };

	return sar_detect_add(sink, &heard, err);
}

static struct block *
block_at(struct level *level, uint64_t nr)
{
	return &level->ring[nr % (RING + 1)];
}

static int
compare(const void *a, const void *b)
{
	float x = *(const float *)a, y = *(const float *)b;

	return (x > y) - (x < y);
}

/* What is active around block ${nr} of ${n} is louder than this. */
static float
limit_at(struct level *level, uint64_t nr, uint64_t n)
{
	uint64_t i = nr > AROUND ? nr - AROUND : 0;
	float steady[RING];
	size_t found = 0;
	double limit = LIMIT_LEAST;

	for (; i < n && i <= nr + AROUND; i++)
		if (block_at(level, i)->steady < 0)
			steady[found++] = block_at(level, i)->steady;
	if (found < STEADY_LEAST)
		return (float)limit;
	qsort(steady, found, sizeof(*steady), compare);
	limit = (double)steady[found / 4] + ABOVE_DB;
	limit = limit < LIMIT_LEAST ? LIMIT_LEAST : limit;
	return (float)(limit > LIMIT_MOST ? LIMIT_MOST : limit);
}

static unsigned
count(uint32_t bits)
{
	unsigned n = 0;

	for (; bits != 0; bits &= bits - 1)
		n++;
	return n;
}

/* There is talk from window ${from} up to ${to}. */
static int
talk(struct level *level, uint64_t from, uint64_t to,
    struct sar_detect_sink *sink, struct sar_err *err)
{
	uint64_t begin = from > MARGIN ? from - MARGIN : 0;

	if (level->talking && begin < level->to + PAUSE) {
		level->to = to + MARGIN;
		return 0;
	}
	if (level->talking &&
	    add(level, SAR_HEAR_TALK, level->from, level->to, sink, err) == -1)
		return -1;
	level->silent = level->talking ? level->to : 0;
	if (begin >= level->silent + PAUSE &&
	    add(level, SAR_HEAR_SILENCE, level->silent, begin, sink, err) == -1)
		return -1;
	level->talking = true;
	level->from = begin;
	level->to = to + MARGIN;
	return 0;
}

/* The next window is decided: was it active? */
static int
decide(struct level *level, bool active, struct sar_detect_sink *sink,
    struct sar_err *err)
{
	uint64_t nr = level->decided++;
	unsigned back = 0;

	level->recent = (level->recent << 1 | (active ? 1U : 0U)) &
			((1U << DENSE) - 1);
	if (!active || count(level->recent) < DENSE_LEAST)
		return 0;
	while (level->recent >> (back + 1) != 0)
		back++;
	return talk(level, nr - back, nr + 1, sink, err);
}

/* Block ${nr} of the ${n} there are up to now, of which ${windows} count. */
static int
decide_block(struct level *level, uint64_t nr, uint64_t n, unsigned windows,
    struct sar_detect_sink *sink, struct sar_err *err)
{
	float limit = limit_at(level, nr, n);
	unsigned i;

	for (i = 0; i < windows; i++)
		if (decide(level, block_at(level, nr)->levels[i] > limit, sink,
			err) == -1)
			return -1;
	return 0;
}

static void
close_block(struct block *block)
{
	double least = 0;
	double most = -1000;
	double sum = 0;
	unsigned i;

	for (i = 0; i < WINDOWS; i++) {
		double one = (double)block->levels[i];

		least = one < least ? one : least;
		most = one > most ? one : most;
		sum += one;
	}
	block->steady = 0;
	if (least > DIGITAL && most - least < STEADY_DB &&
	    sum / WINDOWS < NOISE_MOST)
		block->steady = (float)(sum / WINDOWS);
}

/* In decibels of full scale, without what is the same in all of it. */
static float
level_of(const struct level *level)
{
	double n = level->filled;
	double mean = (double)level->sum / n;
	double power = (double)level->squares / n - mean * mean;

	if (power < 1e-4)
		return -130;
	return (float)(10 * log10(power / (32768.0 * 32768.0)));
}

static int
close_window(struct level *level, struct sar_detect_sink *sink,
    struct sar_err *err)
{
	uint64_t nr = level->windows / WINDOWS;
	struct block *block = block_at(level, nr);

	block->levels[level->windows % WINDOWS] = level_of(level);
	level->windows++;
	level->sum = 0;
	level->squares = 0;
	level->filled = 0;
	level->end = (level->windows + 1) * level->rate / PER_SECOND;
	if (level->windows % WINDOWS != 0)
		return 0;
	close_block(block);
	if (nr < AROUND)
		return 0;
	return decide_block(level, nr - AROUND, nr + 1, WINDOWS, sink, err);
}

static int
samples(void *state, const int16_t *from, size_t n,
    struct sar_detect_sink *sink, struct sar_err *err)
{
	struct level *level = state;
	size_t i, now;

	for (; n > 0; n -= now, from += now) {
		int64_t sum = 0;
		uint64_t squares = 0;

		now = n;
		if (now > level->end - level->frames)
			now = (size_t)(level->end - level->frames);
		for (i = 0; i < now; i++) {
			sum += from[i];
			squares += (uint64_t)((int32_t)from[i] * from[i]);
		}
		level->sum += sum;
		level->squares += squares;
		level->filled += (uint32_t)now;
		level->frames += now;
		if (level->frames == level->end &&
		    close_window(level, sink, err) == -1)
			return -1;
	}
	return 0;
}

/* What has not been decided yet, since it waited for what comes after it. */
static int
decide_rest(struct level *level, struct sar_detect_sink *sink,
    struct sar_err *err)
{
	uint64_t whole = level->windows / WINDOWS;
	uint64_t nr = level->decided / WINDOWS;

	for (; nr < whole; nr++)
		if (decide_block(level, nr, whole, WINDOWS, sink, err) == -1)
			return -1;
	return decide_block(level, whole, whole,
	    (unsigned)(level->windows % WINDOWS), sink, err);
}

static int
end(void *state, struct sar_detect_sink *sink, struct sar_err *err)
{
	struct level *level = state;
	uint64_t n;

	if (level->filled > 0 && close_window(level, sink, err) == -1)
		return -1;
	if (decide_rest(level, sink, err) == -1)
		return -1;
	n = level->windows;
	if (!level->talking)
		return add(level, SAR_HEAR_SILENCE, 0, n, sink, err);
	if (add(level, SAR_HEAR_TALK, level->from, level->to, sink, err) == -1)
		return -1;
	if (n < level->to + PAUSE)
		return 0;
	return add(level, SAR_HEAR_SILENCE, level->to, n, sink, err);
}

const struct sar_detect sar_detect_level = { make, samples, end, release,
	NULL };
