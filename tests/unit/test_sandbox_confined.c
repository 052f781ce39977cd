/* What a confined process tries and cannot do. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>

#include "sandbox/confine.h"
#include "sandbox_jobs.h"

/* True when it could do what it must not. */
typedef bool attempt_fn(const struct sar_sandbox_inside *inside, pid_t parent);

static bool
open_a_file(const struct sar_sandbox_inside *inside, pid_t parent)
{
	(void)inside;
	(void)parent;
	return open("/etc/passwd", O_RDONLY | O_CLOEXEC) != -1;
}

static bool
open_by_the_newer_call(const struct sar_sandbox_inside *inside, pid_t parent)
{
	uint64_t how[3] = { O_RDONLY, 0, 0 };

	(void)inside;
	(void)parent;
	return syscall(SYS_openat2, AT_FDCWD, "/etc/passwd", how,
		   sizeof(how)) != -1;
}

static bool
make_a_file(const struct sar_sandbox_inside *inside, pid_t parent)
{
	(void)inside;
	(void)parent;
	return open("/tmp", O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600) != -1;
}

static bool
list_a_folder(const struct sar_sandbox_inside *inside, pid_t parent)
{
	(void)inside;
	(void)parent;
	return open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC) != -1;
}

static bool
have_a_socket(const struct sar_sandbox_inside *inside, pid_t parent)
{
	(void)inside;
	(void)parent;
	return socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0) != -1;
}

static bool
fork_one(const struct sar_sandbox_inside *inside, pid_t parent)
{
	long pid = syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);

	(void)inside;
	(void)parent;
	if (pid == 0)
		_exit(0);
	return pid != -1;
}

static bool
run_a_program(const struct sar_sandbox_inside *inside, pid_t parent)
{
	char name[] = "/bin/true";
	char *argv[] = { name, NULL };

	(void)inside;
	(void)parent;
	/* If this works nothing is said, which the test takes for success. */
	(void)execve(name, argv, argv + 1);
	return false;
}

static bool
kill_the_program(const struct sar_sandbox_inside *inside, pid_t parent)
{
	(void)inside;
	return kill(parent, SIGUSR1) == 0;
}

static bool
kill_its_thread(const struct sar_sandbox_inside *inside, pid_t parent)
{
	(void)inside;
	return syscall(SYS_tgkill, parent, parent, SIGUSR1) == 0;
}

static bool
trace_the_program(const struct sar_sandbox_inside *inside, pid_t parent)
{
	(void)inside;
	return ptrace(PTRACE_SEIZE, parent, NULL, NULL) == 0;
}

static bool
read_the_programs_memory(const struct sar_sandbox_inside *inside, pid_t parent)
{
	char here[8];
	struct iovec to = { here, sizeof(here) };
	/* The same address in both: forked, not run. */
	struct iovec from = { inside->shared, sizeof(here) };

	return process_vm_readv(parent, &to, 1, &from, 1, 0) != -1;
}

static bool
lower_the_programs_limits(const struct sar_sandbox_inside *inside, pid_t parent)
{
	struct rlimit limit = { 1024, 4096 };

	(void)inside;
	return prlimit(parent, RLIMIT_NOFILE, &limit, NULL) == 0;
}

static bool
have_code_of_its_own(const struct sar_sandbox_inside *inside, pid_t parent)
{
	(void)inside;
	(void)parent;
	return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
		   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED;
}

static bool
make_data_code(const struct sar_sandbox_inside *inside, pid_t parent)
{
	(void)parent;
	return mprotect(inside->shared, 4096, PROT_READ | PROT_EXEC) == 0;
}

static bool
share_more_memory(const struct sar_sandbox_inside *inside, pid_t parent)
{
	(void)inside;
	(void)parent;
	return mmap(NULL, (size_t)1 << 30, PROT_READ | PROT_WRITE,
		   MAP_SHARED | MAP_ANONYMOUS, -1, 0) != MAP_FAILED;
}

static bool
make_a_file_in_memory(const struct sar_sandbox_inside *inside, pid_t parent)
{
	(void)inside;
	(void)parent;
	return memfd_create("x", MFD_CLOEXEC) != -1;
}

static bool
read_another_descriptor(const struct sar_sandbox_inside *inside, pid_t parent)
{
	char c;

	(void)inside;
	(void)parent;
	return pread(STDIN_FILENO, &c, 1, 0) != -1;
}

static bool
send_a_descriptor(const struct sar_sandbox_inside *inside, pid_t parent)
{
	char c = 0;
	struct iovec iov = { &c, 1 };
	struct msghdr msg = { .msg_iov = &iov, .msg_iovlen = 1 };

	(void)parent;
	return sendmsg(inside->channel, &msg, 0) != -1;
}

static bool
ask_for_more_time(const struct sar_sandbox_inside *inside, pid_t parent)
{
	struct rlimit limit = { RLIM_INFINITY, RLIM_INFINITY };

	(void)inside;
	(void)parent;
	return setrlimit(RLIMIT_CPU, &limit) == 0;
}

static bool
leave_its_namespace(const struct sar_sandbox_inside *inside, pid_t parent)
{
	(void)inside;
	(void)parent;
	return unshare(CLONE_NEWUSER) == 0;
}

static bool
have_an_io_ring(const struct sar_sandbox_inside *inside, pid_t parent)
{
	char params[120] = { 0 };

	(void)inside;
	(void)parent;
	return syscall(SYS_io_uring_setup, 1, params) != -1;
}

/* What stands in the way where there is no seccomp. */
enum other {
	NONE,
	ANY,      /* limits, or what the process never had */
	FILES,    /* Landlock */
	SIGNALS_6 /* Landlock from version 6 */
};

static const struct {
	const char *name;
	attempt_fn *attempt;
	enum other other;
} attempts[] = {
	{ "open_a_file", open_a_file, FILES },
	{ "open_by_the_newer_call", open_by_the_newer_call, FILES },
	{ "make_a_file", make_a_file, FILES },
	{ "list_a_folder", list_a_folder, FILES },
	{ "have_a_socket", have_a_socket, ANY },
	{ "fork_one", fork_one, NONE },
	{ "run_a_program", run_a_program, FILES },
	{ "kill_the_program", kill_the_program, SIGNALS_6 },
	{ "kill_its_thread", kill_its_thread, SIGNALS_6 },
	{ "trace_the_program", trace_the_program, FILES },
	{ "read_the_programs_memory", read_the_programs_memory, FILES },
	{ "lower_the_programs_limits", lower_the_programs_limits, NONE },
	{ "have_code_of_its_own", have_code_of_its_own, NONE },
	{ "make_data_code", make_data_code, NONE },
	{ "share_more_memory", share_more_memory, NONE },
	{ "make_a_file_in_memory", make_a_file_in_memory, ANY },
	{ "read_another_descriptor", read_another_descriptor, NONE },
	{ "send_a_descriptor", send_a_descriptor, NONE },
	{ "ask_for_more_time", ask_for_more_time, ANY },
	{ "leave_its_namespace", leave_its_namespace, NONE },
	{ "have_an_io_ring", have_an_io_ring, ANY },
};
#define N_ATTEMPTS (sizeof(attempts) / sizeof(attempts[0]))

struct arg {
	size_t which;
	pid_t parent;
};

enum {
	WORKED = 1,
	REFUSED
};

static int
try_it(const struct sar_sandbox_inside *inside)
{
	struct arg arg;

	memcpy(&arg, inside->arg, sizeof(arg));
	say(inside,
	    attempts[arg.which].attempt(inside, arg.parent) ? WORKED : REFUSED);
	return 0;
}

static bool
landlock_stops(int abi, enum other other)
{
	return (other == FILES && abi > 0) || (other == SIGNALS_6 && abi >= 6);
}

static bool
can_be_stopped(enum other other)
{
	struct sar_sandbox_support support = sar_sandbox_support();

	return support.seccomp || other == ANY ||
	       landlock_stops(support.landlock, other);
}

static void
nothing_it_tries_works(void **state)
{
	struct arg arg = { .parent = getpid() };
	struct sar_sandbox *sandbox;
	enum sar_sandbox_end end;
	int said;

	(void)state;
	(void)signal(SIGUSR1, SIG_IGN);
	for (arg.which = 0; arg.which < N_ATTEMPTS; arg.which++) {
		if (!can_be_stopped(attempts[arg.which].other)) {
			print_message("skipped on this kernel: %s\n",
			    attempts[arg.which].name);
			continue;
		}
		sandbox = open_job(try_it, &arg, sizeof(arg));
		said = hear(sandbox);
		end = sar_sandbox_end(sandbox);
		if (said != REFUSED && end != SAR_SANDBOX_FORBIDDEN)
			fail_msg("%s: said %d, end %d",
			    attempts[arg.which].name, said, (int)end);
		sar_sandbox_free(sandbox);
		the_next_works();
	}
	(void)signal(SIGUSR1, SIG_DFL);
}

/* They must be such as work here, or that they fail means nothing. */
static void
what_is_tried_works_for_who_is_not_confined(void **state)
{
	struct sar_sandbox_inside inside = { .channel = -1 };
	size_t i;
	int status;
	pid_t pid;

	(void)state;
	for (i = 0; i < N_ATTEMPTS; i++) {
		if (attempts[i].attempt != open_a_file &&
		    attempts[i].attempt != open_by_the_newer_call &&
		    attempts[i].attempt != make_a_file &&
		    attempts[i].attempt != list_a_folder &&
		    attempts[i].attempt != have_a_socket &&
		    attempts[i].attempt != fork_one &&
		    attempts[i].attempt != kill_the_program &&
		    attempts[i].attempt != kill_its_thread &&
		    attempts[i].attempt != make_a_file_in_memory)
			continue;
		(void)signal(SIGUSR1, SIG_IGN);
		if ((pid = fork()) == 0)
			_exit(attempts[i].attempt(&inside, getppid()) ? 0 : 1);
		assert_int_equal(waitpid(pid, &status, 0), pid);
		if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
			fail_msg("%s", attempts[i].name);
		(void)signal(SIGUSR1, SIG_DFL);
	}
}

/*
 * What a new process does to itself is above; here with these layers alone, so
 * that none hides that another is missing.  The limit on descriptors is one
 * too: stderr is closed, so that there is a free one.
 */
static _Noreturn void
try_with(const struct sar_sandbox_support *layers, size_t which, int channel)
{
	struct arg arg = { which, getppid() };
	struct sar_request request = { .parent = arg.parent,
		.cpu = 60,
		.memory = 32U << 20,
		.shared_len = 8192,
		.arg_len = sizeof(arg) };
	struct sar_sandbox_inside inside;
	struct sock_fprog prog = { 0 };
	int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
	int memory = memfd_create("shared", MFD_CLOEXEC);

	memcpy(request.arg, &arg, sizeof(arg));
	sar_confine_signals();
	channel = fcntl(channel, F_DUPFD_CLOEXEC, 64);
	memory = fcntl(memory, F_DUPFD_CLOEXEC, 64);
	if (null == -1 || channel == -1 || memory == -1 ||
	    ftruncate(memory, 8192) == -1 || dup2(null, STDIN_FILENO) == -1 ||
	    dup2(channel, SAR_CONFINE_CHANNEL + 1) == -1 ||
	    dup2(memory, SAR_CONFINE_CHANNEL + 2) == -1 ||
	    close(STDERR_FILENO) == -1 ||
	    (layers->seccomp && sar_confine_filter(&prog) == -1) ||
	    sar_confine_self(&request, layers, &prog, &inside) == -1)
		_exit(2);
	_exit(try_it(&inside));
}

/* WORKED, REFUSED, or 0 when it was killed for it. */
static int
outcome_with(const struct sar_sandbox_support *layers, size_t which)
{
	int channel[2];
	int said = 0;
	int status;
	pid_t pid;

	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0,
			     channel),
	    0);
	if ((pid = fork()) == 0)
		try_with(layers, which, channel[1]);
	assert_int_not_equal(pid, -1);
	(void)close(channel[1]);
	if (recv(channel[0], &said, sizeof(said), 0) != sizeof(said))
		said = 0;
	(void)close(channel[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS)
		return 0;
	if (said == 0 || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
		fail_msg("%s: said %d, status %x", attempts[which].name, said,
		    (unsigned)status);
	return said;
}

static void
with_seccomp_alone_nothing_works(void **state)
{
	struct sar_sandbox_support layers = { .landlock = 0, .seccomp = true };
	size_t i;

	(void)state;
	if (!sar_sandbox_support().seccomp) {
		print_message("this kernel has no seccomp\n");
		skip();
	}
	(void)signal(SIGUSR1, SIG_IGN);
	for (i = 0; i < N_ATTEMPTS; i++)
		if (outcome_with(&layers, i) == WORKED)
			fail_msg("%s", attempts[i].name);
	(void)signal(SIGUSR1, SIG_DFL);
}

static void
with_landlock_alone_no_file_and_no_signal_does(void **state)
{
	struct sar_sandbox_support layers = sar_sandbox_support();
	size_t i;

	(void)state;
	if (layers.landlock == 0) {
		print_message("this kernel has no Landlock\n");
		skip();
	}
	layers.seccomp = false;
	(void)signal(SIGUSR1, SIG_IGN);
	for (i = 0; i < N_ATTEMPTS; i++)
		if (landlock_stops(layers.landlock, attempts[i].other) &&
		    outcome_with(&layers, i) != REFUSED)
			fail_msg("%s", attempts[i].name);
	(void)signal(SIGUSR1, SIG_DFL);
}

/* Or that they fail with one of them would be due to something else. */
static void
with_neither_files_open_and_signals_arrive(void **state)
{
	struct sar_sandbox_support layers = { 0 };
	size_t i;

	(void)state;
	(void)signal(SIGUSR1, SIG_IGN);
	for (i = 0; i < N_ATTEMPTS; i++) {
		if (attempts[i].attempt != open_a_file &&
		    attempts[i].attempt != open_by_the_newer_call &&
		    attempts[i].attempt != make_a_file &&
		    attempts[i].attempt != list_a_folder &&
		    attempts[i].attempt != have_a_socket &&
		    attempts[i].attempt != kill_the_program &&
		    attempts[i].attempt != kill_its_thread &&
		    attempts[i].attempt != have_code_of_its_own &&
		    attempts[i].attempt != make_a_file_in_memory)
			continue;
		if (outcome_with(&layers, i) != WORKED)
			fail_msg("%s", attempts[i].name);
	}
	(void)signal(SIGUSR1, SIG_DFL);
}

/* A server on the loopback that the other process might reach. */
static int
listen_here(struct sockaddr_in *address)
{
	socklen_t len = sizeof(*address);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	memset(address, 0, sizeof(*address));
	address->sin_family = AF_INET;
	address->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd == -1 ||
	    bind(fd, (struct sockaddr *)address, sizeof(*address)) == -1 ||
	    listen(fd, 1) == -1 ||
	    getsockname(fd, (struct sockaddr *)address, &len) == -1)
		return -1;
	return fd;
}

static bool
connects(const struct sockaddr_in *address)
{
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	return connect(fd, (const struct sockaddr *)address,
		   sizeof(*address)) == 0;
}

/* Bits of what works, with Landlock alone in the way. */
static _Noreturn void
try_under_landlock(int abi, const struct sockaddr_in *address, bool confined)
{
	int worked = 0;

	if (confined && (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1 ||
			    sar_confine_landlock(abi) == -1))
		_exit(128);
	if (open("/etc/passwd", O_RDONLY | O_CLOEXEC) != -1)
		worked |= 1;
	if (open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC) != -1)
		worked |= 2;
	if (open("/tmp", O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600) != -1)
		worked |= 4;
	if (abi >= 4 && connects(address))
		worked |= 8;
	if (abi >= 6 && kill(getppid(), SIGUSR1) == 0)
		worked |= 16;
	_exit(worked);
}

static int
under_landlock(int abi, const struct sockaddr_in *address, bool confined)
{
	int status;
	pid_t pid = fork();

	if (pid == 0)
		try_under_landlock(abi, address, confined);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void
landlock_alone_stops_files_network_and_signals(void **state)
{
	int abi = sar_sandbox_support().landlock;
	struct sockaddr_in address;
	int fd = listen_here(&address);
	int older;

	(void)state;
	if (abi == 0) {
		print_message("this kernel has no Landlock\n");
		skip();
	}
	assert_int_not_equal(fd, -1);
	(void)signal(SIGUSR1, SIG_IGN);
	assert_int_equal(under_landlock(abi, &address, false),
	    7 | (abi >= 4 ? 8 : 0) | (abi >= 6 ? 16 : 0));
	/* As on each older kernel too. */
	for (older = abi; older >= 1; older--)
		assert_int_equal(under_landlock(older, &address, true), 0);
	(void)signal(SIGUSR1, SIG_DFL);
	(void)close(fd);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_it_tries_works),
		cmocka_unit_test(what_is_tried_works_for_who_is_not_confined),
		cmocka_unit_test(with_seccomp_alone_nothing_works),
		cmocka_unit_test(
		    with_landlock_alone_no_file_and_no_signal_does),
		cmocka_unit_test(with_neither_files_open_and_signals_arrive),
		cmocka_unit_test(
		    landlock_alone_stops_files_network_and_signals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
