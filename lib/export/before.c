/* After a release: what of it is there, and what a later run is told of it. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "export/build_state.h"
#include "export/opened.h"

/*
 * Two bytes of each entry tell a wrong passphrase; by chance one in 65536
 * passes one of them, and none passes all.
 */
static int
unlock_all(struct sar_package_reader *reader, const struct sar_secret *secret,
    struct sar_err *err)
{
	size_t i;

	if (sar_package_reveal(reader, secret, err) == -1)
		return -1;
	for (i = 0; i < sar_package_count(reader); i++) {
		if (sar_package_unlock(reader, i, secret, err) == -1)
			return -1;
		sar_package_lock(reader, i);
	}
	return 0;
}

/* Of a package whose digest is the log's: only the passphrase can be wrong. */
static int
opens(const char *path, const struct sar_secret *secret, bool *does,
    struct sar_err *err)
{
	struct sar_opened opened;
	int rc = -1;

	*does = false;
	if (sar_opened_open(path, &opened, err) == -1)
		goto out;
	rc = unlock_all(opened.reader, secret, err);
	*does = rc == 0;
	if (rc == -1 &&
	    (err->code == SAR_ESECRET || err->code == SAR_ECORRUPT)) {
		*err = (struct sar_err)SAR_ERR_INIT;
		rc = 0;
	}

out:
	sar_opened_close(&opened);
	return rc;
}

/* ${secret}, from ${what}, has to be that of every package still there. */
static int
check_secret(const struct sar_secret *secret, const char *what,
    struct sar_build_result *result, struct sar_err *err)
{
	bool does;
	size_t i;

	result->passphrase = SAR_BUILD_UNTESTED;
	for (i = 0; i < result->n_packages; i++) {
		if (!result->packages[i].present)
			continue;
		if (opens(result->packages[i].path, secret, &does, err) == -1)
			return -1;
		if (!does) {
			(void)sar_err_set(err, SAR_EREFUSED,
			    "%s: not the passphrase of the package, which an "
			    "earlier run released",
			    what);
			sar_err_hint(err, "the package keeps the passphrase "
					  "of its release: do not send "
					  "another");
			return -1;
		}
		result->passphrase = SAR_BUILD_SAME;
	}
	return 0;
}

/* A file that is there may be sent by whoever takes it for this run's. */
static int
check_file(const char *path, struct sar_build_result *result,
    struct sar_err *err)
{
	struct sar_err why = SAR_ERR_INIT;
	struct sar_secret *secret;
	int rc;

	result->passphrase = SAR_BUILD_UNWRITTEN;
	if (!sar_file_exists(path))
		return 0;
	if ((secret = sar_secret_from_file(path, &why)) == NULL)
		return sar_err_set(err, SAR_EREFUSED, "%s", why.msg);
	rc = check_secret(secret, path, result, err);
	sar_secret_free(secret);
	return rc;
}

int
sar_build_keeps(const struct sar_build_options *options,
    struct sar_build_result *result, struct sar_err *err)
{
	if (options->passphrase != NULL)
		return check_secret(options->passphrase, "passphrase given",
		    result, err);
	if (options->passphrase_out != NULL)
		return check_file(options->passphrase_out, result, err);
	return 0;
}

int
sar_build_before(const struct sar_case *c, const struct sar_history *history,
    const struct sar_build_options *options, struct sar_build_result *result,
    struct sar_err *err)
{
	struct build b = { .c = c, .history = *history };
	int rc = -1;

	memset(result, 0, sizeof(*result));
	result->outcome = SAR_BUILD_BEFORE;
	if (sar_build_volumes(&b, history->volumes, err) == 0 &&
	    sar_build_list(&b, b.history.packages, result, err) == 0 &&
	    sar_build_check_moved(result, err) == 0 &&
	    sar_build_proven(&b, history->release, err) == 0 &&
	    (options == NULL || sar_build_keeps(options, result, err) == 0))
		rc = 0;
	sar_build_drop_volumes(&b);
	sar_build_drop_proof(&b);
	if (rc == -1)
		sar_build_result_free(result);
	return rc;
}

int
sar_build_outbox(const struct sar_case *c, const struct sar_history *history,
    struct sar_build_result *result, struct sar_err *err)
{
	struct build b = { .c = c, .history = *history };
	int rc = -1;

	memset(result, 0, sizeof(*result));
	result->outcome = SAR_BUILD_BEFORE;
	if (sar_build_volumes(&b, history->volumes, err) == 0 &&
	    sar_build_list(&b, b.history.packages, result, err) == 0)
		rc = 0;
	sar_build_drop_volumes(&b);
	if (rc == -1)
		sar_build_result_free(result);
	return rc;
}

static bool
is_unfinished(const struct build *b, const struct sar_build_result *outbox,
    const char *how)
{
	bool proven = true;
	size_t i;

	for (i = 0; i < outbox->n_packages; i++) {
		if (sar_file_exists(b->volumes[i].staged) ||
		    sar_file_exists(b->volumes[i].proof_staged))
			return true;
		proven = proven && outbox->packages[i].proven;
	}
	/* Of one that was sent and deleted nobody needs these. */
	return outbox->present && (!proven || !sar_file_exists(how));
}

int
sar_build_unfinished(const struct sar_case *c,
    const struct sar_history *history, bool *unfinished, struct sar_err *err)
{
	struct build b = { .c = c, .history = *history };
	struct sar_build_result outbox = { 0 };
	char *how = sar_build_how_path(c, err);
	int rc = -1;

	if (how != NULL && sar_build_volumes(&b, history->volumes, err) == 0 &&
	    sar_build_list(&b, b.history.packages, &outbox, err) == 0) {
		*unfinished = is_unfinished(&b, &outbox, how);
		rc = 0;
	}
	sar_build_drop_volumes(&b);
	sar_build_result_free(&outbox);
	free(how);
	return rc;
}
