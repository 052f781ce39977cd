#ifndef SAR_TEST_ORACLE_H
#define SAR_TEST_ORACLE_H

/* A program of tests/vectors that says what has to come out. */

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define ORACLE_PATH 4096
#define ORACLE_SEED 32

struct oracle {
	pid_t pid;
	FILE *out;
};

/* ${program} of ${seed}, with ${count} of what it makes, and the holidays. */
static inline struct oracle
oracle_start(const char *program, const char *seed, int count)
{
	const char *tests = getenv("SAR_TESTS");
	char script[ORACLE_PATH], holidays[ORACLE_PATH], number[ORACLE_SEED];
	struct oracle oracle;
	int ends[2];

	print_message("seed %s\n", seed);
	(void)snprintf(script, sizeof(script), "%s/vectors/%s", tests, program);
	(void)snprintf(holidays, sizeof(holidays),
	    "%s/../lib/clock/holidays.conf", tests);
	(void)snprintf(number, sizeof(number), "%d", count);
	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	assert_true((oracle.pid = fork()) != -1);
	if (oracle.pid == 0) {
		if (dup2(ends[1], STDOUT_FILENO) != -1)
			(void)execlp("python3", "python3", "-B", script, seed,
			    number, holidays, (char *)NULL);
		_exit(127);
	}
	(void)close(ends[1]);
	assert_non_null(oracle.out = fdopen(ends[0], "r"));
	return oracle;
}

/* It said all it had to. */
static inline void
oracle_end(const struct oracle *oracle)
{
	int status;

	assert_int_equal(fclose(oracle->out), 0);
	assert_int_equal(waitpid(oracle->pid, &status, 0), oracle->pid);
	assert_int_equal(status, 0);
}

/* One that was never seen, told so that it can be tried again. */
static inline const char *
oracle_seed(char seed[ORACLE_SEED])
{
	(void)snprintf(seed, ORACLE_SEED, "%lld", (long long)time(NULL));
	return seed;
}

#endif
