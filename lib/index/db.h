#ifndef SAR_INDEX_DB_H
#define SAR_INDEX_DB_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "index/index.h"

#define SAR_INDEX_PATIENCE_MS 5000 /* a checkpoint may hold a reader up */

/* One statement each, prepared on its first use and kept. */
enum sar_index_slot {
	SAR_INDEX_READ_BEGIN,
	SAR_INDEX_READ_END,
	SAR_INDEX_SOURCE_KNOWN,
	SAR_INDEX_SOURCE_ID,
	SAR_INDEX_SOURCE_ADD,
	SAR_INDEX_SOURCE_END,
	SAR_INDEX_SUMS_GET,
	SAR_INDEX_SUMS_PUT,
	SAR_INDEX_SYSTEM_ADD,
	SAR_INDEX_SYSTEM_ID,
	SAR_INDEX_SYSTEM_NAME,
	SAR_INDEX_LEG_ADD,
	SAR_INDEX_LEG_FIND,
	SAR_INDEX_LEG_UPDATE,
	SAR_INDEX_PARTY_ADD,
	SAR_INDEX_PARTY_DROP,
	SAR_INDEX_UNREAD_ADD,
	SAR_INDEX_UNREAD_SUM,
	SAR_INDEX_UNREAD_OF,
	SAR_INDEX_UNREAD_HOURS,
	SAR_INDEX_UNREAD_PARTIES,
	SAR_INDEX_USE_ADD,
	SAR_INDEX_USE_BULK,
	SAR_INDEX_EVENT_ADD,
	SAR_INDEX_EVENT_DROP,
	SAR_INDEX_LINK_ADD,
	SAR_INDEX_LINK_DROP,
	SAR_INDEX_STREAM_ADD,
	SAR_INDEX_STREAM_DROP,
	SAR_INDEX_SEGMENT_ADD,
	SAR_INDEX_SEGMENT_DROP,
	SAR_INDEX_RECORDING_FIND,
	SAR_INDEX_RECORDING_ANY,
	SAR_INDEX_RECORDING_ADD,
	SAR_INDEX_RECORDING_UPDATE,
	SAR_INDEX_RECORDING_NEXT,
	SAR_INDEX_REGISTER_LINE,
	SAR_INDEX_REGISTER_MARK,
	SAR_INDEX_REGISTER_GET,
	SAR_INDEX_REGISTER_BATCH,
	SAR_INDEX_REGISTER_ERASE,
	SAR_INDEX_COMMITMENT_PUT,
	SAR_INDEX_COMMITMENT_REPLACE,
	SAR_INDEX_COMMITMENT_MARK,
	SAR_INDEX_COMMITMENT_GET,
	SAR_INDEX_COMMITMENT_DROP,
	SAR_INDEX_COMMITMENT_FORGET,
	SAR_INDEX_COMMITMENT_NEXT,
	SAR_INDEX_STAT_COMMITTED,
	SAR_INDEX_VERIFY_COMMITMENTS,
	SAR_INDEX_VERIFY_BATCHES,
	SAR_INDEX_STAT_LEGS,
	SAR_INDEX_STAT_NEWEST,
	SAR_INDEX_STAT_CALLS,
	SAR_INDEX_STAT_KINDS,
	SAR_INDEX_STAT_STATES,
	SAR_INDEX_STAT_SOURCES,
	SAR_INDEX_STAT_DELETED,
	SAR_INDEX_STAT_MORE,
	SAR_INDEX_STATE_SOURCES,
	SAR_INDEX_STATE_ENDS,
	SAR_INDEX_KEY_NEAR,
	SAR_INDEX_KEY_ENTRY,
	SAR_INDEX_LEG_ANY,
	SAR_INDEX_CALL_LEGS,
	SAR_INDEX_CALL_PARTIES,
	SAR_INDEX_LINKS_FROM,
	SAR_INDEX_LINKS_TO,
	SAR_INDEX_LINKS_ANY,
	SAR_INDEX_AUDIO_LEGS,
	SAR_INDEX_KEY_LEGS,
	SAR_INDEX_CALL_INSIDE,
	SAR_INDEX_LOAD_LEG,
	SAR_INDEX_LOAD_SOURCE,
	SAR_INDEX_LOAD_PARTIES,
	SAR_INDEX_LOAD_RECORDINGS,
	SAR_INDEX_VERIFY_COUNT,
	SAR_INDEX_VERIFY_TREES,
	SAR_INDEX_VERIFY_KEYS,
	SAR_INDEX_VERIFY_LEGS,
	SAR_INDEX_VERIFY_SUMS,
	SAR_INDEX_VERIFY_SOURCES,
	SAR_INDEX_VERIFY_USES,
	SAR_INDEX_VERIFY_RECORDINGS,
	SAR_INDEX_VERIFY_EVENTS,
	SAR_INDEX_VERIFY_LINKS,
	SAR_INDEX_VERIFY_STREAMS,
	SAR_INDEX_VERIFY_SEGMENTS,
	SAR_INDEX_VERIFY_UNREAD,
	SAR_INDEX_VERIFY_HOUR,
	SAR_INDEX_VERIFY_HOURS,
	SAR_INDEX_PARTS_EVENTS,
	SAR_INDEX_PARTS_STREAMS,
	SAR_INDEX_PARTS_SEGMENTS,
	SAR_INDEX_PARTS_LINKS,
	SAR_INDEX_PARTS_SUM,
	SAR_INDEX_EACH_COUNT,
	SAR_INDEX_EACH_RECORDING,
	SAR_INDEX_EACH_ONE,
	SAR_INDEX_EACH_SOURCE,
	SAR_INDEX_EACH_CODEC,
	SAR_INDEX_EACH_LAST,
	SAR_INDEX_EACH_PARTIES,
	SAR_INDEX_EACH_SILENT,
	SAR_INDEX_HOLD_GET,
	SAR_INDEX_HOLD_PUT,
	SAR_INDEX_HOLD_COUNT,
	SAR_INDEX_HOLD_LOGGED,
	SAR_INDEX_HOLD_DROP_HELD,
	SAR_INDEX_HOLD_DROP,
	SAR_INDEX_HOLD_EACH,
	SAR_INDEX_HELD_FILE,
	SAR_INDEX_HELD_ADD,
	SAR_INDEX_HELD_EACH,
	SAR_INDEX_HELD_NOW,
	SAR_INDEX_HELD_BY,
	SAR_INDEX_HELD_OF,
	SAR_INDEX_PURGING_ANY,
	SAR_INDEX_PURGING_OF,
	SAR_INDEX_PURGING_RUN_ADD,
	SAR_INDEX_PURGING_RUN_NOTE,
	SAR_INDEX_PURGING_RUN_OPEN,
	SAR_INDEX_PURGING_RUN_DROP,
	SAR_INDEX_PURGING_RUN_PART,
	SAR_INDEX_PURGING_MOVE,
	SAR_INDEX_PURGING_LEFT,
	SAR_INDEX_PURGING_RUN_LOGGED,
	SAR_INDEX_PURGING_CLAIM,
	SAR_INDEX_PURGING_UNCLAIM,
	SAR_INDEX_PURGING_DELETED,
	SAR_INDEX_PURGING_IN,
	SAR_INDEX_PURGING_COUNT,
	SAR_INDEX_PURGING_LEAVES,
	SAR_INDEX_PURGING_LEAF,
	SAR_INDEX_PURGING_PATH,
	SAR_INDEX_PURGING_ERASE,
	SAR_INDEX_PURGING_DONE,
	SAR_INDEX_EXPIRY_NEXT,
	SAR_INDEX_EXPIRY_OF,
	SAR_INDEX_EXPIRY_LEGS,
	SAR_INDEX_VERIFY_HOLDS,
	SAR_INDEX_VERIFY_PURGES,
	SAR_INDEX_LOAD_USES,
	SAR_INDEX_LOAD_RECORDING,
	SAR_INDEX_SLOTS
};

/* An id of a call is used again: what began further away than this, more than
   from one zone to another, is another call. */
#define SAR_INDEX_SAME_CALL_S (15 * 3600)

/* What a source brought: how many legs, and the sum of their digests. */
struct sar_index_sums {
	int64_t legs;
	uint64_t digest;
};

struct sar_index {
	sqlite3 *db;
	char *path; /* as messages name it */
	bool write;
	int version;      /* of the file */
	bool forgot;      /* something that must not linger in the log */
	bool begun;       /* between begin and commit or rollback */
	bool bulk;        /* a load: the large indexes are made at its end */
	bool loading;     /* the settings of a load are on */
	int64_t next_leg; /* in a load, which has them: */
	struct sar_index_rows *leg_rows;   /* leg.c */
	struct sar_index_rows *party_rows; /* party.c */
	struct sar_index_batch *batch;     /* party.c */
	struct sar_index_unread *unread;   /* unread.c */
	int64_t source;                    /* whose sums these are; 0 none */
	struct sar_index_sums sums;
	int purged; /* has it a row of what was purged? -1: not looked */
	struct sar_index_text *hold; /* of the hold last asked for */
	sqlite3_stmt *stmts[SAR_INDEX_SLOTS];
	char *system; /* the system last asked for, and its id */
	int64_t system_id;
	/* Of the recording last asked for by its path. */
	char found_codec[32];
	char found_finding[128];
};

/* A statement being bound, then stepped; a failed bind sticks. */
struct sar_index_stmt {
	sqlite3_stmt *stmt;
	int at;
	int rc;
};

/** sar_index_fail: Record what SQLite's code ${rc} stands for; return -1. */
int sar_index_fail(const struct sar_index *index, int rc, struct sar_err *err);

/** sar_index_corrupt: Record that row ${id} of ${table} is impossible; -1. */
int sar_index_corrupt(const struct sar_index *index, const char *table,
    int64_t id, struct sar_err *err);

/** sar_index_prepare: Ready ${slot}, which is ${sql}, for binding. */
SAR_MUST_CHECK int sar_index_prepare(struct sar_index *index,
    enum sar_index_slot slot, const char *sql, struct sar_index_stmt *out,
    struct sar_err *err);

/* Bind the next parameter.  Text and blobs stay the caller's until done. */
void sar_index_bind_int(struct sar_index_stmt *stmt, int64_t value);
void sar_index_bind_u64(struct sar_index_stmt *stmt, uint64_t value);
void sar_index_bind_text(struct sar_index_stmt *stmt, const char *text);
void sar_index_bind_blob(struct sar_index_stmt *stmt, const void *data,
    size_t len);
void sar_index_bind_null(struct sar_index_stmt *stmt);

/**
 * sar_index_step: 1 when there is a row, 0 at the end, -1 with ${err} set.
 * After 0 or -1 the statement is reset.
 */
SAR_MUST_CHECK int sar_index_step(struct sar_index *index,
    struct sar_index_stmt *stmt, struct sar_err *err);

/** sar_index_run: Step to the end, rows or not. */
SAR_MUST_CHECK int sar_index_run(struct sar_index *index,
    struct sar_index_stmt *stmt, struct sar_err *err);

/** sar_index_done: Reset a statement left before its end. */
void sar_index_done(struct sar_index_stmt *stmt);

/**
 * sar_index_column: The number in ${column}; outside ${min} to ${max} *${bad}
 * is set.
 */
int64_t sar_index_column(const struct sar_index_stmt *stmt, int column,
    int64_t min, int64_t max, bool *bad);

/** sar_index_column_text: The text in ${column}; NULL sets *${bad}. */
const char *sar_index_column_text(const struct sar_index_stmt *stmt, int column,
    bool *bad);

/** sar_index_sums_get: Those of ${source}; sar_index_sums_put() sets them. */
SAR_MUST_CHECK int sar_index_sums_get(struct sar_index *index, int64_t source,
    struct sar_index_sums *sums, struct sar_err *err);
SAR_MUST_CHECK int sar_index_sums_put(struct sar_index *index, int64_t source,
    const struct sar_index_sums *sums, struct sar_err *err);

/** sar_index_need_begun: Fail unless between begin and commit. */
SAR_MUST_CHECK int sar_index_need_begun(const struct sar_index *index,
    struct sar_err *err);

#endif
