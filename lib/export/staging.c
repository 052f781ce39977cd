#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "export/build_state.h"
#include "export/opened.h"

/* What the sealed file is to look like till it is moved. */
static int
take_stamp(struct build_volume *v, struct sar_err *err)
{
	struct sar_source file;

	if (sar_package_source(v->package, &file, err) == -1)
		return -1;
	return sar_disk_stamp(sar_source_get_fd(&file), v->staged, &v->stamp,
	    err);
}

int
sar_build_stage(struct build *b, struct sar_err *err)
{
	struct build_volume *v = b->volumes;
	unsigned k;

	for (k = 0; k < b->n_volumes; k++, v++) {
		if (sar_package_publish(v->package, v->staged, err) == -1)
			return -1;
		v->linked = true;
		if (take_stamp(v, err) == -1)
			return -1;
	}
	return 0;
}

int
sar_build_hand_over(struct build *b, struct sar_err *err)
{
	const struct sar_build_options *o = b->options;

	if (b->generated == NULL || o->recovery_only)
		return 0;
	if (o->passphrase_out == NULL)
		return o->show(o->show_ctx, b->generated, err);
	if (sar_secret_to_file(b->generated, o->passphrase_out, err) == -1)
		return -1;
	b->handed_over = true;
	return 0;
}

/* Does the passphrase in ${path} open ${reader}'s package? */
static bool
unlocks(struct sar_package_reader *reader, const char *path)
{
	struct sar_err ignored = SAR_ERR_INIT;
	struct sar_package_check_options options = { .jobs = 1 };
	struct sar_package_findings findings = { 0 };
	struct sar_secret *secret = sar_secret_from_file(path, &ignored);
	bool opens = false;

	if (secret != NULL) {
		options.passphrase = secret;
		opens = sar_package_check(reader, &options, &findings,
			    &ignored) == 0;
	}
	sar_package_findings_free(&findings);
	sar_secret_free(secret);
	return opens;
}

/*
 * A package of this name is what a run left that was killed before its
 * release: it goes, but before it the passphrase file ${out} if that is its
 * own.  Anything else is somebody's.
 */
static int
clear_staged(const char *path, const char *out, struct sar_err *err)
{
	struct sar_err ignored = SAR_ERR_INIT;
	struct sar_opened opened;
	int rc = -1;

	if (sar_opened_open(path, &opened, &ignored) == -1)
		rc = sar_build_unused(path, err);
	else if (out != NULL && unlocks(opened.reader, out) &&
		 unlink(out) == -1)
		(void)sar_err_errno(err, "%s", out);
	else if (unlink(path) == -1)
		(void)sar_err_errno(err, "%s", path);
	else
		rc = 0;
	sar_opened_close(&opened);
	return rc;
}

/* Proofs are made after a release: before it, one is somebody's. */
static int
no_proof(const struct build *b, unsigned k, struct sar_err *err)
{
	char *path = sar_build_staged_proof(b, k, err);
	int rc = path == NULL ? -1 : sar_build_unused(path, err);

	free(path);
	return rc;
}

/* However many volumes that run made of it. */
static int
clear_all(const struct build *b, const char *out, struct sar_err *err)
{
	char *path;
	unsigned k;
	int rc = 0;

	for (k = 0; k <= SAR_VOLUMES_MAX && rc == 0; k++) {
		if ((path = sar_build_staged(b, k, err)) == NULL)
			return -1;
		if (sar_file_exists(path))
			rc = clear_staged(path, out, err);
		free(path);
		if (rc == 0)
			rc = no_proof(b, k, err);
	}
	return rc;
}

/*
 * Remove what a run that was killed before its release left: its
 * certificates, its package, and the passphrase file if that is this package's
 * and nobody else's.
 */
int
sar_build_clear(struct build *b, struct sar_err *err)
{
	const char *out = b->options->passphrase_out;

	if (clear_all(b, out, err) == -1 ||
	    sar_recovery_drop(b->c, err) == -1 ||
	    sar_build_uncertify(b, err) == -1)
		return -1;
	if (b->history.open &&
	    sar_build_log_void(b, b->history.intent, "interrupted", err) == -1)
		return -1;
	b->history.open = false;
	return out == NULL ? 0 : sar_home_secret_out(b->c->home, out, err);
}

/* After a failure before the release: nothing of this run stays. */
void
sar_build_undo(struct build *b)
{
	struct sar_err ignored = SAR_ERR_INIT;
	unsigned k;
	int rc;

	if (b->handed_over)
		(void)unlink(b->options->passphrase_out);
	b->handed_over = false;
	for (k = 0; k < b->n_volumes; k++)
		if (b->volumes[k].linked)
			(void)unlink(b->volumes[k].staged);
	/* If one of these fails, the next run does it. */
	rc = sar_recovery_drop(b->c, &ignored);
	if (sar_build_uncertify(b, &ignored) == -1 || rc == -1)
		return;
}
