#include "base/stop.h"

#include <errno.h>
#include <poll.h>
#include <stddef.h>

/* A signal that comes between a look and poll(), or that another thread takes,
   does not interrupt it: look again after so long. */
#define LOOK_MS 50

static const volatile int *watched;

void
sar_stop_watch(const volatile int *stop)
{
	watched = stop;
}

int
sar_stop_check(struct sar_err *err)
{
	if (watched != NULL && *watched != 0)
		return sar_err_signal(err, *watched);
	return 0;
}

int
sar_stop_await(int fd, struct sar_err *err)
{
	struct pollfd one = { .fd = fd, .events = POLLIN };
	int n = poll(&one, 1, 0);

	/* What is there already is nobody to wait for: a run that was asked to
	   end still reads the key it signs its last word with. */
	while (n == 0 || (n == -1 && errno == EINTR)) {
		if (sar_stop_check(err) == -1)
			return -1;
		n = poll(&one, 1, LOOK_MS);
	}
	/* What else may be wrong with it, the read will tell. */
	return 0;
}
