/* Loaded before a program (LD_PRELOAD): a second passes whenever it looks how
   much time has passed. */
#include <stdatomic.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int
clock_gettime(clockid_t id, struct timespec *out)
{
	static atomic_int seconds;
	int done = (int)syscall(SYS_clock_gettime, id, out);

	if (done == 0 && id == CLOCK_MONOTONIC)
		out->tv_sec += atomic_fetch_add(&seconds, 1);
	return done;
}
