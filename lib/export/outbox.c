#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "export/build_state.h"

/* What somebody put where the package is to go is not ours to remove. */
int
sar_build_unused(const char *path, struct sar_err *err)
{
	if (!sar_file_exists(path))
		return 0;
	(void)sar_err_set(err, SAR_EREFUSED, "%s: exists already", path);
	sar_err_hint(err, "it is no package that the log released; move it "
			  "away and run again");
	return -1;
}

/* Are the names in the outbox free that will be needed? */
int
sar_build_vacant(const struct build *b, struct sar_err *err)
{
	unsigned k;

	for (k = 0; k < b->n_volumes; k++)
		if (sar_build_unused(b->volumes[k].released, err) == -1 ||
		    sar_build_unused(b->volumes[k].proof, err) == -1)
			return -1;
	return sar_build_unused(b->how, err);
}

static int
compare_digest(int fd, const char *path, const uint8_t sha256[SAR_SHA256_LEN],
    struct sar_err *err)
{
	uint8_t digest[SAR_SHA256_LEN];
	struct sar_source source;

	if (sar_source_fd(&fd, path, &source, err) == -1 ||
	    sar_sha256_source(&source, digest, err) == -1)
		return -1;
	if (memcmp(digest, sha256, sizeof(digest)) != 0)
		return sar_err_set(err, SAR_ECORRUPT,
		    "%s: not the package the log released", path);
	return 0;
}

/*
 * Is that in staging what was released?  The digest of what this run sealed was
 * taken of this file when it was read back; it is the same one, and nobody has
 * written to it since, as its stamp is the same.
 */
static int
check_one(const struct build_volume *v, const uint8_t sha256[SAR_SHA256_LEN],
    struct sar_err *err)
{
	struct sar_disk_stamp stamp;
	int fd = sar_file_open(v->staged, err);
	int rc;

	if (fd == -1)
		return -1;
	rc = sar_disk_stamp(fd, v->staged, &stamp, err);
	if (rc == 0 && !(v->linked && sar_disk_same(&stamp, &v->stamp)))
		rc = compare_digest(fd, v->staged, sha256, err);
	(void)close(fd);
	return rc;
}

/* Of those an earlier run has not moved yet: nothing else may be sent. */
static int
check_staged(const struct build *b, uint8_t (*sha256)[SAR_SHA256_LEN],
    struct sar_err *err)
{
	unsigned k;

	for (k = 0; k < b->n_volumes; k++)
		if (sar_file_exists(b->volumes[k].staged) &&
		    check_one(&b->volumes[k], sha256[k], err) == -1)
			return -1;
	return 0;
}

/* From staging to the outbox, in one step that overwrites nothing. */
static int
move_one(const char *staged, const char *released, struct sar_err *err)
{
	int why;

	if (!sar_file_exists(staged) || sar_file_move(staged, released) == 0)
		return 0;
	why = errno;
	if (why != EEXIST || sar_build_unused(released, err) == 0)
		return sar_build_no_way(released, why, true, err);
	sar_err_hint(err, "the log has the release; move away what has that "
			  "name in the outbox, and run again");
	return -1;
}

static int
sync_folders(const struct build *b, struct sar_err *err)
{
	char *outbox = sar_home_path(b->c->home, "outbox", err);
	char *staging = sar_home_path(b->c->home, "staging", err);
	int rc = -1;

	if (outbox != NULL && staging != NULL &&
	    sar_file_sync_dir(outbox, err) == 0 &&
	    sar_file_sync_dir(staging, err) == 0)
		rc = 0;
	free(outbox);
	free(staging);
	return rc;
}

/* A package is never in the outbox without its proof. */
static int
move_staged(const struct build *b, struct sar_err *err)
{
	const struct build_volume *v = b->volumes;
	bool any = false;
	unsigned k;

	for (k = 0; k < b->n_volumes; k++, v++) {
		/* Nobody has looked at a proof without its package. */
		if (!sar_build_there(v))
			continue;
		any = any || sar_file_exists(v->staged) ||
		      sar_file_exists(v->proof_staged);
		if (move_one(v->proof_staged, v->proof, err) == -1 ||
		    move_one(v->staged, v->released, err) == -1)
			return -1;
	}
	return any ? sync_folders(b, err) : 0;
}

/*
 * What is under a name in the outbox now may be another case's, or have been
 * changed, since an earlier run put the package there.
 */
static int
check_moved(const struct sar_build_package *package, struct sar_err *err)
{
	int rc;
	int fd;

	if (!package->present)
		return 0;
	if ((fd = sar_file_open(package->path, err)) == -1)
		return -1;
	rc = compare_digest(fd, package->path, package->sha256, err);
	(void)close(fd);
	if (rc == -1 && err->code == SAR_ECORRUPT)
		sar_err_hint(err, "do not send it; move it away");
	return rc;
}

int
sar_build_check_moved(const struct sar_build_result *result,
    struct sar_err *err)
{
	size_t i;

	for (i = 0; i < result->n_packages; i++)
		if (check_moved(&result->packages[i], err) == -1)
			return -1;
	return 0;
}

int
sar_build_list(const struct build *b, uint8_t (*sha256)[SAR_SHA256_LEN],
    struct sar_build_result *result, struct sar_err *err)
{
	struct sar_build_package *package;
	struct stat st;
	unsigned k;

	result->packages = calloc(b->n_volumes, sizeof(*result->packages));
	if (result->packages == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	result->n_packages = b->n_volumes;
	result->present = true;
	for (k = 0; k < b->n_volumes; k++) {
		package = &result->packages[k];
		package->path = strdup(b->volumes[k].released);
		package->proof = strdup(b->volumes[k].proof);
		if (package->path == NULL || package->proof == NULL)
			return sar_err_set(err, SAR_EFAIL, "out of memory");
		memcpy(package->sha256, sha256[k], SAR_SHA256_LEN);
		/* Gone is no fault: staff send and then delete it. */
		package->present = lstat(package->path, &st) == 0;
		if (package->present)
			package->size = (uint64_t)st.st_size;
		else
			result->present = false;
		package->proven = sar_file_exists(package->proof);
	}
	return 0;
}

int
sar_build_move(struct build *b, uint8_t (*sha256)[SAR_SHA256_LEN],
    struct sar_build_result *result, struct sar_err *err)
{
	if (check_staged(b, sha256, err) == -1 ||
	    sar_build_prove(b, result->record, err) == -1 ||
	    move_staged(b, err) == -1 ||
	    sar_build_list(b, sha256, result, err) == -1 ||
	    (b->history.released && sar_build_check_moved(result, err) == -1))
		return -1;
	return result->present ? sar_build_how(b, err) : 0;
}
