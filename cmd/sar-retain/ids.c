#include "sar-retain/ids.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/grow.h"
#include "base/text.h"
#include "index/each.h"
#include "index/index.h"

#define LIST_MAX (64U << 20)

static int
ignore(void *ctx, const struct sar_index_recording *rec, struct sar_err *err)
{
	(void)ctx;
	(void)rec;
	(void)err;
	return 0;
}

/* Digits alone are a number, even where a file is called so: "./17" is that
   file. */
static int
find(struct sar_index *index, const char *line, int64_t *id,
    struct sar_err *err)
{
	struct sar_index_recording rec;
	uint64_t number;
	bool there;

	if (strncmp(line, "./", 2) == 0)
		line += 2;
	else if (sar_text_number(line, INT64_MAX, &number)) {
		*id = (int64_t)number;
		if (sar_index_recording_of(index, *id, &there, ignore, NULL,
			err) == -1)
			return -1;
		if (!there)
			*id = 0;
		return 0;
	}
	return sar_index_find_recording(index, line, id, &rec, err);
}

static int
read_line(struct sar_index *index, const char *line, size_t number, int64_t *id,
    struct sar_err *err)
{
	if (find(index, line, id, err) == -1)
		return -1;
	if (*id != 0)
		return 0;
	return sar_err_set(err, SAR_EINPUT,
	    "standard input: line %zu: the index has no such recording",
	    number);
}

static int
read_lines(struct sar_index *index, char *text, int64_t **ids, size_t *n,
    struct sar_err *err)
{
	size_t room = 0, number = 0;
	int64_t *wide;
	char *line, *rest = text;

	while ((line = strsep(&rest, "\n")) != NULL) {
		number++;
		if (line[0] == '\0')
			continue;
		wide = sar_grow_by_one(*ids, *n, &room, sizeof(*wide), err);
		if (wide == NULL)
			return -1;
		*ids = wide;
		if (read_line(index, line, number, &wide[*n], err) == -1)
			return -1;
		(*n)++;
	}
	return 0;
}

int
ids_read(const struct sar_home *home, int fd, int64_t **ids, size_t *n,
    struct sar_err *err)
{
	struct sar_index *index = NULL;
	char *path = sar_home_path(home, "index.db", err);
	char *text = NULL;
	size_t len;
	int rc = -1;

	*ids = NULL;
	*n = 0;
	if (path == NULL || sar_file_read_fd(fd, "standard input", LIST_MAX,
				&text, &len, err) == -1)
		goto out;
	if (strlen(text) != len)
		(void)sar_err_set(err, SAR_EINPUT,
		    "standard input: NUL byte in text");
	else if ((index = sar_index_open(path, false, err)) != NULL)
		rc = read_lines(index, text, ids, n, err);

out:
	sar_index_close(index);
	free(text);
	free(path);
	return rc;
}
