#include "ingest/measure.h"

#include <stdio.h>
#include <string.h>

#include "base/crew.h"
#include "base/sha512.h"
#include "ingest/commit.h"

/* Shorter is hashed before a thread has begun. */
#define WORTH_A_THREAD ((uint64_t)256 << 10)

#define HEADER_ONLY 44 /* FreePBX too takes such a file for empty */

static void
fill(struct sar_index_recording *rec, const struct sar_media_info *info,
    char finding[SAR_MEDIA_FINDINGS_LEN])
{
	rec->state = sar_media_decodes(info->codec) ? SAR_RECORDING_PRESENT
						    : SAR_RECORDING_UNSUPPORTED;
	rec->frames = info->frames;
	rec->rate = info->rate;
	rec->channels = info->channels;
	rec->codec = sar_media_codec_name(info->codec);
	sar_media_findings_name(info->findings, finding);
}

/* Decode and count, and commit to it if somebody wants that. */
static int
decode(const struct sar_source *source, const struct sar_media_raw *raw,
    struct sar_media_info *info, struct sar_index_commitment *commitment,
    struct sar_err *err)
{
	if (commitment == NULL)
		return sar_media_measure(source, raw, info, err);
	return sar_commit_sound(source, raw, info, commitment, err);
}

static void
put_finding(char finding[SAR_MEDIA_FINDINGS_LEN], const char *name)
{
	(void)snprintf(finding, SAR_MEDIA_FINDINGS_LEN, "%s", name);
}

/*
 * Is it a file with a header?  One that cannot be read through is as well, but
 * an MP3 frame's, of eleven bits, is in any sound now and then.
 */
static int
look_for_header(const struct sar_source *source, bool *has, struct sar_err *err)
{
	struct sar_media_info info = { .codec = SAR_CODEC_UNKNOWN };
	struct sar_media *media = sar_media_open(source, NULL, &info, err);

	*has = info.codec != SAR_CODEC_UNKNOWN && info.codec != SAR_CODEC_MP3;
	sar_media_close(media);
	if (media == NULL && err->code != SAR_ECORRUPT)
		return -1;
	*err = (struct sar_err)SAR_ERR_INIT;
	return 0;
}

/* Decode what is said to be ${raw}; ${fits}: it can be that. */
static int
decode_raw(const struct sar_source *source, const struct sar_media_raw *raw,
    struct sar_media_info *info, bool *fits,
    struct sar_index_commitment *commitment, struct sar_err *err)
{
	*fits = true;
	if (!sar_media_decodes(raw->codec)) {
		*info = (struct sar_media_info){ .codec = raw->codec,
			.rate = raw->rate,
			.channels = raw->channels };
	} else if (decode(source, raw, info, commitment, err) == -1) {
		if (err->code != SAR_ECORRUPT)
			return -1;
		*err = (struct sar_err)SAR_ERR_INIT;
		*fits = false;
	}
	info->findings |= SAR_MEDIA_HEADERLESS;
	return 0;
}

/*
 * Somebody said what it is, and that it has no header.  If it has one, neither
 * is believed: a person must say which of the two is wrong.
 */
static int
measure_raw(const struct sar_source *source, const struct sar_media_raw *raw,
    struct sar_index_recording *rec, char finding[SAR_MEDIA_FINDINGS_LEN],
    struct sar_index_commitment *commitment, struct sar_err *err)
{
	struct sar_media_info info = { .codec = SAR_CODEC_UNKNOWN };
	bool fits, headed = false;

	rec->state = SAR_RECORDING_EMPTY;
	if (source->size == 0)
		return 0;
	if (decode_raw(source, raw, &info, &fits, commitment, err) == -1)
		return -1;
	if ((!fits || !sar_media_decodes(raw->codec)) &&
	    look_for_header(source, &headed, err) == -1)
		return -1;
	if (fits && !headed) {
		fill(rec, &info, finding);
		return 0;
	}
	rec->state = SAR_RECORDING_DAMAGED;
	sar_media_findings_name(info.findings, finding);
	if (headed)
		put_finding(finding, SAR_MEASURE_HEADED);
	return 0;
}

static int
measure_headed(const struct sar_source *source, const char *path,
    struct sar_index_recording *rec, char finding[SAR_MEDIA_FINDINGS_LEN],
    struct sar_index_commitment *commitment, struct sar_err *err)
{
	struct sar_media_info info = { .codec = SAR_CODEC_UNKNOWN };

	if (decode(source, NULL, &info, commitment, err) == 0) {
		fill(rec, &info, finding);
		return 0;
	}
	if (err->code != SAR_ECORRUPT)
		return -1;
	*err = (struct sar_err)SAR_ERR_INIT;
	if (source->size > 0 && info.codec == SAR_CODEC_UNKNOWN &&
	    sar_headerless_usual(path)) {
		rec->state = SAR_RECORDING_UNSUPPORTED;
		put_finding(finding, SAR_MEASURE_UNDECLARED);
		return 0;
	}
	rec->state = source->size <= HEADER_ONLY ? SAR_RECORDING_EMPTY
						 : SAR_RECORDING_DAMAGED;
	/* What it was, as far as it could be told: people ask why. */
	rec->codec = sar_media_codec_name(info.codec);
	sar_media_findings_name(info.findings, finding);
	return 0;
}

/* Is it the file that the record's own digest is of? */
static int
compare(const struct sar_source *source, const struct sar_row_file *file,
    const struct sar_index_recording *rec, bool *same, struct sar_err *err)
{
	uint8_t sha512[SAR_SHA512_LEN];

	*same = !file->sha256_said ||
		memcmp(file->sha256, rec->sha256, SAR_SHA256_LEN) == 0;
	if (file->sha512 == NULL)
		return 0;
	if (sar_sha512_source(source, sha512, err) == -1)
		return -1;
	*same = *same && memcmp(file->sha512, sha512, sizeof(sha512)) == 0;
	return 0;
}

/* The digest of a file, taken while it is decoded. */
struct hashing {
	const struct sar_source *source;
	uint8_t *digest;
	struct sar_err err;
	int rc;
};

static void *
hash(void *ctx)
{
	struct hashing *hashing = ctx;

	hashing->rc = sar_sha256_source(hashing->source, hashing->digest,
	    &hashing->err);
	return NULL;
}

static int
measure(const struct sar_source *source, const char *path,
    const struct sar_media_raw *raw, struct sar_index_recording *rec,
    char finding[SAR_MEDIA_FINDINGS_LEN],
    struct sar_index_commitment *commitment, struct sar_err *err)
{
	if (raw == NULL)
		return measure_headed(source, path, rec, finding, commitment,
		    err);
	return measure_raw(source, raw, rec, finding, commitment, err);
}

/* Measure and hash it, at the same time where that pays. */
static int
measure_and_hash(const struct sar_source *source, const char *path,
    const struct sar_media_raw *raw, struct sar_index_recording *rec,
    char finding[SAR_MEDIA_FINDINGS_LEN],
    struct sar_index_commitment *commitment, struct sar_err *err)
{
	struct hashing hashing = { .source = source, .digest = rec->sha256 };
	pthread_t thread;
	bool beside = source->size >= WORTH_A_THREAD &&
		      sar_crew_start(&thread, hash, &hashing) == 0;
	int rc = measure(source, path, raw, rec, finding, commitment, err);

	if (beside)
		(void)pthread_join(thread, NULL);
	else
		(void)hash(&hashing);
	if (rc == 0 && hashing.rc == -1)
		*err = hashing.err;
	return rc == -1 || hashing.rc == -1 ? -1 : 0;
}

int
sar_measure_file(const struct sar_source *source,
    const struct sar_row_file *file, const struct sar_media_raw *raw,
    struct sar_index_recording *rec, char finding[SAR_MEDIA_FINDINGS_LEN],
    struct sar_index_commitment *commitment, struct sar_err *err)
{
	bool same = true;

	finding[0] = '\0';
	rec->bytes = source->size;
	rec->finding = finding;
	rec->codec = "";
	if (measure_and_hash(source, file->path, raw, rec, finding, commitment,
		err) == -1 ||
	    compare(source, file, rec, &same, err) == -1)
		return -1;
	if (!same) {
		rec->state = SAR_RECORDING_DAMAGED;
		put_finding(finding, SAR_MEASURE_HASH);
	}
	if (commitment != NULL && rec->state != SAR_RECORDING_PRESENT)
		commitment->channels = 0;
	return 0;
}
