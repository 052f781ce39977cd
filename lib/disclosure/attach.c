#include "disclosure/attach.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "disclosure/log_state.h"

/* A signature line begins with an em dash and a space. */
#define DASH "\xe2\x80\x94 "
#define DASH_LEN 4

/* What of a note its signatures are of, with its last LF; 0 if it is none. */
static size_t
text_len(const char *note, size_t len)
{
	const char *end = memmem(note, len, "\n\n", 2);

	return end == NULL ? 0 : (size_t)(end - note) + 1;
}

/* Is ${line} among the signature lines at ${p}? */
static bool
has_line(const char *p, const char *end, const char *line, size_t len)
{
	while ((size_t)(end - p) > DASH_LEN && memcmp(p, DASH, DASH_LEN) == 0) {
		if ((size_t)(end - p) >= len && memcmp(p, line, len) == 0)
			return true;
		if ((p = memchr(p, '\n', (size_t)(end - p))) == NULL)
			return false;
		p++;
	}
	return false;
}

bool
sar_attach_find(const char *text, size_t len, const struct sar_attach_one *one)
{
	/* With the empty line, so that it is all of a note's text. */
	size_t head = text_len(one->note, one->note_len) + 1;
	const char *p = text, *end = text + len;

	while ((p = memmem(p, (size_t)(end - p), one->note, head)) != NULL) {
		if ((p == text || p[-1] == '\n') &&
		    has_line(p + head, end, one->line, one->line_len))
			return true;
		p++;
	}
	return false;
}

/* Whoever may read the log may read this. */
static int
open_file(int dir, int *fd, bool *fresh, struct sar_err *err)
{
	static const int flags = O_RDWR | O_APPEND | O_CLOEXEC | O_NOFOLLOW |
				 O_NONBLOCK;
	struct stat st;

	*fresh = false;
	*fd = openat(dir, SAR_ATTACH_FILE, flags);
	if (*fd == -1 && errno == ENOENT) {
		*fresh = true;
		*fd = openat(dir, SAR_ATTACH_FILE, flags | O_CREAT | O_EXCL,
		    0600);
	}
	if (*fd == -1)
		return sar_err_errno(err, SAR_ATTACH_FILE);
	if (fstat(*fd, &st) == -1 || !S_ISREG(st.st_mode) || st.st_nlink != 1)
		return sar_err_set(err, SAR_ETAMPER,
		    SAR_ATTACH_FILE ": not a regular file of one name");
	if (*fresh && (fstatat(dir, SAR_LOG_CHECKPOINTS, &st,
			   AT_SYMLINK_NOFOLLOW) == -1 ||
			  fchmod(*fd, st.st_mode & 0640) == -1))
		return sar_err_errno(err, SAR_ATTACH_FILE);
	return 0;
}

/* One write, one flush: a failed flush is not tried again. */
static int
put(int dir, int fd, const struct sar_buf *bytes, bool fresh,
    struct sar_err *err)
{
	ssize_t n = write(fd, bytes->data, bytes->len);

	if (n == -1)
		return sar_err_errno(err, SAR_ATTACH_FILE);
	if ((size_t)n != bytes->len)
		return sar_err_set(err, SAR_ESPACE,
		    SAR_ATTACH_FILE ": only %zd of %zu bytes could be written",
		    n, bytes->len);
	if (fdatasync(fd) == -1 || (fresh && fsync(dir) == -1))
		return sar_err_errno(err, SAR_ATTACH_FILE);
	return 0;
}

static int
add_to(int dir, int fd, bool fresh, const struct sar_attach_one *one,
    bool *added, struct sar_err *err)
{
	struct sar_buf bytes = SAR_BUF_INIT;
	char *text = NULL;
	size_t len;
	int rc = -1;

	if (sar_file_read_fd(fd, SAR_ATTACH_FILE, SAR_ATTACH_MAX, &text, &len,
		err) == -1)
		return -1;
	*added = !sar_attach_find(text, len, one);
	if (!*added) {
		/* Another run may have been cut short before its flush. */
		rc = fdatasync(fd) == -1 || fsync(dir) == -1
			 ? sar_err_errno(err, SAR_ATTACH_FILE)
			 : 0;
		goto out;
	}
	/* No longer the beginning of a line that somebody could have signed. */
	if (len > 0 && text[len - 1] != '\n')
		sar_buf_puts(&bytes, "~\n");
	sar_buf_add(&bytes, one->note, one->note_len);
	sar_buf_add(&bytes, one->line, one->line_len);
	if (sar_buf_check(&bytes, err) == -1)
		goto out;
	if (bytes.len > SAR_ATTACH_MAX - len)
		(void)sar_err_set(err, SAR_EFAIL,
		    SAR_ATTACH_FILE ": it cannot be larger than %zu bytes",
		    SAR_ATTACH_MAX);
	else
		rc = put(dir, fd, &bytes, fresh, err);

out:
	sar_buf_free(&bytes);
	free(text);
	return rc;
}

int
sar_attach_add(const char *dir, const char *lock, unsigned wait_s,
    const struct sar_attach_one *one, bool *added, struct sar_err *err)
{
	int held, folder = -1, fd = -1, rc = -1;
	bool fresh;

	if (text_len(one->note, one->note_len) == 0)
		return sar_err_set(err, SAR_EFAIL,
		    SAR_ATTACH_FILE ": not a note");
	if ((held = sar_file_lock(lock, wait_s, err)) == -1)
		return -1;
	if ((folder = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) == -1)
		(void)sar_err_errno(err, "%s", dir);
	else if (open_file(folder, &fd, &fresh, err) == 0)
		rc = add_to(folder, fd, fresh, one, added, err);
	if (fd != -1)
		(void)close(fd);
	if (folder != -1)
		(void)close(folder);
	(void)close(held);
	return rc;
}
