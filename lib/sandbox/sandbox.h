#ifndef SAR_SANDBOX_SANDBOX_H
#define SAR_SANDBOX_SANDBOX_H

#include <stdbool.h>

/*
 * Processes that hold nothing but what they are given: no files, no network,
 * little memory, little time.  What reads untrusted sound runs in one.
 */

/* What of it this kernel has. */
struct sar_sandbox_support {
	int landlock; /* version of its interface; 0: none */
	bool seccomp; /* filters of system calls */
};

/** sar_sandbox_support: Ask the kernel. */
struct sar_sandbox_support sar_sandbox_support(void);

#endif
