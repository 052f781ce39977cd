#ifndef SAR_BASE_BUF_H
#define SAR_BASE_BUF_H

#include <stddef.h>

#include "base/err.h"

/*
 * Bytes that grow.  data is NUL-terminated after len bytes once anything has
 * been added, so it can be read as a string.  A failure (out of memory)
 * sticks: later additions do nothing, and sar_buf_check() reports it once.
 */
struct sar_buf {
	char *data;
	size_t len;
	size_t cap;
	int failed;
};

#define SAR_BUF_INIT \
	{            \
		0    \
	}

void sar_buf_add(struct sar_buf *buf, const void *data, size_t len);
void sar_buf_puts(struct sar_buf *buf, const char *text);
void sar_buf_printf(struct sar_buf *buf, const char *fmt, ...) SAR_PRINTF(2, 3);

/** sar_buf_check: Return 0, or -1 with ${err} set if memory ran out. */
SAR_MUST_CHECK int sar_buf_check(const struct sar_buf *buf,
    struct sar_err *err);

/** sar_buf_take: Hand over the text (caller frees); NULL after a failure. */
char *sar_buf_take(struct sar_buf *buf);

/** sar_buf_free: Wipe and release; ${buf} can be used again. */
void sar_buf_free(struct sar_buf *buf);

#endif
