#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/b64.h"
#include "base/utc.h"
#include "export/review_state.h"

#define NONCE 18 /* bytes: a multiple of three has no padding */
#define MASKED 32

/* What the page is made of, apart from what was heard. */
struct making {
	struct sar_review_run *run;
	struct sar_review_page page;
	struct sar_review_asked asked;
	struct sar_review_shown *shown;
	struct sar_review_item *items;
	char masked[SAR_REQUEST_NUMBERS][MASKED];
	const char *numbers[SAR_REQUEST_NUMBERS];
	char made[SAR_UTC_LEN];
	char nonce[SAR_B64_LEN(NONCE)];
};

/* Its last three digits tell it from another; of a short one, fewer. */
static void
mask(const char *digits, char out[MASKED])
{
	static const char hidden[] = "\u2022\u2022\u2022\u2022 "
				     "\u2022\u2022\u2022 ";
	size_t len = strlen(digits);
	size_t shown = len >= 7 ? 3 : len / 3;

	(void)snprintf(out, MASKED, "%s%s", hidden, digits + len - shown);
}

static void
add_case(struct making *m)
{
	const struct sar_request *request = m->run->c->request;
	const struct sar_review_clock *clock = &m->run->clock;
	struct sar_review_page *page = &m->page;
	size_t i;

	for (i = 0; i < request->n_numbers; i++) {
		mask(request->numbers[i].digits, m->masked[i]);
		m->numbers[i] = m->masked[i];
	}
	page->ref = request->ref;
	page->numbers = m->numbers;
	page->n_numbers = request->n_numbers;
	page->received = clock->received;
	page->due = clock->due;
	page->latest = clock->latest;
	page->clock = clock->state;
	page->clock_text = clock->text;
	sar_review_ask(&m->asked);
	page->bases = m->asked.bases;
	page->n_bases = m->asked.n_bases;
	page->fields = m->asked.fields;
	page->n_fields = SAR_DECISION_FIELDS;
}

/* No two pages have one. */
static void
add_nonce(struct making *m)
{
	uint8_t nonce[NONCE];

	randombytes_buf(nonce, sizeof(nonce));
	sar_b64_put(nonce, sizeof(nonce), m->nonce);
	m->page.nonce = m->nonce;
}

static const struct sar_review_heard *
heard_of(const struct sar_review_run *run, const struct sar_plan_item *item)
{
	size_t i;

	for (i = 0; i < run->n_heard; i++)
		if (run->heard[i].item == item)
			return &run->heard[i];
	return NULL;
}

static int
add_items(struct making *m, struct sar_err *err)
{
	const struct sar_plan *plan = m->run->answer->plan;
	size_t i;

	m->shown = calloc(plan->n + 1, sizeof(*m->shown));
	m->items = calloc(plan->n + 1, sizeof(*m->items));
	if (m->shown == NULL || m->items == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	for (i = 0; i < plan->n; i++) {
		if (sar_review_show(m->run, &plan->items[i],
			heard_of(m->run, &plan->items[i]), &m->shown[i],
			err) == -1)
			return -1;
		m->items[i] = m->shown[i].item;
	}
	m->page.items = m->items;
	m->page.n_items = plan->n;
	return 0;
}

/* What a saved review has to be of. */
static int
add_base(struct making *m, struct sar_err *err)
{
	const struct sar_review_run *run = m->run;
	char *plan = sar_plan_json(run->answer->plan, run->c->request->ref,
	    err);
	int rc = -1;

	if (plan != NULL)
		rc = sar_sha256_text(plan, strlen(plan), m->page.base, err);
	memcpy(run->made->base, m->page.base, SAR_SHA256_LEN);
	free(plan);
	return rc;
}

static int
put_page(struct making *m, struct sar_err *err)
{
	struct sar_review_run *run = m->run;
	size_t len = 0;
	char *text = sar_review_html(&m->page, &len, err);
	int rc = -1;

	if (text == NULL)
		return -1;
	if (sar_sha256_text(text, len, run->made->page, err) == 0)
		rc = sar_review_put(&run->folder, SAR_REVIEW_PAGE, text, len,
		    err);
	run->made->bytes += len;
	explicit_bzero(text, len);
	free(text);
	return rc;
}

int
sar_review_write(struct sar_review_run *run, struct sar_err *err)
{
	struct making m = { .run = run };
	size_t i;
	int rc = -1;

	sar_utc_format(run->options->now, m.made);
	m.page.made = m.made;
	m.page.peaks_per_second = run->per_second;
	m.page.heard_at_least = run->c->home->heard_at_least * 10;
	m.page.options = run->options->given;
	add_case(&m);
	add_nonce(&m);
	if (add_base(&m, err) == 0 && add_items(&m, err) == 0)
		rc = put_page(&m, err);
	for (i = 0; m.shown != NULL && i < run->answer->plan->n; i++)
		sar_review_drop_shown(&m.shown[i]);
	free(m.shown);
	free(m.items);
	return rc;
}
