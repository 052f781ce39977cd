#include "export/event.h"

#include <stdlib.h>
#include <string.h>

#include "base/b64.h"
#include "export/event_step.h"
#include "export/event_trial.h"
#include "export/plan_salt.h"
#include "export/timeline.h"

static bool
is_of_place(const struct sar_event_step *step, const struct sar_record *record)
{
	return step->place->ref == NULL
		   ? !sar_record_has(record, "case")
		   : sar_record_is(record, "case", step->place->ref);
}

static int
take(void *ctx, const struct sar_record *record, struct sar_err *err)
{
	struct sar_event_step *step = ctx;

	step->next = record->seq + 1;
	if (is_of_place(step, record) &&
	    (sar_event_texts_take(&step->texts, record, err) == -1 ||
		(record->type == step->event->type &&
		    sar_event_compare(step, record, err) == -1)))
		return -1;
	return sar_dockets_record(step->dockets, record, err);
}

static int
read_log(struct sar_event_step *step, struct sar_err *err)
{
	const struct sar_log_reading how = { .record = take, .ctx = step };
	const char *ref = step->place->ref;
	struct sar_log *log;

	step->dockets = sar_dockets_new(step->place->home->zone, err);
	if (step->dockets == NULL ||
	    (ref != NULL && sar_dockets_only(step->dockets, ref, err) == -1))
		return -1;
	if ((log = sar_home_log_open(step->place->home, &how, err)) == NULL)
		return -1;
	sar_log_free(log);
	return 0;
}

static int
make_members(struct sar_event_step *step, struct sar_err *err)
{
	const struct sar_case_event *event = step->event;
	const char *ref = step->place->ref;

	/* jansson copies through a pointer that is not const. */
	step->members = json_deep_copy(event->members);
	if (step->members == NULL ||
	    json_object_set_new(step->members, "by", json_string(event->by)) ==
		-1 ||
	    (ref != NULL && json_object_set_new(step->members, "case",
				json_string(ref)) == -1))
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	return 0;
}

static int
begin(struct sar_event_step *step, struct sar_err *err)
{
	const struct sar_case_event *event = step->event;

	if (sar_home_staff(step->place->home, "--by", event->by, err) == -1)
		return -1;
	if (make_members(step, err) == -1 || read_log(step, err) == -1)
		return -1;
	return step->found && !event->again ? 0 : sar_event_say(step, err);
}

/* A commitment of which nothing is known but that there is one. */
static int
set_any(json_t *members, const char *name, struct sar_err *err)
{
	char b64[SAR_B64_LEN(SAR_SHA256_LEN)];
	uint8_t zero[SAR_SHA256_LEN] = { 0 };

	sar_b64_put(zero, sizeof(zero), b64);
	return json_object_set_new(members, name, json_string(b64)) == 0
		   ? 0
		   : sar_err_set(err, SAR_EFAIL, "out of memory");
}

/* May it be taken, by what the log has? */
static int
try(struct sar_event_step *step, struct sar_err *err)
{
	const struct sar_case_event *event = step->event;
	struct sar_event_trial trial = { .type = event->type,
		.seq = step->next,
		.now = event->now,
		.zone = step->place->home->zone,
		.ref = step->place->ref };
	json_t *members;
	int rc = -1;

	if (event->may != NULL &&
	    event->may(event->ctx,
		trial.ref == NULL ? NULL
				  : sar_dockets_find(step->dockets, trial.ref),
		err) == -1)
		return -1;
	if ((members = json_copy(step->members)) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	trial.members = members;
	if (!sar_event_texted(event) ||
	    set_any(members, sar_event_member(event), err) == 0)
		rc = sar_event_try(step->dockets, &trial, err);
	json_decref(members);
	return rc;
}

/* What the log is to have a commitment to, on the disk before it has. */
static int
keep(struct sar_event_step *step, struct sar_err *err)
{
	const struct sar_case_event *event = step->event;

	if (step->text == NULL)
		return 0;
	if (sar_plan_salt_make_in(step->place->dir, err) == -1)
		return -1;
	/* It may be the first text of the case, which had no salt. */
	if (step->commitment == NULL && sar_event_commit(step, err) == -1)
		return -1;
	if (step->commitment == NULL)
		return sar_err_set(err, SAR_EFAIL, "%s: its salt is gone again",
		    step->place->dir);
	return sar_event_text_keep(step->place->dir, event->text_name,
	    step->text, &step->texts, event->kept, err);
}

static int
append(struct sar_event_step *step, uint64_t *record, struct sar_err *err)
{
	const struct sar_case_event *event = step->event;
	struct sar_home_record with = {
		.type = sar_record_type_name(event->type),
		.members = step->members,
		.lock_wait = event->lock_wait,
		.now = event->now,
	};

	if (sar_event_texted(event) &&
	    json_object_set_new(step->members, sar_event_member(event),
		json_string(step->commitment)) == -1)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	return sar_home_log(step->place->home, &with, record, err);
}

static int
run(struct sar_event_step *step, uint64_t *record, bool *logged,
    struct sar_err *err)
{
	const struct sar_case_event *event = step->event;

	if (begin(step, err) == -1)
		return -1;
	*logged = !step->found || event->again;
	*record = *logged ? 0 : step->same;
	if (*logged && try(step, err) == -1)
		return -1;
	if (event->dry)
		return 0;
	if (keep(step, err) == -1)
		return -1;
	return *logged ? append(step, record, err) : 0;
}

/*
 * The step is in the log; what is left is for people.  Who looked before
 * midnight and wrote after it may have been too late all the same.
 */
static int
tell(const struct sar_event_step *step, uint64_t record,
    struct sar_docket *after, struct sar_err *err)
{
	if (sar_timeline_write(step->place, after, err) == -1) {
		sar_err_hint(err, "the step is in the log; say it again for "
				  "the case's files");
		return -1;
	}
	if (after->wrong_of == record)
		return sar_err_set(err, SAR_EREFUSED,
		    "case %s: record %llu does not count: %s", step->place->ref,
		    (unsigned long long)record,
		    sar_clock_wrong_text(after->wrong));
	return 0;
}

/* Where the case stands after it: as the log has it, or would have it. */
static int
finish(const struct sar_event_step *step, uint64_t record, struct sar_err *err)
{
	const struct sar_event_place *place = step->place;
	struct sar_docket after;
	int rc = 0;

	if (place->ref == NULL)
		return 0;
	if (step->event->dry)
		sar_dockets_move(step->dockets, place->ref, &after);
	else
		rc = tell(step, record, &after, err);
	if (rc == 0 && step->event->after != NULL)
		*step->event->after = after;
	else
		sar_docket_clear(&after);
	return rc;
}

int
sar_event_log(const struct sar_event_place *place,
    const struct sar_case_event *event, uint64_t *record, bool *logged,
    struct sar_err *err)
{
	struct sar_event_step step = { .place = place, .event = event };
	int rc;

	if (event->after != NULL)
		sar_docket_begin(event->after);
	if (event->kept != NULL)
		*event->kept = NULL;
	rc = run(&step, record, logged, err);
	if (rc == 0)
		rc = finish(&step, *record, err);
	sar_dockets_free(step.dockets);
	json_decref(step.members);
	free(step.text);
	free(step.commitment);
	sar_event_texts_free(&step.texts);
	return rc;
}

int
sar_case_event(const struct sar_case *c, const struct sar_case_event *event,
    uint64_t *record, bool *logged, struct sar_err *err)
{
	const struct sar_event_place place = { c->home, c->dir,
		c->request->ref };

	return sar_event_log(&place, event, record, logged, err);
}
