#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "export/review_state.h"
#include "export/verdicts.h"
#include "plan/guards.h"
#include "plan/lint.h"

/* Frames in microseconds, rounded down; a recording has days at most. */
static uint64_t
us_of(const struct sar_index_recording *rec, uint64_t frames)
{
	return frames / rec->rate * 1000000 +
	       frames % rec->rate * 1000000 / rec->rate;
}

static uint64_t
us_up(const struct sar_index_recording *rec, uint64_t frames)
{
	uint64_t part = frames % rec->rate * 1000000;

	return frames / rec->rate * 1000000 +
	       (part + rec->rate - 1) / rec->rate;
}

static const char *
direction_of(const struct sar_calls *calls, const struct sar_item *item)
{
	static const char *const names[] = {
		[SAR_DIRECTION_UNKNOWN] = "unknown",
		[SAR_DIRECTION_IN] = "in",
		[SAR_DIRECTION_OUT] = "out",
		[SAR_DIRECTION_INTERNAL] = "internal",
	};

	return item->n_legs == 0
		   ? names[SAR_DIRECTION_UNKNOWN]
		   : names[calls->legs[item->legs[0]].leg.direction];
}

/* The plan has those that it needed; the case may have others. */
static const struct sar_marks *
marks_of(const struct sar_answer *answer, const struct sar_plan_item *item)
{
	const uint8_t *digest = item->item->recording->sha256;
	size_t i;

	if (item->marks != NULL)
		return item->marks;
	for (i = 0; i < answer->marks.n; i++)
		if (memcmp(answer->marks.marks[i]->recording, digest,
			SAR_SHA256_LEN) == 0)
			return answer->marks.marks[i];
	return NULL;
}

static const char *
fill_name(enum sar_mark_fill fill)
{
	static const char *const names[] = {
		[SAR_MARK_FILL_POLICY] = "policy",
		[SAR_MARK_FILL_TONE] = "tone",
		[SAR_MARK_FILL_SILENCE] = "silence",
	};

	return names[fill];
}

static int
show_cuts(const struct sar_marks *marks, struct sar_review_shown *out,
    struct sar_err *err)
{
	struct sar_review_cut *cut;
	size_t i;

	if ((out->cuts = calloc(marks->n + 1, sizeof(*out->cuts))) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	for (i = 0; i < marks->n; i++) {
		cut = &out->cuts[i];
		cut->span.from_us = marks->marks[i].from_us;
		cut->span.to_us = marks->marks[i].to_us;
		cut->span.channels = marks->marks[i].channels;
		cut->basis = marks->marks[i].basis;
		cut->fill = fill_name(marks->marks[i].fill);
		cut->decision = marks->marks[i].decision;
	}
	out->sound.cuts = out->cuts;
	out->sound.n_cuts = marks->n;
	return 0;
}

static void
show_decision(const struct sar_decision_record *record,
    struct sar_review_pair *fields, struct sar_review_decision *out)
{
	int k;

	out->id = record->id;
	out->fields = fields;
	for (k = 0; k < SAR_DECISION_FIELDS; k++) {
		if (record->field[k] == NULL)
			continue;
		fields[out->n_fields].key =
		    sar_decision_key((enum sar_decision_field)k);
		fields[out->n_fields++].value = record->field[k];
	}
}

static int
show_decisions(const struct sar_marks *marks, struct sar_review_shown *out,
    struct sar_err *err)
{
	size_t n = marks->n_decisions;
	size_t i;

	out->decisions = calloc(n + 1, sizeof(*out->decisions));
	out->fields = calloc(n * SAR_DECISION_FIELDS + 1, sizeof(*out->fields));
	if (out->decisions == NULL || out->fields == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	for (i = 0; i < n; i++)
		show_decision(&marks->decisions[i],
		    out->fields + i * SAR_DECISION_FIELDS, &out->decisions[i]);
	out->sound.decisions = out->decisions;
	out->sound.n_decisions = n;
	return 0;
}

static int
show_marks(const struct sar_case *c, const struct sar_marks *marks,
    struct sar_review_shown *out, struct sar_err *err)
{
	if (marks == NULL)
		return 0;
	if (sar_verdicts_note(c, marks, &out->note, err) == -1)
		return -1;
	out->said.note = out->note;
	sar_date_format(marks->reviewed, out->reviewed);
	out->said.requester = marks->speaker == SAR_SPEAKER_REQUESTER;
	out->said.reviewer = marks->reviewer;
	out->said.reviewed = out->reviewed;
	out->said.standing = sar_marks_standing_name(marks->standing);
	out->said.damage_heard = marks->damage_heard;
	out->sound.said = &out->said;
	return show_cuts(marks, out, err) == -1 ||
		       show_decisions(marks, out, err) == -1
		   ? -1
		   : 0;
}

/* What the plan takes out in fact. */
static int
show_removed(const struct sar_plan_item *item, struct sar_review_shown *out,
    struct sar_err *err)
{
	const struct sar_index_recording *rec = item->item->recording;
	uint64_t length = us_of(rec, rec->frames);
	uint64_t to;
	size_t i;

	out->removed = calloc(item->n_cuts + 1, sizeof(*out->removed));
	if (out->removed == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	for (i = 0; i < item->n_cuts; i++) {
		to = us_up(rec, item->cuts[i].to);
		out->removed[i].from_us = us_of(rec, item->cuts[i].from);
		out->removed[i].to_us = to < length ? to : length;
		out->removed[i].channels = item->cuts[i].channels;
	}
	out->sound.removed = out->removed;
	out->sound.n_removed = item->n_cuts;
	return 0;
}

static int
show_suggestions(const struct sar_advice_list *advice,
    struct sar_review_shown *out, struct sar_err *err)
{
	struct sar_review_suggestion *shown;
	const struct sar_advice *one;
	size_t i;

	out->suggestions = calloc(advice->n + 1, sizeof(*out->suggestions));
	if (out->suggestions == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	for (i = 0; i < advice->n; i++) {
		one = &advice->list[i];
		shown = &out->suggestions[i];
		shown->code = one->code;
		shown->span.from_us = one->from_us;
		shown->span.to_us = one->to_us;
		if (one->channel != 0)
			shown->span.channels = UINT32_C(1)
					       << (one->channel - 1);
		shown->text = one->text;
		shown->how = one->how;
		shown->warning = one->warning;
		shown->cut = one->cut;
	}
	out->sound.suggestions = out->suggestions;
	out->sound.n_suggestions = advice->n;
	return 0;
}

static void
show_copy(const struct sar_review_file *file, struct sar_review_copy *out)
{
	if (file->name[0] == '\0')
		return;
	out->name = file->name;
	memcpy(out->sha256, file->sha256, SAR_SHA256_LEN);
}

static void
show_shape(const struct sar_review_heard *heard, struct sar_review_sound *out)
{
	const struct sar_index_recording *rec = heard->item->item->recording;
	const struct sar_guard *guard = sar_guards_of(rec->codec);
	uint32_t c;

	out->length_us = us_of(rec, rec->frames);
	out->rate = rec->rate;
	out->channels = rec->channels;
	out->joint = sar_plan_joint(rec);
	out->unsure = sar_plan_unsure(rec);
	memcpy(out->recording, rec->sha256, SAR_SHA256_LEN);
	show_copy(&heard->original, &out->original);
	show_copy(&heard->redacted, &out->redacted);
	for (c = 0; c < rec->channels; c++) {
		out->peaks[c].data = heard->drawn.data[c];
		out->peaks[c].len = 2 * heard->drawn.n;
	}
	if (guard != NULL) {
		out->guard_before_us = (uint64_t)guard->before_ms * 1000;
		out->guard_after_us = (uint64_t)guard->after_ms * 1000;
	}
}

/* Of one that was never made, and of one deleted when it was due, the plan says
   all there is to say. */
static const char *
wrong_of(const struct sar_index_recording *rec)
{
	static const char *const texts[] = {
		[SAR_RECORDING_PRESENT] = "It has a shape that cannot be shown "
					  "here.",
		[SAR_RECORDING_MISSING] = "It was not there when the records "
					  "were imported.",
		[SAR_RECORDING_EMPTY] = "There is no sound in its file.",
		[SAR_RECORDING_DAMAGED] = "Its file is damaged.",
		[SAR_RECORDING_UNSUPPORTED] = "Its codec is none that can be "
					      "decoded.",
	};

	if (rec == NULL || rec->deleted != 0 ||
	    strcmp(rec->finding, SAR_INDEX_PURGED) == 0)
		return NULL;
	return texts[rec->state];
}

/* "recording of item 4: the file ..." as a sentence of its own. */
static void
say_spoiled(const struct sar_review_file *spoiled, struct sar_review_shown *out)
{
	const char *why = spoiled->why == NULL ? "" : spoiled->why->msg;
	const char *colon = strncmp(why, "recording of item ", 18) == 0
				? strstr(why, ": ")
				: NULL;

	if (colon != NULL)
		why = colon + 2;
	if (*why == '\0')
		why = "it cannot be read";
	(void)snprintf(out->wrong, sizeof(out->wrong), "%s.", why);
	if (out->wrong[0] >= 'a' && out->wrong[0] <= 'z')
		out->wrong[0] = (char)(out->wrong[0] - 'a' + 'A');
	out->item.wrong = out->wrong;
}

int
sar_review_show(const struct sar_review_run *run,
    const struct sar_plan_item *item, const struct sar_review_heard *heard,
    struct sar_review_shown *out, struct sar_err *err)
{
	struct sar_review_item *shown = &out->item;

	sar_civil_format(&item->item->start, out->start);
	shown->item = item->item->number;
	shown->start = out->start;
	shown->direction = direction_of(run->answer->plan->calls, item->item);
	shown->class = sar_plan_class_name(item->class);
	shown->class_text = sar_plan_class_text(item->class);
	shown->reason = item->reason;
	shown->reason_text = sar_plan_reason_text(item->reason);
	shown->undecided = sar_lint_waits(item);
	if (heard == NULL) {
		shown->wrong = wrong_of(item->item->recording);
		return 0;
	}
	if (heard->spoiled != NULL) {
		say_spoiled(heard->spoiled, out);
		return 0;
	}
	shown->sound = &out->sound;
	show_shape(heard, &out->sound);
	return show_marks(run->c, marks_of(run->answer, item), out, err) ==
			   -1 ||
		       show_removed(item, out, err) == -1 ||
		       show_suggestions(&heard->advice, out, err) == -1
		   ? -1
		   : 0;
}

void
sar_review_drop_shown(struct sar_review_shown *shown)
{
	free(shown->cuts);
	free(shown->removed);
	free(shown->decisions);
	free(shown->fields);
	free(shown->suggestions);
	free(shown->note);
}
