#include "audit/audit.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audit/state.h"

const char *
sar_audit_check_name(enum sar_audit_check check)
{
	static const char *const names[SAR_AUDIT_CHECKS] = {
		[SAR_AUDIT_STRUCTURE] = "structure",
		[SAR_AUDIT_CONTENTS] = "contents",
		[SAR_AUDIT_SIGNATURE] = "signature",
		[SAR_AUDIT_LOG] = "log",
		[SAR_AUDIT_REDACTIONS] = "redactions",
		[SAR_AUDIT_PROOFS] = "redaction_proofs",
		[SAR_AUDIT_METADATA] = "metadata",
		[SAR_AUDIT_NUMBERS] = "numbers",
	};

	return names[check];
}

/* Those of the log that are trusted; the log itself may tell of more. */
static int
take_keys(struct sar_audit *audit, const struct sar_policy *policy,
    struct sar_err *err)
{
	const struct sar_key_public *keys;
	size_t n, i;

	keys = sar_policy_logs(policy, &n);
	if (n == 0)
		return sar_err_set(err, SAR_EINPUT, "no log's key is trusted");
	if ((audit->policy = sar_policy_of_key(&keys[0], err)) == NULL)
		return -1;
	for (i = 1; i < n; i++)
		if (sar_policy_add_log(audit->policy, &keys[i], err) == -1)
			return -1;
	return 0;
}

struct sar_audit *
sar_audit_new(const struct sar_audit_options *options, struct sar_err *err)
{
	struct sar_audit *audit = calloc(1, sizeof(*audit));

	if (audit == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	/* With no attributes these cannot fail. */
	(void)pthread_mutex_init(&audit->lock, NULL);
	(void)pthread_mutex_init(&audit->texts, NULL);
	audit->options = options;
	if (take_keys(audit, options->policy, err) == -1) {
		sar_audit_free(audit);
		return NULL;
	}
	return audit;
}

static void
free_volume(struct sar_audit_volume *volume)
{
	sar_package_close(volume->reader);
	sar_package_findings_free(&volume->findings);
	sar_audit_papers_free(volume);
	sar_redactions_free(volume->redactions);
	free(volume->entries);
	json_decref(volume->manifest);
	free(volume->told);
	sar_audit_evidence_free(volume);
}

void
sar_audit_free(struct sar_audit *audit)
{
	size_t i;

	if (audit == NULL)
		return;
	for (i = 0; i < audit->n; i++)
		free_volume(&audit->volumes[i]);
	free(audit->volumes);
	free(audit->named);
	sar_record_free(audit->found);
	sar_policy_free(audit->policy);
	free(audit->registered);
	free(audit->heads);
	(void)pthread_mutex_destroy(&audit->lock);
	(void)pthread_mutex_destroy(&audit->texts);
	free(audit);
}

/* Findings are what the package is to blame for. */
static bool
is_finding(const struct sar_err *err)
{
	return err->code == SAR_ECORRUPT || err->code == SAR_ETAMPER ||
	       err->code == SAR_EPARTIAL || err->code == SAR_ESECRET;
}

int
sar_audit_finding(struct sar_audit *audit, enum sar_audit_check check,
    const struct sar_err *err)
{
	if (!is_finding(err))
		return -1;
	(void)pthread_mutex_lock(&audit->lock);
	if (err->code != SAR_EPARTIAL && err->code != SAR_ESECRET)
		audit->seen.states[check] = SAR_AUDIT_FAILED;
	audit->options->finding(audit->options->ctx, check, err);
	(void)pthread_mutex_unlock(&audit->lock);
	return 0;
}

int
sar_audit_say(struct sar_audit *audit, enum sar_audit_check check,
    enum sar_code code, struct sar_err *err, const char *fmt, ...)
{
	char text[sizeof(err->msg)];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	(void)sar_err_set(err, code, "%s", text);
	return sar_audit_finding(audit, check, err);
}

void
sar_audit_did(struct sar_audit *audit, enum sar_audit_check check)
{
	(void)pthread_mutex_lock(&audit->lock);
	if (audit->seen.states[check] == SAR_AUDIT_NOT_CHECKED)
		audit->seen.states[check] = SAR_AUDIT_OK;
	(void)pthread_mutex_unlock(&audit->lock);
}

/* Its structure, and the digest of the whole. */
static int
open_volume(struct sar_audit_volume *volume, struct sar_err *err)
{
	struct sar_audit *audit = volume->audit;

	if (sar_sha256_source(volume->source, volume->sha256, err) == -1)
		return -1;
	volume->reader = sar_package_open(volume->source, err);
	if (volume->reader == NULL)
		return sar_audit_finding(audit, SAR_AUDIT_STRUCTURE, err);
	audit->seen.hidden = audit->seen.hidden ||
			     sar_package_hidden(volume->reader);
	/* With the passphrase what is not encrypted does not open. */
	if (audit->options->passphrase == NULL &&
	    sar_package_look(volume->reader, audit->options->stop, err) == -1)
		return sar_audit_finding(audit, SAR_AUDIT_STRUCTURE, err);
	sar_audit_did(audit, SAR_AUDIT_STRUCTURE);
	return 0;
}

static int
open_all(struct sar_audit *audit, const struct sar_source *zips, size_t n,
    struct sar_err *err)
{
	size_t i;

	if ((audit->volumes = calloc(n, sizeof(*audit->volumes))) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	audit->n = n;
	audit->seen.given = n;
	for (i = 0; i < n; i++) {
		audit->volumes[i].audit = audit;
		audit->volumes[i].source = &zips[i];
		if (open_volume(&audit->volumes[i], err) == -1)
			return -1;
	}
	return 0;
}

static int
check_contents(struct sar_audit *audit, struct sar_err *err)
{
	size_t i;

	for (i = 0; i < audit->n; i++) {
		if (audit->volumes[i].reader == NULL)
			continue;
		if (audit->options->passphrase != NULL &&
		    sar_audit_contents(&audit->volumes[i], err) == -1)
			return -1;
		audit->seen.entries +=
		    sar_package_count(audit->volumes[i].reader);
	}
	return 0;
}

static void
unsay(struct sar_audit_seen *seen, enum sar_audit_check check)
{
	if (seen->states[check] == SAR_AUDIT_OK)
		seen->states[check] = SAR_AUDIT_NOT_CHECKED;
}

/* What holds for some volumes, or some of it, is not said of a package. */
static void
forget(struct sar_audit *audit)
{
	struct sar_audit_seen *seen = &audit->seen;
	int check;
	size_t i;

	if (audit->options->passphrase == NULL)
		return;
	seen->whole = seen->proof = true;
	for (i = 0; i < audit->n; i++) {
		seen->whole = seen->whole && audit->volumes[i].good;
		seen->proof = seen->proof &&
			      audit->volumes[i].redactions != NULL;
	}
	for (check = SAR_AUDIT_CONTENTS;
	     !seen->whole && check < SAR_AUDIT_CHECKS; check++)
		if (check != SAR_AUDIT_LOG)
			unsay(seen, (enum sar_audit_check)check);
	seen->sound = seen->states[SAR_AUDIT_REDACTIONS] == SAR_AUDIT_OK;
	if (seen->uncompared)
		unsay(seen, SAR_AUDIT_REDACTIONS);
	if (seen->foreign)
		unsay(seen, SAR_AUDIT_METADATA);
	if (seen->unscanned)
		unsay(seen, SAR_AUDIT_NUMBERS);
}

int
sar_audit_run(struct sar_audit *audit, const struct sar_source *zips, size_t n,
    struct sar_audit_seen *seen, struct sar_err *err)
{
	if (sar_audit_head_released(audit, err) == -1 ||
	    open_all(audit, zips, n, err) == -1 ||
	    sar_audit_release(audit, err) == -1 ||
	    check_contents(audit, err) == -1 ||
	    sar_audit_set(audit, err) == -1 ||
	    sar_audit_log(audit, err) == -1 ||
	    sar_audit_missing(audit, err) == -1)
		return -1;
	forget(audit);
	*seen = audit->seen;
	return 0;
}
