#include "ingest/dumpdb.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "ingest/sqldump.h"

#define PAGES "262144" /* of 4 KiB: 1 GiB */

struct loading {
	struct sar_reading *in;
	const struct sar_dumpdb_table *tables;
	size_t n;
	const char *time;
	sqlite3 *db;
	sqlite3_stmt *insert;
	bool seen[SAR_DUMPDB_TABLES];
	/* Where each column of the table now read stands in its rows. */
	const struct sar_dumpdb_table *table;
	size_t at[SAR_DUMPDB_COLUMNS];
	bool times_utc, times_local;
};

/* Not sqlite3_errmsg(): it may quote what the dump holds. */
static int
fail(const struct loading *l, int rc, struct sar_err *err)
{
	if (rc == SQLITE_FULL || rc == SQLITE_NOMEM)
		return sar_err_set(err, SAR_EFAIL,
		    "%s: its tables need more than 1 GiB of memory",
		    l->in->name);
	return sar_err_set(err, SAR_EFAIL, "%s: %s", l->in->name,
	    sqlite3_errstr(rc));
}

static const char *
plain(const char *column)
{
	return column + strspn(column, "#?");
}

static size_t
find_table(const struct loading *l, const char *name)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		if (strcasecmp(l->tables[i].name, name) == 0)
			break;
	return i;
}

static bool
wants(void *ctx, const char *table)
{
	const struct loading *l = ctx;

	return find_table(l, table) < l->n;
}

/* Text stays as it is written: a number would lose its leading zero. */
static int
create(struct loading *l, size_t nr, struct sar_err *err)
{
	const struct sar_dumpdb_table *table = &l->tables[nr];
	struct sar_buf sql = SAR_BUF_INIT;
	size_t i;
	int rc = SQLITE_NOMEM;

	l->seen[nr] = true;
	sar_buf_printf(&sql, "CREATE TABLE %s (", table->name);
	for (i = 0; table->columns[i] != NULL; i++)
		sar_buf_printf(&sql, "%s\"%s\" %s", i == 0 ? "" : ", ",
		    plain(table->columns[i]),
		    strchr(table->columns[i], '#') != NULL ? "INTEGER"
							   : "TEXT");
	sar_buf_puts(&sql, ")");
	if (!sql.failed)
		rc = sqlite3_exec(l->db, sql.data, NULL, NULL, NULL);
	sar_buf_free(&sql);
	return rc == SQLITE_OK ? 0 : fail(l, rc, err);
}

static int
prepare(struct loading *l, struct sar_err *err)
{
	struct sar_buf sql = SAR_BUF_INIT;
	size_t i;
	int rc = SQLITE_NOMEM;

	(void)sqlite3_finalize(l->insert);
	l->insert = NULL;
	sar_buf_printf(&sql, "INSERT INTO %s VALUES (", l->table->name);
	for (i = 0; l->table->columns[i] != NULL; i++)
		sar_buf_puts(&sql, i == 0 ? "?" : ", ?");
	sar_buf_puts(&sql, ")");
	if (!sql.failed)
		rc = sqlite3_prepare_v2(l->db, sql.data, -1, &l->insert, NULL);
	sar_buf_free(&sql);
	return rc == SQLITE_OK ? 0 : fail(l, rc, err);
}

static int
take_columns(void *ctx, const struct sar_sqldump_columns *columns,
    struct sar_err *err)
{
	struct loading *l = ctx;
	size_t nr = find_table(l, columns->table);
	const char *name;
	size_t i;
	bool utc;

	l->table = &l->tables[nr];
	if (!l->seen[nr] && create(l, nr, err) == -1)
		return -1;
	for (i = 0; (name = l->table->columns[i]) != NULL; i++) {
		l->at[i] = sar_sqldump_find(columns, plain(name));
		if (l->at[i] == columns->n && strchr(name, '?') == NULL)
			return sar_err_set(err, SAR_EINPUT,
			    "%s: line %llu: %s: column %s is missing",
			    l->in->name, (unsigned long long)columns->line,
			    l->table->name, plain(name));
		if (l->at[i] == columns->n || strcmp(plain(name), l->time) != 0)
			continue;
		utc = columns->utc &&
		      strcmp(columns->types[l->at[i]], "timestamp") == 0;
		l->times_utc = l->times_utc || utc;
		l->times_local = l->times_local || !utc;
	}
	return prepare(l, err);
}

static int
take_row(void *ctx, const struct sar_sqldump_row *row, struct sar_err *err)
{
	struct loading *l = ctx;
	const char *name;
	int rc = SQLITE_OK;
	size_t i;

	for (i = 0; (name = l->table->columns[i]) != NULL; i++)
		if (row->fault != NULL && l->at[i] == row->at)
			break;
	/* Even in a column that is not read: there may be another fault. */
	if (row->fault != NULL)
		return sar_sink_reject(l->in, row->line,
		    name == NULL ? "-" : plain(name), row->fault, err);
	for (i = 0; l->table->columns[i] != NULL && rc == SQLITE_OK; i++)
		rc = sqlite3_bind_text(l->insert, (int)i + 1,
		    l->at[i] < row->n ? row->values[l->at[i]] : NULL, -1,
		    SQLITE_STATIC);
	if (rc == SQLITE_OK && (rc = sqlite3_step(l->insert)) == SQLITE_DONE)
		rc = sqlite3_reset(l->insert);
	return rc == SQLITE_OK ? 0 : fail(l, rc, err);
}

/* The tables of a family of which one was there, and of no other. */
static int
complete(struct loading *l, struct sar_err *err)
{
	char family = '\0';
	size_t i;

	for (i = 0; i < l->n && family == '\0'; i++)
		if (l->seen[i])
			family = l->tables[i].family;
	if (family == '\0')
		return sar_err_set(err, SAR_EINPUT,
		    "%s: no rows of the tables that are read", l->in->name);
	for (i = 0; i < l->n; i++) {
		if (l->seen[i] && l->tables[i].family != family)
			return sar_err_set(err, SAR_EINPUT,
			    "%s: tables by their old and by their new names",
			    l->in->name);
		if (!l->seen[i] && l->tables[i].family == family &&
		    create(l, i, err) == -1)
			return -1;
	}
	if (l->times_utc && l->times_local)
		return sar_err_set(err, SAR_EINPUT,
		    "%s: some of its times are UTC, others local", l->in->name);
	return 0;
}

static int
load(struct loading *l, struct sar_err *err)
{
	const struct sar_sqldump dump = { .ctx = l,
		.wants = wants,
		.columns = take_columns,
		.row = take_row };
	int rc = sqlite3_open_v2(":memory:", &l->db,
	    SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX |
		SQLITE_OPEN_PRIVATECACHE,
	    NULL);

	if (rc == SQLITE_OK)
		rc = sqlite3_exec(l->db,
		    "PRAGMA temp_store = MEMORY; PRAGMA page_size = 4096; "
		    "PRAGMA max_page_count = " PAGES "; BEGIN",
		    NULL, NULL, NULL);
	if (rc != SQLITE_OK)
		return fail(l, rc, err);
	if (sar_sqldump_read(l->in->source, &dump, l->in->sha256, err) == -1 ||
	    complete(l, err) == -1)
		return -1;
	rc = sqlite3_exec(l->db, "COMMIT", NULL, NULL, NULL);
	return rc == SQLITE_OK ? 0 : fail(l, rc, err);
}

struct sar_database *
sar_dumpdb_read(struct sar_reading *in, const struct sar_dumpdb_table *tables,
    size_t n, const char *time, bool *utc, struct sar_err *err)
{
	struct loading l = { .in = in, .tables = tables, .n = n, .time = time };
	struct sar_database *result = NULL;
	int rc = load(&l, err);

	(void)sqlite3_finalize(l.insert);
	if (rc == 0) {
		result = sar_database_adopt(l.db, in->name, err);
		l.db = NULL;
	}
	(void)sqlite3_close(l.db);
	*utc = l.times_utc;
	return result;
}
