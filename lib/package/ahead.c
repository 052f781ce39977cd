#include "package/ahead.h"

#include <assert.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/crew.h"
#include "package/crypt.h"

#define OWN 4 /* chunks the entry being written may have above the budget */

enum state {
	WAITING,
	DIRECT, /* no thread was free: whoever asks reads it */
	RUNNING,
	ENDED
};

struct entry {
	struct sar_ahead *ahead;
	struct sar_crypt crypt; /* its own thread fills, either authenticates */
	uint64_t size;          /* as the stream said */
	size_t index;
	enum state state;
	bool closed; /* nobody will ask for what is left */
	bool left;   /* whoever asks authenticates, from here on */
	struct sar_crypt_chunk *first;
	struct sar_crypt_chunk *last;
	size_t chunks;
	struct sar_crypt_chunk *shown; /* the part given out */
	size_t taken;                  /* of it, by the stream */
	bool done;                     /* the last chunk was given out */
	struct sar_err *err;           /* why it ended early; else NULL */
};

struct sar_ahead {
	struct sar_ahead_options options;
	struct sar_ae2_kit *kit;
	pthread_mutex_t mutex; /* over all that follows but streams */
	pthread_cond_t filled; /* who asks waits for it */
	pthread_cond_t freed;  /* the threads do */
	struct entry **entries;
	size_t n;
	size_t next;   /* not yet begun */
	size_t cutoff; /* no entry above it will be read: it failed */
	const struct entry *wanted;
	struct sar_crypt_chunk *spare;
	size_t chunks; /* in entries */
	size_t limit;
	pthread_t threads[SAR_CREW_MAX];
	unsigned started;
	unsigned coming; /* of them, those that have not been at work yet */
	bool begun;
	bool ending;
};

/* For when there is no memory to tell why in. */
static struct sar_err no_memory = { .code = SAR_EFAIL, .msg = "out of memory" };

struct sar_ahead *
sar_ahead_new(const struct sar_ahead_options *options, struct sar_err *err)
{
	struct sar_ahead *a = calloc(1, sizeof(*a));

	assert(options->jobs >= 1 && options->jobs <= SAR_CREW_MAX);
	if (a == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	if ((a->kit = sar_ae2_kit_new(err)) == NULL) {
		free(a);
		return NULL;
	}
	a->options = *options;
	a->limit = options->budget / sizeof(struct sar_crypt_chunk);
	a->cutoff = SIZE_MAX;
	(void)pthread_mutex_init(&a->mutex, NULL);
	(void)pthread_cond_init(&a->filled, NULL);
	(void)pthread_cond_init(&a->freed, NULL);
	return a;
}

/* --- chunks; the mutex is held ------------------------------------------ */

static void
give_back(struct sar_ahead *a, struct sar_crypt_chunk *chunk)
{
	sar_crypt_wipe(chunk);
	chunk->next = a->spare;
	a->spare = chunk;
	a->chunks--;
	(void)pthread_cond_broadcast(&a->freed);
}

static void
drop_all(struct sar_ahead *a, struct entry *e)
{
	struct sar_crypt_chunk *chunk;

	while ((chunk = e->first) != NULL) {
		e->first = chunk->next;
		give_back(a, chunk);
	}
	if (e->shown != NULL)
		give_back(a, e->shown);
	e->last = e->shown = NULL;
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
static struct sar_crypt_chunk *
get_chunk(struct sar_ahead *a, const struct entry *e, struct sar_err *err)
{
	struct sar_crypt_chunk *chunk;

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
	chunk->wipe = false;
	sar_crypt_wipe(chunk);
	a->chunks++;
	return chunk;
}

static void
push(struct sar_ahead *a, struct entry *e, struct sar_crypt_chunk *chunk)
{
	if (e->closed) {
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

/*
 * The next chunk of ${e}, filled and pushed: 1, 0 when it was the last, -1 on
 * failure.  Begins and ends with the mutex held.  Whoever waits for this very
 * entry has nothing else to do and authenticates it, so that even one entry
 * is the work of two threads.
 */
static int
produce(struct sar_ahead *a, struct entry *e, struct sar_err *err)
{
	struct sar_crypt_chunk *chunk;
	int rc;

	if ((chunk = get_chunk(a, e, err)) == NULL)
		return -1;
	(void)pthread_mutex_unlock(&a->mutex);
	rc = sar_crypt_fill(&e->crypt, chunk, err);
	(void)pthread_mutex_lock(&a->mutex);
	e->left = e->left || a->wanted == e;
	if (rc != -1 && !e->left) {
		(void)pthread_mutex_unlock(&a->mutex);
		if (sar_crypt_auth(&e->crypt, chunk, err) == -1)
			rc = -1;
		(void)pthread_mutex_lock(&a->mutex);
	}
	if (rc == -1) {
		give_back(a, chunk);
		return -1;
	}
	push(a, e, chunk);
	return rc;
}

/* Begins and ends with the mutex held. */
static void
read_ahead(struct sar_ahead *a, struct entry *e)
{
	struct sar_err err = SAR_ERR_INIT;
	int rc;

	e->state = RUNNING;
	while ((rc = produce(a, e, &err)) > 0)
		continue;
	(void)pthread_mutex_unlock(&a->mutex);
	/* A recording's file is not kept open until all others are done. */
	sar_stream_close(&e->crypt.stream);
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
	a->coming--;
	(void)pthread_cond_broadcast(&a->filled);
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
	unsigned jobs = a->options.jobs;

	a->begun = true;
	/* One job is the caller's own.  Fewer threads are no failure. */
	while (jobs > 1 && a->started < jobs && a->started < a->n) {
		if (sar_crew_start(&a->threads[a->started], work, a) != 0)
			break;
		a->started++;
		a->coming++;
	}
}

/* --- who asks ------------------------------------------------------------ */

/* Where it comes from: DIRECT, or chunks, of which one is there now. */
static void
wait_for(struct sar_ahead *a, struct entry *e)
{
	if (!a->begun)
		begin(a);
	if (e->shown != NULL)
		give_back(a, e->shown);
	e->shown = NULL;
	if (a->wanted != e) {
		a->wanted = e;
		(void)pthread_cond_broadcast(&a->freed);
	}
	/* Or the first entry, maybe the only one, would have no thread. */
	while (e->state == WAITING && a->coming > 0)
		(void)pthread_cond_wait(&a->filled, &a->mutex);
	if (e->state == WAITING)
		e->state = DIRECT;
	while (e->state == RUNNING && e->first == NULL)
		(void)pthread_cond_wait(&a->filled, &a->mutex);
}

/* The next chunk of ${e} to e->shown; NULL at the end.  The mutex is held. */
static int
pop(struct sar_ahead *a, struct entry *e, struct sar_err *err)
{
	wait_for(a, e);
	if (e->state == DIRECT && !e->done && e->err == NULL &&
	    produce(a, e, err) == -1)
		keep_error(a, e, err);
	if ((e->shown = e->first) != NULL) {
		if ((e->first = e->shown->next) == NULL)
			e->last = NULL;
		e->chunks--;
		e->done = e->shown->last;
		return 0;
	}
	if (e->err == NULL)
		return 0;
	*err = *e->err;
	return -1;
}

int
sar_ahead_next(struct sar_ahead *a, size_t i, struct sar_ahead_part *part,
    struct sar_err *err)
{
	struct entry *e;
	struct sar_crypt_chunk *chunk;
	int rc;

	memset(part, 0, sizeof(*part));
	(void)pthread_mutex_lock(&a->mutex);
	e = a->entries[i];
	rc = pop(a, e, err);
	chunk = e->shown;
	(void)pthread_mutex_unlock(&a->mutex);
	if (rc == -1 || chunk == NULL)
		return rc;
	if (sar_crypt_auth(&e->crypt, chunk, err) == -1)
		return -1;
	part->data = chunk->data + chunk->from;
	part->len = chunk->len;
	part->plain = chunk->plain;
	return 0;
}

static ssize_t
read_entry(void *ctx, void *buf, size_t len, struct sar_err *err)
{
	struct entry *e = ctx;
	struct sar_ahead_part part;

	if (e->shown == NULL || e->taken == e->shown->len) {
		e->taken = 0;
		if (sar_ahead_next(e->ahead, e->index, &part, err) == -1)
			return -1;
		if (e->shown == NULL || part.len == 0)
			return 0;
	}
	if (len > e->shown->len - e->taken)
		len = e->shown->len - e->taken;
	memcpy(buf, e->shown->data + e->shown->from + e->taken, len);
	e->taken += len;
	return (ssize_t)len;
}

static void
close_entry(void *ctx)
{
	struct entry *e = ctx;
	struct sar_ahead *a = e->ahead;
	bool idle;

	(void)pthread_mutex_lock(&a->mutex);
	e->closed = true;
	idle = e->state != RUNNING;
	drop_all(a, e);
	(void)pthread_cond_broadcast(&a->freed);
	(void)pthread_mutex_unlock(&a->mutex);
	if (idle)
		sar_crypt_end(&e->crypt);
}

void
sar_ahead_stream(struct sar_ahead *a, size_t i, struct sar_stream *stream)
{
	struct entry *e = a->entries[i];

	assert(a->options.passphrase == NULL);
	stream->ctx = e;
	stream->read = read_entry;
	stream->close = close_entry;
	stream->size = e->size;
}

void
sar_ahead_close(struct sar_ahead *a, size_t i)
{
	close_entry(a->entries[i]);
}

uint64_t
sar_ahead_size(const struct sar_ahead *a, size_t i)
{
	return a->entries[i]->size;
}

void
sar_ahead_written(const struct sar_ahead *a, size_t i,
    uint8_t sha256[SAR_SHA256_LEN], uint64_t *size)
{
	const struct entry *e = a->entries[i];

	assert(e->done && a->options.passphrase != NULL);
	memcpy(sha256, e->crypt.sha256, SAR_SHA256_LEN);
	*size = e->crypt.plain;
}

int
sar_ahead_add(struct sar_ahead *a, const char *name, struct sar_stream *stream,
    struct sar_err *err)
{
	struct entry *e = calloc(1, sizeof(*e));
	struct entry **entries;

	(void)pthread_mutex_lock(&a->mutex);
	entries = reallocarray(a->entries, a->n + 1, sizeof(struct entry *));
	if (entries != NULL)
		a->entries = entries;
	if (entries == NULL || e == NULL) {
		(void)pthread_mutex_unlock(&a->mutex);
		free(e);
		sar_stream_close(stream);
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	}
	e->ahead = a;
	e->crypt.name = name;
	e->crypt.stream = *stream;
	e->crypt.kit = a->kit;
	e->crypt.passphrase = a->options.passphrase;
	e->crypt.hashed = a->options.hashed;
	e->crypt.stop = a->options.stop;
	e->size = stream->size;
	e->index = a->n;
	a->entries[a->n++] = e;
	(void)pthread_mutex_unlock(&a->mutex);
	memset(stream, 0, sizeof(*stream));
	return 0;
}

static void
free_entry(struct sar_ahead *a, struct entry *e)
{
	drop_all(a, e);
	sar_crypt_end(&e->crypt);
	if (e->err != &no_memory)
		free(e->err);
	free(e);
}

void
sar_ahead_free(struct sar_ahead *a)
{
	struct sar_crypt_chunk *chunk;
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
	sar_ae2_kit_free(a->kit);
	(void)pthread_cond_destroy(&a->freed);
	(void)pthread_cond_destroy(&a->filled);
	(void)pthread_mutex_destroy(&a->mutex);
	free(a);
}
