#include "ingest/files.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/sha512.h"
#include "base/source.h"
#include "media/media.h"

#define HEADER_ONLY 44 /* FreePBX too takes such a file for empty */

#define SEEN ((size_t)1 << 15)

/* Hashes of paths, so that each file is read once. */
struct sar_files {
	struct sar_index *index;
	const struct sar_ingest_options *options;
	struct sar_ingest_report *report;
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

/* Decode, count and say what it is; only I/O failures end the import. */
static int
measure(const struct sar_source *source, struct sar_index_recording *rec,
    char finding[SAR_MEDIA_FINDINGS_LEN], struct sar_err *err)
{
	struct sar_media_info info;

	finding[0] = '\0';
	rec->bytes = source->size;
	rec->finding = finding;
	rec->codec = "";
	if (sar_sha256_source(source, rec->sha256, err) == -1)
		return -1;
	if (sar_media_measure(source, NULL, &info, err) == -1) {
		if (err->code != SAR_ECORRUPT)
			return -1;
		*err = (struct sar_err)SAR_ERR_INIT;
		rec->state = source->size <= HEADER_ONLY
				 ? SAR_RECORDING_EMPTY
				 : SAR_RECORDING_DAMAGED;
		return 0;
	}
	rec->state = sar_media_decodes(info.codec) ? SAR_RECORDING_PRESENT
						   : SAR_RECORDING_UNSUPPORTED;
	rec->frames = info.frames;
	rec->rate = info.rate;
	rec->channels = info.channels;
	rec->codec = sar_media_codec_name(info.codec);
	sar_media_findings_name(info.findings, finding);
	return 0;
}

/* Measure it, and hold it against what the record says of it. */
static int
examine(const struct sar_source *source, const struct sar_row_file *file,
    struct sar_index_recording *rec, char finding[SAR_MEDIA_FINDINGS_LEN],
    struct sar_err *err)
{
	uint8_t sha512[SAR_SHA512_LEN];
	bool same = true;

	if (measure(source, rec, finding, err) == -1 ||
	    (file->sha512 != NULL &&
		sar_sha512_source(source, sha512, err) == -1))
		return -1;
	if (file->sha512 != NULL &&
	    memcmp(file->sha512, sha512, sizeof(sha512)) != 0)
		same = false;
	if (file->sha256_said &&
	    memcmp(file->sha256, rec->sha256, SAR_SHA256_LEN) != 0)
		same = false;
	if (!same) {
		rec->state = SAR_RECORDING_DAMAGED;
		(void)snprintf(finding, 64, "content-hash-differs");
	}
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

static void
count(struct sar_ingest_report *report, const struct sar_index_recording *rec)
{
	if (rec->state == SAR_RECORDING_MISSING) {
		report->recordings_missing++;
		return;
	}
	report->recordings_measured++;
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

/* A path the index does not have, or had as missing. */
static int
take_new(struct sar_files *files, const struct sar_row_file *file, int64_t *id,
    const char **fault, struct sar_err *err)
{
	struct sar_index_recording rec = { .path = file->path,
		.codec = "",
		.finding = "",
		.state = SAR_RECORDING_MISSING };
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
			rc = examine(&source, file, &rec, finding, err);
		(void)close(fd);
	}
	if (rc == -1)
		return -1;
	count(files->report, &rec);
	if (files->options->dry_run)
		return 0;
	return sar_index_put_recording(files->index, &rec, id, err);
}

/* A path the index has: is it still the file that was imported? */
static int
check_old(struct sar_files *files, const struct sar_row_file *file,
    const struct sar_index_recording *old, const char **fault,
    struct sar_err *err)
{
	uint8_t digest[SAR_SHA256_LEN];
	struct sar_source source;
	int fd = -1;
	int rc = -1;

	if (file->embedded) {
		if (memcmp(file->sha256, old->sha256, sizeof(digest)) != 0)
			files->report->recordings_changed++;
		return 0;
	}
	if (open_file(files, file->path, &fd, fault, err) == -1)
		return -1;
	/* Gone since: retention may have taken it; find reports it. */
	if (fd == -1)
		return 0;
	if (sar_source_fd(&fd, "recording", &source, err) == 0 &&
	    sar_sha256_source(&source, digest, err) == 0) {
		if (memcmp(digest, old->sha256, sizeof(digest)) != 0)
			files->report->recordings_changed++;
		rc = 0;
	}
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
	if (*id == 0 || old.state == SAR_RECORDING_MISSING)
		return take_new(files, file, id, fault, err);
	return check_old(files, file, &old, fault, err);
}
