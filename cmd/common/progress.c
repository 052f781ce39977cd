#include "common/progress.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "common/cmd.h"

#define WIDTH 30
#define REDRAW_NS 200000000 /* five times a second */

static struct {
	const char *unit;
	char phase[64]; /* "checking: "; or "" */
	bool bar;       /* on a terminal */
	bool drawn;     /* there is a line to take away */
	struct timespec last;
} state;
static volatile sig_atomic_t asked;

static void
on_usr1(int sig)
{
	(void)sig;
	asked = 1;
}

static bool
is_due(void)
{
	struct timespec now;
	int64_t passed;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	passed = (int64_t)(now.tv_sec - state.last.tv_sec) * 1000000000 +
		 (now.tv_nsec - state.last.tv_nsec);
	if (passed < REDRAW_NS)
		return false;
	state.last = now;
	return true;
}

static void
draw(uint64_t done, uint64_t total)
{
	char bar[WIDTH + 1];
	uint64_t part;

	if (total == 0 || done > total) {
		(void)fprintf(stderr, "\r\033[K%s%llu %ss", state.phase,
		    (unsigned long long)done, state.unit);
	} else {
		part = done * WIDTH / total;
		memset(bar, '.', WIDTH);
		memset(bar, '#', (size_t)part);
		bar[WIDTH] = '\0';
		(void)fprintf(stderr, "\r\033[K%s[%s] %3llu%% of %llu %ss",
		    state.phase, bar, (unsigned long long)(done * 100 / total),
		    (unsigned long long)total, state.unit);
	}
	(void)fflush(stderr);
	state.drawn = true;
}

static void
print_line(uint64_t done, uint64_t total)
{
	if (total == 0 || done > total)
		(void)fprintf(stderr, "progress: %s%llu %ss\n", state.phase,
		    (unsigned long long)done, state.unit);
	else
		(void)fprintf(stderr, "progress: %s%llu of %llu %ss\n",
		    state.phase, (unsigned long long)done,
		    (unsigned long long)total, state.unit);
}

static int
tick(void *ctx, uint64_t done, uint64_t total, struct sar_err *err)
{
	(void)ctx;
	if (cmd_stop != 0)
		return sar_err_signal(err, cmd_stop);
	if (asked != 0) {
		asked = 0;
		print_line(done, total);
	}
	if (state.bar && is_due())
		draw(done, total);
	return 0;
}

const struct sar_progress *
cmd_progress_start(const char *unit)
{
	static const struct sar_progress progress = { NULL, tick };
	struct sigaction action;

	memset(&action, 0, sizeof(action));
	action.sa_handler = on_usr1;
	action.sa_flags = SA_RESTART;
	(void)sigemptyset(&action.sa_mask);
	(void)sigaction(SIGUSR1, &action, NULL);
	state.unit = unit;
	state.phase[0] = '\0';
	state.bar = !cmd_options.quiet && isatty(STDERR_FILENO) == 1;
	state.drawn = false;
	(void)clock_gettime(CLOCK_MONOTONIC, &state.last);
	return &progress;
}

void
cmd_progress_phase(const char *phase, unsigned part, unsigned parts)
{
	if (parts > 1)
		(void)snprintf(state.phase, sizeof(state.phase),
		    "%s %u of %u: ", phase, part, parts);
	else
		(void)snprintf(state.phase, sizeof(state.phase), "%s: ", phase);
}

void
cmd_progress_end(void)
{
	if (state.drawn)
		(void)fputs("\r\033[K", stderr);
	state.drawn = false;
}
