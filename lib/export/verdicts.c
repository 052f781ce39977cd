#include "export/verdicts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "export/approval.h"
#include "export/dates.h"
#include "export/review_state.h"
#include "export/verdicts_kept.h"
#include "plan/lint.h"

/* A review being held against its case. */
struct holding {
	const struct sar_case *c;
	const struct sar_answer *answer;
	const struct sar_saved *saved;
	const struct sar_verdicts_options *options;
	struct sar_verdicts *out;
	uint8_t now[SAR_SHA256_LEN]; /* of the plan as it is */
	struct sar_date reviewed;
	struct sar_date today;
	bool page; /* it was made of is in the case's folder */
};

static int
bad(const struct holding *h, const char *why, struct sar_err *err)
{
	return sar_err_set(err, SAR_EINPUT, "%s: %s", h->options->name, why);
}

static int
check_who(const struct holding *h, struct sar_err *err)
{
	char what[32];

	if (strcmp(h->saved->ref, h->c->request->ref) != 0)
		return bad(h, "ref: is of another case", err);
	(void)snprintf(what, sizeof(what), "saved review: by");
	return sar_home_staff(h->c->home, what, h->saved->by, err);
}

/* When it was saved: not before the page was made, if that is known. */
static int
check_when(struct holding *h, struct sar_err *err)
{
	const struct sar_zone *zone = h->c->home->zone;
	int64_t made;

	h->reviewed = sar_zone_local(zone, h->saved->saved).date;
	h->today = sar_zone_local(zone, h->options->now).date;
	if (sar_date_compare(h->reviewed, h->today) > 0)
		return bad(h, "saved: is in the future", err);
	if (sar_verdicts_page(h->c, h->saved->base, &h->page, &made, err) == -1)
		return -1;
	/* By days: two computers' clocks are seldom the same. */
	if (h->page &&
	    sar_date_compare(h->reviewed, sar_zone_local(zone, made).date) < 0)
		return bad(h, "saved: is before the page was made", err);
	return 0;
}

/*
 * The page was made of the plan as it is now.  Or the file was taken before,
 * and the plan is what came of it: that run was killed, or is repeated.
 */
static int
check_base(struct holding *h, struct sar_err *err)
{
	struct sar_verdicts *out = h->out;

	out->then = sar_plan_json(h->answer->plan, h->c->request->ref, err);
	if (out->then == NULL ||
	    sar_sha256_text(out->then, strlen(out->then), h->now, err) == -1)
		return -1;
	if (memcmp(h->now, h->saved->base, sizeof(h->now)) == 0)
		return 0;
	if (sar_verdicts_kept(h->c, h->saved->digest, h->now, &out->taken,
		out->by, err) == -1)
		return -1;
	if (out->taken)
		return 0;
	(void)sar_err_set(err, SAR_EREVIEW,
	    "%s: base: the plan has changed since the page was made",
	    h->options->name);
	sar_err_hint(err, "or other options are given than for the page "
			  "(--include-expired, --fill, --format, ...): give "
			  "the same; else \"sar-export review\" makes the page "
			  "of the plan as it is: open this file there, look "
			  "at it again and save it");
	return -1;
}

/* The page is of the plan as it is, so no older than what that rests on. */
static int
check_age(const struct holding *h, struct sar_err *err)
{
	const struct sar_case_marks *own = &h->answer->marks;
	size_t i;

	for (i = 0; i < own->n; i++)
		if (sar_date_compare(h->reviewed, own->marks[i]->reviewed) < 0)
			return bad(h,
			    "saved: is before marks that the case has", err);
	return 0;
}

static const struct sar_plan_item *
find_item(const struct holding *h, unsigned number)
{
	const struct sar_plan *plan = h->answer->plan;
	size_t i;

	for (i = 0; i < plan->n; i++)
		if (plan->items[i].item->number == number)
			return &plan->items[i];
	return NULL;
}

/* Days and names as `mark` checks them; the recording as it is on disk. */
static int
check_marks(const struct holding *h, const struct sar_plan_item *item,
    struct sar_marks *marks, struct sar_err *err)
{
	char reviewed[512];
	const struct sar_dates_names names = { .reviewed = reviewed,
		.decisions = marks->name,
		.place = "decision" };

	if (marks->damage_heard && !sar_plan_unsure(item->item->recording))
		return sar_err_set(err, SAR_EINPUT,
		    "%s: damage_heard: the recording is not damaged",
		    marks->name);
	sar_case_marks_heard(marks, item->item->recording);
	marks->reviewed = h->reviewed;
	(void)snprintf(reviewed, sizeof(reviewed), "%s: saved", marks->name);
	if (sar_case_marks_staff(h->c->home, marks, err) == -1 ||
	    sar_dates_check(marks, item->item, h->today, &names, err) == -1)
		return -1;
	return sar_approval_audio(h->c, item, err);
}

/* Two items can be of one recording: then it is said once what of it. */
static int
check_twin(const struct sar_marks *a, const struct sar_marks *b,
    struct sar_err *err)
{
	char *x = sar_marks_format(a, err);
	char *y = sar_marks_format(b, err);
	int rc = -1;

	if (x != NULL && y != NULL)
		rc = strcmp(x, y) == 0
			 ? 0
			 : sar_err_set(err, SAR_EINPUT,
			       "%s: is of the recording of an item before it, "
			       "and says something else of it",
			       b->name);
	free(x);
	free(y);
	return rc;
}

static bool
are_of_one(const struct sar_marks *a, const struct sar_marks *b)
{
	return a != NULL &&
	       memcmp(a->recording, b->recording, SAR_SHA256_LEN) == 0;
}

static int
add_marks(struct sar_verdicts *out, struct sar_marks *marks,
    struct sar_err *err)
{
	size_t i;

	for (i = 0; i < out->n; i++)
		if (are_of_one(out->marks[i], marks))
			return check_twin(out->marks[i], marks, err);
	out->marks[out->n++] = marks;
	return 0;
}

static int
take_item(const struct holding *h, const struct sar_saved_item *said,
    struct sar_err *err)
{
	const struct sar_plan_item *item = find_item(h, said->item);
	const char *name = said->marks->name;
	bool decides;

	if (item == NULL || !sar_review_is_heard(item))
		return sar_err_set(err, SAR_EINPUT,
		    "%s: the case has no such item that can be heard", name);
	if (memcmp(item->item->recording->sha256, said->marks->recording,
		SAR_SHA256_LEN) != 0)
		return sar_err_set(err, SAR_EINPUT,
		    "%s: recording: is another than the case's", name);
	if (sar_verdicts_decides(&h->answer->marks, h->saved, said, &decides,
		err) == -1)
		return -1;
	if (!decides)
		return 0;
	if (check_marks(h, item, said->marks, err) == -1)
		return -1;
	return add_marks(h->out, said->marks, err);
}

static int
take_items(const struct holding *h, struct sar_err *err)
{
	struct sar_verdicts *out = h->out;
	size_t i;

	out->marks = calloc(h->saved->n + 1, sizeof(struct sar_marks *));
	if (out->marks == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	for (i = 0; i < h->saved->n; i++)
		if (take_item(h, &h->saved->items[i], err) == -1)
			return -1;
	if (sar_verdicts_asker(out, &h->answer->marks, h->options->by, err) ==
	    -1)
		return -1;
	return sar_case_marks_check(h->c, out->marks, out->n, SAR_PUT_REPLACE,
	    err);
}

static bool
is_replaced(const struct sar_verdicts *out, const struct sar_marks *marks)
{
	size_t i;

	for (i = 0; i < out->n; i++)
		if (are_of_one(out->marks[i], marks))
			return true;
	return false;
}

/* Of the case's marks, and of these in the place of theirs. */
static int
make_plan(const struct holding *h, struct sar_err *err)
{
	const struct sar_case_marks *own = &h->answer->marks;
	struct sar_verdicts *out = h->out;
	struct sar_marks **all;
	size_t n = 0;
	size_t i;

	all = calloc(own->n + out->n + 1, sizeof(struct sar_marks *));
	if (all == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	for (i = 0; i < own->n; i++)
		if (!is_replaced(out, own->marks[i]))
			all[n++] = own->marks[i];
	for (i = 0; i < out->n; i++)
		all[n++] = out->marks[i];
	out->plan = sar_answer_plan(h->c, &h->answer->find, all, n,
	    h->options->with, err);
	free(all);
	if (out->plan == NULL ||
	    (out->text = sar_plan_json(out->plan, h->c->request->ref, err)) ==
		NULL ||
	    sar_sha256_text(out->text, strlen(out->text), out->digest, err) ==
		-1)
		return -1;
	if (!out->taken ||
	    memcmp(out->digest, h->now, sizeof(out->digest)) == 0)
		return 0;
	return sar_err_set(err, SAR_EREVIEW,
	    "%s: was taken before, and now says something else",
	    h->options->name);
}

static const struct sar_saved_item *
said_of(const struct sar_saved *saved, unsigned number)
{
	size_t i;

	for (i = 0; i < saved->n; i++)
		if (saved->items[i].item == number)
			return &saved->items[i];
	return NULL;
}

static const char *
waits_for(const struct sar_plan_item *item, const struct sar_saved_item *said)
{
	if (sar_lint_waits(item))
		return item->reason;
	return said == NULL && sar_review_is_heard(item) ? "not-in-review"
							 : NULL;
}

static bool
is_heard_less(const struct sar_saved_item *said, unsigned permille)
{
	return said != NULL && said->verdict == SAR_VERDICT_APPROVED &&
	       said->marks->speaker == SAR_SPEAKER_REQUESTER &&
	       said->heard_permille < permille;
}

static int
list_one(const struct holding *h, size_t i, struct sar_verdict *one,
    struct sar_err *err)
{
	const struct sar_case_marks *own = &h->answer->marks;
	bool changed;

	one->was = &h->answer->plan->items[i];
	one->is = &h->out->plan->items[i];
	one->item = one->is->item->number;
	one->said = said_of(h->saved, one->item);
	if (sar_verdicts_changed(own, one->said, &changed, err) == -1)
		return -1;
	one->waits = waits_for(one->is, one->said);
	if (one->waits == NULL && changed)
		one->waits = "changed-in-review";
	one->little = is_heard_less(one->said, SAR_VERDICTS_HEARD);
	one->marks = one->said == NULL
			 ? NULL
			 : sar_verdicts_marks(h->out, own, one->said->marks);
	return sar_verdicts_decides(own, h->saved, one->said, &one->decides,
	    err);
}

static int
list(const struct holding *h, struct sar_err *err)
{
	struct sar_verdicts *out = h->out;
	const struct sar_plan *plan = out->plan;
	struct sar_verdict *one;
	size_t i;

	if ((out->all = calloc(plan->n + 1, sizeof(*out->all))) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	for (i = 0; i < plan->n; i++) {
		one = &out->all[out->n_all];
		if (list_one(h, i, one, err) == -1)
			return -1;
		if (one->said == NULL && one->waits == NULL)
			continue;
		out->n_all++;
		out->waiting += one->waits != NULL;
	}
	out->waiting += plan->stray;
	return 0;
}

/* What the page has, the file has: else it is not as it was saved. */
static int
check_all(const struct holding *h, struct sar_err *err)
{
	const struct sar_plan *plan = h->answer->plan;
	const struct sar_item *item;
	bool there;
	size_t i;

	for (i = 0; h->page && i < plan->n; i++) {
		item = plan->items[i].item;
		if (!sar_review_is_heard(&plan->items[i]) ||
		    said_of(h->saved, item->number) != NULL)
			continue;
		if (sar_verdicts_on_page(h->c, item->recording, &there, err) ==
		    -1)
			return -1;
		if (there)
			return sar_err_set(err, SAR_EINPUT,
			    "%s: items: item %u is missing, which the page has",
			    h->options->name, item->number);
	}
	return 0;
}

/* What policy asks to have been played of what is approved. */
static int
check_heard(const struct holding *h, struct sar_err *err)
{
	unsigned least = h->c->home->heard_at_least;
	size_t i;

	for (i = 0; i < h->out->n_all; i++) {
		if (!is_heard_less(h->out->all[i].said, least * 10))
			continue;
		(void)sar_err_set(err, SAR_EREVIEW,
		    "%s: heard_permille: less of it was played than the %u %% "
		    "that are asked for",
		    h->out->all[i].said->marks->name, least);
		sar_err_hint(err, "listen to it on the page and save it "
				  "again; sar.conf has heard-at-least");
		return -1;
	}
	return 0;
}

int
sar_verdicts_make(const struct sar_case *c, const struct sar_answer *answer,
    const struct sar_saved *saved, const struct sar_verdicts_options *options,
    struct sar_verdicts *out, struct sar_err *err)
{
	struct holding h = { .c = c,
		.answer = answer,
		.saved = saved,
		.options = options,
		.out = out };

	*out = (struct sar_verdicts){ .saved = saved };
	if (check_who(&h, err) == -1 || check_when(&h, err) == -1 ||
	    check_base(&h, err) == -1 || check_age(&h, err) == -1 ||
	    check_all(&h, err) == -1 || take_items(&h, err) == -1 ||
	    make_plan(&h, err) == -1 || list(&h, err) == -1)
		return -1;
	return check_heard(&h, err);
}

void
sar_verdicts_free(struct sar_verdicts *verdicts)
{
	sar_plan_free(verdicts->plan);
	free(verdicts->marks);
	free(verdicts->then);
	free(verdicts->text);
	free(verdicts->all);
	*verdicts = (struct sar_verdicts){ .saved = NULL };
}

int
sar_verdicts_store(const struct sar_case *c,
    const struct sar_verdicts *verdicts, const char *text, const char *by,
    struct sar_err *err)
{
	if (verdicts->taken)
		return 0;
	if (sar_verdicts_keep(c, verdicts, text, by, err) == -1)
		return -1;
	return sar_case_marks_replace(c, verdicts->marks, verdicts->n, err);
}

const char *
sar_verdicts_text(const char *waits)
{
	if (strcmp(waits, "not-in-review") == 0)
		return "the saved review says nothing of it";
	if (strcmp(waits, "changed-in-review") == 0)
		return "it was changed in the review, and what was changed is "
		       "not approved";
	return sar_lint_text(waits);
}
