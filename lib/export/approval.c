#include "export/approval.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "export/approval_texts.h"
#include "export/plan_salt.h"
#include "export/traces.h"

bool
sar_approval_current(const struct sar_approval *approval)
{
	return approval->given && approval->stale == SAR_APPROVAL_HOLDS;
}

const char *
sar_approval_stale_name(enum sar_approval_stale stale)
{
	static const char *const names[] = { "", "plan", "no-letter",
		"letter" };

	return names[stale];
}

/* Is ${text} what ${commitment} of the log is to? */
static int
holds(const struct sar_case *c, const char *text,
    const uint8_t commitment[SAR_SHA256_LEN], bool *same, struct sar_err *err)
{
	uint8_t own[SAR_SHA256_LEN];

	if (sar_plan_salt_commit(c, text, own, same, err) == -1)
		return -1;
	*same = *same && memcmp(own, commitment, sizeof(own)) == 0;
	return 0;
}

static int
check_letter(const struct sar_case *c, const struct sar_answer *answer,
    bool vcon, const struct sar_approval_seen *seen, struct sar_approval *out,
    struct sar_err *err)
{
	struct sar_approval_text letter = { NULL, { 0 } };
	bool same = false;
	int rc;

	out->stale = SAR_APPROVAL_NO_LETTER;
	if (!seen->history.has_letter)
		return 0;
	if (sar_approval_letter_text(c, answer, vcon, seen->proofs, &letter,
		err) == -1)
		return -1;
	rc = holds(c, letter.text, seen->history.approved_letter, &same, err);
	memcpy(out->letter, letter.digest, sizeof(out->letter));
	out->stale = same ? SAR_APPROVAL_HOLDS : SAR_APPROVAL_LETTER_CHANGED;
	free(letter.text);
	return rc;
}

int
sar_approval_of(const struct sar_case *c, const struct sar_answer *answer,
    const struct sar_approval_view *view, struct sar_approval *out,
    struct sar_err *err)
{
	struct sar_approval_text plan = { NULL, { 0 } };
	struct sar_approval_seen seen;
	const struct sar_history *history = &seen.history;
	bool same = false;
	int rc = -1;

	memset(out, 0, sizeof(*out));
	if (sar_approval_read(c, answer, view, &seen, err) == -1 ||
	    sar_approval_plan_text(c, answer, &plan, err) == -1)
		goto out;
	memcpy(out->plan, plan.digest, sizeof(out->plan));
	out->given = history->approved;
	out->record = history->approval;
	memcpy(out->by, history->approved_by, sizeof(out->by));
	memcpy(out->at, history->approved_at, sizeof(out->at));
	out->stale = SAR_APPROVAL_PLAN_CHANGED;
	rc = !out->given
		 ? 0
		 : holds(c, plan.text, history->approved_plan, &same, err);
	if (rc == 0 && same)
		rc = check_letter(c, answer, view->vcon, &seen, out, err);

out:
	free(plan.text);
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

int
sar_approval_refuse_other(const struct sar_case *c, struct sar_err *err)
{
	(void)sar_err_set(err, SAR_EREFUSED,
	    "case %s: who approves has listened to a recording of it, marked "
	    "one, or decided about one",
	    c->request->ref);
	sar_err_hint(err, "policy wants another person (approval = "
			  "other-person)");
	return -1;
}

/* ICO: a senior person, not who redacted, authorises redactions. */
int
sar_approval_other(const struct sar_case *c, const struct sar_answer *answer,
    const char *by, struct sar_err *err)
{
	bool did = sar_approval_reviewer(answer, by);

	if (c->home->approval != SAR_APPROVAL_OTHER)
		return 0;
	/* Whoever brought marks in may have made them, whatever they say. */
	if (!did && sar_traces_marked(c, answer, by, &did, err) == -1)
		return -1;
	return did ? sar_approval_refuse_other(c, err) : 0;
}

int
sar_approval_refuse(const struct sar_case *c,
    const struct sar_approval *approval, struct sar_err *err)
{
	static const char *const why[] = {
		[SAR_APPROVAL_HOLDS] = "",
		[SAR_APPROVAL_PLAN_CHANGED] = "the plan has changed since",
		[SAR_APPROVAL_NO_LETTER] = "it is of a plan without its letter",
		[SAR_APPROVAL_LETTER_CHANGED] = "the letter has changed since",
	};

	(void)sar_err_set(err, SAR_EREVIEW,
	    "case %s: the approval is stale: %s", c->request->ref,
	    why[approval->stale]);
	sar_err_hint(err,
	    approval->stale == SAR_APPROVAL_NO_LETTER
		? "it was given before an approval was of the letter too: see "
		  "\"sar-export plan\", then \"sar-export approve\""
		: "what changed: \"sar-export plan --changes\"; then "
		  "\"sar-export approve\"");
	return -1;
}

/* Nothing is held, and nobody had to decide so: what is kept back so that
 * nobody learns of it was decided by somebody, whom another looks after. */
static bool
is_plain_nil(const struct sar_answer *answer)
{
	const struct sar_plan *plan = answer->plan;
	size_t i;

	for (i = 0; i < plan->n; i++)
		if (plan->items[i].marks != NULL)
			return false;
	return sar_answer_nil(answer);
}

int
sar_approval_ready(const struct sar_case *c, const struct sar_answer *answer,
    const struct sar_approval_view *view, struct sar_err *err)
{
	struct sar_approval approval;

	if (sar_approval_of(c, answer, view, &approval, err) == -1)
		return -1;
	if (approval.given && approval.stale != SAR_APPROVAL_HOLDS)
		return sar_approval_refuse(c, &approval, err);
	if (approval.given)
		return sar_approval_other(c, answer, approval.by, err);
	if (c->home->approval == SAR_APPROVAL_OPTIONAL || is_plain_nil(answer))
		return 0;
	(void)sar_err_set(err, SAR_EREVIEW,
	    "case %s: nobody has approved the plan", c->request->ref);
	sar_err_hint(err, "see \"sar-export plan\", then \"sar-export "
			  "approve\"");
	return -1;
}
