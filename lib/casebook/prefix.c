#include "casebook/prefix.h"

#include <stdlib.h>
#include <string.h>

static int
take_record(void *ctx, const struct sar_record *record, struct sar_err *err)
{
	struct sar_prefix *prefix = ctx;

	(void)err;
	if (record->seq >= prefix->at)
		return 0;
	sar_tree_add_leaf(&prefix->tree, record->leaf);
	if (prefix->tree.size == prefix->at) {
		sar_tree_root(&prefix->tree, prefix->root);
		prefix->reached = true;
	}
	return 0;
}

static int
take_note(void *ctx, const struct sar_log_note *note, struct sar_err *err)
{
	struct sar_prefix *prefix = ctx;

	if (note->size != prefix->at || prefix->note != NULL)
		return 0;
	prefix->note = strndup(note->text, note->len);
	prefix->note_len = note->len;
	if (prefix->note == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	return 0;
}

int
sar_prefix_read(const struct sar_log_reading *how, uint64_t at,
    struct sar_prefix *out, struct sar_err *err)
{
	struct sar_log_reading reading = *how;

	memset(out, 0, sizeof(*out));
	out->at = at;
	if (at == 0) {
		sar_tree_root(&out->tree, out->root);
		out->reached = true;
	}
	reading.record = take_record;
	reading.note = take_note;
	reading.ctx = out;
	out->log = sar_log_open(&reading, err);
	return out->log == NULL ? -1 : 0;
}

void
sar_prefix_clear(struct sar_prefix *prefix)
{
	sar_log_free(prefix->log);
	free(prefix->note);
	memset(prefix, 0, sizeof(*prefix));
}

static int
take_leaf(void *ctx, const struct sar_record *record, struct sar_err *err)
{
	(void)err;
	sar_range_leaf(ctx, record->leaf);
	return 0;
}

int
sar_prefix_path(const struct sar_log_reading *how, uint64_t at, uint64_t size,
    struct sar_range_proof *proof, struct sar_err *err)
{
	struct sar_log_reading reading = *how;
	struct sar_range *range;
	struct sar_log *log = NULL;
	int rc = -1;

	memset(proof, 0, sizeof(*proof));
	if (at == 0 || at == size)
		return 0;
	if ((range = sar_range_consistency(at, size, err)) == NULL)
		return -1;
	reading.record = take_leaf;
	reading.ctx = range;
	if ((log = sar_log_open(&reading, err)) != NULL)
		rc = sar_range_end(range, proof, err);
	sar_log_free(log);
	sar_range_free(range);
	return rc;
}

static bool
same_key(const struct sar_key_public *a, const struct sar_key_public *b)
{
	return strcmp(a->name, b->name) == 0 &&
	       memcmp(a->public, b->public, sizeof(a->public)) == 0;
}

static bool
is_known(const struct sar_key_public *key, const struct sar_policy *policy)
{
	const struct sar_key_public *keys;
	size_t n, i;

	keys = sar_policy_logs(policy, &n);
	for (i = 0; i < n; i++)
		if (same_key(&keys[i], key))
			return true;
	return false;
}

int
sar_prefix_keys(const struct sar_log *log, const struct sar_key_public *key,
    struct sar_policy *policy, struct sar_err *err)
{
	const struct sar_key_public read_with = *key; /* policy's may move */
	const struct sar_log_key *keys;
	bool later = false;
	size_t n, i;

	keys = sar_log_keys(log, &n);
	for (i = 0; i < n; i++) {
		if (later && !is_known(&keys[i].key, policy) &&
		    sar_policy_add_log(policy, &keys[i].key, err) == -1)
			return -1;
		later = later || same_key(&keys[i].key, &read_with);
	}
	return 0;
}
