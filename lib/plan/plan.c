#include "plan/plan.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plan/cuts.h"
#include "redact/redact.h"

static bool
is_of(const struct sar_marks *marks, const struct sar_index_recording *rec)
{
	static const uint8_t none[SAR_SHA256_LEN];

	/* A file that was never there has no digest, only zeros; what is not
	   to be told of is not told of when it is gone either. */
	return rec != NULL &&
	       (rec->state != SAR_RECORDING_MISSING ||
		   (sar_marks_neither(marks) &&
		       memcmp(rec->sha256, none, sizeof(none)) != 0)) &&
	       memcmp(marks->recording, rec->sha256, SAR_SHA256_LEN) == 0;
}

static int
check_pair(const struct sar_marks *a, const struct sar_marks *b,
    struct sar_err *err)
{
	if (memcmp(a->recording, b->recording, SAR_SHA256_LEN) != 0)
		return 0;
	return sar_err_set(err, SAR_EINPUT,
	    "%s: is for the same recording as %s", b->name, a->name);
}

/* Marks nobody asked for may be those of the wrong request: stop. */
static int
assign_marks(struct sar_plan *plan, struct sar_marks *const *marks,
    size_t n_marks, const struct sar_plan_options *options, struct sar_err *err)
{
	bool found;
	size_t i;
	size_t k;

	for (k = 0; k < n_marks; k++) {
		for (i = 0; i < k; i++)
			if (check_pair(marks[i], marks[k], err) == -1)
				return -1;
		found = false;
		for (i = 0; i < plan->n; i++) {
			if (!is_of(marks[k], plan->items[i].item->recording))
				continue;
			plan->items[i].marks = marks[k];
			found = true;
		}
		if (found)
			continue;
		if (!options->kept_marks)
			return sar_err_set(err, SAR_EINPUT,
			    "%s: is for another recording than those found",
			    marks[k]->name);
		plan->stray++;
	}
	return 0;
}

static int
settle(struct sar_plan_item *out, enum sar_class class, const char *reason)
{
	out->class = class;
	out->reason = reason;
	return 0;
}

static bool
covers_all(const struct sar_plan_item *out)
{
	uint64_t at = 0;
	size_t i;

	for (i = 0; i < out->n_cuts; i++) {
		if (out->cuts[i].from != at || out->cuts[i].channels != 0)
			return false;
		at = out->cuts[i].to;
	}
	return at == out->item->recording->frames;
}

bool
sar_plan_truncated(const struct sar_index_recording *recording)
{
	return recording != NULL &&
	       sar_index_recording_found(recording, "truncated");
}

bool
sar_plan_unsure(const struct sar_index_recording *recording)
{
	return sar_plan_truncated(recording) ||
	       (recording != NULL &&
		   (sar_index_recording_found(recording, "header-repaired") ||
		       sar_index_recording_found(recording, "trailing")));
}

static bool
lacks_decision(const struct sar_plan_item *out)
{
	size_t i;

	/* By mark: a cut may have the decision of but one of its marks. */
	for (i = 0; i < out->marks->n; i++)
		if (sar_decision_of(out->marks, &out->marks->marks[i]) == -1)
			return true;
	return false;
}

/*
 * Are the marks of another sound than the index has for the file now?  Without
 * a header the bytes are what somebody said they are, and that can be said
 * again in another way: there, marks that do not say what was heard count for
 * nothing.
 */
static bool
heard_otherwise(const struct sar_plan_item *out)
{
	const struct sar_index_recording *recording = out->item->recording;
	const struct sar_marks_heard *heard = &out->marks->heard;

	if (heard->frames == 0)
		return sar_index_recording_found(recording, "headerless");
	return recording->codec == NULL ||
	       strcmp(heard->codec, recording->codec) != 0 ||
	       heard->rate != recording->rate ||
	       heard->channels != recording->channels ||
	       heard->frames != recording->frames;
}

/* A person listened, and said that it does not settle it; or NULL. */
static const char *
unsettled(const struct sar_plan_item *out)
{
	if (out->marks == NULL || out->marks->standing == SAR_STANDING_SETTLED)
		return NULL;
	return sar_marks_standing_name(out->marks->standing);
}

/* What a person has to say still before the cuts count, or NULL. */
static const char *
open_question(const struct sar_plan_item *out,
    const struct sar_plan_options *options)
{
	if (unsettled(out) != NULL)
		return unsettled(out);
	if (out->n_cuts > 0 && options->decisions_required &&
	    lacks_decision(out))
		return "no-decision";
	/* Without cuts too: a player may have stopped before the end. */
	if (sar_plan_unsure(out->item->recording) && !covers_all(out) &&
	    !out->marks->damage_heard)
		return "damage-not-confirmed";
	return NULL;
}

/* The frames of a block of which its cuts are to be whole ones; or 0. */
static uint32_t
block_of(const struct sar_plan *plan,
    const struct sar_index_recording *recording)
{
	enum sar_plan_format format = sar_plan_format_of(plan->format,
	    recording);

	if (!plan->proofs || !sar_plan_format_lossless(format))
		return 0;
	return sar_redact_block(recording->rate);
}

/* Not the requester's, unless that is what is still to be settled. */
static int
decide_other(struct sar_plan *plan, struct sar_plan_item *out)
{
	if (unsettled(out) == NULL)
		return settle(out, SAR_CLASS_WITHHELD, "not-requester");
	plan->undecided++;
	return settle(out, SAR_CLASS_WITHHELD, unsettled(out));
}

/*
 * Fail closed: what no one has listened to is not packaged.  ${included} is
 * the reason where staff took in what retention would have kept back.
 */
static int
decide_reviewed(struct sar_plan *plan, struct sar_plan_item *out,
    const struct sar_plan_options *options, const char *included,
    struct sar_err *err)
{
	const struct sar_item *item = out->item;
	const char *question;

	if (item->recording == NULL ||
	    item->recording->state != SAR_RECORDING_PRESENT)
		return sar_err_set(err, SAR_EFAIL,
		    "item %u: decided on a recording that is not there",
		    item->number);
	if (out->marks == NULL) {
		plan->undecided++;
		return settle(out, SAR_CLASS_WITHHELD,
		    item->possible ? "possible-match" : "not-reviewed");
	}
	/* Before the cuts: their times may not even be in the recording. */
	if (heard_otherwise(out)) {
		plan->undecided++;
		return settle(out, SAR_CLASS_WITHHELD, "heard-otherwise");
	}
	if (out->marks->speaker != SAR_SPEAKER_REQUESTER)
		return decide_other(plan, out);
	out->block = block_of(plan, item->recording);
	if (sar_cuts_make(out, plan->fill, err) == -1)
		return -1;
	if ((question = open_question(out, options)) != NULL) {
		plan->undecided++;
		return settle(out, SAR_CLASS_WITHHELD, question);
	}
	if (covers_all(out))
		return settle(out, SAR_CLASS_WITHHELD, "exempt");
	if (out->n_cuts > 0)
		return settle(out, SAR_CLASS_PART_DISCLOSED,
		    included != NULL ? included : "redacted");
	return settle(out, SAR_CLASS_DISCLOSED,
	    included != NULL ? included : "inside");
}

static int
fail(struct sar_plan *plan, struct sar_plan_item *out, const char *reason)
{
	plan->failed++;
	return settle(out, SAR_CLASS_UNAVAILABLE, reason);
}

static int
decide_late(struct sar_plan *plan, struct sar_plan_item *out,
    const struct sar_plan_options *options, struct sar_err *err)
{
	bool past = out->item->decision == SAR_DECISION_PAST;
	const struct sar_index_recording *recording = out->item->recording;

	/* Retention is judged first; that it cannot be played comes after. */
	if (options->include_expired && recording != NULL &&
	    recording->state != SAR_RECORDING_PRESENT)
		return fail(plan, out,
		    recording->state == SAR_RECORDING_UNSUPPORTED
			? "unsupported-format"
			: "damaged");
	if (options->include_expired)
		return decide_reviewed(plan, out, options,
		    past ? "past-retention-included"
			 : "retention-boundary-included",
		    err);
	/* It can be heard, and a person asked for a stop: that it is left out
	   settles nothing. */
	if (unsettled(out) != NULL && recording != NULL &&
	    recording->state == SAR_RECORDING_PRESENT) {
		plan->undecided++;
		return settle(out, SAR_CLASS_WITHHELD, unsettled(out));
	}
	if (past)
		return settle(out, SAR_CLASS_WITHHELD, "held-past-retention");
	/* Whoever it is of, that it is not the requester decides it too. */
	if (out->marks != NULL && out->marks->speaker == SAR_SPEAKER_OTHER)
		return settle(out, SAR_CLASS_WITHHELD, "not-requester");
	plan->undecided++;
	return settle(out, SAR_CLASS_WITHHELD, "retention-boundary");
}

/*
 * Before retention and before what became of the file: whichever it were, to
 * tell of it would tell that it is there.  What cannot be measured any more was
 * measured when it was marked.
 */
static int
decide_neither(struct sar_plan *plan, struct sar_plan_item *out,
    struct sar_err *err)
{
	const struct sar_index_recording *recording = out->item->recording;

	out->neither = true;
	plan->neither++;
	if (unsettled(out) != NULL) {
		plan->undecided++;
		return settle(out, SAR_CLASS_WITHHELD, unsettled(out));
	}
	if (recording->state != SAR_RECORDING_PRESENT)
		return settle(out, SAR_CLASS_WITHHELD, "neither");
	if (heard_otherwise(out)) {
		plan->undecided++;
		return settle(out, SAR_CLASS_WITHHELD, "heard-otherwise");
	}
	if (sar_cuts_make(out, plan->fill, err) == -1)
		return -1;
	if (!covers_all(out))
		return sar_marks_bad(out->marks, out->marks->marks[0].line,
		    "NEITHER is of all of a recording", err);
	return settle(out, SAR_CLASS_WITHHELD, "neither");
}

static int
decide(struct sar_plan *plan, struct sar_plan_item *out,
    const struct sar_plan_options *options, struct sar_err *err)
{
	if (out->marks != NULL && sar_marks_neither(out->marks))
		return decide_neither(plan, out, err);
	switch (out->item->decision) {
	case SAR_DECISION_INSIDE:
		return decide_reviewed(plan, out, options, NULL, err);
	case SAR_DECISION_PAST:
	case SAR_DECISION_BOUNDARY:
		return decide_late(plan, out, options, err);
	case SAR_DECISION_EXPIRED:
		return settle(out, SAR_CLASS_UNAVAILABLE, "expired");
	case SAR_DECISION_DELETED:
		return fail(plan, out, "deleted-on-schedule");
	case SAR_DECISION_GONE_SINCE:
		return fail(plan, out, "deleted-after-receipt");
	case SAR_DECISION_MISSING:
		return fail(plan, out, "missing");
	case SAR_DECISION_BY_DESIGN:
		return settle(out, SAR_CLASS_UNAVAILABLE,
		    "not-recorded-by-design");
	case SAR_DECISION_UNANSWERED:
		return settle(out, SAR_CLASS_UNAVAILABLE, "not-answered");
	case SAR_DECISION_DAMAGED:
		return fail(plan, out, "damaged");
	case SAR_DECISION_UNSUPPORTED:
		return fail(plan, out, "unsupported-format");
	}
	return sar_err_set(err, SAR_EFAIL, "item %u: no decision",
	    out->item->number);
}

static bool
is_disclosed(const struct sar_plan_item *out)
{
	return out->class == SAR_CLASS_DISCLOSED ||
	       out->class == SAR_CLASS_PART_DISCLOSED;
}

/* A name inside a zip can be read without its passphrase: numbers only. */
static void
give_names(struct sar_plan *plan)
{
	size_t total = plan->count[SAR_CLASS_DISCLOSED] +
		       plan->count[SAR_CLASS_PART_DISCLOSED];
	int width = total > 99 ? 3 : 2;
	struct sar_plan_item *item;
	size_t number = 0;
	size_t i;

	for (i = 0; i < plan->n; i++) {
		item = &plan->items[i];
		item->name[0] = '\0';
		if (!is_disclosed(item))
			continue;
		item->format = sar_plan_format_of(plan->format,
		    item->item->recording);
		(void)snprintf(item->name, sizeof(item->name), "call-%0*zu.%s",
		    width, ++number, sar_plan_format_extension(item->format));
	}
}

static int
fill_in(struct sar_plan *plan, const struct sar_plan_options *options,
    struct sar_err *err)
{
	size_t sum = 0;
	size_t i;

	for (i = 0; i < plan->n; i++) {
		if (decide(plan, &plan->items[i], options, err) == -1)
			return -1;
		plan->count[plan->items[i].class]++;
	}
	for (i = 0; i <= SAR_CLASS_UNAVAILABLE; i++)
		sum += plan->count[i];
	assert(sum == plan->n);
	assert(plan->undecided <= plan->count[SAR_CLASS_WITHHELD]);
	assert(plan->failed <= plan->count[SAR_CLASS_UNAVAILABLE]);
	give_names(plan);
	return 0;
}

struct sar_plan *
sar_plan_make(const struct sar_items *items, struct sar_marks *const *marks,
    size_t n_marks, const struct sar_plan_options *options, struct sar_err *err)
{
	struct sar_plan *plan = NULL;
	struct sar_plan *result = NULL;
	size_t i;

	/* What fades is not as it was recorded, and lies beside a cut. */
	if (options->proofs && options->fade_ms > 0) {
		(void)sar_err_set(err, SAR_EINPUT,
		    "plan: nothing can fade that is to be proved");
		goto out;
	}
	if ((plan = calloc(1, sizeof(*plan))) == NULL ||
	    (items->n > 0 && (plan->items = calloc(items->n,
				  sizeof(*plan->items))) == NULL)) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		goto out;
	}
	plan->n = items->n;
	plan->calls = items->calls;
	plan->fill = options->fill;
	plan->format = options->format;
	plan->fade_ms = options->fade_ms;
	plan->proofs = options->proofs;
	plan->expired_reason = options->expired_reason;
	for (i = 0; i < items->n; i++)
		plan->items[i].item = &items->items[i];
	if (assign_marks(plan, marks, n_marks, options, err) == -1 ||
	    fill_in(plan, options, err) == -1)
		goto out;
	result = plan;
	plan = NULL;

out:
	sar_plan_free(plan);
	return result;
}

void
sar_plan_unreadable(struct sar_plan *plan, const struct sar_plan_item *item)
{
	struct sar_plan_item *out = &plan->items[item - plan->items];

	plan->count[out->class]--;
	(void)fail(plan, out, "damaged");
	plan->count[out->class]++;
	free(out->cuts);
	out->cuts = NULL;
	out->n_cuts = 0;
	give_names(plan);
}

void
sar_plan_free(struct sar_plan *plan)
{
	size_t i;

	if (plan == NULL)
		return;
	for (i = 0; i < plan->n; i++)
		free(plan->items[i].cuts);
	free(plan->items);
	free(plan);
}

uint64_t
sar_plan_cut_frames(const struct sar_plan_item *item)
{
	uint64_t sum = 0;
	size_t i;

	for (i = 0; i < item->n_cuts; i++)
		sum += item->cuts[i].to - item->cuts[i].from;
	return sum;
}
