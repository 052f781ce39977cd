#include "ingest/recommit.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/bound.h"
#include "base/crew.h"
#include "base/file.h"
#include "ingest/commit.h"

#define AT_ONCE 64

enum fate {
	FATE_KEPT,
	FATE_COMMITTED,
	FATE_GONE,
	FATE_CHANGED,
	FATE_UNREADABLE
};

/* A recording that may need one. */
struct work {
	int64_t id;
	char *path;
	struct sar_media_raw raw;       /* of one without a header */
	struct sar_index_recording rec; /* without its texts */
	enum sar_codec codec;
	bool has; /* one, to be held against what is decoded now */
	enum fate fate;
	struct sar_index_commitment commitment;
};

struct recommit {
	struct sar_index *index;
	const struct sar_recommit_options *options;
	struct sar_recommit_report *report;
	int root;
	size_t n;
	struct work work[AT_ONCE];
};

static void
clear(struct recommit *r)
{
	size_t i;

	for (i = 0; i < r->n; i++)
		free(r->work[i].path);
	explicit_bzero(r->work, sizeof(r->work));
	r->n = 0;
}

/* The file, if it is the one that was imported. */
static int
look(const struct recommit *r, struct work *w, int *fd, struct sar_source *file,
    struct sar_bound **bound, struct sar_err *err)
{
	uint8_t digest[SAR_SHA256_LEN];

	if ((*fd = sar_file_open_at(r->root, w->path)) == -1) {
		if (errno != ENOENT && errno != ENOTDIR && errno != ELOOP &&
		    errno != EISDIR && errno != EXDEV)
			return sar_err_errno(err, "recording");
		w->fate = FATE_GONE;
		return 0;
	}
	if (sar_source_fd(fd, "recording", file, err) == -1 ||
	    (*bound = sar_bound_new(file, digest, err)) == NULL)
		return -1;
	if (memcmp(digest, w->rec.sha256, sizeof(digest)) != 0)
		w->fate = FATE_CHANGED;
	return 0;
}

/* Decode it, and see whether that gives what the index says. */
static int
decode(struct work *w, const struct sar_source *source, struct sar_err *err)
{
	const struct sar_media_raw *raw = w->raw.codec == SAR_CODEC_UNKNOWN
					      ? NULL
					      : &w->raw;
	struct sar_media_info info = { .codec = SAR_CODEC_UNKNOWN };
	bool named = false, same = false;

	if (w->has && sar_commit_same(source, raw, &w->commitment, &named,
			  &same, err) == -1)
		return -1;
	if (named && same)
		return 0;
	if (sar_commit_sound(source, raw, &info, &w->commitment, err) == -1)
		return -1;
	w->fate = FATE_COMMITTED;
	if (info.codec != w->codec || info.rate != w->rec.rate ||
	    info.channels != w->rec.channels || info.frames != w->rec.frames)
		w->fate = FATE_UNREADABLE;
	randombytes_buf(w->commitment.file_salt,
	    sizeof(w->commitment.file_salt));
	return 0;
}

static int
commit_one(void *ctx, size_t i, unsigned worker, struct sar_err *err)
{
	struct recommit *r = ctx;
	struct work *w = &r->work[i];
	struct sar_bound *bound = NULL;
	struct sar_source file, source;
	int fd = -1, rc;

	(void)worker;
	if ((rc = look(r, w, &fd, &file, &bound, err)) == 0 &&
	    w->fate == FATE_KEPT) {
		sar_bound_source(bound, &source);
		rc = decode(w, &source, err);
		if (rc == -1 && err->code == SAR_ECORRUPT) {
			w->fate = sar_bound_broken(bound) ? FATE_CHANGED
							  : FATE_UNREADABLE;
			*err = (struct sar_err)SAR_ERR_INIT;
			rc = 0;
		}
	}
	sar_bound_free(bound);
	if (fd != -1)
		(void)close(fd);
	return rc;
}

static int
store(struct recommit *r, struct sar_err *err)
{
	size_t i;

	if (sar_index_begin(r->index, r->options->lock_wait, err) == -1)
		return -1;
	for (i = 0; i < r->n; i++)
		if (r->work[i].fate == FATE_COMMITTED &&
		    sar_index_put_commitment(r->index, r->work[i].id,
			&r->work[i].commitment, err) == -1) {
			sar_index_rollback(r->index);
			return -1;
		}
	return sar_index_commit(r->index, err);
}

static void
count(struct recommit *r)
{
	struct sar_recommit_report *report = r->report;
	size_t i;

	for (i = 0; i < r->n; i++) {
		report->had += r->work[i].fate == FATE_KEPT;
		report->committed += r->work[i].fate == FATE_COMMITTED;
		report->gone += r->work[i].fate == FATE_GONE;
		report->changed += r->work[i].fate == FATE_CHANGED;
		report->unreadable += r->work[i].fate == FATE_UNREADABLE;
	}
}

static int
flush(struct recommit *r, struct sar_err *err)
{
	if (r->n == 0)
		return 0;
	if (sar_crew_run(sar_crew_size(r->options->jobs), r->n, commit_one, r,
		err) == -1 ||
	    store(r, err) == -1)
		return -1;
	count(r);
	clear(r);
	return 0;
}

/* Has it one that no decoder need be asked about? */
static bool
is_settled(const struct recommit *r, const struct sar_index_commitment *c)
{
	return c->forgotten ||
	       (c->channels > 0 &&
		   (!r->options->again || sar_media_decoder_own(c->decoder)));
}

static int
take(void *ctx, const struct sar_index_recording *rec, struct sar_err *err)
{
	struct recommit *r = ctx;
	struct work *w = &r->work[r->n];
	bool there = false;

	r->report->recordings++;
	if (sar_progress_tick(r->options->progress, r->report->recordings, 0, 1,
		err) == -1 ||
	    sar_index_get_commitment(r->index, rec->id, &there, &w->commitment,
		err) == -1)
		return -1;
	if (there && is_settled(r, &w->commitment)) {
		r->report->had++;
		return 0;
	}
	w->has = there && w->commitment.channels > 0;
	w->id = rec->id;
	w->rec = *rec;
	w->rec.path = w->rec.codec = w->rec.finding = NULL;
	w->fate = FATE_KEPT;
	w->codec = sar_media_codec_of(rec->codec);
	w->raw = (struct sar_media_raw){ .codec = SAR_CODEC_UNKNOWN };
	/* Somebody said what it is, for the file does not. */
	if (sar_index_recording_found(rec, "headerless"))
		w->raw = (struct sar_media_raw){ w->codec, rec->rate,
			rec->channels };
	if ((w->path = strdup(rec->path)) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	return ++r->n == AT_ONCE ? flush(r, err) : 0;
}

int
sar_recommit_all(struct sar_index *index,
    const struct sar_recommit_options *options,
    struct sar_recommit_report *report, struct sar_err *err)
{
	struct recommit *r = calloc(1, sizeof(*r));
	int rc = -1;

	memset(report, 0, sizeof(*report));
	if (r == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	r->index = index;
	r->options = options;
	r->report = report;
	/* An unmounted share must not look like a thousand lost recordings. */
	r->root = open(options->root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (r->root == -1)
		(void)sar_err_errno(err, "%s", options->root);
	else if (sar_index_each_present(index, INT64_MIN, take, r, err) == 0)
		rc = flush(r, err);
	clear(r);
	if (r->root != -1)
		(void)close(r->root);
	free(r);
	return rc;
}
