/*
 * The two copies of one recording: all of it, and what a build would package,
 * both in FLAC, which every browser plays and which loses nothing.  Each is
 * written, read back and held against the recording, as a build does it; what
 * it reads of that is bound to the digest taken at import.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "audio/peaks.h"
#include "base/file.h"
#include "base/sha256.h"
#include "export/review_state.h"

#define BLOCK 65536

bool
sar_review_is_heard(const struct sar_plan_item *item)
{
	const struct sar_index_recording *recording = item->item->recording;

	return recording != NULL && recording->state == SAR_RECORDING_PRESENT &&
	       recording->frames > 0 &&
	       recording->rate >= SAR_PEAKS_PER_SECOND &&
	       recording->channels > 0 &&
	       recording->channels <= SAR_REVIEW_CHANNELS_MAX;
}

bool
sar_review_is_given(const struct sar_plan_item *item)
{
	return item->name[0] != '\0';
}

static void
did(struct sar_review_run *run, uint64_t hundredths)
{
	const struct sar_review_options *o = run->options;

	(void)pthread_mutex_lock(&run->mutex);
	run->done += hundredths;
	if (o->progress != NULL)
		o->progress(o->ctx, run->done, run->total);
	(void)pthread_mutex_unlock(&run->mutex);
}

static int
take_peaks(void *ctx, const struct sar_peak *peaks, size_t n,
    struct sar_err *err)
{
	struct sar_review_heard *h = ctx;

	(void)err;
	sar_review_drawn_take(&h->drawn, peaks, n);
	did(h->run, n / h->drawn.channels);
	return 0;
}

/* The same of the redacted copy: it is not drawn. */
static int
count_peaks(void *ctx, const struct sar_peak *peaks, size_t n,
    struct sar_err *err)
{
	struct sar_review_heard *h = ctx;

	(void)err;
	(void)peaks;
	did(h->run, n / h->item->item->recording->channels);
	return 0;
}

/* A file being written, and its digest. */
struct writing {
	struct sar_review_file *file;
	struct sar_sha256 *hash;
	uint8_t *block;
	int fd;
};

static int
pump(struct writing *w, struct sar_stream *stream, struct sar_err *err)
{
	ssize_t n;

	while ((n = stream->read(stream->ctx, w->block, BLOCK, err)) > 0) {
		sar_sha256_add(w->hash, w->block, (size_t)n);
		if (sar_file_write_all(w->fd, w->file->name, w->block,
			(size_t)n, err) == -1)
			return -1;
		w->file->bytes += (uint64_t)n;
	}
	if (n == -1)
		return -1;
	sar_sha256_end(w->hash, w->file->sha256);
	if (fdatasync(w->fd) == -1)
		return sar_err_output(err, "review: %s", w->file->name);
	return 0;
}

static int
open_file(const struct sar_review_run *run, struct writing *w,
    struct sar_err *err)
{
	w->fd = openat(run->folder.fd, w->file->name,
	    O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (w->fd == -1)
		return sar_err_output(err, "review: %s", w->file->name);
	if ((w->hash = sar_sha256_new(err)) == NULL)
		return -1;
	if ((w->block = malloc(BLOCK)) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	return 0;
}

static int
verify(struct sar_recording *rec, struct writing *w, struct sar_err *err)
{
	struct sar_source source;

	return sar_source_fd(&w->fd, w->file->name, &source, err) == -1
		   ? -1
		   : sar_recording_verify(rec, &source, err);
}

/* Write ${rec} to a file of that name, and hold it against the recording. */
static int
copy(struct sar_review_run *run, struct sar_recording *rec,
    struct sar_review_file *file, struct sar_err *err)
{
	struct writing w = { .file = file, .fd = -1 };
	struct sar_stream stream = { 0 };
	int rc = -1;

	file->bytes = 0;
	if (open_file(run, &w, err) == -1 ||
	    sar_recording_stream(rec, &stream, err) == -1)
		goto out;
	if (pump(&w, &stream, err) == 0 && verify(rec, &w, err) == 0)
		rc = 0;

out:
	sar_stream_close(&stream);
	if (w.fd != -1)
		(void)close(w.fd);
	if (w.block != NULL)
		explicit_bzero(w.block, BLOCK);
	free(w.block);
	sar_sha256_free(w.hash);
	return rc;
}

/* Is it the recording that is at fault, and nothing else? */
static bool
is_spoiled(enum sar_fate fate)
{
	return fate == SAR_FATE_UNREADABLE || fate == SAR_FATE_GONE ||
	       fate == SAR_FATE_CHANGED || fate == SAR_FATE_DIFFERS;
}

/* As ${as}, whose cuts are those of the plan or none, into ${file}. */
static int
copy_as(struct sar_review_heard *h, const struct sar_plan_item *as,
    sar_peaks_fn *peaks, struct sar_review_file *file, struct sar_err *err)
{
	struct sar_recording rec = { .home = h->run->c->home,
		.plan = h->run->answer->plan,
		.item = as,
		.stop = h->run->options->stop };
	int rc = -1;

	(void)snprintf(file->name, sizeof(file->name), "%s-%02u.flac",
	    file == &h->original ? "original" : "redacted",
	    h->item->item->number);
	if ((rec.peaks = sar_peaks_new(peaks, h, err)) != NULL)
		rc = copy(h->run, &rec, file, err);
	if (rc == -1) {
		file->fate = rec.fate;
		file->why = rec.why;
		rec.why = NULL;
	}
	sar_peaks_free(rec.peaks);
	sar_recording_free(&rec);
	return rc;
}

/* One that is damaged has been heard as far as it goes. */
static int
advise(struct sar_review_heard *h, struct sar_err *err)
{
	if (sar_advice_make(h->run->c, &h->run->answer->find, h->item->item,
		SAR_ADVICE_BOTH, &h->advice, err) == 0) {
		did(h->run, sar_review_hundredths(h->item->item->recording));
		return 0;
	}
	h->advice = (struct sar_advice_list){ .n = 0 };
	if (err->code != SAR_ECORRUPT)
		return -1;
	h->heard.fate = SAR_FATE_CHANGED;
	if ((h->heard.why = malloc(sizeof(*err))) != NULL)
		*h->heard.why = *err;
	return -1;
}

/* All of it, and its picture. */
static int
original(struct sar_review_heard *h, struct sar_err *err)
{
	struct sar_plan_item as = *h->item;

	as.format = SAR_FORMAT_FLAC;
	as.cuts = NULL;
	as.n_cuts = 0;
	if (sar_review_drawn_begin(&h->drawn, h->item->item->recording,
		h->run->per_second, err) == -1 ||
	    copy_as(h, &as, take_peaks, &h->original, err) == -1)
		return -1;
	sar_review_drawn_end(&h->drawn);
	return 0;
}

static int
redacted(struct sar_review_heard *h, struct sar_err *err)
{
	struct sar_plan_item as = *h->item;

	as.format = SAR_FORMAT_FLAC;
	return sar_review_is_given(h->item)
		   ? copy_as(h, &as, count_peaks, &h->redacted, err)
		   : 0;
}

int
sar_review_job(void *ctx, size_t i, unsigned worker, struct sar_err *err)
{
	static int (*const jobs[SAR_REVIEW_JOBS])(struct sar_review_heard * h,
	    struct sar_err * err) = { advise, original, redacted };
	struct sar_review_run *run = ctx;
	struct sar_review_heard *h = &run->heard[i / SAR_REVIEW_JOBS];
	const struct sar_review_file *const of[SAR_REVIEW_JOBS] = { &h->heard,
		&h->original, &h->redacted };

	(void)worker;
	if (jobs[i % SAR_REVIEW_JOBS](h, err) == 0)
		return 0;
	/* One recording that is not as it was hides no other. */
	if (!is_spoiled(of[i % SAR_REVIEW_JOBS]->fate))
		return -1;
	*err = (struct sar_err)SAR_ERR_INIT;
	return 0;
}

static void
unname(const struct sar_review_run *run, struct sar_review_file *file)
{
	if (file->name[0] != '\0')
		(void)unlinkat(run->folder.fd, file->name, 0);
	file->name[0] = '\0';
	file->bytes = 0;
}

void
sar_review_settle(struct sar_review_heard *h)
{
	if (is_spoiled(h->original.fate))
		h->spoiled = &h->original;
	else if (is_spoiled(h->redacted.fate))
		h->spoiled = &h->redacted;
	else if (is_spoiled(h->heard.fate))
		h->spoiled = &h->heard;
	else
		return;
	unname(h->run, &h->original);
	unname(h->run, &h->redacted);
}

void
sar_review_drop_copies(struct sar_review_heard *h)
{
	sar_review_drawn_free(&h->drawn);
	sar_advice_free(&h->advice);
	free(h->original.why);
	free(h->redacted.why);
	free(h->heard.why);
}
