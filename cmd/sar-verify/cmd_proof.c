#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "audit/proof.h"
#include "sar-verify/commands.h"
#include "sar-verify/outcome.h"
#include "sar-verify/proof_view.h"
#include "sar-verify/record_view.h"
#include "sar-verify/trust.h"
#include "sar-verify/zips.h"

static struct {
	struct trust_args trust;
	char **packages; /* NULL-ended, or NULL */
} args;

static const struct poptOption options[] = {
	TRUST_OPTIONS(args.trust),
	{ "package", '\0', POPT_ARG_ARGV, &args.packages, 1,
	    "a zip: is it what the record released? again for each volume",
	    "ZIP" },
	CMD_OUTPUT,
	POPT_TABLEEND,
};

/* What is known of each zip that was given. */
struct held {
	struct zips zips;
	struct sar_audit_zips seen;
	bool right; /* all that were given are of the release */
};

/* One that is not of the release is said first of all: whoever reads no
   further has not read that all is well. */
static void
say_zip(const struct held *held, size_t i, uint64_t record)
{
	unsigned place = held->seen.places[i];
	const char *name = held->zips.all[i].name;

	if (place == 0)
		cmd_say("WRONG: %s is not a package that record %" PRIu64
			" released\n",
		    name, record);
	else if (!held->right)
		cmd_say("%s: its SHA-256 is that of volume %u of %zu\n", name,
		    place, held->seen.volumes);
	else if (held->seen.volumes == 1)
		cmd_say("OK: %s is the package it released, to the byte\n",
		    name);
	else
		cmd_say("OK: %s is volume %u of the %zu it released, to the "
			"byte\n",
		    name, place, held->seen.volumes);
}

static void
say_zips(const struct held *held, uint64_t record)
{
	json_t *list = json_array();
	json_t *s = cmd_summary();
	unsigned place;
	size_t i;

	for (i = 0; i < held->zips.n; i++) {
		place = held->seen.places[i];
		(void)json_array_append_new(list,
		    json_pack("{sssbsi}", "file", held->zips.all[i].name,
			"released", (int)(place > 0), "volume", (int)place));
		say_zip(held, i, record);
	}
	(void)json_object_set_new(s, "packages", list);
	(void)json_object_set_new(s, "volumes",
	    json_integer((json_int_t)held->seen.volumes));
	(void)json_object_set_new(s, "volumes_right",
	    json_integer((json_int_t)held->seen.right));
}

/* A proof that is taken for more than it is does harm. */
static void
say_limits(const struct sar_audit_proof *proof, bool zips)
{
	bool released = proof->record->type == SAR_RECORD_RELEASE;

	if (released && !zips)
		cmd_say("NOT CHECKED: whether a package is the one it "
			"released: no --package given\n");
	cmd_say("NOT SHOWN: that what the record says is true: it is what the "
		"log's keeper wrote\n");
	cmd_say("NOT SHOWN: that the log has gone on from here since%s\n",
	    released ? "; what is in the package" : "");
}

/* All findings go to ${outcome}; -1 for what kept us from looking. */
static int
check_zips(const struct sar_audit_proof *proof, struct held *held,
    struct outcome *outcome, struct sar_err *err)
{
	struct sar_audit_zips_options how = {
		.record = proof->record,
		.finding = outcome_finding,
		.ctx = outcome,
	};

	held->right = true;
	if (args.packages == NULL)
		return 0;
	if (zips_open(&held->zips, (const char *const *)args.packages, err) ==
	    -1)
		return -1;
	how.zips = held->zips.all;
	how.n = held->zips.n;
	if (sar_audit_zips(&how, &held->seen, err) == -1)
		return -1;
	held->right = held->seen.right == held->zips.n;
	return 0;
}

static void
say(const struct sar_audit_proof *proof, const struct held *held)
{
	const char *mark = held->right ? "OK" : "the proof alone";
	bool zips = held->zips.n > 0;

	if (zips && !held->right)
		say_zips(held, proof->record->seq);
	proof_view_log(proof, mark);
	proof_view_witnesses(proof, mark);
	if (zips && held->right)
		say_zips(held, proof->record->seq);
	record_view(proof->record);
	say_limits(proof, zips);
}

static int
verify(const char *path, struct outcome *outcome, struct sar_err *err)
{
	struct sar_audit_proof proof = { 0 };
	struct sar_policy *policy = trust_read(&args.trust, err);
	struct held held = { 0 };
	int rc = -1;

	if (policy == NULL ||
	    sar_audit_proof_read(path, policy, &proof, err) == -1)
		goto out;
	if (proof.review.code != SAR_OK)
		outcome_finding(outcome, SAR_AUDIT_LOG, &proof.review);
	if ((rc = check_zips(&proof, &held, outcome, err)) == 0)
		say(&proof, &held);

out:
	sar_audit_zips_clear(&held.seen);
	zips_close(&held.zips);
	sar_audit_proof_clear(&proof);
	sar_policy_free(policy);
	return rc;
}

static void
free_packages(void)
{
	size_t i;

	for (i = 0; args.packages != NULL && args.packages[i] != NULL; i++)
		free(args.packages[i]);
	free(args.packages);
	args.packages = NULL;
}

int
cmd_proof(int argc, const char **argv)
{
	struct sar_err err = SAR_ERR_INIT;
	struct outcome outcome = { .worst = SAR_ERR_INIT };
	const char **rest;
	int status;
	int rc;

	rc = cmd_parse(argc, argv, options, 1, 1, "--vkey FILE PROOF", &rest,
	    &err);
	if (rc == 0 && verify(rest[0], &outcome, &err) == -1)
		rc = -1;
	status = outcome_end(&outcome, rc == -1 ? &err : NULL);
	free_packages();
	trust_free(&args.trust);
	return status;
}
