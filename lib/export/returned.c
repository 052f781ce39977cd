#include "export/returned.h"

#include <dirent.h>
#include <errno.h>
#include <fts.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/b64.h"
#include "base/file.h"
#include "base/sha256.h"
#include "export/purging.h"
#include "index/purge.h"

/* What is looked through, and who is told. */
struct looking {
	const struct sar_home *home;
	struct sar_index *index;
	sar_returned_fn *fn;
	void *ctx;
};

static int
take_file(const struct looking *looking, const char *path, struct sar_err *err)
{
	struct sar_index_recording known;
	int64_t id = 0;

	if (sar_index_find_recording(looking->index, path, &id, &known, err) ==
	    -1)
		return -1;
	if (id == 0 || !sar_index_recording_found(&known, SAR_INDEX_PURGED))
		return 0;
	return looking->fn(looking->ctx, id, err);
}

/* Where nobody can look something may be. */
static int
take_entry(const struct looking *looking, const FTSENT *entry,
    struct sar_err *err)
{
	const char *path = entry->fts_path + strlen(looking->home->recordings);

	path += strspn(path, "/");
	switch (entry->fts_info) {
	case FTS_F:
		return take_file(looking, path, err);
	case FTS_DNR:
	case FTS_ERR:
	case FTS_NS:
		errno = entry->fts_errno;
		/* It may go while we look. */
		return errno == ENOENT && entry->fts_level > 0
			   ? 0
			   : sar_err_errno(err, "folder of recordings");
	default:
		return 0;
	}
}

int
sar_returned_files(const struct sar_home *home, struct sar_index *index,
    sar_returned_fn *fn, void *ctx, struct sar_err *err)
{
	struct looking looking = { home, index, fn, ctx };
	char *root = strdup(home->recordings);
	char *roots[] = { root, NULL };
	FTS *fts = NULL;
	FTSENT *entry;
	int rc = -1;

	if (root == NULL ||
	    (fts = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR | FTS_COMFOLLOW,
		 NULL)) == NULL) {
		(void)sar_err_errno(err, "folder of recordings");
		goto out;
	}
	rc = 0;
	errno = 0;
	while (rc == 0 && (entry = fts_read(fts)) != NULL) {
		rc = take_entry(&looking, entry, err);
		errno = 0;
	}
	if (rc == 0 && errno != 0)
		rc = sar_err_errno(err, "folder of recordings");

out:
	if (fts != NULL)
		(void)fts_close(fts);
	free(root);
	return rc;
}

static int
odd(struct sar_err *err)
{
	return sar_err_set(err, SAR_ETAMPER,
	    "evidence of a purge: not as it is written");
}

/* One line of the evidence, which is what the log has the digest of. */
static int
take_line(const struct looking *looking, const json_t *line,
    struct sar_err *err)
{
	const char *leaf64 = json_string_value(json_object_get(line, "leaf"));
	json_int_t nr = json_integer_value(json_object_get(line, "nr"));
	json_int_t seq = json_integer_value(json_object_get(line, "record"));
	uint8_t leaf[SAR_SHA256_LEN];
	size_t n = 0;
	int64_t recording;
	bool left;

	if (leaf64 == NULL || nr < 0 || seq < 0 ||
	    !sar_b64_get(leaf64, strlen(leaf64), leaf, sizeof(leaf), &n) ||
	    n != sizeof(leaf))
		return odd(err);
	if (sar_index_purge_left(looking->index, (uint64_t)seq, (uint64_t)nr,
		leaf, &recording, &left, err) == -1)
		return -1;
	return left ? looking->fn(looking->ctx, recording, err) : 0;
}

static int
take_text(const struct looking *looking, const char *text, size_t len,
    struct sar_err *err)
{
	json_t *root = json_loadb(text, len, JSON_REJECT_DUPLICATES, NULL);
	const json_t *lines = json_object_get(root, "registrations");
	size_t i;
	int rc = 0;

	if (!json_is_array(lines))
		rc = odd(err);
	for (i = 0; i < json_array_size(lines) && rc == 0; i++)
		rc = take_line(looking, json_array_get(lines, i), err);
	json_decref(root);
	return rc;
}

static bool
is_logged(struct sar_kept_log *kept, const uint8_t sum[SAR_SHA256_LEN])
{
	bool is = false;
	size_t i;

	for (i = 0; i < kept->n_deletes; i++)
		if (memcmp(kept->deletes[i].sum, sum, SAR_SHA256_LEN) == 0)
			is = kept->deletes[i].seen = true;
	return is;
}

/* What the log has no digest of is no evidence: of a run that was cut short, or
   of anybody's making. */
static int
take_evidence(const struct looking *looking, struct sar_kept_log *kept,
    const char *folder, const char *name, struct sar_err *err)
{
	char *path = sar_file_join(folder, name, err);
	uint8_t sum[SAR_SHA256_LEN];
	char *text = NULL;
	size_t len = 0;
	int rc = -1;

	if (path != NULL &&
	    sar_file_read(path, SAR_PURGING_EVIDENCE, &text, &len, err) == 0 &&
	    sar_sha256_text(text, len, sum, err) == 0)
		rc = is_logged(kept, sum) ? take_text(looking, text, len, err)
					  : 0;
	free(text);
	free(path);
	return rc;
}

int
sar_returned_rows(const struct sar_home *home, struct sar_index *index,
    struct sar_kept_log *kept, sar_returned_fn *fn, void *ctx,
    struct sar_err *err)
{
	struct looking looking = { home, index, fn, ctx };
	const struct dirent *entry;
	char *folder;
	DIR *dir;
	int rc = 0;

	if ((folder = sar_home_path(home, "purges", err)) == NULL)
		return -1;
	if ((dir = opendir(folder)) == NULL && errno != ENOENT)
		rc = sar_err_errno(err, "purges");
	while (rc == 0 && dir != NULL && (entry = readdir(dir)) != NULL)
		if (entry->d_name[0] != '.')
			rc = take_evidence(&looking, kept, folder,
			    entry->d_name, err);
	if (dir != NULL)
		(void)closedir(dir);
	free(folder);
	return rc;
}
