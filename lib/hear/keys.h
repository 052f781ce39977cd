#ifndef SAR_HEAR_KEYS_H
#define SAR_HEAR_KEYS_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/*
 * Private to hear, and for tests: the only place where keys have names.  What
 * was keyed is often the number of a card: dtmf.c counts keys and forgets them.
 */
struct sar_keys_one {
	char key;      /* 0 to 9, A to D, '*', '#' */
	uint64_t from; /* frames */
	uint64_t to;
};

typedef int sar_keys_fn(void *ctx, const struct sar_keys_one *key,
    struct sar_err *err);

struct sar_keys; /* opaque */

/** sar_keys_new: Listen for keys; ${fn} is told of each.  NULL with ${err}
 * set when memory runs out. */
SAR_MUST_CHECK struct sar_keys *sar_keys_new(uint32_t rate, sar_keys_fn *fn,
    void *ctx, struct sar_err *err);

/** sar_keys_samples: The next ${n} of one channel. */
SAR_MUST_CHECK int sar_keys_samples(struct sar_keys *keys,
    const int16_t *samples, size_t n, struct sar_err *err);

/** sar_keys_end: No more come. */
SAR_MUST_CHECK int sar_keys_end(struct sar_keys *keys, struct sar_err *err);

/** sar_keys_free: Wipe and release; accepts NULL. */
void sar_keys_free(struct sar_keys *keys);

#endif
