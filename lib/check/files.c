#include <errno.h>
#include <fts.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/source.h"
#include "check/comparison.h"

/* Can it be played?  One that cannot may be audio in a raw format. */
static bool
is_audio(struct sar_check *check, const char *path)
{
	struct sar_err ignored = SAR_ERR_INIT;
	struct sar_source source;
	int fd = sar_file_open_at(check->root, path);
	bool is = false;

	if (fd == -1)
		return false;
	if (sar_source_fd(&fd, "file", &source, &ignored) == -1 ||
	    sar_check_decodes(check, &source, path, true, &is, &ignored) == -1)
		is = false;
	(void)close(fd);
	return is;
}

static int
take_file(struct sar_check *check, const char *path, struct sar_err *err)
{
	struct sar_check_finding finding = { .kind = SAR_CHECK_ORPHAN,
		.path = path };
	struct sar_index_recording known;
	int64_t id = 0;

	check->report->files++;
	if (sar_index_find_recording(check->index, path, &id, &known, err) ==
	    -1)
		return -1;
	if (id != 0 && !sar_index_recording_found(&known, SAR_INDEX_PURGED))
		return 0;
	if (id != 0) {
		finding.kind = SAR_CHECK_RETURNED;
		finding.recording = id;
		return sar_check_tell(check, &finding, err);
	}
	finding.audio = is_audio(check, path);
	return sar_check_tell(check, &finding, err);
}

static int
refuse(struct sar_check *check, const char *path, struct sar_err *err)
{
	struct sar_check_finding finding = { .kind = SAR_CHECK_REFUSED,
		.path = path };
	struct sar_index_recording known;
	int64_t id = 0;

	/* One the index names has been told already. */
	if (sar_index_find_recording(check->index, path, &id, &known, err) ==
	    -1)
		return -1;
	return id != 0 ? 0 : sar_check_tell(check, &finding, err);
}

static int
take_entry(struct sar_check *check, FTS *fts, FTSENT *entry,
    struct sar_err *err)
{
	const char *path = entry->fts_path + strlen(check->options->root);

	path += strspn(path, "/");
	if (sar_progress_tick(check->options->progress,
		check->report->recordings + check->report->files, 0, 64,
		err) == -1)
		return -1;
	if (entry->fts_level > 0 && entry->fts_name[0] == '.') {
		(void)fts_set(fts, entry, FTS_SKIP);
		return 0;
	}
	switch (entry->fts_info) {
	case FTS_F:
		return take_file(check, path, err);
	case FTS_SL:
	case FTS_SLNONE:
	case FTS_DEFAULT:
	case FTS_DNR:
	case FTS_NS:
	case FTS_ERR:
		return refuse(check, path, err);
	default:
		return 0;
	}
}

int
sar_check_files(struct sar_check *check, struct sar_err *err)
{
	char *root = strdup(check->options->root);
	char *roots[] = { root, NULL };
	FTSENT *entry;
	FTS *fts = NULL;
	int rc = -1;

	if (root == NULL ||
	    (fts = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR | FTS_COMFOLLOW,
		 NULL)) == NULL) {
		(void)sar_err_errno(err, "%s", check->options->root);
		goto out;
	}
	errno = 0;
	while ((entry = fts_read(fts)) != NULL) {
		if (take_entry(check, fts, entry, err) == -1)
			goto out;
		errno = 0;
	}
	if (errno != 0)
		(void)sar_err_errno(err, "%s", check->options->root);
	else
		rc = 0;

out:
	if (fts != NULL)
		(void)fts_close(fts);
	free(root);
	return rc;
}
