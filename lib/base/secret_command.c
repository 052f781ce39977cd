#include "base/secret_read.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/stop.h"
#include "base/words.h"

/* The command may hold anything, so messages do not quote it. */
static const char what[] = "secret command";

#define GRACE 50 /* looks, 10 ms apart, till one is killed */

/* Standard input empty, standard output to ${out}, no signal blocked. */
static int
set_up(posix_spawn_file_actions_t *actions, posix_spawnattr_t *attr, int out)
{
	sigset_t set;
	int rc;

	rc = posix_spawn_file_actions_addopen(actions, STDIN_FILENO,
	    "/dev/null", O_RDONLY, 0);
	if (rc == 0)
		rc = posix_spawn_file_actions_adddup2(actions, out,
		    STDOUT_FILENO);
	(void)sigemptyset(&set);
	if (rc == 0)
		rc = posix_spawnattr_setsigmask(attr, &set);
	(void)sigaddset(&set, SIGPIPE);
	if (rc == 0)
		rc = posix_spawnattr_setsigdefault(attr, &set);
	if (rc == 0)
		rc = posix_spawnattr_setflags(attr,
		    POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	return rc;
}

/* Start ${argv} writing to ${out}; 0 or an errno. */
static int
start(char **argv, int out, pid_t *pid)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attr;
	int rc;

	if ((rc = posix_spawn_file_actions_init(&actions)) != 0)
		return rc;
	if ((rc = posix_spawnattr_init(&attr)) != 0) {
		(void)posix_spawn_file_actions_destroy(&actions);
		return rc;
	}
	if ((rc = set_up(&actions, &attr, out)) == 0)
		rc = posix_spawnp(pid, argv[0], &actions, &attr, argv, environ);
	(void)posix_spawnattr_destroy(&attr);
	(void)posix_spawn_file_actions_destroy(&actions);
	return rc;
}

/* Has ${pid} ended, within ${tries} looks at it?  1, 0 or -1 for an error. */
static int
ended(pid_t pid, unsigned tries, int *status)
{
	static const struct timespec nap = { 0, 10000000 };
	pid_t got;

	while ((got = waitpid(pid, status, WNOHANG)) == 0 ||
	       (got == -1 && errno == EINTR)) {
		if (tries-- == 0)
			return 0;
		(void)nanosleep(&nap, NULL);
	}
	return got == -1 ? -1 : 1;
}

/* It is not wanted any more: it may tidy up, but not take its time over it. */
static void
end(pid_t pid)
{
	int status;

	(void)kill(pid, SIGTERM);
	if (ended(pid, GRACE, &status) != 0)
		return;
	(void)kill(pid, SIGKILL);
	while (waitpid(pid, &status, 0) == -1 && errno == EINTR)
		;
}

/* Wait for ${pid}; 0 only when it ended with status 0. */
static int
finish(pid_t pid, struct sar_err *err)
{
	int status, rc;

	while ((rc = ended(pid, 1, &status)) == 0) {
		if (sar_stop_check(err) == -1) {
			end(pid);
			return -1;
		}
	}
	if (rc == -1)
		return sar_err_set(err, SAR_ESECRET, "%s: %s", what,
		    strerror(errno));
	if (WIFSIGNALED(status))
		return sar_err_set(err, SAR_ESECRET, "%s: ended by signal %d",
		    what, WTERMSIG(status));
	if (WEXITSTATUS(status) != 0)
		return sar_err_set(err, SAR_ESECRET, "%s: ended with status %d",
		    what, WEXITSTATUS(status));
	return 0;
}

/* Read what ${pid} writes to ${fd}, and see it end well. */
static struct sar_secret *
collect(pid_t pid, int fd, bool lines, struct sar_err *err)
{
	struct sar_secret *secret = sar_secret_read(fd, what, lines, err);
	struct sar_err why = SAR_ERR_INIT;
	char more;

	/* One that writes on and on must not keep us waiting. */
	if (secret == NULL &&
	    (sar_stop_await(fd, err) == -1 || read(fd, &more, 1) == 1)) {
		end(pid);
		return NULL;
	}
	/* Why it failed says more than that it wrote nothing. */
	if (finish(pid, &why) == -1) {
		*err = why;
		sar_secret_free(secret);
		return NULL;
	}
	return secret;
}

/* Run ${argv}; its output is the secret. */
static struct sar_secret *
run(char **argv, bool lines, struct sar_err *err)
{
	struct sar_secret *secret = NULL;
	int fds[2];
	pid_t pid;
	int rc;

	if (pipe2(fds, O_CLOEXEC) == -1) {
		(void)sar_err_errno(err, "%s", what);
		return NULL;
	}
	rc = start(argv, fds[1], &pid);
	(void)close(fds[1]);
	if (rc != 0)
		(void)sar_err_set(err, SAR_ESECRET, "%s: %s", what,
		    strerror(rc));
	else
		secret = collect(pid, fds[0], lines, err);
	(void)close(fds[0]);
	return secret;
}

static struct sar_secret *
from_command(const char *command, bool lines, struct sar_err *err)
{
	struct sar_secret *secret;
	char **argv;

	if ((argv = sar_words_split(what, command, err)) == NULL)
		return NULL;
	secret = run(argv, lines, err);
	free(argv);
	return secret;
}

struct sar_secret *
sar_secret_from_command(const char *command, struct sar_err *err)
{
	return from_command(command, false, err);
}

struct sar_secret *
sar_secret_lines_from_command(const char *command, struct sar_err *err)
{
	return from_command(command, true, err);
}
