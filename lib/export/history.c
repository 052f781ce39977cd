#include "export/history.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *
text_of(const json_t *record, const char *key)
{
	const char *text = json_string_value(json_object_get(record, key));

	return text == NULL ? "" : text;
}

/* Does the record's "intent" name the intent we are following? */
static bool
ends_intent(const struct sar_history *history, const json_t *record)
{
	const json_t *intent = json_object_get(record, "intent");

	return json_is_integer(intent) &&
	       (uint64_t)json_integer_value(intent) == history->intent;
}

static void
note_when(struct sar_history *history, const json_t *record)
{
	(void)snprintf(history->when, sizeof(history->when), "%s",
	    text_of(record, "t"));
}

/* One zip under "pkg", or those of several volumes under "pkgs". */
static bool
get_packages(struct sar_history *history, const json_t *record)
{
	const json_t *list = json_object_get(record, "pkgs");
	size_t i;

	if (list == NULL) {
		history->volumes = 1;
		return sar_log_digest(json_object_get(record, "pkg"),
		    history->packages[0]);
	}
	if (json_object_get(record, "pkg") != NULL ||
	    json_array_size(list) < 2 ||
	    json_array_size(list) > SAR_VOLUMES_MAX)
		return false;
	history->volumes = (unsigned)json_array_size(list);
	for (i = 0; i < history->volumes; i++) {
		if (!sar_log_digest(json_array_get(list, i),
			history->packages[i]))
			return false;
	}
	return true;
}

static int
take_release(struct sar_history *history, uint64_t seq, const json_t *record,
    struct sar_err *err)
{
	if (!get_packages(history, record))
		return sar_err_set(err, SAR_ETAMPER,
		    "log: record %llu: release without a package digest",
		    (unsigned long long)seq);
	history->has_content = json_object_get(record, "content") != NULL;
	if (history->has_content &&
	    !sar_log_digest(json_object_get(record, "content"),
		history->content))
		return sar_err_set(err, SAR_ETAMPER,
		    "log: record %llu: content is no digest",
		    (unsigned long long)seq);
	history->open = false;
	history->released = true;
	history->release = seq;
	note_when(history, record);
	return 0;
}

static int
take_approval(struct sar_history *history, uint64_t seq, const json_t *record,
    struct sar_err *err)
{
	if (!sar_log_digest(json_object_get(record, "plan"),
		history->approved_plan))
		return sar_err_set(err, SAR_ETAMPER,
		    "log: record %llu: approval without a plan's digest",
		    (unsigned long long)seq);
	history->approved = true;
	history->approval = seq;
	(void)snprintf(history->approved_by, sizeof(history->approved_by), "%s",
	    text_of(record, "by"));
	(void)snprintf(history->approved_at, sizeof(history->approved_at), "%s",
	    text_of(record, "t"));
	return 0;
}

static int
replay(struct sar_history *history, const char *ref, uint64_t seq,
    const json_t *record, struct sar_err *err)
{
	const char *type = text_of(record, "type");
	bool ours = strcmp(text_of(record, "case"), ref) == 0;

	if (strcmp(type, "intent") == 0 && ours) {
		history->open = true;
		history->intent = seq;
	} else if (strcmp(type, "nil-return") == 0 && ours) {
		history->nil = true;
		history->nil_return = seq;
		note_when(history, record);
	} else if (strcmp(type, "approve") == 0 && ours) {
		return take_approval(history, seq, record, err);
	} else if (!history->open || !ends_intent(history, record)) {
		return 0;
	} else if (strcmp(type, "release") == 0) {
		history->nil = false;
		return take_release(history, seq, record, err);
	} else if (strcmp(type, "void") == 0) {
		history->open = false;
	}
	return 0;
}

struct sar_log *
sar_history_log(const struct sar_home *home, struct sar_err *err)
{
	struct sar_key_public key;
	struct sar_log *log = NULL;
	char *dir = sar_home_path(home, "log", err);

	if (dir != NULL && sar_home_verify_key(home, &key, err) == 0)
		log = sar_log_open(dir, &key, err);
	free(dir);
	return log;
}

int
sar_history_replay(const struct sar_log *log, const char *ref,
    struct sar_history *history, struct sar_err *err)
{
	const json_t *record;
	uint64_t seq;

	memset(history, 0, sizeof(*history));
	for (seq = 0; seq < sar_log_size(log); seq++) {
		record = sar_log_record(log, seq);
		if (record != NULL &&
		    replay(history, ref, seq, record, err) == -1)
			return -1;
	}
	return 0;
}

int
sar_history_read(const struct sar_home *home, const char *ref,
    struct sar_history *history, struct sar_err *err)
{
	struct sar_log *log = sar_history_log(home, err);
	int rc;

	if (log == NULL)
		return -1;
	rc = sar_history_replay(log, ref, history, err);
	sar_log_free(log);
	return rc;
}
