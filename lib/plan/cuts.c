#include "plan/cuts.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "marks/basis.h"
#include "plan/guards.h"
#include "redact/redact.h"

#define MICRO UINT64_C(1000000)

/* Frames are added to a rate below; both stay far from 2^64. */
#define FRAMES_MAX (UINT64_C(1) << 62)

/* A mark as frames and sets. */
struct span {
	uint64_t from;
	uint64_t to;
	uint32_t channels;  /* never none: every one is all bits */
	uint32_t bases;     /* sar_basis_bits() */
	uint64_t decisions; /* of the marks file, by index */
	bool silence;
};

#define CHANNELS 32
#define BASES 32

/* The guard of a recording that has a shape; NULL with ${err} set if not. */
static const struct sar_guard *
check_shape(const struct sar_item *item, struct sar_err *err)
{
	const struct sar_index_recording *recording = item->recording;
	const struct sar_guard *guard = sar_guards_of(recording->codec);

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
bad_mark(const struct sar_plan_item *out, unsigned line, const char *why,
    struct sar_err *err)
{
	return sar_marks_bad(out->marks, line, why, err);
}

static int
past_end(const struct sar_plan_item *out, unsigned line, struct sar_err *err)
{
	const struct sar_index_recording *recording = out->item->recording;
	uint32_t rate = recording->rate;
	char why[96];

	(void)snprintf(why, sizeof(why),
	    "mark past the end of the recording (%" PRIu64 ".%03" PRIu64 " s)",
	    recording->frames / rate, recording->frames % rate * 1000 / rate);
	return sar_marks_bad(out->marks, line, why, err);
}

uint32_t
sar_cuts_every(const struct sar_index_recording *recording)
{
	return recording->channels >= CHANNELS
		   ? UINT32_MAX
		   : (UINT32_C(1) << recording->channels) - 1;
}

bool
sar_plan_joint(const struct sar_index_recording *recording)
{
	return recording->channels > 1 && sar_guards_joint(recording->codec);
}

/* What is cut of ${mark}, where, on what grounds, and how it is filled. */
static int
set_attributes(const struct sar_plan_item *out, const struct sar_mark *mark,
    enum sar_plan_fill fill, struct span *span, struct sar_err *err)
{
	uint32_t every = sar_cuts_every(out->item->recording);
	int decision = sar_decision_of(out->marks, mark);

	if ((span->bases = sar_basis_bits(mark->basis)) == 0)
		return bad_mark(out, mark->line, "unknown provision", err);
	if ((mark->channels & ~every) != 0)
		return bad_mark(out, mark->line,
		    "names a channel that the recording has not got", err);
	span->channels = mark->channels;
	if (mark->channels == 0 || sar_plan_joint(out->item->recording))
		span->channels = every;
	span->decisions = decision == -1 ? 0 : UINT64_C(1) << decision;
	span->silence = mark->fill == SAR_MARK_FILL_SILENCE ||
			(mark->fill == SAR_MARK_FILL_POLICY &&
			    fill == SAR_FILL_SILENCE);
	return 0;
}

/* To whole blocks: what is withheld is proved block by block. */
static void
widen(const struct sar_plan_item *out, struct span *span)
{
	const struct sar_index_recording *recording = out->item->recording;
	struct sar_redact_shape shape = { recording->frames, recording->rate,
		recording->channels };

	if (out->block != 0)
		sar_redact_align(&shape, &span->from, &span->to);
}

/*
 * A mark that ends one frame late only because a label's microseconds cannot
 * name the last frame is taken; one past that was made on other audio.
 */
static int
span_of(const struct sar_plan_item *out, const struct sar_mark *mark,
    enum sar_plan_fill fill, struct span *span, struct sar_err *err)
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
	if (span->from >= span->to)
		return bad_mark(out, mark->line, "empty mark", err);
	widen(out, span);
	return set_attributes(out, mark, fill, span, err);
}

/* Where a span begins or ends. */
struct edge {
	uint64_t frame;
	const struct span *span;
	int step; /* +1 where it begins, -1 where it ends */
};

/* How many of the spans over one frame have each attribute. */
struct layer {
	size_t spans;
	size_t tones;
	size_t channels[CHANNELS];
	size_t bases[BASES];
	size_t decisions[SAR_DECISIONS_MAX];
};

static int
by_frame(const void *a, const void *b)
{
	const struct edge *x = a;
	const struct edge *y = b;

	return (x->frame > y->frame) - (x->frame < y->frame);
}

static void
step_set(size_t *counts, size_t n, uint64_t set, int step)
{
	size_t i;

	for (i = 0; i < n; i++)
		if ((set >> i & 1) != 0)
			counts[i] += (size_t)step;
}

static uint64_t
set_of(const size_t *counts, size_t n)
{
	uint64_t set = 0;
	size_t i;

	for (i = 0; i < n; i++)
		if (counts[i] > 0)
			set |= UINT64_C(1) << i;
	return set;
}

static void
cross(struct layer *layer, const struct edge *edge)
{
	const struct span *span = edge->span;

	layer->spans += (size_t)edge->step;
	layer->tones += span->silence ? 0 : (size_t)edge->step;
	step_set(layer->channels, CHANNELS, span->channels, edge->step);
	step_set(layer->bases, BASES, span->bases, edge->step);
	step_set(layer->decisions, SAR_DECISIONS_MAX, span->decisions,
	    edge->step);
}

static bool
joins(const struct sar_plan_cut *last, const struct sar_plan_cut *cut)
{
	return last->to == cut->from && last->channels == cut->channels &&
	       last->fill == cut->fill && last->decisions == cut->decisions &&
	       strcmp(last->basis, cut->basis) == 0;
}

/* The cut from ${from} to ${to}; it grows the last one where it can. */
static void
put_cut(struct sar_plan_item *out, const struct layer *layer, uint64_t from,
    uint64_t to)
{
	uint32_t channels = (uint32_t)set_of(layer->channels, CHANNELS);
	struct sar_plan_cut cut = { .from = from, .to = to };

	if (channels != sar_cuts_every(out->item->recording))
		cut.channels = channels;
	/* Silence can be taken for a fault: where marks differ, a tone. */
	cut.fill = layer->tones > 0 ? SAR_FILL_TONE : SAR_FILL_SILENCE;
	cut.decisions = set_of(layer->decisions, SAR_DECISIONS_MAX);
	sar_basis_join((uint32_t)set_of(layer->bases, BASES), cut.basis);
	if (out->n_cuts > 0 && joins(&out->cuts[out->n_cuts - 1], &cut))
		out->cuts[out->n_cuts - 1].to = to;
	else
		out->cuts[out->n_cuts++] = cut;
}

/* Between two edges the same spans hold everywhere: at most one cut each. */
static int
sweep(struct sar_plan_item *out, const struct span *spans, size_t n,
    struct sar_err *err)
{
	struct edge *edges = calloc(n, 2 * sizeof(*edges));
	struct layer layer = { 0 };
	size_t i;

	out->cuts = calloc(n, 2 * sizeof(*out->cuts));
	if (edges == NULL || out->cuts == NULL) {
		free(edges);
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	}
	for (i = 0; i < n; i++) {
		edges[2 * i] = (struct edge){ spans[i].from, &spans[i], 1 };
		edges[2 * i + 1] = (struct edge){ spans[i].to, &spans[i], -1 };
	}
	qsort(edges, 2 * n, sizeof(*edges), by_frame);
	for (i = 0; i < 2 * n; i++) {
		if (layer.spans > 0 && edges[i].frame > edges[i - 1].frame)
			put_cut(out, &layer, edges[i - 1].frame,
			    edges[i].frame);
		cross(&layer, &edges[i]);
	}
	free(edges);
	return 0;
}

int
sar_cuts_make(struct sar_plan_item *out, enum sar_plan_fill fill,
    struct sar_err *err)
{
	const struct sar_guard *guard;
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
		if (span_of(out, &out->marks->marks[i], fill, &spans[i], err) ==
		    -1)
			goto out;
	result = sweep(out, spans, out->marks->n, err);

out:
	free(spans);
	return result;
}
