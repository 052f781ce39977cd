/* A case of which the log is all that is left. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/text.h"
#include "export/case.h"

/* What may not be looked at, or is on a disk that is away, is not lost. */
static bool
is_gone(const char *cases, const char *dir, struct sar_err *err)
{
	char *path = sar_file_join(dir, "request.conf", err);
	struct stat st;
	bool gone;

	gone = path != NULL && lstat(path, &st) == -1 && errno == ENOENT &&
	       sar_file_exists(cases);
	free(path);
	return gone;
}

static int
check_lost(const struct sar_case *c, const char *cases, const char *ref,
    struct sar_err *err)
{
	struct sar_err unread = SAR_ERR_INIT;
	struct sar_case *there = sar_case_open(c->home, ref, false, 0, &unread);

	if (there != NULL) {
		sar_case_free(there);
		(void)sar_err_set(err, SAR_EREFUSED,
		    "case %s: lost: its request is there", ref);
		sar_err_hint(err, "it is closed for another reason");
		return -1;
	}
	if (sar_text_plain(ref, SAR_REQUEST_REF_MAX) &&
	    (unread.code == SAR_EINPUT || is_gone(cases, c->dir, &unread)))
		return 0;
	*err = unread;
	return -1;
}

struct sar_case *
sar_case_lost(const struct sar_home *home, const char *ref, unsigned wait_s,
    struct sar_err *err)
{
	char *lock = sar_home_path(home, SAR_CASES_LOCK, err);
	char *cases = sar_home_path(home, "cases", err);
	struct sar_case *c = calloc(1, sizeof(*c));
	struct sar_case *lost = NULL;

	if (c == NULL || (c->request = calloc(1, sizeof(*c->request))) == NULL)
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
	if (c != NULL) {
		c->home = home;
		c->lock = -1;
	}
	if (c == NULL || c->request == NULL || lock == NULL || cases == NULL ||
	    (c->dir = sar_file_join(cases, ref, err)) == NULL)
		goto out;
	(void)snprintf(c->request->ref, sizeof(c->request->ref), "%s", ref);
	c->lock = sar_file_lock(lock, sar_home_log_wait(wait_s), err);
	if (c->lock == -1 || check_lost(c, cases, ref, err) == -1)
		goto out;
	lost = c;
	c = NULL;

out:
	sar_case_free(c);
	free(cases);
	free(lock);
	return lost;
}
