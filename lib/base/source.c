#include "base/source.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLOCK 65536

int
sar_source_read(const struct sar_source *source, void *buf, size_t len,
    uint64_t off, struct sar_err *err)
{
	char *to = buf;
	ssize_t n;

	if (off > source->size || len > source->size - off)
		return sar_err_set(err, SAR_ECORRUPT, "%s: ends too early",
		    source->name);
	while (len > 0) {
		n = source->pread(source->ctx, to, len, off, err);
		if (n == -1)
			return -1;
		if (n == 0)
			return sar_err_set(err, SAR_ECORRUPT,
			    "%s: ends too early", source->name);
		to += n;
		off += (uint64_t)n;
		len -= (size_t)n;
	}
	return 0;
}

int
sar_source_each(const struct sar_source *source, sar_source_fn *fn, void *ctx,
    struct sar_err *err)
{
	char block[BLOCK];
	uint64_t off;
	size_t len;

	for (off = 0; off < source->size; off += len) {
		len = sizeof(block);
		if (len > source->size - off)
			len = (size_t)(source->size - off);
		if (sar_source_read(source, block, len, off, err) == -1 ||
		    fn(ctx, block, len, err) == -1)
			return -1;
	}
	return 0;
}

static ssize_t
pread_fd(void *ctx, void *buf, size_t len, uint64_t off, struct sar_err *err)
{
	const int *fd = ctx;
	ssize_t n;

	do {
		n = pread(*fd, buf, len, (off_t)off);
	} while (n == -1 && errno == EINTR);
	if (n == -1)
		return sar_err_errno(err, "reading");
	return n;
}

int
sar_source_fd(int *fd, const char *name, struct sar_source *source,
    struct sar_err *err)
{
	struct stat st;

	if (fstat(*fd, &st) == -1)
		return sar_err_errno(err, "%s", name);
	if (!S_ISREG(st.st_mode))
		return sar_err_set(err, SAR_EMISSING, "%s: not a regular file",
		    name);
	source->ctx = fd;
	source->pread = pread_fd;
	source->size = (uint64_t)st.st_size;
	source->name = name;
	return 0;
}

int
sar_source_get_fd(const struct sar_source *source)
{
	return source->pread == pread_fd ? *(const int *)source->ctx : -1;
}

static ssize_t
pread_text(void *ctx, void *buf, size_t len, uint64_t off, struct sar_err *err)
{
	const char *const *text = ctx;

	(void)err;
	memcpy(buf, *text + off, len);
	return (ssize_t)len;
}

void
sar_source_text(const char **text, size_t len, const char *name,
    struct sar_source *source)
{
	source->ctx = text;
	source->pread = pread_text;
	source->size = len;
	source->name = name;
}
