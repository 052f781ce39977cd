#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "sandbox/sandbox.h"

struct sar_sandbox_support
sar_sandbox_support(void)
{
	struct sar_sandbox_support support = { 0 };
	unsigned action = SECCOMP_RET_KILL_PROCESS;
	long abi = syscall(SYS_landlock_create_ruleset, NULL, 0,
	    LANDLOCK_CREATE_RULESET_VERSION);

	support.landlock = abi > 0 ? (int)abi : 0;
	support.seccomp = syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0,
			      &action) == 0;
	return support;
}

void
sar_sandbox_words(const struct sar_sandbox_support *support,
    char out[SAR_SANDBOX_WORDS_LEN])
{
	char landlock[32] = "";
	const char *seccomp = support->seccomp ? "seccomp, " : "";

	if (support->landlock > 0)
		(void)snprintf(landlock, sizeof(landlock), "Landlock %d, ",
		    support->landlock);
	(void)snprintf(out, SAR_SANDBOX_WORDS_LEN,
	    "decoders run apart, confined by %s%slimits on time and "
	    "memory%s%s%s",
	    landlock, seccomp,
	    support->landlock > 0 && support->seccomp ? ""
						      : "; this kernel lacks ",
	    support->landlock > 0 ? "" : "Landlock (files and network)",
	    support->seccomp        ? ""
	    : support->landlock > 0 ? "seccomp (system calls)"
				    : " and seccomp (system calls)");
}
