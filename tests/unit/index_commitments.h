#ifndef TESTS_UNIT_INDEX_COMMITMENTS_H
#define TESTS_UNIT_INDEX_COMMITMENTS_H

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include "index_make.h"

#include "base/sha256.h"
#include "index/commitment.h"
#include "index/verify.h"

/* Commitments whose secrets can be told apart, and what is left of them. */

static inline struct sar_index *
open_index(bool write)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_index *index = sar_index_open(make_path, write, &err);

	if (index == NULL)
		fail_msg("%s", err.msg);
	return index;
}

static inline void
begin(struct sar_index *index)
{
	struct sar_err err = SAR_ERR_INIT;

	assert_int_equal(sar_index_begin(index, 0, &err), 0);
}

static inline void
commit(struct sar_index *index)
{
	struct sar_err err = SAR_ERR_INIT;

	assert_int_equal(sar_index_commit(index, &err), 0);
}

/* Of recording ${n}: every byte of a secret tells of which. */
static inline struct sar_index_commitment
draw(int n)
{
	struct sar_index_commitment c = { .decoder = "sar-export/1 pcm16",
		.block = 800,
		.channels = 2 };

	memset(c.file_salt, 'A', sizeof(c.file_salt));
	memset(c.seeds, 'B', 2 * sizeof(c.seeds[0]));
	memset(c.roots, 'C', 2 * sizeof(c.roots[0]));
	(void)snprintf((char *)c.file_salt, sizeof(c.file_salt),
	    "salt-%06d-of-a-file", n);
	(void)snprintf((char *)c.seeds[0], sizeof(c.seeds[0]),
	    "seed-%06d-of-channel-0", n);
	(void)snprintf((char *)c.seeds[1], sizeof(c.seeds[1]),
	    "seed-%06d-of-channel-1", n);
	return c;
}

static inline int64_t
put(struct sar_index *index, int n)
{
	struct sar_index_commitment c = draw(n);
	struct sar_err err = SAR_ERR_INIT;
	char name[24];
	int64_t id;

	(void)snprintf(name, sizeof(name), "f%d", n);
	id = make_recording(index, name);
	assert_int_equal(sar_index_put_commitment(index, id, &c, &err), 0);
	return id;
}

/* How often ${text} is in the file with that ${tail}. */
static inline size_t
traces(const char *tail, const char *text)
{
	size_t len = strlen(text), i, n = 0;
	struct stat st;
	char name[80], *all;
	int fd;

	(void)snprintf(name, sizeof(name), "%s%s", make_path, tail);
	if ((fd = open(name, O_RDONLY)) == -1)
		return 0;
	assert_int_equal(fstat(fd, &st), 0);
	all = malloc((size_t)st.st_size + 1);
	assert_non_null(all);
	assert_int_equal(read(fd, all, (size_t)st.st_size), st.st_size);
	for (i = 0; i + len <= (size_t)st.st_size; i++)
		n += memcmp(all + i, text, len) == 0;
	free(all);
	(void)close(fd);
	return n;
}

static inline size_t
traces_of(int n)
{
	static const char *const tails[] = { "", "-wal", "-journal" };
	char text[2][24];
	size_t i, found = 0;

	(void)snprintf(text[0], sizeof(text[0]), "seed-%06d", n);
	(void)snprintf(text[1], sizeof(text[1]), "salt-%06d", n);
	for (i = 0; i < 6; i++)
		found += traces(tails[i / 2], text[i % 2]);
	return found;
}

static inline uint64_t
faults(struct sar_index *index, uint64_t commitments)
{
	struct sar_index_verifying how = { 0 };
	struct sar_index_verdict verdict;
	struct sar_err err = SAR_ERR_INIT;

	assert_int_equal(sar_index_verify(index, &how, &verdict, &err), 0);
	assert_int_equal(verdict.commitments, commitments);
	return verdict.faults;
}

/* The leaves of a batch, one after another. */
static inline int
take_leaf(void *ctx, uint64_t nr, const uint8_t leaf[SAR_SHA256_LEN],
    struct sar_err *err)
{
	uint8_t(*out)[SAR_SHA256_LEN] = ctx;

	(void)err;
	assert_true(nr < 8);
	memcpy(out[nr], leaf, SAR_SHA256_LEN);
	return 0;
}

static inline void
leaf_of(const char *line, uint8_t out[SAR_SHA256_LEN])
{
	struct sar_err err = SAR_ERR_INIT;
	char text[64];
	int len = snprintf(text, sizeof(text), "%c%s", 0, line);

	assert_int_equal(sar_sha256_text(text, (size_t)len, out, &err), 0);
}

/* As the index's own code writes pages: with their sums. */
static inline void
run_sql(const char *sql)
{
	sqlite3 *db = NULL;
	char *why = NULL;

	assert_int_equal(sqlite3_open_v2(make_path, &db, SQLITE_OPEN_READWRITE,
			     "sar-index"),
	    SQLITE_OK);
	if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
		fail_msg("%s", why);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

#endif
