/* The packages in the outbox: each was released, and has its proof. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "casebook/state.h"

#define ZIP ".zip"
#define PROOF ".tlog-proof"

static bool
is_zip(const char *name)
{
	size_t len = strlen(name), end = sizeof(ZIP) - 1;

	return len > end && strcmp(name + len - end, ZIP) == 0;
}

static int
add_zip(struct sar_casebook_state *state, const char *name, struct sar_err *err)
{
	struct sar_casebook_zip *grown;

	grown = reallocarray(state->zips, state->n_zips + 1, sizeof(*grown));
	if (grown == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	state->zips = grown;
	grown += state->n_zips;
	memset(grown, 0, sizeof(*grown));
	if ((grown->name = strdup(name)) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	state->n_zips++;
	return 0;
}

static int
by_name(const void *a, const void *b)
{
	const struct sar_casebook_zip *x = a, *y = b;

	return strcmp(x->name, y->name);
}

static int
list(struct sar_casebook_state *state, struct sar_err *err)
{
	const char *folder = state->options->outbox;
	struct dirent *entry;
	DIR *dir = opendir(folder);
	int rc = 0;

	if (dir == NULL)
		return sar_err_errno(err, "%s", folder);
	for (;;) {
		errno = 0;
		if ((entry = readdir(dir)) == NULL)
			break;
		if (is_zip(entry->d_name) &&
		    add_zip(state, entry->d_name, err) == -1) {
			rc = -1;
			break;
		}
	}
	if (rc == 0 && errno != 0)
		rc = sar_err_errno(err, "%s", folder);
	(void)closedir(dir);
	if (rc == 0 && state->n_zips > 0)
		qsort(state->zips, state->n_zips, sizeof(*state->zips),
		    by_name);
	return rc;
}

static int
hash(const char *folder, struct sar_casebook_zip *zip, struct sar_err *err)
{
	struct sar_source source;
	int fd = sar_file_open_below(folder, zip->name, err);
	int rc = -1;

	if (fd == -1)
		return -1;
	if (sar_source_fd(&fd, zip->name, &source, err) == 0)
		rc = sar_sha256_source(&source, zip->sha256, err);
	(void)close(fd);
	return rc;
}

/* The text of the proof beside a zip, if there is one; of one that is no file
   of its own, or too large, none of it. */
static int
read_proof(const char *folder, struct sar_casebook_zip *zip,
    struct sar_err *err)
{
	struct sar_err why = SAR_ERR_INIT;
	char *path = NULL;
	bool there;
	int rc = -1;

	if (asprintf(&path, "%s/%s" PROOF, folder, zip->name) == -1)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	there = sar_file_exists(path);
	if (there)
		rc = sar_file_read(path, SAR_TLOGPROOF_MAX, &zip->text,
		    &zip->len, &why);
	free(path);
	if (there && rc == -1 && (zip->text = strdup("")) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	return 0;
}

/* And at which size the log must agree with it. */
static int
load_proof(struct sar_casebook_state *state, struct sar_casebook_zip *zip,
    struct sar_err *err)
{
	char origin[SAR_KEY_NAME_MAX + 1];
	struct sar_err why = SAR_ERR_INIT;
	struct sar_tlogproof proof = { 0 };
	struct sar_note note;
	int rc = 0;

	if (read_proof(state->options->outbox, zip, err) == -1)
		return -1;
	if (zip->text != NULL &&
	    sar_tlogproof_parse(zip->name, zip->text, zip->len, &proof, &why) ==
		0 &&
	    sar_note_read(proof.checkpoint, proof.checkpoint_len, origin,
		&note))
		rc = sar_casebook_want(state, note.size, err);
	sar_tlogproof_clear(&proof);
	return rc;
}

int
sar_casebook_outbox_load(struct sar_casebook_state *state, struct sar_err *err)
{
	struct sar_casebook_zip *zip;
	uint64_t there;
	size_t i;

	if (state->options->outbox == NULL)
		return 0;
	if (list(state, err) == -1)
		return -1;
	state->out->zips = state->n_zips;
	for (i = 0; i < state->n_zips; i++) {
		zip = &state->zips[i];
		if (hash(state->options->outbox, zip, err) == -1 ||
		    load_proof(state, zip, err) == -1 ||
		    sar_map_put(&state->by_digest, zip->sha256,
			sizeof(zip->sha256), i, &there, err) == -1)
			return -1;
	}
	return 0;
}

static void
name_zip(struct sar_casebook_state *state, const struct sar_record *record,
    const uint8_t sha256[SAR_SHA256_LEN])
{
	uint64_t i;

	state->out->packages++;
	if (!sar_map_get(&state->by_digest, sha256, SAR_SHA256_LEN, &i) ||
	    state->zips[i].named)
		return;
	state->zips[i].named = true;
	state->zips[i].release = record->seq;
}

void
sar_casebook_outbox_release(struct sar_casebook_state *state,
    const struct sar_record *record)
{
	uint8_t sha256[SAR_SHA256_LEN];
	size_t i;

	if (sar_record_digest(record, "pkg", sha256))
		name_zip(state, record, sha256);
	for (i = 0; i < sar_record_count(record, "pkgs"); i++)
		if (sar_record_digest_at(record, "pkgs", i, sha256))
			name_zip(state, record, sha256);
}

/* Does the record that the proof is of name this zip? */
static bool
names_zip(const struct sar_tlogproof *proof, const struct sar_casebook_zip *zip)
{
	struct sar_err why = SAR_ERR_INIT;
	uint8_t sha256[SAR_SHA256_LEN];
	struct sar_record *record;
	bool ok = false;
	size_t i;

	record = sar_record_new(zip->name, proof->extra, proof->extra_len,
	    proof->index, &why);
	if (record != NULL && record->type == SAR_RECORD_RELEASE) {
		ok = sar_record_digest(record, "pkg", sha256) &&
		     memcmp(sha256, zip->sha256, sizeof(sha256)) == 0;
		for (i = 0; !ok && i < sar_record_count(record, "pkgs"); i++)
			ok = sar_record_digest_at(record, "pkgs", i, sha256) &&
			     memcmp(sha256, zip->sha256, sizeof(sha256)) == 0;
	}
	sar_record_free(record);
	return ok;
}

static int
bad_proof(struct sar_casebook_state *state, const struct sar_casebook_zip *zip,
    const char *why, struct sar_err *err)
{
	return sar_casebook_tell(state, SAR_LEDGER_OUTBOX_BAD_PROOF,
	    SAR_LEDGER_NONE, "the proof of its release", err, "%s: %s",
	    zip->name, why);
}

/* Why it does not verify: of a log that was cut off, what it signed later is
   by a key that it knows nothing of. */
static const char *
why_not(const struct sar_casebook_state *state,
    const struct sar_tlogproof *proof)
{
	if (sar_policy_unknown(state->options->policy, proof->checkpoint,
		proof->checkpoint_len))
		return "signed with a key that this log does not have: was its "
		       "end cut off?";
	return "does not verify";
}

/* A proof that verifies is a checkpoint that somebody kept, too. */
static int
check_proof(struct sar_casebook_state *state,
    const struct sar_casebook_zip *zip, const struct sar_tlogproof *proof,
    struct sar_err *err)
{
	struct sar_casebook_note note = {
		.text = proof->checkpoint,
		.len = proof->checkpoint_len,
		.name = zip->name,
		.signature = true,
	};
	struct sar_err why = SAR_ERR_INIT;
	struct sar_tlogproof_seen seen;

	/* Cosignatures come after it as a rule; the log's file has them. */
	if (sar_tlogproof_verify(zip->name, proof, state->options->policy, NULL,
		&seen, &why) == -1 &&
	    why.code != SAR_EREVIEW)
		return bad_proof(state, zip, why_not(state, proof), err);
	note.size = seen.size;
	memcpy(note.root, seen.root, sizeof(note.root));
	if (sar_casebook_hold(state, &note, err) == -1)
		return -1;
	if (!names_zip(proof, zip))
		return bad_proof(state, zip, "of another package", err);
	state->out->proofs++;
	return 0;
}

/* Copies of one package are one. */
static bool
is_named(const struct sar_casebook_state *state,
    const struct sar_casebook_zip *zip)
{
	uint64_t i;

	return sar_map_get(&state->by_digest, zip->sha256, sizeof(zip->sha256),
		   &i) &&
	       state->zips[i].named;
}

static int
check_zip(struct sar_casebook_state *state, const struct sar_casebook_zip *zip,
    struct sar_err *err)
{
	struct sar_err why = SAR_ERR_INIT;
	struct sar_tlogproof proof = { 0 };
	bool named = is_named(state, zip);
	int rc;

	state->out->there += named;
	state->out->gone -= zip->named;
	if (!named && sar_casebook_tell(state, SAR_LEDGER_OUTBOX_NO_RELEASE,
			  SAR_LEDGER_NONE, "a release that names it", err,
			  "%s: none", zip->name) == -1)
		return -1;
	if (zip->text == NULL)
		return sar_casebook_tell(state, SAR_LEDGER_OUTBOX_NO_PROOF,
		    SAR_LEDGER_NONE, "a proof beside it", err, "%s: none",
		    zip->name);
	if (sar_tlogproof_parse(zip->name, zip->text, zip->len, &proof, &why) ==
	    -1)
		rc = bad_proof(state, zip, "not a proof", err);
	else
		rc = check_proof(state, zip, &proof, err);
	sar_tlogproof_clear(&proof);
	return rc;
}

int
sar_casebook_outbox_check(struct sar_casebook_state *state, struct sar_err *err)
{
	size_t i;

	state->out->gone = state->out->packages;
	for (i = 0; i < state->n_zips; i++)
		if (check_zip(state, &state->zips[i], err) == -1)
			return -1;
	return 0;
}
