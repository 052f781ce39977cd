#include "audio/inside.h"

#include <math.h>
#include <string.h>

/* sar-package(5) states all of these. */
#define SILENCE_MAX 33      /* -60 dBFS */
#define TONE 2317.0         /* root mean square of the fill */
#define TONE_MIN 0.85       /* of its level */
#define TONE_MAX 1.15       /* of its level */
#define TONE_RESIDUAL 92.0  /* root mean square, 28 dB below it */
#define SHARED_SILENCE 2    /* of the other channel's peak: 1 in 2, */
#define SHARED_SLACK 0.15   /* more of the tone's level, */
#define SHARED_RESIDUAL 8.0 /* and 1 in 8 beside the tone, and */
#define SHARED_BASE 4       /* 12 dB more in any case */

void
sar_inside_init(struct sar_inside *inside, uint32_t rate, uint32_t hz)
{
	double angle = 2 * acos(-1.0) * hz / rate;

	memset(inside, 0, sizeof(*inside));
	inside->whole = rate / 10 == 0 ? 1 : rate / 10;
	inside->step[0] = cos(angle);
	inside->step[1] = sin(angle);
}

/*
 * The tone, of whatever phase: coders turn it.  What is nearest by least
 * squares must have its level; nothing else may be there.
 */
static bool
is_tone(const struct sar_inside_part *part, int loud)
{
	double limit = TONE_RESIDUAL * (part->shared ? SHARED_BASE : 1) +
		       loud / SHARED_RESIDUAL;
	double det = part->cc * part->ss - part->cs * part->cs;
	double slack = part->shared ? SHARED_SLACK : 0;
	double c;
	double s;
	double level;

	if (det <= 0)
		return false;
	c = (part->yc * part->ss - part->ys * part->cs) / det;
	s = (part->ys * part->cc - part->yc * part->cs) / det;
	level = sqrt((c * c + s * s) / 2);
	return level >= (TONE_MIN - slack) * TONE &&
	       level <= (TONE_MAX + slack) * TONE &&
	       part->yy - c * part->yc - s * part->ys <=
		   limit * limit * part->n;
}

static bool
is_fill(const struct sar_inside *inside, const struct sar_inside_part *part,
    int loud)
{
	if (part->n == 0)
		return true;
	if (part->silent)
		return part->peak <= SILENCE_MAX + loud / SHARED_SILENCE;
	/* Too few samples are like any tone. */
	return part->n < inside->whole || is_tone(part, loud);
}

/*
 * The part before the one that ends now is looked at: a coder lets the other
 * channel be heard a little before and after it sounds.
 */
static bool
end_part(struct sar_inside *inside)
{
	int loud = inside->before;
	bool good;

	if (inside->last.loud > loud)
		loud = inside->last.loud;
	if (inside->now.loud > loud)
		loud = inside->now.loud;
	good = is_fill(inside, &inside->last, loud);
	inside->before = inside->last.loud;
	inside->last = inside->now;
	memset(&inside->now, 0, sizeof(inside->now));
	return good;
}

static void
add(struct sar_inside *inside, int y)
{
	struct sar_inside_part *now = &inside->now;
	double c = now->turn[0];
	double s = now->turn[1];

	now->cc += c * c;
	now->ss += s * s;
	now->cs += c * s;
	now->yc += y * c;
	now->ys += y * s;
	now->yy += (double)y * y;
	now->turn[0] = c * inside->step[0] - s * inside->step[1];
	now->turn[1] = s * inside->step[0] + c * inside->step[1];
}

bool
sar_inside_next(struct sar_inside *inside, int y, bool silent,
    const int16_t *loud)
{
	struct sar_inside_part *now = &inside->now;
	int size = y < 0 ? -y : y;

	if (now->n == 0)
		now->turn[0] = 1;
	now->silent = silent;
	if (!silent)
		add(inside, y);
	if (size > now->peak)
		now->peak = size;
	if (loud != NULL) {
		now->shared = true;
		size = *loud < 0 ? -*loud : *loud;
		if (size > now->loud)
			now->loud = size;
	}
	return ++now->n < inside->whole || end_part(inside);
}

bool
sar_inside_leave(struct sar_inside *inside)
{
	bool good;

	if (inside->now.n == 0 && inside->last.n == 0)
		return true;
	good = end_part(inside);
	/* How loud the other channel is next is not known. */
	if (!inside->last.shared)
		good = is_fill(inside, &inside->last, inside->before) && good;
	memset(&inside->last, 0, sizeof(inside->last));
	inside->before = 0;
	return good;
}
