#include "base/crew.h"

#include <assert.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>

struct crew {
	pthread_mutex_t mutex;
	sar_crew_fn *fn;
	void *ctx;
	size_t n;
	size_t next;
	bool failed;
	size_t failed_at;
	struct sar_err err; /* of number failed_at */
};

struct worker {
	struct crew *crew;
	pthread_t thread;
	unsigned number;
};

unsigned
sar_crew_size(unsigned asked)
{
	cpu_set_t cores;
	unsigned n = asked;

	if (n == 0 && sched_getaffinity(0, sizeof(cores), &cores) == 0)
		n = (unsigned)CPU_COUNT(&cores);
	if (n == 0)
		n = 1;
	return n < SAR_CREW_MAX ? n : SAR_CREW_MAX;
}

int
sar_crew_start(pthread_t *thread, void *(*fn)(void *), void *ctx)
{
	sigset_t all, before;
	int rc;

	(void)sigfillset(&all);
	if ((rc = pthread_sigmask(SIG_SETMASK, &all, &before)) != 0)
		return rc;
	rc = pthread_create(thread, NULL, fn, ctx);
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	return rc;
}

/* Numbers are given out in order, so none below one that failed is missed. */
static bool
take(struct crew *crew, size_t *i)
{
	bool more;

	(void)pthread_mutex_lock(&crew->mutex);
	more = !crew->failed && crew->next < crew->n;
	if (more)
		*i = crew->next++;
	(void)pthread_mutex_unlock(&crew->mutex);
	return more;
}

static void
note_failure(struct crew *crew, size_t i, const struct sar_err *err)
{
	(void)pthread_mutex_lock(&crew->mutex);
	if (!crew->failed || i < crew->failed_at) {
		crew->failed = true;
		crew->failed_at = i;
		crew->err = *err;
	}
	(void)pthread_mutex_unlock(&crew->mutex);
}

static void *
work(void *ctx)
{
	const struct worker *worker = ctx;
	struct crew *crew = worker->crew;
	size_t i;

	while (take(crew, &i)) {
		struct sar_err err = SAR_ERR_INIT;

		if (crew->fn(crew->ctx, i, worker->number, &err) == -1)
			note_failure(crew, i, &err);
	}
	return NULL;
}

int
sar_crew_run(unsigned jobs, size_t n, sar_crew_fn *fn, void *ctx,
    struct sar_err *err)
{
	struct crew crew = { .mutex = PTHREAD_MUTEX_INITIALIZER,
		.fn = fn,
		.ctx = ctx,
		.n = n };
	struct worker workers[SAR_CREW_MAX];
	unsigned k, started;

	assert(jobs >= 1 && jobs <= SAR_CREW_MAX);
	for (k = 0; k < jobs; k++) {
		workers[k].crew = &crew;
		workers[k].number = k;
	}
	/* Fewer than asked for is slower, and no failure. */
	for (started = 1; started < jobs && started < n; started++)
		if (sar_crew_start(&workers[started].thread, work,
			&workers[started]) != 0)
			break;
	(void)work(&workers[0]);
	for (k = 1; k < started; k++)
		(void)pthread_join(workers[k].thread, NULL);
	(void)pthread_mutex_destroy(&crew.mutex);
	if (!crew.failed)
		return 0;
	*err = crew.err;
	return -1;
}
