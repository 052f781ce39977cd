#ifndef SAR_TESTS_SANDBOX_JOBS_H
#define SAR_TESTS_SANDBOX_JOBS_H

/* Run a job and take down what it says. */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "sandbox/sandbox.h"

/* From inside: one number. */
static inline void
say(const struct sar_sandbox_inside *inside, int value)
{
	if (send(inside->channel, &value, sizeof(value), MSG_NOSIGNAL) !=
	    (ssize_t)sizeof(value))
		_exit(9);
}

/* What it says next, within ten seconds; -1: no more. */
static inline int
hear(const struct sar_sandbox *sandbox)
{
	int channel = sar_sandbox_channel(sandbox);
	int value = -1;
	int tries = 20;
	ssize_t n;

	do {
		n = recv(channel, &value, sizeof(value), 0);
	} while (n == -1 && (errno == EINTR || errno == ECONNRESET ||
				(errno == EAGAIN && --tries > 0)));
	assert_true(tries > 0);
	return n == (ssize_t)sizeof(value) ? value : -1;
}

static inline struct sar_sandbox *
open_job(sar_sandbox_main *function, const void *arg, size_t len)
{
	struct sar_sandbox_job job = { .main = function,
		.arg = arg,
		.arg_len = len,
		.file = -1,
		.shared_len = 8192,
		.cpu = 60,
		.memory = 32U << 20 };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_sandbox *sandbox = sar_sandbox_open(&job, &err);

	assert_string_equal(err.msg, "");
	assert_non_null(sandbox);
	return sandbox;
}

static inline int
echo(const struct sar_sandbox_inside *inside)
{
	int value = 0;

	memcpy(&value, inside->arg, sizeof(value));
	say(inside, value);
	return 0;
}

/* Does the next job work as if nothing had been? */
static inline void
the_next_works(void)
{
	static int value = 4711;
	struct sar_sandbox *sandbox;

	value++;
	sandbox = open_job(echo, &value, sizeof(value));
	assert_int_equal(hear(sandbox), value);
	assert_int_equal(hear(sandbox), -1);
	assert_int_equal(sar_sandbox_end(sandbox), SAR_SANDBOX_LEFT);
	sar_sandbox_free(sandbox);
}

#endif
