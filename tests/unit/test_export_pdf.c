/* PDF: what is made, and that making it asks nobody. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>

#include <arpa/inet.h>
#include <cmocka.h>
#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/file.h"
#include "export/pdf.h"

static char folder[] = "/tmp/sar-pdf-XXXXXX";

static int
make_folder(void **state)
{
	(void)state;
	return mkdtemp(folder) == NULL ? -1 : 0;
}

static int
remove_folder(void **state)
{
	(void)state;
	return rmdir(folder);
}

/* A server of this machine that nobody may ask: its socket and port. */
static int
listen_here(unsigned *port)
{
	struct sockaddr_in at = { .sin_family = AF_INET };
	socklen_t len = sizeof(at);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_true(fd != -1);
	assert_int_equal(bind(fd, (struct sockaddr *)&at, sizeof(at)), 0);
	assert_int_equal(listen(fd, 8), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&at, &len), 0);
	*port = ntohs(at.sin_port);
	return fd;
}

static void
without_the_program_it_is_said(const char *test)
{
	struct sar_err err = SAR_ERR_INIT;

	assert_int_equal(sar_pdf_make("x", 1, "/nowhere/a.pdf", &err), -1);
	assert_int_equal(err.code, SAR_EMISSING);
	printf("# skip %s: no weasyprint\n", test);
	skip();
}

static void
a_page_becomes_a_pdf_and_nobody_is_asked(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	char page[512], path[64];
	char *text = NULL;
	unsigned port;
	size_t len = 0;
	int fd;

	(void)state;
	if (sar_pdf_tool() == NULL)
		without_the_program_it_is_said(__func__);
	fd = listen_here(&port);
	(void)snprintf(page, sizeof(page),
	    "<!DOCTYPE html><html><head><link rel=\"stylesheet\" "
	    "href=\"http://127.0.0.1:%u/a.css\" /></head><body><p>Words</p>"
	    "<img src=\"http://127.0.0.1:%u/b.png\" /></body></html>",
	    port, port);
	(void)snprintf(path, sizeof(path), "%s/a.pdf", folder);
	if (sar_pdf_make(page, strlen(page), path, &err) == -1)
		fail_msg("%s", err.msg);
	assert_int_equal(accept(fd, NULL, NULL), -1);
	assert_int_equal(errno, EAGAIN);
	(void)close(fd);
	assert_int_equal(sar_file_read(path, 1 << 24, &text, &len, &err), 0);
	assert_memory_equal(text, "%PDF-", 5);
	free(text);
	(void)unlink(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_page_becomes_a_pdf_and_nobody_is_asked),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
