#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "casebook/compare.h"
#include "common/passphrase.h"
#include "sar-verify/commands.h"
#include "sar-verify/data.h"
#include "sar-verify/fork.h"
#include "sar-verify/trust.h"
#include "tlog/evidence.h"
#include "tlog/keyfile.h"
#include "tlog/witness.h"

static struct {
	struct trust_args trust;
	char *key, *state, *log, *out, *evidence;
} args;

static const struct poptOption options[] = {
	TRUST_OPTIONS(args.trust),
	{ "key", '\0', POPT_ARG_STRING, &args.key, 1,
	    "your key, as a witness: a file only you can read", "FILE" },
	{ "state", '\0', POPT_ARG_STRING, &args.state, 2,
	    "what you cosigned last of this log: read, then replaced", "FILE" },
	{ "log", '\0', POPT_ARG_STRING, &args.log, 5,
	    "a copy of the log: read it whole, follow its changes of key, and "
	    "hold state and request against it",
	    "DIR" },
	{ "out", 'o', POPT_ARG_STRING, &args.out, 3,
	    "write the cosignature to this new file", "FILE" },
	{ "evidence", '\0', POPT_ARG_STRING, &args.evidence, 4,
	    "where to write that the log contradicts itself "
	    "(default: beside the state)",
	    "FILE" },
	{ NULL, '\0', POPT_ARG_INCLUDE_TABLE, CMD_TABLE(passphrase_options), 0,
	    "Passphrase:", NULL },
	CMD_OUTPUT,
	POPT_TABLEEND,
};

/* What is held while a request is looked at. */
struct held {
	struct sar_policy *policy;
	struct sar_compare_side copy; /* the log; name NULL without one */
	struct sar_key_secret *witness;
	const struct sar_key_public *log; /* that signed the request */
	char *text;                       /* of the request */
	size_t text_len;
	struct sar_cosign_request request;
	struct sar_witness_state state;
	int lock;
};

static struct sar_key_secret *
open_key(struct sar_err *err)
{
	struct sar_secret *text = sar_secret_lines_from_file(args.key, err);
	struct sar_secret *passphrase = NULL;
	struct sar_key_secret *key = NULL;

	if (text == NULL)
		return NULL;
	if (!sar_keyfile_sealed(text) ||
	    (passphrase = passphrase_get("passphrase of the key", false,
		 err)) != NULL)
		key = sar_keyfile_open(text, passphrase, err);
	sar_secret_free(passphrase);
	sar_secret_free(text);
	if (key != NULL &&
	    sar_key_secret_public(key)->kind != SAR_KEY_WITNESS) {
		(void)sar_err_set(err, SAR_ESECRET,
		    "%s: the key of a log, not of a witness", args.key);
		sar_key_secret_free(key);
		key = NULL;
	}
	return key;
}

/* Its later keys are good if the one we have handed over to them. */
static int
open_log(struct held *held, struct sar_err *err)
{
	const struct sar_key_public *key;

	if (args.log == NULL)
		return 0;
	if ((key = trust_log(held->policy, err)) == NULL)
		return -1;
	return sar_compare_log(args.log, key, held->policy, &cmd_stop,
	    &held->copy, err);
}

static int
open_request(struct held *held, const char *path, struct sar_err *err)
{
	if (sar_file_read(path, SAR_COMPARE_MAX, &held->text, &held->text_len,
		err) == -1)
		return -1;
	return sar_witness_request(path, held->text, held->text_len,
	    held->policy, &held->log, &held->request, err);
}

/* Whoever cosigns with the same state at a time waits till we are done. */
static int
open_state(struct held *held, struct sar_err *err)
{
	char *lock = NULL;

	if (asprintf(&lock, "%s.lock", args.state) == -1)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	held->lock = sar_file_lock(lock, 0, err);
	free(lock);
	if (held->lock == -1)
		return -1;
	return sar_witness_state_load(args.state, held->log->name,
	    sar_key_secret_public(held->witness), held->policy, &held->state,
	    err);
}

static int
conflict(const struct held *held, struct sar_err *err)
{
	const struct sar_note *ours = &held->state.note;
	const struct sar_note *theirs = &held->request.note;

	(void)json_object_set_new(cmd_summary(), "size",
	    json_integer((json_int_t)ours->size));
	(void)sar_err_set(err, SAR_EREFUSED,
	    "%s: the request begins at size %llu, this witness has size %llu",
	    args.state, (unsigned long long)held->request.old,
	    (unsigned long long)ours->size);
	if (held->state.text == NULL)
		sar_err_hint(err,
		    "there is no such state: has it another name, or was it "
		    "lost? the log is asked for a request that begins at 0");
	else if (theirs->size == ours->size)
		sar_err_hint(err,
		    "just this checkpoint was cosigned before; the state has "
		    "the cosignature");
	else if (theirs->size < ours->size)
		sar_err_hint(err,
		    "the log in it is shorter than what was cosigned: an old "
		    "request, or its end was cut off; ask for \"sar-verify "
		    "offer --since %llu\"",
		    (unsigned long long)ours->size);
	else
		sar_err_hint(err, "ask for \"sar-verify offer --since %llu\"",
		    (unsigned long long)ours->size);
	return -1;
}

static int
unproven(struct sar_err *err)
{
	(void)sar_err_set(err, SAR_ETAMPER,
	    "the request's proof does not show that the log still begins with "
	    "the records that were cosigned");
	sar_err_hint(err,
	    "keep the request; a copy of the log and \"sar-verify compare "
	    "LOGDIR %.64s\" show whether it was rewritten",
	    args.state);
	return -1;
}

/* Both checkpoints, for anybody to check: beside the state, if not named. */
static int
tell_fork(const struct sar_buf *evidence, struct sar_err *err)
{
	char *beside = NULL;

	if (args.evidence != NULL)
		return fork_found(args.evidence, "--evidence", evidence, err);
	if (asprintf(&beside, "%s.evidence", args.state) == -1)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	(void)fork_found(beside, "--evidence", evidence, err);
	free(beside);
	return -1;
}

static int
contradicted(const struct held *held, struct sar_err *err)
{
	struct sar_evidence_note ours = { held->state.log, held->state.text,
		held->state.note };
	struct sar_evidence_note theirs = { held->log, held->request.text,
		held->request.note };
	struct sar_buf evidence = SAR_BUF_INIT;

	if (sar_evidence_add(&evidence, &ours, &theirs, NULL, err) == 0)
		(void)tell_fork(&evidence, err);
	sar_buf_free(&evidence);
	return -1;
}

/* Does the copy of the log have what the file ${path} with ${text} is of? */
static int
check_against(const struct held *held, const char *path, const char *text,
    size_t len, struct sar_err *err)
{
	struct sar_buf evidence = SAR_BUF_INIT;
	struct sar_compare_side side = { .name = NULL };
	enum sar_compare_verdict verdict = SAR_COMPARE_UNDECIDED;
	char *own = strndup(text, len);
	int rc = -1;

	if (own == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	if (sar_compare_file(path, own, len, held->policy, &side, err) == -1 ||
	    sar_compare_sides(&held->copy, &side, &cmd_stop, &verdict,
		&evidence, err) == -1)
		goto out;
	if (verdict == SAR_COMPARE_FORK)
		(void)tell_fork(&evidence, err);
	else if (side.note.size > held->copy.note.size)
		(void)sar_err_set(err, SAR_EREVIEW,
		    "%s: shorter than the checkpoint in %s: an older copy, or "
		    "its end was cut off",
		    args.log, path);
	else
		rc = 0;

out:
	sar_compare_clear(&side);
	sar_buf_free(&evidence);
	return rc;
}

static int
check_log(const struct held *held, const char *request, struct sar_err *err)
{
	if (args.log == NULL)
		return 0;
	if (held->state.text != NULL &&
	    check_against(held, args.state, held->state.text, held->state.len,
		err) == -1)
		return -1;
	return check_against(held, request, held->text, held->text_len, err);
}

static void
say(const struct held *held, int64_t now)
{
	json_t *s = cmd_summary();

	(void)json_object_set_new(s, "origin", json_string(held->log->name));
	(void)json_object_set_new(s, "size",
	    json_integer((json_int_t)held->request.note.size));
	(void)json_object_set_new(s, "time", json_integer((json_int_t)now));
	(void)json_object_set_new(s, "first",
	    json_boolean(held->state.text == NULL));
	if (held->state.text == NULL && args.log == NULL) {
		cmd_warn("sar-verify: this witness never saw the log %s "
			 "before: it takes it as it is\n",
		    held->log->name);
		cmd_warn("hint: read all of it once: --log DIR, or sar-verify "
			 "log, on a copy of the log\n");
	}
	cmd_note("cosigned %s: %llu records, %llu more than before\n",
	    held->log->name, (unsigned long long)held->request.note.size,
	    (unsigned long long)(held->request.note.size -
				 held->state.note.size));
}

/* The state has to be on the disk before anybody has the cosignature. */
static int
sign(const struct held *held, struct sar_err *err)
{
	struct sar_buf line = SAR_BUF_INIT, next = SAR_BUF_INIT;
	int64_t now = (int64_t)time(NULL);
	int rc = -1;

	if (args.out != NULL && sar_file_exists(args.out)) {
		(void)sar_err_set(err, SAR_EREFUSED, "%s: exists already",
		    args.out);
		goto out;
	}
	if (sar_witness_sign(held->witness, held->log, &held->state,
		&held->request, now, &line, &next, err) == -1 ||
	    sar_file_write(args.state, next.data, next.len, 0600, true, err) ==
		-1 ||
	    data_put(args.out, false, "cosignature", line.data, line.len,
		err) == -1)
		goto out;
	say(held, now);
	rc = 0;

out:
	sar_buf_free(&line);
	sar_buf_free(&next);
	return rc;
}

/*
 * Keys are given, and follow each other in a log, older first: whoever has one
 * that was handed over long ago goes on with no log.
 */
static int
check_key(const struct held *held, struct sar_err *err)
{
	if (held->state.text == NULL || held->log >= held->state.log)
		return 0;
	return sar_err_set(err, SAR_ETAMPER,
	    "the request is signed with an older key of the log than what was "
	    "cosigned");
}

static int
answer(const struct held *held, struct sar_err *err)
{
	enum sar_witness_answer judged;

	judged = sar_witness_judge(&held->state, &held->request);
	if (judged != SAR_WITNESS_FORK && check_key(held, err) == -1)
		return -1;
	switch (judged) {
	case SAR_WITNESS_COSIGN:
		return sign(held, err);
	case SAR_WITNESS_CONFLICT:
		return conflict(held, err);
	case SAR_WITNESS_FORK:
		return contradicted(held, err);
	case SAR_WITNESS_UNPROVEN:
		break;
	}
	return unproven(err);
}

static int
cosign(const char *request, struct sar_err *err)
{
	struct held held = { .lock = -1 };
	int rc = -1;

	if (args.key == NULL || args.state == NULL)
		return sar_err_set(err, SAR_EINPUT,
		    "--key and --state are needed");
	if ((held.policy = trust_read(&args.trust, err)) != NULL &&
	    open_log(&held, err) == 0 &&
	    open_request(&held, request, err) == 0 &&
	    (held.witness = open_key(err)) != NULL &&
	    open_state(&held, err) == 0 && check_log(&held, request, err) == 0)
		rc = answer(&held, err);
	if (held.lock != -1)
		(void)close(held.lock);
	sar_witness_state_clear(&held.state);
	sar_compare_clear(&held.copy);
	free(held.text);
	sar_key_secret_free(held.witness);
	sar_policy_free(held.policy);
	return rc;
}

int
cmd_cosign(int argc, const char **argv)
{
	struct sar_err err = SAR_ERR_INIT;
	const char **rest;
	int status = 0;
	int rc;

	rc = cmd_parse(argc, argv, options, 1, 1,
	    "--vkey FILE --key FILE --state FILE REQUEST", &rest, &err);
	if (rc == -1 || (rc == 0 && cosign(rest[0], &err) == -1))
		status = cmd_report(&err);
	trust_free(&args.trust);
	passphrase_free();
	free(args.key);
	free(args.state);
	free(args.log);
	free(args.out);
	free(args.evidence);
	return status;
}
