#include "disclosure/erase.h"

#include <string.h>

#include "base/b64.h"
#include "disclosure/append.h"
#include "disclosure/commit.h"
#include "disclosure/erase_file.h"
#include "disclosure/schema.h"

/*
 * Those of ${all} that are in the segment of the first; *${n} says how many,
 * also when it fails.
 */
static int
carry_out(struct sar_session *s, const struct sar_log_erasure *all, size_t *n,
    struct sar_err *err)
{
	struct sar_erase_place place;
	size_t there = 1;

	if (sar_erase_find(s, all[0].seq, &place, err) == -1)
		return -1;
	while (there < *n && all[there].seq < place.end)
		there++;
	*n = there;
	return sar_erase_replace(s, &place, all, there, err);
}

int
sar_erase_settle(struct sar_session *s, struct sar_err *err)
{
	struct sar_err ignored = SAR_ERR_INIT;
	const struct sar_log_erasure *all;
	size_t n, i, there;

	all = sar_log_erasures(s->log, &n);
	for (i = 0; i < n; i += there) {
		there = n - i;
		if (carry_out(s, &all[i], &there, &ignored) == 0)
			continue;
		/* What is added next must go where it was read. */
		return s->segment.fd == -1
			   ? sar_err_set(err, ignored.code, "%s", ignored.msg)
			   : 0;
	}
	return 0;
}

/* What was logged of ${target} and is not done; NULL: nothing. */
static const struct sar_log_erasure *
find_pending(const struct sar_session *s, uint64_t target)
{
	const struct sar_log_erasure *all;
	size_t n, i;

	all = sar_log_erasures(s->log, &n);
	for (i = 0; i < n; i++)
		if (all[i].seq == target)
			return &all[i];
	return NULL;
}

/* Only what says something about somebody can have to go. */
static int
check_target(const struct sar_session *s, uint64_t target, struct sar_err *err)
{
	if (target >= sar_log_size(s->log))
		return sar_err_set(err, SAR_EINPUT,
		    "log: there is no record of that number");
	if (sar_schema_stays(s->sought.type))
		return sar_err_set(err, SAR_EREFUSED,
		    "log: a record of this type cannot be erased: the log "
		    "would not verify");
	switch ((int)s->sought.type) {
	case SAR_RECORD_ERASED:
		return sar_err_set(err, SAR_EREFUSED,
		    "log: the record is erased already");
	case SAR_RECORD_REGISTER:
	case SAR_RECORD_RETAIN:
	case SAR_RECORD_DELETE:
	case SAR_RECORD_VERIFY:
	case SAR_RECORD_REVIEW:
		/* What was registered can be proved with its record only. */
		return sar_err_set(err, SAR_EREFUSED,
		    "log: a record of this type cannot be erased: there is "
		    "nothing personal in it");
	default:
		return 0;
	}
}

static int
check_basis(const char *basis, struct sar_err *err)
{
	static const char *const codes[] = { "art17", "court-order",
		"retention", "error" };
	size_t i;

	for (i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		if (strcmp(basis, codes[i]) == 0)
			return 0;
	return sar_err_set(err, SAR_EINPUT,
	    "basis: expected art17, court-order, retention or error");
}

static int
log_erasure(struct sar_session *s, const struct sar_log_erasing *what,
    struct sar_err *err)
{
	struct sar_log_entry entry = { "erase", NULL };
	struct sar_commit commit = { &entry, 1, false, false };
	char leaf[SAR_B64_LEN(SAR_SHA256_LEN)];
	char tag[SAR_B64_LEN(SAR_SHA256_LEN)];
	json_t *members;
	int rc;

	sar_b64_put(s->sought.leaf, SAR_SHA256_LEN, leaf);
	if (what->tag != NULL)
		sar_b64_put(what->tag, SAR_SHA256_LEN, tag);
	members = json_pack("{sssIssssss*}", "by", what->by, "target",
	    (json_int_t)s->sought.seq, "leaf", leaf, "basis", what->basis,
	    "tag", what->tag == NULL ? NULL : tag);
	if (members == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	entry.members = members;
	rc = sar_commit_records(s, &commit, err);
	json_decref(members);
	return rc;
}

/* A record that nothing says is to go. */
static int
begin(struct sar_session *s, const struct sar_log_erasing *what,
    struct sar_log_erasure *erasure, struct sar_err *err)
{
	struct sar_erase_place place;

	/* After what was settled: that replaces files too. */
	if (sar_append_settle(s, err) == -1 ||
	    sar_erase_find(s, what->target, &place, err) == -1 ||
	    sar_erase_check(s, &place, err) == -1)
		return -1;
	erasure->seq = what->target;
	erasure->by = s->tree.size;
	memcpy(erasure->leaf, s->sought.leaf, sizeof(erasure->leaf));
	return log_erasure(s, what, err);
}

/* One record says it, however often it is asked for. */
static int
erase(struct sar_session *s, const struct sar_log_erasing *what,
    struct sar_log_erasure *erasure, struct sar_err *err)
{
	const struct sar_log_erasure *pending = find_pending(s, what->target);
	size_t n = 1;

	if (pending != NULL) {
		*erasure = *pending;
		if (sar_append_settle(s, err) == -1)
			return -1;
	} else if (check_target(s, what->target, err) == -1 ||
		   begin(s, what, erasure, err) == -1) {
		return -1;
	}
	return carry_out(s, erasure, &n, err);
}

int
sar_log_erase(const struct sar_log_writer *writer,
    const struct sar_log_erasing *what, uint64_t *seq, struct sar_err *err)
{
	struct sar_log_erasure erasure;
	struct sar_session session;
	int rc = -1;

	if (check_basis(what->basis, err) == -1)
		return -1;
	if (sar_session_open(writer, what->target, &session, err) == 0 &&
	    erase(&session, what, &erasure, err) == 0) {
		*seq = erasure.by;
		rc = 0;
	}
	sar_session_close(&session);
	return rc;
}
