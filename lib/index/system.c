#include "index/system.h"

#include <stdlib.h>
#include <string.h>

static int
find_system(struct sar_index *index, const char *name, int64_t *id,
    struct sar_err *err)
{
	static const char add_sql[] =
	    "INSERT INTO system (name) VALUES (?1) ON CONFLICT DO NOTHING";
	static const char id_sql[] = "SELECT id FROM system WHERE name = ?1";
	struct sar_index_stmt stmt;
	int rc;

	if (sar_index_prepare(index, SAR_INDEX_SYSTEM_ADD, add_sql, &stmt,
		err) == -1)
		return -1;
	sar_index_bind_text(&stmt, name);
	if (sar_index_run(index, &stmt, err) == -1 ||
	    sar_index_prepare(index, SAR_INDEX_SYSTEM_ID, id_sql, &stmt, err) ==
		-1)
		return -1;
	sar_index_bind_text(&stmt, name);
	if ((rc = sar_index_step(index, &stmt, err)) == -1)
		return -1;
	if (rc == 0)
		return sar_index_corrupt(index, "system", 0, err);
	*id = sqlite3_column_int64(stmt.stmt, 0);
	sar_index_done(&stmt);
	return 0;
}

static int
keep_name(struct sar_index *index, const char *name, int64_t id,
    struct sar_err *err)
{
	char *copy = strdup(name);

	if (copy == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	free(index->system);
	index->system = copy;
	index->system_id = id;
	return 0;
}

/* A source has one system, or few: ask for each once. */
int
sar_index_system_id(struct sar_index *index, const char *name, int64_t *id,
    struct sar_err *err)
{
	if (index->system != NULL && strcmp(index->system, name) == 0) {
		*id = index->system_id;
		return 0;
	}
	if (find_system(index, name, id, err) == -1)
		return -1;
	return keep_name(index, name, *id, err);
}

const char *
sar_index_system_name(struct sar_index *index, int64_t id, struct sar_err *err)
{
	static const char sql[] = "SELECT name FROM system WHERE id = ?1";
	struct sar_index_stmt stmt;
	const char *name;
	bool bad = false;
	int rc;

	if (index->system != NULL && index->system_id == id)
		return index->system;
	if (sar_index_prepare(index, SAR_INDEX_SYSTEM_NAME, sql, &stmt, err) ==
	    -1)
		return NULL;
	sar_index_bind_int(&stmt, id);
	if ((rc = sar_index_step(index, &stmt, err)) == -1)
		return NULL;
	name = rc == 1 ? sar_index_column_text(&stmt, 0, &bad) : NULL;
	if (name == NULL || bad)
		(void)sar_index_corrupt(index, "system", id, err);
	else if (keep_name(index, name, id, err) == 0)
		name = index->system;
	else
		bad = true;
	sar_index_done(&stmt);
	return bad ? NULL : name;
}

int
sar_index_system_move(struct sar_index *index, int64_t source, int64_t digest,
    int by, struct sar_err *err)
{
	struct sar_index_sums sums;

	if (source == index->source) {
		index->sums.legs += by;
		index->sums.digest += by > 0 ? (uint64_t)digest
					     : -(uint64_t)digest;
		return 0;
	}
	if (sar_index_sums_get(index, source, &sums, err) == -1)
		return -1;
	sums.legs += by;
	sums.digest += by > 0 ? (uint64_t)digest : -(uint64_t)digest;
	return sar_index_sums_put(index, source, &sums, err);
}

void
sar_index_system_forget(struct sar_index *index)
{
	free(index->system);
	index->system = NULL;
	index->system_id = 0;
	index->source = 0;
	index->sums = (struct sar_index_sums){ 0 };
}
