#ifndef SAR_TEST_TLOG_HELPERS_H
#define SAR_TEST_TLOG_HELPERS_H

/* What the tests of tlog and the log share: folders, vectors, keys. */

#include <fcntl.h>
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/b64.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "tlog/key.h"
#include "tlog/note.h"
#include "tlog/tree.h"

#define PATH_LEN 512
#define NOW 1768298400 /* 2026-01-13T10:00:00Z */

/* A folder of its own for each test, in *state. */
struct world {
	char dir[PATH_LEN]; /* the test's */
	char log[PATH_LEN]; /* dir/log: not made yet */
	char lock[PATH_LEN];
	struct sar_key_secret *key; /* of the vectors */
	const struct sar_key_public *public;
};

static inline char *
slurp(const char *path, size_t *len)
{
	struct sar_err err = SAR_ERR_INIT;
	char *text = NULL;

	if (sar_file_read(path, (size_t)256 << 20, &text, len, &err) == -1)
		fail_msg("%s", err.msg);
	return text;
}

static inline void
spill(const char *path, const void *data, size_t len)
{
	struct sar_err err = SAR_ERR_INIT;
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	assert_int_not_equal(fd, -1);
	assert_int_equal(sar_file_write_all(fd, path, data, len, &err), 0);
	assert_int_equal(close(fd), 0);
}

static inline void
path_in(char out[PATH_LEN], const char *dir, const char *name)
{
	assert_true(snprintf(out, PATH_LEN, "%s/%s", dir, name) < PATH_LEN);
}

/* A file of tests/vectors/log. */
static inline char *
vector(const char *name, size_t *len)
{
	const char *tests = getenv("SAR_TESTS");
	char path[PATH_LEN];

	(void)snprintf(path, sizeof(path), "%s/vectors/log/%s",
	    tests == NULL ? "tests" : tests, name);
	return slurp(path, len);
}

static inline struct sar_key_public
vector_key(const char *name)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_key_public key;
	size_t len;
	char *text = vector(name, &len);

	if (sar_key_public_parse(name, text, len, &key, &err) == -1)
		fail_msg("%s", err.msg);
	free(text);
	return key;
}

static inline struct sar_key_secret *
vector_skey(const char *name)
{
	struct sar_err err = SAR_ERR_INIT;
	size_t len;
	char *text = vector(name, &len);
	struct sar_secret *skey = sar_secret_new(text, strcspn(text, "\n"),
	    &err);
	struct sar_key_secret *key = NULL;

	if (skey == NULL || (key = sar_key_secret_parse(skey, &err)) == NULL)
		fail_msg("%s", err.msg);
	sar_secret_free(skey);
	free(text);
	return key;
}

static inline struct sar_key_secret *
vector_secret(void)
{
	return vector_skey("log.skey");
}

static inline struct sar_key_secret *
vector_witness(void)
{
	return vector_skey("wit.skey");
}

static inline int
remove_one(const char *path, const struct stat *st, int flag, struct FTW *where)
{
	(void)st;
	(void)flag;
	(void)where;
	return remove(path);
}

static inline void
remove_tree(const char *dir)
{
	(void)nftw(dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static inline int
make_world(void **state)
{
	const char *tmp = getenv("TMPDIR");
	struct world *w = calloc(1, sizeof(*w));

	assert_non_null(w);
	(void)snprintf(w->dir, sizeof(w->dir), "%s/sar-log-XXXXXX",
	    tmp == NULL ? "/tmp" : tmp);
	assert_non_null(mkdtemp(w->dir));
	path_in(w->log, w->dir, "log");
	path_in(w->lock, w->dir, "lock");
	w->key = vector_secret();
	w->public = sar_key_secret_public(w->key);
	*state = w;
	return 0;
}

static inline int
drop_world(void **state)
{
	struct world *w = *state;

	remove_tree(w->dir);
	sar_key_secret_free(w->key);
	free(w);
	return 0;
}

#endif
