#include "disclosure/mark.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

#define FILE_LEN ((size_t)(SAR_MARK_SLOTS * SAR_MARK_SLOT))

/* The checkpoint in a place: what is left of its padding but one LF. */
static void
take(struct sar_mark_slot *slot, size_t got)
{
	slot->len = got;
	while (slot->len > 0 && slot->text[slot->len - 1] == '\n')
		slot->len--;
	if (slot->len > 0 && slot->len < got)
		slot->len++;
}

static int
read_slots(struct sar_mark *mark, const char *path, struct sar_err *err)
{
	struct sar_mark_slot *slot;
	struct stat st;
	ssize_t n;
	size_t i;

	if (fstat(mark->fd, &st) == -1)
		return sar_err_errno(err, "%s", path);
	if (!S_ISREG(st.st_mode))
		return sar_err_set(err, SAR_EMISSING, "%s: not a regular file",
		    path);
	for (i = 0; i < SAR_MARK_SLOTS; i++) {
		slot = &mark->slots[i];
		n = pread(mark->fd, slot->text, SAR_MARK_SLOT,
		    (off_t)(i * SAR_MARK_SLOT));
		if (n == -1)
			return sar_err_errno(err, "%s", path);
		take(slot, (size_t)n);
	}
	return 0;
}

static int
open_as(const char *path, int flags, struct sar_mark *mark, struct sar_err *err)
{
	memset(mark, 0, sizeof(*mark));
	mark->fd = open(path, flags | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (mark->fd == -1 && errno == ENOENT)
		return 0;
	if (mark->fd == -1)
		return sar_err_errno(err, "%s", path);
	return read_slots(mark, path, err);
}

int
sar_mark_open(const char *path, struct sar_mark *mark, struct sar_err *err)
{
	return open_as(path, O_RDWR, mark, err);
}

int
sar_mark_look(const char *path, struct sar_mark *mark, struct sar_err *err)
{
	return open_as(path, O_RDONLY, mark, err);
}

void
sar_mark_close(struct sar_mark *mark)
{
	if (mark->fd != -1)
		(void)close(mark->fd);
	mark->fd = -1;
}

bool
sar_mark_signed(const struct sar_mark_slot *slot,
    const struct sar_key_public *key, struct sar_note *note)
{
	return slot->len > 0 &&
	       sar_note_parse(slot->text, slot->len, key, note) &&
	       note->len == slot->len && sar_note_verify(slot->text, note, key);
}

int
sar_mark_create(const char *path, struct sar_mark *mark, const char *text,
    size_t len, struct sar_err *err)
{
	char bytes[FILE_LEN];

	if (len > SAR_MARK_SLOT)
		return sar_err_set(err, SAR_EFAIL,
		    "%s: the checkpoint is too long", path);
	memset(bytes, '\n', sizeof(bytes));
	memcpy(bytes, text, len);
	sar_mark_close(mark);
	if (sar_file_write(path, bytes, sizeof(bytes), 0600, true, err) == -1)
		return -1;
	return sar_mark_open(path, mark, err);
}

void
sar_mark_put(struct sar_mark *mark, const char *text, size_t len)
{
	struct sar_mark_slot *slot;
	char bytes[SAR_MARK_SLOT];

	if (mark->fd == -1 || len > SAR_MARK_SLOT)
		return;
	mark->last = (mark->last + 1) % SAR_MARK_SLOTS;
	slot = &mark->slots[mark->last];
	memset(bytes, '\n', sizeof(bytes));
	memcpy(bytes, text, len);
	if (pwrite(mark->fd, bytes, sizeof(bytes),
		(off_t)mark->last * SAR_MARK_SLOT) != (ssize_t)sizeof(bytes) ||
	    fdatasync(mark->fd) == -1)
		return;
	memcpy(slot->text, bytes, sizeof(bytes));
	slot->len = len;
}
