#include "plan/lint.h"

#include <string.h>

#include "plan/cuts.h"

#define SHORT_CUT_MS 100  /* words are longer: their edges would be heard */
#define SHORT_KEPT_MS 200 /* what is kept is hardly speech of its own */

static const struct {
	const char *code;
	const char *text;
} texts[] = {
	{ "not-reviewed", "nobody has listened to it" },
	{ "possible-match",
	    "whether it is the requester's is for a person to decide" },
	{ "no-decision",
	    "a cut has no record of who decided it and why: mark --decision" },
	{ "damage-not-confirmed",
	    "the recording is damaged, and nobody has said that it was heard "
	    "to its end, and that the times fit: mark --damage-heard" },
	{ "retention-boundary",
	    "on which side of its retention period it is cannot be said: take "
	    "it in (--include-expired --reason CODE), or say that it is not "
	    "the requester who speaks (mark --speaker other)" },
	{ "held-past-retention",
	    "it is held past retention and left out by default: a person has "
	    "to decide (--include-expired --reason CODE takes it in)" },
	{ "heard-otherwise",
	    "the marks are of another codec, rate, channels or length than the "
	    "index has for it now, or, without a header, do not say of which: "
	    "listen to it again, then mark --force" },
	{ "rejected",
	    "whoever listened says that it must not leave as it stands: put "
	    "right what is to be cut (approve --plan, or mark --force)" },
	{ "second-person",
	    "whoever listened asks for another person: one who did not ask "
	    "listens to it, and decides (approve --plan, or mark --force)" },
	{ "stray-marks",
	    "marks in the case are of a recording that is not found any "
	    "more: it was replaced or removed" },
	{ "cross-talk", "a cut is on some channels only: the others often "
			"carry an echo of what is cut; listen to them" },
	{ "coded-together", "in this codec the channels are coded together: "
			    "the cut is on every channel" },
	{ "damage", "the recording is damaged: listen to the cuts again in "
		    "what is built" },
	{ "short-cut",
	    "a cut is shorter than 100 ms: words leak at its edges" },
	{ "short-gap", "less than 200 ms is kept between two cuts" },
	{ "near-start",
	    "a cut leaves less than 200 ms at the start of the recording" },
	{ "near-end",
	    "a cut leaves less than 200 ms at the end of the recording" },
	{ "whole-recording",
	    "all of the recording is withheld, and no decision says why a "
	    "part would not do (whole-recording)" },
};

const char *
sar_lint_text(const char *what)
{
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (strcmp(texts[i].code, what) == 0)
			return texts[i].text;
	return what;
}

struct lint {
	sar_lint_fn *fn;
	void *ctx;
	const struct sar_plan_item *item;
};

static void
tell(const struct lint *lint, const char *what, bool error,
    const struct sar_plan_cut *cut)
{
	struct sar_finding finding = {
		.item = lint->item == NULL ? 0 : lint->item->item->number,
		.what = what,
		.error = error,
		.cut = cut,
	};

	lint->fn(lint->ctx, &finding);
}

static bool
shorter(const struct lint *lint, uint64_t frames, uint64_t ms)
{
	/* A frame count is below 2^62, a rate below 2^32: divide, not times. */
	return frames < lint->item->item->recording->rate * ms / 1000;
}

static void
look_at_cut(const struct lint *lint, size_t i)
{
	const struct sar_plan_item *item = lint->item;
	const struct sar_plan_cut *cut = &item->cuts[i];
	uint64_t left = item->item->recording->frames - cut->to;
	uint64_t gap = cut->from - (i == 0 ? 0 : cut[-1].to);
	bool touches = (i > 0 && gap == 0) ||
		       (i + 1 < item->n_cuts && cut[1].from == cut->to);

	if (!touches && shorter(lint, cut->to - cut->from, SHORT_CUT_MS))
		tell(lint, "short-cut", false, cut);
	if (gap > 0 && shorter(lint, gap, SHORT_KEPT_MS))
		tell(lint, i == 0 ? "near-start" : "short-gap", false, cut);
	if (i + 1 == item->n_cuts && left > 0 &&
	    shorter(lint, left, SHORT_KEPT_MS))
		tell(lint, "near-end", false, cut);
}

static bool
says_why_whole(const struct sar_marks *marks)
{
	size_t i;

	for (i = 0; i < marks->n_decisions; i++)
		if (marks->decisions[i].field[SAR_FIELD_WHOLE] != NULL)
			return true;
	return false;
}

/* A cut that names channels is to be listened to on the others. */
static void
look_at_channels(const struct lint *lint)
{
	const struct sar_plan_item *item = lint->item;
	const struct sar_index_recording *recording = item->item->recording;
	size_t i;

	for (i = 0; i < item->n_cuts; i++)
		if (item->cuts[i].channels != 0)
			tell(lint, "cross-talk", false, &item->cuts[i]);
	for (i = 0; i < item->marks->n && sar_plan_joint(recording); i++) {
		uint32_t channels = item->marks->marks[i].channels;

		if (channels == 0 || channels == sar_cuts_every(recording))
			continue;
		tell(lint, "coded-together", false, NULL);
		return;
	}
}

/* Cuts without a record are an error only where policy wants records. */
static bool
lacks_record(const struct sar_plan_item *item)
{
	size_t i;

	for (i = 0; i < item->n_cuts; i++)
		if (item->cuts[i].decisions == 0)
			return true;
	return false;
}

bool
sar_lint_waits(const struct sar_plan_item *item)
{
	static const char *const open[] = { "not-reviewed", "possible-match",
		"no-decision", "damage-not-confirmed", "retention-boundary",
		"heard-otherwise", "rejected", "second-person" };
	size_t i;

	for (i = 0; i < sizeof(open) / sizeof(open[0]); i++)
		if (strcmp(item->reason, open[i]) == 0)
			return true;
	return false;
}

static void
look_at_item(const struct lint *lint)
{
	const struct sar_plan_item *item = lint->item;
	bool no_decision = strcmp(item->reason, "no-decision") == 0;
	size_t i;

	if (sar_lint_waits(item))
		tell(lint, item->reason, true, NULL);
	if (strcmp(item->reason, "held-past-retention") == 0)
		tell(lint, item->reason, false, NULL);
	if (item->n_cuts == 0)
		return;
	if (!no_decision && lacks_record(item))
		tell(lint, "no-decision", false, NULL);
	look_at_channels(lint);
	if (strcmp(item->reason, "exempt") == 0) {
		if (!says_why_whole(item->marks))
			tell(lint, "whole-recording", false, NULL);
		return;
	}
	if (item->marks->damage_heard && sar_plan_unsure(item->item->recording))
		tell(lint, "damage", false, NULL);
	for (i = 0; i < item->n_cuts; i++)
		look_at_cut(lint, i);
}

void
sar_lint_run(const struct sar_plan *plan, sar_lint_fn *fn, void *ctx)
{
	struct lint lint = { .fn = fn, .ctx = ctx };
	size_t i;

	for (i = 0; i < plan->stray; i++)
		tell(&lint, "stray-marks", true, NULL);
	for (i = 0; i < plan->n; i++) {
		lint.item = &plan->items[i];
		look_at_item(&lint);
	}
}
