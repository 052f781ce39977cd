#include "disclosure/session.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "disclosure/log_state.h"
#include "disclosure/place.h"
#include "disclosure/record.h"
#include "disclosure/rotate.h"
#include "disclosure/segment.h"

/* Open a file of the log to add to: the very one that was verified. */
static int
open_read(const struct sar_session *s, const struct sar_segment_file *read,
    struct sar_session_file *file, struct sar_err *err)
{
	struct stat st;

	(void)snprintf(file->name, sizeof(file->name), "%s", read->name);
	file->fd = openat(s->dir, file->name,
	    O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (file->fd == -1 || fstat(file->fd, &st) == -1)
		return sar_err_errno(err, "%s", file->name);
	if (st.st_dev != read->dev || st.st_ino != read->ino ||
	    (uint64_t)st.st_size != read->len)
		return sar_err_set(err, SAR_ETAMPER,
		    "%s: changed since it was verified", file->name);
	file->len = read->len;
	return 0;
}

/* Where the log that was read goes on. */
static int
open_files(struct sar_session *s, struct sar_err *err)
{
	const struct sar_log_end *end = sar_log_end(s->log);

	s->number = end->number;
	s->first = end->first;
	s->mode = end->notes.mode;
	s->torn = end->torn_line;
	if (open_read(s, &end->segment, &s->segment, err) == -1)
		return -1;
	return open_read(s, &end->notes, &s->notes, err);
}

static int
take_record(void *ctx, const struct sar_record *record, struct sar_err *err)
{
	struct sar_session *s = ctx;

	(void)err;
	if (record->seq == s->sought.seq) {
		s->sought.type = record->type;
		memcpy(s->sought.leaf, record->leaf, SAR_SHA256_LEN);
	}
	if (record->type == SAR_RECORD_ERASED)
		return 0;
	s->since = record->t;
	if (record->type == SAR_RECORD_KEY_ROTATE)
		(void)sar_record_copy(record, "new", s->rotated_to,
		    sizeof(s->rotated_to));
	return 0;
}

static int
take_note(void *ctx, const struct sar_log_note *note, struct sar_err *err)
{
	struct sar_session *s = ctx;

	(void)err;
	sar_mark_hold(&s->mark, note);
	return 0;
}

const struct sar_key_public *
sar_session_log_key(const struct sar_session *s)
{
	size_t n;
	const struct sar_log_key *keys = sar_log_keys(s->log, &n);

	/* One that was named and bears nothing out yet is the last of them. */
	return &keys[n - (sar_log_rotating(s->log) ? 2 : 1)].key;
}

static int
check_mark(const struct sar_session *s, struct sar_err *err)
{
	struct sar_mark_check check = {
		.path = s->writer->mark,
		.mark = &s->mark,
		.log = s->log,
		.keys = { sar_key_secret_public(s->key) },
		.adopt = s->writer->adopt,
	};

	if (s->seed.next != NULL)
		check.keys[1] = sar_key_secret_public(s->seed.next);
	return sar_mark_check(&check, err);
}

/* The mark, before anything depends on it. */
static int
settle_mark(struct sar_session *s, struct sar_err *err)
{
	if (s->writer->mark == NULL)
		return 0;
	if (check_mark(s, err) == -1)
		return -1;
	/* Not before the log says so. */
	if (s->writer->adopt)
		sar_mark_close(&s->mark);
	return 0;
}

static int
read_log(struct sar_session *s, struct sar_err *err)
{
	struct sar_log_reading reading = {
		.dir = s->writer->dir,
		.key = s->writer->first,
		.record = take_record,
		.note = take_note,
		.ctx = s,
	};

	if (reading.key == NULL)
		reading.key = sar_key_secret_public(s->key);
	if ((s->log = sar_log_read(&reading, err)) == NULL)
		return -1;
	/* It was verified, and is added to. */
	s->tree = *sar_log_tree(s->log);
	return open_files(s, err);
}

static int
read_keys(struct sar_session *s, struct sar_err *err)
{
	const struct sar_log_writer *writer = s->writer;

	if (writer->skey != NULL &&
	    sar_seed_read(writer->skey, &s->seed, err) == -1)
		return -1;
	if (writer->skey == NULL)
		s->key = writer->key;
	else
		s->key = s->seed.now != NULL ? s->seed.now : s->seed.next;
	return 0;
}

int
sar_session_open(const struct sar_log_writer *writer, uint64_t seek,
    struct sar_session *s, struct sar_err *err)
{
	memset(s, 0, sizeof(*s));
	s->sought.seq = seek;
	s->writer = writer;
	s->dir = s->segment.fd = s->notes.fd = s->mark.fd = -1;
	s->lock = sar_file_lock(writer->lock, writer->lock_wait, err);
	if (s->lock == -1)
		return -1;
	s->dir = open(writer->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (s->dir == -1)
		return sar_err_errno(err, "%s", writer->dir);
	if ((!writer->network &&
		sar_place_check(s->dir, writer->dir, err) == -1) ||
	    read_keys(s, err) == -1 ||
	    (writer->mark != NULL &&
		sar_mark_open(writer->mark, &s->mark, err) == -1) ||
	    read_log(s, err) == -1 || settle_mark(s, err) == -1)
		return -1;
	return sar_rotate_settle(s, err);
}

void
sar_session_close(struct sar_session *s)
{
	int fds[] = { s->segment.fd, s->notes.fd, s->dir, s->lock };
	size_t i;

	sar_mark_close(&s->mark);
	sar_seed_clear(&s->seed);
	sar_log_free(s->log);
	for (i = 0; i < sizeof(fds) / sizeof(fds[0]); i++)
		if (fds[i] != -1)
			(void)close(fds[i]);
}
