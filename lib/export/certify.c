/*
 * Certificates of a package's recordings, into the case: all of them and their
 * list, or none.  They name the digests of the recordings, which depend on what
 * was cut, so they are not in the package; and since a cut can be short, or a
 * known announcement, neither may the log's word for them help to guess it.
 * So there is a file of random bytes among them: what stands in the log is a
 * plain SHA-256 of the list, and says nothing once the case is gone.
 */
#include <dirent.h>
#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/b64.h"
#include "base/batch.h"
#include "base/buf.h"
#include "base/file.h"
#include "export/build_state.h"
#include "export/certificate.h"

#define FOLDER "certificates"
#define FRESH "certificates.new" /* till it is whole */
#define LIST "certificates.sha256"
#define SALT "salt"
#define SALT_LEN 32

/* Remove the case's folder ${name} with what is in it, if it is there. */
static int
remove_folder(const struct sar_case *c, const char *name, struct sar_err *err)
{
	char *path = sar_case_path(c, name, err);
	const struct dirent *entry;
	DIR *dir = NULL;
	int rc = -1;

	if (path == NULL)
		return -1;
	if ((dir = opendir(path)) == NULL) {
		rc = errno == ENOENT ? 0 : sar_err_errno(err, "%s", path);
		goto out;
	}
	while ((entry = readdir(dir)) != NULL)
		if (strcmp(entry->d_name, ".") != 0 &&
		    strcmp(entry->d_name, "..") != 0 &&
		    unlinkat(dirfd(dir), entry->d_name, 0) == -1) {
			(void)sar_err_errno(err, "%s", path);
			goto out;
		}
	rc = rmdir(path) == 0 ? 0 : sar_err_errno(err, "%s", path);

out:
	if (dir != NULL)
		(void)closedir(dir);
	free(path);
	return rc;
}

/* The list goes first: it is what makes the others count. */
int
sar_build_uncertify(const struct build *b, struct sar_err *err)
{
	char *list = sar_case_path(b->c, LIST, err);
	int rc = -1;

	if (list == NULL)
		return -1;
	if (unlink(list) == -1 && errno != ENOENT)
		(void)sar_err_errno(err, "%s", list);
	else if (remove_folder(b->c, FOLDER, err) == 0 &&
		 remove_folder(b->c, FRESH, err) == 0)
		rc = 0;
	free(list);
	return rc;
}

/* A new file of the folder, and its line in the list. */
static int
put_file(struct sar_batch *batch, const char *name, const char *text,
    struct sar_buf *list, struct sar_err *err)
{
	char hex[SAR_HEX_LEN(SAR_SHA256_LEN)];
	uint8_t digest[SAR_SHA256_LEN];
	size_t len = strlen(text);

	if (sar_batch_add(batch, name, text, len, err) == -1 ||
	    sar_sha256_text(text, len, digest, err) == -1)
		return -1;
	sar_hex_put(digest, sizeof(digest), hex);
	sar_buf_printf(list, "%s  " FOLDER "/%s\n", hex, name);
	return 0;
}

static int
put_salt(struct sar_batch *batch, struct sar_buf *list, struct sar_err *err)
{
	uint8_t salt[SALT_LEN];
	char text[SAR_HEX_LEN(SALT_LEN) + 1] = { 0 };

	randombytes_buf(salt, sizeof(salt));
	sar_hex_put(salt, sizeof(salt), text);
	text[SAR_HEX_LEN(SALT_LEN) - 1] = '\n';
	return put_file(batch, SALT, text, list, err);
}

static int
put_one(const struct build *b, const struct build_volume *v, size_t i,
    struct sar_batch *batch, struct sar_buf *list, struct sar_err *err)
{
	const struct sar_recording *rec = &b->recordings[i];
	struct sar_certificate of = {
		.ref = b->c->request->ref,
		.plan = rec->plan,
		.item = rec->item,
		.check = rec->check,
	};
	char name[sizeof(rec->item->name) + sizeof(".json")];
	char *text;
	int rc;

	memcpy(of.plan_sha256, b->plan_sha256, SAR_SHA256_LEN);
	sar_package_written(v->package, sar_build_entry(b, v, i),
	    of.output_sha256, &of.output_bytes);
	if ((text = sar_certificate_json(&of, err)) == NULL)
		return -1;
	(void)snprintf(name, sizeof(name), "%s.json", rec->item->name);
	rc = put_file(batch, name, text, list, err);
	free(text);
	return rc;
}

/* Those of one zip. */
static int
put_volume(const struct build *b, const struct build_volume *v,
    struct sar_batch *batch, struct sar_buf *list, struct sar_err *err)
{
	size_t i;

	for (i = v->first; i < v->first + v->n; i++)
		if (put_one(b, v, i, batch, list, err) == -1)
			return -1;
	return 0;
}

/* Fill the fresh folder; ${list} gets a line for each file. */
static int
put_all(const struct build *b, const char *path, struct sar_buf *list,
    struct sar_err *err)
{
	struct sar_batch *batch;
	int rc = 0;
	unsigned k;

	if (sar_file_mkdir(path, 0700, err) == -1 ||
	    (batch = sar_batch_new(path, err)) == NULL)
		return -1;
	for (k = 0; k < b->n_volumes && rc == 0; k++)
		rc = put_volume(b, &b->volumes[k], batch, list, err);
	if (rc == 0 && (rc = put_salt(batch, list, err)) == 0)
		rc = sar_batch_commit(batch, err);
	sar_batch_free(batch);
	return rc == 0 ? sar_buf_check(list, err) : -1;
}

int
sar_build_certify(struct build *b, struct sar_err *err)
{
	char *fresh = sar_case_path(b->c, FRESH, err);
	char *folder = sar_case_path(b->c, FOLDER, err);
	char *path = sar_case_path(b->c, LIST, err);
	struct sar_buf list = SAR_BUF_INIT;
	int rc = -1;

	if (fresh == NULL || folder == NULL || path == NULL ||
	    sar_build_uncertify(b, err) == -1 ||
	    put_all(b, fresh, &list, err) == -1 ||
	    sar_sha256_text(list.data, list.len, b->certificates, err) == -1)
		goto out;
	if (rename(fresh, folder) == -1)
		(void)sar_err_errno(err, "%s", folder);
	else
		/* Syncs the case's folder too, and so the name above. */
		rc = sar_file_write(path, list.data, list.len, 0600, false,
		    err);

out:
	sar_buf_free(&list);
	free(path);
	free(folder);
	free(fresh);
	return rc;
}
