#ifndef SAR_SANDBOX_SERVER_H
#define SAR_SANDBOX_SERVER_H

#include "sandbox/request.h"

/* Private to sandbox: the process that forks the others. */

/** sar_server_run: Serve the requests that come on ${sock}; never returns. */
_Noreturn void sar_server_run(int sock);

#endif
