#ifndef SAR_CMD_PROGRESS_H
#define SAR_CMD_PROGRESS_H

#include "base/progress.h"

/**
 * cmd_progress_start: Show how far a job has come, in ${unit}s: as a bar on
 * standard error when that is a terminal; else one line there at each
 * SIGUSR1.  The job ends when a signal asks for it.  One at a time;
 * cmd_progress_end() takes the bar away.
 */
const struct sar_progress *cmd_progress_start(const char *unit);

/** cmd_progress_phase: What the job is at: said before how far it has come. */
void cmd_progress_phase(const char *phase, unsigned part, unsigned parts);

void cmd_progress_end(void);

#endif
