/* Loaded before a program (LD_PRELOAD): it is CLOCK_AHEAD seconds later, or
   just CLOCK_AT. */
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

time_t
time(time_t *out)
{
	const char *ahead = getenv("CLOCK_AHEAD"), *at = getenv("CLOCK_AT");
	struct timespec now = { 0, 0 };

	(void)syscall(SYS_clock_gettime, CLOCK_REALTIME, &now);
	if (ahead != NULL)
		now.tv_sec += strtol(ahead, NULL, 10);
	if (at != NULL)
		now.tv_sec = strtol(at, NULL, 10);
	if (out != NULL)
		*out = now.tv_sec;
	return now.tv_sec;
}
