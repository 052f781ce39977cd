/* Is a step one that the log has? */
#include <stdlib.h>
#include <string.h>

#include "base/b64.h"
#include "export/event_step.h"
#include "export/plan_salt.h"

const char *
sar_event_member(const struct sar_case_event *event)
{
	return event->text_member == NULL ? "text" : event->text_member;
}

bool
sar_event_texted(const struct sar_case_event *event)
{
	return event->text != NULL || event->write != NULL;
}

static const struct sar_docket *
docket_of(const struct sar_event_step *step)
{
	return step->place->ref == NULL
		   ? NULL
		   : sar_dockets_find(step->dockets, step->place->ref);
}

/* Nothing can have been said of a text in a folder without a salt. */
int
sar_event_commit(struct sar_event_step *step, struct sar_err *err)
{
	char b64[SAR_B64_LEN(SAR_SHA256_LEN)];
	uint8_t digest[SAR_SHA256_LEN];
	bool there;

	free(step->commitment);
	step->commitment = NULL;
	if (sar_plan_salt_commit_in(step->place->dir, step->text, digest,
		&there, err) == -1)
		return -1;
	if (!there)
		return 0;
	sar_b64_put(digest, SAR_SHA256_LEN, b64);
	if ((step->commitment = strdup(b64)) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	return 0;
}

int
sar_event_say(struct sar_event_step *step, struct sar_err *err)
{
	const struct sar_case_event *event = step->event;

	if (!sar_event_texted(event))
		return 0;
	free(step->text);
	if (event->write != NULL) {
		step->text = event->write(event->ctx, docket_of(step), err);
		if (step->text == NULL)
			return -1;
	} else if ((step->text = strdup(event->text)) == NULL) {
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	}
	if (strlen(step->text) > SAR_STEP_TEXT_MAX)
		return sar_err_set(err, SAR_EINPUT, "text: more than %d bytes",
		    SAR_STEP_TEXT_MAX);
	return sar_event_commit(step, err);
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
is_about(const struct sar_event_step *step, const json_t *record)
{
	const char *key = step->event->key;

	return key == NULL || json_equal(json_object_get(record, key),
				  json_object_get(step->members, key));
}

/* Are all its members the same, and, last of them, what was said? */
static int
says_same(struct sar_event_step *step, json_t *record, bool *same,
    struct sar_err *err)
{
	const char *member = sar_event_member(step->event);
	json_t *said = json_incref(json_object_get(record, member));
	int rc = 0;

	strip(record);
	if (sar_event_texted(step->event))
		(void)json_object_del(record, member);
	*same = json_equal(record, step->members) &&
		(said != NULL) == sar_event_texted(step->event);
	if (*same)
		rc = sar_event_say(step, err);
	if (said != NULL)
		*same = *same && rc == 0 && step->commitment != NULL &&
			strcmp(json_string_value(said), step->commitment) == 0;
	json_decref(said);
	return rc;
}

int
sar_event_compare(struct sar_event_step *step, const struct sar_record *record,
    struct sar_err *err)
{
	char *text = step->text, *commitment = step->commitment;
	json_t *json = json_loadb(record->line, record->len, 0, NULL);
	bool same = false, about;
	int rc = 0;

	if (json == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	step->text = step->commitment = NULL;
	if ((about = is_about(step, json)))
		rc = says_same(step, json, &same, err);
	if (about && (step->event->same == SAR_STEP_LAST || same))
		step->found = same;
	if (same) {
		step->same = record->seq;
		free(text);
		free(commitment);
	} else {
		free(step->text);
		free(step->commitment);
		step->text = text;
		step->commitment = commitment;
	}
	json_decref(json);
	return rc;
}
