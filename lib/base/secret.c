#include "base/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/secret_read.h"
#include "base/stop.h"

struct sar_secret {
	char *data; /* len bytes and a NUL, in guarded memory */
	size_t len;
};

/* Lock, fill and seal the guarded memory of ${secret}. */
static int
fill(struct sar_secret *secret, const void *data, struct sar_err *err)
{
	/* sodium_malloc() tries to lock and carries on when it cannot. */
	if (sodium_mlock(secret->data, secret->len + 1) == -1) {
		(void)sar_err_set(err, SAR_EFAIL,
		    "secret: cannot lock memory: %s", strerror(errno));
		sar_err_hint(err, "raise the limit of locked memory "
				  "(ulimit -l, or LimitMEMLOCK= of systemd)");
		return -1;
	}
	if (secret->len > 0)
		memcpy(secret->data, data, secret->len);
	secret->data[secret->len] = '\0';
	if (sodium_mprotect_readonly(secret->data) == -1)
		return sar_err_set(err, SAR_EFAIL,
		    "secret: cannot make memory read-only: %s",
		    strerror(errno));
	return 0;
}

struct sar_secret *
sar_secret_new(const void *data, size_t len, struct sar_err *err)
{
	struct sar_secret *secret;

	if (len > SECRET_MAX) {
		(void)sar_err_set(err, SAR_ESECRET,
		    "secret: longer than %d bytes", SECRET_MAX);
		return NULL;
	}
	/* Idempotent and thread-safe; fails without a source of randomness. */
	if (sodium_init() == -1) {
		(void)sar_err_set(err, SAR_EFAIL, "libsodium cannot start");
		return NULL;
	}
	if ((secret = calloc(1, sizeof(*secret))) == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	secret->len = len;
	if ((secret->data = sodium_malloc(len + 1)) == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		goto failed;
	}
	if (fill(secret, data, err) == -1)
		goto failed;
	return secret;

failed:
	sar_secret_free(secret);
	return NULL;
}

void
sar_secret_free(struct sar_secret *secret)
{
	if (secret == NULL)
		return;
	sodium_free(secret->data);
	free(secret);
}

const char *
sar_secret_data(const struct sar_secret *secret)
{
	return secret->data;
}

size_t
sar_secret_len(const struct sar_secret *secret)
{
	return secret->len;
}

int
sar_secret_to_file(const struct sar_secret *secret, const char *path,
    struct sar_err *err)
{
	char *line = sodium_malloc(secret->len + 1);
	int rc;

	if (line == NULL)
		return sar_err_set(err, SAR_EFAIL, "%s: no protected memory",
		    path);
	memcpy(line, secret->data, secret->len);
	line[secret->len] = '\n';
	rc = sar_file_write(path, line, secret->len + 1, 0600, false, err);
	sodium_free(line);
	return rc;
}

/* What is wrong with ${len} bytes of a secret, or NULL. */
static const char *
text_fault(const char *text, size_t len, bool lines)
{
	if (memchr(text, '\0', len) != NULL)
		return lines ? "expected text, without NUL"
			     : "expected one line, without NUL and carriage "
			       "return";
	/* A \r from a Windows editor would be a part of the passphrase that
	   nobody can see. */
	if (!lines && (memchr(text, '\n', len) != NULL ||
			  memchr(text, '\r', len) != NULL))
		return "expected one line, without NUL and carriage return";
	return NULL;
}

struct sar_secret *
sar_secret_read(int fd, const char *what, bool lines, struct sar_err *err)
{
	struct sar_secret *secret = NULL;
	char text[SECRET_MAX + 2]; /* with a newline, and one too many */
	const char *why;
	size_t len = 0;
	ssize_t n;

	while (len < sizeof(text)) {
		if (sar_stop_await(fd, err) == -1)
			goto out;
		if ((n = read(fd, text + len, sizeof(text) - len)) == 0)
			break;
		if (n == -1 && (errno == EINTR || errno == EAGAIN))
			continue;
		if (n == -1) {
			(void)sar_err_set(err, SAR_ESECRET, "%s: %s", what,
			    strerror(errno));
			goto out;
		}
		len += (size_t)n;
	}
	if (len > 0 && text[len - 1] == '\n')
		len--;
	if (len == 0)
		(void)sar_err_set(err, SAR_ESECRET, "%s: empty", what);
	else if (len > SECRET_MAX)
		(void)sar_err_set(err, SAR_ESECRET, "%s: longer than %d bytes",
		    what, SECRET_MAX);
	else if ((why = text_fault(text, len, lines)) != NULL)
		(void)sar_err_set(err, SAR_ESECRET, "%s: %s", what, why);
	else
		secret = sar_secret_new(text, len, err);
out:
	sodium_memzero(text, sizeof(text));
	return secret;
}

struct sar_secret *
sar_secret_from_fd(int fd, struct sar_err *err)
{
	return sar_secret_read(fd, "secret descriptor", false, err);
}

struct sar_secret *
sar_secret_lines_from_fd(int fd, struct sar_err *err)
{
	return sar_secret_read(fd, "secret descriptor", true, err);
}

/*
 * The folder systemd put this service's credentials in, open, and in *${name}
 * the last part of ${path}; -1 when ${path} is not directly in it.
 */
static int
open_credentials(const char *path, const char **name)
{
	const char *folder = getenv("CREDENTIALS_DIRECTORY");
	const char *slash = strrchr(path, '/');
	struct stat st;
	size_t len;
	int fd;

	if (folder == NULL || folder[0] != '/' || slash == NULL)
		return -1;
	len = strlen(folder);
	while (len > 1 && folder[len - 1] == '/')
		len--;
	if ((size_t)(slash - path) != len || memcmp(path, folder, len) != 0)
		return -1;
	fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	if (fd == -1)
		return -1;
	/* A folder others can write to is not one that systemd made. */
	if (fstat(fd, &st) == -1 || (st.st_mode & 022) != 0 ||
	    (st.st_uid != 0 && st.st_uid != geteuid())) {
		(void)close(fd);
		return -1;
	}
	*name = slash + 1;
	return fd;
}

/* What is wrong with a secret's file, or NULL. */
static const char *
fault(const struct stat *st, bool credential)
{
	/* systemd gives the service its credentials by an ACL, whose mask
	   shows as group rights. */
	mode_t forbidden = credential ? 0337 : 077;

	if (!S_ISREG(st->st_mode))
		return "not a regular file";
	if (st->st_nlink != 1)
		return "has more than one name (hard link)";
	if (st->st_uid != 0 && st->st_uid != geteuid())
		return "belongs to another user";
	if ((st->st_mode & forbidden) != 0)
		return "others may use it: expected mode 0600 or 0400";
	return NULL;
}

static struct sar_secret *
from_file(const char *path, bool lines, struct sar_err *err)
{
	/* O_NONBLOCK: a FIFO under the name must not hang a cron job. */
	static const int flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;
	struct sar_secret *secret = NULL;
	const char *name = path;
	const char *why;
	struct stat st;
	int folder = open_credentials(path, &name);
	int fd;

	fd = openat(folder == -1 ? AT_FDCWD : folder, name, flags);
	if (fd == -1 || fstat(fd, &st) == -1)
		(void)sar_err_set(err, SAR_ESECRET, "%s: %s", path,
		    strerror(errno));
	else if ((why = fault(&st, folder != -1)) != NULL)
		(void)sar_err_set(err, SAR_ESECRET, "%s: %s", path, why);
	else
		secret = sar_secret_read(fd, path, lines, err);
	if (fd != -1)
		(void)close(fd);
	if (folder != -1)
		(void)close(folder);
	return secret;
}

struct sar_secret *
sar_secret_from_file(const char *path, struct sar_err *err)
{
	return from_file(path, false, err);
}

struct sar_secret *
sar_secret_lines_from_file(const char *path, struct sar_err *err)
{
	return from_file(path, true, err);
}
