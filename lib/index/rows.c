#include "index/rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

#define TOGETHER 32

struct value {
	enum {
		INT,
		NOTHING,
		TEXT
	} type;
	int64_t number; /* or where its text begins */
};

struct sar_index_rows {
	const char *table;
	const char *columns;
	size_t n; /* columns */
	struct value *values;
	size_t n_values;
	struct sar_buf text;
	sqlite3_stmt *many; /* takes TOGETHER rows */
	sqlite3_stmt *one;
};

struct sar_index_rows *
sar_index_rows_new(const char *table, const char *columns, size_t n,
    struct sar_err *err)
{
	struct sar_index_rows *rows = calloc(1, sizeof(*rows));

	if (rows == NULL || (rows->values = calloc(n * TOGETHER,
				 sizeof(*rows->values))) == NULL) {
		free(rows);
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	rows->table = table;
	rows->columns = columns;
	rows->n = n;
	return rows;
}

void
sar_index_rows_forget(struct sar_index_rows *rows)
{
	if (rows == NULL)
		return;
	(void)sqlite3_finalize(rows->many);
	(void)sqlite3_finalize(rows->one);
	rows->many = NULL;
	rows->one = NULL;
	rows->n_values = 0;
	rows->text.len = 0;
}

void
sar_index_rows_free(struct sar_index_rows *rows)
{
	if (rows == NULL)
		return;
	sar_index_rows_forget(rows);
	sar_buf_free(&rows->text);
	free(rows->values);
	free(rows);
}

static void
add(struct sar_index_rows *rows, struct value value)
{
	rows->values[rows->n_values++] = value;
}

void
sar_index_rows_int(struct sar_index_rows *rows, int64_t value)
{
	add(rows, (struct value){ INT, value });
}

void
sar_index_rows_null(struct sar_index_rows *rows)
{
	add(rows, (struct value){ NOTHING, 0 });
}

void
sar_index_rows_text(struct sar_index_rows *rows, const char *text)
{
	add(rows, (struct value){ TEXT, (int64_t)rows->text.len });
	sar_buf_add(&rows->text, text, strlen(text) + 1);
}

/* INSERT INTO table (columns) VALUES (?, ...), ...: ${count} rows. */
static int
prepare(struct sar_index *index, const struct sar_index_rows *rows,
    size_t count, sqlite3_stmt **stmt, struct sar_err *err)
{
	struct sar_buf sql = SAR_BUF_INIT;
	size_t i, c;
	int rc = -1;

	if (*stmt != NULL)
		return 0;
	sar_buf_printf(&sql, "INSERT INTO %s (%s) VALUES ", rows->table,
	    rows->columns);
	for (i = 0; i < count; i++)
		for (c = 0; c < rows->n; c++)
			sar_buf_printf(&sql, "%s?%s",
			    c > 0   ? ", "
			    : i > 0 ? ", ("
				    : "(",
			    c + 1 == rows->n ? ")" : "");
	if (sar_buf_check(&sql, err) == 0) {
		rc = sqlite3_prepare_v3(index->db, sql.data, (int)sql.len,
		    SQLITE_PREPARE_PERSISTENT, stmt, NULL);
		rc = rc == SQLITE_OK ? 0 : sar_index_fail(index, rc, err);
	}
	sar_buf_free(&sql);
	return rc;
}

static void
bind(const struct sar_index_rows *rows, const struct value *value,
    struct sar_index_stmt *stmt)
{
	switch (value->type) {
	case INT:
		sar_index_bind_int(stmt, value->number);
		break;
	case TEXT:
		sar_index_bind_text(stmt, rows->text.data + value->number);
		break;
	case NOTHING:
	default:
		sar_index_bind_null(stmt);
		break;
	}
}

/* Write ${count} rows from value ${from} on. */
static int
write_rows(struct sar_index *index, struct sar_index_rows *rows, size_t from,
    size_t count, struct sar_err *err)
{
	sqlite3_stmt **prepared = count == 1 ? &rows->one : &rows->many;
	struct sar_index_stmt stmt = { 0 };
	size_t i;

	if (prepare(index, rows, count, prepared, err) == -1)
		return -1;
	stmt.stmt = *prepared;
	for (i = 0; i < count * rows->n; i++)
		bind(rows, &rows->values[from + i], &stmt);
	return sar_index_run(index, &stmt, err);
}

int
sar_index_rows_end(struct sar_index *index, struct sar_index_rows *rows,
    struct sar_err *err)
{
	if (sar_buf_check(&rows->text, err) == -1)
		return -1;
	if (rows->n_values < rows->n * TOGETHER)
		return 0;
	if (write_rows(index, rows, 0, TOGETHER, err) == -1)
		return -1;
	rows->n_values = 0;
	rows->text.len = 0;
	return 0;
}

int
sar_index_rows_flush(struct sar_index *index, struct sar_index_rows *rows,
    struct sar_err *err)
{
	size_t i;

	if (rows == NULL)
		return 0;
	for (i = 0; i < rows->n_values; i += rows->n)
		if (write_rows(index, rows, i, 1, err) == -1)
			return -1;
	rows->n_values = 0;
	rows->text.len = 0;
	return 0;
}
