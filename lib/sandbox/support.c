#include <linux/landlock.h>
#include <linux/seccomp.h>
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
