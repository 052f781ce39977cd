#ifndef SAR_TEST_DISCLOSURE_HOME_H
#define SAR_TEST_DISCLOSURE_HOME_H

/* A log as a home keeps it: with its key in a file and its mark beside it. */

#include <dirent.h>

#include "disclosure_helpers.h"

#define SKEY "log.skey"
#define MARK "log.mark"
#define VKEYS "log.vkey"

/* The paths of one; the writer points into it. */
struct home {
	const struct world *w;
	char skey[PATH_LEN];
	char mark[PATH_LEN];
	char vkeys[PATH_LEN];
	struct sar_log_writer writer;
};

static inline void
open_home(const struct world *w, struct home *home)
{
	memset(home, 0, sizeof(*home));
	home->w = w;
	path_in(home->skey, w->dir, SKEY);
	path_in(home->mark, w->dir, MARK);
	path_in(home->vkeys, w->dir, VKEYS);
	home->writer = (struct sar_log_writer){
		.dir = w->log,
		.lock = w->lock,
		.lock_wait = 60,
		.now = NOW,
		.skey = home->skey,
		.first = w->public,
		.mark = home->mark,
		.vkeys = home->vkeys,
	};
}

/* The same with a log of one record, and the vectors' key in its file. */
static inline void
make_home(const struct world *w, struct home *home)
{
	struct sar_err err = SAR_ERR_INIT;
	size_t len;
	char *text = vector("log.skey", &len);

	open_home(w, home);
	if (sar_log_create(w->log, w->key, NOW, home->mark, &err) == -1)
		fail_msg("%s", err.msg);
	spill(home->skey, text, len);
	free(text);
}

static inline json_t *
nil_members(const char *ref)
{
	json_t *members = json_pack("{sssssssisiss}", "by", "u1041", "case",
	    ref, "due", "2026-02-05", "found", 0, "select", 0, "subject",
	    "ahnw+0vlRRFSS81bDJizjaHuBJo5c1w5MR4QM2AkQ28=");

	assert_non_null(members);
	return members;
}

/* Append ${n} nil returns in one commit; as sar_log_append_all(). */
static inline int
add_nils(const struct home *home, const char *ref, size_t n, uint64_t *first,
    struct sar_err *err)
{
	struct sar_log_entry *entries = calloc(n, sizeof(*entries));
	json_t *members = nil_members(ref);
	size_t i;
	int rc;

	assert_non_null(entries);
	for (i = 0; i < n; i++) {
		entries[i].type = "nil-return";
		entries[i].members = members;
	}
	rc = sar_log_append_all(&home->writer, entries, n, first, err);
	free(entries);
	json_decref(members);
	return rc;
}

static inline uint64_t
add(const struct home *home, const char *ref)
{
	struct sar_err err = SAR_ERR_INIT;
	uint64_t seq = 0;

	if (add_nils(home, ref, 1, &seq, &err) == -1)
		fail_msg("%s", err.msg);
	return seq;
}

static inline void
add_fails(const struct home *home, enum sar_code code, const char *part)
{
	struct sar_err err = SAR_ERR_INIT;
	uint64_t seq;

	if (add_nils(home, "refused", 1, &seq, &err) == 0)
		fail_msg("added, instead of: %s", part);
	if (strstr(err.msg, part) == NULL)
		fail_msg("\"%s\" instead of: %s", err.msg, part);
	assert_int_equal(err.code, code);
}

/* A folder's files elsewhere, as a backup has them. */
static inline void
copy_log(const char *from, const char *to)
{
	const struct dirent *entry;
	char path[PATH_LEN];
	DIR *stream;
	char *data;
	size_t len;

	remove_tree(to);
	assert_int_equal(mkdir(to, 0700), 0);
	stream = opendir(from);
	assert_non_null(stream);
	while ((entry = readdir(stream)) != NULL) {
		if (entry->d_name[0] == '.')
			continue;
		path_in(path, from, entry->d_name);
		data = slurp(path, &len);
		path_in(path, to, entry->d_name);
		spill(path, data, len);
		free(data);
	}
	(void)closedir(stream);
}

/* log.vkey has the log's keys, oldest first, and nothing else. */
static inline void
assert_vkeys(const struct home *home)
{
	struct sar_log *log = open_ok(home->w, home->w->log);
	const struct sar_log_key *keys;
	struct sar_buf want = SAR_BUF_INIT;
	char vkey[SAR_VKEY_MAX];
	size_t n, i, len;
	char *text = slurp(home->vkeys, &len);

	keys = sar_log_keys(log, &n);
	for (i = 0; i < n; i++) {
		sar_key_public_format(&keys[i].key, vkey);
		sar_buf_printf(&want, "%s\n", vkey);
	}
	assert_string_equal(text, want.data);
	sar_buf_free(&want);
	sar_log_free(log);
	free(text);
}

static inline uint64_t
size_of_log(const struct home *home)
{
	struct sar_log *log = open_ok(home->w, home->w->log);
	uint64_t size = sar_log_size(log);

	sar_log_free(log);
	return size;
}

#endif
