#include "export/event.h"

#include <stdlib.h>
#include <string.h>

#include "base/b64.h"
#include "export/event_text.h"
#include "export/event_trial.h"
#include "export/plan_salt.h"
#include "export/timeline.h"

/* A step on its way into the log. */
struct step {
	const struct sar_event_place *place;
	const struct sar_case_event *event;
	json_t *members;  /* all of them but the text's */
	char *commitment; /* in Base64; NULL: no text, or no salt yet */
	struct sar_event_texts texts;
	struct sar_dockets *dockets;
	uint64_t next; /* number of the next record */
	uint64_t same; /* the record that says it already */
	bool found;
};

static const char *
text_member(const struct sar_case_event *event)
{
	return event->text_member == NULL ? "text" : event->text_member;
}

/* What the writer of a record adds to what it tells of. */
static void
strip(json_t *record)
{
	static const char *const own[] = { "salt", "seq", "t", "type", "v" };
	size_t i;

	for (i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		(void)json_object_del(record, own[i]);
}

/* Is ${record}, read as JSON, about what the step is about? */
static bool
is_about(const struct step *step, const json_t *record)
{
	const char *key = step->event->key;

	return key == NULL || json_equal(json_object_get(record, key),
				  json_object_get(step->members, key));
}

/* A record of the step's type and case: does it say the same? */
static int
compare(struct step *step, const struct sar_record *record, struct sar_err *err)
{
	const char *member = text_member(step->event);
	json_t *json = json_loadb(record->line, record->len, 0, NULL);
	json_t *said;
	bool same;

	if (json == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	if (!is_about(step, json))
		goto out;
	strip(json);
	said = json_object_get(json, member);
	if (step->event->text == NULL)
		same = said == NULL;
	else
		same = said != NULL && step->commitment != NULL &&
		       strcmp(json_string_value(said), step->commitment) == 0;
	if (step->event->text != NULL)
		(void)json_object_del(json, member);
	same = same && json_equal(json, step->members);
	if (step->event->same == SAR_STEP_LAST || same)
		step->found = same;
	if (same)
		step->same = record->seq;

out:
	json_decref(json);
	return 0;
}

static bool
is_of_place(const struct step *step, const struct sar_record *record)
{
	return step->place->ref == NULL
		   ? !sar_record_has(record, "case")
		   : sar_record_is(record, "case", step->place->ref);
}

static int
take(void *ctx, const struct sar_record *record, struct sar_err *err)
{
	struct step *step = ctx;

	step->next = record->seq + 1;
	if (sar_dockets_record(step->dockets, record, err) == -1)
		return -1;
	if (!is_of_place(step, record))
		return 0;
	if (sar_event_texts_take(&step->texts, record, err) == -1)
		return -1;
	return record->type == step->event->type ? compare(step, record, err)
						 : 0;
}

static int
read_log(struct step *step, struct sar_err *err)
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

/* Nothing can have been said of a text in a folder without a salt. */
static int
commit(struct step *step, struct sar_err *err)
{
	char b64[SAR_B64_LEN(SAR_SHA256_LEN)];
	uint8_t digest[SAR_SHA256_LEN];
	bool there;

	if (step->event->text == NULL || step->commitment != NULL)
		return 0;
	if (sar_plan_salt_commit_in(step->place->dir, step->event->text, digest,
		&there, err) == -1)
		return -1;
	if (!there)
		return 0;
	sar_b64_put(digest, SAR_SHA256_LEN, b64);
	if ((step->commitment = strdup(b64)) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	return 0;
}

static int
make_members(struct step *step, struct sar_err *err)
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
begin(struct step *step, struct sar_err *err)
{
	const struct sar_case_event *event = step->event;

	if (sar_home_staff(step->place->home, "--by", event->by, err) == -1)
		return -1;
	if (event->text != NULL && strlen(event->text) > SAR_STEP_TEXT_MAX)
		return sar_err_set(err, SAR_EINPUT, "text: more than %d bytes",
		    SAR_STEP_TEXT_MAX);
	if (make_members(step, err) == -1 || commit(step, err) == -1)
		return -1;
	return read_log(step, err);
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
try(struct step *step, struct sar_err *err)
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
	if (event->text == NULL ||
	    set_any(members, text_member(event), err) == 0)
		rc = sar_event_try(step->dockets, &trial, err);
	json_decref(members);
	return rc;
}

/* What the log is to have a commitment to, on the disk before it has. */
static int
keep(struct step *step, struct sar_err *err)
{
	const struct sar_case_event *event = step->event;

	if (event->text == NULL)
		return 0;
	if (sar_plan_salt_make_in(step->place->dir, err) == -1 ||
	    commit(step, err) == -1)
		return -1;
	if (step->commitment == NULL)
		return sar_err_set(err, SAR_EFAIL, "%s: its salt is gone again",
		    step->place->dir);
	return sar_event_text_keep(step->place->dir, event->text_name,
	    event->text, &step->texts, event->kept, err);
}

static int
append(struct step *step, uint64_t *record, struct sar_err *err)
{
	const struct sar_case_event *event = step->event;
	struct sar_home_record with = {
		.type = sar_record_type_name(event->type),
		.members = step->members,
		.lock_wait = event->lock_wait,
		.now = event->now,
	};

	if (event->text != NULL &&
	    json_object_set_new(step->members, text_member(event),
		json_string(step->commitment)) == -1)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	return sar_home_log(step->place->home, &with, record, err);
}

static int
run(struct step *step, uint64_t *record, bool *logged, struct sar_err *err)
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
tell(const struct step *step, uint64_t record, struct sar_docket *after,
    struct sar_err *err)
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
finish(const struct step *step, uint64_t record, struct sar_err *err)
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
	struct step step = { .place = place, .event = event };
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
