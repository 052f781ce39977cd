#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/batch.h"
#include "export/build_state.h"
#include "export/privacy.h"
#include "export/said.h"
#include "letter/register.h"
#include "plan/redactions.h"

void
sar_build_drop_texts(struct build *b)
{
	size_t i;

	for (i = 0; i < b->n_texts; i++)
		free(b->texts[i].text);
	b->n_texts = 0;
}

/* Take over ${text}, unless it could not be made. */
static int
add(struct build *b, const char *name, char *text)
{
	if (text == NULL)
		return -1;
	assert(b->n_texts < SAR_BUILD_TEXTS_MAX);
	b->texts[b->n_texts].name = name;
	b->texts[b->n_texts++].text = text;
	return 0;
}

/* Why, and what the requester is not told: the case's alone. */
static int
add_register(const struct build *b, struct sar_batch *batch,
    struct sar_err *err)
{
	const struct sar_plan *plan = b->answer->plan;
	char *table = sar_letter_register(plan, err);
	char *text = table == NULL ? NULL
				   : sar_letter_register_text(plan,
					 b->c->request->ref, err);
	int rc = -1;

	if (text != NULL && sar_batch_add(batch, "register.csv", table,
				strlen(table), err) == 0)
		rc = sar_batch_add(batch, "register.txt", text, strlen(text),
		    err);
	free(table);
	free(text);
	return rc;
}

/* What is for people is in the case too: staff read it before it is sent. */
static int
save_all(const struct build *b, struct sar_err *err)
{
	struct sar_batch *batch = sar_batch_new(b->c->dir, err);
	const struct build_text *text;
	size_t i;
	int rc = 0;

	if (batch == NULL)
		return -1;
	for (i = 0; i < b->n_texts && rc == 0; i++) {
		text = &b->texts[i];
		if (strcmp(text->name, SAR_REDACTIONS_NAME) != 0)
			rc = sar_batch_add(batch, text->name, text->text,
			    strlen(text->text), err);
	}
	if (rc == 0)
		rc = add_register(b, batch, err);
	if (rc == 0)
		rc = sar_batch_commit(batch, err);
	sar_batch_free(batch);
	return rc;
}

static char *
redactions(const struct build *b, struct sar_err *err)
{
	struct sar_redactions *of = sar_redactions_of(b->answer->told, err);
	char *text = of == NULL ? NULL : sar_redactions_json(of, err);

	sar_redactions_free(of);
	return text;
}

/* In the order of sar-package(5). */
static int
add_all(struct build *b, const struct sar_letter *letter, struct sar_err *err)
{
	struct sar_said said = { .n = 0 };
	size_t i;
	int rc = sar_said_make(letter, &said, err);

	for (i = 0; i < said.n && rc == 0; i++) {
		rc = add(b, said.texts[i].name, said.texts[i].text);
		said.texts[i].text = NULL;
	}
	sar_said_free(&said);
	if (rc == 0)
		rc = add(b, SAR_REDACTIONS_NAME, redactions(b, err));
	return rc;
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

/* Nobody else may be in it, nor in the name of a recording. */
static int
check_privacy(const struct build *b, struct sar_err *err)
{
	const struct sar_plan *plan = b->answer->plan;
	struct sar_privacy_text *all;
	size_t i, n = 0;
	int rc;

	if ((all = calloc(b->n_texts + 2 * plan->n + 1, sizeof(*all))) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	for (i = 0; i < b->n_texts; i++, n++) {
		all[n].name = b->texts[i].name;
		all[n].text = b->texts[i].text;
	}
	for (i = 0; i < b->n_vcons; i++, n++) {
		all[n].name = b->vcons[i].name;
		all[n].text = b->vcons[i].text;
	}
	for (i = 0; i < plan->n; i++) {
		if (plan->items[i].name[0] == '\0')
			continue;
		all[n].name = plan->items[i].name;
		all[n++].text = "";
	}
	rc = sar_privacy_check(b->c, b->answer, all, n, err);
	free(all);
	return rc;
}

int
sar_build_write_texts(struct build *b, struct sar_err *err)
{
	struct sar_said_how how = {
		.date = sar_zone_local(b->c->home->zone, b->options->now).date,
		.vcon = b->options->packing.vcon,
		.proofs = sar_build_has_proofs(b),
	};
	struct sar_letter letter;

	sar_said_letter(b->c, b->answer, &how, &letter);
	sar_build_drop_texts(b);
	if (add_all(b, &letter, err) == -1 ||
	    sar_build_vcons(b, &letter, err) == -1)
		return -1;
	if (!b->trial && (save_plan(b, err) == -1 || save_all(b, err) == -1))
		return -1;
	/* After they are in the case: staff are told the line to look at. */
	return check_privacy(b, err);
}
