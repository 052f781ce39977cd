/*
 * damage make FORMAT RATE CHANNELS IN OUT: a whole sound file, by libsndfile.
 *
 * damage run SECONDS: for each line of standard input
 *     IN OUT FORMAT FILL RAW CUTS
 * separated by tabs, all that is done to a recording, in a process of its
 * own: open, measure, redact to OUT, check.  A line of output for each:
 *     ok CODEC RATE CHANNELS FRAMES FINDINGS    or    error STAGE CODE MESSAGE
 * and after it "| STATUS PEAK": the process's status, negative a signal, and
 * the most memory it had, in KiB.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "damage.h"

static _Noreturn void
die(const char *what)
{
	(void)fprintf(stderr, "damage: %s: %s\n", what, strerror(errno));
	exit(2);
}

static int
in_child(char *line, unsigned seconds, FILE *reply)
{
	struct trial trial = { 0 };

	(void)alarm(seconds);
	if (!trial_parse(line, &trial)) {
		(void)fputs("malformed", reply);
		return 2;
	}
	return trial_run(&trial, reply);
}

static void
one(char *line, unsigned seconds, FILE *reply)
{
	struct rusage usage;
	pid_t pid;
	int status;
	int code;

	if (fflush(reply) != 0 || (pid = fork()) == -1)
		die("fork");
	if (pid == 0) {
		code = in_child(line, seconds, reply);
		/* Not _exit(): leaks are looked for at the end. */
		exit(fflush(reply) == 0 ? code : 2);
	}
	while (wait4(pid, &status, 0, &usage) == -1)
		if (errno != EINTR)
			die("wait4");
	code = WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
	(void)fprintf(reply, "| %d %ld\n", code, usage.ru_maxrss);
	/* Who asks waits for it. */
	if (fflush(reply) != 0)
		die("output");
}

static int
run(const char *limit)
{
	unsigned long seconds = strtoul(limit, NULL, 10);
	char *line = NULL;
	size_t cap = 0;
	ssize_t len;
	FILE *reply = fdopen(dup(STDOUT_FILENO), "w");

	/* libsndfile has printf() left in it. */
	if (reply == NULL || dup2(STDERR_FILENO, STDOUT_FILENO) == -1)
		die("output");

	while ((len = getline(&line, &cap, stdin)) > 0) {
		if (line[len - 1] == '\n')
			line[len - 1] = '\0';
		one(line, (unsigned)seconds, reply);
	}
	free(line);
	return fclose(reply) == 0 ? 0 : 2;
}

int
main(int argc, char **argv)
{
	if (argc == 7 && strcmp(argv[1], "make") == 0)
		return make_file(argv[2], (int)strtol(argv[3], NULL, 10),
		    (int)strtol(argv[4], NULL, 10), argv[5], argv[6]);
	if (argc == 3 && strcmp(argv[1], "run") == 0)
		return run(argv[2]);
	(void)fputs("usage: damage make FORMAT RATE CHANNELS IN OUT\n"
		    "       damage run SECONDS\n",
	    stderr);
	return 2;
}
