#ifndef SAR_SANDBOX_SERVER_H
#define SAR_SANDBOX_SERVER_H

#include "sandbox/request.h"

/* Private to sandbox: the process that forks the others. */

/** sar_server_run: Serve the requests that come on ${sock}; never returns. */
_Noreturn void sar_server_run(int sock);

/**
 * sar_sandbox_stop: For tests: end the server, so that the next job has a new
 * one; jobs that run are not touched.
 */
void sar_sandbox_stop(void);

#endif
