/* A recording's vCon, as strictly as it is written. */
#include "audit/describe.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "audit/state.h"

#define EXTENSION "sar_redactions"

/* What is looked at. */
struct vcon {
	const json_t *dialog;
	const struct sar_redactions_file *file;
};

/* Every member is among ${names}, of which the first ${n} must be there. */
static bool
has_only(json_t *object, const char *const *names, size_t n)
{
	const char *key;
	json_t *value;
	size_t i;
	size_t found = 0;

	if (!json_is_object(object))
		return false;
	json_object_foreach(object, key, value)
	{
		for (i = 0; names[i] != NULL; i++)
			if (strcmp(names[i], key) == 0)
				break;
		if (names[i] == NULL)
			return false;
		found += i < n;
	}
	return found == n;
}

static bool
is(const json_t *object, const char *key, const char *text)
{
	const char *value = json_string_value(json_object_get(object, key));

	return value != NULL && strcmp(value, text) == 0;
}

/* Seconds with decimals: the same thousandths? */
static bool
is_time(const json_t *object, const char *key, uint64_t ms)
{
	const json_t *value = json_object_get(object, key);

	return json_is_real(value) &&
	       fabs(json_real_value(value) * 1000 - (double)ms) < 0.01;
}

static uint64_t
thousandths(uint64_t frames, uint32_t rate, bool up)
{
	return frames / rate * 1000 +
	       (frames % rate * 1000 + (up ? rate - 1 : 0)) / rate;
}

/* The one who asked, by number; who answers; anybody else, without a name. */
static bool
check_parties(const json_t *parties)
{
	static const char *const asked[] = { "tel", NULL };
	static const char *const answers[] = { "org", "type", NULL };
	static const char *const others[] = { "name", NULL };

	return json_array_size(parties) == 3 &&
	       has_only(json_array_get(parties, 0), asked, 0) &&
	       has_only(json_array_get(parties, 1), answers, 2) &&
	       has_only(json_array_get(parties, 2), others, 1) &&
	       is(json_array_get(parties, 1), "type", "organization") &&
	       is(json_array_get(parties, 2), "name", "anonymous");
}

static bool
check_channels(const json_t *list, const struct sar_plan_cut *cut,
    uint32_t channels)
{
	size_t n = 0;
	uint32_t c;

	for (c = 0; c < channels && c < 32; c++) {
		if (cut->channels != 0 && (cut->channels >> c & 1) == 0)
			continue;
		if (!json_is_integer(json_array_get(list, n)) ||
		    json_integer_value(json_array_get(list, n)) !=
			(json_int_t)c)
			return false;
		n++;
	}
	return json_array_size(list) == n;
}

static bool
check_cut(json_t *json, const struct sar_redactions_file *file, size_t i)
{
	static const char *const names[] = { "channels", "duration", "method",
		"reason", "start", NULL };
	const struct sar_plan_cut *cut = &file->cuts[i];
	uint64_t lag = file->format == SAR_FORMAT_MP3 ? SAR_PLAN_MP3_DELAY : 0;
	uint64_t from = thousandths(cut->from + lag, file->rate, false);
	uint64_t to = thousandths(cut->to + lag, file->rate, true);

	return has_only(json, names, 5) && is_time(json, "start", from) &&
	       is_time(json, "duration", to - from) &&
	       is(json, "method", sar_plan_fill_name(cut->fill)) &&
	       json_is_string(json_object_get(json, "reason")) &&
	       check_channels(json_object_get(json, "channels"), cut,
		   file->channels);
}

/* What it tells of the recording; NULL: all as it is. */
static const char *
check_recording(const struct vcon *vcon)
{
	const struct sar_redactions_file *file = vcon->file;
	const json_t *list = json_object_get(vcon->dialog, EXTENSION);
	uint64_t lag = file->format == SAR_FORMAT_MP3 ? SAR_PLAN_MP3_DELAY : 0;
	size_t i;

	if (!is(vcon->dialog, "filename", file->name) ||
	    !is_time(vcon->dialog, "duration",
		thousandths(file->frames + lag, file->rate, true)))
		return "another recording than redactions.json";
	if (!json_is_array(list) || json_array_size(list) != file->n_cuts)
		return "another number of places than redactions.json";
	for (i = 0; i < file->n_cuts; i++)
		if (!check_cut(json_array_get(list, i), file, i))
			return "another place than redactions.json";
	return NULL;
}

/* Every member is one of those it has; NULL if so. */
static const char *
check_members(json_t *root)
{
	static const char *const top[] = { "created_at", "dialog", "extensions",
		"parties", "redacted", "uuid", NULL };
	static const char *const redacted[] = { "type", "uuid", NULL };
	static const char *const dialog[] = { "duration", "filename",
		"mediatype", "parties", "start", "type", EXTENSION,
		"originator", NULL };
	const json_t *dialogs = json_object_get(root, "dialog");
	const json_t *extensions = json_object_get(root, "extensions");

	if (!has_only(root, top, 6) ||
	    !has_only(json_object_get(root, "redacted"), redacted, 2) ||
	    json_array_size(dialogs) != 1 ||
	    !has_only(json_array_get(dialogs, 0), dialog, 7) ||
	    json_array_size(extensions) != 1 ||
	    !json_is_string(json_array_get(extensions, 0)))
		return "not the members it has";
	if (!check_parties(json_object_get(root, "parties")))
		return "not the parties it has";
	return NULL;
}

/* There is one way of writing it. */
static bool
is_canonical(const json_t *root, const char *text, size_t len)
{
	char *again = json_dumps(root, JSON_SORT_KEYS | JSON_COMPACT |
					   JSON_ENSURE_ASCII |
					   JSON_REAL_PRECISION(15));
	bool same = again != NULL && strlen(again) == len &&
		    memcmp(again, text, len) == 0;

	free(again);
	return same;
}

/* The recording that ${name} describes: the one with its number. */
static const struct sar_redactions_file *
file_of(const struct sar_redactions *redactions, const char *name)
{
	unsigned long n = strtoul(name + sizeof("call-") - 1, NULL, 10);
	const struct sar_redactions_file *file;

	if (n == 0 || n > redactions->n)
		return NULL;
	file = &redactions->files[n - 1];
	return strncmp(file->name, name, strcspn(name, ".") + 1) == 0 ? file
								      : NULL;
}

int
sar_describe_check(const char *name, const char *text, size_t len,
    const struct sar_redactions *redactions, struct sar_err *err)
{
	json_t *root = json_loadb(text, len, JSON_REJECT_DUPLICATES, NULL);
	struct vcon vcon;
	const char *why = NULL;

	if (root == NULL || !is_canonical(root, text, len))
		why = "not JSON as it must be";
	else if ((why = check_members(root)) == NULL && redactions != NULL) {
		vcon.dialog = json_array_get(json_object_get(root, "dialog"),
		    0);
		vcon.file = file_of(redactions, name);
		why = vcon.file == NULL ? "not a recording of redactions.json"
					: check_recording(&vcon);
	}
	json_decref(root);
	return why == NULL
		   ? 0
		   : sar_err_set(err, SAR_ECORRUPT, "%s: %s", name, why);
}
