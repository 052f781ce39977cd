#include "play/player.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* What is in the pipe is heard still when it is to stop: not much. */
#define PIPE_BYTES 16384

#define GRACE 50 /* looks, 10 ms apart, till one is killed */

/*
 * What finds a loudspeaker, and nothing else: a service's environment may name
 * credentials, and a person's holds tokens.
 */
static const char *const let_through[] = { "PATH=", "HOME=", "USER=", "LANG=",
	"LC_", "TMPDIR=", "XDG_RUNTIME_DIR=", "DISPLAY=", "WAYLAND_DISPLAY=",
	"XAUTHORITY=", "DBUS_SESSION_BUS_ADDRESS=", "PULSE_", "PIPEWIRE_",
	"ALSA_", "AUDIODEV=", "AUDIODRIVER=", "SDL_AUDIODRIVER=" };

static bool
is_let_through(const char *entry)
{
	size_t i;

	for (i = 0; i < sizeof(let_through) / sizeof(let_through[0]); i++)
		if (strncmp(entry, let_through[i], strlen(let_through[i])) == 0)
			return true;
	return false;
}

/* Borrows its entries; NULL when memory runs out. */
static char **
make_environment(void)
{
	char **out;
	size_t n, k = 0;

	for (n = 0; environ != NULL && environ[n] != NULL; n++)
		;
	if ((out = calloc(n + 1, sizeof(*out))) == NULL)
		return NULL;
	for (n = 0; environ != NULL && environ[n] != NULL; n++)
		if (is_let_through(environ[n]))
			out[k++] = environ[n];
	return out;
}

/* Sound comes in, what it says goes to ${said}, and it has nothing else. */
static int
set_files(posix_spawn_file_actions_t *actions, int in, int said)
{
	int rc;

	rc = posix_spawn_file_actions_adddup2(actions, in, STDIN_FILENO);
	if (rc == 0)
		rc = posix_spawn_file_actions_adddup2(actions, said,
		    STDERR_FILENO);
	if (rc == 0)
		rc = posix_spawn_file_actions_addopen(actions, STDOUT_FILENO,
		    "/dev/null", O_WRONLY, 0);
	if (rc == 0)
		rc = posix_spawn_file_actions_addclosefrom_np(actions,
		    STDERR_FILENO + 1);
	return rc;
}

/* A session of its own: without a terminal that it could read or set. */
static int
set_attributes(posix_spawnattr_t *attr)
{
	sigset_t set;
	int rc;

	(void)sigemptyset(&set);
	rc = posix_spawnattr_setsigmask(attr, &set);
	(void)sigfillset(&set);
	if (rc == 0)
		rc = posix_spawnattr_setsigdefault(attr, &set);
	if (rc == 0)
		rc = posix_spawnattr_setflags(attr, POSIX_SPAWN_SETSIGMASK |
							POSIX_SPAWN_SETSIGDEF |
							POSIX_SPAWN_SETSID);
	return rc;
}

/* 0 or an errno. */
static int
spawn(char *const *argv, int in, int said, pid_t *pid)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attr;
	char **environment = make_environment();
	int rc;

	if (environment == NULL)
		return ENOMEM;
	if ((rc = posix_spawn_file_actions_init(&actions)) != 0)
		goto out;
	if ((rc = posix_spawnattr_init(&attr)) == 0) {
		if ((rc = set_files(&actions, in, said)) == 0 &&
		    (rc = set_attributes(&attr)) == 0)
			rc = posix_spawn(pid, argv[0], &actions, &attr, argv,
			    environment);
		(void)posix_spawnattr_destroy(&attr);
	}
	(void)posix_spawn_file_actions_destroy(&actions);

out:
	free(environment);
	return rc;
}

/* Neither end is one of the first three, which the player's are put at. */
static int
open_pipe(int fds[2])
{
	int high[2];
	int i;

	if (pipe2(fds, O_CLOEXEC) == -1)
		return -1;
	for (i = 0; i < 2; i++)
		high[i] = fcntl(fds[i], F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	(void)close(fds[0]);
	(void)close(fds[1]);
	fds[0] = high[0];
	fds[1] = high[1];
	return high[0] == -1 || high[1] == -1 ? -1 : 0;
}

static void
close_one(int *fd)
{
	if (*fd != -1)
		(void)close(*fd);
	*fd = -1;
}

static int
run(char *const *argv, struct sar_player *player, int in[2], int said[2],
    struct sar_err *err)
{
	int rc;

	if (open_pipe(in) == -1 || open_pipe(said) == -1 ||
	    fcntl(in[1], F_SETFL, O_NONBLOCK) == -1 ||
	    fcntl(said[0], F_SETFL, O_NONBLOCK) == -1)
		return sar_err_set(err, SAR_EFAIL, "player: %s",
		    strerror(errno));
	/* Where that is not to be had it is heard a little longer. */
	(void)fcntl(in[1], F_SETPIPE_SZ, PIPE_BYTES);
	if ((rc = spawn(argv, in[0], said[1], &player->pid)) != 0)
		return sar_err_set(err, SAR_EFAIL, "player: cannot be run: %s",
		    strerror(rc));
	return 0;
}

int
sar_player_start(char *const *argv, struct sar_player *player,
    struct sar_err *err)
{
	int in[2] = { -1, -1 };
	int said[2] = { -1, -1 };
	int rc;

	memset(player, 0, sizeof(*player));
	player->in = player->said = -1;
	if ((rc = run(argv, player, in, said, err)) == 0) {
		player->in = in[1];
		player->said = said[0];
		in[1] = said[0] = -1;
	}
	close_one(&in[0]);
	close_one(&in[1]);
	close_one(&said[0]);
	close_one(&said[1]);
	return rc;
}

/* It stays to be waited for, so that its group's number is nobody else's. */
bool
sar_player_look(struct sar_player *player)
{
	siginfo_t info = { 0 };

	return waitid(P_PID, (id_t)player->pid, &info,
		   WEXITED | WNOHANG | WNOWAIT) == 0 &&
	       info.si_pid == player->pid;
}

/* By its session's group, which is its own: a script has started others. */
void
sar_player_end(struct sar_player *player)
{
	static const struct timespec nap = { 0, 10000000 };
	unsigned tries = GRACE;

	close_one(&player->in);
	if (!sar_player_look(player)) {
		(void)kill(-player->pid, SIGTERM);
		while (!sar_player_look(player) && tries-- > 0)
			(void)nanosleep(&nap, NULL);
	}
	(void)kill(-player->pid, SIGKILL);
	while (waitpid(player->pid, &player->status, 0) == -1 && errno == EINTR)
		;
}

void
sar_player_close(struct sar_player *player)
{
	close_one(&player->in);
	close_one(&player->said);
}
