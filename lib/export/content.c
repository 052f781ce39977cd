#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "export/build_state.h"
#include "export/recording.h"
#include "letter/letter.h"
#include "package/reader.h"

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

	if (sar_letter_check(home->conf, err) == -1)
		return -1;
	plan = sar_plan_json(b->answer->plan, b->c->request->ref, err);
	if (plan != NULL && (b->letter = sar_letter_text(&letter, err)) &&
	    (b->schedule = sar_letter_schedule(&letter, err)) &&
	    sar_case_save(b->c, "plan.json", plan, err) == 0 &&
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
add_all(struct build *b, struct sar_err *err)
{
	const struct sar_plan *plan = b->answer->plan;
	struct sar_stream stream;
	size_t i;

	if (add_text(b, "letter.txt", b->letter, err) == -1 ||
	    add_text(b, "schedule.csv", b->schedule, err) == -1)
		return -1;
	for (i = 0; i < plan->n; i++) {
		if (plan->items[i].name[0] == '\0')
			continue;
		if (sar_recording_stream(b->c->home, plan, &plan->items[i],
			b->options->stop, &stream, err) == -1 ||
		    sar_package_add(b->package, plan->items[i].name, &stream,
			err) == -1)
			return -1;
	}
	return 0;
}

/* The entry ${name} of the package, read back and held against its source. */
static int
verify_entry(struct build *b, struct sar_package_reader *reader,
    const struct sar_plan_item *item, struct sar_err *err)
{
	struct sar_source output;
	size_t i;

	for (i = 0; i < sar_package_count(reader); i++)
		if (strcmp(sar_package_name(reader, i), item->name) == 0)
			break;
	if (i == sar_package_count(reader))
		return sar_err_set(err, SAR_ECORRUPT, "package: %s is missing",
		    item->name);
	if (sar_package_unlock(reader, i, b->passphrase, err) == -1 ||
	    sar_package_entry(reader, i, &output, err) == -1)
		return -1;
	return sar_recording_verify(b->c->home, b->answer->plan, item,
	    b->options->stop, &output, err);
}

/*
 * Nothing leaves unless every sample of every recording, decoded again from
 * the encrypted package, is the fill inside the cuts and unchanged outside.
 */
static int
verify_all(struct build *b, struct sar_err *err)
{
	const struct sar_plan *plan = b->answer->plan;
	struct sar_package_reader *reader;
	struct sar_source zip;
	int rc = 0;
	size_t i;

	if (sar_package_source(b->package, &zip, err) == -1 ||
	    (reader = sar_package_open(&zip, err)) == NULL)
		return -1;
	for (i = 0; i < plan->n && rc == 0; i++)
		if (plan->items[i].name[0] != '\0')
			rc = verify_entry(b, reader, &plan->items[i], err);
	sar_package_close(reader);
	return rc;
}

int
sar_build_seal(struct build *b, struct sar_err *err)
{
	char *staging = sar_home_path(b->c->home, "staging", err);
	struct sar_package_options options = {
		.folder = staging,
		.passphrase = b->passphrase,
		.stop = b->options->stop,
		.progress = b->options->progress,
		.progress_ctx = b->options->progress_ctx,
	};
	int rc = -1;

	if (staging != NULL &&
	    (b->package = sar_package_new(&options, err)) != NULL &&
	    add_all(b, err) == 0 &&
	    sar_package_seal(b->package, &b->receipt, err) == 0 &&
	    verify_all(b, err) == 0)
		rc = 0;
	free(staging);
	return rc;
}
