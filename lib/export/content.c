#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/crew.h"
#include "disclosure/minisig.h"
#include "export/build_state.h"
#include "letter/letter.h"

int
sar_build_write_letters(struct build *b, struct sar_err *err)
{
	const struct sar_home *home = b->c->home;
	struct sar_letter letter = {
		.profile = home->conf,
		.request = b->c->request,
		.plan = b->answer->plan,
		.months = home->retain.months,
		.date = sar_zone_local(home->zone, b->options->now).date,
	};
	char *plan;
	int rc = -1;

	free(b->letter);
	free(b->schedule);
	b->letter = b->schedule = NULL;
	if (sar_letter_check(home->conf, err) == -1)
		return -1;
	plan = sar_plan_json(b->answer->plan, b->c->request->ref, err);
	if (plan != NULL &&
	    sar_sha256_text(plan, strlen(plan), b->plan_sha256, err) == 0 &&
	    (b->letter = sar_letter_text(&letter, err)) &&
	    (b->schedule = sar_letter_schedule(&letter, err)) &&
	    sar_case_save(b->c, SAR_CASE_PLAN, plan, err) == 0 &&
	    sar_case_save(b->c, "letter.txt", b->letter, err) == 0 &&
	    sar_case_save(b->c, "schedule.csv", b->schedule, err) == 0)
		rc = 0;
	free(plan);
	return rc;
}

static int
add_text(struct build *b, const char *name, const char *text,
    struct sar_err *err)
{
	struct sar_stream stream;

	if (sar_stream_text(text, strlen(text), &stream, err) == -1)
		return -1;
	return sar_package_add(b->package, name, &stream, err);
}

static int
add_recording(struct build *b, const struct sar_plan_item *item,
    struct sar_err *err)
{
	struct sar_recording *rec = &b->recordings[b->n_recordings++];
	struct sar_stream stream;

	rec->home = b->c->home;
	rec->plan = b->answer->plan;
	rec->item = item;
	rec->stop = b->options->stop;
	if (sar_recording_stream(rec, &stream, err) == -1)
		return -1;
	return sar_package_add(b->package, item->name, &stream, err);
}

/* The self-check counts on this order. */
static int
add_all(struct build *b, struct sar_err *err)
{
	const struct sar_plan *plan = b->answer->plan;
	size_t i;

	b->recordings = calloc(plan->n + 1, sizeof(*b->recordings));
	if (b->recordings == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	if (add_text(b, "letter.txt", b->letter, err) == -1 ||
	    add_text(b, "schedule.csv", b->schedule, err) == -1)
		return -1;
	for (i = 0; i < plan->n; i++)
		if (plan->items[i].name[0] != '\0' &&
		    add_recording(b, &plan->items[i], err) == -1)
			return -1;
	return 0;
}

/* Release the package and all that was read for it. */
void
sar_build_drop(struct build *b)
{
	size_t i;

	sar_package_free(b->package);
	for (i = 0; i < b->n_recordings; i++)
		sar_recording_free(&b->recordings[i]);
	free(b->recordings);
	b->package = NULL;
	b->recordings = NULL;
	b->n_recordings = 0;
}

/* By the log's key: one vkey is all an auditor needs. */
static int
sign(void *ctx, const char *manifest, size_t len, struct sar_buf *out,
    struct sar_err *err)
{
	const struct build *b = ctx;

	return sar_minisig_sign(b->key, manifest, len, out, err);
}

static int
write_package(struct build *b, struct sar_err *err)
{
	char *staging = sar_home_path(b->c->home, "staging", err);
	struct sar_package_options options = {
		.folder = staging,
		.passphrase = b->passphrase,
		.jobs = sar_crew_size(b->options->jobs),
		.hidden = b->options->packing.hidden,
		.padded = b->options->packing.padded,
		.sign = sign,
		.sign_ctx = b,
		.stop = b->options->stop,
		.progress = b->options->progress,
		.progress_ctx = b->options->progress_ctx,
	};
	int rc = -1;

	b->jobs = options.jobs;
	if (staging != NULL &&
	    (b->package = sar_package_new(&options, err)) != NULL &&
	    add_all(b, err) == 0 &&
	    sar_package_seal(b->package, &b->receipt, err) == 0)
		rc = 0;
	if (rc == -1) {
		sar_package_free(b->package);
		b->package = NULL;
	}
	free(staging);
	return rc;
}

int
sar_build_seal(struct build *b, struct sar_err *err)
{
	sar_build_drop(b);
	if (write_package(b, err) == -1 || sar_build_selfcheck(b, err) == -1)
		return sar_build_spoiled(b, err);
	return 0;
}
