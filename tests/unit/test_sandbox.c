/* What a confined process is given, and what comes of its end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "sandbox/server.h"
#include "sandbox_jobs.h"

#define MANY 1000

static int
count_fds(const char *path)
{
	DIR *dir = opendir(path);
	int n = 0;

	if (dir == NULL)
		return -1;
	while (readdir(dir) != NULL)
		n++;
	(void)closedir(dir);
	return n - 2; /* . and .. */
}

/* Until the program goes away, or wants an end. */
static void
wait_inside(const struct sar_sandbox_inside *inside)
{
	char c;

	(void)recv(inside->channel, &c, sizeof(c), 0);
}

static int
use_everything(const struct sar_sandbox_inside *inside)
{
	char *shared = inside->shared;
	bool right;

	wait_inside(inside);
	right = inside->arg_len == 4 && memcmp(inside->arg, "abc", 4) == 0 &&
		inside->shared_len == 8192 && strcmp(shared, "ours") == 0 &&
		pread(inside->file, shared + 4096, 5, 2) == 5;
	say(inside, right);
	wait_inside(inside);
	return 0;
}

static void
it_has_what_it_was_given_and_no_other_descriptor(void **state)
{
	struct sar_sandbox_job job = { .main = use_everything,
		.arg = "abc",
		.arg_len = 4,
		.shared_len = 8192,
		.cpu = 60,
		.memory = 32U << 20 };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_sandbox *sandbox;
	FILE *file = tmpfile();
	FILE *other = tmpfile(); /* open, and none of its business */
	char path[64];
	char *shared;
	int n;

	(void)state;
	assert_non_null(file);
	assert_non_null(other);
	assert_true(fputs("0123456789", file) >= 0 && fflush(file) == 0);
	job.file = fileno(file);
	assert_non_null(sandbox = sar_sandbox_open(&job, &err));
	shared = sar_sandbox_shared(sandbox);
	memcpy(shared, "ours", 5);
	assert_int_equal(send(sar_sandbox_channel(sandbox), "", 1, 0), 1);
	assert_int_equal(hear(sandbox), 1);
	assert_memory_equal(shared + 4096, "23456", 5);
	(void)snprintf(path, sizeof(path), "/proc/%d/fd",
	    (int)sar_sandbox_pid(sandbox));
	/* Not shown to a user who is not root: it is not dumpable. */
	n = count_fds(path);
	if (n != -1)
		assert_int_equal(n, 5);
	sar_sandbox_free(sandbox);
	(void)fclose(file);
	(void)fclose(other);
}

static int
crash(const struct sar_sandbox_inside *inside)
{
	*(volatile char *)(uintptr_t)(4096 + inside->arg_len) = 1;
	return 0;
}

static int
give_up(const struct sar_sandbox_inside *inside)
{
	(void)inside;
	abort();
}

static int
loop(const struct sar_sandbox_inside *inside)
{
	volatile int x = 1;

	(void)inside;
	while (x != 0)
		;
	return 0;
}

/* Answers, and does nothing else. */
static int
hang(const struct sar_sandbox_inside *inside)
{
	char c;

	do {
		say(inside, 1);
	} while (recv(inside->channel, &c, sizeof(c), 0) > 0);
	return 0;
}

static int
leave(const struct sar_sandbox_inside *inside)
{
	(void)inside;
	return 7;
}

static void
ends(sar_sandbox_main *function, enum sar_sandbox_end end)
{
	struct sar_sandbox_job job = { .main = function,
		.file = -1,
		.cpu = 1,
		.memory = 32U << 20 };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_sandbox *sandbox = sar_sandbox_open(&job, &err);

	assert_non_null(sandbox);
	assert_int_equal(hear(sandbox), -1);
	assert_int_equal(sar_sandbox_end(sandbox), end);
	/* The second time it is known. */
	assert_int_equal(sar_sandbox_end(sandbox), end);
	sar_sandbox_free(sandbox);
	the_next_works();
}

static void
every_end_is_told_and_the_next_job_works(void **state)
{
	(void)state;
	ends(crash, SAR_SANDBOX_CRASHED);
	ends(give_up, SAR_SANDBOX_CRASHED);
	ends(loop, SAR_SANDBOX_TIME);
	ends(leave, SAR_SANDBOX_LEFT);
}

static void
one_that_hangs_is_gone_once_it_is_ended(void **state)
{
	struct sar_sandbox *sandbox = open_job(hang, NULL, 0);
	pid_t pid = sar_sandbox_pid(sandbox);

	(void)state;
	assert_int_equal(hear(sandbox), 1);
	assert_int_equal(kill(pid, 0), 0);
	assert_int_equal(sar_sandbox_end(sandbox), SAR_SANDBOX_STOPPED);
	assert_int_equal(kill(pid, 0), -1);
	assert_int_equal(errno, ESRCH);
	sar_sandbox_free(sandbox);
	the_next_works();
}

/* ^C on a terminal is for the program, which ends in its own order. */
static void
what_is_sent_to_all_the_group_ends_none_of_them(void **state)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT,
		SIGUSR1 };
	struct sar_sandbox *sandbox = open_job(hang, NULL, 0);
	size_t i;

	(void)state;
	assert_int_equal(hear(sandbox), 1);
	for (i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
		(void)signal(signals[i], SIG_IGN);
		assert_int_equal(kill(0, signals[i]), 0);
		(void)signal(signals[i], SIG_DFL);
	}
	assert_int_equal(send(sar_sandbox_channel(sandbox), "", 1, 0), 1);
	assert_int_equal(hear(sandbox), 1);
	assert_int_equal(sar_sandbox_end(sandbox), SAR_SANDBOX_STOPPED);
	sar_sandbox_free(sandbox);
	the_next_works();
}

static volatile char secret[64];

static int
look_for_the_secret(const struct sar_sandbox_inside *inside)
{
	size_t i;
	int found = 0;

	for (i = 0; i < sizeof(secret); i++)
		found |= secret[i];
	say(inside, found != 0);
	return 0;
}

static void
it_holds_no_secret_made_after_the_start(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_sandbox *sandbox;
	int when;

	(void)state;
	sar_sandbox_stop();
	/* The other way round it is seen: this can fail. */
	for (when = 1; when >= 0; when--) {
		secret[5] = (char)when;
		assert_int_equal(sar_sandbox_start(&err), 0);
		secret[5] = 'k';
		sandbox = open_job(look_for_the_secret, NULL, 0);
		assert_int_equal(hear(sandbox), when);
		sar_sandbox_free(sandbox);
		sar_sandbox_stop();
	}
	secret[5] = 0;
}

static int
overwrite(const struct sar_sandbox_inside *inside)
{
	say(inside, secret[0]);
	secret[0] = 'x';
	return 0;
}

static void
a_job_sees_nothing_of_the_one_before(void **state)
{
	struct sar_sandbox *sandbox;
	int i;

	(void)state;
	for (i = 0; i < 3; i++) {
		sandbox = open_job(overwrite, NULL, 0);
		assert_int_equal(hear(sandbox), 0);
		sar_sandbox_free(sandbox);
	}
}

static void
a_thousand_leave_no_process_and_no_descriptor(void **state)
{
	struct sar_sandbox *sandbox;
	int status;
	int before;
	int i;

	(void)state;
	the_next_works();
	before = count_fds("/proc/self/fd");
	for (i = 0; i < MANY; i++) {
		sandbox = open_job(i % 2 == 0 ? echo : hang, &i, sizeof(i));
		sar_sandbox_free(sandbox);
	}
	assert_int_equal(count_fds("/proc/self/fd"), before);
	/* No child that ended; the server is one that did not. */
	assert_int_equal(waitpid(-1, &status, WNOHANG), 0);
	sar_sandbox_stop();
	assert_int_equal(waitpid(-1, &status, WNOHANG), -1);
	assert_int_equal(errno, ECHILD);
}

static void *
run_many(void *arg)
{
	int *base = arg;
	struct sar_sandbox *sandbox;
	int value;
	int i;

	for (i = 0; i < 40; i++) {
		value = *base + i;
		sandbox = open_job(echo, &value, sizeof(value));
		if (hear(sandbox) != value)
			*base = -1;
		sar_sandbox_free(sandbox);
	}
	return NULL;
}

static void
threads_have_each_their_own(void **state)
{
	pthread_t threads[4];
	int base[4];
	size_t i;

	(void)state;
	the_next_works(); /* the server is this thread's */
	for (i = 0; i < 4; i++) {
		base[i] = (int)i * 1000 + 1;
		assert_int_equal(pthread_create(&threads[i], NULL, run_many,
				     &base[i]),
		    0);
	}
	for (i = 0; i < 4; i++) {
		assert_int_equal(pthread_join(threads[i], NULL), 0);
		assert_int_equal(base[i], (int)i * 1000 + 1);
	}
}

/* Has a job that never ends, and is killed. */
static _Noreturn void
be_killed(int to)
{
	struct sar_sandbox *busy = open_job(loop, NULL, 0);
	struct sar_sandbox *idle = open_job(hang, NULL, 0);
	char c = 0;

	(void)hear(idle);
	(void)sar_sandbox_pid(busy);
	(void)!write(to, &c, 1);
	for (;;)
		(void)pause();
}

static void
a_program_killed_leaves_no_process_behind(void **state)
{
	int ends_of[2];
	int tries;
	int n = 0;
	pid_t pid;
	char c;

	(void)state;
	sar_sandbox_stop();
	/* What it leaves behind becomes a child of ours. */
	assert_int_equal(prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0), 0);
	assert_int_equal(pipe(ends_of), 0);
	if ((pid = fork()) == 0)
		be_killed(ends_of[1]);
	assert_int_equal(read(ends_of[0], &c, 1), 1);
	assert_int_equal(kill(pid, SIGKILL), 0);
	for (tries = 0; tries < 500; tries++) {
		while (waitpid(-1, NULL, WNOHANG) > 0)
			n++;
		if (waitpid(-1, NULL, WNOHANG) == -1)
			break;
		(void)usleep(20000);
	}
	assert_int_equal(errno, ECHILD);
	/* It, the server and the two jobs. */
	assert_int_equal(n, 4);
	(void)prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0);
	(void)close(ends_of[0]);
	(void)close(ends_of[1]);
}

static void
no_descriptors_left_is_a_failure_of_the_program(void **state)
{
	struct sar_sandbox_job job = { .main = leave, .file = -1, .cpu = 1 };
	struct sar_err err = SAR_ERR_INIT;
	struct rlimit old;
	struct rlimit few;

	(void)state;
	the_next_works();
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &old), 0);
	few = old;
	few.rlim_cur = 4;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
	assert_null(sar_sandbox_open(&job, &err));
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &old), 0);
	assert_int_equal(err.code, SAR_EFAIL);
	assert_string_equal(err.msg,
	    "decoding: no process to do it in: Too many open files");
	the_next_works();
}

static void
a_server_that_is_gone_is_not_forked_anew(void **state)
{
	struct sar_sandbox_job job = { .main = leave, .file = -1, .cpu = 1 };
	struct sar_err err = SAR_ERR_INIT;
	char path[64];
	char line[64] = "";
	FILE *file;

	(void)state;
	sar_sandbox_stop();
	the_next_works();
	(void)snprintf(path, sizeof(path), "/proc/self/task/%d/children",
	    (int)getpid());
	if ((file = fopen(path, "r")) == NULL)
		skip(); /* this kernel does not list them */
	assert_non_null(fgets(line, sizeof(line), file));
	(void)fclose(file);
	assert_int_equal(kill((pid_t)strtol(line, NULL, 10), SIGKILL), 0);
	assert_null(sar_sandbox_open(&job, &err));
	assert_int_equal(err.code, SAR_EFAIL);
	sar_sandbox_stop();
	the_next_works();
}

static void
what_is_lacking_is_said(void **state)
{
	static const struct {
		struct sar_sandbox_support support;
		const char *words;
	} cases[] = {
		{ { 7, true },
		    "decoders run apart, confined by Landlock 7, seccomp, "
		    "limits on time and memory" },
		{ { 0, true },
		    "decoders run apart, confined by seccomp, limits on time "
		    "and memory; this kernel lacks Landlock (files and "
		    "network)" },
		{ { 3, false },
		    "decoders run apart, confined by Landlock 3, limits on "
		    "time and memory; this kernel lacks seccomp (system "
		    "calls)" },
		{ { 0, false },
		    "decoders run apart, confined by limits on time and "
		    "memory; this kernel lacks Landlock (files and network) "
		    "and seccomp (system calls)" },
	};
	char out[SAR_SANDBOX_WORDS_LEN];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		sar_sandbox_words(&cases[i].support, out);
		assert_string_equal(out, cases[i].words);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    it_has_what_it_was_given_and_no_other_descriptor),
		cmocka_unit_test(every_end_is_told_and_the_next_job_works),
		cmocka_unit_test(one_that_hangs_is_gone_once_it_is_ended),
		cmocka_unit_test(
		    what_is_sent_to_all_the_group_ends_none_of_them),
		cmocka_unit_test(it_holds_no_secret_made_after_the_start),
		cmocka_unit_test(a_job_sees_nothing_of_the_one_before),
		cmocka_unit_test(a_thousand_leave_no_process_and_no_descriptor),
		cmocka_unit_test(threads_have_each_their_own),
		cmocka_unit_test(a_program_killed_leaves_no_process_behind),
		cmocka_unit_test(
		    no_descriptors_left_is_a_failure_of_the_program),
		cmocka_unit_test(a_server_that_is_gone_is_not_forked_anew),
		cmocka_unit_test(what_is_lacking_is_said),
	};

	/* A group of our own, so that what is sent to it is sent to no other.
	 */
	(void)setpgid(0, 0);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
