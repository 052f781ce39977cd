#include "export/care.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/b64.h"
#include "base/file.h"
#include "base/sha256.h"
#include "base/source.h"
#include "export/erasable.h"
#include "export/tags.h"

static int
open_writer(const struct sar_care *care, struct sar_home_writer *writer,
    struct sar_err *err)
{
	return sar_home_writer_open(care->home, care->lock_wait, care->now,
	    writer, err);
}

int
sar_care_rotate(const struct sar_care *care, struct sar_key_public *key,
    uint64_t *seq, struct sar_err *err)
{
	struct sar_home_writer writer;
	int rc = -1;

	if (open_writer(care, &writer, err) == 0)
		rc = sar_log_rotate(&writer.log, care->by, key, seq, err);
	sar_home_writer_close(&writer);
	return rc;
}

int
sar_care_erase(const struct sar_care *care, uint64_t target, const char *basis,
    uint64_t *seq, struct sar_err *err)
{
	char ref[SAR_REQUEST_REF_MAX + 1];
	uint8_t tag[SAR_SHA256_LEN];
	struct sar_log_erasing what = { target, basis, care->by, NULL };
	struct sar_home_writer writer;
	int rc = -1;

	if (sar_erasable_check(care, target, basis, ref, err) == -1)
		return -1;
	if (ref[0] != '\0') {
		if (sar_tags_ref(care->home, ref, true, tag, err) == -1)
			return -1;
		what.tag = tag;
	}
	if (open_writer(care, &writer, err) == 0)
		rc = sar_log_erase(&writer.log, &what, seq, err);
	sar_home_writer_close(&writer);
	return rc;
}

int
sar_care_adopt(const struct sar_care *care, uint64_t *seq, struct sar_err *err)
{
	struct sar_home_writer writer;
	int rc = -1;

	if (open_writer(care, &writer, err) == 0)
		rc = sar_log_adopt(&writer.log, care->by, seq, err);
	sar_home_writer_close(&writer);
	return rc;
}

uint64_t
sar_care_exceptions(const struct sar_care_found *found)
{
	return (found->tail > 0) + found->pending + found->rotating +
	       found->unattested;
}

static int
look(const struct sar_care *care, bool every_signature,
    struct sar_care_found *found, struct sar_err *err)
{
	struct sar_log_reading how = { .every_signature = every_signature };
	struct sar_log *log = sar_home_log_open(care->home, &how, err);
	size_t n;

	memset(found, 0, sizeof(*found));
	if (log == NULL)
		return -1;
	found->through = sar_log_size(log);
	found->tail = sar_log_tail(log);
	(void)sar_log_pending(log, &n);
	found->pending = n;
	found->rotating = sar_log_rotating(log);
	(void)sar_log_unattested(log, &n);
	found->unattested = n;
	sar_log_free(log);
	return 0;
}

static int
put(const struct sar_care *care, const char *type, json_t *members,
    uint64_t *seq, struct sar_err *err)
{
	struct sar_home_record record = { .type = type,
		.members = members,
		.lock_wait = care->lock_wait,
		.now = care->now };
	int rc;

	if (members == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	rc = sar_home_log(care->home, &record, seq, err);
	json_decref(members);
	return rc;
}

int
sar_care_verify(const struct sar_care *care, struct sar_care_found *found,
    struct sar_err *err)
{
	uint64_t exceptions;

	if (look(care, true, found, err) == -1)
		return -1;
	exceptions = sar_care_exceptions(found);
	return put(care, "verify",
	    json_pack("{sssbsIsI}", "by", care->by, "ok", exceptions == 0,
		"through", (json_int_t)found->through, "exceptions",
		(json_int_t)exceptions),
	    &found->seq, err);
}

/* SHA-256 of a file, in Base64. */
static int
digest_of(const char *path, char out[SAR_B64_LEN(SAR_SHA256_LEN)],
    struct sar_err *err)
{
	uint8_t digest[SAR_SHA256_LEN];
	struct sar_source source;
	int rc = -1;
	int fd;

	if ((fd = sar_file_open(path, err)) == -1)
		return -1;
	if (sar_source_fd(&fd, path, &source, err) == 0 &&
	    sar_sha256_source(&source, digest, err) == 0) {
		sar_b64_put(digest, sizeof(digest), out);
		rc = 0;
	}
	(void)close(fd);
	return rc;
}

int
sar_care_review(const struct sar_care *care,
    const struct sar_care_review *review, uint64_t *through, uint64_t *seq,
    struct sar_err *err)
{
	char report[SAR_B64_LEN(SAR_SHA256_LEN)];
	struct sar_care_found found;
	json_t *members;

	if ((review->report != NULL &&
		digest_of(review->report, report, err) == -1) ||
	    look(care, false, &found, err) == -1)
		return -1;
	*through = found.through;
	members = json_pack("{sssIsI}", "by", care->by, "through",
	    (json_int_t)found.through, "exceptions",
	    (json_int_t)review->exceptions);
	if (members != NULL && review->report != NULL &&
	    json_object_set_new(members, "report", json_string(report)) == -1) {
		json_decref(members);
		members = NULL;
	}
	return put(care, "review", members, seq, err);
}
