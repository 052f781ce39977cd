#ifndef SAR_AUDIO_QUEUE_H
#define SAR_AUDIO_QUEUE_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/*
 * Bytes encoded and not yet taken.  It is emptied before it is filled again,
 * so it holds about one block whatever the recording's length.  Not a
 * sar_buf: that would leave copies of the audio behind when it grows.
 */
struct sar_queue {
	uint8_t *data;
	size_t len;
	size_t cap;
	size_t taken;
	const uint8_t *lent; /* taken before ${data}; or NULL */
	size_t lent_len;
};

/** sar_queue_put: Add ${len} bytes; -1 with ${err} set if memory runs out. */
SAR_MUST_CHECK int sar_queue_put(struct sar_queue *queue, const void *data,
    size_t len, struct sar_err *err);

/**
 * sar_queue_lend: Add ${len} bytes to a queue that is empty without a copy;
 * they stay as they are till it is empty again.
 */
void sar_queue_lend(struct sar_queue *queue, const void *data, size_t len);

/** sar_queue_take: Up to ${len} bytes, the oldest; 0 when it is empty. */
size_t sar_queue_take(struct sar_queue *queue, void *out, size_t len);

/** sar_queue_free: Wipe and release. */
void sar_queue_free(struct sar_queue *queue);

#endif
