#ifndef SAR_TEST_DISCLOSURE_HAND_H
#define SAR_TEST_DISCLOSURE_HAND_H

/* Logs put together by hand, record by record, with any key. */

#include "disclosure_helpers.h"

struct hand {
	struct sar_buf lines;
	struct sar_buf notes;
	struct sar_tree tree;
};

static inline void
hand_begin(struct hand *h)
{
	memset(h, 0, sizeof(*h));
}

/* A line, with its LF to come; a tombstone's leaf is in it. */
static inline void
hand_line(struct hand *h, const char *line)
{
	uint8_t leaf[SAR_SHA256_LEN];
	size_t got;

	sar_buf_puts(&h->lines, line);
	sar_buf_puts(&h->lines, "\n");
	if (line[0] != '-') {
		sar_tree_add(&h->tree, line, strlen(line));
		return;
	}
	assert_true(sar_b64_get(line + 1, 44, leaf, sizeof(leaf), &got));
	sar_tree_add_leaf(&h->tree, leaf);
}

/* What ${format} says of the record's number, and the end of ${type}. */
static inline void
hand_record(struct hand *h, const char *members, const char *type)
{
	struct sar_buf line = SAR_BUF_INIT;

	sar_buf_printf(&line,
	    "{%s%s\"salt\":\"oKCgoKCgoKCgoKCgoKCgoA==\",\"seq\":%llu,"
	    "\"t\":\"2026-01-05T09:00:00Z\",\"type\":\"%s\",\"v\":1}",
	    members, members[0] == '\0' ? "" : ",",
	    (unsigned long long)h->tree.size, type);
	assert_int_equal(line.failed, 0);
	hand_line(h, line.data);
	sar_buf_free(&line);
}

static inline void
hand_genesis(struct hand *h, const struct sar_key_public *key)
{
	char vkey[SAR_VKEY_MAX], members[SAR_VKEY_MAX + 16];

	sar_key_public_format(key, vkey);
	(void)snprintf(members, sizeof(members), "\"key\":\"%s\"", vkey);
	hand_record(h, members, "genesis");
}

static inline void
hand_void(struct hand *h)
{
	hand_record(h, "\"by\":\"u1041\",\"intent\":0,\"reason\":\"failed\"",
	    "void");
}

static inline void
hand_note(struct hand *h, const struct sar_key_secret *key)
{
	struct sar_err err = SAR_ERR_INIT;
	uint8_t root[SAR_SHA256_LEN];

	sar_tree_root(&h->tree, root);
	assert_int_equal(sar_note_add(&h->notes, key, h->tree.size, root, &err),
	    0);
}

/* Put it in the folder; what else is there stays. */
static inline void
hand_write(const struct world *w, const struct hand *h)
{
	char path[PATH_LEN];

	(void)mkdir(w->log, 0700);
	path_in(path, w->log, SEGMENT);
	spill(path, h->lines.data, h->lines.len);
	path_in(path, w->log, "checkpoints");
	spill(path, h->notes.data, h->notes.len);
}

static inline void
hand_end(struct hand *h)
{
	sar_buf_free(&h->lines);
	sar_buf_free(&h->notes);
}

/* Another key of the same log. */
static inline struct sar_key_secret *
hand_key(const struct world *w)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_secret *skey = sar_key_generate(w->public->name, &err);
	struct sar_key_secret *key = NULL;

	if (skey == NULL || (key = sar_key_secret_parse(skey, &err)) == NULL)
		fail_msg("%s", err.msg);
	sar_secret_free(skey);
	return key;
}

static inline void
hand_rotate(struct hand *h, const struct sar_key_secret *old,
    const struct sar_key_secret *new)
{
	char a[SAR_VKEY_MAX], b[SAR_VKEY_MAX], members[2 * SAR_VKEY_MAX + 64];

	sar_key_public_format(sar_key_secret_public(old), a);
	sar_key_public_format(sar_key_secret_public(new), b);
	(void)snprintf(members, sizeof(members),
	    "\"by\":\"u1041\",\"new\":\"%s\",\"old\":\"%s\"", b, a);
	hand_record(h, members, "key-rotate");
}

/* The leaf of line ${n} of what was written so far, from 0. */
static inline void
hand_leaf(const struct hand *h, size_t n, char out[SAR_B64_LEN(SAR_SHA256_LEN)])
{
	const char *p = h->lines.data;
	uint8_t leaf[SAR_SHA256_LEN];

	while (n-- > 0)
		p = strchr(p, '\n') + 1;
	sar_sha256_marked(0, p, strcspn(p, "\n"), leaf);
	sar_b64_put(leaf, sizeof(leaf), out);
}

static inline void
hand_erase(struct hand *h, unsigned target, const char *leaf)
{
	struct sar_buf line = SAR_BUF_INIT;

	sar_buf_printf(&line,
	    "{\"basis\":\"art17\",\"by\":\"u1041\",\"leaf\":\"%s\","
	    "\"salt\":\"oKCgoKCgoKCgoKCgoKCgoA==\",\"seq\":%llu,"
	    "\"t\":\"2026-01-05T09:00:00Z\",\"target\":%u,\"type\":\"erase\","
	    "\"v\":1}",
	    leaf, (unsigned long long)h->tree.size, target);
	hand_line(h, line.data);
	sar_buf_free(&line);
}

/* Genesis and some records. */
static inline void
hand_fill(const struct world *w, struct hand *h, size_t n)
{
	hand_begin(h);
	hand_genesis(h, w->public);
	while (h->tree.size < n)
		hand_void(h);
}

#endif
