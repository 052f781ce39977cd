#include "tlog/tlogproof.h"

#include <stdlib.h>
#include <string.h>

#include "base/b64.h"
#include "tlog/linewise.h"
#include "tlog/tree.h"

#define HEAD "c2sp.org/tlog-proof@v1"
#define EXTRA "extra "
#define EXTRA_LEN (sizeof(EXTRA) - 1)

/* Is the line "extra BASE64", of one byte or more?  Then it is taken. */
static int
take_extra(const struct sar_linewise *lines, const char *line, size_t len,
    struct sar_tlogproof *out, struct sar_err *err)
{
	size_t room = (len - EXTRA_LEN) / 4 * 3;

	if (room > 0 && room <= SAR_TLOGPROOF_EXTRA_MAX) {
		if ((out->extra = calloc(1, room + 1)) == NULL)
			return sar_err_set(err, SAR_EFAIL, "out of memory");
		if (sar_b64_get(line + EXTRA_LEN, len - EXTRA_LEN,
			(uint8_t *)out->extra, room, &out->extra_len) &&
		    out->extra_len > 0)
			return 0;
	}
	return sar_linewise_fault(lines, "bytes in Base64 after \"extra\"",
	    err);
}

/* All that comes before the hashes. */
static int
read_head(struct sar_linewise *lines, struct sar_tlogproof *out,
    struct sar_err *err)
{
	const char *line = NULL;
	size_t len = 0;
	bool got;

	if (!sar_linewise_next(lines, &line, &len) || len != sizeof(HEAD) - 1 ||
	    memcmp(line, HEAD, len) != 0)
		return sar_linewise_fault(lines, "\"" HEAD "\"", err);
	got = sar_linewise_next(lines, &line, &len);
	if (got && len >= EXTRA_LEN && memcmp(line, EXTRA, EXTRA_LEN) == 0) {
		if (take_extra(lines, line, len, out, err) == -1)
			return -1;
		got = sar_linewise_next(lines, &line, &len);
	}
	if (!got || !sar_linewise_number(line, len, "index", &out->index))
		return sar_linewise_fault(lines, "\"index\" and a number", err);
	return 0;
}

int
sar_tlogproof_parse(const char *name, const char *text, size_t len,
    struct sar_tlogproof *out, struct sar_err *err)
{
	struct sar_linewise lines = { name, text, text + len, 0 };
	char origin[SAR_KEY_NAME_MAX + 1];
	struct sar_note note;
	size_t rest;

	memset(out, 0, sizeof(*out));
	if (len > SAR_TLOGPROOF_MAX)
		return sar_err_set(err, SAR_EINPUT,
		    "%s: larger than a tlog-proof can be", name);
	if (read_head(&lines, out, err) == -1 ||
	    sar_linewise_proof(&lines, &out->path, err) == -1)
		return -1;
	rest = (size_t)(lines.end - lines.at);
	lines.n++;
	if (!sar_note_read(lines.at, rest, origin, &note) || note.len != rest ||
	    lines.at[rest - 1] != '\n')
		return sar_linewise_fault(&lines,
		    "a checkpoint and nothing else", err);
	if ((out->checkpoint = strndup(lines.at, rest)) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	out->checkpoint_len = rest;
	return 0;
}

void
sar_tlogproof_clear(struct sar_tlogproof *proof)
{
	free(proof->extra);
	free(proof->checkpoint);
	memset(proof, 0, sizeof(*proof));
}

static int
add_extra(struct sar_buf *buf, const struct sar_tlogproof *proof,
    struct sar_err *err)
{
	size_t len = SAR_B64_LEN(proof->extra_len);
	char *b64;

	if (proof->extra_len == 0 || proof->extra_len > SAR_TLOGPROOF_EXTRA_MAX)
		return sar_err_set(err, SAR_EINPUT,
		    "tlog-proof: what is put into it is empty or too large");
	if ((b64 = calloc(1, len)) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	sar_b64_put((const uint8_t *)proof->extra, proof->extra_len, b64);
	sar_buf_puts(buf, EXTRA);
	sar_buf_puts(buf, b64);
	sar_buf_puts(buf, "\n");
	free(b64);
	return 0;
}

int
sar_tlogproof_add(struct sar_buf *buf, const struct sar_tlogproof *proof,
    struct sar_err *err)
{
	sar_buf_puts(buf, HEAD "\n");
	if (proof->extra != NULL && add_extra(buf, proof, err) == -1)
		return -1;
	sar_buf_printf(buf, "index %llu\n", (unsigned long long)proof->index);
	if (sar_linewise_add_proof(buf, &proof->path, err) == -1)
		return -1;
	sar_buf_add(buf, proof->checkpoint, proof->checkpoint_len);
	return sar_buf_check(buf, err);
}

/* The hash of the record that the proof carries. */
static int
hash_extra(const char *name, const struct sar_tlogproof *proof,
    uint8_t leaf[SAR_SHA256_LEN], struct sar_err *err)
{
	if (proof->extra == NULL)
		return sar_err_set(err, SAR_EINPUT,
		    "%s: the record is not in the proof, and none is given",
		    name);
	sar_tree_leaf(proof->extra, proof->extra_len, leaf);
	return 0;
}

static int
is_elsewhere(const char *name, struct sar_err *err)
{
	return sar_err_set(err, SAR_ETAMPER,
	    "%s: the record is not in the log's tree at that place", name);
}

int
sar_tlogproof_verify(const char *name, const struct sar_tlogproof *proof,
    const struct sar_policy *policy, const uint8_t leaf[SAR_SHA256_LEN],
    struct sar_tlogproof_seen *seen, struct sar_err *err)
{
	const struct sar_key_public *log;
	uint8_t own[SAR_SHA256_LEN];
	struct sar_note note;

	memset(seen, 0, sizeof(*seen));
	if (leaf == NULL) {
		if (hash_extra(name, proof, own, err) == -1)
			return -1;
		leaf = own;
	}
	if (sar_policy_check(policy, name, proof->checkpoint,
		proof->checkpoint_len, &log, &note, &seen->witnesses,
		err) == -1)
		return -1;
	if (!sar_range_included(proof->index, note.size, leaf, note.root,
		&proof->path)) {
		memset(seen, 0, sizeof(*seen));
		return is_elsewhere(name, err);
	}
	seen->log = log;
	seen->size = note.size;
	memcpy(seen->root, note.root, sizeof(seen->root));
	if (!seen->witnesses.met)
		return sar_err_set(err, SAR_EREVIEW,
		    "%s: fewer witnesses than the policy asks for", name);
	return 0;
}

/* Is ${name} that of a log of the policy?  Keys change, and it does not. */
static bool
is_log(const struct sar_policy *policy, const char *name)
{
	const struct sar_key_public *logs;
	size_t n, i;

	logs = sar_policy_logs(policy, &n);
	for (i = 0; i < n; i++)
		if (strcmp(logs[i].name, name) == 0)
			return true;
	return false;
}

int
sar_tlogproof_unsigned(const char *name, const struct sar_tlogproof *proof,
    const struct sar_policy *policy, struct sar_tlogproof_seen *seen,
    struct sar_err *err)
{
	char origin[SAR_KEY_NAME_MAX + 1];
	uint8_t leaf[SAR_SHA256_LEN];
	struct sar_note note;

	memset(seen, 0, sizeof(*seen));
	if (hash_extra(name, proof, leaf, err) == -1)
		return -1;
	if (!sar_note_read(proof->checkpoint, proof->checkpoint_len, origin,
		&note) ||
	    !is_log(policy, origin))
		return sar_err_set(err, SAR_ETAMPER,
		    "%s: the checkpoint is of another log", name);
	if (!sar_note_named(proof->checkpoint, &note, origin))
		return sar_err_set(err, SAR_ETAMPER,
		    "%s: the checkpoint has no signature of the log's", name);
	if (!sar_range_included(proof->index, note.size, leaf, note.root,
		&proof->path))
		return is_elsewhere(name, err);
	seen->size = note.size;
	memcpy(seen->root, note.root, sizeof(seen->root));
	return 0;
}
