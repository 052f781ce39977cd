#include "index/schema.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "index/search.h"

/* A leg may be a week long and a clock change uncertain on both sides. */
_Static_assert(SAR_INDEX_LONGEST == 777600, "party says 777600");

struct object {
	const char *type;
	const char *name;
	const char *table;
	const char *sql; /* NULL: made by SQLite for a UNIQUE */
	int since;       /* of versions; 0: of all there are */
	int until;       /* 0: still */
};

static const char commitment_sql[] =
    "CREATE TABLE commitment (\n"
    "  recording INTEGER PRIMARY KEY REFERENCES recording,\n"
    "  decoder TEXT NOT NULL,\n"
    "  block INTEGER NOT NULL CHECK (block >= 0),\n"
    "  seeds BLOB,\n"
    "  roots BLOB NOT NULL,\n"
    "  file_salt BLOB CHECK (length(file_salt) = 32),\n"
    "  digest INTEGER NOT NULL,\n"
    "  CHECK ((seeds IS NULL) = (file_salt IS NULL)),\n"
    "  CHECK (length(seeds) = length(roots)),\n"
    "  CHECK (length(roots) % 32 = 0 AND length(roots) <= 256)\n"
    ") STRICT";

static const char event_sql[] =
    "CREATE TABLE event (\n"
    "  leg INTEGER NOT NULL REFERENCES leg ON DELETE CASCADE,\n"
    "  nr INTEGER NOT NULL,\n"
    "  what INTEGER NOT NULL CHECK (what BETWEEN 0 AND 7),\n"
    "  party INTEGER,\n"
    "  at INTEGER NOT NULL,\n"
    "  PRIMARY KEY (leg, nr)\n"
    ") STRICT, WITHOUT ROWID";

/* As of the day it was held: what it is to be, should anybody ask. */
static const char held_sql[] =
    "CREATE TABLE held (\n"
    "  hold INTEGER NOT NULL REFERENCES hold,\n"
    "  recording INTEGER NOT NULL REFERENCES recording,\n"
    "  sha256 BLOB CHECK (length(sha256) = 32),\n"
    "  bytes INTEGER NOT NULL CHECK (bytes >= 0),\n"
    "  expires INTEGER,\n"
    "  salt BLOB NOT NULL CHECK (length(salt) = 16),\n"
    "  PRIMARY KEY (hold, recording)\n"
    ") STRICT, WITHOUT ROWID";

static const char held_by_content_sql[] =
    "CREATE INDEX held_by_content ON held (sha256)\n"
    "  WHERE sha256 IS NOT NULL";

static const char held_by_recording_sql[] =
    "CREATE INDEX held_by_recording ON held (recording)";

/* Those that hold: one that was lifted is in the log alone. */
static const char hold_sql[] = "CREATE TABLE hold (\n"
			       "  id INTEGER PRIMARY KEY,\n"
			       "  ref TEXT NOT NULL,\n"
			       "  name TEXT NOT NULL CHECK (name <> ''),\n"
			       "  owner TEXT NOT NULL,\n"
			       "  reason TEXT NOT NULL,\n"
			       "  placed INTEGER NOT NULL,\n"
			       "  review INTEGER NOT NULL,\n"
			       "  n INTEGER NOT NULL CHECK (n > 0),\n"
			       "  record INTEGER,\n"
			       "  UNIQUE (ref, name)\n"
			       ") STRICT";

static const char leg_sql[] =
    "CREATE TABLE leg (\n"
    "  id INTEGER PRIMARY KEY,\n"
    "  system INTEGER NOT NULL REFERENCES system,\n"
    "  ref TEXT NOT NULL,\n"
    "  call TEXT CHECK (call <> ''),\n"
    "  source INTEGER NOT NULL REFERENCES source,\n"
    "  line INTEGER NOT NULL,\n"
    "  start INTEGER NOT NULL,\n"
    "  finish INTEGER NOT NULL,\n"
    "  clock INTEGER,\n"
    "  talk INTEGER NOT NULL CHECK (talk >= 0),\n"
    "  uncertain INTEGER NOT NULL CHECK (uncertain >= 0),\n"
    "  answered INTEGER NOT NULL CHECK (answered IN (0, 1)),\n"
    "  direction INTEGER NOT NULL CHECK (direction BETWEEN 0 AND 3),\n"
    "  hold INTEGER NOT NULL CHECK (hold BETWEEN 0 AND 2),\n"
    "  recorded INTEGER NOT NULL CHECK (recorded BETWEEN 0 AND 2),\n"
    "  start_raw TEXT NOT NULL,\n"
    "  digest INTEGER NOT NULL,\n"
    "  extra INTEGER NOT NULL,\n"
    "  CHECK (finish >= start)\n"
    ") STRICT";

static const char leg_by_call_sql[] =
    "CREATE INDEX leg_by_call ON leg (system, call) WHERE call IS NOT NULL";

static const char leg_by_ref_sql[] =
    "CREATE UNIQUE INDEX leg_by_ref ON leg (system, ref)";

static const char leg_recording_sql[] =
    "CREATE TABLE leg_recording (\n"
    "  leg INTEGER NOT NULL REFERENCES leg ON DELETE CASCADE,\n"
    "  recording INTEGER NOT NULL REFERENCES recording,\n"
    "  offset INTEGER,\n"
    "  length INTEGER CHECK (length >= 0),\n"
    "  digest INTEGER NOT NULL,\n"
    "  PRIMARY KEY (leg, recording)\n"
    ") STRICT, WITHOUT ROWID";

static const char leg_recording_by_recording_sql[] =
    "CREATE INDEX leg_recording_by_recording\n"
    "  ON leg_recording (recording, leg)";

static const char link_sql[] =
    "CREATE TABLE link (\n"
    "  leg INTEGER NOT NULL REFERENCES leg ON DELETE CASCADE,\n"
    "  to_call INTEGER NOT NULL CHECK (to_call IN (0, 1)),\n"
    "  target TEXT NOT NULL,\n"
    "  kind INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 6),\n"
    "  evidence TEXT NOT NULL,\n"
    "  PRIMARY KEY (leg, to_call, target, kind)\n"
    ") STRICT, WITHOUT ROWID";

static const char link_by_target_sql[] =
    "CREATE INDEX link_by_target ON link (target, to_call, leg)";

static const char party_sql[] =
    "CREATE TABLE party (\n"
    "  leg INTEGER NOT NULL REFERENCES leg ON DELETE CASCADE,\n"
    "  nr INTEGER NOT NULL,\n"
    "  role INTEGER NOT NULL CHECK (role BETWEEN 0 AND 3),\n"
    "  kind INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 6),\n"
    "  certain INTEGER NOT NULL CHECK (certain IN (0, kind = 0)),\n"
    "  rules INTEGER NOT NULL,\n"
    "  key INTEGER,\n"
    "  raw TEXT NOT NULL,\n"
    "  since INTEGER NOT NULL,\n"
    "  until INTEGER NOT NULL,\n"
    "  PRIMARY KEY (leg, nr),\n"
    "  CHECK (until - since BETWEEN 0 AND 777600),\n"
    "  CHECK ((kind = 0) = (key IS NOT NULL AND key > 0)),\n"
    "  CHECK ((kind = 1) = (key IS NOT NULL AND key < 0)),\n"
    "  CHECK ((kind > 1) = (key IS NULL))\n"
    ") STRICT, WITHOUT ROWID";

/* Without those that have no number: one leading column that is always an
   integer is sorted twice as fast, and nobody searches for them. */
static const char party_by_key_sql[] =
    "CREATE INDEX party_by_key\n"
    "  ON party (key, since, until, leg, kind, certain)\n"
    "  WHERE key IS NOT NULL";

static const char party_unread_sql[] =
    "CREATE INDEX party_unread ON party (since, until, leg, kind)\n"
    "  WHERE key IS NULL";

/* 0: to be deleted by the run, which has seen that it is the file imported;
   1: deleted from the disk; 2: nothing of it is left here either. */
static const char purge_sql[] =
    "CREATE TABLE purge (\n"
    "  recording INTEGER PRIMARY KEY REFERENCES recording,\n"
    "  run INTEGER NOT NULL REFERENCES purge_run,\n"
    "  state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 2),\n"
    "  late INTEGER NOT NULL CHECK (late >= 0)\n"
    ") STRICT";

static const char purge_by_run_sql[] =
    "CREATE INDEX purge_by_run ON purge (run, state, recording)";

static const char purge_run_sql[] = "CREATE TABLE purge_run (\n"
				    "  id INTEGER PRIMARY KEY,\n"
				    "  day INTEGER NOT NULL,\n"
				    "  staff TEXT NOT NULL,\n"
				    "  gone INTEGER NOT NULL,\n"
				    "  changed INTEGER NOT NULL,\n"
				    "  linked INTEGER NOT NULL,\n"
				    "  record INTEGER\n"
				    ") STRICT";

static const char recording_sql[] =
    "CREATE TABLE recording (\n"
    "  id INTEGER PRIMARY KEY,\n"
    "  path TEXT NOT NULL UNIQUE,\n"
    "  state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 4),\n"
    "  sha256 BLOB CHECK (length(sha256) = 32),\n"
    "  bytes INTEGER NOT NULL,\n"
    "  frames INTEGER NOT NULL,\n"
    "  rate INTEGER NOT NULL,\n"
    "  channels INTEGER NOT NULL,\n"
    "  codec TEXT NOT NULL,\n"
    "  finding TEXT NOT NULL,\n"
    "  digest INTEGER NOT NULL,\n"
    "  registered INTEGER,\n"
    "  CHECK ((state = 1) = (sha256 IS NULL))\n"
    ") STRICT";

static const char recording_unregistered_sql[] =
    "CREATE INDEX recording_unregistered ON recording (id)\n"
    "  WHERE registered IS NULL AND state <> 1";

/* Without its line once that was erased: the leaf stays. */
static const char registration_sql[] =
    "CREATE TABLE registration (\n"
    "  recording INTEGER NOT NULL REFERENCES recording,\n"
    "  seq INTEGER NOT NULL,\n"
    "  nr INTEGER NOT NULL CHECK (nr >= 0),\n"
    "  leaf BLOB NOT NULL CHECK (length(leaf) = 32),\n"
    "  line TEXT,\n"
    "  PRIMARY KEY (recording, seq)\n"
    ") STRICT, WITHOUT ROWID";

static const char registration_by_batch_sql[] =
    "CREATE UNIQUE INDEX registration_by_batch\n"
    "  ON registration (seq, nr)";

static const char registration_2_sql[] =
    "CREATE TABLE registration (\n"
    "  recording INTEGER NOT NULL REFERENCES recording,\n"
    "  seq INTEGER NOT NULL,\n"
    "  line TEXT NOT NULL,\n"
    "  PRIMARY KEY (recording, seq)\n"
    ") STRICT, WITHOUT ROWID";

static const char segment_sql[] =
    "CREATE TABLE segment (\n"
    "  leg INTEGER NOT NULL REFERENCES leg ON DELETE CASCADE,\n"
    "  nr INTEGER NOT NULL,\n"
    "  recording INTEGER NOT NULL REFERENCES recording,\n"
    "  party INTEGER,\n"
    "  starts INTEGER NOT NULL CHECK (starts >= 0),\n"
    "  ends INTEGER NOT NULL,\n"
    "  PRIMARY KEY (leg, nr),\n"
    "  CHECK (ends > starts)\n"
    ") STRICT, WITHOUT ROWID";

static const char source_sql[] =
    "CREATE TABLE source (\n"
    "  id INTEGER PRIMARY KEY,\n"
    "  sha256 BLOB NOT NULL UNIQUE CHECK (length(sha256) = 32),\n"
    "  name TEXT NOT NULL,\n"
    "  importer TEXT NOT NULL,\n"
    "  zone TEXT NOT NULL,\n"
    "  basis INTEGER NOT NULL CHECK (basis BETWEEN 0 AND 4),\n"
    "  evidence TEXT NOT NULL,\n"
    "  grouped TEXT NOT NULL,\n"
    "  imported INTEGER NOT NULL,\n"
    "  rows_read INTEGER NOT NULL,\n"
    "  rows_new INTEGER NOT NULL,\n"
    "  rows_same INTEGER NOT NULL,\n"
    "  rows_changed INTEGER NOT NULL,\n"
    "  rows_rejected INTEGER NOT NULL,\n"
    "  legs INTEGER NOT NULL,\n"
    "  digest INTEGER NOT NULL,\n"
    "  CHECK (rows_read =\n"
    "    rows_new + rows_same + rows_changed + rows_rejected)\n"
    ") STRICT";

static const char stream_sql[] =
    "CREATE TABLE stream (\n"
    "  leg INTEGER NOT NULL REFERENCES leg ON DELETE CASCADE,\n"
    "  recording INTEGER NOT NULL REFERENCES recording,\n"
    "  channel INTEGER NOT NULL CHECK (channel >= 0),\n"
    "  party INTEGER NOT NULL,\n"
    "  PRIMARY KEY (leg, recording, channel, party)\n"
    ") STRICT, WITHOUT ROWID";

static const char system_sql[] = "CREATE TABLE system (\n"
				 "  id INTEGER PRIMARY KEY,\n"
				 "  name TEXT NOT NULL UNIQUE\n"
				 ") STRICT";

/* Parties nobody can attribute, counted by the hours their legs lie in: an
   answer whose cost does not grow with how many there are. */
static const char unread_sql[] =
    "CREATE TABLE unread (\n"
    "  first INTEGER NOT NULL,\n"
    "  last INTEGER NOT NULL CHECK (last >= first),\n"
    "  kind INTEGER NOT NULL CHECK (kind BETWEEN 2 AND 6),\n"
    "  n INTEGER NOT NULL CHECK (n >= 0),\n"
    "  PRIMARY KEY (first, last, kind)\n"
    ") STRICT, WITHOUT ROWID";

/* In order of name, as the file is asked for them. */
static const struct object objects[] = {
	{ "table", "commitment", "commitment", commitment_sql, 3, 0 },
	{ "table", "event", "event", event_sql, 0, 0 },
	{ "table", "held", "held", held_sql, 4, 0 },
	{ "index", "held_by_content", "held", held_by_content_sql, 4, 0 },
	{ "index", "held_by_recording", "held", held_by_recording_sql, 4, 0 },
	{ "table", "hold", "hold", hold_sql, 4, 0 },
	{ "table", "leg", "leg", leg_sql, 0, 0 },
	{ "index", "leg_by_call", "leg", leg_by_call_sql, 0, 0 },
	{ "index", "leg_by_ref", "leg", leg_by_ref_sql, 0, 0 },
	{ "table", "leg_recording", "leg_recording", leg_recording_sql, 0, 0 },
	{ "index", "leg_recording_by_recording", "leg_recording",
	    leg_recording_by_recording_sql, 0, 0 },
	{ "table", "link", "link", link_sql, 0, 0 },
	{ "index", "link_by_target", "link", link_by_target_sql, 0, 0 },
	{ "table", "party", "party", party_sql, 0, 0 },
	{ "index", "party_by_key", "party", party_by_key_sql, 0, 0 },
	{ "index", "party_unread", "party", party_unread_sql, 0, 0 },
	{ "table", "purge", "purge", purge_sql, 4, 0 },
	{ "index", "purge_by_run", "purge", purge_by_run_sql, 4, 0 },
	{ "table", "purge_run", "purge_run", purge_run_sql, 4, 0 },
	{ "table", "recording", "recording", recording_sql, 0, 0 },
	{ "index", "recording_unregistered", "recording",
	    recording_unregistered_sql, 0, 0 },
	{ "table", "registration", "registration", registration_2_sql, 2, 2 },
	{ "table", "registration", "registration", registration_sql, 3, 0 },
	{ "index", "registration_by_batch", "registration",
	    registration_by_batch_sql, 3, 0 },
	{ "table", "segment", "segment", segment_sql, 0, 0 },
	{ "table", "source", "source", source_sql, 0, 0 },
	{ "index", "sqlite_autoindex_hold_1", "hold", NULL, 4, 0 },
	{ "index", "sqlite_autoindex_recording_1", "recording", NULL, 0, 0 },
	{ "index", "sqlite_autoindex_source_1", "source", NULL, 0, 0 },
	{ "index", "sqlite_autoindex_system_1", "system", NULL, 0, 0 },
	{ "table", "stream", "stream", stream_sql, 0, 0 },
	{ "table", "system", "system", system_sql, 0, 0 },
	{ "table", "unread", "unread", unread_sql, 0, 0 },
};

#define N_OBJECTS (sizeof(objects) / sizeof(objects[0]))

/* Is ${object} one that this release makes? */
static bool
is_now(const struct object *object)
{
	return object->until == 0;
}

static int
put_version(sqlite3 *db)
{
	char text[96];

	(void)snprintf(text, sizeof(text),
	    "PRAGMA application_id = %d; PRAGMA user_version = %d",
	    SAR_INDEX_APPLICATION, SAR_INDEX_VERSION);
	return sqlite3_exec(db, text, NULL, NULL, NULL);
}

int
sar_index_schema_make(sqlite3 *db)
{
	size_t i;
	int rc = SQLITE_OK;

	for (i = 0; i < N_OBJECTS && rc == SQLITE_OK; i++)
		if (objects[i].sql != NULL && is_now(&objects[i]))
			rc = sqlite3_exec(db, objects[i].sql, NULL, NULL, NULL);
	return rc == SQLITE_OK ? put_version(db) : rc;
}

int
sar_index_schema_later(sqlite3 *db, int version)
{
	size_t i;
	int rc = SQLITE_OK;

	for (i = 0; i < N_OBJECTS && rc == SQLITE_OK; i++)
		if (objects[i].since > version && objects[i].sql != NULL)
			rc = sqlite3_exec(db, objects[i].sql, NULL, NULL, NULL);
	return rc == SQLITE_OK ? put_version(db) : rc;
}

/* What a load into an empty index makes after the rows: sorted at once, they
   cost a third of what they cost row by row. */
static bool
is_late(const struct object *object)
{
	return strcmp(object->type, "index") == 0 && object->sql != NULL &&
	       (strcmp(object->table, "leg") == 0 ||
		   strcmp(object->table, "party") == 0 ||
		   strcmp(object->table, "leg_recording") == 0);
}

int
sar_index_schema_late_drop(sqlite3 *db)
{
	char text[96];
	size_t i;
	int rc = SQLITE_OK;

	for (i = 0; i < N_OBJECTS && rc == SQLITE_OK; i++) {
		if (!is_late(&objects[i]))
			continue;
		(void)snprintf(text, sizeof(text), "DROP INDEX %s",
		    objects[i].name);
		rc = sqlite3_exec(db, text, NULL, NULL, NULL);
	}
	return rc;
}

int
sar_index_schema_late_make(sqlite3 *db)
{
	size_t i;
	int rc = SQLITE_OK;

	for (i = 0; i < N_OBJECTS && rc == SQLITE_OK; i++)
		if (is_late(&objects[i]))
			rc = sqlite3_exec(db, objects[i].sql, NULL, NULL, NULL);
	return rc;
}

/* One number of the file's header; SQLite's code. */
static int
header_value(sqlite3 *db, const char *sql, int64_t *value)
{
	sqlite3_stmt *stmt = NULL;
	int rc;

	rc = sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);
	if (rc == SQLITE_OK) {
		rc = sqlite3_step(stmt);
		if (rc == SQLITE_ROW)
			*value = sqlite3_column_int64(stmt, 0);
	}
	(void)sqlite3_finalize(stmt);
	return rc == SQLITE_ROW ? SQLITE_OK : rc;
}

static int
not_an_index(const struct sar_index *index, struct sar_err *err)
{
	return sar_err_set(err, SAR_EMISSING, "%s: not a recording index",
	    index->path);
}

static int
check_header(struct sar_index *index, struct sar_err *err)
{
	static const char application[] = "PRAGMA application_id";
	static const char user_version[] = "PRAGMA user_version";
	int64_t id = 0;
	int64_t version = 0;
	int rc;

	rc = header_value(index->db, application, &id);
	if ((rc & 0xff) == SQLITE_NOTADB)
		return not_an_index(index, err);
	if (rc != SQLITE_OK)
		return sar_index_fail(index, rc, err);
	if (id != SAR_INDEX_APPLICATION)
		return not_an_index(index, err);
	if ((rc = header_value(index->db, user_version, &version)) != SQLITE_OK)
		return sar_index_fail(index, rc, err);
	if (version > SAR_INDEX_VERSION) {
		(void)sar_err_set(err, SAR_EINPUT,
		    "%s: written by a newer release: format %" PRId64
		    ", this one reads %d",
		    index->path, version, SAR_INDEX_VERSION);
		sar_err_hint(err, "install the release that wrote it");
		return -1;
	}
	if (version == 1) {
		(void)sar_err_set(err, SAR_EINPUT,
		    "%s: made by release 0.1.0, which knew less of each call",
		    index->path);
		sar_err_hint(err,
		    "move it away, \"sar-index init\", and import again");
		return -1;
	}
	if (version < SAR_INDEX_OLDEST)
		return sar_err_set(err, SAR_ECORRUPT,
		    "%s: impossible format number", index->path);
	index->version = (int)version;
	return 0;
}

static bool
same_text(sqlite3_stmt *stmt, int column, const char *want)
{
	const char *text = (const char *)sqlite3_column_text(stmt, column);

	if (want == NULL || text == NULL)
		return want == NULL && text == NULL;
	return strcmp(text, want) == 0;
}

static bool
is_object(sqlite3_stmt *stmt, const struct object *object)
{
	return same_text(stmt, 0, object->type) &&
	       same_text(stmt, 1, object->name) &&
	       same_text(stmt, 2, object->table) &&
	       same_text(stmt, 3, object->sql);
}

/* The first from number ${i} on that a file of ${version} has. */
static size_t
next_of(size_t i, int version)
{
	while (i < N_OBJECTS &&
	       (objects[i].since > version ||
		   (objects[i].until != 0 && objects[i].until < version)))
		i++;
	return i;
}

int
sar_index_schema_check(struct sar_index *index, struct sar_err *err)
{
	/* ANALYZE is harmless: it leaves tables of SQLite's own. */
	static const char sql[] =
	    "SELECT type, name, tbl_name, sql FROM sqlite_schema "
	    "WHERE NOT (type = 'table' AND name GLOB 'sqlite_stat[14]') "
	    "ORDER BY name";
	sqlite3_stmt *stmt = NULL;
	size_t n;
	int rc;

	if (check_header(index, err) == -1)
		return -1;
	n = next_of(0, index->version);
	rc = sqlite3_prepare_v2(index->db, sql, -1, &stmt, NULL);
	if (rc == SQLITE_OK)
		while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
			if (n == N_OBJECTS || !is_object(stmt, &objects[n]))
				break;
			n = next_of(n + 1, index->version);
		}
	(void)sqlite3_finalize(stmt);
	if ((rc & 0xff) == SQLITE_BUSY || (rc & 0xff) == SQLITE_IOERR ||
	    rc == SQLITE_NOMEM)
		return sar_index_fail(index, rc, err);
	if (rc != SQLITE_DONE || n != N_OBJECTS)
		return sar_err_set(err, SAR_ECORRUPT,
		    "%s: its tables are not those of a recording index",
		    index->path);
	return 0;
}
