#include "export/ahead.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/crew.h"

#define CHUNK 65536
#define OWN 4 /* chunks the stream being read may have above the budget */

struct chunk {
	struct chunk *next;
	size_t len;
	size_t taken;
	uint8_t data[CHUNK]; /* plaintext */
};

enum state {
	WAITING,
	DIRECT, /* no thread was free: whoever asks reads it */
	RUNNING,
	ENDED
};

struct entry {
	struct sar_ahead *ahead;
	struct sar_stream stream; /* of the one thread that reads it */
	size_t index;
	enum state state;
	bool closed; /* nobody will read what is left */
	struct chunk *first;
	struct chunk *last;
	size_t chunks;
	struct sar_err *err; /* why it ended early; else NULL */
};

struct sar_ahead {
	pthread_mutex_t mutex; /* over all that follows but streams */
	pthread_cond_t filled; /* the reader waits for it */
	pthread_cond_t freed;  /* the threads do */
	struct entry **entries;
	size_t n;
	size_t next;   /* not yet begun */
	size_t cutoff; /* no entry above it will be read: it failed */
	const struct entry *wanted;
	struct chunk *spare;
	size_t chunks; /* in entries */
	size_t limit;
	unsigned jobs;
	pthread_t threads[SAR_CREW_MAX];
	unsigned started;
	bool begun;
	bool ending;
};

/* For when there is no memory to tell why in. */
static struct sar_err no_memory = { .code = SAR_EFAIL, .msg = "out of memory" };

struct sar_ahead *
sar_ahead_new(unsigned jobs, size_t budget, struct sar_err *err)
{
	struct sar_ahead *a = calloc(1, sizeof(*a));

	assert(jobs >= 1 && jobs <= SAR_CREW_MAX);
	if (a == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	a->jobs = jobs;
	a->limit = budget / CHUNK;
	a->cutoff = SIZE_MAX;
	(void)pthread_mutex_init(&a->mutex, NULL);
	(void)pthread_cond_init(&a->filled, NULL);
	(void)pthread_cond_init(&a->freed, NULL);
	return a;
}

/* --- chunks; the mutex is held ------------------------------------------ */

static void
give_back(struct sar_ahead *a, struct chunk *chunk)
{
	explicit_bzero(chunk->data, chunk->len);
	chunk->next = a->spare;
	a->spare = chunk;
	a->chunks--;
	(void)pthread_cond_broadcast(&a->freed);
}

static void
drop_all(struct sar_ahead *a, struct entry *e)
{
	struct chunk *chunk;

	while ((chunk = e->first) != NULL) {
		e->first = chunk->next;
		give_back(a, chunk);
	}
	e->last = NULL;
	e->chunks = 0;
}

static bool
cancelled(const struct sar_ahead *a, const struct entry *e)
{
	return a->ending || e->closed || e->index > a->cutoff;
}

static bool
has_room(const struct sar_ahead *a, const struct entry *e)
{
	return a->chunks < a->limit || (a->wanted == e && e->chunks < OWN);
}

/* An empty chunk for ${e}; NULL when it is cancelled or memory runs out. */
static struct chunk *
get_chunk(struct sar_ahead *a, const struct entry *e, struct sar_err *err)
{
	struct chunk *chunk;

	while (!cancelled(a, e) && !has_room(a, e))
		(void)pthread_cond_wait(&a->freed, &a->mutex);
	if (cancelled(a, e)) {
		(void)sar_err_set(err, SAR_EFAIL, "package: given up");
		return NULL;
	}
	if ((chunk = a->spare) != NULL)
		a->spare = chunk->next;
	else if ((chunk = malloc(sizeof(*chunk))) == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	chunk->next = NULL;
	chunk->len = chunk->taken = 0;
	a->chunks++;
	return chunk;
}

static void
push(struct sar_ahead *a, struct entry *e, struct chunk *chunk)
{
	if (chunk->len == 0 || e->closed) {
		give_back(a, chunk);
		return;
	}
	if (e->last == NULL)
		e->first = chunk;
	else
		e->last->next = chunk;
	e->last = chunk;
	e->chunks++;
	(void)pthread_cond_broadcast(&a->filled);
}

/* --- the threads --------------------------------------------------------- */

/* A failure that says nothing must not pass for an end. */
static ssize_t
read_stream(const struct sar_stream *stream, void *buf, size_t len,
    struct sar_err *err)
{
	ssize_t n = stream->read(stream->ctx, buf, len, err);

	if (n < 0 && err->code == SAR_OK)
		(void)sar_err_set(err, SAR_EFAIL, "package: cannot be read");
	return n;
}

/* As much as there is: 1, 0 at the end, -1 with ${err} set. */
static int
fill(const struct sar_stream *stream, struct chunk *chunk, struct sar_err *err)
{
	ssize_t n = 1;

	while (chunk->len < CHUNK && n > 0) {
		n = read_stream(stream, chunk->data + chunk->len,
		    CHUNK - chunk->len, err);
		if (n > 0)
			chunk->len += (size_t)n;
	}
	return n < 0 ? -1 : n > 0;
}

static void
keep_error(struct sar_ahead *a, struct entry *e, const struct sar_err *err)
{
	if ((e->err = malloc(sizeof(*e->err))) != NULL)
		*e->err = *err;
	else
		e->err = &no_memory;
	if (!cancelled(a, e))
		a->cutoff = e->index;
	/* Those that wait for room see whether they are cut off. */
	(void)pthread_cond_broadcast(&a->freed);
}

/* Begins and ends with the mutex held. */
static void
read_ahead(struct sar_ahead *a, struct entry *e)
{
	struct sar_err err = SAR_ERR_INIT;
	struct chunk *chunk;
	int rc;

	e->state = RUNNING;
	do {
		rc = -1;
		if ((chunk = get_chunk(a, e, &err)) == NULL)
			break;
		(void)pthread_mutex_unlock(&a->mutex);
		rc = fill(&e->stream, chunk, &err);
		(void)pthread_mutex_lock(&a->mutex);
		push(a, e, chunk);
	} while (rc > 0);
	(void)pthread_mutex_unlock(&a->mutex);
	sar_stream_close(&e->stream);
	(void)pthread_mutex_lock(&a->mutex);
	if (rc == -1)
		keep_error(a, e, &err);
	e->state = ENDED;
	(void)pthread_cond_broadcast(&a->filled);
}

static void *
work(void *ctx)
{
	struct sar_ahead *a = ctx;
	struct entry *e;

	(void)pthread_mutex_lock(&a->mutex);
	while (!a->ending && a->next < a->n && a->next <= a->cutoff) {
		e = a->entries[a->next++];
		if (e->state == WAITING && !e->closed)
			read_ahead(a, e);
	}
	(void)pthread_mutex_unlock(&a->mutex);
	return NULL;
}

static void
begin(struct sar_ahead *a)
{
	a->begun = true;
	/* One job is the reader's own.  Fewer threads are no failure. */
	while (a->jobs > 1 && a->started < a->jobs && a->started < a->n) {
		if (sar_crew_start(&a->threads[a->started], work, a) != 0)
			break;
		a->started++;
	}
}

/* --- the reader ---------------------------------------------------------- */

static ssize_t
take(struct sar_ahead *a, struct entry *e, void *buf, size_t len)
{
	struct chunk *chunk = e->first;

	if (len > chunk->len - chunk->taken)
		len = chunk->len - chunk->taken;
	memcpy(buf, chunk->data + chunk->taken, len);
	chunk->taken += len;
	if (chunk->taken == chunk->len) {
		if ((e->first = chunk->next) == NULL)
			e->last = NULL;
		e->chunks--;
		give_back(a, chunk);
	}
	return (ssize_t)len;
}

/* Where the bytes come from: DIRECT, or chunks, of which one is there now. */
static void
wait_for(struct sar_ahead *a, struct entry *e)
{
	if (!a->begun)
		begin(a);
	if (a->wanted != e) {
		a->wanted = e;
		(void)pthread_cond_broadcast(&a->freed);
	}
	if (e->state == WAITING)
		e->state = DIRECT;
	while (e->state == RUNNING && e->first == NULL)
		(void)pthread_cond_wait(&a->filled, &a->mutex);
}

static ssize_t
read_entry(void *ctx, void *buf, size_t len, struct sar_err *err)
{
	struct entry *e = ctx;
	struct sar_ahead *a = e->ahead;
	bool direct;
	ssize_t n = 0;

	if (len == 0)
		return 0;
	(void)pthread_mutex_lock(&a->mutex);
	wait_for(a, e);
	direct = e->state == DIRECT;
	if (e->first != NULL) {
		n = take(a, e, buf, len);
	} else if (e->err != NULL) {
		*err = *e->err;
		n = -1;
	}
	(void)pthread_mutex_unlock(&a->mutex);
	return direct ? read_stream(&e->stream, buf, len, err) : n;
}

static void
close_entry(void *ctx)
{
	struct entry *e = ctx;
	struct sar_ahead *a = e->ahead;
	bool ours;

	(void)pthread_mutex_lock(&a->mutex);
	e->closed = true;
	ours = e->state == WAITING || e->state == DIRECT;
	drop_all(a, e);
	(void)pthread_cond_broadcast(&a->freed);
	(void)pthread_mutex_unlock(&a->mutex);
	if (ours)
		sar_stream_close(&e->stream);
}

int
sar_ahead_add(struct sar_ahead *a, struct sar_stream *stream,
    struct sar_err *err)
{
	struct entry **entries;
	struct entry *e;

	assert(!a->begun);
	entries = reallocarray(a->entries, a->n + 1, sizeof(struct entry *));
	if (entries != NULL)
		a->entries = entries;
	if (entries == NULL || (e = calloc(1, sizeof(*e))) == NULL) {
		sar_stream_close(stream);
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	}
	e->ahead = a;
	e->stream = *stream;
	e->index = a->n;
	a->entries[a->n++] = e;
	stream->ctx = e;
	stream->read = read_entry;
	stream->close = close_entry;
	return 0;
}

static void
free_entry(struct sar_ahead *a, struct entry *e)
{
	drop_all(a, e);
	sar_stream_close(&e->stream);
	if (e->err != &no_memory)
		free(e->err);
	free(e);
}

void
sar_ahead_free(struct sar_ahead *a)
{
	struct chunk *chunk;
	unsigned k;
	size_t i;

	if (a == NULL)
		return;
	(void)pthread_mutex_lock(&a->mutex);
	a->ending = true;
	(void)pthread_cond_broadcast(&a->freed);
	(void)pthread_mutex_unlock(&a->mutex);
	for (k = 0; k < a->started; k++)
		(void)pthread_join(a->threads[k], NULL);
	for (i = 0; i < a->n; i++)
		free_entry(a, a->entries[i]);
	while ((chunk = a->spare) != NULL) {
		a->spare = chunk->next;
		free(chunk);
	}
	free(a->entries);
	(void)pthread_cond_destroy(&a->freed);
	(void)pthread_cond_destroy(&a->filled);
	(void)pthread_mutex_destroy(&a->mutex);
	free(a);
}
