#include "export/history.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Does the record's "intent" name the intent we are following? */
static bool
ends_intent(const struct sar_history *history, const struct sar_record *record)
{
	uint64_t intent;

	return sar_record_number(record, "intent", &intent) &&
	       intent == history->intent;
}

static void
note_when(struct sar_history *history, const struct sar_record *record)
{
	(void)sar_record_copy(record, "t", history->when,
	    sizeof(history->when));
}

/* One zip under "pkg", or those of several volumes under "pkgs". */
static bool
get_packages(struct sar_history *history, const struct sar_record *record)
{
	size_t n = sar_record_count(record, "pkgs");
	unsigned i;

	history->volumes = 1;
	if (n == 0)
		return sar_record_digest(record, "pkg", history->packages[0]);
	if (n > SAR_VOLUMES_MAX)
		return false;
	history->volumes = (unsigned)n;
	for (i = 0; i < history->volumes; i++)
		if (!sar_record_digest_at(record, "pkgs", i,
			history->packages[i]))
			return false;
	return true;
}

static int
take_release(struct sar_history *history, const struct sar_record *record,
    struct sar_err *err)
{
	if (!get_packages(history, record))
		return sar_err_set(err, SAR_ETAMPER,
		    "log: record %llu: release without a package digest",
		    (unsigned long long)record->seq);
	history->has_content = sar_record_digest(record, "content",
	    history->content);
	history->open = false;
	history->nil = false;
	history->released = true;
	history->release = record->seq;
	note_when(history, record);
	return 0;
}

static int
take_approval(struct sar_history *history, const struct sar_record *record,
    struct sar_err *err)
{
	if (!sar_record_digest(record, "plan", history->approved_plan))
		return sar_err_set(err, SAR_ETAMPER,
		    "log: record %llu: approval without a plan's digest",
		    (unsigned long long)record->seq);
	history->has_letter = sar_record_digest(record, "letter",
	    history->approved_letter);
	history->has_review = sar_record_digest(record, "review",
	    history->approved_review);
	history->approved = true;
	history->approval = record->seq;
	(void)sar_record_copy(record, "by", history->approved_by,
	    sizeof(history->approved_by));
	(void)sar_record_copy(record, "t", history->approved_at,
	    sizeof(history->approved_at));
	return 0;
}

/* What names a case. */
static int
take_of_case(struct sar_history_case *c, const struct sar_record *record,
    struct sar_err *err)
{
	struct sar_history *history = &c->history;

	if (record->type == SAR_RECORD_INTENT) {
		history->open = true;
		history->intent = record->seq;
	} else if (record->type == SAR_RECORD_NIL_RETURN) {
		history->nil = true;
		history->nil_return = record->seq;
		note_when(history, record);
	} else if (record->type == SAR_RECORD_APPROVE) {
		return take_approval(history, record, err);
	} else if (record->type == SAR_RECORD_DELIVER) {
		return sar_delivery_take(&c->went, record, err);
	}
	return 0;
}

struct reading {
	struct sar_history_case *cases;
	size_t n;
	const struct sar_history_watch *watch; /* or NULL */
	struct sar_dockets *dockets;           /* of these cases */
};

/* What names an intent: of the case whose open one it is. */
static int
take_of_intent(const struct reading *reading, const struct sar_record *record,
    struct sar_err *err)
{
	struct sar_history *history;
	size_t i;

	for (i = 0; i < reading->n; i++) {
		history = &reading->cases[i].history;
		if (!history->open || !ends_intent(history, record))
			continue;
		if (record->type == SAR_RECORD_RELEASE)
			return take_release(history, record, err);
		history->open = false;
		return 0;
	}
	return 0;
}

static int
take(void *ctx, const struct sar_record *record, struct sar_err *err)
{
	const struct reading *reading = ctx;
	const struct sar_history_watch *watch = reading->watch;
	const char *ref;
	size_t len, i;

	if (watch != NULL && watch->record != NULL &&
	    watch->record(watch->ctx, record, err) == -1)
		return -1;
	if (sar_dockets_record(reading->dockets, record, err) == -1)
		return -1;
	if (record->type == SAR_RECORD_RELEASE ||
	    record->type == SAR_RECORD_VOID)
		return take_of_intent(reading, record, err);
	if ((ref = sar_record_text(record, "case", &len)) == NULL)
		return 0;
	for (i = 0; i < reading->n; i++)
		if (strncmp(reading->cases[i].ref, ref, len) == 0 &&
		    reading->cases[i].ref[len] == '\0')
			return take_of_case(&reading->cases[i], record, err);
	return 0;
}

static int
take_note(void *ctx, const struct sar_log_note *note, struct sar_err *err)
{
	const struct reading *reading = ctx;

	return reading->watch->note(reading->watch->ctx, note, err);
}

static int
walk(const struct sar_home *home, struct reading *reading, struct sar_err *err)
{
	const struct sar_history_watch *watch = reading->watch;
	struct sar_log_reading how = { .record = take, .ctx = reading };
	struct sar_log *log;
	int rc = -1;

	if (watch != NULL && watch->note != NULL)
		how.note = take_note;
	log = sar_home_log_open(home, &how, err);
	if (log != NULL)
		rc = watch == NULL || watch->whole == NULL
			 ? 0
			 : watch->whole(watch->whole_ctx, log, err);
	sar_log_free(log);
	return rc;
}

static int
follow(struct reading *reading, struct sar_err *err)
{
	size_t i;

	for (i = 0; i < reading->n; i++)
		if (sar_dockets_only(reading->dockets, reading->cases[i].ref,
			err) == -1)
			return -1;
	return 0;
}

/* A log that does not verify says nothing of any case. */
static int
read_log(const struct sar_home *home, struct reading *reading,
    struct sar_err *err)
{
	size_t i;
	int rc = -1;

	for (i = 0; i < reading->n; i++)
		sar_docket_begin(&reading->cases[i].docket);
	reading->dockets = sar_dockets_new(home->zone, err);
	if (reading->dockets != NULL && follow(reading, err) == 0)
		rc = walk(home, reading, err);
	for (i = 0; rc == 0 && i < reading->n; i++)
		sar_dockets_move(reading->dockets, reading->cases[i].ref,
		    &reading->cases[i].docket);
	sar_dockets_free(reading->dockets);
	return rc;
}

int
sar_history_cases(const struct sar_home *home, struct sar_history_case *cases,
    size_t n, struct sar_err *err)
{
	return sar_history_cases_watched(home, cases, n, NULL, err);
}

int
sar_history_cases_watched(const struct sar_home *home,
    struct sar_history_case *cases, size_t n,
    const struct sar_history_watch *watch, struct sar_err *err)
{
	struct reading reading = { cases, n, watch, NULL };

	return read_log(home, &reading, err);
}

void
sar_history_clear(struct sar_history_case *cases, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		sar_delivery_free(&cases[i].went);
		sar_docket_clear(&cases[i].docket);
	}
}

int
sar_history_watched(const struct sar_home *home, const char *ref,
    const struct sar_history_watch *watch, struct sar_history *history,
    struct sar_err *err)
{
	struct sar_history_case c = { .ref = ref };
	struct reading reading = { &c, 1, watch, NULL };
	int rc = read_log(home, &reading, err);

	*history = c.history;
	sar_history_clear(&c, 1);
	return rc;
}

int
sar_history_read(const struct sar_home *home, const char *ref,
    struct sar_history *history, struct sar_err *err)
{
	return sar_history_watched(home, ref, NULL, history, err);
}

struct sar_dockets *
sar_history_dockets(const struct sar_home *home, struct sar_err *err)
{
	struct sar_dockets *dockets = sar_dockets_new(home->zone, err);
	struct sar_log_reading how = { .record = sar_dockets_record,
		.ctx = dockets };
	struct sar_log *log = NULL;

	if (dockets != NULL)
		log = sar_home_log_open(home, &how, err);
	if (log == NULL) {
		sar_dockets_free(dockets);
		return NULL;
	}
	sar_log_free(log);
	return dockets;
}
