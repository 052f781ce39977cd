#include <sqlite3.h>
#include <string.h>

#include "index/committed.h"
#include "index/verifying.h"

static int
check_commitments(struct sar_index_check *check, struct sar_err *err)
{
	static const char sql[] = "SELECT " SAR_INDEX_COMMITMENT_COLUMNS
				  " FROM commitment";
	struct sar_index_commitment c;
	struct sar_index_stmt stmt;
	int64_t recording;
	int rc;

	if (sar_index_prepare(check->index, SAR_INDEX_VERIFY_COMMITMENTS, sql,
		&stmt, err) == -1)
		return -1;
	while ((rc = sar_index_step(check->index, &stmt, err)) == 1) {
		check->verdict->commitments++;
		if ((sar_index_commitment_read(&stmt, &recording, &c) == -1 &&
			sar_index_verifying_fault(check, "commitment",
			    recording, err) == -1) ||
		    sar_index_verifying_step(check, err) == -1) {
			sar_index_done(&stmt);
			rc = -1;
			break;
		}
	}
	explicit_bzero(&c, sizeof(c));
	return rc;
}

/* A batch as it goes by. */
struct batch {
	int64_t seq;
	int64_t next; /* number of the line that follows */
};

/* Is it the next of its batch, and the leaf that of the line? */
static bool
is_line(const struct sar_index_stmt *stmt, struct batch *batch)
{
	int64_t seq = sqlite3_column_int64(stmt->stmt, 1);
	const char *line = (const char *)sqlite3_column_text(stmt->stmt, 4);
	const void *leaf = sqlite3_column_blob(stmt->stmt, 3);
	uint8_t want[SAR_SHA256_LEN];
	bool good;

	if (seq != batch->seq)
		*batch = (struct batch){ seq, 0 };
	good = sqlite3_column_int64(stmt->stmt, 2) == batch->next &&
	       leaf != NULL &&
	       sqlite3_column_bytes(stmt->stmt, 3) == SAR_SHA256_LEN;
	batch->next = sqlite3_column_int64(stmt->stmt, 2) + 1;
	if (!good || line == NULL)
		return good;
	sar_index_leaf(line, (size_t)sqlite3_column_bytes(stmt->stmt, 4), want);
	return memcmp(leaf, want, sizeof(want)) == 0;
}

static int
check_batches(struct sar_index_check *check, struct sar_err *err)
{
	static const char sql[] =
	    "SELECT recording, seq, nr, leaf, line FROM registration "
	    "ORDER BY seq, nr";
	struct batch batch = { -1, 0 };
	struct sar_index_stmt stmt;
	int rc;

	if (sar_index_prepare(check->index, SAR_INDEX_VERIFY_BATCHES, sql,
		&stmt, err) == -1)
		return -1;
	while ((rc = sar_index_step(check->index, &stmt, err)) == 1)
		if (!is_line(&stmt, &batch) &&
		    sar_index_verifying_fault(check, "registration",
			sqlite3_column_int64(stmt.stmt, 0), err) == -1) {
			sar_index_done(&stmt);
			return -1;
		}
	return rc;
}

int
sar_index_verifying_committed(struct sar_index_check *check,
    struct sar_err *err)
{
	if (check->index->version < SAR_INDEX_COMMITTED_SINCE)
		return 0;
	return check_commitments(check, err) == -1 ||
		       check_batches(check, err) == -1
		   ? -1
		   : 0;
}
