#include <string.h>

#include "disclosure/append.h"
#include "disclosure/commit.h"

static int
adopt(struct sar_session *s, const char *by, struct sar_err *err)
{
	struct sar_log_entry entry = { "verify", NULL };
	struct sar_commit commit = { &entry, 1, false, false };
	json_t *members;
	int rc;

	if (sar_mark_held(&s->mark))
		return sar_err_set(err, SAR_EREFUSED,
		    "%s: it is this log's: there is nothing to adopt",
		    s->writer->mark);
	/* What was not as it should be is the mark. */
	members = json_pack("{sssbsIsi}", "by", by, "ok", 0, "through",
	    (json_int_t)sar_log_size(s->log), "exceptions", 1);
	if (members == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	entry.members = members;
	rc = sar_commit_records(s, &commit, err);
	json_decref(members);
	if (rc == 0)
		rc = sar_mark_create(s->writer->mark, &s->mark, s->last,
		    strlen(s->last), err);
	return rc;
}

int
sar_log_adopt(const struct sar_log_writer *writer, const char *by,
    uint64_t *seq, struct sar_err *err)
{
	struct sar_log_writer adopting = *writer;
	struct sar_session session;
	int rc = -1;

	if (writer->mark == NULL)
		return sar_err_set(err, SAR_EFAIL, "log: it has no mark");
	adopting.adopt = true;
	if (sar_session_open(&adopting, SAR_SESSION_NONE, &session, err) == 0 &&
	    sar_append_settle(&session, err) == 0) {
		*seq = session.tree.size;
		rc = adopt(&session, by, err);
	}
	sar_session_close(&session);
	return rc;
}
