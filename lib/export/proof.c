/* The proof that the log released it, beside each zip: sar-proof(5). */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "disclosure/prove.h"
#include "export/build_state.h"

/* The key of the log that the note is signed with. */
static const struct sar_key_public *
signer_of(const struct sar_log *log, const struct sar_tlogproof *proof)
{
	const struct sar_log_key *keys;
	struct sar_note note;
	size_t n, i;

	keys = sar_log_keys(log, &n);
	for (i = 0; i < n; i++)
		if (sar_note_parse(proof->checkpoint, proof->checkpoint_len,
			&keys[i].key, &note))
			return &keys[i].key;
	return NULL;
}

/* Read the log, once, for the proof of the release, record ${seq}. */
static int
make(struct build *b, uint64_t seq, struct sar_err *err)
{
	struct sar_tlogproof proof = { 0 };
	struct sar_key_public key;
	struct sar_prove what = { .seqs = &seq, .n = 1, .log = &b->log };
	const struct sar_key_public *signer;
	char *dir = sar_home_path(b->c->home, "log", err);
	char *mark = sar_home_path(b->c->home, SAR_HOME_MARK, err);
	int rc = -1;

	if (b->log != NULL) {
		rc = 0;
		goto out;
	}
	what.dir = dir;
	what.mark = mark;
	what.key = &key;
	if (dir == NULL || mark == NULL ||
	    sar_home_verify_key(b->c->home, &key, err) == -1 ||
	    sar_prove_records(&what, &proof, err) == -1 ||
	    sar_tlogproof_add(&b->proof, &proof, err) == -1)
		goto out;
	if ((signer = signer_of(b->log, &proof)) == NULL) {
		(void)sar_err_set(err, SAR_ETAMPER,
		    "log: record %llu: its checkpoint is by no key of the log",
		    (unsigned long long)seq);
		goto out;
	}
	b->signer = *signer;
	rc = 0;

out:
	sar_tlogproof_clear(&proof);
	free(mark);
	free(dir);
	return rc;
}

/* Does what was read from ${path} prove the release, by a key of the log? */
static int
verify(const struct build *b, const char *path,
    const struct sar_tlogproof *proof, uint64_t seq, struct sar_err *err)
{
	struct sar_tlogproof_seen seen;
	const struct sar_key_public *signer = signer_of(b->log, proof);
	struct sar_policy *policy;
	int rc;

	if (signer == NULL || proof->index != seq || proof->extra == NULL)
		return sar_err_set(err, SAR_ETAMPER, "%s: of something else",
		    path);
	if ((policy = sar_policy_of_key(signer, err)) == NULL)
		return -1;
	rc = sar_tlogproof_verify(path, proof, policy, NULL, &seen, err);
	sar_policy_free(policy);
	return rc;
}

/*
 * What has the name of a proof is this release's, or somebody else's, who is
 * to move it.  It may be against a later checkpoint, or cosigned.
 */
static int
check(const struct build *b, const char *path, uint64_t seq,
    struct sar_err *err)
{
	struct sar_tlogproof proof = { 0 };
	char *text = NULL;
	size_t len;
	int rc = -1;

	if (sar_file_read(path, SAR_TLOGPROOF_MAX, &text, &len, err) == 0 &&
	    sar_tlogproof_parse(path, text, len, &proof, err) == 0)
		rc = verify(b, path, &proof, seq, err);
	if (rc == -1 && err->code != SAR_EFAIL) {
		*err = (struct sar_err)SAR_ERR_INIT;
		(void)sar_err_set(err, SAR_ECORRUPT,
		    "%s: not the proof of the package's release", path);
		sar_err_hint(err, "do not send it; move it away and run "
				  "again");
	}
	sar_tlogproof_clear(&proof);
	free(text);
	return rc;
}

bool
sar_build_there(const struct build_volume *v)
{
	return sar_file_exists(v->staged) || sar_file_exists(v->released);
}

static int
stage(const struct build *b, const struct build_volume *v, uint64_t seq,
    struct sar_err *err)
{
	if (sar_file_exists(v->proof))
		return check(b, v->proof, seq, err);
	if (sar_file_exists(v->proof_staged))
		return check(b, v->proof_staged, seq, err);
	return sar_file_write(v->proof_staged, b->proof.data, b->proof.len,
	    0600, false, err);
}

int
sar_build_prove(struct build *b, uint64_t seq, struct sar_err *err)
{
	unsigned k;

	for (k = 0; k < b->n_volumes; k++)
		if (sar_build_there(&b->volumes[k]) &&
		    (make(b, seq, err) == -1 ||
			stage(b, &b->volumes[k], seq, err) == -1))
			return -1;
	return 0;
}

int
sar_build_proven(struct build *b, uint64_t seq, struct sar_err *err)
{
	const char *path;
	unsigned k;

	for (k = 0; k < b->n_volumes; k++) {
		path = b->volumes[k].proof;
		if (sar_file_exists(path) &&
		    (make(b, seq, err) == -1 || check(b, path, seq, err) == -1))
			return -1;
	}
	return 0;
}

void
sar_build_drop_proof(struct build *b)
{
	sar_buf_free(&b->proof);
	sar_log_free(b->log);
	b->log = NULL;
}
