#ifndef SAR_SANDBOX_REQUEST_H
#define SAR_SANDBOX_REQUEST_H

#include "sandbox/sandbox.h"

/*
 * Private to sandbox: what the program asks of the server, one packet each
 * way.  Both are the same image, so a function's address holds in both.  The
 * descriptors come along: the channel, the file, the shared memory.
 */
#define SAR_REQUEST_FDS 3

struct sar_request {
	sar_sandbox_main *main;
	pid_t parent; /* whose child it is to be */
	bool has_file;
	uint32_t cpu;
	uint64_t memory;
	size_t shared_len;
	size_t arg_len;
	unsigned char arg[SAR_SANDBOX_ARG_MAX];
};

struct sar_request_answer {
	pid_t pid; /* -1: there is none, for the reason error */
	int error;
};

/** sar_request_fds: How many descriptors ${request} has. */
size_t sar_request_fds(const struct sar_request *request);

/** sar_request_send: 0, or -1 with errno set. */
SAR_MUST_CHECK int sar_request_send(int sock, const struct sar_request *request,
    const int fds[SAR_REQUEST_FDS]);

/**
 * sar_request_recv: Wait for the next and set ${fds}, -1 for those not sent;
 * 1, 0 when there will be none, -1 with errno set.
 */
SAR_MUST_CHECK int sar_request_recv(int sock, struct sar_request *request,
    int fds[SAR_REQUEST_FDS]);

#endif
