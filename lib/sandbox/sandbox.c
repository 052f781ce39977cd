#include "sandbox/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/memfd.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sandbox/confine.h"
#include "sandbox/server.h"

#define SLICE_US 500000 /* the longest one receive waits */

struct sar_sandbox {
	int channel;
	pid_t pid; /* -1: no more */
	void *shared;
	size_t shared_len;
	enum sar_sandbox_end end;
};

static struct {
	pthread_mutex_t mutex; /* one request at a time */
	pid_t pid;             /* 0: not started */
	int sock;
} server = { .mutex = PTHREAD_MUTEX_INITIALIZER, .sock = -1 };

/* In the new process: only the socket is kept. */
static _Noreturn void
become_server(int sock, int null, pid_t parent)
{
	int fd;

	sar_confine_signals();
	if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) == -1 ||
	    getppid() != parent)
		_exit(1);
	for (fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (dup2(null, fd) == -1)
			_exit(1);
	/* ALAC prints there; a buffer would have it asked what it is. */
	(void)setvbuf(stdout, NULL, _IONBF, 0);
	sar_server_run(sock);
}

static int
start_failed(struct sar_err *err)
{
	(void)sar_err_errno(err, "decoding: no process to do it in");
	err->code = SAR_EFAIL;
	return -1;
}

static int
start_locked(struct sar_err *err)
{
	int ends[2] = { -1, -1 };
	int null = open("/dev/null", O_RDWR | O_CLOEXEC | O_NOFOLLOW);
	pid_t parent = getpid();
	int rc = -1;

	if (null == -1 ||
	    socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) == -1) {
		(void)start_failed(err);
		goto out;
	}
	/* Ignored, processes would be gone before we ask how they ended. */
	(void)signal(SIGCHLD, SIG_DFL);
	if ((server.pid = fork()) == 0)
		become_server(ends[1], null, parent);
	if (server.pid == -1) {
		server.pid = 0;
		(void)start_failed(err);
		goto out;
	}
	server.sock = ends[0];
	ends[0] = -1;
	rc = 0;

out:
	if (null != -1)
		(void)close(null);
	if (ends[0] != -1)
		(void)close(ends[0]);
	if (ends[1] != -1)
		(void)close(ends[1]);
	return rc;
}

int
sar_sandbox_start(struct sar_err *err)
{
	int rc = 0;

	(void)pthread_mutex_lock(&server.mutex);
	if (server.pid == 0)
		rc = start_locked(err);
	(void)pthread_mutex_unlock(&server.mutex);
	return rc;
}

static void
reap(pid_t pid, int *status)
{
	while (waitpid(pid, status, 0) == -1 && errno == EINTR)
		;
}

void
sar_sandbox_stop(void)
{
	int status;

	(void)pthread_mutex_lock(&server.mutex);
	if (server.pid != 0) {
		(void)close(server.sock);
		(void)kill(server.pid, SIGKILL);
		reap(server.pid, &status);
		server.pid = 0;
		server.sock = -1;
	}
	(void)pthread_mutex_unlock(&server.mutex);
}

/* Memory whose size nobody can change: reading it cannot fail. */
static int
make_shared(struct sar_sandbox *sandbox, int *fd)
{
	void *p;

	*fd = memfd_create("sandbox", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	if (*fd == -1 || ftruncate(*fd, (off_t)sandbox->shared_len) == -1 ||
	    fcntl(*fd, F_ADD_SEALS,
		F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) == -1)
		return -1;
	p = mmap(NULL, sandbox->shared_len, PROT_READ | PROT_WRITE, MAP_SHARED,
	    *fd, 0);
	if (p == MAP_FAILED)
		return -1;
	sandbox->shared = p;
	return 0;
}

/* Send the request, and take the process that comes of it. */
static int
ask(struct sar_sandbox *sandbox, const struct sar_request *request,
    const int fds[SAR_REQUEST_FDS])
{
	struct sar_request_answer answer = { .pid = -1, .error = EPIPE };
	ssize_t n = -1;

	(void)pthread_mutex_lock(&server.mutex);
	if (sar_request_send(server.sock, request, fds) == 0) {
		do {
			n = recv(server.sock, &answer, sizeof(answer), 0);
		} while (n == -1 && errno == EINTR);
	} else
		answer.error = errno;
	(void)pthread_mutex_unlock(&server.mutex);
	sandbox->pid = answer.pid;
	errno = answer.error;
	return answer.pid == -1 ? -1 : 0;
}

/* It says so when it is confined, before it looks at anything. */
static int
await(struct sar_sandbox *sandbox)
{
	int error = EPIPE;
	ssize_t n;

	do {
		n = recv(sandbox->channel, &error, sizeof(error), 0);
	} while (n == -1 && (errno == EINTR || errno == EAGAIN));
	errno = error;
	return n == (ssize_t)sizeof(error) && error == 0 ? 0 : -1;
}

/* The other process gets all of it, what is between its parts too. */
static void
make_request(const struct sar_sandbox_job *job, struct sar_request *request)
{
	memset(request, 0, sizeof(*request));
	request->main = job->main;
	request->parent = getpid();
	request->has_file = job->file != -1;
	request->cpu = job->cpu;
	request->memory = job->memory;
	request->shared_len = job->shared_len;
	request->arg_len = job->arg_len;
	if (job->arg_len > 0)
		memcpy(request->arg, job->arg, job->arg_len);
}

static int
launch(struct sar_sandbox *sandbox, const struct sar_sandbox_job *job)
{
	static const struct timeval slice = { .tv_usec = SLICE_US };
	struct sar_request request;
	int ends[2] = { -1, -1 };
	int memory = -1;
	int fds[SAR_REQUEST_FDS];
	size_t n = 0;
	int rc = -1;

	make_request(job, &request);
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) == -1)
		return -1;
	sandbox->channel = ends[0];
	if (setsockopt(ends[0], SOL_SOCKET, SO_RCVTIMEO, &slice,
		sizeof(slice)) == -1 ||
	    (job->shared_len > 0 && make_shared(sandbox, &memory) == -1))
		goto out;
	fds[n++] = ends[1];
	if (request.has_file)
		fds[n++] = job->file;
	if (memory != -1)
		fds[n++] = memory;
	rc = ask(sandbox, &request, fds);

out:
	(void)close(ends[1]);
	if (memory != -1)
		(void)close(memory);
	return rc;
}

struct sar_sandbox *
sar_sandbox_open(const struct sar_sandbox_job *job, struct sar_err *err)
{
	struct sar_sandbox *sandbox;

	if (sar_sandbox_start(err) == -1)
		return NULL;
	if ((sandbox = calloc(1, sizeof(*sandbox))) == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	sandbox->channel = -1;
	sandbox->pid = -1;
	sandbox->shared_len = job->shared_len;
	if (job->arg_len > SAR_SANDBOX_ARG_MAX)
		errno = E2BIG;
	else if (launch(sandbox, job) == 0 && await(sandbox) == 0)
		return sandbox;
	(void)start_failed(err);
	sar_sandbox_free(sandbox);
	return NULL;
}

int
sar_sandbox_channel(const struct sar_sandbox *sandbox)
{
	return sandbox->channel;
}

void *
sar_sandbox_shared(const struct sar_sandbox *sandbox)
{
	return sandbox->shared;
}

pid_t
sar_sandbox_pid(const struct sar_sandbox *sandbox)
{
	return sandbox->pid;
}

static enum sar_sandbox_end
end_of(int status)
{
	if (WIFEXITED(status))
		return SAR_SANDBOX_LEFT;
	switch (WTERMSIG(status)) {
	case SIGKILL:
		return SAR_SANDBOX_STOPPED;
	case SIGXCPU:
		return SAR_SANDBOX_TIME;
	case SIGSYS:
		return SAR_SANDBOX_FORBIDDEN;
	default:
		return SAR_SANDBOX_CRASHED;
	}
}

enum sar_sandbox_end
sar_sandbox_end(struct sar_sandbox *sandbox)
{
	int status = SIGKILL;

	if (sandbox->pid == -1)
		return sandbox->end;
	/* Ours until it is reaped, so the number is nobody else's. */
	(void)kill(sandbox->pid, SIGKILL);
	reap(sandbox->pid, &status);
	sandbox->pid = -1;
	sandbox->end = end_of(status);
	return sandbox->end;
}

void
sar_sandbox_free(struct sar_sandbox *sandbox)
{
	if (sandbox == NULL)
		return;
	(void)sar_sandbox_end(sandbox);
	if (sandbox->channel != -1)
		(void)close(sandbox->channel);
	if (sandbox->shared != NULL)
		(void)munmap(sandbox->shared, sandbox->shared_len);
	free(sandbox);
}
