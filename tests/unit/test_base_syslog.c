#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/syslog.h"

/* A socket of our own in a folder of our own. */
struct place {
	char dir[64];
	char path[96];
	int fd;
};

static int
make_place(void **state)
{
	struct place *p = calloc(1, sizeof(*p));
	struct sockaddr_un at = { .sun_family = AF_UNIX };

	assert_non_null(p);
	(void)snprintf(p->dir, sizeof(p->dir), "/tmp/sar-syslog-XXXXXX");
	assert_non_null(mkdtemp(p->dir));
	(void)snprintf(p->path, sizeof(p->path), "%s/log", p->dir);
	(void)snprintf(at.sun_path, sizeof(at.sun_path), "%s", p->path);
	p->fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	assert_int_not_equal(p->fd, -1);
	assert_int_equal(bind(p->fd, (const struct sockaddr *)&at, sizeof(at)),
	    0);
	*state = p;
	return 0;
}

static int
drop_place(void **state)
{
	struct place *p = *state;

	(void)close(p->fd);
	(void)unlink(p->path);
	(void)rmdir(p->dir);
	free(p);
	return 0;
}

static void
a_line_arrives_as_a_notice_of_security(void **state)
{
	const struct place *p = *state;
	char got[256];
	ssize_t n;

	sar_syslog_send(p->path, "sar-log", "checkpoint a.example/log 2 root");
	n = recv(p->fd, got, sizeof(got) - 1, 0);
	assert_int_not_equal(n, -1);
	got[n] = '\0';
	/* 10 * 8 + 5: LOG_AUTHPRIV, LOG_NOTICE. */
	assert_string_equal(got,
	    "<85>sar-log: checkpoint a.example/log 2 root");
}

static double
seconds(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Nobody reads: the socket is full after some, and sending goes on. */
static void
a_socket_that_nobody_reads_is_not_waited_for(void **state)
{
	const struct place *p = *state;
	double from = seconds();
	char got[256];
	int i, n = 0;

	for (i = 0; i < 2000; i++)
		sar_syslog_send(p->path, "sar-log", "checkpoint");
	assert_true(seconds() - from < 5);
	while (recv(p->fd, got, sizeof(got), 0) != -1)
		n++;
	/* Or it was not full, and the test shows nothing. */
	assert_in_range(n, 1, 1999);
}

static void
where_nothing_listens_nothing_happens(void **state)
{
	const struct place *p = *state;
	char path[300];
	char got[16];

	memset(path, 'a', sizeof(path) - 1);
	path[sizeof(path) - 1] = '\0';
	sar_syslog_send("/nonexistent/log", "sar-log", "x");
	sar_syslog_send(p->dir, "sar-log", "x");
	sar_syslog_send(path, "sar-log", "x");
	assert_int_equal(recv(p->fd, got, sizeof(got), 0), -1);
}

static void
a_line_that_is_too_long_is_not_cut(void **state)
{
	const struct place *p = *state;
	char text[1200], got[1300];

	memset(text, 'a', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	sar_syslog_send(p->path, "sar-log", text);
	assert_int_equal(recv(p->fd, got, sizeof(got), 0), -1);
	text[1000] = '\0';
	sar_syslog_send(p->path, "sar-log", text);
	assert_int_equal(recv(p->fd, got, sizeof(got), 0), 1000 + 4 + 9);
}

#define IN_PLACE(test) \
	cmocka_unit_test_setup_teardown(test, make_place, drop_place)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_PLACE(a_line_arrives_as_a_notice_of_security),
		IN_PLACE(a_socket_that_nobody_reads_is_not_waited_for),
		IN_PLACE(where_nothing_listens_nothing_happens),
		IN_PLACE(a_line_that_is_too_long_is_not_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
