#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "disclosure/log_state.h"
#include "disclosure/mark.h"
#include "disclosure/record_make.h"
#include "tlog/note.h"

static bool
is_dots(const char *name)
{
	return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

/* Is anything in the folder?  One that is not there is empty. */
static int
check_empty(const char *dir, struct sar_err *err)
{
	const struct dirent *entry;
	DIR *stream;
	int rc = 0;

	if ((stream = opendir(dir)) == NULL)
		return errno == ENOENT ? 0 : sar_err_errno(err, "%s", dir);
	while (rc == 0 && (entry = readdir(stream)) != NULL)
		if (!is_dots(entry->d_name))
			rc = sar_err_set(err, SAR_EREFUSED,
			    "%s: not empty: a log is never begun twice", dir);
	(void)closedir(stream);
	return rc;
}

/* Remove what an earlier attempt left: plain files in a folder of ours. */
static int
remove_leftover(const char *dir, struct sar_err *err)
{
	const struct dirent *entry;
	DIR *stream;
	int fd, rc = 0;

	fd = open(dir, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd == -1 && errno == ENOENT)
		return 0;
	if (fd == -1)
		return sar_err_errno(err, "%s", dir);
	if ((stream = fdopendir(fd)) == NULL) {
		(void)close(fd);
		return sar_err_errno(err, "%s", dir);
	}
	while (rc == 0 && (entry = readdir(stream)) != NULL)
		if (!is_dots(entry->d_name) &&
		    unlinkat(fd, entry->d_name, 0) == -1)
			rc = sar_err_errno(err, "%s/%s", dir, entry->d_name);
	(void)closedir(stream);
	if (rc == 0 && rmdir(dir) == -1)
		rc = sar_err_errno(err, "%s", dir);
	return rc;
}

static int
put_file(const char *dir, const char *name, const struct sar_buf *bytes,
    struct sar_err *err)
{
	char *path = sar_file_join(dir, name, err);
	int rc = -1;

	if (path != NULL)
		rc = sar_file_write(path, bytes->data, bytes->len, 0600, false,
		    err);
	free(path);
	return rc;
}

/* The first record and the first checkpoint. */
static int
compose(const struct sar_key_secret *key, int64_t now, struct sar_buf *line,
    struct sar_buf *note, struct sar_err *err)
{
	const struct sar_key_public *public = sar_key_secret_public(key);
	char vkey[SAR_VKEY_MAX];
	uint8_t root[SAR_SHA256_LEN];
	struct sar_tree tree = { .size = 0 };
	json_t *members;
	int rc;

	sar_key_public_format(public, vkey);
	members = json_pack("{ssssss}", "key", vkey, "origin", public->name,
	    "tool", "sar-export/" SAR_VERSION);
	if (members == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	rc = sar_record_make("genesis", members, 0, now, line, err);
	json_decref(members);
	if (rc == -1)
		return -1;
	sar_tree_add(&tree, line->data, line->len - 1);
	sar_tree_root(&tree, root);
	return sar_note_add(note, key, 1, root, err);
}

/*
 * The mark, before the log has its name: one without is never written to.  An
 * earlier attempt may have left one of its first record; any other tells that
 * there was a log.
 */
static int
put_mark(const char *path, const struct sar_buf *text, struct sar_err *err)
{
	char origin[SAR_KEY_NAME_MAX + 1];
	struct sar_mark mark;
	struct sar_note note;
	size_t i;
	int rc;

	rc = sar_mark_open(path, &mark, err);
	for (i = 0; i < SAR_MARK_SLOTS && rc == 0; i++)
		if (sar_note_read(mark.slots[i].text, mark.slots[i].len, origin,
			&note) &&
		    note.size > 1) {
			rc = sar_err_set(err, SAR_EREFUSED,
			    "%s: there was a log: it is never begun twice",
			    path);
			sar_err_hint(err, "put it back, or move its mark and "
					  "keys away: sar-log(5), \"After a "
					  "restore\"");
		}
	if (rc == 0)
		rc = sar_mark_create(path, &mark, text->data, text->len, err);
	sar_mark_close(&mark);
	return rc;
}

static int
fill(const char *dir, const struct sar_key_secret *key, int64_t now,
    const char *mark, struct sar_err *err)
{
	struct sar_buf line = SAR_BUF_INIT;
	struct sar_buf note = SAR_BUF_INIT;
	char name[SAR_SEGMENT_NAME];
	int rc = -1;

	sar_segment_name(0, 0, name);
	if (compose(key, now, &line, &note, err) == 0 &&
	    put_file(dir, name, &line, err) == 0 &&
	    put_file(dir, SAR_LOG_CHECKPOINTS, &note, err) == 0 &&
	    (mark == NULL || put_mark(mark, &note, err) == 0))
		rc = 0;
	sar_buf_free(&line);
	sar_buf_free(&note);
	return rc;
}

/* Give the finished folder its name: rename(2) refuses one that is in use. */
static int
publish(const char *temp, const char *dir, struct sar_err *err)
{
	char *parent;
	int rc;

	if (rename(temp, dir) == -1) {
		if (errno == ENOTEMPTY || errno == EEXIST)
			return sar_err_set(err, SAR_EREFUSED,
			    "%s: not empty: a log is never begun twice", dir);
		return sar_err_errno(err, "%s", dir);
	}
	if ((parent = sar_file_join(dir, "..", err)) == NULL)
		return -1;
	rc = sar_file_sync_dir(parent, err);
	free(parent);
	return rc;
}

/* "DIR.new", where DIR may end in slashes. */
static char *
temp_name(const char *dir, struct sar_err *err)
{
	size_t len = strlen(dir);
	char *temp;

	while (len > 1 && dir[len - 1] == '/')
		len--;
	if (asprintf(&temp, "%.*s.new", (int)len, dir) == -1) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	return temp;
}

int
sar_log_create(const char *dir, const struct sar_key_secret *key, int64_t now,
    const char *mark, struct sar_err *err)
{
	char *temp;
	int rc = -1;

	if (check_empty(dir, err) == -1)
		return -1;
	/* Built aside, so that a log is there whole or not at all. */
	if ((temp = temp_name(dir, err)) == NULL ||
	    remove_leftover(temp, err) == -1)
		goto out;
	if (mkdir(temp, 0700) == -1) {
		(void)sar_err_errno(err, "%s", temp);
		goto out;
	}
	if (fill(temp, key, now, mark, err) == -1)
		goto out;
	rc = publish(temp, dir, err);

out:
	free(temp);
	return rc;
}
