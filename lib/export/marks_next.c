#include "export/marks_next.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/batch.h"
#include "base/file.h"
#include "base/hex.h"

#define SCHEMA "sar-export.marks-next/1"
#define FOLDER "marks"
#define ID 16 /* digits of a recording's digest that its file is named by */
#define NEXT_MAX ((size_t)256 << 20)

int
sar_marks_next_there(const struct sar_case *c, struct sar_case_marks *there,
    struct sar_err *err)
{
	char *folder = sar_case_path(c, FOLDER, err);
	int rc = folder == NULL ? -1 : 0;

	*there = (struct sar_case_marks){ NULL, 0 };
	if (rc == 0 && sar_file_exists(folder))
		rc = sar_case_marks_read(folder, there, err);
	free(folder);
	return rc;
}

/* Where marks of that recording are, or the end. */
static size_t
place_of(const struct sar_case_marks *all, const struct sar_marks *marks)
{
	size_t i;

	for (i = 0; i < all->n; i++)
		if (memcmp(all->marks[i]->recording, marks->recording,
			SAR_SHA256_LEN) == 0)
			break;
	return i;
}

const struct sar_marks *
sar_marks_next_before(const struct sar_case_marks *there,
    const struct sar_marks *marks)
{
	size_t at = place_of(there, marks);

	return at == there->n ? NULL : there->marks[at];
}

/* The last part of the path it was read from. */
static const char *
file_of(const struct sar_marks *marks)
{
	const char *slash = strrchr(marks->name, '/');

	return slash == NULL ? marks->name : slash + 1;
}

static bool
is_taken(const struct sar_case_marks *there, const char *name)
{
	size_t i;

	for (i = 0; i < there->n; i++)
		if (strcmp(file_of(there->marks[i]), name) == 0)
			return true;
	return false;
}

void
sar_marks_next_name(const struct sar_case_marks *there,
    const struct sar_marks *marks, char out[SAR_MARKS_NAME])
{
	const struct sar_marks *before = sar_marks_next_before(there, marks);
	char hex[SAR_HEX_LEN(SAR_SHA256_LEN)];
	int digits = ID;

	if (before != NULL) {
		(void)snprintf(out, SAR_MARKS_NAME, "%s", file_of(before));
		return;
	}
	sar_hex_put(marks->recording, SAR_SHA256_LEN, hex);
	/* Somebody can have given a file of another recording that name. */
	do
		(void)snprintf(out, SAR_MARKS_NAME, "%.*s.marks", digits, hex);
	while (is_taken(there, out) && ++digits < (int)sizeof(hex));
}

static int
add_text(json_t *list, const struct sar_marks *marks, struct sar_err *err)
{
	char *text = sar_marks_format(marks, err);
	int rc = 0;

	if (text == NULL)
		return -1;
	if (json_array_append_new(list, json_string(text)) != 0)
		rc = sar_err_set(err, SAR_EFAIL, "out of memory");
	free(text);
	return rc;
}

int
sar_marks_next_write(const struct sar_case *c, struct sar_marks *const *marks,
    size_t n, struct sar_err *err)
{
	json_t *list = json_array();
	json_t *root = NULL;
	char *text = NULL;
	size_t i;
	int rc = -1;

	for (i = 0; list != NULL && i < n; i++)
		if (add_text(list, marks[i], err) == -1)
			goto out;
	root = json_pack("{s:s,s:O}", "schema", SCHEMA, "marks", list);
	if (root != NULL)
		text = json_dumps(root, JSON_COMPACT | JSON_SORT_KEYS);
	if (text == NULL)
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
	else if (strlen(text) > NEXT_MAX)
		(void)sar_err_set(err, SAR_EINPUT,
		    "case %s: the marks are larger than 256 MiB in all",
		    c->request->ref);
	else
		rc = sar_case_save(c, SAR_MARKS_NEXT, text, err);

out:
	free(text);
	json_decref(root);
	json_decref(list);
	return rc;
}

static int
corrupt(const char *path, struct sar_err *err)
{
	(void)sar_err_set(err, SAR_ECORRUPT, "%s: not of the form it has",
	    path);
	sar_err_hint(err, "marks were being stored: put it back from a backup "
			  "of the case, or take it out and hand the marks in "
			  "again");
	return -1;
}

static int
parse_all(const char *path, const json_t *list, struct sar_case_marks *next,
    struct sar_err *err)
{
	const char *text;
	size_t n = json_array_size(list);
	size_t i;

	if ((next->marks = calloc(n + 1, sizeof(*next->marks))) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	for (i = 0; i < n; i++) {
		text = json_string_value(json_array_get(list, i));
		if (text == NULL || (next->marks[i] = sar_marks_parse(path,
					 text, strlen(text), err)) == NULL)
			return corrupt(path, err);
		next->n++;
	}
	return 0;
}

static int
read_next(const char *path, struct sar_case_marks *next, struct sar_err *err)
{
	json_t *root = NULL;
	const char *schema;
	char *text = NULL;
	size_t len;
	int rc = -1;

	if (sar_file_read(path, NEXT_MAX, &text, &len, err) == -1) {
		/* Whoever has the lock was done with it just now. */
		if (err->code != SAR_EMISSING || sar_file_exists(path))
			return -1;
		*err = (struct sar_err)SAR_ERR_INIT;
		return 0;
	}
	root = json_loadb(text, len, JSON_REJECT_DUPLICATES, NULL);
	schema = json_string_value(json_object_get(root, "schema"));
	if (schema == NULL || strcmp(schema, SCHEMA) != 0 ||
	    !json_is_array(json_object_get(root, "marks")))
		(void)corrupt(path, err);
	else
		rc = parse_all(path, json_object_get(root, "marks"), next, err);
	json_decref(root);
	free(text);
	return rc;
}

int
sar_marks_next_read(const struct sar_case *c, struct sar_case_marks *next,
    struct sar_err *err)
{
	char *path = sar_case_path(c, SAR_MARKS_NEXT, err);
	int rc = 0;

	memset(next, 0, sizeof(*next));
	if (path == NULL)
		return -1;
	if (sar_file_exists(path))
		rc = read_next(path, next, err);
	free(path);
	return rc;
}

int
sar_marks_next_lay(struct sar_case_marks *next, struct sar_case_marks *marks,
    struct sar_err *err)
{
	struct sar_marks **all;
	struct sar_marks *was;
	size_t i, at;

	if (next->n == 0)
		return 0;
	all = reallocarray(marks->marks, marks->n + next->n,
	    sizeof(struct sar_marks *));
	if (all == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	marks->marks = all;
	for (i = 0; i < next->n; i++) {
		at = place_of(marks, next->marks[i]);
		was = at < marks->n ? all[at] : NULL;
		all[at] = next->marks[i];
		next->marks[i] = was;
		marks->n += at == marks->n;
	}
	return 0;
}

static int
store(const struct sar_case *c, const struct sar_case_marks *next,
    struct sar_err *err)
{
	char *folder = sar_case_path(c, FOLDER, err);
	struct sar_case_marks there = { NULL, 0 };
	struct sar_batch *batch = NULL;
	char name[SAR_MARKS_NAME];
	char *text;
	size_t i;
	int rc = -1;

	if (folder == NULL || sar_marks_next_there(c, &there, err) == -1 ||
	    (batch = sar_batch_new(folder, err)) == NULL)
		goto out;
	for (i = 0; i < next->n; i++) {
		sar_marks_next_name(&there, next->marks[i], name);
		rc = -1;
		if ((text = sar_marks_format(next->marks[i], err)) == NULL)
			goto out;
		rc = sar_batch_add(batch, name, text, strlen(text), err);
		free(text);
		if (rc == -1)
			goto out;
	}
	rc = sar_batch_commit(batch, err);

out:
	sar_case_marks_free(&there);
	sar_batch_free(batch);
	free(folder);
	return rc;
}

int
sar_marks_next_settle(const struct sar_case *c, struct sar_err *err)
{
	char *path = sar_case_path(c, SAR_MARKS_NEXT, err);
	struct sar_case_marks next = { NULL, 0 };
	int rc = 0;

	if (path == NULL)
		return -1;
	if (!sar_file_exists(path))
		goto out;
	rc = -1;
	if (read_next(path, &next, err) == -1 || store(c, &next, err) == -1)
		goto out;
	if (unlink(path) == -1 && errno != ENOENT)
		(void)sar_err_output(err, "%s", path);
	else
		rc = sar_file_sync_dir(c->dir, err);

out:
	sar_case_marks_free(&next);
	free(path);
	return rc;
}
