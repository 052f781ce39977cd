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

/* Marks being put into a case. */
struct putting {
	const struct sar_case *c;
	enum sar_put how;
	struct sar_case_marks there; /* in its folder */
	struct sar_batch *batch;     /* or NULL */
};

/* Do the marks that are there say the very same?  However it is written: a
   person can have put them there. */
static int
same_marks(const struct sar_marks *before, const char *text, bool *same,
    struct sar_err *err)
{
	char *old = sar_marks_format(before, err);

	if (old == NULL)
		return -1;
	*same = strcmp(old, text) == 0;
	free(old);
	return 0;
}

/* ${text} is to stand in the place of ${before}: is there anything to do for
   it? */
static int
may_put(const struct putting *p, const struct sar_marks *before,
    const char *text, bool *put, struct sar_err *err)
{
	bool same = false;

	*put = p->how == SAR_PUT_REPLACE;
	if (*put)
		return 0;
	if (before != NULL && same_marks(before, text, &same, err) == -1)
		return -1;
	if (same)
		return 0;
	*put = p->how == SAR_PUT_NEW && before == NULL;
	if (*put)
		return 0;
	return p->how == SAR_PUT_SAME ? refuse_released(p->c, err)
				      : refuse_other(p->c, before->name, err);
}

/* What is replaced must let itself be replaced.  Without a batch it is only
   looked whether it can be done. */
static int
add_one(struct putting *p, struct sar_marks *marks, struct sar_err *err)
{
	const struct sar_marks *before = sar_marks_next_before(&p->there,
	    marks);
	char name[SAR_MARKS_NAME];
	char *text = NULL;
	bool put = false;
	int rc = -1;

	sar_marks_next_name(&p->there, marks, name);
	if ((p->how != SAR_PUT_REPLACE || before == NULL ||
		sar_marks_follow(marks, before, err) == 0) &&
	    (text = sar_marks_format(marks, err)) != NULL &&
	    check_length(marks, text, err) == 0)
		rc = may_put(p, before, text, &put, err);
	if (rc == 0 && put && p->batch != NULL)
		rc = sar_batch_add(p->batch, name, text, strlen(text), err);
	free(text);
	return rc;
}

static int
add_all(struct putting *p, struct sar_marks *const *marks, size_t n,
    struct sar_err *err)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (add_one(p, marks[i], err) == -1)
			return -1;
	return 0;
}

int
sar_case_marks_check(const struct sar_case *c, struct sar_marks *const *marks,
    size_t n, enum sar_put how, struct sar_err *err)
{
	struct putting p = { .c = c, .how = how };
	int rc = sar_marks_next_there(c, &p.there, err);

	if (rc == 0)
		rc = add_all(&p, marks, n, err);
	sar_case_marks_free(&p.there);
	return rc;
}

int
sar_case_marks_put(const struct sar_case *c, struct sar_marks *const *marks,
    size_t n, enum sar_put how, struct sar_err *err)
{
	struct putting p = { .c = c, .how = how };
	char *folder = sar_case_path(c, FOLDER, err);
	int rc = -1;

	if (folder != NULL && sar_marks_next_there(c, &p.there, err) == 0 &&
	    (p.batch = sar_batch_new(folder, err)) != NULL &&
	    add_all(&p, marks, n, err) == 0)
		rc = sar_batch_commit(p.batch, err);
	sar_batch_free(p.batch);
	sar_case_marks_free(&p.there);
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
