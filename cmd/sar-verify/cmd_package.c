#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "audit/proof.h"
#include "base/crew.h"
#include "base/file.h"
#include "common/passphrase.h"
#include "sar-verify/commands.h"
#include "sar-verify/outcome.h"
#include "sar-verify/proof_view.h"
#include "sar-verify/trust.h"
#include "sar-verify/zips.h"
#include "spot/spot.h"

#define VOLUMES_MAX 999            /* of a package: sar-package(5) */
#define LIST_MAX ((size_t)4 << 20) /* bytes of --known and --absent */

static struct {
	struct trust_args trust;
	struct passphrase_source passphrase;
	char *log, *proof, *certificates, *known, *absent;
	int jobs;
} args = { .passphrase = PASSPHRASE_SOURCE_INIT };

static const struct poptOption options[] = {
	TRUST_OPTIONS(args.trust),
	{ "proof", '\0', POPT_ARG_STRING, &args.proof, 2,
	    "the proof beside the package: the same without the log", "FILE" },
	{ "log", '\0', POPT_ARG_STRING, &args.log, 1,
	    "the disclosure log's folder: did it release this?", "DIR" },
	{ "passphrase-file", '\0', POPT_ARG_STRING, &args.passphrase.file, 3,
	    "check the contents too: passphrase in a private file", "FILE" },
	{ "passphrase-fd", '\0', POPT_ARG_INT, &args.passphrase.fd, 4,
	    "the same from a descriptor", "N" },
	{ "passphrase-command", '\0', POPT_ARG_STRING, &args.passphrase.command,
	    5, "the same from a command (no shell)", "COMMAND" },
	{ "known", '\0', POPT_ARG_STRING, &args.known, 7,
	    "numbers that may be in it, one a line: any other is a finding",
	    "FILE" },
	{ "absent", '\0', POPT_ARG_STRING, &args.absent, 8,
	    "names and numbers that must be nowhere in it, one a line",
	    "FILE" },
	{ "certificates", '\0', POPT_ARG_STRING, &args.certificates, 6,
	    "is this the list of certificates the log names?", "FILE" },
	{ "jobs", '\0', POPT_ARG_INT, &args.jobs, 9,
	    "threads; 0, the default: one for each processor", "N" },
	CMD_OUTPUT,
	POPT_TABLEEND,
};

/* What is held while a package is checked. */
struct held {
	struct sar_policy *policy;
	struct sar_audit_proof proof;
	struct sar_secret *secret;
	struct sar_spot *spot;
	struct zips zips;
};

static int
read_list(struct sar_spot *spot, enum sar_spot_list list, const char *path,
    struct sar_err *err)
{
	char *text = NULL;
	size_t len;
	int rc;

	if (path == NULL)
		return 0;
	if (sar_file_read(path, LIST_MAX, &text, &len, err) == -1)
		return -1;
	rc = sar_spot_list(spot, list, path, text, len, err);
	explicit_bzero(text, len);
	free(text);
	return rc;
}

/* A recorder dials from the United Kingdom unless a number says otherwise. */
static int
read_lists(struct held *held, struct sar_err *err)
{
	static const struct sar_phone_plan plan = { .country = 44 };

	if ((held->spot = sar_spot_new(&plan, err)) == NULL ||
	    read_list(held->spot, SAR_SPOT_KNOWN, args.known, err) == -1)
		return -1;
	return read_list(held->spot, SAR_SPOT_ABSENT, args.absent, err);
}

static void
let_go(struct held *held)
{
	zips_close(&held->zips);
	sar_audit_proof_clear(&held->proof);
	sar_policy_free(held->policy);
	sar_spot_free(held->spot);
	sar_secret_free(held->secret);
}

static int
check_certificates(const struct sar_audit_seen *seen, struct sar_err *err)
{
	uint8_t digest[SAR_SHA256_LEN];
	struct sar_source source;
	int rc = -1;
	int fd;

	if (args.certificates == NULL || !seen->released)
		return 0;
	if ((fd = sar_file_open(args.certificates, err)) == -1)
		return -1;
	if (sar_source_fd(&fd, args.certificates, &source, err) == 0)
		rc = sar_sha256_source(&source, digest, err);
	(void)close(fd);
	if (rc == 0 &&
	    (seen->certificates == NULL ||
		memcmp(digest, seen->certificates, sizeof(digest)) != 0))
		rc = sar_err_set(err, SAR_ECORRUPT,
		    "%s: not the list of certificates in the log",
		    args.certificates);
	return rc;
}

/* What the policy asks for that a package has not got. */
static void
say_trust(const struct held *held)
{
	size_t n;

	(void)sar_policy_witnesses(held->policy, &n);
	if (held->proof.record != NULL)
		proof_view_witnesses(&held->proof, "OK");
	else if (n > 0)
		cmd_say("NOT CHECKED: the policy's witnesses: \"log\" and "
			"\"proof\" look for them\n");
}

/* All findings go to ${outcome}; -1 for what kept us from looking. */
static int
audit(const struct held *held, struct outcome *outcome, struct sar_err *err)
{
	struct sar_audit_options how = {
		.passphrase = held->secret,
		.policy = held->policy,
		.log = args.log,
		.release = held->proof.record,
		.released = &held->proof.seen,
		.spot = held->spot,
		.known = args.known != NULL,
		.absent = args.absent != NULL,
		.jobs = sar_crew_size((unsigned)args.jobs),
		.stop = &cmd_stop,
		.finding = outcome_finding,
		.ctx = outcome,
	};
	struct sar_audit *audit = sar_audit_new(&how, err);
	struct sar_audit_seen seen;
	int rc = -1;

	if (audit != NULL && sar_audit_run(audit, held->zips.all, held->zips.n,
				 &seen, err) == 0) {
		if (check_certificates(&seen, err) == -1)
			outcome_finding(outcome, SAR_AUDIT_LOG, err);
		else if (args.certificates != NULL && seen.released)
			outcome->certificates = true;
		outcome_say(outcome, &how, &seen);
		say_trust(held);
		rc = 0;
	}
	sar_audit_free(audit);
	return rc;
}

/* Whom to trust, and what the proof says, if one was given. */
static int
read_trust(struct held *held, struct outcome *outcome, struct sar_err *err)
{
	const struct sar_audit_proof *proof = &held->proof;

	if ((held->policy = trust_read(&args.trust, err)) == NULL ||
	    trust_log(held->policy, err) == NULL)
		return -1;
	if (args.proof == NULL)
		return 0;
	if (sar_audit_proof_read(args.proof, held->policy, &held->proof, err) ==
	    -1)
		return -1;
	if (proof->record->type != SAR_RECORD_RELEASE)
		return sar_err_set(err, SAR_ECORRUPT,
		    "%s: its record releases no package: it is of type %s",
		    args.proof, sar_record_type_name(proof->record->type));
	if (proof->review.code != SAR_OK)
		outcome_finding(outcome, SAR_AUDIT_LOG, &proof->review);
	return 0;
}

static int
check_options(struct sar_err *err)
{
	if (args.log != NULL && args.proof != NULL)
		return sar_err_set(err, SAR_EINPUT, "either --log or --proof");
	if (args.certificates != NULL && args.log == NULL && args.proof == NULL)
		return sar_err_set(err, SAR_EINPUT,
		    "--certificates needs --log or --proof");
	if (args.jobs < 0 || args.jobs > SAR_CREW_MAX)
		return sar_err_set(err, SAR_EINPUT, "--jobs: expected 0 to %d",
		    SAR_CREW_MAX);
	return 0;
}

static int
verify(const char *const *paths, struct outcome *outcome, struct sar_err *err)
{
	struct held held = { 0 };
	int rc = -1;

	if (check_options(err) == 0 && read_trust(&held, outcome, err) == 0 &&
	    passphrase_read(&args.passphrase, &held.secret, err) == 0 &&
	    read_lists(&held, err) == 0 &&
	    zips_open(&held.zips, paths, err) == 0)
		rc = audit(&held, outcome, err);
	let_go(&held);
	return rc;
}

int
cmd_package(int argc, const char **argv)
{
	struct sar_err err = SAR_ERR_INIT;
	struct outcome outcome = { .worst = SAR_ERR_INIT };
	const char **rest;
	int status = 0;
	int rc;

	rc = cmd_parse(argc, argv, options, 1, VOLUMES_MAX,
	    "--vkey FILE PACKAGE ...", &rest, &err);
	if (rc == 0 && verify(rest, &outcome, &err) == -1)
		rc = -1;
	status = outcome_end(&outcome, rc == -1 ? &err : NULL);
	free(args.log);
	free(args.proof);
	trust_free(&args.trust);
	free(args.certificates);
	passphrase_forget(&args.passphrase);
	free(args.known);
	free(args.absent);
	return status;
}
