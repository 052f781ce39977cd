#include "export/event.h"

#include <stdlib.h>
#include <string.h>

#include "base/b64.h"
#include "export/event_text.h"
#include "export/plan_salt.h"

/* A step on its way into the log. */
struct step {
	const struct sar_event_place *place;
	const struct sar_case_event *event;
	json_t *members;  /* all of them but the text's */
	char *commitment; /* in Base64; NULL: no text, or no salt yet */
	struct sar_event_texts texts;
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
	struct sar_log *log;

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
	    event->text, &step->texts, err);
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
	if (event->dry)
		return 0;
	if (keep(step, err) == -1)
		return -1;
	return *logged ? append(step, record, err) : 0;
}

int
sar_event_log(const struct sar_event_place *place,
    const struct sar_case_event *event, uint64_t *record, bool *logged,
    struct sar_err *err)
{
	struct step step = { .place = place, .event = event };
	int rc = run(&step, record, logged, err);

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
