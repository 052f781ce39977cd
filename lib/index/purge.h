#ifndef SAR_INDEX_PURGE_H
#define SAR_INDEX_PURGE_H

#include "index/index.h"

/*
 * What becomes of a recording that is deleted when its retention ends.  It is
 * claimed by a run, which has seen that the file is the one imported, deleted
 * from the disk, and, once a record of the log says so, erased here: its path,
 * digest and measures, and the secrets of its commitment.  Its calls stay, and
 * so does the leaf it was registered by.  Each step is one that a killed run
 * can be completed from.
 */
enum sar_index_purge_state {
	SAR_INDEX_PURGE_NONE = -1,
	SAR_INDEX_PURGE_CLAIMED, /* a hold may take it back: see the disk */
	SAR_INDEX_PURGE_DELETED, /* from the disk; not logged yet, perhaps */
	SAR_INDEX_PURGE_ERASED
};

struct sar_index_purge {
	enum sar_index_purge_state state;
	int64_t run;
	int32_t day;    /* of the run */
	int64_t record; /* of the log; SAR_INDEX_NO_RECORD: none yet */
};

/** sar_index_purge_of: What became of ${recording}. */
SAR_MUST_CHECK int sar_index_purge_of(struct sar_index *index,
    int64_t recording, struct sar_index_purge *out, struct sar_err *err);

/* One run of the purge, and what it met beside what it deleted. */
struct sar_index_purge_run {
	int64_t id;
	int32_t day;
	char by[33];      /* staff id */
	uint64_t gone;    /* not there before it came */
	uint64_t changed; /* not the file that was imported: not touched */
	uint64_t linked;  /* has another name on the disk: not touched */
};

/** sar_index_purge_begin: A new run; its id in *${run}. */
SAR_MUST_CHECK int sar_index_purge_begin(struct sar_index *index,
    struct sar_index_purge_run *run, struct sar_err *err);

/** sar_index_purge_note: Store the three numbers of ${run}. */
SAR_MUST_CHECK int sar_index_purge_note(struct sar_index *index,
    const struct sar_index_purge_run *run, struct sar_err *err);

/** sar_index_purge_open: The first run after ${after}, or 0, that no record
 * tells of. */
SAR_MUST_CHECK int sar_index_purge_open(struct sar_index *index, int64_t after,
    bool *there, struct sar_index_purge_run *out, struct sar_err *err);

/** sar_index_purge_part: What ${run} has claimed still is of a run apart, of
 * the same day and by the same, so that ${run} can be logged. */
SAR_MUST_CHECK int sar_index_purge_part(struct sar_index *index, int64_t run,
    struct sar_err *err);

/** sar_index_purge_drop: ${run} deleted nothing: forget it. */
SAR_MUST_CHECK int sar_index_purge_drop(struct sar_index *index, int64_t run,
    struct sar_err *err);

/**
 * sar_index_purge_claim: ${recording}, which is ${late} days past retention, is
 * to be deleted by ${run}.  *${claimed} is false, and nothing changed, when it
 * is held, or no longer what ${recording} says.
 */
SAR_MUST_CHECK int sar_index_purge_claim(struct sar_index *index, int64_t run,
    const struct sar_index_recording *recording, uint64_t late, bool *claimed,
    struct sar_err *err);

/** sar_index_purge_unclaim: It is not to be, after all. */
SAR_MUST_CHECK int sar_index_purge_unclaim(struct sar_index *index,
    int64_t recording, struct sar_err *err);

/** sar_index_purge_deleted: A claimed one is gone from the disk. */
SAR_MUST_CHECK int sar_index_purge_deleted(struct sar_index *index,
    int64_t recording, struct sar_err *err);

typedef int sar_index_purge_fn(void *ctx, int64_t recording, const char *path,
    struct sar_err *err);

/** sar_index_purge_each: Call ${fn} for each of ${run} in ${state}, by id; it
 * may change what it is shown. */
SAR_MUST_CHECK int sar_index_purge_each(struct sar_index *index, int64_t run,
    enum sar_index_purge_state state, sar_index_purge_fn *fn, void *ctx,
    struct sar_err *err);

/** sar_index_purge_count: How many ${run} has deleted, and how many of them
 * later than ${days} days after their last day. */
SAR_MUST_CHECK int sar_index_purge_count(struct sar_index *index, int64_t run,
    uint64_t days, uint64_t *n, uint64_t *late, struct sar_err *err);

typedef int sar_index_leaf_fn(void *ctx, uint64_t seq, uint64_t nr,
    const uint8_t leaf[SAR_SHA256_LEN], struct sar_err *err);

/** sar_index_purge_leaves: Call ${fn} for the registration of each that ${run}
 * has deleted, by its place in the log. */
SAR_MUST_CHECK int sar_index_purge_leaves(struct sar_index *index, int64_t run,
    sar_index_leaf_fn *fn, void *ctx, struct sar_err *err);

/** sar_index_purge_leaf: That of ${recording} as it is registered now;
 * *${there} is false where it has none. */
SAR_MUST_CHECK int sar_index_purge_leaf(struct sar_index *index,
    int64_t recording, bool *there, uint8_t leaf[SAR_SHA256_LEN],
    struct sar_err *err);

/** sar_index_purge_erase: Of one deleted, erase what is left here. */
SAR_MUST_CHECK int sar_index_purge_erase(struct sar_index *index,
    int64_t recording, struct sar_err *err);

/** sar_index_purge_logged: Record ${record} of the log tells of ${run}, and
 * all it deleted is erased. */
SAR_MUST_CHECK int sar_index_purge_logged(struct sar_index *index, int64_t run,
    uint64_t record, struct sar_err *err);

/** sar_index_purge_left: Is the recording registered as number ${nr} of record
 * ${seq}, by ${leaf}, one that is there and that no purge took?  Then
 * *${recording} is it. */
SAR_MUST_CHECK int sar_index_purge_left(struct sar_index *index, uint64_t seq,
    uint64_t nr, const uint8_t leaf[SAR_SHA256_LEN], int64_t *recording,
    bool *left, struct sar_err *err);

/** sar_index_purge_lost: ${recording} is not on the disk, and no purge took it:
 * it is missing from now on. */
SAR_MUST_CHECK int sar_index_purge_lost(struct sar_index *index,
    const struct sar_index_recording *recording, struct sar_err *err);

#endif
