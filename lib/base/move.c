#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

static bool
same_file(const char *a, const char *b)
{
	struct stat sa, sb;

	return lstat(a, &sa) == 0 && lstat(b, &sb) == 0 &&
	       sa.st_dev == sb.st_dev && sa.st_ino == sb.st_ino;
}

/*
 * Where there is no renameat2(2), as on NFS: for a moment, and after a kill for
 * longer, the file has both names.  NFS may also say that a link is there
 * already which it has just made, when the answer was lost on the way.
 */
static int
move_by_link(const char *from, const char *to)
{
	if (link(from, to) == -1 && (errno != EEXIST || !same_file(from, to)))
		return -1;
	return unlink(from);
}

int
sar_file_move(const char *from, const char *to)
{
	if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
		return 0;
	if (errno == EINVAL || errno == ENOSYS ||
	    (errno == EEXIST && same_file(from, to)))
		return move_by_link(from, to);
	return -1;
}
