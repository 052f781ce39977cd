#include "casebook/compare.h"

#include <stdlib.h>
#include <string.h>

#include "casebook/prefix.h"
#include "tlog/cosign.h"
#include "tlog/tlogproof.h"
#include "tlog/tree.h"
#include "tlog/witness.h"

/* The key of ${policy} that signed the last checkpoint, which was verified. */
static int
signer(struct sar_compare_side *side, const struct sar_policy *policy,
    struct sar_err *err)
{
	const struct sar_key_public *keys;
	size_t n, i, len = strlen(side->text);

	keys = sar_policy_logs(policy, &n);
	for (i = 0; i < n; i++)
		if (sar_note_parse(side->text, len, &keys[i], &side->note) &&
		    sar_note_verify(side->text, &side->note, &keys[i])) {
			side->key = keys[i];
			return 0;
		}
	return sar_err_set(err, SAR_ETAMPER,
	    "%s: the last checkpoint's signature does not verify", side->name);
}

int
sar_compare_log(const char *dir, const struct sar_key_public *key,
    struct sar_policy *policy, const volatile int *stop,
    struct sar_compare_side *out, struct sar_err *err)
{
	struct sar_log_reading how = { .dir = dir, .key = key, .stop = stop };
	struct sar_log *log;
	int rc = -1;

	memset(out, 0, sizeof(*out));
	out->name = dir;
	out->kind = SAR_COMPARE_LOG;
	if ((log = sar_log_open(&how, err)) == NULL)
		return -1;
	out->text = strdup(sar_log_checkpoint(log));
	if (out->text == NULL)
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
	else if (sar_prefix_keys(log, key, policy, err) == 0)
		rc = signer(out, policy, err);
	out->note_text = out->text;
	sar_log_free(log);
	return rc;
}

void
sar_compare_no_key(const char *name, struct sar_err *err)
{
	(void)sar_err_set(err, SAR_ETAMPER,
	    "%s: signed with a key that this log does not have", name);
	sar_err_hint(err,
	    "a later key of the log? then its end was cut off, from before it "
	    "changed its key, or an old backup put back: ask for the rest; "
	    "--vkey, given again, takes the later key");
}

static int
take_note(struct sar_compare_side *side, const char *text, size_t len,
    const struct sar_policy *policy, struct sar_err *err)
{
	const struct sar_key_public *log;

	side->note_text = text;
	if (sar_policy_check(policy, side->name, text, len, &log, &side->note,
		&side->by, err) == -1) {
		if (sar_policy_unknown(policy, text, len))
			sar_err_hint(err,
			    "it is in the name of that log: by a later key, "
			    "which --vkey takes, given again; if the log's "
			    "folder does not tell of that key, its end was cut "
			    "off");
		return -1;
	}
	side->key = *log;
	if (side->note.len != len)
		return sar_err_set(err, SAR_EINPUT,
		    "%s: something follows the checkpoint", side->name);
	return 0;
}

/* Is the record that comes along in the tree? */
static int
check_extra(const struct sar_compare_side *side,
    const struct sar_tlogproof *proof, struct sar_err *err)
{
	uint8_t leaf[SAR_SHA256_LEN];

	if (proof->extra == NULL)
		return 0;
	sar_tree_leaf(proof->extra, proof->extra_len, leaf);
	if (sar_range_included(proof->index, side->note.size, leaf,
		side->note.root, &proof->path))
		return 0;
	return sar_err_set(err, SAR_ETAMPER,
	    "%s: the record in it is not in the log it names", side->name);
}

/* A proof's checkpoint takes the place of its file. */
static int
take_proof(struct sar_compare_side *side, size_t len,
    const struct sar_policy *policy, struct sar_err *err)
{
	struct sar_tlogproof proof = { .extra = NULL };
	int rc = -1;

	side->kind = SAR_COMPARE_PROOF;
	if (sar_tlogproof_parse(side->name, side->text, len, &proof, err) == -1)
		goto out;
	free(side->text);
	side->text = proof.checkpoint;
	proof.checkpoint = NULL;
	if (take_note(side, side->text, proof.checkpoint_len, policy, err) == 0)
		rc = check_extra(side, &proof, err);

out:
	sar_tlogproof_clear(&proof);
	return rc;
}

static int
take_request(struct sar_compare_side *side, size_t len,
    const struct sar_policy *policy, struct sar_err *err)
{
	const struct sar_key_public *log;
	struct sar_cosign_request request;

	side->kind = SAR_COMPARE_REQUEST;
	if (sar_witness_request(side->name, side->text, len, policy, &log,
		&request, err) == -1)
		return -1;
	side->key = *log;
	side->note_text = request.text;
	side->note = request.note;
	side->old = request.old;
	side->proof = request.proof;
	return 0;
}

static bool
begins(const char *text, size_t len, const char *with)
{
	size_t n = strlen(with);

	return len >= n && memcmp(text, with, n) == 0;
}

int
sar_compare_file(const char *name, char *text, size_t len,
    const struct sar_policy *policy, struct sar_compare_side *out,
    struct sar_err *err)
{
	char origin[SAR_KEY_NAME_MAX + 1];
	struct sar_note note;

	memset(out, 0, sizeof(*out));
	out->name = name;
	out->text = text;
	out->kind = SAR_COMPARE_NOTE;
	if (begins(text, len, "c2sp.org/tlog-proof@"))
		return take_proof(out, len, policy, err);
	/* No origin has a space in it. */
	if (begins(text, len, "old "))
		return take_request(out, len, policy, err);
	if (!sar_note_read(text, len, origin, &note))
		return sar_err_set(err, SAR_EINPUT,
		    "%s: not a checkpoint, proof, request, evidence or log",
		    name);
	return take_note(out, text, len, policy, err);
}

void
sar_compare_clear(struct sar_compare_side *side)
{
	free(side->text);
	memset(side, 0, sizeof(*side));
}
