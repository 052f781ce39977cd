#ifndef SAR_INDEX_EACH_H
#define SAR_INDEX_EACH_H

#include "index/index.h"

/* Going through an index in one read, for a comparison with the disk. */

typedef int sar_index_recording_fn(void *ctx,
    const struct sar_index_recording *recording, struct sar_err *err);

/**
 * sar_index_each_recording: Call ${fn} for each recording, by path, until it
 * returns -1.  SAR_ECORRUPT for a row that differs from its digest.
 */
SAR_MUST_CHECK int sar_index_each_recording(struct sar_index *index,
    sar_index_recording_fn *fn, void *ctx, struct sar_err *err);

/** sar_index_recording_of: Call ${fn} for recording ${id}; *${there} is false,
 * and it is not called, when there is none of that id. */
SAR_MUST_CHECK int sar_index_recording_of(struct sar_index *index, int64_t id,
    bool *there, sar_index_recording_fn *fn, void *ctx, struct sar_err *err);

/** sar_index_count_recordings: How many that are. */
SAR_MUST_CHECK int sar_index_count_recordings(struct sar_index *index,
    uint64_t *n, struct sar_err *err);

/** sar_index_recording_last: When the last leg of ${recording} began. */
SAR_MUST_CHECK int sar_index_recording_last(struct sar_index *index,
    int64_t recording, int64_t *last, struct sar_err *err);

typedef int sar_index_codec_fn(void *ctx, const char *codec,
    enum sar_recording_state state, uint64_t n, struct sar_err *err);

/**
 * sar_index_each_codec: Call ${fn} for each codec and state there is, with how
 * many recordings are so.
 */
SAR_MUST_CHECK int sar_index_each_codec(struct sar_index *index,
    sar_index_codec_fn *fn, void *ctx, struct sar_err *err);

typedef int sar_index_source_fn(void *ctx,
    const struct sar_index_source *source, uint64_t legs, struct sar_err *err);

/**
 * sar_index_each_source: Call ${fn} for each, as they were imported, with
 * how many legs are its own today.
 */
SAR_MUST_CHECK int sar_index_each_source(struct sar_index *index,
    sar_index_source_fn *fn, void *ctx, struct sar_err *err);

typedef int sar_index_leg_fn(void *ctx, int64_t leg, struct sar_err *err);

/**
 * sar_index_each_silent: Call ${fn} for each leg that began at ${since} or
 * after, was answered and spoken on, has one of the ${n} ${keys} as a party,
 * and of whose call the index has no recording, not even a missing one.
 */
SAR_MUST_CHECK int sar_index_each_silent(struct sar_index *index,
    const int64_t *keys, size_t n, int64_t since, sar_index_leg_fn *fn,
    void *ctx, struct sar_err *err);

#endif
