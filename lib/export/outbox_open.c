/*
 * Can what is in staging be moved to the outbox?  Asked before the log has
 * anything of a build, as after its release only the move is left.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "export/build_state.h"

/* No file of ours, or of anybody's. */
#define NOTHING ".sar-nothing"

static const char *
remedy(int why)
{
	switch (why) {
	case EXDEV:
		return "make outbox and staging folders of one file system";
	case EACCES:
	case EPERM:
		return "see the owner and mode of the folder";
	case EROFS:
		return "mount the disk so that it can be written to";
	case ENOENT:
	case ENOTDIR:
		return "make the folder, or mount its disk";
	case ENOSPC:
	case EDQUOT:
		return "make room on the disk";
	default:
		return "see to the disk and the folder";
	}
}

int
sar_build_no_way(const char *path, int why, bool released, struct sar_err *err)
{
	if (why == EXDEV)
		(void)sar_err_set(err, SAR_EINPUT,
		    "%s: not on the file system of staging", path);
	else if (why == EACCES || why == EPERM)
		(void)sar_err_set(err, SAR_ESPACE, "%s: may not be written",
		    path);
	else {
		errno = why;
		(void)sar_err_errno(err, "%s", path);
	}
	sar_err_hint(err, "%s%s, and run again",
	    released ? "the log has the release; " : "", remedy(why));
	return -1;
}

/* Files are made in it, moved in or out, and it is synced, which is reading. */
static int
check_folder(const char *path, struct stat *st, struct sar_err *err)
{
	if (stat(path, st) == -1)
		return sar_build_no_way(path, errno, false, err);
	if (!S_ISDIR(st->st_mode))
		return sar_build_no_way(path, ENOTDIR, false, err);
	if (faccessat(AT_FDCWD, path, R_OK | W_OK | X_OK, AT_EACCESS) == -1)
		return sar_build_no_way(path, errno, false, err);
	return 0;
}

/*
 * Nothing is made for it that could be left: the kernel looks whether two
 * folders are of one mount before it looks for the file.  Two parts of one
 * mount may still be different file systems.
 */
static int
check_way(const char *staging, const struct stat *from, const char *outbox,
    const struct stat *to, struct sar_err *err)
{
	char *here = sar_file_join(staging, NOTHING, err);
	char *there = sar_file_join(outbox, NOTHING, err);
	int why = from->st_dev == to->st_dev ? 0 : EXDEV;
	int rc = -1;

	if (here == NULL || there == NULL)
		goto out;
	if (why == 0 && sar_file_move(here, there) == -1 && errno != ENOENT)
		why = errno;
	rc = why == 0 ? 0 : sar_build_no_way(outbox, why, false, err);

out:
	free(here);
	free(there);
	return rc;
}

int
sar_build_outbox_open(const struct build *b, struct sar_err *err)
{
	char *staging = sar_home_path(b->c->home, "staging", err);
	char *outbox = sar_home_path(b->c->home, "outbox", err);
	struct stat from, to;
	int rc = -1;

	if (staging != NULL && outbox != NULL &&
	    check_folder(staging, &from, err) == 0 &&
	    check_folder(outbox, &to, err) == 0)
		rc = check_way(staging, &from, outbox, &to, err);
	free(staging);
	free(outbox);
	return rc;
}
