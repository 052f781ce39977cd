#include "export/case.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "export/marks_next.h"
#include "export/sweep.h"

#define REQUEST_MAX 65536
#define REQUEST "request.conf"
#define DRAFT ".sar-new" /* of a case's folder, below cases/ */

/* Numbers in requests are written by people, not dialled. */
static struct sar_request *
parse(const struct sar_home *home, const char *name, const char *text,
    size_t len, struct sar_err *err)
{
	struct sar_phone_plan plan = sar_phone_plan_people(&home->phone);

	return sar_request_parse(name, text, len, &plan, err);
}

static struct sar_case *
new_case(const struct sar_home *home, const char *ref, struct sar_err *err)
{
	struct sar_case *c = calloc(1, sizeof(*c));
	char *cases = NULL;

	if (c == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	c->home = home;
	c->lock = -1;
	if ((cases = sar_home_path(home, "cases", err)) == NULL ||
	    (c->dir = sar_file_join(cases, ref, err)) == NULL) {
		free(cases);
		sar_case_free(c);
		return NULL;
	}
	free(cases);
	return c;
}

/* What has no ref gets ${ref}, or is none if that is NULL. */
static struct sar_case *
check(const struct sar_home *home, const char *name, const char *text,
    size_t len, const char *ref, struct sar_err *err)
{
	struct sar_request *request;
	struct sar_case *c;

	if ((request = parse(home, name, text, len, err)) == NULL)
		return NULL;
	if (request->ref[0] == '\0' && ref == NULL) {
		(void)sar_err_set(err, SAR_EINPUT, "%s: ref: missing", name);
		sar_request_free(request);
		return NULL;
	}
	if (request->ref[0] == '\0')
		(void)snprintf(request->ref, sizeof(request->ref), "%s", ref);
	if ((c = new_case(home, request->ref, err)) == NULL) {
		sar_request_free(request);
		return NULL;
	}
	c->request = request;
	c->tried = true;
	return c;
}

struct sar_case *
sar_case_check(const struct sar_home *home, const char *name, const char *text,
    size_t len, struct sar_err *err)
{
	return check(home, name, text, len, NULL, err);
}

struct sar_case *
sar_case_search(const struct sar_home *home, const char *name, const char *text,
    size_t len, struct sar_err *err)
{
	return check(home, name, text, len, "search", err);
}

/* Is the request on file the very same text? */
static int
same_request(const struct sar_case *c, const char *path, const char *text,
    size_t len, struct sar_err *err)
{
	char *old = NULL;
	size_t old_len;
	int rc = 0;

	if (sar_file_read(path, REQUEST_MAX, &old, &old_len, err) == -1)
		return -1;
	if (old_len != len || memcmp(old, text, len) != 0) {
		rc = sar_err_set(err, SAR_EREFUSED,
		    "case %s: exists with another request", c->request->ref);
		sar_err_hint(err,
		    "use the case as it is (--ref alone), or another ref");
	}
	free(old);
	return rc;
}

int
sar_case_same(const struct sar_case *c, const char *text, size_t len,
    struct sar_err *err)
{
	char *path = sar_case_path(c, REQUEST, err);
	int rc;

	if (path == NULL)
		return -1;
	rc = sar_file_exists(path) ? same_request(c, path, text, len, err) : 0;
	free(path);
	return rc;
}

/* A folder that is a case once it has its name. */
static int
furnish(const char *dir, const char *text, size_t len, struct sar_err *err)
{
	char *path = sar_file_join(dir, REQUEST, err);
	char *marks = sar_file_join(dir, "marks", err);
	int rc = -1;

	if (path != NULL && marks != NULL &&
	    sar_file_mkdir(dir, 0700, err) == 0 &&
	    sar_file_mkdir(marks, 0700, err) == 0)
		rc = sar_file_write(path, text, len, 0600, true, err);
	free(path);
	free(marks);
	return rc;
}

/*
 * All of it under a name that is no case's, so that a kill leaves a case or
 * none: what it left is taken up by the next.
 */
static int
make_folder(const struct sar_case *c, const char *text, size_t len,
    struct sar_err *err)
{
	char *cases = sar_home_path(c->home, "cases", err);
	char *draft = NULL;
	int rc = -1;

	if (cases == NULL || (draft = sar_file_join(cases, DRAFT, err)) == NULL)
		goto out;
	if (furnish(draft, text, len, err) == -1)
		goto out;
	if (rename(draft, c->dir) == -1)
		(void)sar_err_output(err, "%s", c->dir);
	else
		rc = sar_file_sync_dir(cases, err);

out:
	free(draft);
	free(cases);
	return rc;
}

/* A folder that something else than us made: as it is, but for what is
   wanting. */
static int
complete_folder(const char *dir, const char *path, const char *text, size_t len,
    struct sar_err *err)
{
	char *marks = sar_file_join(dir, "marks", err);
	int rc = -1;

	if (marks != NULL && sar_file_mkdir(marks, 0700, err) == 0)
		rc = sar_file_write(path, text, len, 0600, false, err);
	free(marks);
	return rc;
}

int
sar_case_create_text(const struct sar_home *home, const char *name,
    const char *text, size_t len, struct sar_err *err)
{
	struct sar_case *c = sar_case_check(home, name, text, len, err);
	char *path = NULL;
	int rc = -1;

	if (c == NULL || (path = sar_case_path(c, REQUEST, err)) == NULL)
		goto out;
	if (sar_file_exists(path))
		rc = same_request(c, path, text, len, err);
	else if (sar_file_exists(c->dir))
		rc = complete_folder(c->dir, path, text, len, err);
	else
		rc = make_folder(c, text, len, err);

out:
	free(path);
	sar_case_free(c);
	return rc;
}

int
sar_case_create(const struct sar_home *home,
    const struct sar_request_fields *fields, struct sar_err *err)
{
	char *text = sar_request_format(fields, err);
	int rc;

	if (text == NULL)
		return -1;
	rc = sar_case_create_text(home, "request", text, strlen(text), err);
	free(text);
	return rc;
}

/* What was read is what counts, whatever has become of the file since. */
char *
sar_case_text(const struct sar_case *c, struct sar_err *err)
{
	char *path, *text = NULL;
	size_t len;

	if (c->text != NULL) {
		if ((text = strdup(c->text)) == NULL)
			(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return text;
	}
	path = sar_case_path(c, REQUEST, err);
	if (path != NULL &&
	    sar_file_read(path, REQUEST_MAX, &text, &len, err) == -1)
		text = NULL;
	free(path);
	return text;
}

static int
load(struct sar_case *c, const char *ref, struct sar_err *err)
{
	char *path = sar_case_path(c, REQUEST, err);
	char *text = NULL;
	size_t len;
	int rc = -1;

	if (path == NULL)
		return -1;
	if (sar_file_read(path, REQUEST_MAX, &text, &len, err) == -1) {
		if (err->code == SAR_EMISSING)
			sar_err_hint(err, "open the case with \"sar-export "
					  "request\" first");
		goto out;
	}
	if ((c->request = parse(c->home, path, text, len, err)) == NULL)
		goto out;
	if (strcmp(c->request->ref, ref) != 0) {
		(void)sar_err_set(err, SAR_EINPUT,
		    "%s: is the request of another case", path);
		goto out;
	}
	c->text = text;
	text = NULL;
	rc = 0;

out:
	free(text);
	free(path);
	return rc;
}

/* Take the case's lock, and tidy up under it. */
static int
lock_case(struct sar_case *c, unsigned wait_s, struct sar_err *err)
{
	char *path = sar_case_path(c, "lock", err);
	int rc = -1;

	if (path != NULL &&
	    (c->lock = sar_file_lock(path, wait_s, err)) != -1) {
		sar_sweep_folder(c->dir);
		rc = sar_marks_next_settle(c, err);
	}
	free(path);
	return rc;
}

struct sar_case *
sar_case_open(const struct sar_home *home, const char *ref, bool lock,
    unsigned wait_s, struct sar_err *err)
{
	struct sar_case *c;

	if (!sar_text_plain(ref, SAR_REQUEST_REF_MAX)) {
		(void)sar_err_set(err, SAR_EINPUT,
		    "--ref: expected letters, digits, '.', '_' and '-'");
		return NULL;
	}
	if ((c = new_case(home, ref, err)) == NULL)
		return NULL;
	if (load(c, ref, err) == -1 ||
	    (lock && lock_case(c, wait_s, err) == -1)) {
		sar_case_free(c);
		return NULL;
	}
	return c;
}

void
sar_case_free(struct sar_case *c)
{
	if (c == NULL)
		return;
	if (c->lock != -1)
		(void)close(c->lock);
	sar_request_free(c->request);
	free(c->text);
	free(c->dir);
	free(c);
}

enum sar_plan_format
sar_case_format(const struct sar_case *c)
{
	enum sar_plan_format format;

	/* Of what the request may say there is none that is not one. */
	return sar_plan_format_parse(c->request->prefer, &format)
		   ? format
		   : c->home->format;
}

char *
sar_case_path(const struct sar_case *c, const char *name, struct sar_err *err)
{
	return sar_file_join(c->dir, name, err);
}

int
sar_case_save(const struct sar_case *c, const char *name, const char *text,
    struct sar_err *err)
{
	char *path = sar_case_path(c, name, err);
	int rc;

	if (path == NULL)
		return -1;
	rc = sar_file_write(path, text, strlen(text), 0600, true, err);
	free(path);
	return rc;
}
