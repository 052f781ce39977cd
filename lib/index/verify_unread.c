#include <string.h>

#include "index/search.h"
#include "index/verifying.h"

#define HOURS (SAR_INDEX_LONGEST / 3600 + 2) /* of the longest leg */

/* Those whose leg may begin in one hour: by the hours it lasts, by kind. */
struct hour {
	struct sar_index_check *check;
	int64_t first;
	uint64_t n[HOURS][SAR_PHONE_BAD + 1];
	bool any;
};

static int64_t
hour_of(int64_t utc)
{
	return utc / 3600 - (utc % 3600 < 0);
}

/* Take what the index has counted for the hour out of what there is. */
static int
compare(struct hour *hour, struct sar_err *err)
{
	static const char sql[] =
	    "SELECT last, kind, n FROM unread WHERE first = ?1";
	struct sar_index *index = hour->check->index;
	struct sar_index_stmt stmt;
	bool bad = false;
	int64_t last, kind;
	size_t i, j;
	int rc;

	if (sar_index_prepare(index, SAR_INDEX_VERIFY_HOUR, sql, &stmt, err) ==
	    -1)
		return -1;
	sar_index_bind_int(&stmt, hour->first);
	while ((rc = sar_index_step(index, &stmt, err)) == 1) {
		last = sar_index_column(&stmt, 0, hour->first,
		    hour->first + HOURS - 1, &bad);
		kind = sar_index_column(&stmt, 1, 0, SAR_PHONE_BAD, &bad);
		if (!bad)
			hour->n[last - hour->first][kind] -= (uint64_t)
			    sqlite3_column_int64(stmt.stmt, 2);
	}
	if (rc == -1)
		return -1;
	for (i = 0; i < HOURS; i++)
		for (j = 0; j <= SAR_PHONE_BAD; j++)
			bad = bad || hour->n[i][j] != 0;
	memset(hour->n, 0, sizeof(hour->n));
	return bad ? sar_index_verifying_fault(hour->check, "unread",
			 hour->first, err)
		   : 0;
}

/* What was counted in hours in which nothing begins. */
static int
check_others(struct sar_index_check *check, struct sar_err *err)
{
	static const char sql[] =
	    "SELECT first FROM unread u WHERE n > 0 AND NOT EXISTS (SELECT 1 "
	    "FROM party WHERE key IS NULL AND since >= u.first * 3600 "
	    "AND since < (u.first + 1) * 3600)";
	struct sar_index_stmt stmt;
	int rc;

	if (sar_index_prepare(check->index, SAR_INDEX_VERIFY_HOURS, sql, &stmt,
		err) == -1)
		return -1;
	while ((rc = sar_index_step(check->index, &stmt, err)) == 1)
		if (sar_index_verifying_fault(check, "unread",
			sqlite3_column_int64(stmt.stmt, 0), err) == -1) {
			sar_index_done(&stmt);
			return -1;
		}
	return rc;
}

static int
count(struct hour *hour, const struct sar_index_stmt *stmt, struct sar_err *err)
{
	int64_t first = hour_of(sqlite3_column_int64(stmt->stmt, 0));
	int64_t last = hour_of(sqlite3_column_int64(stmt->stmt, 1));
	int64_t kind = sqlite3_column_int64(stmt->stmt, 2);

	if (hour->any && first != hour->first && compare(hour, err) == -1)
		return -1;
	hour->any = true;
	hour->first = first;
	if (last < first || last - first >= HOURS || kind < 0 ||
	    kind > SAR_PHONE_BAD)
		return sar_index_verifying_fault(hour->check, "unread", first,
		    err);
	hour->n[last - first][kind]++;
	return 0;
}

int
sar_index_verifying_unread(struct sar_index_check *check, struct sar_err *err)
{
	/* A leg counts once for each kind.  In the order of party_unread. */
	static const char sql[] =
	    "SELECT DISTINCT since, until, kind, leg FROM party "
	    "INDEXED BY party_unread WHERE key IS NULL "
	    "ORDER BY since, until, leg, kind";
	struct hour hour = { .check = check };
	struct sar_index_stmt stmt;
	int rc;

	if (sar_index_prepare(check->index, SAR_INDEX_VERIFY_UNREAD, sql, &stmt,
		err) == -1)
		return -1;
	while ((rc = sar_index_step(check->index, &stmt, err)) == 1)
		if (count(&hour, &stmt, err) == -1) {
			sar_index_done(&stmt);
			return -1;
		}
	if (rc == -1 || (hour.any && compare(&hour, err) == -1))
		return -1;
	return check_others(check, err);
}
