#include "export/care.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/b64.h"
#include "base/file.h"
#include "base/sha256.h"
#include "base/source.h"
#include "request/request.h"

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

/* A record, what case it is of, and what intent. */
struct sought {
	uint64_t seq;
	char ref[SAR_REQUEST_REF_MAX + 1]; /* or "" */
	bool has_intent;
	uint64_t intent;
};

static int
take_record(void *ctx, const struct sar_record *record, struct sar_err *err)
{
	struct sought *sought = ctx;

	(void)err;
	if (record->seq != sought->seq || record->type == SAR_RECORD_ERASED)
		return 0;
	(void)sar_record_copy(record, "case", sought->ref, sizeof(sought->ref));
	sought->has_intent = sar_record_number(record, "intent",
	    &sought->intent);
	return 0;
}

static int
seek(const struct sar_home *home, uint64_t seq, struct sought *sought,
    struct sar_err *err)
{
	struct sar_log_reading how = { .record = take_record, .ctx = sought };
	struct sar_log *log;

	*sought = (struct sought){ .seq = seq };
	log = sar_home_log_open(home, &how, err);
	sar_log_free(log);
	return log == NULL ? -1 : 0;
}

/*
 * What becomes of a case rests on its records: without its release it would
 * be released a second time, without a delivery the passphrase could follow
 * its package.  They may go when there is no case any more.
 */
static int
refuse_kept(const struct sar_home *home, uint64_t target, struct sar_err *err)
{
	struct sought sought;
	struct stat st;
	char *cases = NULL;
	char *path = NULL;
	int rc = -1;

	if (seek(home, target, &sought, err) == -1 ||
	    (sought.has_intent &&
		seek(home, sought.intent, &sought, err) == -1))
		return -1;
	if (sought.ref[0] == '\0')
		return 0;
	if ((cases = sar_home_path(home, "cases", err)) == NULL ||
	    (path = sar_file_join(cases, sought.ref, err)) == NULL)
		goto out;
	if (lstat(path, &st) == -1 && errno == ENOENT) {
		rc = 0;
		goto out;
	}
	(void)sar_err_set(err, SAR_EREFUSED,
	    "case %s: is kept, and its records with it", sought.ref);
	sar_err_hint(err, "the case is deleted first, as its retention ends; "
			  "then its records can be erased");

out:
	free(path);
	free(cases);
	return rc;
}

int
sar_care_erase(const struct sar_care *care, uint64_t target, const char *basis,
    uint64_t *seq, struct sar_err *err)
{
	struct sar_home_writer writer;
	int rc = -1;

	if (refuse_kept(care->home, target, err) == -1)
		return -1;
	if (open_writer(care, &writer, err) == 0)
		rc = sar_log_erase(&writer.log, target, basis, care->by, seq,
		    err);
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
