#ifndef SAR_EXPORT_CMD_RUN_ALL_H
#define SAR_EXPORT_CMD_RUN_ALL_H

#include "common/cmd.h"

/* "run --all": every case that is ready, each in a process of its own. */
extern const struct poptOption run_all_options[];

/** run_all_asked: Was --all given, or --cron, which is all with nobody there?
 */
bool run_all_asked(void);

/** run_all_check: Do the options go together?  SAR_EINPUT when not; also for
 * those of --all without it. */
SAR_MUST_CHECK int run_all_check(struct sar_err *err);

/**
 * run_all: Answer every case that waits for no person, and print what was done;
 * nothing when there was nothing to do.  With ${dry} see only what would be.
 * Return the gravest exit status there was; or -1 with ${err} set when nothing
 * could be begun, or a signal ended it.
 */
SAR_MUST_CHECK int run_all(bool dry, struct sar_err *err);

/** run_all_free: Release what the options hold. */
void run_all_free(void);

#endif
