#include "base/syslog.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <syslog.h>
#include <unistd.h>

#define LINE_MAX_LEN 1024 /* RFC 3164 */

/* The datagram: no time in it, so that the system's log puts its own. */
static size_t
compose(char line[LINE_MAX_LEN], const char *tag, const char *text)
{
	int n = snprintf(line, LINE_MAX_LEN, "<%d>%s: %s",
	    LOG_AUTHPRIV | LOG_NOTICE, tag, text);

	return n < 0 || n >= LINE_MAX_LEN ? 0 : (size_t)n;
}

void
sar_syslog_send(const char *path, const char *tag, const char *text)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	char line[LINE_MAX_LEN];
	size_t len = compose(line, tag, text);
	int fd;

	if (len == 0 || strlen(path) >= sizeof(to.sun_path))
		return;
	memcpy(to.sun_path, path, strlen(path) + 1);
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd == -1)
		return;
	/* A full or absent socket is given up on at once. */
	(void)sendto(fd, line, len, MSG_DONTWAIT | MSG_NOSIGNAL,
	    (const struct sockaddr *)&to, sizeof(to));
	(void)close(fd);
}
