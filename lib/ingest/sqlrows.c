#include "ingest/sqlrows.h"

#include <string.h>
#include <strings.h>

int
sar_sqlrows_torn(struct sar_sqllex *lex)
{
	if (lex->failed)
		return -1;
	(void)sar_sqllex_fail(lex, lex->line, "torn: ends inside a statement");
	sar_err_hint(lex->err, "the dump is not complete: make it again");
	return -1;
}

static int
fail(struct sar_sqllex *lex, const char *why)
{
	return sar_sqllex_fail(lex, lex->line, why);
}

static bool
is_mark(const struct sar_sqllex *lex, enum sar_sqllex_kind kind, char mark)
{
	return kind == SAR_SQLLEX_MARK && lex->mark == mark;
}

/* The names between parentheses. */
static int
read_names(struct sar_sqlrows *rows, struct sar_sqllex *lex,
    const struct sar_sqltable *made)
{
	enum sar_sqllex_kind kind;

	do {
		rows->text.len = 0;
		kind = sar_sqllex_next(lex, &rows->text);
		if (kind == SAR_SQLLEX_END)
			return sar_sqlrows_torn(lex);
		if (kind != SAR_SQLLEX_WORD && kind != SAR_SQLLEX_NAME &&
		    kind != SAR_SQLLEX_DOUBLE)
			return fail(lex, "a form of INSERT not known here");
		if (rows->now.n == SAR_SQLDUMP_COLUMNS_MAX)
			return fail(lex, "more than 256 columns");
		sar_sqltable_add(&rows->now, rows->text.data,
		    made == NULL ? ""
				 : sar_sqltable_type(made, rows->text.data));
		kind = sar_sqllex_next(lex, NULL);
	} while (is_mark(lex, kind, ','));
	if (!is_mark(lex, kind, ')'))
		return kind == SAR_SQLLEX_END
			   ? sar_sqlrows_torn(lex)
			   : fail(lex, "a form of INSERT not known here");
	return 0;
}

static int
tell_columns(struct sar_sqlrows *rows, struct sar_sqllex *lex,
    const struct sar_sqldump *dump)
{
	struct sar_sqltable before = rows->told;
	bool same_table;

	if (sar_buf_check(&rows->now.text, lex->err) == -1)
		return -1;
	if (before.text.len == rows->now.text.len &&
	    rows->told_utc == rows->utc &&
	    memcmp(before.text.data, rows->now.text.data, before.text.len) == 0)
		return 0;
	same_table = before.text.data != NULL &&
		     strcasecmp(before.text.data, rows->now.text.data) == 0;
	if (!same_table)
		rows->row.nr = 0;
	rows->told = rows->now;
	rows->now = before;
	rows->told_utc = rows->utc;
	rows->columns = (struct sar_sqldump_columns){
		.table = sar_sqltable_list(&rows->told, rows->names,
		    rows->types),
		.names = rows->names,
		.types = rows->types,
		.n = rows->told.n,
		.utc = rows->utc,
		.line = lex->line,
	};
	return dump->columns(dump->ctx, &rows->columns, lex->err);
}

/* Which columns the rows have: those that are listed, or the table's. */
static int
read_columns(struct sar_sqlrows *rows, struct sar_sqllex *lex,
    enum sar_sqllex_kind *kind, const struct sar_sqltable *made,
    const char *table)
{
	const char *names[SAR_SQLDUMP_COLUMNS_MAX];
	const char *types[SAR_SQLDUMP_COLUMNS_MAX];
	size_t i;

	sar_sqltable_begin(&rows->now, table);
	if (is_mark(lex, *kind, '(')) {
		if (read_names(rows, lex, made) == -1)
			return -1;
		*kind = sar_sqllex_next(lex, NULL);
		return 0;
	}
	if (made == NULL) {
		(void)fail(lex, "nothing says which columns the table has");
		sar_err_hint(lex->err, "make the dump with CREATE TABLE in it, "
				       "or with --complete-insert");
		return -1;
	}
	(void)sar_sqltable_list(made, names, types);
	for (i = 0; i < made->n; i++)
		sar_sqltable_add(&rows->now, names[i], types[i]);
	return 0;
}

static void
note_fault(struct sar_sqlrows *rows, size_t at, const char *why)
{
	if (rows->row.fault != NULL)
		return;
	rows->row.fault = why;
	rows->row.at = at;
}

/* _binary, _utf8mb4 and N stand before a string as any other. */
static bool
is_introducer(const char *word)
{
	return word[0] == '_' || strcasecmp(word, "n") == 0;
}

/* What is no plain value, up to the comma or parenthesis that ends it. */
static enum sar_sqllex_kind
pass_value(struct sar_sqllex *lex, enum sar_sqllex_kind kind)
{
	unsigned depth = 0;

	for (;; kind = sar_sqllex_next(lex, NULL)) {
		if (kind == SAR_SQLLEX_END)
			return kind;
		if (kind != SAR_SQLLEX_MARK)
			continue;
		if (depth == 0 && strchr(",);", lex->mark) != NULL)
			return kind;
		if (lex->mark == '(')
			depth++;
		if (lex->mark == ')')
			depth--;
	}
}

static bool
is_plain_number(const char *text)
{
	return text[strspn(text, "0123456789.eE+-")] == '\0';
}

/* A value into place ${i}; the kind of the token after it. */
static enum sar_sqllex_kind
read_value(struct sar_sqlrows *rows, struct sar_sqllex *lex, size_t i)
{
	enum sar_sqllex_kind kind;
	const char *text;

	rows->from[i] = rows->text.len;
	kind = sar_sqllex_next(lex, &rows->text);
	if (kind == SAR_SQLLEX_WORD && is_introducer(lex->word)) {
		rows->text.len = rows->from[i];
		kind = sar_sqllex_next(lex, &rows->text);
	}
	if (kind == SAR_SQLLEX_END)
		return kind;
	text = rows->text.data + rows->from[i];
	rows->null[i] = kind == SAR_SQLLEX_WORD &&
			strcasecmp(text, "null") == 0;
	rows->number[i] = kind == SAR_SQLLEX_NUMBER;
	if (strlen(text) + 1 != rows->text.len - rows->from[i])
		note_fault(rows, i, "a NUL byte");
	if (kind == SAR_SQLLEX_STRING || kind == SAR_SQLLEX_DOUBLE ||
	    rows->null[i] || (rows->number[i] && is_plain_number(text)))
		kind = sar_sqllex_next(lex, NULL);
	else
		note_fault(rows, i, "not a plain value");
	if (kind == SAR_SQLLEX_END || is_mark(lex, kind, ',') ||
	    is_mark(lex, kind, ')'))
		return kind;
	note_fault(rows, i, "not a plain value");
	return pass_value(lex, kind);
}

/* After the opening parenthesis: the values, in place. */
static int
read_values(struct sar_sqlrows *rows, struct sar_sqllex *lex)
{
	enum sar_sqllex_kind kind;
	size_t i, n = 0;

	rows->row.line = lex->line;
	rows->row.fault = NULL;
	rows->row.at = rows->columns.n;
	rows->text.len = 0;
	do {
		if (n == SAR_SQLDUMP_COLUMNS_MAX)
			return fail(lex, "more than 256 columns");
		kind = read_value(rows, lex, n++);
	} while (is_mark(lex, kind, ','));
	if (kind == SAR_SQLLEX_END)
		return sar_sqlrows_torn(lex);
	if (!is_mark(lex, kind, ')'))
		return fail(lex, "a form of INSERT not known here");
	if (n != rows->columns.n) {
		rows->row.fault = "wrong number of columns";
		rows->row.at = rows->columns.n;
	}
	for (i = 0; i < rows->columns.n; i++)
		rows->values[i] = i < n && !rows->null[i]
				      ? rows->text.data + rows->from[i]
				      : NULL;
	rows->row.values = rows->values;
	rows->row.numbers = rows->number;
	rows->row.n = rows->columns.n;
	rows->row.nr++;
	return 0;
}

/* What may stand after the rows changes nothing of them. */
static int
pass_rest(struct sar_sqllex *lex, enum sar_sqllex_kind kind)
{
	while (!is_mark(lex, kind, ';')) {
		if (kind == SAR_SQLLEX_END)
			return sar_sqlrows_torn(lex);
		kind = sar_sqllex_next(lex, NULL);
	}
	return 0;
}

int
sar_sqlrows_read(struct sar_sqlrows *rows, struct sar_sqllex *lex,
    const struct sar_sqldump *dump, enum sar_sqllex_kind kind,
    const struct sar_sqltables *tables, const char *table)
{
	const struct sar_sqltable *made = sar_sqltable_find(tables, table);

	if (read_columns(rows, lex, &kind, made, table) == -1)
		return -1;
	if (kind != SAR_SQLLEX_WORD || (strcasecmp(lex->word, "values") != 0 &&
					   strcasecmp(lex->word, "value") != 0))
		return kind == SAR_SQLLEX_END
			   ? sar_sqlrows_torn(lex)
			   : fail(lex, "a form of INSERT not known here");
	if (tell_columns(rows, lex, dump) == -1)
		return -1;
	do {
		kind = sar_sqllex_next(lex, NULL);
		if (!is_mark(lex, kind, '('))
			return kind == SAR_SQLLEX_END
				   ? sar_sqlrows_torn(lex)
				   : fail(lex,
					 "a form of INSERT not known here");
		if (read_values(rows, lex) == -1 ||
		    dump->row(dump->ctx, &rows->row, lex->err) == -1)
			return -1;
		kind = sar_sqllex_next(lex, NULL);
	} while (is_mark(lex, kind, ','));
	return pass_rest(lex, kind);
}

void
sar_sqlrows_free(struct sar_sqlrows *rows)
{
	sar_buf_free(&rows->text);
	sar_buf_free(&rows->told.text);
	sar_buf_free(&rows->now.text);
}
