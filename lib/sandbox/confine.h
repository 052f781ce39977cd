#ifndef SAR_SANDBOX_CONFINE_H
#define SAR_SANDBOX_CONFINE_H

#include <linux/filter.h>

#include "sandbox/request.h"

/*
 * Private to sandbox: what a process does to itself before it looks at
 * anything untrusted.  From then on it has:
 */
#define SAR_CONFINE_CHANNEL 3
#define SAR_CONFINE_FILE 4

/* Defined where the address sanitiser wants more room and more calls. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SAR_CONFINE_SANITISED 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__)
#define SAR_CONFINE_SANITISED 1
#endif

/** sar_confine_filter: The system calls it may make.  -1 with errno set. */
SAR_MUST_CHECK int sar_confine_filter(struct sock_fprog *prog);

/**
 * sar_confine_self: Give up all that ${request} does not need and let go of
 * ${support}'s rights; ${prog} is empty where there are no filters.  Return 0
 * with ${inside} set, or -1 with errno set.
 */
SAR_MUST_CHECK int sar_confine_self(const struct sar_request *request,
    const struct sar_sandbox_support *support, const struct sock_fprog *prog,
    struct sar_sandbox_inside *inside);

/** sar_confine_landlock: No files, no network, for good; version ${abi}. */
SAR_MUST_CHECK int sar_confine_landlock(int abi);

/** sar_confine_signals: What a terminal or a manager sends to all is not for
 * us. */
void sar_confine_signals(void);

#endif
