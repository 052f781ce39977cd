/* An approval: to the disk, to the log, to the case. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/b64.h"
#include "base/sha256.h"
#include "export/approval_texts.h"
#include "export/draft.h"
#include "export/event.h"

#define FILE_NAME "approval.json"

/* One item of approval.json: what its approval is bound to. */
static json_t *
item_json(const struct sar_plan_item *item)
{
	const struct sar_index_recording *recording = item->item->recording;
	char hex[SAR_HEX_LEN(SAR_SHA256_LEN)];

	if (recording == NULL || recording->state == SAR_RECORDING_MISSING)
		return json_pack("{s:I,s:n}", "number",
		    (json_int_t)item->item->number, "recording");
	sar_hex_put(recording->sha256, SAR_SHA256_LEN, hex);
	return json_pack("{s:I,s:s}", "number", (json_int_t)item->item->number,
	    "recording", hex);
}

static json_t *
items_json(const struct sar_plan *plan)
{
	json_t *items = json_array();
	size_t i;

	for (i = 0; items != NULL && i < plan->n; i++) {
		if (json_array_append_new(items, item_json(&plan->items[i])) ==
		    0)
			continue;
		json_decref(items);
		items = NULL;
	}
	return items;
}

/* What approval.json says, for people: what counts is in the log. */
static char *
approval_text(const struct sar_case *c, const struct sar_answer *answer,
    const struct sar_approval *approval, struct sar_err *err)
{
	char plan[SAR_HEX_LEN(SAR_SHA256_LEN)];
	char letter[SAR_HEX_LEN(SAR_SHA256_LEN)];
	char *text = NULL;
	json_t *root;

	sar_hex_put(approval->plan, SAR_SHA256_LEN, plan);
	sar_hex_put(approval->letter, SAR_SHA256_LEN, letter);
	root = json_pack("{s:s,s:s,s:s,s:s,s:s,s:s,s:I,s:o}", "schema",
	    "sar-export.approval/1", "ref", c->request->ref, "plan", plan,
	    "letter", letter, "by", approval->by, "at", approval->at, "record",
	    (json_int_t)approval->record, "items", items_json(answer->plan));
	if (root != NULL)
		text = json_dumps(root,
		    JSON_SORT_KEYS | JSON_COMPACT | JSON_ENSURE_ASCII);
	if (text == NULL)
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
	json_decref(root);
	return text;
}

/* What an approval leaves in the case, on the disk before the log tells of it.
 */
struct giving {
	const struct sar_case *c;
	const struct sar_answer *answer;
	const struct sar_approval_options *options;
	struct sar_approval_text plan, letter;
	struct sar_draft plan_file, letter_file, approval_file;
};

/* Who and when may be longer than they turn out to be, never shorter. */
static int
draft_files(struct giving *g, struct sar_err *err)
{
	struct sar_approval longest = { .record = INT64_MAX };
	char *text;
	int rc = -1;

	memset(longest.by, 'x', sizeof(longest.by) - 1);
	memset(longest.at, 'x', sizeof(longest.at) - 1);
	if ((text = approval_text(g->c, g->answer, &longest, err)) == NULL)
		return -1;
	if (sar_draft_open(g->c, SAR_APPROVAL_PLAN, g->plan.text, &g->plan_file,
		err) == 0 &&
	    sar_draft_open(g->c, SAR_APPROVAL_LETTER, g->letter.text,
		&g->letter_file, err) == 0 &&
	    sar_draft_open(g->c, FILE_NAME, text, &g->approval_file, err) == 0)
		rc = 0;
	free(text);
	return rc;
}

/* The log has it: if this fails, it is said again, and not logged again. */
static int
publish_files(struct giving *g, const struct sar_approval *approval,
    struct sar_err *err)
{
	char *text = approval_text(g->c, g->answer, approval, err);
	int rc = -1;

	if (text != NULL &&
	    sar_draft_refill(&g->approval_file, text, err) == 0 &&
	    sar_draft_name(&g->plan_file, g->c, err) == 0 &&
	    sar_draft_name(&g->letter_file, g->c, err) == 0 &&
	    sar_draft_name(&g->approval_file, g->c, err) == 0)
		rc = 0;
	if (rc == -1)
		sar_err_hint(err,
		    "the approval is in the log; run \"sar-export "
		    "approve\" again for the case's files");
	free(text);
	return rc;
}

/* The commitment to ${text} in Base64. */
static int
commit(const struct sar_case *c, const char *text,
    char out[SAR_B64_LEN(SAR_SHA256_LEN)], struct sar_err *err)
{
	uint8_t commitment[SAR_SHA256_LEN];

	if (sar_case_commit(c, text, commitment, err) == -1)
		return -1;
	sar_b64_put(commitment, SAR_SHA256_LEN, out);
	return 0;
}

static int
append(const struct giving *g, struct sar_err *err)
{
	struct sar_home_record record = { .type = "approve",
		.lock_wait = g->options->lock_wait,
		.now = g->options->now };
	char plan[SAR_B64_LEN(SAR_SHA256_LEN)];
	char letter[SAR_B64_LEN(SAR_SHA256_LEN)];
	char review[SAR_B64_LEN(SAR_SHA256_LEN)] = "";
	json_t *members;
	uint64_t seq;
	int rc;

	if (commit(g->c, g->plan.text, plan, err) == -1 ||
	    commit(g->c, g->letter.text, letter, err) == -1 ||
	    (g->options->review != NULL &&
		commit(g->c, g->options->review, review, err) == -1))
		return -1;
	members = json_pack("{s:s,s:s,s:s,s:s,s:s*}", "by", g->options->by,
	    "case", g->c->request->ref, "letter", letter, "plan", plan,
	    "review", g->options->review == NULL ? NULL : review);
	if (members == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	record.members = members;
	rc = sar_home_log(g->c->home, &record, &seq, err);
	json_decref(members);
	return rc;
}

static int
may_approve(const struct sar_case *c, const struct sar_answer *answer,
    const struct sar_history *history, const char *by, struct sar_err *err)
{
	const struct sar_plan *plan = answer->plan;
	size_t i;

	if (history->released)
		return sar_err_set(err, SAR_EREFUSED,
		    "case %s: has been released", c->request->ref);
	if (sar_answer_decided(c, answer, err) == -1 ||
	    sar_approval_other(c, answer, by, err) == -1)
		return -1;
	for (i = 0; i < plan->n; i++)
		if (plan->items[i].name[0] != '\0' &&
		    sar_approval_audio(c, &plan->items[i], err) == -1)
			return -1;
	return 0;
}

/* Is it the approval that rests on the saved review at hand, if there is one?
 */
static int
rests_on(const struct giving *g, const struct sar_history *history, bool *same,
    struct sar_err *err)
{
	uint8_t commitment[SAR_SHA256_LEN];

	*same = g->options->review == NULL;
	if (*same || !history->has_review)
		return 0;
	if (sar_case_commit(g->c, g->options->review, commitment, err) == -1)
		return -1;
	*same = memcmp(commitment, history->approved_review,
		    sizeof(commitment)) == 0;
	return 0;
}

/* Log it unless the log has just this; *${out} is what it has then. */
static int
give(const struct giving *g, const struct sar_approval_seen *seen,
    struct sar_approval *out, struct sar_err *err)
{
	struct sar_approval_view view = {
		.vcon = g->options->vcon,
		.history = &seen->history,
		.proofs = seen->proofs,
	};
	struct sar_history after;
	bool same;

	if (sar_approval_of(g->c, g->answer, &view, out, err) == -1 ||
	    rests_on(g, &seen->history, &same, err) == -1)
		return -1;
	if (same && sar_approval_current(out) &&
	    strcmp(out->by, g->options->by) == 0)
		return 0;
	if (append(g, err) == -1 ||
	    sar_history_read(g->c->home, g->c->request->ref, &after, err) == -1)
		return -1;
	view.history = &after;
	return sar_approval_of(g->c, g->answer, &view, out, err);
}

int
sar_approval_give(const struct sar_case *c, const struct sar_answer *answer,
    const struct sar_approval_options *options, struct sar_approval *out,
    struct sar_err *err)
{
	const struct sar_approval_view view = { .vcon = options->vcon };
	struct giving g = { c, answer, options, { NULL, { 0 } },
		{ NULL, { 0 } }, SAR_DRAFT_INIT, SAR_DRAFT_INIT,
		SAR_DRAFT_INIT };
	struct sar_approval_seen seen;
	int rc = -1;

	if (sar_approval_read(c, answer, &view, &seen, err) == -1 ||
	    may_approve(c, answer, &seen.history, options->by, err) == -1 ||
	    sar_approval_plan_text(c, answer, &g.plan, err) == -1 ||
	    sar_approval_letter_text(c, answer, options->vcon, seen.proofs,
		&g.letter, err) == -1 ||
	    draft_files(&g, err) == -1 || give(&g, &seen, out, err) == -1)
		goto out;
	rc = publish_files(&g, out, err);

out:
	sar_draft_drop(&g.plan_file);
	sar_draft_drop(&g.letter_file);
	sar_draft_drop(&g.approval_file);
	free(g.plan.text);
	free(g.letter.text);
	return rc;
}
