/*
 * Music on hold.  Not its rhythm, not its loudness: how much of the time notes
 * are held, how many at once, and how many different ones.  Of talk only a few
 * percent are held; of ringing and other tones it is always the same one or
 * two.  Limits as measured by tests/hear: see sar-export(1), suggest.
 */
#include <stdlib.h>

#include "hear/detect.h"
#include "hear/tonal.h"

#define WINDOW 8 /* seconds looked at together, and the least found */
#define COVERED_LEAST 0.7F
#define PARTIALS_LEAST 2.5F
#define NOTES_LEAST 6
#define EDGE_LEAST 0.4F /* covered of a second, for it to begin or to end */
#define APART 4         /* seconds: what is nearer is one piece */

struct music {
	uint32_t rate;
	uint64_t frames;
	struct sar_tonal *tonal; /* not ours */
};

static void
release(void *state)
{
	free(state);
}

static void *
make(uint32_t rate, struct sar_err *err)
{
	struct music *music = calloc(1, sizeof(*music));

	if (music == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	music->rate = rate;
	return music;
}

static void
lend(void *state, struct sar_tonal *tonal)
{
	struct music *music = state;

	music->tonal = tonal;
}

static int
samples(void *state, const int16_t *some, size_t n,
    struct sar_detect_sink *sink, struct sar_err *err)
{
	struct music *music = state;

	(void)some;
	(void)sink;
	(void)err;
	music->frames += n;
	return 0;
}

static int
count(uint64_t notes)
{
	int n = 0;

	for (; notes != 0; notes &= notes - 1)
		n++;
	return n;
}

/* Is it music in the WINDOW seconds at ${seconds}? */
static bool
is_music(const struct sar_tonal_second *seconds)
{
	float covered = 0;
	float partials = 0;
	uint64_t notes = 0;
	size_t i;

	for (i = 0; i < WINDOW; i++) {
		covered += seconds[i].covered;
		partials += seconds[i].partials;
		notes |= seconds[i].notes;
	}
	return covered >= WINDOW * COVERED_LEAST &&
	       partials >= WINDOW * PARTIALS_LEAST &&
	       count(notes) >= NOTES_LEAST;
}

/* Seconds ${from} to ${to}, less what is no music at the ends. */
static int
add(const struct music *music, const struct sar_tonal_second *seconds,
    size_t from, size_t to, struct sar_detect_sink *sink, struct sar_err *err)
{
	struct sar_heard heard = { .kind = SAR_HEAR_MUSIC };

	while (from < to && seconds[from].covered < EDGE_LEAST)
		from++;
	while (from < to && seconds[to - 1].covered < EDGE_LEAST)
		to--;
	if (to - from < WINDOW)
		return 0;
	heard.from = (uint64_t)from * music->rate;
	heard.to = (uint64_t)to * music->rate;
	if (heard.to > music->frames)
		heard.to = music->frames;
	return sar_detect_add(sink, &heard, err);
}

static int
end(void *state, struct sar_detect_sink *sink, struct sar_err *err)
{
	struct music *music = state;
	const struct sar_tonal_second *seconds;
	bool open = false;
	size_t from = 0;
	size_t to = 0;
	size_t n;
	size_t i;

	sar_tonal_end(music->tonal, &seconds, &n);
	for (i = 0; i + WINDOW <= n; i++) {
		if (!is_music(&seconds[i]))
			continue;
		if (open && i > to + APART) {
			if (add(music, seconds, from, to, sink, err) == -1)
				return -1;
			open = false;
		}
		from = open ? from : i;
		to = i + WINDOW;
		open = true;
	}
	return open ? add(music, seconds, from, to, sink, err) : 0;
}

const struct sar_detect sar_detect_music = { make, samples, end, release,
	lend };
