#include "ingest/files.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/source.h"
#include "ingest/measure.h"

#define SEEN ((size_t)1 << 15)

/* Hashes of paths, so that each file is read once. */
struct sar_files {
	struct sar_index *index;
	const struct sar_ingest_options *options;
	struct sar_ingest_report *report;
	const struct sar_headerless_list *catalogue;
	int root;      /* the folder */
	bool looked;   /* no_known is known: */
	bool no_known; /* the index had no recording when this began */
	uint8_t key[crypto_shorthash_KEYBYTES];
	uint64_t seen[SEEN];
};

struct sar_files *
sar_files_new(struct sar_index *index, const struct sar_ingest_options *options,
    struct sar_ingest_report *report, struct sar_err *err)
{
	struct sar_files *files;
	int dir;

	/* An unmounted share must not look like a thousand lost recordings. */
	dir = open(options->root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir == -1) {
		(void)sar_err_errno(err, "%s", options->root);
		sar_err_hint(err, "name the recordings' folder in sar.conf, or "
				  "with --recordings");
		return NULL;
	}
	if ((files = calloc(1, sizeof(*files))) == NULL) {
		(void)close(dir);
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	files->root = dir;
	files->index = index;
	files->options = options;
	files->report = report;
	files->catalogue = &options->headerless;
	crypto_shorthash_keygen(files->key);
	return files;
}

void
sar_files_free(struct sar_files *files)
{
	if (files == NULL)
		return;
	(void)close(files->root);
	free(files);
}

void
sar_files_catalogue(struct sar_files *files,
    const struct sar_headerless_list *list)
{
	files->catalogue = list;
}

/*
 * Was ${path} looked at in this import?  Legs of one recording stand close
 * together: of those far apart some are forgotten, and looked at again.
 */
static bool
is_first(struct sar_files *files, const char *path)
{
	uint64_t hash;
	uint64_t *cell;

	(void)crypto_shorthash((unsigned char *)&hash,
	    (const unsigned char *)path, strlen(path), files->key);
	hash |= 1; /* 0 is an empty cell */
	cell = &files->seen[(hash >> 8) % SEEN];
	if (*cell == hash)
		return false;
	*cell = hash;
	return true;
}

/* Inside the transaction: has the index any recording? */
static int
look_for_known(struct sar_files *files, struct sar_err *err)
{
	bool any = false;

	if (files->looked || files->index == NULL)
		return 0;
	files->looked = true;
	if (sar_index_any_recording(files->index, &any, err) == -1)
		return -1;
	files->no_known = !any;
	return 0;
}

/* Open the file: -1 in *${fd} when it is not there. */
static int
open_file(const struct sar_files *files, const char *path, int *fd,
    const char **fault, struct sar_err *err)
{
	*fd = sar_file_open_at(files->root, path);
	if (*fd != -1)
		return 0;
	switch (errno) {
	case ENOENT:
	case ENOTDIR:
		return 0;
	case ELOOP:
		*fault = "a symbolic link";
		break;
	case EISDIR:
		*fault = "not a regular file";
		break;
	case EXDEV:
		*fault = "leads out of the recordings' folder";
		break;
	default:
		return sar_err_errno(err, "recording");
	}
	return 0;
}

/* What the file is if it has no header: the row's word, or the catalogue's. */
static const struct sar_media_raw *
said_of(const struct sar_files *files, const struct sar_row_file *file)
{
	if (file->raw.codec != SAR_CODEC_UNKNOWN)
		return &file->raw;
	return sar_headerless_find(files->catalogue, file->path);
}

static void
count(struct sar_ingest_report *report, const struct sar_index_recording *rec)
{
	if (rec->state == SAR_RECORDING_MISSING) {
		report->recordings_missing++;
		return;
	}
	report->recordings_measured++;
	report->recordings_undeclared += strcmp(rec->finding,
					     SAR_MEASURE_UNDECLARED) == 0;
	report->recordings_headed += strcmp(rec->finding, SAR_MEASURE_HEADED) ==
				     0;
	if (rec->state == SAR_RECORDING_EMPTY ||
	    rec->state == SAR_RECORDING_DAMAGED)
		report->recordings_damaged++;
}

/* Sound inside the export, where nothing here can redact it. */
static void
take_embedded(const struct sar_row_file *file, struct sar_index_recording *rec)
{
	rec->state = SAR_RECORDING_UNSUPPORTED;
	rec->bytes = file->bytes;
	rec->finding = "embedded";
	memcpy(rec->sha256, file->sha256, SAR_SHA256_LEN);
}

/* What ${rec} is goes into the index, with what stands for it in the log. */
static int
put(struct sar_files *files, const struct sar_index_recording *rec,
    struct sar_index_commitment *commitment, int64_t *id, struct sar_err *err)
{
	if (sar_index_put_recording(files->index, rec, id, err) == -1)
		return -1;
	if (commitment->channels == 0)
		return 0;
	files->report->recordings_committed++;
	randombytes_buf(commitment->file_salt, sizeof(commitment->file_salt));
	return sar_index_put_commitment(files->index, *id, commitment, err);
}

/* Measure it; nothing is committed to in a dry run. */
static int
measure(struct sar_files *files, const struct sar_row_file *file,
    const struct sar_source *source, struct sar_index_recording *rec,
    char finding[SAR_MEDIA_FINDINGS_LEN],
    struct sar_index_commitment *commitment, struct sar_err *err)
{
	return sar_measure_file(source, file, said_of(files, file), rec,
	    finding, files->options->dry_run ? NULL : commitment, err);
}

/* A path the index does not have, or had as missing. */
static int
take_new(struct sar_files *files, const struct sar_row_file *file, int64_t *id,
    const char **fault, struct sar_err *err)
{
	struct sar_index_recording rec = { .path = file->path,
		.codec = "",
		.finding = "",
		.state = SAR_RECORDING_MISSING };
	struct sar_index_commitment commitment = { .channels = 0 };
	struct sar_source source;
	char finding[SAR_MEDIA_FINDINGS_LEN];
	int fd = -1;
	int rc = 0;

	if (file->embedded)
		take_embedded(file, &rec);
	else if (open_file(files, file->path, &fd, fault, err) == -1)
		return -1;
	if (*fault != NULL)
		return 0;
	if (fd != -1) {
		rc = sar_source_fd(&fd, "recording", &source, err);
		if (rc == 0)
			rc = measure(files, file, &source, &rec, finding,
			    &commitment, err);
		(void)close(fd);
	}
	if (rc == 0)
		count(files->report, &rec);
	if (rc == 0 && !files->options->dry_run)
		rc = put(files, &rec, &commitment, id, err);
	explicit_bzero(&commitment, sizeof(commitment));
	return rc;
}

/*
 * May the file be something else by now, being what it was?  A later release
 * decodes more, and sar.conf or the row may say otherwise of it than before.
 * Where they say nothing, what was said before stays.
 */
static bool
is_stale(const struct sar_index_recording *old, const struct sar_media_raw *raw)
{
	if (old->state == SAR_RECORDING_DAMAGED ||
	    old->state == SAR_RECORDING_UNSUPPORTED)
		return true;
	return raw != NULL &&
	       (!sar_index_recording_found(old, "headerless") ||
		   strcmp(old->codec, sar_media_codec_name(raw->codec)) != 0 ||
		   old->rate != raw->rate || old->channels != raw->channels);
}

/* Measure the same bytes anew; *${same}: they are. */
static int
take_again(struct sar_files *files, const struct sar_row_file *file,
    const struct sar_source *source, const struct sar_index_recording *old,
    bool *same, struct sar_err *err)
{
	struct sar_index_recording rec = { .path = file->path };
	struct sar_index_commitment commitment = { .channels = 0 };
	char finding[SAR_MEDIA_FINDINGS_LEN];
	int64_t id;
	int rc;

	rc = measure(files, file, source, &rec, finding, &commitment, err);
	*same = rc == 0 && memcmp(rec.sha256, old->sha256, SAR_SHA256_LEN) == 0;
	if (*same)
		count(files->report, &rec);
	if (*same && !files->options->dry_run)
		rc = put(files, &rec, &commitment, &id, err);
	explicit_bzero(&commitment, sizeof(commitment));
	return rc;
}

static int
check_source(struct sar_files *files, const struct sar_row_file *file,
    const struct sar_source *source, const struct sar_index_recording *old,
    struct sar_err *err)
{
	uint8_t digest[SAR_SHA256_LEN];
	bool same;

	if (is_stale(old, said_of(files, file))) {
		if (take_again(files, file, source, old, &same, err) == -1)
			return -1;
	} else {
		if (sar_sha256_source(source, digest, err) == -1)
			return -1;
		same = memcmp(digest, old->sha256, sizeof(digest)) == 0;
	}
	files->report->recordings_changed += !same;
	return 0;
}

/* A path the index has: is it still the file that was imported? */
static int
check_old(struct sar_files *files, const struct sar_row_file *file,
    const struct sar_index_recording *old, const char **fault,
    struct sar_err *err)
{
	struct sar_source source;
	int fd = -1;
	int rc = -1;

	if (file->embedded) {
		if (memcmp(file->sha256, old->sha256, SAR_SHA256_LEN) != 0)
			files->report->recordings_changed++;
		return 0;
	}
	if (open_file(files, file->path, &fd, fault, err) == -1)
		return -1;
	/* Gone since: retention may have taken it; find reports it. */
	if (fd == -1)
		return 0;
	if (sar_source_fd(&fd, "recording", &source, err) == 0)
		rc = check_source(files, file, &source, old, err);
	(void)close(fd);
	return rc;
}

int
sar_files_take(struct sar_files *files, const struct sar_row_file *file,
    int64_t *id, const char **fault, struct sar_err *err)
{
	struct sar_index_recording old = { 0 };
	bool first = is_first(files, file->path);

	*id = 0;
	if (look_for_known(files, err) == -1)
		return -1;
	if (files->index != NULL && !(first && files->no_known) &&
	    sar_index_find_recording(files->index, file->path, id, &old, err) ==
		-1)
		return -1;
	if (!first && (*id != 0 || files->options->dry_run))
		return 0;
	/* Deleted when its retention ended: no record brings it back. */
	if (*id != 0 && sar_index_recording_found(&old, SAR_INDEX_PURGED)) {
		files->report->recordings_deleted++;
		return 0;
	}
	if (*id == 0 || old.state == SAR_RECORDING_MISSING)
		return take_new(files, file, id, fault, err);
	return check_old(files, file, &old, fault, err);
}
