#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "casebook/compare.h"
#include "casebook/prefix.h"
#include "sar-verify/commands.h"
#include "sar-verify/data.h"
#include "sar-verify/fork.h"
#include "sar-verify/trust.h"
#include "tlog/cosign.h"

static struct {
	struct trust_args trust;
	char *since, *out, *evidence;
} args;

static const struct poptOption options[] = {
	TRUST_OPTIONS(args.trust),
	{ "since", '\0', POPT_ARG_STRING, &args.since, 1,
	    "the size the witness has, or a file with its checkpoint "
	    "(default: 0, it has none)",
	    "N|FILE" },
	{ "out", 'o', POPT_ARG_STRING, &args.out, 2,
	    "write the request to this new file", "FILE" },
	{ "evidence", '\0', POPT_ARG_STRING, &args.evidence, 3,
	    "if that checkpoint is not one of this log's history: write the "
	    "proof to this new file",
	    "FILE" },
	CMD_OUTPUT,
	POPT_TABLEEND,
};

/* What is held while a request is made. */
struct held {
	struct sar_policy *policy;
	struct sar_log_reading how;
	struct sar_compare_side log; /* its newest checkpoint */
	struct sar_compare_side since;
	struct sar_prefix prefix; /* what the log says of that size */
	uint64_t old;
};

static int
shorter(const struct held *held, struct sar_err *err)
{
	(void)sar_err_set(err, SAR_ETAMPER,
	    "%s: shorter than the checkpoint in %s, which it signed",
	    held->how.dir, held->since.name);
	sar_err_hint(err, "its end was cut off, or an old backup put back: "
			  "add nothing to it before the end is back");
	return -1;
}

/* Does the log still have what the witness has of it? */
static int
check_file(struct held *held, struct sar_err *err)
{
	struct sar_buf evidence = SAR_BUF_INIT;
	enum sar_compare_verdict verdict;
	char *text = NULL;
	size_t len;
	int rc = -1;

	if (sar_file_read(args.since, SAR_COMPARE_MAX, &text, &len, err) == -1)
		return -1;
	if (sar_compare_file(args.since, text, len, held->policy, &held->since,
		err) == -1)
		return -1;
	held->old = held->since.note.size;
	if (strcmp(held->since.key.name, held->log.key.name) == 0 &&
	    held->old > held->log.note.size)
		return shorter(held, err);
	if (sar_compare_sides(&held->log, &held->since, &cmd_stop, &verdict,
		&evidence, err) == 0)
		rc = verdict != SAR_COMPARE_FORK
			 ? 0
			 : fork_found(args.evidence, "--evidence", &evidence,
			       err);
	sar_buf_free(&evidence);
	return rc;
}

static int
read_since(struct held *held, struct sar_err *err)
{
	if (args.since == NULL ||
	    sar_text_number(args.since, INT64_MAX, &held->old))
		return 0;
	return check_file(held, err);
}

/* A witness has nothing but checkpoints: another size is a slip. */
static int
check_size(const struct held *held, struct sar_err *err)
{
	if (held->old == 0 ||
	    (held->prefix.reached &&
		(held->since.name != NULL || held->prefix.note != NULL)))
		return 0;
	if (held->old > held->log.note.size) {
		(void)sar_err_set(err, SAR_ETAMPER,
		    "%s: shorter than --since says", held->how.dir);
		sar_err_hint(err,
		    "its end was cut off, an old backup put back, "
		    "or it is another log than the witness has");
		return -1;
	}
	return sar_err_set(err, SAR_EINPUT,
	    "--since: no checkpoint of %s has that size", held->how.dir);
}

/* A change of key is signed with the old one: the last one signs from the next
   record on. */
static void
say_key(const struct held *held)
{
	const struct sar_log_key *keys;
	char vkey[SAR_VKEY_MAX];
	size_t n, i;

	keys = sar_log_keys(held->prefix.log, &n);
	if (n < 2)
		return;
	for (i = n - 1; keys[i].since > held->log.note.size; i--)
		;
	sar_key_public_format(&keys[i].key, vkey);
	cmd_note("signed with key %zu of %zu, which the witness has to know: "
		 "%s\n",
	    i + 1, n, vkey);
}

static void
say(const struct held *held, const struct sar_range_proof *proof)
{
	(void)json_object_set_new(cmd_summary(), "old",
	    json_integer((json_int_t)held->old));
	(void)json_object_set_new(cmd_summary(), "size",
	    json_integer((json_int_t)held->log.note.size));
	cmd_note("from %llu to %llu records, %zu hashes of proof\n",
	    (unsigned long long)held->old,
	    (unsigned long long)held->log.note.size, proof->n);
	say_key(held);
}

/* What proves nothing is not handed out. */
static int
make(const struct held *held, struct sar_err *err)
{
	const struct sar_note *newest = &held->log.note;
	struct sar_buf request = SAR_BUF_INIT;
	struct sar_range_proof proof;
	int rc = -1;

	if (sar_prefix_path(&held->how, held->old, newest->size, &proof, err) ==
	    -1)
		return -1;
	if (held->old > 0 && !sar_range_consistent(held->old, held->prefix.root,
				 newest->size, newest->root, &proof))
		return sar_err_set(err, SAR_ETAMPER,
		    "%s: another log than a moment ago", held->how.dir);
	if (sar_cosign_request_add(&request, held->old, &proof, held->log.text,
		err) == 0 &&
	    data_put(args.out, false, "request", request.data, request.len,
		err) == 0) {
		say(held, &proof);
		rc = 0;
	}
	sar_buf_free(&request);
	return rc;
}

static int
offer(const char *dir, struct sar_err *err)
{
	struct held held = { .how = { .dir = dir, .stop = &cmd_stop } };
	int rc = -1;

	if ((held.policy = trust_read(&args.trust, err)) != NULL &&
	    (held.how.key = trust_log(held.policy, err)) != NULL &&
	    sar_compare_log(dir, held.how.key, held.policy, &cmd_stop,
		&held.log, err) == 0 &&
	    /* The policy may have grown by keys, and moved. */
	    (held.how.key = trust_log(held.policy, err)) != NULL &&
	    read_since(&held, err) == 0 &&
	    sar_prefix_read(&held.how, held.old, &held.prefix, err) == 0 &&
	    check_size(&held, err) == 0)
		rc = make(&held, err);
	sar_prefix_clear(&held.prefix);
	sar_compare_clear(&held.since);
	sar_compare_clear(&held.log);
	sar_policy_free(held.policy);
	return rc;
}

int
cmd_offer(int argc, const char **argv)
{
	struct sar_err err = SAR_ERR_INIT;
	const char **rest;
	int status = 0;
	int rc;

	rc = cmd_parse(argc, argv, options, 1, 1, "--vkey FILE LOGDIR", &rest,
	    &err);
	if (rc == -1 || (rc == 0 && offer(rest[0], &err) == -1))
		status = cmd_report(&err);
	trust_free(&args.trust);
	free(args.since);
	free(args.out);
	free(args.evidence);
	return status;
}
