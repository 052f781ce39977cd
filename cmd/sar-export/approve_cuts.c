#include "sar-export/approve_cuts.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "common/cmd.h"
#include "plan/lint.h"

#define TIME_LEN 32 /* "m:ss.mmm" and NUL */

static void
put_us(uint64_t us, char out[TIME_LEN])
{
	uint64_t seconds = us / 1000000;

	(void)snprintf(out, TIME_LEN, "%" PRIu64 ":%02u.%03u", seconds / 60,
	    (unsigned)(seconds % 60), (unsigned)(us % 1000000 / 1000));
}

static void
put_frame(uint64_t frame, uint32_t rate, char out[TIME_LEN])
{
	put_us(frame / rate * 1000000 + frame % rate * 1000000 / rate, out);
}

/* That it rests on; a mark that names none rests on the only one. */
static const struct sar_decision_record *
decision_of(const struct sar_marks *marks, const struct sar_mark *mark)
{
	size_t i;

	if (mark->decision[0] == '\0')
		return marks->n_decisions == 1 ? marks->decisions : NULL;
	for (i = 0; i < marks->n_decisions; i++)
		if (strcmp(marks->decisions[i].id, mark->decision) == 0)
			return &marks->decisions[i];
	return NULL;
}

static const char *
field_of(const struct sar_decision_record *decision,
    enum sar_decision_field field)
{
	const char *text = decision->field[field];

	return text == NULL ? "-" : text;
}

void
approve_cuts_say(const struct sar_marks *marks)
{
	const struct sar_decision_record *decision;
	char from[TIME_LEN], to[TIME_LEN];
	size_t i;

	for (i = 0; i < marks->n; i++) {
		put_us(marks->marks[i].from_us, from);
		put_us(marks->marks[i].to_us, to);
		cmd_say("    marked:  %s to %s, %s", from, to,
		    marks->marks[i].basis);
		decision = decision_of(marks, &marks->marks[i]);
		if (decision == NULL)
			cmd_say(", nobody decided it\n");
		else
			cmd_say(", decision %s by %s on %s\n", decision->id,
			    field_of(decision, SAR_FIELD_BY),
			    field_of(decision, SAR_FIELD_ON));
	}
}

/* Things that leave now, as they are found. */
struct more {
	unsigned item;
	uint32_t rate;
	size_t n;
};

static void
say_more(struct more *more, const char *what)
{
	if (more->n++ == 0)
		cmd_say("MORE LEAVES THAN WAS DECIDED BEFORE:\n");
	cmd_say("  item %u: %s\n", more->item, what);
}

static void
say_span(struct more *more, uint64_t from, uint64_t to)
{
	char text[2 * TIME_LEN + 8];
	char begin[TIME_LEN], end[TIME_LEN];

	put_frame(from, more->rate, begin);
	put_frame(to, more->rate, end);
	(void)snprintf(text, sizeof(text), "%s to %s", begin, end);
	say_more(more, text);
}

/* Every channel of ${was}; two cuts that only together have them are not seen
   to: what is told too often is looked at, what is not told is not. */
static bool
has_channels(const struct sar_plan_cut *is, const struct sar_plan_cut *was)
{
	return is->channels == 0 ||
	       (was->channels != 0 && (was->channels & ~is->channels) == 0);
}

/* What of a cut is cut no more; those of ${is} are in order. */
static void
uncovered(struct more *more, const struct sar_plan_cut *was,
    const struct sar_plan_item *is)
{
	uint64_t at = was->from;
	size_t i;

	for (i = 0; i < is->n_cuts && at < was->to; i++) {
		if (!has_channels(&is->cuts[i], was) || is->cuts[i].to <= at)
			continue;
		if (is->cuts[i].from >= was->to)
			break;
		if (is->cuts[i].from > at)
			say_span(more, at, is->cuts[i].from);
		at = is->cuts[i].to;
	}
	if (at < was->to)
		say_span(more, at, was->to);
}

static void
look_at(struct more *more, const struct sar_plan_item *was,
    const struct sar_plan_item *is)
{
	size_t i;

	/* Only what a person had decided, and what leaves. */
	if (was->marks == NULL || sar_lint_waits(was) ||
	    is->class == SAR_CLASS_WITHHELD)
		return;
	more->item = is->item->number;
	if (was->class == SAR_CLASS_WITHHELD) {
		say_more(more,
		    is->n_cuts == 0 ? "all of it" : "all of it but the cuts");
		return;
	}
	more->rate = is->item->recording->rate;
	for (i = 0; i < was->n_cuts; i++)
		uncovered(more, &was->cuts[i], is);
}

void
approve_cuts_more(const struct sar_verdicts *verdicts)
{
	struct more more = { 0 };
	size_t i;

	for (i = 0; i < verdicts->n_all; i++)
		look_at(&more, verdicts->all[i].was, verdicts->all[i].is);
	if (more.n > 0)
		cmd_say("\n");
}
