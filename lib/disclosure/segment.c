#include "disclosure/segment.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"

#define HEAD "entries-"
#define HEAD_LEN 8
#define TAIL ".jsonl"

void
sar_segment_name(unsigned number, uint64_t first, char out[SAR_SEGMENT_NAME])
{
	(void)snprintf(out, SAR_SEGMENT_NAME, HEAD "%04u-%012" PRIu64 TAIL,
	    number, first);
}

bool
sar_segment_parse(const char *name, unsigned *number, uint64_t *first)
{
	char again[SAR_SEGMENT_NAME];
	char digits[5] = "", begin[13] = "";
	uint64_t n = 0;

	if (strlen(name) != HEAD_LEN + 4 + 1 + 12 + strlen(TAIL))
		return false;
	memcpy(digits, name + HEAD_LEN, 4);
	memcpy(begin, name + HEAD_LEN + 5, 12);
	if (!sar_text_number(digits, SAR_SEGMENT_LAST, &n) ||
	    !sar_text_number(begin, UINT64_MAX, first))
		return false;
	*number = (unsigned)n;
	sar_segment_name(*number, *first, again);
	return strcmp(name, again) == 0;
}

void
sar_segment_file_clear(struct sar_segment_file *file)
{
	free(file->data);
	memset(file, 0, sizeof(*file));
}

/* All that is there now; more may be on its way from a writer. */
static int
read_open(int fd, size_t max, struct sar_segment_file *file,
    struct sar_err *err)
{
	struct stat st;
	ssize_t n;

	if (fstat(fd, &st) == -1)
		return sar_err_errno(err, "%s", file->name);
	if (!S_ISREG(st.st_mode))
		return sar_err_set(err, SAR_ETAMPER, "%s: not a regular file",
		    file->name);
	if (st.st_size < 0 || (uintmax_t)st.st_size > max)
		return sar_err_set(err, SAR_ETAMPER,
		    "%s: larger than a log's file can be", file->name);
	file->dev = st.st_dev;
	file->ino = st.st_ino;
	file->mode = st.st_mode & 07777;
	if ((file->data = malloc((size_t)st.st_size + 1)) == NULL)
		return sar_err_errno(err, "%s", file->name);
	while (file->len < (size_t)st.st_size) {
		n = read(fd, file->data + file->len,
		    (size_t)st.st_size - file->len);
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return sar_err_errno(err, "%s", file->name);
		if (n == 0)
			break;
		file->len += (size_t)n;
	}
	file->data[file->len] = '\0';
	return 0;
}

int
sar_segment_read(int dir, const char *name, size_t max,
    struct sar_segment_file *file, struct sar_err *err)
{
	int fd, rc;

	memset(file, 0, sizeof(*file));
	(void)snprintf(file->name, sizeof(file->name), "%s", name);
	/* O_NONBLOCK: a FIFO under the name must not hang a cron job. */
	fd = openat(dir, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd == -1 && errno == ENOENT)
		return 0;
	if (fd == -1)
		return sar_err_errno(err, "%s", name);
	rc = read_open(fd, max, file, err);
	(void)close(fd);
	return rc;
}

void
sar_segment_list_free(struct sar_segment *list, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		sar_segment_file_clear(&list[i].file);
	free(list);
}

static int
by_number(const void *a, const void *b)
{
	const struct sar_segment *one = a, *other = b;

	return (one->number > other->number) - (one->number < other->number);
}

/* Collect the segments' names; other files of the folder are not ours. */
static int
collect(DIR *stream, struct sar_segment **list, size_t *n, struct sar_err *err)
{
	struct sar_segment segment, *grown;
	const struct dirent *entry;

	for (;;) {
		errno = 0;
		if ((entry = readdir(stream)) == NULL)
			break;
		if (strncmp(entry->d_name, HEAD, HEAD_LEN) != 0)
			continue;
		memset(&segment, 0, sizeof(segment));
		if (!sar_segment_parse(entry->d_name, &segment.number,
			&segment.first))
			return sar_err_set(err, SAR_ETAMPER,
			    "%s: not the name of a log's file", entry->d_name);
		sar_segment_name(segment.number, segment.first,
		    segment.file.name);
		grown = reallocarray(*list, *n + 1, sizeof(segment));
		if (grown == NULL)
			return sar_err_set(err, SAR_EFAIL, "out of memory");
		*list = grown;
		grown[(*n)++] = segment;
	}
	return errno == 0 ? 0 : sar_err_errno(err, "log");
}

static int
read_all(int dir, struct sar_segment *list, size_t n, struct sar_err *err)
{
	size_t total = 0, i;
	char name[SAR_SEGMENT_NAME];

	for (i = 0; i < n; i++) {
		(void)snprintf(name, sizeof(name), "%s", list[i].file.name);
		if (list[i].number != i)
			return sar_err_set(err, SAR_ETAMPER,
			    "%s: expected the log's file number %04zu, which "
			    "is missing",
			    name, i);
		if (sar_segment_read(dir, name, SAR_SEGMENT_MAX, &list[i].file,
			err) == -1)
			return -1;
		if (list[i].file.data == NULL)
			return sar_err_set(err, SAR_ETAMPER,
			    "%s: gone while the log was read", name);
		total += list[i].file.len;
		if (total > SAR_SEGMENT_LOG_MAX)
			return sar_err_set(err, SAR_EFAIL,
			    "%s: the log is larger than %zu bytes", name,
			    SAR_SEGMENT_LOG_MAX);
	}
	return 0;
}

int
sar_segment_list(int dir, struct sar_segment **list, size_t *n,
    struct sar_err *err)
{
	struct sar_segment *found = NULL;
	size_t found_n = 0;
	DIR *stream;
	int fd;
	int rc = -1;

	*list = NULL;
	*n = 0;
	/* Its own open file: a shared one would share the reading position. */
	fd = openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd == -1)
		return sar_err_errno(err, "log");
	if ((stream = fdopendir(fd)) == NULL) {
		(void)close(fd);
		return sar_err_errno(err, "log");
	}
	if (collect(stream, &found, &found_n, err) == 0) {
		if (found_n > 0)
			qsort(found, found_n, sizeof(*found), by_number);
		rc = read_all(dir, found, found_n, err);
	}
	(void)closedir(stream);
	if (rc == -1) {
		sar_segment_list_free(found, found_n);
		return -1;
	}
	*list = found;
	*n = found_n;
	return 0;
}
