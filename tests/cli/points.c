/*
 * Loaded before a program (LD_PRELOAD): counts what it does to the files of a
 * folder, step by step, and at one step has something happen.  Reading counts
 * in staging only, the index and locks not at all, nor what children do.
 *
 *   POINTS_UNDER  the folder
 *   POINTS_DO     list: a line for each step to POINTS_LIST: the call, the
 *                 path, and what it had been called before
 *                 once: the step fails, as on a full or broken disk
 *                 full: it fails, and so does all from there that needs room
 *                 kill, int, term: a signal before it
 *   POINTS_AT     the step, from 1
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum kind {
	ROOM, /* needs room on the disk */
	SYNC,
	GONE /* makes room */
};

static struct {
	const char *under;
	const char *act;
	unsigned long at;
	pid_t pid;
	int list;
} points;
static atomic_ulong steps;

__attribute__((constructor)) static void
begin(void)
{
	const char *at = getenv("POINTS_AT");
	const char *list = getenv("POINTS_LIST");

	points.under = getenv("POINTS_UNDER");
	points.act = getenv("POINTS_DO");
	points.at = at == NULL ? 0 : strtoul(at, NULL, 10);
	points.list = list == NULL ? -1
				   : (int)syscall(SYS_openat, AT_FDCWD, list,
					 O_WRONLY | O_CREAT | O_APPEND, 0600);
	points.pid = getpid();
}

static bool
name_of(int fd, char *out)
{
	char self[64];
	ssize_t n;

	(void)snprintf(self, sizeof(self), "/proc/self/fd/%d", fd);
	n = readlink(self, out, PATH_MAX - 1);
	out[n > 0 ? n : 0] = '\0';
	return n > 0;
}

/* The whole path of what a call names. */
static bool
whole(int dir, const char *path, char *out)
{
	char base[PATH_MAX];

	if (path[0] == '/')
		return snprintf(out, PATH_MAX, "%s", path) < PATH_MAX;
	if (dir == AT_FDCWD ? getcwd(base, sizeof(base)) == NULL
			    : !name_of(dir, base))
		return false;
	return snprintf(out, PATH_MAX, "%s/%s", base, path) < PATH_MAX;
}

static bool
counts(const char *path)
{
	size_t n = points.under == NULL ? 0 : strlen(points.under);

	return n > 0 && getpid() == points.pid &&
	       strncmp(path, points.under, n) == 0 && path[n] == '/' &&
	       strstr(path, "/index.db") == NULL &&
	       strstr(path, "lock") == NULL;
}

static void
say(const char *call, const char *path, const char *from)
{
	size_t n = strlen(points.under) + 1;
	char line[2 * PATH_MAX + 64];
	int len = snprintf(line, sizeof(line), "%s\t%s\t%s\n", call, path + n,
	    strlen(from) > n ? from + n : "");

	if (len > 0 && syscall(SYS_write, points.list, line, (size_t)len) == -1)
		_exit(99);
}

/* Have happen at this step what is to.  False when it is to fail. */
static bool
act(unsigned long step, bool log, enum kind kind)
{
	errno = kind == ROOM ? ENOSPC : EIO;
	/* The log has kept room for what it must still say. */
	if (strcmp(points.act, "full") == 0)
		return step < points.at || kind != ROOM || log;
	if (step != points.at)
		return true;
	if (strcmp(points.act, "kill") == 0)
		(void)kill(getpid(), SIGKILL);
	/* To the process, as from outside: threads leave it to the first. */
	if (strcmp(points.act, "int") == 0)
		(void)kill(getpid(), SIGINT);
	if (strcmp(points.act, "term") == 0)
		(void)kill(getpid(), SIGTERM);
	return strcmp(points.act, "once") != 0;
}

/* A step, of ${call} on ${path}: false when it fails, errno set. */
static bool
goes(const char *call, const char *path, const char *from, enum kind kind)
{
	unsigned long step;

	if (points.act == NULL || !counts(path))
		return true;
	step = atomic_fetch_add(&steps, 1) + 1;
	if (strcmp(points.act, "list") == 0)
		say(call, path, from);
	return act(step, strstr(path, "/log/") != NULL, kind);
}

static bool
goes_at(const char *call, int dir, const char *path, enum kind kind)
{
	char name[PATH_MAX];

	return !whole(dir, path, name) || goes(call, name, "", kind);
}

static bool
goes_fd(const char *call, int fd, enum kind kind)
{
	char name[PATH_MAX];

	return !name_of(fd, name) || goes(call, name, "", kind);
}

/* A file gets another name, or its first. */
static bool
goes_named(const char *call, int from_dir, const char *from, int dir,
    const char *to)
{
	static const char self[] = "/proc/self/fd/";
	char name[PATH_MAX], before[PATH_MAX];

	if (!whole(dir, to, name) || !whole(from_dir, from, before))
		return true;
	if (strncmp(before, self, sizeof(self) - 1) == 0 &&
	    !name_of((int)strtol(before + sizeof(self) - 1, NULL, 10), before))
		return true;
	return goes(call, name, before, ROOM);
}

/* The function ${name} that would have been called, into ${out}. */
static void
next_of(const char *name, void *out)
{
	void *found = dlsym(RTLD_NEXT, name);

	if (found == NULL)
		_exit(98);
	memcpy(out, &found, sizeof(found));
}

static bool
creates(int flags)
{
	return (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE;
}

/* A file without a name is made in the folder that the path is of. */
static const char *
created(int flags)
{
	return (flags & O_CREAT) != 0 ? "create" : "tmpfile";
}

int
open(const char *path, int flags, ...)
{
	int (*next)(const char *, int, ...);
	mode_t mode = 0;
	va_list ap;

	next_of("open", &next);
	va_start(ap, flags);
	if (creates(flags))
		mode = va_arg(ap, mode_t);
	va_end(ap);
	if (creates(flags) && !goes_at(created(flags), AT_FDCWD, path, ROOM))
		return -1;
	return next(path, flags, mode);
}

int
openat(int dir, const char *path, int flags, ...)
{
	int (*next)(int, const char *, int, ...);
	mode_t mode = 0;
	va_list ap;

	next_of("openat", &next);
	va_start(ap, flags);
	if (creates(flags))
		mode = va_arg(ap, mode_t);
	va_end(ap);
	if (creates(flags) && !goes_at(created(flags), dir, path, ROOM))
		return -1;
	return next(dir, path, flags, mode);
}

int
mkostemp(char *path, int flags)
{
	int (*next)(char *, int);

	next_of("mkostemp", &next);
	return goes_at("create", AT_FDCWD, path, ROOM) ? next(path, flags) : -1;
}

ssize_t
write(int fd, const void *data, size_t len)
{
	ssize_t (*next)(int, const void *, size_t);

	next_of("write", &next);
	return goes_fd("write", fd, ROOM) ? next(fd, data, len) : -1;
}

ssize_t
pwrite(int fd, const void *data, size_t len, off_t off)
{
	ssize_t (*next)(int, const void *, size_t, off_t);

	next_of("pwrite", &next);
	return goes_fd("pwrite", fd, ROOM) ? next(fd, data, len, off) : -1;
}

/* A package being read back. */
ssize_t
pread(int fd, void *data, size_t len, off_t off)
{
	ssize_t (*next)(int, void *, size_t, off_t);
	char name[PATH_MAX];

	next_of("pread", &next);
	if (name_of(fd, name) && strstr(name, "/staging/") != NULL &&
	    !goes("pread", name, "", SYNC))
		return -1;
	return next(fd, data, len, off);
}

int
fallocate(int fd, int mode, off_t off, off_t len)
{
	int (*next)(int, int, off_t, off_t);

	next_of("fallocate", &next);
	return goes_fd("fallocate", fd, ROOM) ? next(fd, mode, off, len) : -1;
}

int
ftruncate(int fd, off_t len)
{
	int (*next)(int, off_t);

	next_of("ftruncate", &next);
	return goes_fd("ftruncate", fd, SYNC) ? next(fd, len) : -1;
}

int
fsync(int fd)
{
	int (*next)(int);

	next_of("fsync", &next);
	return goes_fd("fsync", fd, SYNC) ? next(fd) : -1;
}

int
fdatasync(int fd)
{
	int (*next)(int);

	next_of("fdatasync", &next);
	return goes_fd("fdatasync", fd, SYNC) ? next(fd) : -1;
}

int
mkdir(const char *path, mode_t mode)
{
	int (*next)(const char *, mode_t);

	next_of("mkdir", &next);
	return goes_at("mkdir", AT_FDCWD, path, ROOM) ? next(path, mode) : -1;
}

int
link(const char *from, const char *to)
{
	int (*next)(const char *, const char *);

	next_of("link", &next);
	return goes_named("link", AT_FDCWD, from, AT_FDCWD, to) ? next(from, to)
								: -1;
}

int
linkat(int from_dir, const char *from, int dir, const char *to, int flags)
{
	int (*next)(int, const char *, int, const char *, int);

	next_of("linkat", &next);
	return goes_named("link", from_dir, from, dir, to)
		   ? next(from_dir, from, dir, to, flags)
		   : -1;
}

int
rename(const char *from, const char *to)
{
	int (*next)(const char *, const char *);

	next_of("rename", &next);
	return goes_named("rename", AT_FDCWD, from, AT_FDCWD, to)
		   ? next(from, to)
		   : -1;
}

int
renameat2(int from_dir, const char *from, int dir, const char *to,
    unsigned flags)
{
	int (*next)(int, const char *, int, const char *, unsigned);

	next_of("renameat2", &next);
	return goes_named("rename", from_dir, from, dir, to)
		   ? next(from_dir, from, dir, to, flags)
		   : -1;
}

int
unlink(const char *path)
{
	int (*next)(const char *);

	next_of("unlink", &next);
	return goes_at("unlink", AT_FDCWD, path, GONE) ? next(path) : -1;
}

int
unlinkat(int dir, const char *path, int flags)
{
	int (*next)(int, const char *, int);

	next_of("unlinkat", &next);
	return goes_at("unlink", dir, path, GONE) ? next(dir, path, flags) : -1;
}
