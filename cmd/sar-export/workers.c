#include "sar-export/workers.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "common/cmd.h"

#define LINE_MAX_LEN ((size_t)8 * 1024 * 1024)
#define SAID_MAX ((size_t)64 * 1024)
#define LOOK_MS 100 /* for a signal that poll() was not interrupted by */
#define GRACE_S 30  /* between being asked to end and being made to */
#define SELF "/proc/self/exe"

/* What comes out of a process on one descriptor. */
struct stream {
	int fd; /* -1: it has ended */
	char *text;
	size_t len;
	size_t max;   /* what is more is left out */
	bool by_line; /* keep the last line alone */
	bool full;    /* a line has ended: the next begins anew */
};

struct worker {
	pid_t pid; /* 0: none */
	size_t job;
	struct stream out, said;
};

struct pool {
	const struct workers *of;
	struct worker *workers;
	size_t next; /* job */
	unsigned busy;
	bool asked; /* they were told to end, */
	time_t since;
	bool broken; /* no more is begun */
};

/* In the child, before it is the program again: nothing but system calls. */
static void
become(const char *const *words, pid_t parent, int null, int out, int said)
{
	if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) == -1 ||
	    getppid() != parent || dup2(null, STDIN_FILENO) == -1 ||
	    dup2(out, STDOUT_FILENO) == -1 || dup2(said, STDERR_FILENO) == -1)
		_exit(SAR_EFAIL);
	(void)execv(SELF, (char *const *)(uintptr_t)words);
	_exit(SAR_EFAIL);
}

static void
begin_stream(struct stream *stream, int fd, size_t max, bool by_line)
{
	*stream = (struct stream){ .fd = fd, .max = max, .by_line = by_line };
}

static void
close_pipe(const int fds[2])
{
	(void)close(fds[0]);
	(void)close(fds[1]);
}

static int
spawn(struct worker *w, const char *const *words, int null, struct sar_err *err)
{
	int out[2], said[2];
	pid_t parent = getpid();

	if (pipe2(out, O_CLOEXEC) == -1)
		return sar_err_errno(err, "pipe");
	if (pipe2(said, O_CLOEXEC) == -1) {
		close_pipe(out);
		return sar_err_errno(err, "pipe");
	}
	if ((w->pid = fork()) == 0)
		become(words, parent, null, out[1], said[1]);
	if (w->pid == -1) {
		w->pid = 0;
		(void)sar_err_errno(err, "fork");
		close_pipe(out);
		close_pipe(said);
		return -1;
	}
	(void)close(out[1]);
	(void)close(said[1]);
	begin_stream(&w->out, out[0], LINE_MAX_LEN, true);
	begin_stream(&w->said, said[0], SAID_MAX, false);
	return 0;
}

static int
begin(struct pool *pool, struct worker *w, struct sar_err *err)
{
	const char *words[WORKERS_WORDS] = { "sar-export" };
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	int rc;

	if (null == -1)
		return sar_err_errno(err, "/dev/null");
	w->job = pool->next;
	pool->of->words(pool->of->ctx, w->job, words + 1);
	rc = spawn(w, words, null, err);
	(void)close(null);
	if (rc == 0) {
		pool->next++;
		pool->busy++;
	}
	return rc;
}

static void
keep(struct stream *stream, const char *text, size_t len)
{
	char *more;

	if (len > stream->max - stream->len)
		len = stream->max - stream->len;
	if (len == 0 ||
	    (more = realloc(stream->text, stream->len + len + 1)) == NULL)
		return;
	stream->text = more;
	memcpy(more + stream->len, text, len);
	stream->len += len;
	more[stream->len] = '\0';
}

/* A line that is not the last is not wanted. */
static void
keep_line(struct stream *stream, const char *text, size_t len)
{
	const char *stop;
	size_t n;

	while (len > 0) {
		if (stream->full)
			stream->len = 0;
		stop = memchr(text, '\n', len);
		n = stop == NULL ? len : (size_t)(stop - text);
		keep(stream, text, n);
		stream->full = stop != NULL;
		n += stop != NULL;
		text += n;
		len -= n;
	}
}

static void
drain(struct stream *stream)
{
	char text[16384];
	ssize_t n = read(stream->fd, text, sizeof(text));

	if (n == -1 && errno == EINTR)
		return;
	if (n > 0 && stream->by_line) {
		keep_line(stream, text, (size_t)n);
	} else if (n > 0) {
		keep(stream, text, (size_t)n);
	} else {
		(void)close(stream->fd);
		stream->fd = -1;
	}
}

static int
await(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) == -1)
		if (errno != EINTR)
			return SAR_EFAIL;
	return WIFSIGNALED(status) ? SAR_ESIGNAL + WTERMSIG(status)
				   : WEXITSTATUS(status);
}

/* Both descriptors are closed: it has ended, or is about to. */
static void
finish(struct pool *pool, struct worker *w)
{
	struct workers_end end = { .status = await(w->pid) };

	end.line = w->out.text == NULL ? "" : w->out.text;
	end.said = w->said.text == NULL ? "" : w->said.text;
	w->pid = 0;
	pool->busy--;
	pool->of->end(pool->of->ctx, w->job, &end);
	free(w->out.text);
	free(w->said.text);
	w->out.text = w->said.text = NULL;
}

static void
tell_all(const struct pool *pool, int sig)
{
	unsigned i;

	for (i = 0; i < pool->of->parallel; i++)
		if (pool->workers[i].pid != 0)
			(void)kill(pool->workers[i].pid, sig);
}

/* They end cleanly when asked; one that does not must not hold this one up. */
static void
mind_stop(struct pool *pool)
{
	struct timespec now;

	if (cmd_stop == 0)
		return;
	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	if (!pool->asked) {
		pool->asked = true;
		pool->since = now.tv_sec;
		tell_all(pool, SIGTERM);
	} else if (now.tv_sec - pool->since > GRACE_S) {
		tell_all(pool, SIGKILL);
	}
}

/* Wait for something to be read, and read it. */
static void
look(struct pool *pool, struct pollfd *polls)
{
	struct worker *w;
	unsigned i;

	for (i = 0; i < pool->of->parallel; i++) {
		w = &pool->workers[i];
		polls[2 * i].fd = w->pid == 0 ? -1 : w->out.fd;
		polls[2 * i + 1].fd = w->pid == 0 ? -1 : w->said.fd;
		polls[2 * i].events = polls[2 * i + 1].events = POLLIN;
		polls[2 * i].revents = polls[2 * i + 1].revents = 0;
	}
	if (poll(polls, 2 * (nfds_t)pool->of->parallel, LOOK_MS) <= 0)
		return;
	for (i = 0; i < pool->of->parallel; i++) {
		w = &pool->workers[i];
		if (polls[2 * i].revents != 0)
			drain(&w->out);
		if (polls[2 * i + 1].revents != 0)
			drain(&w->said);
		if (w->pid != 0 && w->out.fd == -1 && w->said.fd == -1)
			finish(pool, w);
	}
}

static bool
may_begin(const struct pool *pool)
{
	return pool->next < pool->of->n && cmd_stop == 0 && !pool->broken;
}

static int
work(struct pool *pool, struct pollfd *polls, struct sar_err *err)
{
	unsigned i;

	while (may_begin(pool) || pool->busy > 0) {
		for (i = 0; i < pool->of->parallel && may_begin(pool); i++)
			if (pool->workers[i].pid == 0 &&
			    begin(pool, &pool->workers[i], err) == -1)
				pool->broken = true;
		mind_stop(pool);
		look(pool, polls);
	}
	return pool->broken ? -1 : 0;
}

int
workers_run(const struct workers *workers, struct sar_err *err)
{
	struct pool pool = { .of = workers };
	struct pollfd *polls = NULL;
	int rc = -1;

	pool.workers = calloc(workers->parallel, sizeof(*pool.workers));
	polls = calloc(workers->parallel, 2 * sizeof(*polls));
	if (pool.workers == NULL || polls == NULL)
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
	else
		rc = work(&pool, polls, err);
	free(pool.workers);
	free(polls);
	return rc;
}
