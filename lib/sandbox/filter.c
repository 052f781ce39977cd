/*
 * The system calls a confined process may make: to read its file, to talk
 * on its channel, to manage its memory and to end.  Any other kills it, but
 * for those that the decoders' libraries are known to try.
 */
#include <errno.h>
#include <seccomp.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "sandbox/confine.h"

static const int harmless[] = {
	SCMP_SYS(brk),
	SCMP_SYS(clock_gettime),
	SCMP_SYS(exit),
	SCMP_SYS(exit_group),
	SCMP_SYS(futex),
	SCMP_SYS(getrandom),
	SCMP_SYS(gettimeofday),
	SCMP_SYS(madvise),
	SCMP_SYS(mremap),
	SCMP_SYS(munmap),
	SCMP_SYS(restart_syscall),
	SCMP_SYS(rt_sigreturn),
	/* abort(3) needs these to come to its end. */
	SCMP_SYS(getpid),
	SCMP_SYS(gettid),
	SCMP_SYS(rt_sigaction),
	SCMP_SYS(rt_sigprocmask),
#ifdef SAR_CONFINE_SANITISED
	SCMP_SYS(sched_yield),
	SCMP_SYS(sigaltstack),
#endif
};

static int
allow_harmless(scmp_filter_ctx ctx)
{
	size_t i;
	int rc;

	for (i = 0; i < sizeof(harmless) / sizeof(harmless[0]); i++) {
		rc = seccomp_rule_add(ctx, SCMP_ACT_ALLOW, harmless[i], 0);
		if (rc < 0)
			return rc;
	}
	return 0;
}

/* Not done, and no reason to die either. */
static int
refuse_tried(scmp_filter_ctx ctx)
{
	/* abort(3): it then ends as a crash, and nobody gets a signal. */
	int rc = seccomp_rule_add(ctx, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(tgkill),
	    0);

	/* libsndfile looks for a resource fork of what it does not know. */
	if (rc == 0)
		rc = seccomp_rule_add(ctx, SCMP_ACT_ERRNO(EACCES),
		    SCMP_SYS(open), 0);
	if (rc == 0)
		rc = seccomp_rule_add(ctx, SCMP_ACT_ERRNO(EACCES),
		    SCMP_SYS(openat), 0);
	return rc;
}

/* ${call} on the descriptor ${fd}, of which the kernel looks at 32 bits. */
static int
allow_on(scmp_filter_ctx ctx, int call, int fd)
{
	return seccomp_rule_add(ctx, SCMP_ACT_ALLOW, call, 1,
	    SCMP_A0(SCMP_CMP_MASKED_EQ, UINT32_MAX, (scmp_datum_t)fd));
}

static int
allow_descriptors(scmp_filter_ctx ctx)
{
	int rc = allow_on(ctx, SCMP_SYS(pread64), SAR_CONFINE_FILE);

	if (rc == 0)
		rc = allow_on(ctx, SCMP_SYS(recvfrom), SAR_CONFINE_CHANNEL);
	if (rc == 0)
		rc = allow_on(ctx, SCMP_SYS(sendto), SAR_CONFINE_CHANNEL);
	/* libmpg123 and ALAC print; both are /dev/null. */
	if (rc == 0)
		rc = allow_on(ctx, SCMP_SYS(write), STDOUT_FILENO);
	if (rc == 0)
		rc = allow_on(ctx, SCMP_SYS(write), STDERR_FILENO);
	return rc;
}

/* Memory of its own, which is not to be executed. */
static int
allow_memory(scmp_filter_ctx ctx)
{
	scmp_datum_t plain = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED |
			     MAP_NORESERVE | MAP_STACK;
	int rc = seccomp_rule_add(ctx, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 2,
	    SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0),
	    SCMP_A3(SCMP_CMP_MASKED_EQ, ~plain, 0));

	if (rc == 0)
		rc = seccomp_rule_add(ctx, SCMP_ACT_ALLOW, SCMP_SYS(mprotect),
		    1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
	return rc;
}

/* As the kernel takes it, by way of a file as libseccomp before 2.6 wants. */
static int export(scmp_filter_ctx ctx, struct sock_fprog *prog)
{
	int fd = memfd_create("filter", MFD_CLOEXEC);
	struct sock_filter *code = NULL;
	off_t len;
	int rc = -1;

	if (fd == -1)
		return -1;
	if ((errno = -seccomp_export_bpf(ctx, fd)) != 0 ||
	    (len = lseek(fd, 0, SEEK_CUR)) <= 0 ||
	    (code = malloc((size_t)len)) == NULL ||
	    pread(fd, code, (size_t)len, 0) != len)
		goto out;
	prog->len = (unsigned short)((size_t)len / sizeof(*code));
	prog->filter = code;
	code = NULL;
	rc = 0;

out:
	free(code);
	(void)close(fd);
	return rc;
}

int
sar_confine_filter(struct sock_fprog *prog)
{
	scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_KILL_PROCESS);
	int rc;

	if (ctx == NULL) {
		errno = ENOMEM;
		return -1;
	}
	rc = allow_harmless(ctx);
	if (rc == 0)
		rc = refuse_tried(ctx);
	if (rc == 0)
		rc = allow_descriptors(ctx);
	if (rc == 0)
		rc = allow_memory(ctx);
	if (rc == 0)
		rc = export(ctx, prog);
	else {
		errno = -rc;
		rc = -1;
	}
	seccomp_release(ctx);
	return rc;
}
