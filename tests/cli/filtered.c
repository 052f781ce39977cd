/*
 * filtered NAMES [--]COMMAND...: run a program with no other system calls than
 * those whose names are in the file, as a systemd unit's SystemCallFilter
 * leaves them; any other ends it at once (SIGSYS), so that it cannot go
 * unnoticed.  Memory is never both written and executed.
 */
#include <errno.h>
#include <seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

static void
die(const char *what)
{
	perror(what);
	exit(99);
}

int
main(int argc, char **argv)
{
	scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_KILL_PROCESS);
	FILE *names = argc < 3 ? NULL : fopen(argv[1], "re");
	char name[128];
	int call, n = 0;

	if (ctx == NULL || names == NULL)
		die("filtered");
	while (fscanf(names, "%127s", name) == 1) {
		call = seccomp_syscall_resolve_name(name);
		/* Of another machine, or of none. */
		if (call == __NR_SCMP_ERROR || call < 0 ||
		    call == SCMP_SYS(mmap))
			continue;
		if (seccomp_rule_add(ctx, SCMP_ACT_ALLOW, call, 0) < 0)
			die(name);
		n++;
	}
	(void)fclose(names);
	/* mmap is in every set; here it is not allowed all. */
	if (n < 100 ||
	    seccomp_rule_add(ctx, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1,
		SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC | PROT_WRITE, 0)) < 0 ||
	    seccomp_rule_add(ctx, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1,
		SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC | PROT_WRITE,
		    PROT_EXEC)) < 0 ||
	    seccomp_rule_add(ctx, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1,
		SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC | PROT_WRITE,
		    PROT_WRITE)) < 0)
		die("filter");
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1 ||
	    seccomp_load(ctx) < 0)
		die("seccomp_load");
	(void)execvp(argv[2], argv + 2);
	die(argv[2]);
}
