#include "export/approval.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/b64.h"
#include "base/sha256.h"
#include "export/draft.h"
#include "export/plan_salt.h"

#define FILE_NAME "approval.json"

/* The plan's text, which the caller frees, and its digest. */
static char *
plan_text(const struct sar_case *c, const struct sar_answer *answer,
    uint8_t digest[SAR_SHA256_LEN], struct sar_err *err)
{
	char *text = sar_plan_json(answer->plan, c->request->ref, err);

	if (text != NULL &&
	    sar_sha256_text(text, strlen(text), digest, err) == 0)
		return text;
	free(text);
	return NULL;
}

/* What the log says of the plan ${text} with the digest ${plan}. */
static int
set_out(struct sar_approval *out, const struct sar_case *c,
    const struct sar_history *history, const char *text,
    const uint8_t plan[SAR_SHA256_LEN], struct sar_err *err)
{
	uint8_t commitment[SAR_SHA256_LEN];
	bool there;

	memset(out, 0, sizeof(*out));
	memcpy(out->plan, plan, SAR_SHA256_LEN);
	if (sar_plan_salt_commit(c, text, commitment, &there, err) == -1)
		return -1;
	out->given = history->approved;
	out->current = history->approved && there &&
		       memcmp(history->approved_plan, commitment,
			   SAR_SHA256_LEN) == 0;
	out->record = history->approval;
	memcpy(out->by, history->approved_by, sizeof(out->by));
	memcpy(out->at, history->approved_at, sizeof(out->at));
	return 0;
}

int
sar_approval_of(const struct sar_case *c, const struct sar_answer *answer,
    struct sar_approval *out, struct sar_err *err)
{
	uint8_t digest[SAR_SHA256_LEN];
	struct sar_history history;
	char *text = plan_text(c, answer, digest, err);
	int rc = -1;

	if (text != NULL &&
	    sar_history_read(c->home, c->request->ref, &history, err) == 0)
		rc = set_out(out, c, &history, text, digest, err);
	free(text);
	return rc;
}

/* An id is one person's, however it is written: u1041 and U1041. */
static bool
is_decider(const struct sar_marks *marks, const char *by)
{
	const char *who;
	size_t i;

	if (strcasecmp(marks->reviewer, by) == 0)
		return true;
	for (i = 0; i < marks->n_decisions; i++) {
		who = marks->decisions[i].field[SAR_FIELD_BY];
		if (who != NULL && strcasecmp(who, by) == 0)
			return true;
	}
	return false;
}

bool
sar_approval_reviewer(const struct sar_answer *answer, const char *by)
{
	const struct sar_plan *plan = answer->plan;
	size_t i;

	for (i = 0; i < plan->n; i++)
		if (plan->items[i].marks != NULL &&
		    is_decider(plan->items[i].marks, by))
			return true;
	return false;
}

/* ICO: a senior person, not who redacted, authorises redactions. */
static int
check_other(const struct sar_case *c, const struct sar_answer *answer,
    const char *by, struct sar_err *err)
{
	if (c->home->approval != SAR_APPROVAL_OTHER ||
	    !sar_approval_reviewer(answer, by))
		return 0;
	(void)sar_err_set(err, SAR_EREFUSED,
	    "case %s: who approves has listened to a recording of it, or "
	    "decided about one",
	    c->request->ref);
	sar_err_hint(err, "policy wants another person (approval = "
			  "other-person)");
	return -1;
}

static int
check(const struct sar_case *c, const struct sar_answer *answer,
    const struct sar_approval *approval, struct sar_err *err)
{
	const char *ref = c->request->ref;

	if (approval->given && !approval->current) {
		(void)sar_err_set(err, SAR_EREVIEW,
		    "case %s: the approval is stale: the plan has changed "
		    "since",
		    ref);
		sar_err_hint(err, "what changed: \"sar-export plan "
				  "--changes\"; then \"sar-export approve\"");
		return -1;
	}
	if (approval->given)
		return check_other(c, answer, approval->by, err);
	if (c->home->approval == SAR_APPROVAL_OPTIONAL ||
	    sar_answer_nil(answer))
		return 0;
	(void)sar_err_set(err, SAR_EREVIEW,
	    "case %s: nobody has approved the plan", ref);
	sar_err_hint(err, "see \"sar-export plan\", then \"sar-export "
			  "approve\"");
	return -1;
}

int
sar_approval_ready(const struct sar_case *c, const struct sar_answer *answer,
    const struct sar_history *history, struct sar_err *err)
{
	uint8_t digest[SAR_SHA256_LEN];
	struct sar_approval approval;
	char *text;
	int rc;

	if (history == NULL) {
		if (sar_approval_of(c, answer, &approval, err) == -1)
			return -1;
		return check(c, answer, &approval, err);
	}
	if ((text = plan_text(c, answer, digest, err)) == NULL)
		return -1;
	rc = set_out(&approval, c, history, text, digest, err);
	free(text);
	return rc == 0 ? check(c, answer, &approval, err) : -1;
}

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
	char hex[SAR_HEX_LEN(SAR_SHA256_LEN)];
	char *text = NULL;
	json_t *root;

	sar_hex_put(approval->plan, SAR_SHA256_LEN, hex);
	root = json_pack("{s:s,s:s,s:s,s:s,s:s,s:I,s:o}", "schema",
	    "sar-export.approval/1", "ref", c->request->ref, "plan", hex, "by",
	    approval->by, "at", approval->at, "record",
	    (json_int_t)approval->record, "items", items_json(answer->plan));
	if (root != NULL)
		text = json_dumps(root,
		    JSON_SORT_KEYS | JSON_COMPACT | JSON_ENSURE_ASCII);
	if (text == NULL)
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
	json_decref(root);
	return text;
}

/* Both files of an approval, on the disk before the log tells of it. */
struct files {
	struct sar_draft plan;
	struct sar_draft approval;
};

/* Who and when may be longer than they turn out to be, never shorter. */
static int
draft_files(const struct sar_case *c, const struct sar_answer *answer,
    const char *plan, struct files *files, struct sar_err *err)
{
	struct sar_approval longest = { .record = INT64_MAX };
	char *text;
	int rc = -1;

	memset(longest.by, 'x', sizeof(longest.by) - 1);
	memset(longest.at, 'x', sizeof(longest.at) - 1);
	if ((text = approval_text(c, answer, &longest, err)) == NULL)
		return -1;
	if (sar_draft_open(c, SAR_APPROVAL_PLAN, plan, &files->plan, err) ==
		0 &&
	    sar_draft_open(c, FILE_NAME, text, &files->approval, err) == 0)
		rc = 0;
	free(text);
	return rc;
}

/* The log has it: if this fails, it is said again, and not logged again. */
static int
publish_files(const struct sar_case *c, const struct sar_answer *answer,
    const struct sar_approval *approval, struct files *files,
    struct sar_err *err)
{
	char *text = approval_text(c, answer, approval, err);
	int rc = -1;

	if (text != NULL &&
	    sar_draft_refill(&files->approval, text, err) == 0 &&
	    sar_draft_name(&files->plan, c, err) == 0 &&
	    sar_draft_name(&files->approval, c, err) == 0)
		rc = 0;
	if (rc == -1)
		sar_err_hint(err,
		    "the approval is in the log; run \"sar-export "
		    "approve\" again for the case's files");
	free(text);
	return rc;
}

static int
append(const struct sar_case *c, const struct sar_approval_options *options,
    const char *plan, struct sar_err *err)
{
	struct sar_home_record record = { .type = "approve",
		.lock_wait = options->lock_wait,
		.now = options->now };
	char digest[SAR_B64_LEN(SAR_SHA256_LEN)];
	json_t *members;
	uint64_t seq;
	uint8_t commitment[SAR_SHA256_LEN];
	bool there;
	int rc;

	/* Without its salt on the disk the record would say nothing. */
	if (sar_plan_salt_make(c, err) == -1 ||
	    sar_plan_salt_commit(c, plan, commitment, &there, err) == -1)
		return -1;
	if (!there)
		return sar_err_set(err, SAR_EFAIL,
		    "case %s: its salt is gone again", c->request->ref);
	sar_b64_put(commitment, SAR_SHA256_LEN, digest);
	members = json_pack("{s:s,s:s,s:s}", "by", options->by, "case",
	    c->request->ref, "plan", digest);
	if (members == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	record.members = members;
	rc = sar_home_log(c->home, &record, &seq, err);
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
	    check_other(c, answer, by, err) == -1)
		return -1;
	for (i = 0; i < plan->n; i++)
		if (plan->items[i].name[0] != '\0' &&
		    sar_approval_audio(c, &plan->items[i], err) == -1)
			return -1;
	return 0;
}

int
sar_approval_give(const struct sar_case *c, const struct sar_answer *answer,
    const struct sar_approval_options *options, struct sar_approval *out,
    struct sar_err *err)
{
	uint8_t digest[SAR_SHA256_LEN];
	struct files files = { SAR_DRAFT_INIT, SAR_DRAFT_INIT };
	struct sar_history history;
	char *text = plan_text(c, answer, digest, err);
	int rc = -1;

	if (text == NULL ||
	    sar_history_read(c->home, c->request->ref, &history, err) == -1 ||
	    may_approve(c, answer, &history, options->by, err) == -1 ||
	    draft_files(c, answer, text, &files, err) == -1 ||
	    set_out(out, c, &history, text, digest, err) == -1)
		goto out;
	if (!out->current || strcmp(out->by, options->by) != 0)
		if (append(c, options, text, err) == -1 ||
		    sar_history_read(c->home, c->request->ref, &history, err) ==
			-1 ||
		    set_out(out, c, &history, text, digest, err) == -1)
			goto out;
	rc = publish_files(c, answer, out, &files, err);

out:
	sar_draft_drop(&files.plan);
	sar_draft_drop(&files.approval);
	free(text);
	return rc;
}
