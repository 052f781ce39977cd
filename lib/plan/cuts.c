#include "plan/cuts.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "marks/basis.h"

#define MICRO UINT64_C(1000000)

/* Frames are added to a rate below; both stay far from 2^64. */
#define FRAMES_MAX (UINT64_C(1) << 62)

struct span {
	uint64_t from;
	uint64_t to;
	uint32_t bases;
};

/*
 * How far outside a mark the codec carries its sound (reference audio.md 2b:
 * GSM's long-term predictor rings for 353 ms).  A codec that is not here has
 * not been measured and is not redacted.
 */
static const struct guard {
	const char *codec;
	uint32_t before_ms;
	uint32_t after_ms;
} guards[] = {
	{ "pcm16", 0, 0 },
	{ "alaw", 0, 0 },
	{ "ulaw", 0, 0 },
	{ "flac", 0, 0 },
	{ "gsm610", 150, 400 },
};

static const struct guard *
find_guard(const char *codec)
{
	size_t i;

	for (i = 0; i < sizeof(guards) / sizeof(guards[0]); i++)
		if (codec != NULL && strcmp(guards[i].codec, codec) == 0)
			return &guards[i];
	return NULL;
}

/* The guard of a recording that has a shape; NULL with ${err} set if not. */
static const struct guard *
check_shape(const struct sar_item *item, struct sar_err *err)
{
	const struct sar_index_recording *recording = item->recording;
	const struct guard *guard = find_guard(recording->codec);

	if (recording->rate == 0 || recording->channels == 0 ||
	    recording->frames == 0 || recording->frames > FRAMES_MAX) {
		(void)sar_err_set(err, SAR_ECORRUPT,
		    "item %u: the index has no length for the recording",
		    item->number);
		return NULL;
	}
	if (guard == NULL)
		(void)sar_err_set(err, SAR_ECORRUPT,
		    "item %u: the index has a codec that cannot be redacted",
		    item->number);
	return guard;
}

/*
 * The frame at ${us}, rounded down or up, or ${limit} if it is not before
 * that.  Whole seconds are compared first so that the product cannot wrap.
 */
static uint64_t
frame_at(uint64_t us, uint32_t rate, bool up, uint64_t limit)
{
	uint64_t seconds = us / MICRO;
	uint64_t part = us % MICRO * rate;
	uint64_t frame;

	if (seconds > limit / rate)
		return limit;
	frame = seconds * rate + (part + (up ? MICRO - 1 : 0)) / MICRO;
	return frame < limit ? frame : limit;
}

static int
past_end(const struct sar_plan_item *out, unsigned line, struct sar_err *err)
{
	const struct sar_index_recording *recording = out->item->recording;
	uint32_t rate = recording->rate;

	return sar_err_set(err, SAR_EINPUT,
	    "%s: line %u: mark past the end of the recording (%" PRIu64
	    ".%03" PRIu64 " s)",
	    out->marks->name, line, recording->frames / rate,
	    recording->frames % rate * 1000 / rate);
}

/*
 * A mark that ends one frame late only because a label's microseconds cannot
 * name the last frame is taken; one past that was made on other audio.
 */
static int
span_of(const struct sar_plan_item *out, const struct sar_mark *mark,
    struct span *span, struct sar_err *err)
{
	const struct sar_index_recording *recording = out->item->recording;
	uint64_t frames = recording->frames;
	uint64_t before = (uint64_t)out->guard_before_ms * 1000;
	uint64_t after = (uint64_t)out->guard_after_ms * 1000;
	uint64_t beyond = frames + 2;

	if (frame_at(mark->to_us, recording->rate, true, beyond) > frames + 1 ||
	    frame_at(mark->from_us, recording->rate, false, beyond) >= frames)
		return past_end(out, mark->line, err);
	span->from = frame_at(mark->from_us > before ? mark->from_us - before
						     : 0,
	    recording->rate, false, frames);
	span->to = frame_at(mark->to_us + after, recording->rate, true, frames);
	if ((span->bases = sar_basis_bits(mark->basis)) == 0)
		return sar_err_set(err, SAR_EINPUT,
		    "%s: line %u: unknown provision", out->marks->name,
		    mark->line);
	if (span->from >= span->to)
		return sar_err_set(err, SAR_EINPUT, "%s: line %u: empty mark",
		    out->marks->name, mark->line);
	return 0;
}

static int
by_start(const void *a, const void *b)
{
	const struct span *x = a;
	const struct span *y = b;

	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	return (x->to > y->to) - (x->to < y->to);
}

/* Merge sorted spans that touch or overlap; return how many are left. */
static size_t
merge(struct span *spans, size_t n)
{
	size_t last = 0;
	size_t i;

	for (i = 1; i < n; i++) {
		if (spans[i].from > spans[last].to) {
			spans[++last] = spans[i];
			continue;
		}
		if (spans[i].to > spans[last].to)
			spans[last].to = spans[i].to;
		spans[last].bases |= spans[i].bases;
	}
	return last + 1;
}

static int
store(struct sar_plan_item *out, const struct span *spans, size_t n,
    enum sar_plan_fill fill, struct sar_err *err)
{
	size_t i;

	if ((out->cuts = calloc(n, sizeof(*out->cuts))) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	for (i = 0; i < n; i++) {
		out->cuts[i].from = spans[i].from;
		out->cuts[i].to = spans[i].to;
		out->cuts[i].fill = fill;
		sar_basis_join(spans[i].bases, out->cuts[i].basis);
	}
	out->n_cuts = n;
	return 0;
}

int
sar_cuts_make(struct sar_plan_item *out, enum sar_plan_fill fill,
    struct sar_err *err)
{
	const struct guard *guard;
	struct span *spans = NULL;
	int result = -1;
	size_t i;

	if ((guard = check_shape(out->item, err)) == NULL)
		return -1;
	out->guard_before_ms = guard->before_ms;
	out->guard_after_ms = guard->after_ms;
	if (out->marks->n == 0)
		return 0;
	if ((spans = calloc(out->marks->n, sizeof(*spans))) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	for (i = 0; i < out->marks->n; i++)
		if (span_of(out, &out->marks->marks[i], &spans[i], err) == -1)
			goto out;
	qsort(spans, out->marks->n, sizeof(*spans), by_start);
	result = store(out, spans, merge(spans, out->marks->n), fill, err);

out:
	free(spans);
	return result;
}
