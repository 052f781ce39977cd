#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "export/build_state.h"
#include "letter/letter.h"
#include "package/reader.h"

#define LINE_MAX_LEN 4200 /* the longest secret, LF and NUL */

int
sar_build_stage(struct build *b, struct sar_err *err)
{
	return sar_package_publish(b->package, b->staged, err);
}

int
sar_build_deliver(struct build *b, struct sar_err *err)
{
	const struct sar_build_options *o = b->options;
	char line[LINE_MAX_LEN];
	int rc;

	if (b->generated == NULL)
		return 0;
	if (o->passphrase_out == NULL)
		return o->show(o->show_ctx, b->generated, err);
	(void)snprintf(line, sizeof(line), "%s\n",
	    sar_secret_data(b->generated));
	rc = sar_file_write(o->passphrase_out, line, strlen(line), 0600, false,
	    err);
	explicit_bzero(line, sizeof(line));
	if (rc == 0)
		b->delivered = true;
	return rc;
}

/* The digest of the file at ${path}. */
static int
digest_of(const char *path, uint8_t out[SAR_SHA256_LEN], struct sar_err *err)
{
	struct sar_source source;
	int fd = sar_file_open(path, err);
	int rc = -1;

	if (fd == -1)
		return -1;
	if (sar_source_fd(&fd, path, &source, err) == 0)
		rc = sar_sha256_source(&source, out, err);
	(void)close(fd);
	return rc;
}

/* What somebody put where the package is to go is not ours to remove. */
static int
vacant(const char *path, struct sar_err *err)
{
	if (!sar_file_exists(path))
		return 0;
	(void)sar_err_set(err, SAR_EREFUSED, "%s: exists already", path);
	sar_err_hint(err, "it is no package that the log released; move it "
			  "away and run again");
	return -1;
}

/* From staging to the outbox, in one step that overwrites nothing. */
static int
move_staged(struct build *b, struct sar_err *err)
{
	char *outbox = sar_home_path(b->c->home, "outbox", err);
	char *staging = sar_home_path(b->c->home, "staging", err);
	int rc = -1;

	if (outbox == NULL || staging == NULL)
		goto out;
	if (renameat2(AT_FDCWD, b->staged, AT_FDCWD, b->released,
		RENAME_NOREPLACE) == -1) {
		if (errno != EEXIST || vacant(b->released, err) == 0)
			(void)sar_err_errno(err, "%s", b->released);
		goto out;
	}
	if (sar_file_sync_dir(outbox, err) == -1 ||
	    sar_file_sync_dir(staging, err) == -1)
		goto out;
	rc = 0;

out:
	free(outbox);
	free(staging);
	return rc;
}

static int
put_how(const struct build *b, struct sar_err *err)
{
	const char *name = strrchr(b->released, '/') + 1;
	struct sar_letter_package package = {
		.profile = b->c->home->conf,
		.names = &name,
		.n = 1,
	};
	char *text;
	int rc;

	if (sar_file_exists(b->how))
		return 0;
	text = sar_letter_how_to_open(&package, err);
	if (text == NULL)
		return -1;
	/* Not as a replacement, which a kill may leave a temporary file of. */
	rc = sar_file_write(b->how, text, strlen(text), 0644, false, err);
	free(text);
	return rc;
}

int
sar_build_move(struct build *b, const uint8_t sha256[SAR_SHA256_LEN],
    bool *present, struct sar_err *err)
{
	uint8_t digest[SAR_SHA256_LEN];

	if (sar_file_exists(b->staged)) {
		if (digest_of(b->staged, digest, err) == -1)
			return -1;
		if (memcmp(digest, sha256, sizeof(digest)) != 0)
			return sar_err_set(err, SAR_ECORRUPT,
			    "%s: not the package the log released", b->staged);
		if (move_staged(b, err) == -1) {
			sar_err_hint(err, "the log has the release; once that "
					  "name in the outbox may be written, "
					  "run again");
			return -1;
		}
	}
	/* Gone from the outbox is no fault: staff send and then delete it. */
	*present = sar_file_exists(b->released);
	return *present ? put_how(b, err) : 0;
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
 * release: it goes, with the passphrase file ${out} if that is its own.
 * Anything else is somebody's.
 */
static int
clear_staged(const struct build *b, const char *out, struct sar_err *err)
{
	struct sar_package_reader *reader = NULL;
	struct sar_err ignored = SAR_ERR_INIT;
	struct sar_source source;
	int fd = sar_file_open(b->staged, &ignored);
	int rc = -1;

	if (fd == -1 ||
	    sar_source_fd(&fd, b->staged, &source, &ignored) == -1 ||
	    (reader = sar_package_open(&source, &ignored)) == NULL)
		rc = vacant(b->staged, err);
	else if (out != NULL && unlocks(reader, out) && unlink(out) == -1)
		(void)sar_err_errno(err, "%s", out);
	else if (unlink(b->staged) == -1)
		(void)sar_err_errno(err, "%s", b->staged);
	else
		rc = 0;
	sar_package_close(reader);
	if (fd != -1)
		(void)close(fd);
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

	if (vacant(b->released, err) == -1 || vacant(b->how, err) == -1 ||
	    (sar_file_exists(b->staged) && clear_staged(b, out, err) == -1) ||
	    sar_build_uncertify(b, err) == -1)
		return -1;
	if (b->history.open &&
	    sar_build_log_void(b, b->history.intent, "interrupted", err) == -1)
		return -1;
	b->history.open = false;
	if (out != NULL && sar_file_exists(out)) {
		(void)sar_err_set(err, SAR_EREFUSED, "%s: exists already", out);
		sar_err_hint(err, "--passphrase-out needs a new file");
		return -1;
	}
	return 0;
}

/* After a failure before the release: nothing stays. */
void
sar_build_undo(struct build *b)
{
	struct sar_err ignored = SAR_ERR_INIT;

	if (b->delivered)
		(void)unlink(b->options->passphrase_out);
	if (b->staged != NULL)
		(void)unlink(b->staged);
	/* If this fails, the next run does it. */
	if (sar_build_uncertify(b, &ignored) == -1)
		return;
}
