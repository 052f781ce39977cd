#include "disclosure/append.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/b64.h"
#include "disclosure/commit.h"
#include "disclosure/erase.h"
#include "disclosure/log_state.h"

/* What is left over in files of one kind, one after another. */
struct left {
	struct sar_sha256 *hash;
	uint64_t bytes;
	uint64_t records; /* whole lines */
};

static int
check_type(const char *type, struct sar_err *err)
{
	static const char *const not_here[] = { "genesis", "recover", "erase",
		"key-rotate" };
	size_t i;

	for (i = 0; i < sizeof(not_here) / sizeof(not_here[0]); i++)
		if (strcmp(type, not_here[i]) == 0)
			return sar_err_set(err, SAR_EFAIL,
			    "log: %s: not a record to append", type);
	return 0;
}

static int
add_bytes(int fd, const struct sar_log_tail_part *part, struct left *left,
    struct sar_err *err)
{
	uint64_t at = part->offset, end = part->offset + part->bytes;
	char block[16384];
	size_t want, i;
	ssize_t n;

	while (at < end) {
		want = end - at < sizeof(block) ? (size_t)(end - at)
						: sizeof(block);
		n = pread(fd, block, want, (off_t)at);
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return sar_err_errno(err, "%s", part->file);
		if (n == 0)
			return sar_err_set(err, SAR_ETAMPER,
			    "%s: changed since it was verified", part->file);
		sar_sha256_add(left->hash, block, (size_t)n);
		for (i = 0; i < (size_t)n; i++)
			left->records += block[i] == '\n';
		at += (uint64_t)n;
	}
	left->bytes += part->bytes;
	return 0;
}

/* All tails no record tells of yet, of ${notes} or of segments. */
static int
add_tails(const struct sar_session *s, bool notes, struct left *left,
    struct sar_err *err)
{
	const struct sar_log_tail_part *parts;
	size_t n, i;
	int fd, rc;

	parts = sar_log_tails(s->log, &n);
	for (i = 0; i < n; i++) {
		if (parts[i].told ||
		    (strcmp(parts[i].file, SAR_LOG_CHECKPOINTS) == 0) != notes)
			continue;
		fd = openat(s->dir, parts[i].file,
		    O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
		if (fd == -1)
			return sar_err_errno(err, "%s", parts[i].file);
		rc = add_bytes(fd, &parts[i], left, err);
		(void)close(fd);
		if (rc == -1)
			return -1;
	}
	return 0;
}

static int
add_sum(json_t *members, const char *name, struct left *left)
{
	char sum[SAR_B64_LEN(SAR_SHA256_LEN)];
	uint8_t digest[SAR_SHA256_LEN];

	sar_sha256_end(left->hash, digest);
	sar_b64_put(digest, sizeof(digest), sum);
	return json_object_set_new(members, name, json_string(sum));
}

static int
add_count(json_t *members, const char *name, uint64_t count)
{
	return json_object_set_new(members, name,
	    json_integer((json_int_t)count));
}

/* What a recover record tells of. */
static int
recover_members(const struct sar_session *s, json_t *members,
    struct sar_err *err)
{
	struct left left = { sar_sha256_new(err), 0, 0 };
	int rc = -1;

	if (left.hash == NULL || add_tails(s, false, &left, err) == -1)
		goto out;
	if (add_count(members, "tail_bytes", left.bytes) == -1 ||
	    add_count(members, "tail_records", left.records) == -1 ||
	    add_sum(members, "tail_sha256", &left) == -1)
		goto no_memory;
	left.bytes = 0;
	if (add_tails(s, true, &left, err) == -1)
		goto out;
	if (left.bytes > 0 &&
	    (add_count(members, "note_bytes", left.bytes) == -1 ||
		add_sum(members, "note_sha256", &left) == -1))
		goto no_memory;
	rc = 0;
	goto out;

no_memory:
	(void)sar_err_set(err, SAR_EFAIL, "out of memory");
out:
	sar_sha256_free(left.hash);
	return rc;
}

/* Leave what a write cut short left where it is, and begin a new file. */
static int
recover(struct sar_session *s, struct sar_err *err)
{
	json_t *members = json_object();
	struct sar_log_entry entry = { "recover", members };
	struct sar_commit commit = { &entry, 1, true, false };
	int rc = -1;

	if (members == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	if (recover_members(s, members, err) == 0)
		rc = sar_commit_records(s, &commit, err);
	json_decref(members);
	return rc;
}

int
sar_append_settle(struct sar_session *s, struct sar_err *err)
{
	if (sar_log_tail(s->log) > 0 && recover(s, err) == -1)
		return -1;
	return sar_erase_settle(s, err);
}

static bool
begins_work(const struct sar_log_entry *entries, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strcmp(entries[i].type, "intent") == 0)
			return true;
	return false;
}

int
sar_log_append_all(const struct sar_log_writer *writer,
    const struct sar_log_entry *entries, size_t n, uint64_t *first,
    struct sar_err *err)
{
	struct sar_commit commit = { entries, n, false, false };
	struct sar_session session;
	size_t i;
	int rc = -1;

	if (n == 0 || n > SAR_LOG_BATCH)
		return sar_err_set(err, SAR_EFAIL,
		    "log: expected 1 to %d records at once", SAR_LOG_BATCH);
	for (i = 0; i < n; i++)
		if (check_type(entries[i].type, err) == -1)
			return -1;
	commit.reserve = begins_work(entries, n);
	if (sar_session_open(writer, SAR_SESSION_NONE, &session, err) == 0 &&
	    sar_append_settle(&session, err) == 0) {
		*first = session.tree.size;
		rc = sar_commit_records(&session, &commit, err);
	}
	sar_session_close(&session);
	return rc;
}

int
sar_log_append(const struct sar_log_writer *writer, const char *type,
    const json_t *members, uint64_t *seq, struct sar_err *err)
{
	struct sar_log_entry entry = { type, members };

	return sar_log_append_all(writer, &entry, 1, seq, err);
}
