/* A package being made in a folder of its own, for the tests. */
#ifndef SAR_TESTS_PACKAGE_SETTING_H
#define SAR_TESTS_PACKAGE_SETTING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>

#include "base/file.h"
#include "package_make.h"

static const char wave[] = "RIFF, and then what the caller said at 01632 "
			   "960 123";

static const struct content two[] = {
	{ "letter.txt", "Dear requester", 14, false },
	{ "call-01.wav", wave, sizeof(wave) - 1, false },
};

/* A stream that gives ${total} bytes and then ends, or fails at ${fail}. */
struct tap {
	uint64_t at;
	uint64_t total;
	uint64_t fail;
	bool silent; /* the failure sets no error */
	bool *closed;
};

static inline ssize_t
read_tap(void *ctx, void *buf, size_t len, struct sar_err *err)
{
	struct tap *tap = ctx;

	if (tap->at == tap->fail) {
		if (!tap->silent)
			(void)sar_err_set(err, SAR_EREVIEW, "tap: ran dry");
		return -1;
	}
	if (len > tap->total - tap->at)
		len = (size_t)(tap->total - tap->at);
	if (len > tap->fail - tap->at)
		len = (size_t)(tap->fail - tap->at);
	memset(buf, 'a' + (int)(tap->at % 26), len);
	tap->at += len;
	return (ssize_t)len;
}

static inline void
close_tap(void *ctx)
{
	struct tap *tap = ctx;

	if (tap->closed != NULL)
		*tap->closed = true;
	free(tap);
}

static inline struct sar_stream
make_tap(struct tap settings, uint64_t size)
{
	struct sar_stream stream = { .read = read_tap,
		.close = close_tap,
		.size = size };
	struct tap *tap = malloc(sizeof(*tap));

	assert_non_null(tap);
	*tap = settings;
	stream.ctx = tap;
	return stream;
}

/* A package being filled, and where. */
struct setting {
	char *folder;
	struct sar_secret *secret;
	struct sar_package *package;
	struct sar_package_receipt receipt;
	struct sar_err err;
	int rc; /* of sealing */
};

static inline struct setting
set_up(const struct content *contents, size_t n)
{
	struct setting s = { .folder = make_folder() };

	s.secret = secret_of(PASSPHRASE);
	s.package = fill_package(s.folder, s.secret, contents, n);
	return s;
}

static inline void
seal(struct setting *s)
{
	s->rc = sar_package_seal(s->package, &s->receipt, &s->err);
}

static inline void
take_down(struct setting *s)
{
	sar_package_free(s->package);
	sar_secret_free(s->secret);
	remove_folder(s->folder);
}

static inline int
add(struct setting *s, const char *name, struct tap tap, uint64_t size)
{
	struct sar_stream stream = make_tap(tap, size);

	return sar_package_add(s->package, name, &stream, &s->err);
}

#endif
