#include "sandbox/confine.h"

#include <errno.h>
#include <linux/capability.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define STACK (UINT64_C(8) << 20)

/* Programs and libraries take some of it too, most never touched. */
#define ADDRESSES (UINT64_C(1) << 30)

/* Make the ${n} descriptors from ${first} on the lowest after 0, 1 and 2. */
static int
lower_fds(int first, int n)
{
	int i;

	for (i = 0; i < n; i++)
		if (dup2(first + i, SAR_CONFINE_CHANNEL + i) == -1)
			return -1;
	closefrom(SAR_CONFINE_CHANNEL + n);
	return 0;
}

/* The last of the descriptors becomes memory. */
static int
map_shared(int fd, size_t len, struct sar_sandbox_inside *inside)
{
	void *p = mmap(NULL, len, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

	if (p == MAP_FAILED)
		return -1;
	inside->shared = p;
	inside->shared_len = len;
	return close(fd);
}

static int
take_things(const struct sar_request *request,
    struct sar_sandbox_inside *inside)
{
	int n = (int)sar_request_fds(request);

	/* The server received them with no others open but 0 to 3. */
	if (lower_fds(SAR_CONFINE_CHANNEL + 1, n) == -1)
		return -1;
	inside->channel = SAR_CONFINE_CHANNEL;
	inside->file = request->has_file ? SAR_CONFINE_FILE : -1;
	inside->shared = NULL;
	inside->shared_len = 0;
	inside->arg = request->arg;
	inside->arg_len = request->arg_len;
	if (request->shared_len == 0)
		return 0;
	return map_shared(SAR_CONFINE_CHANNEL + n - 1, request->shared_len,
	    inside);
}

/* To end with the program, even if it ended just now. */
static int
tie(pid_t parent)
{
	if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) == -1)
		return -1;
	if (getppid() == parent)
		return 0;
	errno = ESRCH;
	return -1;
}

static int
limit(__rlimit_resource_t what, uint64_t soft, uint64_t hard)
{
	struct rlimit old;
	struct rlimit new = { soft, hard };

	if (getrlimit(what, &old) == -1)
		return -1;
	if (new.rlim_max > old.rlim_max)
		new.rlim_max = old.rlim_max;
	if (new.rlim_cur > new.rlim_max)
		new.rlim_cur = new.rlim_max;
	return setrlimit(what, &new);
}

static int
limit_memory(uint64_t memory)
{
#ifdef SAR_CONFINE_SANITISED
	/* The address sanitiser maps terabytes. */
	(void)memory;
	return 0;
#else
	/* What can be written counts as data, all that is mapped as AS. */
	if (limit(RLIMIT_DATA, memory, memory) == -1)
		return -1;
	return limit(RLIMIT_AS, ADDRESSES + memory, ADDRESSES + memory);
#endif
}

static int
limit_all(const struct sar_request *request)
{
	unsigned fds = SAR_CONFINE_CHANNEL + 1 + (request->has_file ? 1U : 0U);

	/* SIGXCPU, then SIGKILL for who does not want to hear it. */
	if (limit(RLIMIT_CPU, request->cpu, (uint64_t)request->cpu + 1) == -1 ||
	    limit(RLIMIT_CORE, 0, 0) == -1 || limit(RLIMIT_FSIZE, 0, 0) == -1 ||
	    limit(RLIMIT_NPROC, 0, 0) == -1 ||
	    limit(RLIMIT_MEMLOCK, 0, 0) == -1 ||
	    limit(RLIMIT_NOFILE, fds, fds) == -1 ||
	    limit(RLIMIT_STACK, STACK, STACK) == -1)
		return -1;
	return limit_memory(request->memory);
}

/* Started by root it has no right that another user has not. */
static int
drop_capabilities(void)
{
	struct __user_cap_header_struct head = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	struct __user_cap_data_struct none[2] = { { 0 } };

	return (int)syscall(SYS_capset, &head, none);
}

void
sar_confine_signals(void)
{
	static const int ignored[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT,
		SIGPIPE, SIGUSR1, SIGUSR2, SIGALRM };
	sigset_t none;
	int sig;
	size_t i;

	for (sig = 1; sig < SIGRTMIN; sig++)
		(void)signal(sig, SIG_DFL);
	for (i = 0; i < sizeof(ignored) / sizeof(ignored[0]); i++)
		(void)signal(ignored[i], SIG_IGN);
	(void)sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
}

int
sar_confine_self(const struct sar_request *request,
    const struct sar_sandbox_support *support, const struct sock_fprog *prog,
    struct sar_sandbox_inside *inside)
{
	if (take_things(request, inside) == -1 || tie(request->parent) == -1 ||
	    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == -1 ||
	    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1 ||
	    (support->landlock > 0 &&
		sar_confine_landlock(support->landlock) == -1) ||
	    limit_all(request) == -1 || drop_capabilities() == -1)
		return -1;
	if (!support->seccomp)
		return 0;
	return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, prog);
}
