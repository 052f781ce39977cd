#include "ingest/database.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"

#define MAGIC "SQLite format 3" /* and a NUL */
#define TEXT_MAX (1 << 20)
#define COLUMNS_MAX 256
#define PATIENCE_MS 5000
#define MEMORY_MAX ((uint64_t)512 << 20)
#define HEAD 20      /* bytes 18 and 19 of the header: 2 is a WAL */
#define STEPS 100000 /* of SQLite's machine, between two looks */
#define LOOKS 20     /* without a row, which takes a hundred steps */

struct sar_database {
	sqlite3 *db;
	unsigned looks; /* since the last row */
	unsigned most;  /* LOOKS, and more for a larger file */
};

/* How ${path} is best read. */
enum way {
	IN_PLACE,
	AS_BACKUP, /* a copy in memory, made under the lock */
	AS_BYTES   /* the file as it is: nobody has it open */
};

int
sar_database_is(const struct sar_source *source, bool *is, struct sar_err *err)
{
	char head[sizeof(MAGIC)];

	*is = false;
	if (source->size < sizeof(head))
		return 0;
	if (sar_source_read(source, head, sizeof(head), 0, err) == -1)
		return -1;
	*is = memcmp(head, MAGIC, sizeof(head)) == 0;
	return 0;
}

/* Not sqlite3_errmsg(): it may quote what the file holds. */
static int
fail(const char *name, int rc, struct sar_err *err)
{
	if (rc == SQLITE_READONLY_ROLLBACK) {
		(void)sar_err_set(err, SAR_EMISSING,
		    "%s: its writer crashed and left a journal", name);
		sar_err_hint(err, "let the recorder open it, which rolls it "
				  "back, and import it then");
		return -1;
	}
	switch (rc & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return sar_err_set(err, SAR_ELOCKED,
		    "%s: the recorder is writing to it", name);
	case SQLITE_INTERRUPT:
		return sar_err_set(err, SAR_EINPUT,
		    "%s: reading a row takes too long", name);
	case SQLITE_TOOBIG:
		return sar_err_set(err, SAR_EINPUT,
		    "%s: a value is longer than 1 MiB", name);
	case SQLITE_CANTOPEN:
	case SQLITE_READONLY:
	case SQLITE_PERM:
		(void)sar_err_set(err, SAR_EMISSING,
		    "%s: its write-ahead log or journal cannot be read", name);
		sar_err_hint(err, "give read access to the folder, or import a "
				  "copy made with VACUUM INTO");
		return -1;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return sar_err_set(err, SAR_ECORRUPT, "%s: damaged database",
		    name);
	default:
		return sar_err_set(err, SAR_EFAIL, "%s: %s", name,
		    sqlite3_errstr(rc));
	}
}

static int
harden(sqlite3 *db)
{
	static const int off[] = { SQLITE_DBCONFIG_TRUSTED_SCHEMA,
		SQLITE_DBCONFIG_ENABLE_VIEW, SQLITE_DBCONFIG_ENABLE_TRIGGER,
		SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, SQLITE_DBCONFIG_DQS_DML,
		SQLITE_DBCONFIG_DQS_DDL };
	size_t i;
	int rc;

	rc = sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	for (i = 0; i < sizeof(off) / sizeof(off[0]) && rc == SQLITE_OK; i++)
		rc = sqlite3_db_config(db, off[i], 0, NULL);
	(void)sqlite3_limit(db, SQLITE_LIMIT_LENGTH, TEXT_MAX);
	(void)sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
	(void)sqlite3_extended_result_codes(db, 1);
	if (rc == SQLITE_OK)
		rc = sqlite3_busy_timeout(db, PATIENCE_MS);
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(db,
		    "PRAGMA query_only = ON; PRAGMA cell_size_check = ON; "
		    "PRAGMA temp_store = MEMORY",
		    NULL, NULL, NULL);
	return rc;
}

/* A database made to take long is ended; each row starts the count anew. */
static int
look(void *ctx)
{
	struct sar_database *db = ctx;

	return ++db->looks > db->most;
}

/* Size of the file beside ${path}; -1 when there is none. */
static int64_t
size_beside(const char *path, const char *suffix)
{
	char name[4096];
	struct stat st;
	int n = snprintf(name, sizeof(name), "%s%s", path, suffix);

	if (n < 0 || (size_t)n >= sizeof(name) || lstat(name, &st) == -1)
		return -1;
	return (int64_t)st.st_size;
}

/*
 * With a rollback journal a reader keeps the writer from committing, and
 * Asterisk drops a call's record after a second of waiting: copy at once.
 * With a write-ahead log readers disturb nobody, but where the log is gone,
 * as after an orderly end, SQLite would make a new one, which the recorder's
 * user might not be able to write to.
 */
static enum way
choose_way(const char *path, const struct sar_source *source,
    const unsigned char head[HEAD])
{
	if (source->size > MEMORY_MAX)
		return IN_PLACE;
	if (head[18] != 2 && head[19] != 2)
		return AS_BACKUP;
	if (size_beside(path, "-wal") <= 0 && size_beside(path, "-shm") < 0 &&
	    size_beside(path, "-journal") <= 0)
		return AS_BYTES;
	return IN_PLACE;
}

static int
take_pages(void *ctx, int n, char **values, char **names)
{
	struct sar_database *db = ctx;
	uint64_t pages;

	(void)names;
	if (n == 1 && values[0] != NULL &&
	    sar_text_number(values[0], UINT32_MAX / 2, &pages))
		db->most = LOOKS + (unsigned)pages;
	return 0;
}

static int
begin(struct sar_database *db, const char *path, struct sar_err *err)
{
	int rc = harden(db->db);

	db->most = LOOKS;
	if (rc == SQLITE_OK) {
		sqlite3_progress_handler(db->db, STEPS, look, db);
		rc = sqlite3_exec(db->db,
		    "BEGIN; SELECT count(*) FROM sqlite_schema", NULL, NULL,
		    NULL);
	}
	/* Rows that are sorted all come late: as many looks more as the file
	   has pages, so that only what grows faster than it is ended. */
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(db->db, "PRAGMA page_count", take_pages, db,
		    NULL);
	return rc == SQLITE_OK ? 0 : fail(path, rc, err);
}

static int
open_file(const char *path, sqlite3 **db)
{
	return sqlite3_open_v2(path, db,
	    SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX |
		SQLITE_OPEN_PRIVATECACHE,
	    NULL);
}

static int
open_memory(sqlite3 **db)
{
	return sqlite3_open_v2(":memory:", db,
	    SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY |
		SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE,
	    NULL);
}

/* All pages under one lock. */
static int
copy_pages(sqlite3 *to, sqlite3 *from)
{
	sqlite3_backup *backup = NULL;
	int tries = PATIENCE_MS / 50;
	int rc;

	if ((backup = sqlite3_backup_init(to, "main", from, "main")) == NULL)
		return sqlite3_extended_errcode(to);
	/* It does not wait by itself. */
	while (((rc = sqlite3_backup_step(backup, -1)) & 0xff) == SQLITE_BUSY &&
	       tries-- > 0)
		(void)sqlite3_sleep(50);
	(void)sqlite3_backup_finish(backup);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int
open_backup(struct sar_database *db, const char *path, struct sar_err *err)
{
	sqlite3 *file = NULL;
	int rc;

	if ((rc = open_file(path, &file)) == SQLITE_OK)
		rc = sqlite3_extended_result_codes(file, 1);
	/* A journal to be rolled back shows only in a transaction. */
	if (rc == SQLITE_OK)
		rc = sqlite3_busy_timeout(file, PATIENCE_MS);
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(file,
		    "BEGIN; SELECT count(*) FROM sqlite_schema", NULL, NULL,
		    NULL);
	if (rc == SQLITE_OK)
		rc = open_memory(&db->db);
	if (rc == SQLITE_OK)
		rc = copy_pages(db->db, file);
	(void)sqlite3_close(file);
	return rc == SQLITE_OK ? 0 : fail(path, rc, err);
}

static bool
same_file(const struct stat *a, const struct stat *b)
{
	return a->st_ino == b->st_ino && a->st_size == b->st_size &&
	       a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
	       a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

/* The file's bytes, marked as what they are without a write-ahead log. */
static int
open_bytes(struct sar_database *db, const char *path, int fd,
    const struct sar_source *source, struct sar_err *err)
{
	unsigned char *bytes = sqlite3_malloc64(source->size);
	sqlite3_int64 size = (sqlite3_int64)source->size;
	struct stat before, after;
	int rc;

	if (bytes == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	if (fstat(fd, &before) == -1 ||
	    sar_source_read(source, bytes, (size_t)size, 0, err) == -1 ||
	    stat(path, &after) == -1) {
		sqlite3_free(bytes);
		return err->code != SAR_OK ? -1
					   : sar_err_errno(err, "%s", path);
	}
	if (!same_file(&before, &after) || size_beside(path, "-wal") > 0) {
		sqlite3_free(bytes);
		return fail(path, SQLITE_BUSY, err);
	}
	bytes[18] = bytes[19] = 1;
	if ((rc = open_memory(&db->db)) != SQLITE_OK) {
		sqlite3_free(bytes);
		return fail(path, rc, err);
	}
	rc = sqlite3_deserialize(db->db, "main", bytes, size, size,
	    SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_READONLY);
	return rc == SQLITE_OK ? 0 : fail(path, rc, err);
}

/*
 * For a log whose index is gone SQLite makes a new one beside it.  Made by
 * another user than the recorder's, it might stop the recorder.
 */
static bool
would_intrude(const char *path, int fd)
{
	struct stat st;

	return size_beside(path, "-wal") > 0 && size_beside(path, "-shm") < 0 &&
	       geteuid() != 0 &&
	       (fstat(fd, &st) == -1 || st.st_uid != geteuid());
}

/*
 * A copy that was cut within its last page.  SQLite reads zeros there, which
 * takes the ends off some rows; what lacks whole pages it notices itself.
 */
static bool
torn(const struct sar_source *source, const unsigned char head[HEAD])
{
	uint64_t page = (uint64_t)head[16] << 8 | head[17];

	if (page == 1)
		page = 65536;
	/* A header that is none is damage, which SQLite tells. */
	if (page < 512 || (page & (page - 1)) != 0 || head[18] - 1U > 1 ||
	    head[19] - 1U > 1)
		return false;
	return source->size > page && source->size % page != 0;
}

static int
open_way(struct sar_database *db, const char *path, int fd, struct sar_err *err)
{
	unsigned char head[HEAD];
	struct sar_source source;
	int rc;

	if (sar_source_fd(&fd, path, &source, err) == -1 ||
	    sar_source_read(&source, head, sizeof(head), 0, err) == -1)
		return -1;
	if (torn(&source, head)) {
		(void)sar_err_set(err, SAR_EINPUT,
		    "%s: torn: the last page has no end", path);
		sar_err_hint(err, "the copy is not complete: make it again");
		return -1;
	}
	switch (choose_way(path, &source, head)) {
	case AS_BACKUP:
		return open_backup(db, path, err);
	case AS_BYTES:
		return open_bytes(db, path, fd, &source, err);
	case IN_PLACE:
		break;
	}
	if (would_intrude(path, fd))
		return fail(path, SQLITE_CANTOPEN, err);
	rc = open_file(path, &db->db);
	return rc == SQLITE_OK ? 0 : fail(path, rc, err);
}

struct sar_database *
sar_database_open(const char *path, struct sar_err *err)
{
	struct sar_database *db = calloc(1, sizeof(*db));
	int fd = -1;
	int rc = -1;

	if (db == NULL)
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
	else if ((fd = sar_file_open(path, err)) != -1)
		rc = open_way(db, path, fd, err);
	/* Before the lock is taken: closing a file drops the process's. */
	if (fd != -1)
		(void)close(fd);
	if (rc == 0)
		rc = begin(db, path, err);
	if (rc == 0)
		return db;
	sar_database_close(db);
	return NULL;
}

struct sar_database *
sar_database_adopt(struct sqlite3 *db, const char *name, struct sar_err *err)
{
	struct sar_database *result = calloc(1, sizeof(*result));
	int rc = SQLITE_NOMEM;

	if (result != NULL)
		rc = harden(db);
	if (rc == SQLITE_OK) {
		result->db = db;
		return result;
	}
	(void)fail(name, rc, err);
	free(result);
	(void)sqlite3_close(db);
	return NULL;
}

void
sar_database_close(struct sar_database *db)
{
	if (db == NULL)
		return;
	(void)sqlite3_close(db->db);
	free(db);
}

bool
sar_database_has(const struct sar_database *db, const char *table,
    const char *column)
{
	static const char sql[] =
	    "SELECT 1 FROM sqlite_schema s, pragma_table_info(s.name) c "
	    "WHERE s.type = 'table' AND s.rootpage > 0 "
	    "AND s.name = ?1 COLLATE NOCASE "
	    "AND c.name = ?2 COLLATE NOCASE";
	sqlite3_stmt *stmt = NULL;
	bool has = false;

	if (sqlite3_prepare_v2(db->db, sql, -1, &stmt, NULL) == SQLITE_OK &&
	    sqlite3_bind_text(stmt, 1, table, -1, SQLITE_STATIC) == SQLITE_OK &&
	    sqlite3_bind_text(stmt, 2, column, -1, SQLITE_STATIC) == SQLITE_OK)
		has = sqlite3_step(stmt) == SQLITE_ROW;
	(void)sqlite3_finalize(stmt);
	return has;
}

/* The row of ${stmt} as text. */
static int
take_values(sqlite3_stmt *stmt, const char **values, bool *numbers,
    struct sar_database_row *row, struct sar_err *err)
{
	int type, c;
	size_t i;

	row->fault = NULL;
	row->at = row->n;
	for (i = row->n; i-- > 0;) {
		c = (int)i;
		type = sqlite3_column_type(stmt, c);
		values[i] = NULL;
		numbers[i] = type == SQLITE_INTEGER || type == SQLITE_FLOAT;
		if (type == SQLITE_NULL)
			continue;
		if (type != SQLITE_BLOB) {
			values[i] = (const char *)sqlite3_column_text(stmt, c);
			if (values[i] == NULL)
				return sar_err_set(err, SAR_EFAIL,
				    "out of memory");
		}
		if (type == SQLITE_BLOB ||
		    strlen(values[i]) !=
			(size_t)sqlite3_column_bytes(stmt, c)) {
			row->fault = type == SQLITE_BLOB ? "not text"
							 : "a NUL byte";
			row->at = i;
		}
	}
	return 0;
}

int
sar_database_each(struct sar_database *db, const char *name, const char *sql,
    sar_database_fn *fn, void *ctx, struct sar_err *err)
{
	const char *values[COLUMNS_MAX] = { NULL };
	bool numbers[COLUMNS_MAX] = { false };
	struct sar_database_row row = { .values = values, .numbers = numbers };
	sqlite3_stmt *stmt = NULL;
	int rc, result = -1;

	rc = sqlite3_prepare_v2(db->db, sql, -1, &stmt, NULL);
	if (rc != SQLITE_OK)
		return fail(name, rc, err);
	row.n = (size_t)sqlite3_column_count(stmt);
	if (row.n > COLUMNS_MAX) {
		(void)sar_err_set(err, SAR_EINPUT, "%s: more than %d columns",
		    name, COLUMNS_MAX);
		goto out;
	}
	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		row.nr++;
		db->looks = 0;
		if (take_values(stmt, values, numbers, &row, err) == -1 ||
		    fn(ctx, &row, err) == -1)
			goto out;
	}
	if (rc != SQLITE_DONE)
		(void)fail(name, rc, err);
	else
		result = 0;

out:
	(void)sqlite3_finalize(stmt);
	return result;
}

static int
hash_row(void *ctx, const struct sar_database_row *row, struct sar_err *err)
{
	struct sar_sha256 *hash = ctx;
	char text[24];
	size_t i;

	(void)err;
	for (i = 0; i < row->n; i++) {
		if (row->values[i] == NULL) {
			sar_sha256_add(hash, "-", 1);
			continue;
		}
		(void)snprintf(text, sizeof(text),
		    "%zu:", strlen(row->values[i]));
		sar_sha256_add(hash, text, strlen(text));
		sar_sha256_add(hash, row->values[i], strlen(row->values[i]));
	}
	sar_sha256_add(hash, "\n", 1);
	return 0;
}

int
sar_database_digest(struct sar_database *db, const char *name, const char *sql,
    uint8_t sha256[SAR_SHA256_LEN], struct sar_err *err)
{
	struct sar_sha256 *hash = sar_sha256_new(err);
	int rc = -1;

	if (hash != NULL &&
	    sar_database_each(db, name, sql, hash_row, hash, err) == 0) {
		sar_sha256_end(hash, sha256);
		rc = 0;
	}
	sar_sha256_free(hash);
	return rc;
}
