#ifndef SAR_TESTS_AUDIO_INTERFERENCE_H
#define SAR_TESTS_AUDIO_INTERFERENCE_H

/* Sources that differ only inside the cuts, and what is said of all of them. */
#include "audio_bench.h"

#define LEN 6400 /* frames: 0.8 s */
#define SECRETS 9
#define CHANNELS_MAX 8

struct layout {
	uint32_t channels;
	uint32_t mask; /* of every cut; 0: all channels */
};

static const struct layout layouts[] = {
	{ 1, 0 },
	{ 2, 0 },
	{ 2, 1 },
	{ 2, 2 },
	{ 4, 5 },
	{ 8, 0 },
	{ 8, 0x80 },
};

#define N_LAYOUTS (sizeof(layouts) / sizeof(layouts[0]))

/* At the start, two that touch, with guards of GSM's size, at the end. */
static const struct sar_plan_cut places[] = {
	{ .from = 0, .to = 200, .fill = SAR_FILL_SILENCE },
	{ .from = 1500, .to = 2000 },
	{ .from = 2000, .to = 4000, .fill = SAR_FILL_SILENCE },
	{ .from = 6200, .to = LEN },
};

#define CUTS (sizeof(places) / sizeof(places[0]))

static inline bool
named(const struct layout *layout, uint32_t c)
{
	return layout->mask == 0 || (layout->mask >> c & 1) != 0;
}

static inline int16_t
secret_sample(unsigned kind, size_t i, uint32_t *seed)
{
	static const int16_t steady[] = { 0, INT16_MAX, INT16_MIN, 8, -8 };
	uint32_t noise = next_random(seed);

	switch (kind) {
	case 5: /* square, full scale */
		return i / 4 % 2 == 0 ? INT16_MAX : INT16_MIN;
	case 6: /* noise, full scale */
		return (int16_t)(noise & 0xffff);
	case 7: /* noise, faint */
		return (int16_t)(noise % 64);
	case 8: /* a voice */
		return (int16_t)((int32_t)(i * 523 % 20000) - 10000);
	default:
		return steady[kind];
	}
}

/*
 * A voice with secret ${kind} in every cut, on its channels.  The frames at
 * both ends differ from secret to secret by more than any codec here hides.
 */
static inline void
make_source(int16_t *samples, const struct layout *layout, unsigned kind)
{
	uint32_t channels = layout->channels;
	uint32_t seed = kind * 7919 + 1;
	size_t i;
	size_t k;
	uint32_t c;

	speak(samples, LEN, channels, 5);
	for (k = 0; k < CUTS; k++)
		for (i = (size_t)places[k].from; i < places[k].to; i++)
			for (c = 0; c < channels; c++) {
				bool edge = i == places[k].from ||
					    i + 1 == places[k].to;
				int16_t v = secret_sample(kind, i, &seed);

				if (edge)
					v = (int16_t)(3500 * (int)kind);
				if (named(layout, c))
					samples[i * channels + c] = v;
			}
}

static inline bool
same(const struct bytes *a, const struct bytes *b)
{
	return a->len == b->len && memcmp(a->data, b->data, a->len) == 0;
}

static inline bool
can_hold(enum sar_plan_format format, uint32_t channels)
{
	return format != SAR_FORMAT_MP3 || channels <= 2;
}

/* The cuts of a layout, cut ${short_one} a frame short at one end. */
static inline void
lay_cuts(struct sar_plan_cut *cuts, const struct layout *layout,
    size_t short_one, bool at_end)
{
	size_t k;

	memcpy(cuts, places, sizeof(places));
	for (k = 0; k < CUTS; k++) {
		cuts[k].channels = layout->mask;
		if (k == short_one && at_end)
			cuts[k].to--;
		else if (k == short_one)
			cuts[k].from++;
	}
}

typedef struct bytes run_fn(const struct sar_audio_job *job, unsigned kind,
    const struct layout *layout);

/* All secrets give the same; a cut that is short by one gives two apart. */
static inline void
assert_no_interference(run_fn *fn, const struct layout *layout,
    enum sar_plan_format format, uint32_t fade)
{
	static struct sar_source nowhere = { .name = "source" };
	struct sar_plan_cut cuts[CUTS];
	struct sar_audio_job job = { .source = &nowhere,
		.frames = LEN,
		.rate = RATE,
		.channels = layout->channels,
		.cuts = cuts,
		.n_cuts = CUTS,
		.format = format,
		.fade = fade };
	struct bytes first;
	struct bytes other;
	unsigned kind;
	size_t k;

	lay_cuts(cuts, layout, CUTS, false);
	first = fn(&job, 0, layout);
	for (kind = 1; kind < SECRETS; kind++) {
		other = fn(&job, kind, layout);
		if (!same(&first, &other))
			fail_msg("format %d, %u channels: secret %u shows",
			    (int)format, layout->channels, kind);
		bytes_free(&other);
	}
	bytes_free(&first);
	for (k = 0; k < CUTS * 2; k++) {
		lay_cuts(cuts, layout, k / 2, k % 2 != 0);
		first = fn(&job, 0, layout);
		other = fn(&job, 2 + (unsigned)k % (SECRETS - 2), layout);
		if (same(&first, &other))
			fail_msg("format %d, %u channels: cut %zu short by one "
				 "is not seen",
			    (int)format, layout->channels, k);
		bytes_free(&first);
		bytes_free(&other);
	}
}

#endif
