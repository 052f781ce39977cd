/* Private to ingest: rows on their way from the reader to the index. */
#ifndef SAR_INGEST_QUEUE_H
#define SAR_INGEST_QUEUE_H

#include "base/err.h"
#include "ingest/row.h"

/*
 * Reading and writing cost about the same, so the one goes on in the caller's
 * thread while the other works in one of the queue's: rows are copied into a
 * batch, and a full batch is handed over.  Two batches, so memory is flat.
 * What writes is never called by two threads at a time.
 */
struct sar_queue; /* opaque */

/* A row as the writer gets it; all of it is the batch's. */
struct sar_queue_row {
	uint64_t line;
	const char *column; /* of a reject; else NULL */
	const char *reason;
	struct sar_index_leg leg;
	enum sar_zone_fit fit;
	bool zone_unknown;
	const struct sar_row_file *files;
	size_t n_files;
	const struct sar_row_stream *streams;
	size_t n_streams;
	const struct sar_row_segment *segments;
	size_t n_segments;
};

/** sar_queue_fn: Write a row; -1 with ${err} set ends the import. */
typedef int sar_queue_fn(void *ctx, struct sar_queue_row *row,
    struct sar_err *err);

/** sar_queue_new: Rows will be given to ${fn}; NULL with ${err} set. */
SAR_MUST_CHECK struct sar_queue *sar_queue_new(sar_queue_fn *fn, void *ctx,
    struct sar_err *err);

/** sar_queue_free: Without what is still in it. */
void sar_queue_free(struct sar_queue *queue);

/**
 * sar_queue_row: Copy ${row} in.  *${fits} is false, and nothing was copied,
 * when it is larger than any row may be.  -1 with ${err} set for a failure of
 * the writer, at this row or an earlier one.
 */
SAR_MUST_CHECK int sar_queue_row(struct sar_queue *queue,
    const struct sar_row *row, bool zone_unknown, uint64_t line, bool *fits,
    struct sar_err *err);

/** sar_queue_reject: The same for a row that cannot be read. */
SAR_MUST_CHECK int sar_queue_reject(struct sar_queue *queue, uint64_t line,
    const char *column, const char *reason, struct sar_err *err);

/** sar_queue_cancel: Forget the rows in it, once nothing is being written. */
void sar_queue_cancel(struct sar_queue *queue);

/** sar_queue_drain: Return when all rows were written. */
SAR_MUST_CHECK int sar_queue_drain(struct sar_queue *queue,
    struct sar_err *err);

#endif
