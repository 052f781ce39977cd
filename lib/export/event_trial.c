#include "export/event_trial.h"

#include <stdlib.h>
#include <string.h>

#include "base/b64.h"
#include "base/utc.h"

/* Where messages begin. */
static const char *
subject(const struct sar_event_trial *trial)
{
	return trial->ref == NULL ? "complaint" : trial->ref;
}

/* What the step is about: of proof, whose. */
static const char *
step_name(const struct sar_event_trial *trial)
{
	const char *who = json_string_value(json_object_get(trial->members,
	    "who"));

	if (trial->type == SAR_RECORD_IDENTITY && who != NULL &&
	    strcmp(who, "authority") == 0)
		return "authority";
	return sar_record_type_name(trial->type);
}

static int
refuse(const struct sar_event_trial *trial, const char *why,
    struct sar_err *err)
{
	return sar_err_set(err, SAR_EREFUSED, "%s%s: %s: %s",
	    trial->ref == NULL ? "" : "case ", subject(trial), step_name(trial),
	    why);
}

/* What a person does next, by what is wrong. */
static const char *const clock_hints[] = {
	[SAR_CLOCK_NOTICE_LATE] = "notice has to be given within the first "
				  "month (UK GDPR Art. 12(3)): the time to "
				  "answer stays as it is",
	[SAR_CLOCK_ASKED_BEFORE] = "say first that it came, or was withdrawn "
				   "or waived",
	[SAR_CLOCK_NOT_ASKED] = "say first when it was asked for",
	[SAR_CLOCK_NOT_RUNNING] = "the time to answer has not begun: there is "
				  "nothing to extend yet",
	[SAR_CLOCK_OVER] = "it has to be recorded while there is time to "
			   "answer, whatever its day: answer, and say in the "
			   "letter that it is late",
};

static void
hint_clock(enum sar_clock_wrong wrong, struct sar_err *err)
{
	const size_t n = sizeof(clock_hints) / sizeof(clock_hints[0]);

	if ((size_t)wrong < n && clock_hints[wrong] != NULL)
		sar_err_hint(err, "%s", clock_hints[wrong]);
}

static int
judge_clock(const struct sar_event_trial *trial, enum sar_clock_wrong wrong,
    struct sar_err *err)
{
	if (wrong == SAR_CLOCK_FUTURE)
		return sar_err_set(err, SAR_EINPUT, "--on: is in the future");
	if (wrong == SAR_CLOCK_EARLY)
		return sar_err_set(err, SAR_EINPUT,
		    "--on: is before the day the request came");
	(void)refuse(trial, sar_clock_wrong_text(wrong), err);
	hint_clock(wrong, err);
	return -1;
}

static int
judge_slip(const struct sar_event_trial *trial, enum sar_docket_slip slip,
    struct sar_err *err)
{
	if (slip == SAR_DOCKET_NOT_RECEIVED) {
		(void)sar_err_set(err, SAR_EREVIEW,
		    "case %s: its receipt is not in the log", subject(trial));
		sar_err_hint(err, "\"sar-export request --ref REF\" logs it");
		return -1;
	}
	(void)refuse(trial, sar_docket_slip_text(slip), err);
	if (slip == SAR_DOCKET_AFTER_CLOSE)
		sar_err_hint(err, "what was answered wrongly is corrected by a "
				  "new case: \"corrects\" in request.conf(5)");
	if (slip == SAR_DOCKET_SHOWN)
		sar_err_hint(err, "when there is a new doubt, say first that "
				  "what was shown did not do: --what failed");
	if (slip == SAR_DOCKET_NOT_ANSWERED)
		sar_err_hint(err, "a case is closed unanswered only as "
				  "withdrawn, no-reply, duplicate, "
				  "transferred or lost");
	return -1;
}

static char *
line_of(const struct sar_event_trial *trial, struct sar_err *err)
{
	char salt[SAR_B64_LEN(16)];
	char t[SAR_UTC_LEN];
	uint8_t zero[16] = { 0 };
	json_t *json = json_deep_copy(trial->members);
	char *line = NULL;

	sar_b64_put(zero, sizeof(zero), salt);
	sar_utc_format(trial->now, t);
	if (json != NULL &&
	    json_object_set_new(json, "salt", json_string(salt)) == 0 &&
	    json_object_set_new(json, "seq",
		json_integer((json_int_t)trial->seq)) == 0 &&
	    json_object_set_new(json, "t", json_string(t)) == 0 &&
	    json_object_set_new(json, "type",
		json_string(sar_record_type_name(trial->type))) == 0 &&
	    json_object_set_new(json, "v", json_integer(1)) == 0)
		line = json_dumps(json, JSON_SORT_KEYS | JSON_COMPACT);
	json_decref(json);
	if (line == NULL)
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
	return line;
}

/* Of no case: one complaint by itself. */
static int
judge_complaint(const struct sar_dockets *dockets,
    const struct sar_event_trial *trial, const struct sar_record *record,
    struct sar_err *err)
{
	struct sar_docket_complaint one = { .received = SAR_DOCKET_NEVER,
		.acknowledged = SAR_DOCKET_NEVER,
		.decided = SAR_DOCKET_NEVER };
	const struct sar_docket_complaint *all;
	enum sar_docket_slip slip;
	size_t n, i;

	all = sar_dockets_complaints(dockets, &n);
	(void)sar_record_copy(record, "name", one.name, sizeof(one.name));
	for (i = 0; i < n; i++)
		if (strcmp(all[i].name, one.name) == 0)
			one = all[i];
	slip = sar_docket_complain(&one, record);
	return slip == SAR_DOCKET_FITS ? 0 : judge_slip(trial, slip, err);
}

/* Whatever happened, it was not tomorrow, nor before there was a request. */
static int
check_day(const struct sar_event_trial *trial, const struct sar_docket *docket,
    const struct sar_record *record, struct sar_err *err)
{
	int32_t on;

	if (!sar_docket_date(record, "on", &on))
		return 0;
	if (on > sar_docket_day(trial->zone, trial->now))
		return judge_clock(trial, SAR_CLOCK_FUTURE, err);
	if (docket != NULL && docket->receive != SAR_DOCKET_NO &&
	    on < docket->received)
		return judge_clock(trial, SAR_CLOCK_EARLY, err);
	return 0;
}

static int
judge(struct sar_dockets *dockets, const struct sar_event_trial *trial,
    const struct sar_record *record, struct sar_err *err)
{
	const struct sar_docket *docket = NULL;

	if (trial->ref != NULL)
		docket = sar_dockets_find(dockets, trial->ref);
	if (check_day(trial, docket, record, err) == -1)
		return -1;
	if (trial->ref == NULL && (trial->type == SAR_RECORD_COMPLAIN ||
				      trial->type == SAR_RECORD_LETTER))
		return judge_complaint(dockets, trial, record, err);
	if (sar_dockets_record(dockets, record, err) == -1)
		return -1;
	if (docket == NULL)
		return 0;
	if (docket->wrong_of == trial->seq)
		return judge_clock(trial, docket->wrong, err);
	if (docket->slip_of == trial->seq)
		return judge_slip(trial, docket->slip, err);
	return 0;
}

int
sar_event_try(struct sar_dockets *dockets, const struct sar_event_trial *trial,
    struct sar_err *err)
{
	struct sar_record *record = NULL;
	char *line = line_of(trial, err);
	int rc = -1;

	if (line == NULL)
		return -1;
	record = sar_record_new("log", line, strlen(line), trial->seq, err);
	if (record != NULL)
		rc = judge(dockets, trial, record, err);
	else if (err->code == SAR_ETAMPER)
		err->code =
		    SAR_EINPUT; /* of what was asked for, not of a log */
	sar_record_free(record);
	free(line);
	return rc;
}
