#include "base/buf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Make room for ${more} bytes and a NUL. */
static int
reserve(struct sar_buf *buf, size_t more)
{
	size_t cap = buf->cap == 0 ? 256 : buf->cap;
	char *grown;

	if (buf->failed || more > SIZE_MAX / 4 || buf->len > SIZE_MAX / 4)
		goto failed;
	if (buf->len + more < buf->cap)
		return 0;
	while (cap <= buf->len + more)
		cap *= 2;
	if ((grown = realloc(buf->data, cap)) == NULL)
		goto failed;
	buf->data = grown;
	buf->cap = cap;
	return 0;

failed:
	buf->failed = 1;
	return -1;
}

void
sar_buf_add(struct sar_buf *buf, const void *data, size_t len)
{
	if (reserve(buf, len) == -1)
		return;
	if (len > 0)
		memcpy(buf->data + buf->len, data, len);
	buf->len += len;
	buf->data[buf->len] = '\0';
}

void
sar_buf_puts(struct sar_buf *buf, const char *text)
{
	sar_buf_add(buf, text, strlen(text));
}

void
sar_buf_printf(struct sar_buf *buf, const char *fmt, ...)
{
	va_list ap;
	int need;

	va_start(ap, fmt);
	need = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (need < 0) {
		buf->failed = 1;
		return;
	}
	if (reserve(buf, (size_t)need) == -1)
		return;
	va_start(ap, fmt);
	(void)vsnprintf(buf->data + buf->len, (size_t)need + 1, fmt, ap);
	va_end(ap);
	buf->len += (size_t)need;
}

int
sar_buf_check(const struct sar_buf *buf, struct sar_err *err)
{
	if (buf->failed)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	return 0;
}

char *
sar_buf_take(struct sar_buf *buf)
{
	char *data;

	if (!buf->failed)
		sar_buf_add(buf, "", 0);
	if (buf->failed) {
		sar_buf_free(buf);
		return NULL;
	}
	data = buf->data;
	memset(buf, 0, sizeof(*buf));
	return data;
}

void
sar_buf_free(struct sar_buf *buf)
{
	if (buf->data != NULL)
		explicit_bzero(buf->data, buf->cap);
	free(buf->data);
	memset(buf, 0, sizeof(*buf));
}
