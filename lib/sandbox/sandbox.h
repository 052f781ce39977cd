#ifndef SAR_SANDBOX_SANDBOX_H
#define SAR_SANDBOX_SANDBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/err.h"

/*
 * Processes that hold nothing but what they are given: no files, no network,
 * little memory, little time.  What reads untrusted sound runs in one.
 *
 * A server, forked while the program is small and knows no secret, forks one
 * of them for each job: it holds neither what the program learns later nor
 * what another job was given.  It is the program's own child all the same
 * (CLONE_PARENT), and ends with it.
 */

/* What of it this kernel has. */
struct sar_sandbox_support {
	int landlock; /* version of its interface; 0: none */
	bool seccomp; /* filters of system calls */
};

/** sar_sandbox_support: Ask the kernel. */
struct sar_sandbox_support sar_sandbox_support(void);

#define SAR_SANDBOX_WORDS_LEN 256

/**
 * sar_sandbox_words: What ${support} means, for people, in one line without
 * its end: what a decoder is confined by, and what is lacking.
 */
void sar_sandbox_words(const struct sar_sandbox_support *support,
    char out[SAR_SANDBOX_WORDS_LEN]);

/**
 * sar_sandbox_start: Fork the server, unless it is there.  Call it in the main
 * thread before there is another one and before the first secret is read;
 * sar_sandbox_open() does it for who has not.  SIGCHLD gets its default
 * action.  Return 0, or -1 with ${err} set to SAR_EFAIL.
 */
SAR_MUST_CHECK int sar_sandbox_start(struct sar_err *err);

/* What a job sees, and all it has. */
struct sar_sandbox_inside {
	int channel;  /* a SOCK_SEQPACKET socket to the program */
	int file;     /* the job's; -1 without one */
	void *shared; /* memory that the program sees too; NULL without */
	size_t shared_len;
	const void *arg;
	size_t arg_len;
};

/* Returns the exit status.  It may pread file and send and recv on channel. */
typedef int sar_sandbox_main(const struct sar_sandbox_inside *inside);

#define SAR_SANDBOX_ARG_MAX 512

struct sar_sandbox_job {
	sar_sandbox_main *main;
	const void *arg; /* copied; no pointers in it */
	size_t arg_len;
	int file;          /* open for reading alone; -1: none */
	size_t shared_len; /* 0: none */
	uint32_t cpu;      /* seconds */
	uint64_t memory;   /* bytes; not kept to in sanitised builds */
};

struct sar_sandbox; /* opaque: a job that runs */

/**
 * sar_sandbox_open: Run ${job} confined.  Returns once nothing but its limits
 * holds for it.  Any thread may call it.  NULL with ${err} set to SAR_EFAIL
 * when there can be no such process.
 */
SAR_MUST_CHECK struct sar_sandbox *sar_sandbox_open(const struct sar_sandbox_job
							*job,
    struct sar_err *err);

/** sar_sandbox_channel: Our end of its socket; receiving waits 0.5 s. */
int sar_sandbox_channel(const struct sar_sandbox *sandbox);

/** sar_sandbox_shared: The memory: what is in it can change at any time. */
void *sar_sandbox_shared(const struct sar_sandbox *sandbox);

/** sar_sandbox_pid: Its process. */
pid_t sar_sandbox_pid(const struct sar_sandbox *sandbox);

/* How a job ended. */
enum sar_sandbox_end {
	SAR_SANDBOX_LEFT,      /* by itself */
	SAR_SANDBOX_STOPPED,   /* by sar_sandbox_end(), or another SIGKILL */
	SAR_SANDBOX_CRASHED,   /* by any other signal */
	SAR_SANDBOX_TIME,      /* no CPU time left */
	SAR_SANDBOX_FORBIDDEN, /* made a system call it may not make */
};

/** sar_sandbox_end: Kill it if it still runs; it is no more when this returns.
 */
enum sar_sandbox_end sar_sandbox_end(struct sar_sandbox *sandbox);

/** sar_sandbox_free: The same, and free ${sandbox}, which may be NULL. */
void sar_sandbox_free(struct sar_sandbox *sandbox);

#endif
