#include "export/verdicts_kept.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/hex.h"
#include "base/text.h"
#include "base/utc.h"
#include "export/review.h"

#define SCHEMA "sar-export.review-taken/1"
#define TAKEN_MAX 4096
#define PAGE_MAX ((size_t)256 << 20)

/* "reviews/", a digest, and an ending of up to 6 bytes. */
#define NAME_LEN (sizeof(SAR_VERDICTS_DIR "/") + 64 + 6)

static void
put_name(const uint8_t digest[SAR_SHA256_LEN], const char *ending,
    char out[NAME_LEN])
{
	char hex[SAR_HEX_LEN(SAR_SHA256_LEN)];

	sar_hex_put(digest, SAR_SHA256_LEN, hex);
	(void)snprintf(out, NAME_LEN, SAR_VERDICTS_DIR "/%s%s", hex, ending);
}

static int
make_folder(const struct sar_case *c, struct sar_err *err)
{
	char *folder = sar_case_path(c, SAR_VERDICTS_DIR, err);
	int rc = folder == NULL ? -1 : sar_file_mkdir(folder, 0700, err);

	free(folder);
	return rc;
}

/* What became of it. */
static int
save_taken(const struct sar_case *c, const struct sar_verdicts *verdicts,
    const char *by, struct sar_err *err)
{
	char hex[SAR_HEX_LEN(SAR_SHA256_LEN)];
	char name[NAME_LEN];
	char *text = NULL;
	json_t *root;
	int rc = -1;

	sar_hex_put(verdicts->digest, SAR_SHA256_LEN, hex);
	put_name(verdicts->saved->digest, ".taken", name);
	root = json_pack("{s:s,s:s,s:s}", "schema", SCHEMA, "by", by, "plan",
	    hex);
	if (root != NULL)
		text = json_dumps(root, JSON_SORT_KEYS | JSON_COMPACT);
	if (text == NULL)
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
	else
		rc = sar_case_save(c, name, text, err);
	free(text);
	json_decref(root);
	return rc;
}

int
sar_verdicts_keep(const struct sar_case *c, const struct sar_verdicts *verdicts,
    const char *text, const char *by, struct sar_err *err)
{
	char first[SAR_MARKS_STAFF];
	char name[NAME_LEN];
	bool taken;

	put_name(verdicts->saved->digest, ".json", name);
	if (make_folder(c, err) == -1 ||
	    sar_case_save(c, name, text, err) == -1 ||
	    sar_verdicts_kept(c, verdicts->saved->digest, verdicts->digest,
		&taken, first, err) == -1)
		return -1;
	return taken ? 0 : save_taken(c, verdicts, by, err);
}

/* Is it of ${plan}, and by whom?  What is not of the form is of nothing. */
static bool
is_taken(const char *text, size_t len, const uint8_t plan[SAR_SHA256_LEN],
    char by[SAR_MARKS_STAFF])
{
	json_t *root = json_loadb(text, len, JSON_REJECT_DUPLICATES, NULL);
	const char *schema = json_string_value(json_object_get(root, "schema"));
	const char *who = json_string_value(json_object_get(root, "by"));
	const char *hex = json_string_value(json_object_get(root, "plan"));
	uint8_t of[SAR_SHA256_LEN];
	bool taken = schema != NULL && strcmp(schema, SCHEMA) == 0 &&
		     who != NULL && sar_text_plain(who, SAR_MARKS_STAFF - 1) &&
		     hex != NULL && sar_hex_get(hex, of, sizeof(of)) &&
		     memcmp(of, plan, sizeof(of)) == 0;

	if (taken)
		(void)snprintf(by, SAR_MARKS_STAFF, "%s", who);
	json_decref(root);
	return taken;
}

int
sar_verdicts_kept(const struct sar_case *c,
    const uint8_t digest[SAR_SHA256_LEN], const uint8_t plan[SAR_SHA256_LEN],
    bool *taken, char by[SAR_MARKS_STAFF], struct sar_err *err)
{
	char name[NAME_LEN];
	char *path;
	char *text = NULL;
	size_t len;
	int rc = 0;

	*taken = false;
	by[0] = '\0';
	put_name(digest, ".taken", name);
	if ((path = sar_case_path(c, name, err)) == NULL)
		return -1;
	if (sar_file_exists(path)) {
		rc = sar_file_read(path, TAKEN_MAX, &text, &len, err);
		*taken = rc == 0 && is_taken(text, len, plan, by);
	}
	free(text);
	free(path);
	return rc;
}

/* What stands in the page behind ${key}, which no text in it can look like: its
   quotes would have a backslash. */
static const char *
find_member(const char *text, size_t len, const char *key)
{
	const char *at = memmem(text, len, key, strlen(key));

	return at == NULL ? NULL : at + strlen(key);
}

static bool
is_of(const char *text, size_t len, const uint8_t base[SAR_SHA256_LEN],
    int64_t *made)
{
	char hex[SAR_HEX_LEN(SAR_SHA256_LEN)];
	char when[SAR_UTC_LEN];
	const char *of = find_member(text, len, "\"base\":\"");
	const char *at = find_member(text, len, "\"made\":\"");
	const char *end = text + len;

	sar_hex_put(base, SAR_SHA256_LEN, hex);
	if (of == NULL || at == NULL || (size_t)(end - of) < sizeof(hex) - 1 ||
	    memcmp(of, hex, sizeof(hex) - 1) != 0 ||
	    (size_t)(end - at) < sizeof(when) - 1)
		return false;
	memcpy(when, at, sizeof(when) - 1);
	when[sizeof(when) - 1] = '\0';
	return sar_utc_parse(when, made);
}

int
sar_verdicts_page(const struct sar_case *c, const uint8_t base[SAR_SHA256_LEN],
    bool *there, int64_t *made, struct sar_err *err)
{
	char *path = sar_case_path(c, SAR_REVIEW_DIR "/" SAR_REVIEW_PAGE, err);
	char *text = NULL;
	size_t len;
	int rc = 0;

	*there = false;
	*made = 0;
	if (path == NULL)
		return -1;
	if (sar_file_exists(path) &&
	    (rc = sar_file_read(path, PAGE_MAX, &text, &len, err)) == 0)
		*there = is_of(text, len, base, made);
	free(text);
	free(path);
	return rc;
}

/* That file's, of the recording; NULL when there is none. */
static char *
read_note(const char *path, const struct sar_marks *marks)
{
	struct sar_err ignored = SAR_ERR_INIT;
	struct sar_saved *saved = NULL;
	char *text = NULL;
	char *note = NULL;
	size_t len, i;

	if (sar_file_read(path, SAR_SAVED_MAX, &text, &len, &ignored) == 0)
		saved = sar_saved_parse(path, text, len, &ignored);
	if (saved != NULL &&
	    memcmp(saved->digest, marks->review, SAR_SHA256_LEN) == 0)
		for (i = 0; i < saved->n && note == NULL; i++)
			if (memcmp(saved->items[i].marks->recording,
				marks->recording, SAR_SHA256_LEN) == 0)
				note = strdup(saved->items[i].note);
	sar_saved_free(saved);
	free(text);
	return note;
}

int
sar_verdicts_note(const struct sar_case *c, const struct sar_marks *marks,
    char **note, struct sar_err *err)
{
	char name[NAME_LEN];
	char *path;

	*note = NULL;
	if (marks->has_review) {
		put_name(marks->review, ".json", name);
		if ((path = sar_case_path(c, name, err)) == NULL)
			return -1;
		*note = read_note(path, marks);
		free(path);
	}
	if (*note == NULL && (*note = strdup("")) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	return 0;
}
