/*
 * Loaded before a program (LD_PRELOAD): counts whatever it does to a file that
 * may be seen after a crash, those of the index too, and at one such step has
 * something happen.  points.c counts less, and knows what it counts.
 *
 *   STEPS_DO   count: say how many there were, to STEPS_OUT
 *              kill: SIGKILL before it
 *              stop: SIGSTOP before it, once
 *              read-only, denied: no file is deleted, for that reason
 *   STEPS_AT   the step, from 1; or "unlink": the first deletion
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

static unsigned long steps;
static int stopped;

static void
next_of(const char *name, void *out)
{
	void *found = dlsym(RTLD_NEXT, name);

	if (found == NULL)
		_exit(98);
	memcpy(out, &found, sizeof(found));
}

static void
step(int deletes)
{
	const char *act = getenv("STEPS_DO"), *at = getenv("STEPS_AT");
	int here;

	if (act == NULL)
		return;
	steps++;
	if (at == NULL)
		return;
	here = strcmp(at, "unlink") == 0 ? deletes
					 : strtoul(at, NULL, 10) == steps;
	if (!here || stopped)
		return;
	stopped = 1;
	(void)kill(getpid(), strcmp(act, "kill") == 0 ? SIGKILL : SIGSTOP);
}

__attribute__((destructor)) static void
end(void)
{
	const char *act = getenv("STEPS_DO"), *out = getenv("STEPS_OUT");
	char text[32];
	int fd, len;

	if (act == NULL || out == NULL || strcmp(act, "count") != 0)
		return;
	len = snprintf(text, sizeof(text), "%lu\n", steps);
	fd = (int)syscall(SYS_openat, AT_FDCWD, out,
	    O_WRONLY | O_CREAT | O_TRUNC, 0600);
	if (syscall(SYS_write, fd, text, (size_t)len) == -1)
		_exit(99);
	(void)syscall(SYS_close, fd);
}

/* Pipes and terminals are no files. */
static int
is_file(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 &&
	       (S_ISREG(st.st_mode) || S_ISDIR(st.st_mode));
}

#define STEP_FD(type, name, args, pass) \
	type name args                  \
	{                               \
		type(*next) args;       \
                                        \
		next_of(#name, &next);  \
		if (is_file(fd))        \
			step(0);        \
		return next pass;       \
	}

STEP_FD(ssize_t, pwrite64, (int fd, const void *p, size_t n, off64_t o),
    (fd, p, n, o))
STEP_FD(ssize_t, pwrite, (int fd, const void *p, size_t n, off_t o),
    (fd, p, n, o))
STEP_FD(ssize_t, write, (int fd, const void *p, size_t n), (fd, p, n))
STEP_FD(int, fsync, (int fd), (fd))
STEP_FD(int, fdatasync, (int fd), (fd))
STEP_FD(int, ftruncate, (int fd, off_t n), (fd, n))
STEP_FD(int, ftruncate64, (int fd, off64_t n), (fd, n))

int
unlinkat(int fd, const char *path, int flags)
{
	const char *act = getenv("STEPS_DO");
	int (*next)(int, const char *, int);

	next_of("unlinkat", &next);
	if (act != NULL && strcmp(act, "read-only") == 0)
		errno = EROFS;
	else if (act != NULL && strcmp(act, "denied") == 0)
		errno = EACCES;
	else
		errno = 0;
	if (errno != 0)
		return -1;
	step(1);
	return next(fd, path, flags);
}

int
unlink(const char *path)
{
	int (*next)(const char *);

	next_of("unlink", &next);
	step(0);
	return next(path);
}

int
rename(const char *from, const char *to)
{
	int (*next)(const char *, const char *);

	next_of("rename", &next);
	step(0);
	return next(from, to);
}

int
linkat(int from_dir, const char *from, int to_dir, const char *to, int flags)
{
	int (*next)(int, const char *, int, const char *, int);

	next_of("linkat", &next);
	step(0);
	return next(from_dir, from, to_dir, to, flags);
}
