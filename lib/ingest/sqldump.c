#include "ingest/sqldump.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "ingest/format.h"
#include "ingest/sqllex.h"
#include "ingest/sqlrows.h"
#include "ingest/sqltable.h"

struct reader {
	struct sar_sqllex lex;
	const struct sar_sqldump *dump;
	struct sar_err *err;
	struct sar_buf token;
	struct sar_sqltables tables;
	struct sar_sqlrows rows;
};

static int
fail(struct reader *r, const char *why)
{
	return sar_sqllex_fail(&r->lex, r->lex.line, why);
}

static enum sar_sqllex_kind
next(struct reader *r)
{
	r->token.len = 0;
	return sar_sqllex_next(&r->lex, &r->token);
}

static bool
is_name(enum sar_sqllex_kind kind)
{
	return kind == SAR_SQLLEX_WORD || kind == SAR_SQLLEX_NAME ||
	       kind == SAR_SQLLEX_DOUBLE;
}

/* Up to and over the semicolon.  A string in it may be of any length. */
static int
skip_statement(struct reader *r)
{
	enum sar_sqllex_kind kind;

	do {
		kind = sar_sqllex_next(&r->lex, NULL);
		if (kind == SAR_SQLLEX_END)
			return sar_sqlrows_torn(&r->lex);
	} while (kind != SAR_SQLLEX_MARK || r->lex.mark != ';');
	return 0;
}

/* The same of a trigger or routine, whose body has semicolons of its own. */
static int
skip_routine(struct reader *r)
{
	bool body = false, ended = false;
	enum sar_sqllex_kind kind;

	for (;;) {
		kind = sar_sqllex_next(&r->lex, NULL);
		if (kind == SAR_SQLLEX_END)
			return sar_sqlrows_torn(&r->lex);
		if (kind == SAR_SQLLEX_MARK && r->lex.mark == ';' &&
		    (ended || !body))
			return 0;
		if (kind == SAR_SQLLEX_WORD &&
		    strcasecmp(r->lex.word, "begin") == 0)
			body = true;
		ended = kind == SAR_SQLLEX_WORD &&
			strcasecmp(r->lex.word, "end") == 0;
	}
}

/* What stands between "DELIMITER ;;" and "DELIMITER ;" are routines. */
static int
skip_delimited(struct reader *r)
{
	uint64_t line = r->lex.line;
	char text[32];

	if (!sar_sqllex_line(&r->lex, text, sizeof(text)) ||
	    strcmp(text, ";") == 0)
		return 0;
	while (sar_sqllex_line(&r->lex, text, sizeof(text)))
		if (strncasecmp(text, "delimiter ", 10) == 0 &&
		    strcmp(text + 10 + strspn(text + 10, " \t"), ";") == 0)
			return 0;
	return sar_sqllex_fail(&r->lex, line, "a DELIMITER never set back");
}

/*
 * How strings are written and which zone TIMESTAMP values are in.  At its
 * end a dump sets the zone back, to what nobody here knows.
 */
static int
read_set(struct reader *r)
{
	enum sar_sqllex_kind kind;
	bool zone = false, strings = false;

	for (;;) {
		kind = next(r);
		if (kind == SAR_SQLLEX_END)
			return sar_sqlrows_torn(&r->lex);
		if (kind == SAR_SQLLEX_MARK && r->lex.mark == ';')
			return 0;
		if (kind == SAR_SQLLEX_MARK)
			continue;
		if (strings && (strcasecmp(r->token.data, "on") == 0))
			r->lex.literal = true;
		if (zone && kind != SAR_SQLLEX_WORD)
			r->rows.utc = strcmp(r->token.data, "+00:00") == 0;
		if (strstr(r->token.data, "NO_BACKSLASH_ESCAPES") != NULL)
			r->lex.literal = true;
		zone = strcasecmp(r->token.data, "time_zone") == 0;
		strings = strcasecmp(r->token.data,
			      "standard_conforming_strings") == 0;
	}
}

/* After the first part of a name: "." and the rest of it, which counts. */
static enum sar_sqllex_kind
read_name(struct reader *r, struct sar_buf *name)
{
	enum sar_sqllex_kind kind;

	for (;;) {
		name->len = 0;
		sar_buf_add(name, r->token.data, r->token.len);
		kind = next(r);
		if (kind != SAR_SQLLEX_MARK || r->lex.mark != '.')
			return kind;
		if (!is_name(next(r)))
			return SAR_SQLLEX_END;
	}
}

static bool
is_one_of(const char *word, const char *const *words)
{
	for (; *words != NULL; words++)
		if (strcasecmp(word, *words) == 0)
			return true;
	return false;
}

/* Up to the comma or parenthesis that ends a column; *${more}: a comma. */
static int
pass_column(struct reader *r, enum sar_sqllex_kind kind, bool *more)
{
	unsigned depth = 0;

	for (;; kind = sar_sqllex_next(&r->lex, NULL)) {
		if (kind == SAR_SQLLEX_END)
			return sar_sqlrows_torn(&r->lex);
		if (kind != SAR_SQLLEX_MARK)
			continue;
		*more = r->lex.mark == ',';
		if (depth == 0 && (*more || r->lex.mark == ')'))
			return 0;
		if (r->lex.mark == '(')
			depth++;
		if (r->lex.mark == ')')
			depth--;
	}
}

static void
lower(char *text)
{
	for (; *text != '\0'; text++)
		if (*text >= 'A' && *text <= 'Z')
			*text = (char)(*text - 'A' + 'a');
}

/* One column or key of CREATE TABLE; *${more}: another one follows. */
static int
read_column(struct reader *r, struct sar_sqltable *table, struct sar_buf *name,
    bool *more)
{
	static const char *const keys[] = { "primary", "key", "index", "unique",
		"constraint", "foreign", "fulltext", "spatial", "check",
		"period", NULL };
	enum sar_sqllex_kind kind = next(r);
	bool key = kind == SAR_SQLLEX_WORD && is_one_of(r->lex.word, keys);

	if (kind == SAR_SQLLEX_END)
		return sar_sqlrows_torn(&r->lex);
	if (!is_name(kind))
		return fail(r, "a form of CREATE TABLE not known here");
	name->len = 0;
	sar_buf_add(name, r->token.data, r->token.len);
	if (sar_buf_check(name, r->err) == -1)
		return -1;
	kind = next(r);
	if (key)
		return pass_column(r, kind, more);
	if (table->n == SAR_SQLDUMP_COLUMNS_MAX)
		return fail(r, "more than 256 columns");
	if (kind == SAR_SQLLEX_WORD)
		lower(r->token.data);
	sar_sqltable_add(table, name->data,
	    kind == SAR_SQLLEX_WORD ? r->token.data : "");
	return pass_column(r, kind, more);
}

static int
read_columns(struct reader *r, const char *table, struct sar_buf *name)
{
	struct sar_sqltable *made = sar_sqltable_new(&r->tables, table);
	bool more = true;

	if (made == NULL)
		return fail(r, "too many tables");
	while (more)
		if (read_column(r, made, name, &more) == -1)
			return -1;
	return sar_buf_check(&made->text, r->err) == -1 ? -1
							: skip_statement(r);
}

/* "CREATE TABLE x LIKE y" has no columns to read, nor has a view. */
static int
read_table(struct reader *r, struct sar_buf *name)
{
	static const char *const passed[] = { "if", "not", "exists", NULL };
	enum sar_sqllex_kind kind = next(r);
	struct sar_buf column = SAR_BUF_INIT;
	int rc;

	while (kind == SAR_SQLLEX_WORD && is_one_of(r->lex.word, passed))
		kind = next(r);
	if (!is_name(kind))
		return fail(r, "a form of CREATE TABLE not known here");
	kind = read_name(r, name);
	if (kind == SAR_SQLLEX_END)
		return sar_sqlrows_torn(&r->lex);
	if (kind == SAR_SQLLEX_MARK && r->lex.mark == ';')
		return 0;
	if (kind != SAR_SQLLEX_MARK || r->lex.mark != '(' ||
	    !r->dump->wants(r->dump->ctx, name->data))
		return skip_statement(r);
	rc = read_columns(r, name->data, &column);
	sar_buf_free(&column);
	return rc;
}

static int
read_create(struct reader *r)
{
	static const char *const routines[] = { "trigger", "procedure",
		"function", "event", NULL };
	struct sar_buf name = SAR_BUF_INIT;
	enum sar_sqllex_kind kind;
	int rc;

	for (;;) {
		kind = sar_sqllex_next(&r->lex, NULL);
		if (kind == SAR_SQLLEX_END)
			return sar_sqlrows_torn(&r->lex);
		if (kind == SAR_SQLLEX_MARK && r->lex.mark == ';')
			return 0;
		if (kind != SAR_SQLLEX_WORD)
			continue;
		if (strcasecmp(r->lex.word, "table") == 0)
			break;
		if (is_one_of(r->lex.word, routines))
			return skip_routine(r);
	}
	rc = read_table(r, &name);
	sar_buf_free(&name);
	return rc;
}

static int
read_insert(struct reader *r)
{
	static const char *const passed[] = { "into", "ignore", "low_priority",
		"high_priority", "delayed", NULL };
	struct sar_buf name = SAR_BUF_INIT;
	enum sar_sqllex_kind kind = next(r);
	int rc = -1;

	while (kind == SAR_SQLLEX_WORD && is_one_of(r->lex.word, passed))
		kind = next(r);
	if (!is_name(kind)) {
		(void)(kind == SAR_SQLLEX_END
			   ? sar_sqlrows_torn(&r->lex)
			   : fail(r, "a form of INSERT not known here"));
		goto out;
	}
	kind = read_name(r, &name);
	if (kind == SAR_SQLLEX_END)
		(void)sar_sqlrows_torn(&r->lex);
	else if (kind == SAR_SQLLEX_MARK && r->lex.mark == ';')
		rc = 0;
	else if (!r->dump->wants(r->dump->ctx, name.data))
		rc = skip_statement(r);
	else
		rc = sar_sqlrows_read(&r->rows, &r->lex, r->dump, kind,
		    &r->tables, name.data);

out:
	sar_buf_free(&name);
	return rc;
}

/* The statement that begins with the word just read. */
static int
read_statement(struct reader *r)
{
	const char *word = r->lex.word;

	if (strcasecmp(word, "insert") == 0 || strcasecmp(word, "replace") == 0)
		return read_insert(r);
	if (strcasecmp(word, "create") == 0)
		return read_create(r);
	if (strcasecmp(word, "set") == 0)
		return read_set(r);
	if (strcasecmp(word, "delimiter") == 0)
		return skip_delimited(r);
	/* sqlite3's .dump begins with it. */
	if (strcasecmp(word, "pragma") == 0)
		r->lex.literal = true;
	if (strcasecmp(word, "copy") == 0) {
		(void)fail(r, "COPY, not INSERT");
		sar_err_hint(r->err, "make the dump with pg_dump --inserts");
		return -1;
	}
	return skip_statement(r);
}

static int
read_all(struct reader *r)
{
	enum sar_sqllex_kind kind;

	while ((kind = sar_sqllex_next(&r->lex, NULL)) != SAR_SQLLEX_END) {
		if (kind == SAR_SQLLEX_MARK && r->lex.mark == ';')
			continue;
		if ((kind == SAR_SQLLEX_WORD ? read_statement(r)
					     : skip_statement(r)) == -1)
			return -1;
	}
	if (r->lex.failed)
		return -1;
	if (r->lex.begun && !r->lex.completed) {
		(void)fail(r, "torn: no \"Dump completed\" at the end");
		sar_err_hint(r->err, "the dump is not complete: make it again");
		return -1;
	}
	return 0;
}

static void
finish(struct reader *r)
{
	if (r == NULL)
		return;
	sar_sha256_free(r->lex.hash);
	sar_sqlrows_free(&r->rows);
	sar_sqltable_free(&r->tables);
	sar_buf_free(&r->token);
	explicit_bzero(r, sizeof(*r));
	free(r);
}

static struct reader *
start(const struct sar_source *source, const struct sar_sqldump *dump,
    struct sar_err *err)
{
	struct reader *r = calloc(1, sizeof(*r));
	struct sar_sha256 *hash = NULL;

	if (r == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	if ((hash = sar_sha256_new(err)) == NULL) {
		free(r);
		return NULL;
	}
	sar_sqllex_start(&r->lex, source, hash, err);
	r->dump = dump;
	r->err = err;
	return r;
}

int
sar_sqldump_read(const struct sar_source *source,
    const struct sar_sqldump *dump, uint8_t sha256[SAR_SHA256_LEN],
    struct sar_err *err)
{
	struct reader *r = start(source, dump, err);
	int rc = -1;

	if (r != NULL && read_all(r) == 0) {
		sar_sha256_end(r->lex.hash, sha256);
		rc = 0;
	}
	finish(r);
	return rc;
}

size_t
sar_sqldump_find(const struct sar_sqldump_columns *columns, const char *name)
{
	size_t i;

	for (i = 0; i < columns->n; i++)
		if (strcasecmp(columns->names[i], name) == 0)
			break;
	return i;
}

/* What a head declares. */
struct declared {
	const char *table;
	const char *const *columns;
	bool all;
};

static bool
wants_declared(void *ctx, const char *table)
{
	const struct declared *declared = ctx;

	return strcasecmp(table, declared->table) == 0;
}

static bool
has_all(const struct declared *declared, const struct sar_sqldump_columns *has)
{
	size_t i;

	for (i = 0; declared->columns[i] != NULL; i++)
		if (sar_sqldump_find(has, declared->columns[i]) == has->n)
			return false;
	return true;
}

static int
see_columns(void *ctx, const struct sar_sqldump_columns *columns,
    struct sar_err *err)
{
	struct declared *declared = ctx;

	(void)err;
	declared->all = has_all(declared, columns);
	return -1; /* enough is known */
}

static int
see_row(void *ctx, const struct sar_sqldump_row *row, struct sar_err *err)
{
	(void)ctx;
	(void)row;
	(void)err;
	return -1;
}

bool
sar_sqldump_has(const struct sar_probe *probe, const char *table,
    const char *const *columns)
{
	struct declared declared = { table, columns, false };
	const struct sar_sqldump dump = { &declared, wants_declared,
		see_columns, see_row };
	struct sar_err ignored = SAR_ERR_INIT;
	struct sar_sqldump_columns has = { .table = table };
	const struct sar_sqltable *made;
	struct reader *r = NULL;
	const char *head = probe->head;
	struct sar_source source;

	sar_source_text(&head, probe->len, "head", &source);
	if ((r = start(&source, &dump, &ignored)) == NULL)
		return false;
	/* The head may end anywhere: what is wrong there is so on purpose. */
	if (read_all(r) == -1)
		ignored = (struct sar_err)SAR_ERR_INIT;
	made = sar_sqltable_find(&r->tables, table);
	if (!declared.all && made != NULL) {
		(void)sar_sqltable_list(made, r->rows.names, r->rows.types);
		has.names = r->rows.names;
		has.n = made->n;
		declared.all = has_all(&declared, &has);
	}
	finish(r);
	return declared.all;
}
