#include "ingest/queue.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#define ROWS 512
#define ARENA ((size_t)4 * 1024 * 1024)

struct batch {
	size_t n;
	size_t used;
	struct sar_queue_row rows[ROWS];
	_Alignas(max_align_t) char arena[ARENA];
};

struct sar_queue {
	sar_queue_fn *fn;
	void *ctx;
	struct batch *filling;
	struct batch *spare;
	pthread_t thread;
	bool started;
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	/* Under the mutex: */
	struct batch *writing; /* NULL: the thread waits for one */
	bool stop;
	bool failed;
	struct sar_err failure;
};

static int
write_batch(struct sar_queue *queue, struct batch *batch, struct sar_err *err)
{
	size_t i;

	for (i = 0; i < batch->n; i++)
		if (queue->fn(queue->ctx, &batch->rows[i], err) == -1)
			return -1;
	return 0;
}

static void *
write_batches(void *arg)
{
	struct sar_queue *queue = arg;
	struct sar_err err = SAR_ERR_INIT;
	bool good;

	(void)pthread_mutex_lock(&queue->mutex);
	for (;;) {
		while (queue->writing == NULL && !queue->stop)
			(void)pthread_cond_wait(&queue->changed, &queue->mutex);
		if (queue->writing == NULL)
			break;
		(void)pthread_mutex_unlock(&queue->mutex);
		good = write_batch(queue, queue->writing, &err) == 0;
		(void)pthread_mutex_lock(&queue->mutex);
		/* Nothing more is handed over after a failure. */
		if (!good) {
			queue->failed = true;
			queue->failure = err;
		}
		queue->writing = NULL;
		(void)pthread_cond_broadcast(&queue->changed);
	}
	(void)pthread_mutex_unlock(&queue->mutex);
	return NULL;
}

struct sar_queue *
sar_queue_new(sar_queue_fn *fn, void *ctx, struct sar_err *err)
{
	struct sar_queue *queue = calloc(1, sizeof(*queue));

	if (queue == NULL ||
	    (queue->filling = malloc(sizeof(*queue->filling))) == NULL ||
	    (queue->spare = malloc(sizeof(*queue->spare))) == NULL) {
		if (queue != NULL)
			free(queue->filling);
		free(queue);
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	queue->filling->n = queue->filling->used = 0;
	queue->spare->n = queue->spare->used = 0;
	queue->fn = fn;
	queue->ctx = ctx;
	(void)pthread_mutex_init(&queue->mutex, NULL);
	(void)pthread_cond_init(&queue->changed, NULL);
	return queue;
}

void
sar_queue_free(struct sar_queue *queue)
{
	if (queue == NULL)
		return;
	if (queue->started) {
		(void)pthread_mutex_lock(&queue->mutex);
		queue->stop = true;
		(void)pthread_cond_broadcast(&queue->changed);
		(void)pthread_mutex_unlock(&queue->mutex);
		(void)pthread_join(queue->thread, NULL);
	}
	(void)pthread_cond_destroy(&queue->changed);
	(void)pthread_mutex_destroy(&queue->mutex);
	/* The rows are people's calls. */
	explicit_bzero(queue->filling->arena, queue->filling->used);
	explicit_bzero(queue->spare->arena, queue->spare->used);
	free(queue->filling);
	free(queue->spare);
	free(queue);
}

/* Signals are for the thread that knows what to do with them. */
static int
start(struct sar_queue *queue, struct sar_err *err)
{
	sigset_t all, before;
	int rc;

	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &before);
	rc = pthread_create(&queue->thread, NULL, write_batches, queue);
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (rc != 0)
		return sar_err_set(err, SAR_EFAIL, "cannot start a thread");
	queue->started = true;
	return 0;
}

/* Wait till the thread has nothing to do; the mutex is held. */
static int
wait_idle(struct sar_queue *queue, struct sar_err *err)
{
	while (queue->writing != NULL)
		(void)pthread_cond_wait(&queue->changed, &queue->mutex);
	if (!queue->failed)
		return 0;
	*err = queue->failure;
	return -1;
}

/* Give the filled batch to the thread, and fill the other. */
static int
hand_over(struct sar_queue *queue, struct sar_err *err)
{
	struct batch *filled = queue->filling;
	int rc;

	if (!queue->started && start(queue, err) == -1)
		return -1;
	(void)pthread_mutex_lock(&queue->mutex);
	rc = wait_idle(queue, err);
	if (rc == 0) {
		queue->writing = filled;
		queue->filling = queue->spare;
		queue->spare = filled;
		(void)pthread_cond_broadcast(&queue->changed);
	}
	(void)pthread_mutex_unlock(&queue->mutex);
	queue->filling->n = 0;
	queue->filling->used = 0;
	return rc;
}

void
sar_queue_cancel(struct sar_queue *queue)
{
	struct sar_err ignored = SAR_ERR_INIT;

	if (queue->started) {
		(void)pthread_mutex_lock(&queue->mutex);
		(void)wait_idle(queue, &ignored);
		queue->failed = false;
		(void)pthread_mutex_unlock(&queue->mutex);
	}
	queue->filling->n = 0;
	queue->filling->used = 0;
}

int
sar_queue_drain(struct sar_queue *queue, struct sar_err *err)
{
	int rc = 0;

	if (queue->started) {
		(void)pthread_mutex_lock(&queue->mutex);
		rc = wait_idle(queue, err);
		(void)pthread_mutex_unlock(&queue->mutex);
	}
	/* The few that are left, here: the thread has nothing to do. */
	if (rc == 0)
		rc = write_batch(queue, queue->filling, err);
	queue->filling->n = 0;
	queue->filling->used = 0;
	return rc;
}

/* ${size} bytes of the batch, filled from ${from}; NULL: no room. */
static void *
copy(struct batch *batch, const void *from, size_t size)
{
	const size_t align = _Alignof(max_align_t);
	size_t at = (batch->used + align - 1) / align * align;

	if (at > sizeof(batch->arena) || size > sizeof(batch->arena) - at)
		return NULL;
	if (size > 0)
		memcpy(batch->arena + at, from, size);
	batch->used = at + size;
	return batch->arena + at;
}

static bool
copy_text(struct batch *batch, const char *from, const char **to)
{
	size_t size = from == NULL ? 1 : strlen(from) + 1;
	char *at = batch->arena + batch->used;

	if (size > sizeof(batch->arena) - batch->used)
		return false;
	memcpy(at, from == NULL ? "" : from, size);
	batch->used += size;
	*to = at;
	return true;
}

static bool
copy_parties(struct batch *batch, struct sar_index_leg *leg)
{
	size_t i;

	leg->parties = copy(batch, leg->parties,
	    leg->n_parties * sizeof(*leg->parties));
	if (leg->parties == NULL)
		return false;
	for (i = 0; i < leg->n_parties; i++)
		if (!copy_text(batch, leg->parties[i].raw,
			&leg->parties[i].raw))
			return false;
	return true;
}

static bool
copy_files(struct batch *batch, const struct sar_row *row,
    struct sar_queue_row *out)
{
	struct sar_row_file *files;
	size_t i;

	files = copy(batch, row->files, row->n_files * sizeof(*files));
	out->streams = copy(batch, row->streams,
	    row->n_streams * sizeof(*row->streams));
	out->segments = copy(batch, row->segments,
	    row->n_segments * sizeof(*row->segments));
	if (files == NULL || out->streams == NULL || out->segments == NULL)
		return false;
	for (i = 0; i < row->n_files; i++) {
		if (!copy_text(batch, files[i].path, &files[i].path))
			return false;
		if (files[i].sha512 == NULL)
			continue;
		files[i].sha512 = copy(batch, files[i].sha512, 64);
		if (files[i].sha512 == NULL)
			return false;
	}
	out->files = files;
	out->n_files = row->n_files;
	out->n_streams = row->n_streams;
	out->n_segments = row->n_segments;
	return true;
}

static bool
copy_links(struct batch *batch, const struct sar_row *row,
    struct sar_index_leg *leg)
{
	struct sar_index_link *links;
	size_t i;

	leg->events = copy(batch, row->events,
	    row->n_events * sizeof(*row->events));
	links = copy(batch, row->links, row->n_links * sizeof(*links));
	if (leg->events == NULL || links == NULL)
		return false;
	for (i = 0; i < row->n_links; i++)
		if (!copy_text(batch, links[i].target, &links[i].target) ||
		    !copy_text(batch, links[i].evidence, &links[i].evidence))
			return false;
	leg->n_events = row->n_events;
	leg->links = links;
	leg->n_links = row->n_links;
	return true;
}

static bool
copy_row(struct batch *batch, const struct sar_row *row,
    struct sar_queue_row *out)
{
	struct sar_index_leg *leg = &out->leg;

	*leg = row->leg;
	out->fit = row->fit;
	return copy_text(batch, leg->system, &leg->system) &&
	       copy_text(batch, leg->ref, &leg->ref) &&
	       copy_text(batch, leg->group, &leg->group) &&
	       copy_text(batch, leg->start_raw, &leg->start_raw) &&
	       copy_parties(batch, leg) && copy_files(batch, row, out) &&
	       copy_links(batch, row, leg);
}

/* Room for one more row in the batch being filled. */
static int
next_row(struct sar_queue *queue, struct sar_queue_row **row,
    struct sar_err *err)
{
	if (queue->filling->n == ROWS && hand_over(queue, err) == -1)
		return -1;
	*row = &queue->filling->rows[queue->filling->n];
	memset(*row, 0, sizeof(**row));
	return 0;
}

int
sar_queue_row(struct sar_queue *queue, const struct sar_row *row,
    bool zone_unknown, uint64_t line, bool *fits, struct sar_err *err)
{
	struct sar_queue_row *out;
	size_t before;

	*fits = true;
	if (next_row(queue, &out, err) == -1)
		return -1;
	before = queue->filling->used;
	if (!copy_row(queue->filling, row, out)) {
		queue->filling->used = before;
		if (queue->filling->n == 0) {
			*fits = false;
			return 0;
		}
		if (hand_over(queue, err) == -1)
			return -1;
		return sar_queue_row(queue, row, zone_unknown, line, fits, err);
	}
	out->line = line;
	out->zone_unknown = zone_unknown;
	queue->filling->n++;
	return 0;
}

int
sar_queue_reject(struct sar_queue *queue, uint64_t line, const char *column,
    const char *reason, struct sar_err *err)
{
	struct sar_queue_row *out;

	if (next_row(queue, &out, err) == -1)
		return -1;
	if (!copy_text(queue->filling, column, &out->column) ||
	    !copy_text(queue->filling, reason, &out->reason)) {
		if (queue->filling->n == 0)
			return sar_err_set(err, SAR_EFAIL,
			    "a reason without end");
		if (hand_over(queue, err) == -1)
			return -1;
		return sar_queue_reject(queue, line, column, reason, err);
	}
	out->line = line;
	queue->filling->n++;
	return 0;
}
