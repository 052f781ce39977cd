#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "export/build_state.h"
#include "letter/letter.h"

void
sar_build_drop_texts(struct build *b)
{
	size_t i;

	for (i = 0; i < b->n_texts; i++)
		free(b->texts[i].text);
	b->n_texts = 0;
}

/* Take over ${text}, unless it could not be made, and keep it in the case. */
static int
add(struct build *b, const char *name, char *text, struct sar_err *err)
{
	if (text == NULL)
		return -1;
	assert(b->n_texts < SAR_BUILD_TEXTS_MAX);
	b->texts[b->n_texts].name = name;
	b->texts[b->n_texts++].text = text;
	return sar_case_save(b->c, name, text, err);
}

/* plan.json is the case's alone. */
static int
save_plan(struct build *b, struct sar_err *err)
{
	char *plan;
	int rc = -1;

	plan = sar_plan_json(b->answer->plan, b->c->request->ref, err);
	if (plan != NULL &&
	    sar_sha256_text(plan, strlen(plan), b->plan_sha256, err) == 0 &&
	    sar_case_save(b->c, SAR_CASE_PLAN, plan, err) == 0)
		rc = 0;
	free(plan);
	return rc;
}

int
sar_build_write_texts(struct build *b, struct sar_err *err)
{
	const struct sar_home *home = b->c->home;
	struct sar_letter letter = {
		.profile = home->conf,
		.request = b->c->request,
		.plan = b->answer->plan,
		.months = home->retain.months,
		.date = sar_zone_local(home->zone, b->options->now).date,
	};

	sar_build_drop_texts(b);
	if (sar_letter_check(home->conf, err) == -1 || save_plan(b, err) == -1)
		return -1;
	if (add(b, "letter.txt", sar_letter_text(&letter, err), err) == -1 ||
	    add(b, "schedule.csv", sar_letter_schedule(&letter, err), err) ==
		-1)
		return -1;
	return 0;
}
