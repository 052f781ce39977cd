#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "index/committed.h"
#include "index/db.h"
#include "index/pages.h"
#include "index/party.h"
#include "index/rows.h"
#include "index/schema.h"
#include "index/text.h"
#include "index/unread.h"

#define TEXT_MAX (1 << 20) /* of one value or row */
#define WAL_VERSION 2      /* in the header; 1 is a rollback journal */
#define PAGE_SIZE_AT 16
#define WRITE_VERSION_AT 18 /* sqlite.org/fileformat2.html, 1.3 */
#define READ_VERSION_AT 19

int
sar_index_create(const char *path, struct sar_err *err)
{
	sqlite3 *db = NULL;
	unsigned char *data = NULL;
	sqlite3_int64 size = 0;
	int reserved = SAR_INDEX_PAGES_RESERVED;
	int rc;
	int result = -1;

	if (sar_file_exists(path))
		return sar_err_set(err, SAR_EREFUSED, "%s: exists already",
		    path);
	/* Made in memory, so that the file appears whole or not at all. */
	rc = sqlite3_open_v2(":memory:", &db,
	    SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_file_control(db, "main",
		    SQLITE_FCNTL_RESERVE_BYTES, &reserved);
	if (rc == SQLITE_OK)
		rc = sar_index_schema_make(db);
	if (rc != SQLITE_OK) {
		(void)sar_err_set(err, SAR_EFAIL, "%s: %s", path,
		    sqlite3_errstr(rc));
		goto out;
	}
	data = sqlite3_serialize(db, "main", &size, 0);
	if (data == NULL || size <= READ_VERSION_AT) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		goto out;
	}
	data[WRITE_VERSION_AT] = WAL_VERSION;
	data[READ_VERSION_AT] = WAL_VERSION;
	sar_index_pages_seal(data, (size_t)size,
	    (size_t)data[PAGE_SIZE_AT] << 8 | data[PAGE_SIZE_AT + 1]);
	result = sar_file_write(path, data, (size_t)size, 0600, false, err);

out:
	sqlite3_free(data);
	(void)sqlite3_close(db);
	return result;
}

/*
 * The path with its folder resolved: SQLITE_OPEN_NOFOLLOW refuses a link
 * anywhere in a path, while a home below a linked folder is quite usual.
 * The last part must not be a link, nor a device or FIFO.
 */
static char *
resolve(const char *path, bool write, struct sar_err *err)
{
	const char *slash = strrchr(path, '/');
	char *folder = NULL;
	char *real = NULL;
	char *full = NULL;
	struct stat st;
	bool there = lstat(path, &st) == 0;

	if (!there || access(path, write ? R_OK | W_OK : R_OK) == -1) {
		there = there || errno != ENOENT;
		(void)sar_err_errno(err, "%s", path);
		if (!there)
			sar_err_hint(err,
			    "make an index with \"sar-index init\"");
		/* A file that is there but cannot be written is as good as
		   absent to a writer, on a read-only file system too. */
		err->code = SAR_EMISSING;
		goto out;
	}
	if (!S_ISREG(st.st_mode)) {
		(void)sar_err_set(err, SAR_EMISSING, "%s: not a regular file",
		    path);
		goto out;
	}
	folder = slash == NULL ? strdup(".")
			       : strndup(path, (size_t)(slash - path) + 1);
	if (folder == NULL || (real = realpath(folder, NULL)) == NULL) {
		(void)sar_err_errno(err, "%s", path);
		goto out;
	}
	full = sar_file_join(real, slash == NULL ? path : slash + 1, err);

out:
	free(real);
	free(folder);
	return full;
}

/*
 * What a sort cannot hold in memory is personal: it goes to files without a
 * name in the index's own folder.  SQLite has one such folder a process.
 */
static int
set_temp_folder(const char *full, struct sar_err *err)
{
	const char *slash = strrchr(full, '/');

	if (sqlite3_temp_directory != NULL || slash == NULL)
		return 0;
	sqlite3_temp_directory = sqlite3_mprintf("%.*s", (int)(slash - full),
	    full);
	if (sqlite3_temp_directory == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	return 0;
}

/*
 * A run killed between making such a file and taking its name away left it,
 * empty.  One of a run that is under way may lose its name to us as well.
 */
static void
sweep_temp_files(void)
{
	static const char prefix[] = "etilqs_"; /* SQLite's */
	const size_t len = sizeof(prefix) - 1;
	DIR *dir = opendir(sqlite3_temp_directory);
	const struct dirent *entry;
	const char *id;

	if (dir == NULL)
		return;
	while ((entry = readdir(dir)) != NULL) {
		if (strncmp(entry->d_name, prefix, len) != 0)
			continue;
		id = entry->d_name + len;
		if (id[0] != '\0' && id[strspn(id, "0123456789abcdef")] == '\0')
			(void)unlinkat(dirfd(dir), entry->d_name, 0);
	}
	(void)closedir(dir);
}

/* Nothing that the file brings with it may run. */
static int
harden(sqlite3 *db)
{
	static const struct {
		int what;
		int on;
	} switches[] = {
		{ SQLITE_DBCONFIG_DEFENSIVE, 1 },
		{ SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
		{ SQLITE_DBCONFIG_ENABLE_VIEW, 0 },
		{ SQLITE_DBCONFIG_ENABLE_TRIGGER, 0 },
		{ SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
		{ SQLITE_DBCONFIG_DQS_DML, 0 },
		{ SQLITE_DBCONFIG_DQS_DDL, 0 },
		{ SQLITE_DBCONFIG_ENABLE_FKEY, 1 },
	};
	size_t i;
	int got = 0;

	for (i = 0; i < sizeof(switches) / sizeof(switches[0]); i++)
		if (sqlite3_db_config(db, switches[i].what, switches[i].on,
			&got) != SQLITE_OK ||
		    got != switches[i].on)
			return SQLITE_MISUSE;
	(void)sqlite3_limit(db, SQLITE_LIMIT_LENGTH, TEXT_MAX);
	(void)sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
	(void)sqlite3_limit(db, SQLITE_LIMIT_WORKER_THREADS, 1);
	(void)sqlite3_extended_result_codes(db, 1);
	/* Kept in memory: what SQLite sorts is personal. */
	return sqlite3_exec(db,
	    "PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY", NULL,
	    NULL, NULL);
}

static int
is_wal(void *ctx, int n, char **values, char **names)
{
	bool *wal = ctx;

	(void)names;
	*wal = n == 1 && values[0] != NULL && strcmp(values[0], "wal") == 0;
	return 0;
}

static int
set_up_writer(struct sar_index *index, struct sar_err *err)
{
	/* FULL: what was reported as imported survives a power cut.  The
	   cache: party_by_key is written to all over. */
	static const char settings[] =
	    "PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; "
	    "PRAGMA cache_size = -65536";
	static const char journal[] = "PRAGMA journal_mode = WAL";
	bool wal = false;
	int rc;

	if (sqlite3_db_readonly(index->db, "main") != 0)
		return sar_err_set(err, SAR_EMISSING, "%s: cannot be written",
		    index->path);
	rc = sqlite3_exec(index->db, journal, is_wal, &wal, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(index->db, settings, NULL, NULL, NULL);
	if (rc != SQLITE_OK)
		return sar_index_fail(index, rc, err);
	if (!wal)
		return sar_err_set(err, SAR_EMISSING,
		    "%s: cannot keep a write-ahead log beside it", index->path);
	return 0;
}

struct sar_index *
sar_index_open(const char *path, bool write, struct sar_err *err)
{
	struct sar_index *index = NULL;
	struct sar_index *result = NULL;
	const char *vfs;
	char *full = NULL;
	/* NOMUTEX: a handle is one thread's, and each lock costs. */
	int flags = SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_PRIVATECACHE |
		    SQLITE_OPEN_NOMUTEX |
		    (write ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY);
	int rc;

	/* Counting its memory takes a lock at each allocation; the first call
	   counts, those after it are refused and do no harm. */
	(void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	if ((vfs = sar_index_pages_vfs()) == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "SQLite cannot read files");
		goto out;
	}
	if ((full = resolve(path, write, err)) == NULL ||
	    (write && set_temp_folder(full, err) == -1))
		goto out;
	if ((index = calloc(1, sizeof(*index))) == NULL ||
	    (index->path = strdup(path)) == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		goto out;
	}
	index->write = write;
	rc = sqlite3_open_v2(full, &index->db, flags, vfs);
	if (rc == SQLITE_OK)
		rc = harden(index->db);
	if (rc == SQLITE_OK)
		rc = sqlite3_busy_timeout(index->db, SAR_INDEX_PATIENCE_MS);
	if (rc != SQLITE_OK) {
		(void)sar_index_fail(index, rc, err);
		goto out;
	}
	if (sar_index_schema_check(index, err) == -1 ||
	    (write && (set_up_writer(index, err) == -1 ||
			  sar_index_upgrade(index, err) == -1)))
		goto out;
	if (write)
		sweep_temp_files();
	result = index;
	index = NULL;

out:
	sar_index_close(index);
	free(full);
	return result;
}

void
sar_index_close(struct sar_index *index)
{
	size_t i;

	if (index == NULL)
		return;
	sar_index_rollback(index);
	for (i = 0; i < SAR_INDEX_SLOTS; i++)
		(void)sqlite3_finalize(index->stmts[i]);
	/* What was deleted lingers in the log until it is cut to nothing.  A
	   reader may prevent that: the next writer tries again. */
	if (index->write && index->db != NULL)
		(void)sqlite3_wal_checkpoint_v2(index->db, NULL,
		    SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	(void)sqlite3_close(index->db);
	sar_index_rows_free(index->leg_rows);
	sar_index_party_free(index);
	sar_index_unread_free(index);
	sar_index_text_free(index->hold);
	free(index->system);
	free(index->path);
	free(index);
}
