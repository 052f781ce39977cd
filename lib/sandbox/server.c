/*
 * The server, and the beginning of the processes it forks.  Neither touches
 * anything untrusted: the first that does is the job's main, by then confined.
 */
#include "sandbox/server.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "sandbox/confine.h"

#define SERVER_SOCK 3

struct server {
	struct sar_sandbox_support support;
	struct sock_fprog prog;
	bool ready; /* support and prog are known */
};

static int
compare(const void *a, const void *b)
{
	return memcmp(a, b, 1);
}

/*
 * glibc's qsort(3), which the Vorbis decoder calls, asks once how much memory
 * there is, and not all versions do it by a call that a filter may allow.
 */
static void
warm_up(void)
{
	unsigned char many[2048];

	memset(many, 0, sizeof(many));
	qsort(many, sizeof(many), 1, compare);
}

/* Asked for at the first job: many runs have none. */
static int
prepare(struct server *server)
{
	if (server->ready)
		return 0;
	server->support = sar_sandbox_support();
	if (server->support.seccomp && sar_confine_filter(&server->prog) == -1)
		return -1;
	warm_up();
	server->ready = true;
	return 0;
}

/* As fork(2), but the new process is a child of our parent. */
static pid_t
fork_sibling(void)
{
#if defined(__s390__) || defined(__CRIS__)
	return (pid_t)syscall(SYS_clone, 0, CLONE_PARENT, 0, 0, 0);
#else
	return (pid_t)syscall(SYS_clone, CLONE_PARENT, 0, 0, 0, 0);
#endif
}

/* The new process: say whether it is confined, and begin. */
static _Noreturn void
begin(const struct server *server, const struct sar_request *request)
{
	struct sar_sandbox_inside inside;
	int error = 0;

	(void)prctl(PR_SET_NAME, "sar-sandboxed", 0, 0, 0);
	if (sar_confine_self(request, &server->support, &server->prog,
		&inside) == -1)
		error = errno;
	if (send(SAR_CONFINE_CHANNEL, &error, sizeof(error), MSG_NOSIGNAL) !=
		(ssize_t)sizeof(error) ||
	    error != 0)
		_exit(1);
	_exit(request->main(&inside));
}

static void
close_all(const int fds[SAR_REQUEST_FDS])
{
	size_t i;

	for (i = 0; i < SAR_REQUEST_FDS; i++)
		if (fds[i] != -1)
			(void)close(fds[i]);
}

static void
serve(struct server *server, const struct sar_request *request, bool whole,
    const int fds[SAR_REQUEST_FDS])
{
	struct sar_request_answer answer = { .pid = -1, .error = errno };

	if (whole) {
		if (prepare(server) == 0)
			answer.pid = fork_sibling();
		if (answer.pid == 0)
			begin(server, request);
		answer.error = answer.pid == -1 ? errno : 0;
	}
	close_all(fds);
	/* If the program is gone, the next receive says so. */
	(void)send(SERVER_SOCK, &answer, sizeof(answer), MSG_NOSIGNAL);
}

void
sar_server_run(int sock)
{
	struct server server = { .ready = false };
	struct sar_request request;
	int fds[SAR_REQUEST_FDS];
	int n;

	(void)prctl(PR_SET_NAME, "sar-sandbox", 0, 0, 0);
	(void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
	if (sock != SERVER_SOCK && dup2(sock, SERVER_SOCK) == -1)
		_exit(1);
	closefrom(SERVER_SOCK + 1);
	/* Keeps no disk from being unmounted. */
	if (chdir("/") == -1)
		_exit(1);
	do {
		errno = 0;
		n = sar_request_recv(SERVER_SOCK, &request, fds);
		if (n == 1 || (n == -1 && (errno == EMFILE || errno == EPROTO)))
			serve(&server, &request, n == 1, fds);
		else if (n == -1)
			n = 0;
	} while (n != 0);
	_exit(0);
}
