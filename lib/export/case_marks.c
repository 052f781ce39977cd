#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/b64.h"
#include "base/batch.h"
#include "base/file.h"
#include "export/marks_next.h"

#define FOLDER "marks"

static int
is_marks(const struct dirent *entry)
{
	size_t len = strlen(entry->d_name);

	return entry->d_name[0] != '.' && len > 6 &&
	       strcmp(entry->d_name + len - 6, ".marks") == 0;
}

static struct sar_marks *
read_one(const char *dir, const char *name, struct sar_err *err)
{
	struct sar_marks *marks = NULL;
	char *path = sar_file_join(dir, name, err);
	char *text = NULL;
	size_t len;

	if (path != NULL &&
	    sar_file_read(path, SAR_MARKS_MAX, &text, &len, err) == 0)
		marks = sar_marks_parse(path, text, len, err);
	free(text);
	free(path);
	return marks;
}

int
sar_case_marks_read(const char *dir, struct sar_case_marks *marks,
    struct sar_err *err)
{
	struct dirent **names = NULL;
	int i, n;
	int rc = -1;

	memset(marks, 0, sizeof(*marks));
	if ((n = scandir(dir, &names, is_marks, alphasort)) == -1)
		return sar_err_errno(err, "%s", dir);
	marks->marks = calloc((size_t)n + 1, sizeof(struct sar_marks *));
	if (marks->marks == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		goto out;
	}
	for (i = 0; i < n; i++) {
		struct sar_marks *one = read_one(dir, names[i]->d_name, err);

		if (one == NULL)
			goto out;
		marks->marks[marks->n++] = one;
	}
	rc = 0;

out:
	for (i = 0; i < n; i++)
		free(names[i]);
	free(names);
	if (rc == -1)
		sar_case_marks_free(marks);
	return rc;
}

int
sar_case_marks_own(const struct sar_case *c, struct sar_case_marks *marks,
    struct sar_err *err)
{
	char *dir = sar_case_path(c, FOLDER, err);
	struct sar_case_marks next;
	int rc = -1;

	memset(marks, 0, sizeof(*marks));
	if (dir == NULL)
		return -1;
	/* What is moved in the meantime is in both, not in neither. */
	if (sar_marks_next_read(c, &next, err) == 0 &&
	    (!sar_file_exists(dir) ||
		sar_case_marks_read(dir, marks, err) == 0))
		rc = sar_marks_next_lay(&next, marks, err);
	sar_case_marks_free(&next);
	if (rc == -1)
		sar_case_marks_free(marks);
	free(dir);
	return rc;
}

void
sar_case_marks_heard(struct sar_marks *marks,
    const struct sar_index_recording *recording)
{
	struct sar_marks_heard *heard = &marks->heard;

	(void)snprintf(heard->codec, sizeof(heard->codec), "%s",
	    recording->codec);
	heard->rate = recording->rate;
	heard->channels = recording->channels;
	heard->frames = recording->frames;
}

void
sar_case_marks_free(struct sar_case_marks *marks)
{
	size_t i;

	for (i = 0; i < marks->n; i++)
		sar_marks_free(marks->marks[i]);
	free(marks->marks);
	memset(marks, 0, sizeof(*marks));
}

int
sar_case_marks_staff(const struct sar_home *home, const struct sar_marks *marks,
    struct sar_err *err)
{
	const char *by;
	size_t i;

	if (sar_home_staff(home, marks->name, marks->reviewer, err) == -1)
		return -1;
	for (i = 0; i < marks->n_decisions; i++) {
		by = marks->decisions[i].field[SAR_FIELD_BY];
		if (by != NULL &&
		    sar_home_staff(home, marks->name, by, err) == -1)
			return -1;
	}
	return 0;
}

/* What was released rests on the marks there are. */
static int
refuse_released(const struct sar_case *c, struct sar_err *err)
{
	(void)sar_err_set(err, SAR_EREFUSED,
	    "case %s: has been released: other marks would not be those of "
	    "the package",
	    c->request->ref);
	sar_err_hint(err, "a corrected answer is a request of its own, with a "
			  "new reference");
	return -1;
}

static int
refuse_other(const struct sar_case *c, const char *path, struct sar_err *err)
{
	(void)sar_err_set(err, SAR_EREFUSED,
	    "%s: other marks for this recording are there", path);
	sar_err_hint(err,
	    "to replace what was decided: \"sar-export mark --ref %s --force "
	    "...\"",
	    c->request->ref);
	return -1;
}

/* Do the marks on file, if there are any, say the very same? */
static int
same_marks(const char *path, const char *text, bool *same, struct sar_err *err)
{
	char *old = NULL;
	size_t len;

	*same = false;
	if (!sar_file_exists(path))
		return 0;
	if (sar_file_read(path, SAR_MARKS_MAX, &old, &len, err) == -1)
		return -1;
	*same = strcmp(old, text) == 0;
	free(old);
	return 0;
}

/* What is stored is read again: a short label has more digits in there. */
static int
check_length(const struct sar_marks *marks, const char *text,
    struct sar_err *err)
{
	return strlen(text) <= SAR_MARKS_MAX
		   ? 0
		   : sar_err_set(err, SAR_EINPUT,
			 "%s: larger than %u bytes as it is stored",
			 marks->name, SAR_MARKS_MAX);
}

/* ${text} is to stand under ${path}: is there anything to do for it? */
static int
may_put(const struct sar_case *c, const char *path, const char *text,
    enum sar_put how, bool *put, struct sar_err *err)
{
	bool same = false;

	*put = how == SAR_PUT_REPLACE;
	if (*put)
		return 0;
	if (same_marks(path, text, &same, err) == -1)
		return -1;
	if (same)
		return 0;
	*put = how == SAR_PUT_NEW && !sar_file_exists(path);
	if (*put)
		return 0;
	return how == SAR_PUT_SAME ? refuse_released(c, err)
				   : refuse_other(c, path, err);
}

/* What is replaced must let itself be replaced by this. */
static int
follow(const char *path, struct sar_marks *marks, struct sar_err *err)
{
	struct sar_marks *before = NULL;
	char *text = NULL;
	size_t len;
	int rc = -1;

	if (!sar_file_exists(path))
		return 0;
	if (sar_file_read(path, SAR_MARKS_MAX, &text, &len, err) == 0 &&
	    (before = sar_marks_parse(path, text, len, err)) != NULL)
		rc = sar_marks_follow(marks, before, err);
	sar_marks_free(before);
	free(text);
	return rc;
}

/* Without ${batch} it is only looked whether it can be done. */
static int
add_one(const struct sar_case *c, struct sar_marks *marks, enum sar_put how,
    struct sar_batch *batch, struct sar_err *err)
{
	char name[sizeof(FOLDER "/") + SAR_MARKS_NAME];
	char *path = NULL;
	char *text = NULL;
	bool put = false;
	int rc = -1;

	memcpy(name, FOLDER "/", sizeof(FOLDER "/"));
	sar_marks_next_name(marks, name + strlen(FOLDER "/"));
	if ((path = sar_case_path(c, name, err)) != NULL &&
	    (how != SAR_PUT_REPLACE || follow(path, marks, err) == 0) &&
	    (text = sar_marks_format(marks, err)) != NULL &&
	    check_length(marks, text, err) == 0)
		rc = may_put(c, path, text, how, &put, err);
	if (rc == 0 && put && batch != NULL)
		rc = sar_batch_add(batch, strchr(name, '/') + 1, text,
		    strlen(text), err);
	free(text);
	free(path);
	return rc;
}

int
sar_case_marks_check(const struct sar_case *c, struct sar_marks *const *marks,
    size_t n, enum sar_put how, struct sar_err *err)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (add_one(c, marks[i], how, NULL, err) == -1)
			return -1;
	return 0;
}

int
sar_case_marks_put(const struct sar_case *c, struct sar_marks *const *marks,
    size_t n, enum sar_put how, struct sar_err *err)
{
	char *folder = sar_case_path(c, FOLDER, err);
	struct sar_batch *batch = NULL;
	size_t i;
	int rc = -1;

	if (folder == NULL || (batch = sar_batch_new(folder, err)) == NULL)
		goto out;
	for (i = 0; i < n; i++)
		if (add_one(c, marks[i], how, batch, err) == -1)
			goto out;
	rc = sar_batch_commit(batch, err);

out:
	sar_batch_free(batch);
	free(folder);
	return rc;
}

int
sar_case_marks_replace(const struct sar_case *c, struct sar_marks *const *marks,
    size_t n, struct sar_err *err)
{
	if (n == 0)
		return 0;
	if (sar_case_marks_check(c, marks, n, SAR_PUT_REPLACE, err) == -1 ||
	    sar_marks_next_write(c, marks, n, err) == -1)
		return -1;
	return sar_marks_next_settle(c, err);
}
