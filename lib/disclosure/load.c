#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "disclosure/log_state.h"

/* A writer's commit takes milliseconds; its flushes can take more. */
#define LOOKS 5

void
sar_log_free(struct sar_log *log)
{
	size_t i;

	if (log == NULL)
		return;
	for (i = 0; log->records != NULL && i < log->n_lines; i++)
		json_decref(log->records[i]);
	free(log->records);
	free(log->lines);
	free(log->tails);
	free(log->last);
	sar_tree_clear(&log->tree);
	sar_checkpoints_clear(&log->points);
	sar_segment_file_clear(&log->notes);
	sar_segment_list_free(log->segments, log->n_segments);
	free(log);
}

static bool
is_empty(const struct sar_log *log)
{
	size_t i;

	for (i = 0; i < log->n_segments; i++)
		if (log->segments[i].file.len > 0)
			return false;
	return log->notes.len == 0;
}

static int
load(struct sar_log *log, const char *dir, struct sar_err *err)
{
	int fd, rc = -1;

	if ((fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) == -1)
		return sar_err_errno(err, "%s", dir);
	/*
	 * The checkpoints first: what they cover was durable before they were
	 * written, so a writer at work can only add what is not covered.
	 */
	if (sar_segment_read(fd, SAR_LOG_CHECKPOINTS, SAR_SEGMENT_LOG_MAX,
		&log->notes, err) == -1 ||
	    sar_segment_list(fd, &log->segments, &log->n_segments, err) == -1)
		goto out;
	if (is_empty(log)) {
		(void)sar_err_set(err, SAR_EMISSING, "%s: no log here", dir);
		goto out;
	}
	rc = 0;

out:
	(void)close(fd);
	return rc;
}

struct sar_log *
sar_log_load(const char *dir, const struct sar_key_public *key,
    struct sar_err *err)
{
	struct sar_log *log = calloc(1, sizeof(*log));

	if (log == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	log->key = *key;
	if (load(log, dir, err) == -1) {
		sar_log_free(log);
		return NULL;
	}
	return log;
}

struct sar_log *
sar_log_read(const char *dir, const struct sar_key_public *key,
    struct sar_err *err)
{
	struct sar_log *log = sar_log_load(dir, key, err);

	if (log != NULL && sar_log_verify(log, err) == -1) {
		sar_log_free(log);
		return NULL;
	}
	return log;
}

struct sar_log *
sar_log_open(const char *dir, const struct sar_key_public *key,
    struct sar_err *err)
{
	static const struct timespec nap = { 0, 20000000 };
	struct sar_log *log = NULL;
	uint64_t size = 0, tail = 0;
	int i;

	for (i = 1;; i++) {
		if ((log = sar_log_read(dir, key, err)) == NULL)
			return NULL;
		/*
		 * Without a lock a commit under way looks like a tail.  One
		 * that is still the same a moment later is one.
		 */
		if (sar_log_tail(log) == 0 || i == LOOKS ||
		    (i > 1 && sar_log_size(log) == size &&
			sar_log_tail(log) == tail))
			return log;
		size = sar_log_size(log);
		tail = sar_log_tail(log);
		sar_log_free(log);
		(void)nanosleep(&nap, NULL);
	}
}
