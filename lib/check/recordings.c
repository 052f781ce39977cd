#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/source.h"
#include "check/comparison.h"
#include "index/each.h"

static int
tell(struct sar_check *check, const struct sar_index_recording *rec,
    enum sar_check_kind kind, struct sar_err *err)
{
	struct sar_check_finding finding = { .kind = kind,
		.recording = rec->id,
		.path = rec->path };

	if (kind == SAR_CHECK_UNSUPPORTED)
		finding.codec = rec->codec;
	if (kind == SAR_CHECK_DAMAGED)
		finding.why = rec->finding[0] != '\0' ? rec->finding
						      : rec->codec;
	return sar_check_tell(check, &finding, err);
}

/* Not on disk: as retention wants it, or lost? */
static int
take_absent(struct sar_check *check, const struct sar_index_recording *rec,
    struct sar_err *err)
{
	int64_t last;

	if (sar_index_recording_last(check->index, rec->id, &last, err) == -1)
		return -1;
	if (last >= check->options->since)
		return tell(check, rec, SAR_CHECK_MISSING, err);
	check->report->expired++;
	return 0;
}

/*
 * A later release decodes more, and sar.conf may say by now what files without
 * a header are.  One that is not what its record says it was stays damaged.
 */
static int
take_undecoded(struct sar_check *check, const struct sar_index_recording *rec,
    const struct sar_source *source, struct sar_err *err)
{
	bool decodes = false;

	if (!check->options->quick &&
	    strcmp(rec->finding, "content-hash-differs") != 0 &&
	    sar_check_decodes(check, source, rec->path, false, &decodes, err) ==
		-1)
		return -1;
	if (decodes)
		return tell(check, rec, SAR_CHECK_READABLE, err);
	if (rec->state == SAR_RECORDING_DAMAGED)
		return tell(check, rec, SAR_CHECK_DAMAGED, err);
	check->report->same++;
	return tell(check, rec, SAR_CHECK_UNSUPPORTED, err);
}

/* What the index itself says against it, the file being what it was. */
static int
take_same(struct sar_check *check, const struct sar_index_recording *rec,
    const struct sar_source *source, struct sar_err *err)
{
	if (rec->state == SAR_RECORDING_EMPTY)
		return tell(check, rec, SAR_CHECK_ZERO, err);
	if (rec->state == SAR_RECORDING_DAMAGED ||
	    rec->state == SAR_RECORDING_UNSUPPORTED)
		return take_undecoded(check, rec, source, err);
	check->report->same++;
	return 0;
}

static int
compare(struct sar_check *check, const struct sar_index_recording *rec,
    const struct sar_source *source, struct sar_err *err)
{
	uint8_t digest[SAR_SHA256_LEN];

	if (rec->state == SAR_RECORDING_MISSING)
		return tell(check, rec, SAR_CHECK_RETURNED, err);
	if (source->size < rec->bytes)
		return tell(check, rec,
		    source->size == 0 ? SAR_CHECK_ZERO : SAR_CHECK_TRUNCATED,
		    err);
	if (source->size > rec->bytes)
		return tell(check, rec, SAR_CHECK_CHANGED, err);
	if (check->options->quick)
		return take_same(check, rec, source, err);
	if (sar_sha256_source(source, digest, err) == -1)
		return -1;
	check->report->bytes += source->size;
	if (memcmp(digest, rec->sha256, sizeof(digest)) != 0)
		return tell(check, rec, SAR_CHECK_CHANGED, err);
	return take_same(check, rec, source, err);
}

/* A file that goes or shrinks while it is read is a finding, not an end. */
static int
take_open(struct sar_check *check, const struct sar_index_recording *rec,
    int *fd, struct sar_err *err)
{
	struct sar_err fault = SAR_ERR_INIT;
	struct sar_source source;

	if (sar_source_fd(fd, "recording", &source, err) == -1)
		return -1;
	if (compare(check, rec, &source, &fault) == 0)
		return 0;
	if (fault.code == SAR_ECORRUPT)
		return tell(check, rec, SAR_CHECK_CHANGED, err);
	if (fault.code == SAR_ESPACE) /* an I/O error, of this file */
		return tell(check, rec, SAR_CHECK_REFUSED, err);
	*err = fault;
	return -1;
}

static int
take(void *ctx, const struct sar_index_recording *rec, struct sar_err *err)
{
	struct sar_check *check = ctx;
	int fd, rc;

	if (sar_progress_tick(check->options->progress,
		check->report->recordings++, check->total, 1, err) == -1)
		return -1;
	/* Deleted when it was due; on disk again it is a file that returned. */
	if (sar_index_recording_found(rec, SAR_INDEX_PURGED)) {
		check->report->expired++;
		return 0;
	}
	/* Sound inside an export is no file. */
	if (strcmp(rec->finding, "embedded") == 0) {
		check->report->same++;
		return 0;
	}
	fd = sar_file_open_at(check->root, rec->path);
	if (fd == -1 && (errno == ENOENT || errno == ENOTDIR))
		return take_absent(check, rec, err);
	if (fd == -1)
		return tell(check, rec, SAR_CHECK_REFUSED, err);
	rc = take_open(check, rec, &fd, err);
	(void)close(fd);
	return rc;
}

int
sar_check_recordings(struct sar_check *check, struct sar_err *err)
{
	return sar_index_each_recording(check->index, take, check, err);
}
