#ifndef SAR_TEST_DISCLOSURE_DISK_H
#define SAR_TEST_DISCLOSURE_DISK_H

/*
 * A disk that stops.  What changes files below a folder goes through these
 * functions, which take the place of the C library's in a test program.  At the
 * step asked for (and in it, after some bytes of a write) everything stops: no
 * later call has an effect.  A power cut may then undo what was not flushed:
 * bytes that were written, names that were given, or both.
 */

#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <sys/syscall.h>

#include "disclosure_home.h"

enum disk_loss {
	LOSE_NOTHING = 0, /* the program was killed */
	LOSE_BYTES = 1,
	LOSE_NAMES = 2,
	LOSE_BOTH = 3,
	LOSSES = 4
};

enum disk_kind {
	DISK_WRITTEN, /* behind old_len */
	DISK_OVER,    /* old bytes are kept */
	DISK_CREATED,
	DISK_RENAMED,
	DISK_REMOVED
};

/* What a power cut may undo. */
struct disk_effect {
	enum disk_kind kind;
	int fd; /* of the file, or -1 */
	ino_t ino;
	off_t at; /* old length, or where the old bytes were */
	char old[1024];
	size_t old_len;
	char path[PATH_LEN];
	char from[PATH_LEN]; /* of what was renamed */
	char saved[PATH_LEN +
		   40]; /* another name of what was there; "" for none */
};

#define DISK_STEPS 256
#define DISK_EFFECTS 256

static struct {
	char under[PATH_LEN + 8]; /* "" while nothing is looked at */
	char undo[PATH_LEN + 8];  /* folder for what is kept, not below it */
	bool dead;
	size_t step, stop, bytes;
	size_t lengths[DISK_STEPS]; /* of a write; 0 of another step */
	struct disk_effect effects[DISK_EFFECTS];
	size_t n, saved;
} disk;

static bool
disk_under(const char *path)
{
	size_t len = strlen(disk.under);

	return len > 0 && strncmp(path, disk.under, len) == 0 &&
	       (path[len] == '/' || path[len] == '\0');
}

/* The path of an open file; "" for what is not ours. */
static void
disk_path(int fd, char out[PATH_LEN])
{
	char self[64];
	ssize_t n;

	out[0] = '\0';
	if (disk.under[0] == '\0')
		return;
	(void)snprintf(self, sizeof(self), "/proc/self/fd/%d", fd);
	n = readlink(self, out, PATH_LEN - 1);
	out[n < 0 ? 0 : n] = '\0';
	if (!disk_under(out))
		out[0] = '\0';
}

static void
disk_at(int dir, const char *name, char out[PATH_LEN])
{
	char folder[PATH_LEN];

	if (name[0] == '/' || dir == AT_FDCWD) {
		(void)snprintf(out, PATH_LEN, "%s", name);
		return;
	}
	disk_path(dir, folder);
	if (folder[0] == '\0' ||
	    snprintf(out, PATH_LEN, "%s/%s", folder, name) >= PATH_LEN)
		out[0] = '\0';
}

/* One step further; false when the disk has stopped. */
static bool
disk_step(size_t len)
{
	if (disk.dead) {
		errno = EIO;
		return false;
	}
	assert_true(disk.step < DISK_STEPS);
	disk.lengths[disk.step] = len;
	if (disk.step++ == disk.stop) {
		disk.dead = true;
		errno = EIO;
		return false;
	}
	return true;
}

static struct disk_effect *
disk_effect(enum disk_kind kind, const char *path)
{
	struct disk_effect *effect = &disk.effects[disk.n++];

	assert_true(disk.n <= DISK_EFFECTS);
	memset(effect, 0, sizeof(*effect));
	effect->kind = kind;
	effect->fd = -1;
	(void)snprintf(effect->path, sizeof(effect->path), "%s", path);
	return effect;
}

/* Keep what has the name ${path}, if anything, under another one. */
static void
disk_save(struct disk_effect *effect, const char *path)
{
	(void)snprintf(effect->saved, sizeof(effect->saved), "%s/%zu",
	    disk.undo, disk.saved++);
	if (syscall(SYS_linkat, AT_FDCWD, path, AT_FDCWD, effect->saved, 0) ==
	    -1)
		effect->saved[0] = '\0';
}

static void
disk_wrote(int fd, enum disk_kind kind, off_t at, size_t len)
{
	struct disk_effect *effect = disk_effect(kind, "");
	char self[64];
	struct stat st;

	/* Its own open file: one that may be read, and is not for appending. */
	(void)snprintf(self, sizeof(self), "/proc/self/fd/%d", fd);
	effect->fd = (int)syscall(SYS_openat, AT_FDCWD, self,
	    O_RDWR | O_CLOEXEC);
	assert_int_not_equal(effect->fd, -1);
	assert_int_equal(fstat(fd, &st), 0);
	effect->ino = st.st_ino;
	effect->at = at;
	if (kind == DISK_OVER) {
		assert_true(len <= sizeof(effect->old));
		effect->old_len = (size_t)pread(effect->fd, effect->old, len,
		    at);
	}
}

/* Forget effects a flush has made last. */
static void
disk_flushed(int fd)
{
	struct disk_effect *e;
	char path[PATH_LEN];
	struct stat st;
	size_t i, n = 0, len;

	disk_path(fd, path);
	assert_int_equal(fstat(fd, &st), 0);
	len = strlen(path);
	for (i = 0; i < disk.n; i++) {
		e = &disk.effects[i];
		if ((e->fd != -1 && e->ino == st.st_ino) ||
		    (e->fd == -1 && S_ISDIR(st.st_mode) &&
			strncmp(e->path, path, len) == 0 &&
			strrchr(e->path, '/') == e->path + len)) {
			if (e->fd != -1)
				(void)close(e->fd);
			continue;
		}
		disk.effects[n++] = *e;
	}
	disk.n = n;
}

ssize_t
write(int fd, const void *data, size_t len)
{
	char path[PATH_LEN];
	struct stat st;

	disk_path(fd, path);
	if (path[0] == '\0')
		return syscall(SYS_write, fd, data, len);
	if (!disk.dead) {
		assert_int_equal(fstat(fd, &st), 0);
		disk_wrote(fd, DISK_WRITTEN, st.st_size, len);
	}
	if (!disk_step(len)) {
		/* The step that stops: some of the bytes. */
		if (disk.step == disk.stop + 1 && disk.bytes > 0)
			(void)syscall(SYS_write, fd, data, disk.bytes);
		disk.bytes = 0;
		errno = EIO;
		return -1;
	}
	return syscall(SYS_write, fd, data, len);
}

ssize_t
pwrite(int fd, const void *data, size_t len, off_t at)
{
	char path[PATH_LEN];

	disk_path(fd, path);
	if (path[0] == '\0')
		return syscall(SYS_pwrite64, fd, data, len, at);
	if (!disk.dead)
		disk_wrote(fd, DISK_OVER, at, len);
	if (!disk_step(len)) {
		if (disk.step == disk.stop + 1 && disk.bytes > 0)
			(void)syscall(SYS_pwrite64, fd, data, disk.bytes, at);
		disk.bytes = 0;
		errno = EIO;
		return -1;
	}
	return syscall(SYS_pwrite64, fd, data, len, at);
}

static int
disk_sync(int fd, long call)
{
	char path[PATH_LEN];

	disk_path(fd, path);
	if (path[0] == '\0')
		return (int)syscall(call, fd);
	if (!disk_step(0))
		return -1;
	/* That it is kept is told; the real disk need not do it. */
	disk_flushed(fd);
	return 0;
}

int
fsync(int fd)
{
	return disk_sync(fd, SYS_fsync);
}

int
fdatasync(int fd)
{
	return disk_sync(fd, SYS_fdatasync);
}

static int
disk_open(int dir, const char *name, int flags, mode_t mode)
{
	char path[PATH_LEN];
	struct stat st;
	int fd;

	disk_at(dir, name, path);
	if (!disk_under(path) || (flags & (O_CREAT | O_TRUNC)) == 0 ||
	    (flags & O_TMPFILE) == O_TMPFILE)
		return (int)syscall(SYS_openat, dir, name, flags, mode);
	/* The lock is no part of this. */
	if (strstr(path, "lock") != NULL)
		return (int)syscall(SYS_openat, dir, name, flags, mode);
	if (!disk_step(0))
		return -1;
	if ((flags & O_TRUNC) != 0 && lstat(path, &st) == 0)
		(void)syscall(SYS_unlink, path);
	fd = (int)syscall(SYS_openat, dir, name, flags, mode);
	if (fd != -1 && (flags & O_CREAT) != 0)
		(void)disk_effect(DISK_CREATED, path);
	return fd;
}

int
open(const char *name, int flags, ...)
{
	mode_t mode = 0;
	va_list args;

	if ((flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE) {
		va_start(args, flags);
		mode = va_arg(args, mode_t);
		va_end(args);
	}
	return disk_open(AT_FDCWD, name, flags, mode);
}

int
openat(int dir, const char *name, int flags, ...)
{
	mode_t mode = 0;
	va_list args;

	if ((flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE) {
		va_start(args, flags);
		mode = va_arg(args, mode_t);
		va_end(args);
	}
	return disk_open(dir, name, flags, mode);
}

int
mkostemp(char *template, int flags)
{
	static unsigned n;

	(void)snprintf(template + strlen(template) - 6, 7, "%06u",
	    ++n % 1000000);
	return disk_open(AT_FDCWD, template, O_RDWR | O_CREAT | O_EXCL | flags,
	    0600);
}

int
renameat(int old_dir, const char *old, int new_dir, const char *new)
{
	char from[PATH_LEN], to[PATH_LEN];
	struct disk_effect *effect;

	disk_at(old_dir, old, from);
	disk_at(new_dir, new, to);
	if (disk_under(to)) {
		if (!disk_step(0))
			return -1;
		effect = disk_effect(DISK_RENAMED, to);
		(void)snprintf(effect->from, sizeof(effect->from), "%s", from);
		disk_save(effect, to);
	}
	return (int)syscall(SYS_renameat, old_dir, old, new_dir, new);
}

int
rename(const char *old, const char *new)
{
	return renameat(AT_FDCWD, old, AT_FDCWD, new);
}

int
linkat(int old_dir, const char *old, int new_dir, const char *new, int flags)
{
	char to[PATH_LEN];
	int rc;

	disk_at(new_dir, new, to);
	if (disk_under(to) && !disk_step(0))
		return -1;
	rc = (int)syscall(SYS_linkat, old_dir, old, new_dir, new, flags);
	if (rc == 0 && disk_under(to))
		(void)disk_effect(DISK_CREATED, to);
	return rc;
}

int
unlinkat(int dir, const char *name, int flags)
{
	char path[PATH_LEN];

	disk_at(dir, name, path);
	if (disk_under(path) && flags == 0) {
		if (!disk_step(0))
			return -1;
		disk_save(disk_effect(DISK_REMOVED, path), path);
	}
	return (int)syscall(SYS_unlinkat, dir, name, flags);
}

int
unlink(const char *path)
{
	return unlinkat(AT_FDCWD, path, 0);
}

/* Look at what is done below ${w}'s folder, and stop at ${stop}. */
static void
disk_begin(const struct world *w, size_t stop, size_t bytes)
{
	disk.dead = false;
	disk.step = disk.n = disk.saved = 0;
	disk.stop = stop;
	disk.bytes = bytes;
	(void)snprintf(disk.undo, sizeof(disk.undo), "%s-undo", w->dir);
	remove_tree(disk.undo);
	assert_int_equal(mkdir(disk.undo, 0700), 0);
	(void)snprintf(disk.under, sizeof(disk.under), "%s", w->dir);
}

static void
disk_undo(const struct disk_effect *e, enum disk_loss loss)
{
	bool bytes = ((unsigned)loss & LOSE_BYTES) != 0;
	bool names = ((unsigned)loss & LOSE_NAMES) != 0;

	switch (e->kind) {
	case DISK_WRITTEN:
		if (bytes)
			assert_int_equal(ftruncate(e->fd, e->at), 0);
		break;
	case DISK_OVER:
		if (bytes)
			assert_int_equal(pwrite(e->fd, e->old, e->old_len,
					     e->at),
			    e->old_len);
		break;
	case DISK_CREATED:
		if (names)
			(void)unlink(e->path);
		break;
	case DISK_RENAMED:
		if (!names)
			break;
		assert_int_equal(rename(e->path, e->from), 0);
		if (e->saved[0] != '\0')
			assert_int_equal(rename(e->saved, e->path), 0);
		break;
	case DISK_REMOVED:
		if (names)
			(void)rename(e->saved, e->path);
		break;
	default:
		break;
	}
}

/* No longer; and the power went with it. */
static void
disk_end(enum disk_loss loss)
{
	struct disk_effect *e;

	disk.under[0] = '\0';
	while (disk.n > 0) {
		e = &disk.effects[--disk.n];
		disk_undo(e, loss);
		if (e->fd != -1)
			(void)close(e->fd);
	}
	remove_tree(disk.undo);
}

#endif
