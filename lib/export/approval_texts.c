#include "export/approval_texts.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "export/plan_salt.h"
#include "export/registered.h"

/* The letter says whether there are redaction proofs: the log knows. */
static int
read_log(const struct sar_case *c, const struct sar_answer *answer,
    struct sar_approval_seen *seen, struct sar_err *err)
{
	const struct sar_plan *plan = answer->plan;
	struct sar_history_watch watch = { 0 };
	struct sar_registered *registered;
	size_t i;
	int rc;

	if (!plan->proofs)
		return sar_history_read(c->home, c->request->ref,
		    &seen->history, err);
	if ((registered = sar_registered_new(c->home, plan, err)) == NULL)
		return -1;
	sar_registered_watch(registered, &watch);
	rc = sar_history_watched(c->home, c->request->ref, &watch,
	    &seen->history, err);
	for (i = 0; rc == 0 && i < plan->n && !seen->proofs; i++)
		seen->proofs = sar_registered_has(registered, &plan->items[i]);
	sar_registered_free(registered);
	return rc;
}

int
sar_approval_read(const struct sar_case *c, const struct sar_answer *answer,
    const struct sar_approval_view *view, struct sar_approval_seen *seen,
    struct sar_err *err)
{
	seen->proofs = false;
	if (view->history == NULL)
		return read_log(c, answer, seen, err);
	seen->history = *view->history;
	seen->proofs = view->proofs;
	return 0;
}

/* Take over ${text}, unless it could not be made. */
static int
take(char *text, struct sar_approval_text *out, struct sar_err *err)
{
	if (text != NULL &&
	    sar_sha256_text(text, strlen(text), out->digest, err) == 0) {
		out->text = text;
		return 0;
	}
	free(text);
	return -1;
}

int
sar_approval_plan_text(const struct sar_case *c,
    const struct sar_answer *answer, struct sar_approval_text *out,
    struct sar_err *err)
{
	return take(sar_plan_json(answer->plan, c->request->ref, err), out,
	    err);
}

int
sar_approval_said(const struct sar_case *c, const struct sar_answer *answer,
    bool vcon, bool proofs, struct sar_said *said, struct sar_err *err)
{
	struct sar_said_how how = { .vcon = vcon, .proofs = proofs };
	struct sar_letter letter;

	sar_said_letter(c, answer, &how, &letter);
	return sar_said_make(&letter, said, err);
}

int
sar_approval_letter_text(const struct sar_case *c,
    const struct sar_answer *answer, bool vcon, bool proofs,
    struct sar_approval_text *out, struct sar_err *err)
{
	struct sar_said said = { .n = 0 };
	int rc = sar_approval_said(c, answer, vcon, proofs, &said, err);

	if (rc == 0)
		rc = take(sar_said_whole(&said, err), out, err);
	sar_said_free(&said);
	return rc;
}

static int
check_kept(const struct sar_case *c, const char *path, const char *text,
    size_t len, const uint8_t commitment[SAR_SHA256_LEN], struct sar_err *err)
{
	uint8_t own[SAR_SHA256_LEN];
	bool there;

	if (sar_plan_salt_commit(c, text, own, &there, err) == -1)
		return -1;
	if (!there) {
		(void)sar_err_set(err, SAR_EMISSING,
		    "case %s: has no salt: what was approved cannot be told",
		    c->request->ref);
		sar_err_hint(err, "put it back from a backup of the case");
		return -1;
	}
	if (strlen(text) == len && memcmp(own, commitment, sizeof(own)) == 0)
		return 0;
	(void)sar_err_set(err, SAR_ECORRUPT,
	    "%s: is not what the log says was approved", path);
	sar_err_hint(err, "the log is right; \"sar-export approve\" writes the "
			  "file again");
	return -1;
}

char *
sar_approval_kept(const struct sar_case *c, const char *name,
    const uint8_t commitment[SAR_SHA256_LEN], struct sar_err *err)
{
	char *path = sar_case_path(c, name, err);
	char *text = NULL;
	size_t len;

	if (path == NULL)
		return NULL;
	if (sar_file_read(path, SAR_PLAN_MAX, &text, &len, err) == -1) {
		if (err->code == SAR_EMISSING)
			sar_err_hint(err,
			    "the log has the approval; \"sar-export "
			    "approve\" writes the file again");
	} else if (check_kept(c, path, text, len, commitment, err) == -1) {
		free(text);
		text = NULL;
	}
	free(path);
	return text;
}
