/* Which files of a log there are. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/grow.h"
#include "base/text.h"
#include "disclosure/segment.h"

#define ENTRIES "entries-"
#define ROTATION "rotation-"

void
sar_segment_clear(struct sar_segment_list *list)
{
	free(list->all);
	memset(list, 0, sizeof(*list));
}

static int
by_number(const void *a, const void *b)
{
	const struct sar_segment *one = a, *other = b;

	return (one->number > other->number) - (one->number < other->number);
}

/* What is being put together. */
struct collection {
	struct sar_segment_list *list;
	size_t room;
	unsigned highest; /* rotation */
};

static int
add_segment(struct collection *c, const struct sar_segment *segment,
    struct sar_err *err)
{
	struct sar_segment *grown;

	grown = sar_grow_by_one(c->list->all, c->list->n, &c->room,
	    sizeof(*grown), err);
	if (grown == NULL)
		return -1;
	c->list->all = grown;
	c->list->all[c->list->n++] = *segment;
	return 0;
}

static bool
parse_rotation(const char *name, unsigned *number)
{
	char again[SAR_SEGMENT_NAME], digits[5] = "";
	uint64_t n;

	if (strlen(name) != strlen(ROTATION) + 4 + strlen(".note"))
		return false;
	memcpy(digits, name + strlen(ROTATION), 4);
	if (!sar_text_number(digits, SAR_SEGMENT_LAST, &n) || n == 0)
		return false;
	*number = (unsigned)n;
	sar_segment_rotation(*number, again);
	return strcmp(name, again) == 0;
}

/* One name of the folder; other files in it are not the log's. */
static int
take_name(struct collection *c, const char *name, struct sar_err *err)
{
	struct sar_segment segment = { 0 };
	unsigned number;

	if (strncmp(name, ENTRIES, strlen(ENTRIES)) == 0 &&
	    sar_segment_parse(name, &segment.number, &segment.first)) {
		sar_segment_name(segment.number, segment.first, segment.name);
		return add_segment(c, &segment, err);
	}
	if (strncmp(name, ROTATION, strlen(ROTATION)) == 0 &&
	    parse_rotation(name, &number)) {
		c->list->rotations++;
		c->highest = number > c->highest ? number : c->highest;
		return 0;
	}
	if (strncmp(name, ENTRIES, strlen(ENTRIES)) != 0 &&
	    strncmp(name, ROTATION, strlen(ROTATION)) != 0)
		return 0;
	return sar_err_set(err, SAR_ETAMPER, "%s: not the name of a log's file",
	    name);
}

/* None may be missing between two. */
static int
check_whole(const struct collection *c, struct sar_err *err)
{
	const struct sar_segment_list *list = c->list;
	size_t i;

	for (i = 0; i < list->n; i++)
		if (list->all[i].number != i)
			return sar_err_set(err, SAR_ETAMPER,
			    "%s: expected the log's file number %04zu, which "
			    "is missing",
			    list->all[i].name, i);
	if (list->rotations != c->highest)
		return sar_err_set(err, SAR_ETAMPER,
		    "rotation-%04u.note: one before it is missing", c->highest);
	return 0;
}

int
sar_segment_list(int dir, struct sar_segment_list *list, struct sar_err *err)
{
	struct collection c = { .list = list };
	const struct dirent *entry;
	DIR *stream;
	int fd, rc = 0;

	memset(list, 0, sizeof(*list));
	/* Its own open file: a shared one would share the reading position. */
	fd = openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd == -1)
		return sar_err_errno(err, "log");
	if ((stream = fdopendir(fd)) == NULL) {
		(void)sar_err_errno(err, "log");
		(void)close(fd);
		return -1;
	}
	while (rc == 0 && (errno = 0, entry = readdir(stream)) != NULL)
		rc = take_name(&c, entry->d_name, err);
	if (rc == 0 && errno != 0)
		rc = sar_err_errno(err, "log");
	(void)closedir(stream);
	if (rc == 0 && list->n > 0)
		qsort(list->all, list->n, sizeof(*list->all), by_number);
	return rc == 0 ? check_whole(&c, err) : -1;
}
