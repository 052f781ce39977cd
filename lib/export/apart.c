/* Where a passphrase may go: not beside what it opens. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "export/home.h"

/* The folder of the file ${path}, malloc'd. */
static char *
folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == NULL ? strdup(".")
			     : strndup(path, (size_t)(slash - path) + 1);
}

/* Is the file ${path}, which need not be there, below ${folder}? */
static bool
is_below(const char *path, const char *folder)
{
	char *in = folder_of(path);
	char *real = in == NULL ? NULL : realpath(in, NULL);
	char *top = realpath(folder, NULL);
	size_t n = top == NULL ? 0 : strlen(top);
	bool below = real != NULL && top != NULL &&
		     strncmp(real, top, n) == 0 &&
		     (real[n] == '/' || real[n] == '\0');

	free(in);
	free(real);
	free(top);
	return below;
}

/* 0, or why no file can be made in ${folder}; one without a name is tried. */
static int
try_folder(const char *folder)
{
	int fd = open(folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);

	if (fd != -1) {
		(void)close(fd);
		return 0;
	}
	/* Not every file system has such files. */
	if (errno != EOPNOTSUPP && errno != EISDIR)
		return errno;
	return faccessat(AT_FDCWD, folder, W_OK | X_OK, AT_EACCESS) == 0
		   ? 0
		   : errno;
}

/* 0, or why the file ${path}, which is to be in ${folder}, cannot be made. */
static int
why_not(const char *path, const char *folder)
{
	struct stat st;
	int why;

	if (path[0] == '\0' || path[strlen(path) - 1] == '/')
		return EISDIR;
	if (stat(folder, &st) == -1)
		return errno;
	if (!S_ISDIR(st.st_mode))
		return ENOTDIR;
	if ((why = try_folder(folder)) != 0)
		return why;
	/* The name itself may be too long. */
	return lstat(path, &st) == -1 && errno != ENOENT ? errno : 0;
}

/* Can the file ${path} be made?  Only found out when all has been packaged, it
   would cost an intent that comes to nothing, in a log that is for good. */
static int
check_folder(const char *path, struct sar_err *err)
{
	char *folder = folder_of(path);
	int why;

	if (folder == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	why = why_not(path, folder);
	free(folder);
	if (why == 0)
		return 0;
	errno = why;
	(void)sar_err_output(err, "%s", path);
	/* What no disk can have is a wrong option; a full one is not the
	   folder's fault. */
	if (why == EISDIR || why == ENAMETOOLONG)
		err->code = SAR_EINPUT;
	if (why == ENOSPC || why == EDQUOT || why == EIO)
		return -1;
	sar_err_hint(err, "--passphrase-out needs a folder that can be "
			  "written to");
	return -1;
}

int
sar_home_secret_out(const struct sar_home *home, const char *path,
    struct sar_err *err)
{
	static const char *const folders[] = { "outbox", "staging" };
	bool below = false;
	char *folder;
	size_t i;

	if (sar_file_exists(path)) {
		(void)sar_err_set(err, SAR_EREFUSED, "%s: exists already",
		    path);
		sar_err_hint(err, "--passphrase-out needs a new file");
		return -1;
	}
	for (i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		if ((folder = sar_home_path(home, folders[i], err)) == NULL)
			return -1;
		below = below || is_below(path, folder);
		free(folder);
	}
	if (!below)
		return check_folder(path, err);
	(void)sar_err_set(err, SAR_EREFUSED, "%s: beside the package", path);
	sar_err_hint(err, "a passphrase is kept and sent another way than "
			  "what it opens");
	return -1;
}
