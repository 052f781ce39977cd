#ifndef SAR_EXPORT_CMD_ANSWER_H
#define SAR_EXPORT_CMD_ANSWER_H

#include "sar-export/args.h"

/**
 * answer_run: Take in --marks, then find, plan, build and print what came of
 * it.  Return 0, or -1 with ${err} set; SAR_EPARTIAL and SAR_ENONE also after
 * a success that has to be told apart.
 */
SAR_MUST_CHECK int answer_run(const struct sar_home *home, const char *ref,
    struct sar_err *err);

/** answer_dry_run: The same up to the plan, writing nothing. */
SAR_MUST_CHECK int answer_dry_run(const struct sar_home *home,
    struct sar_err *err);

#endif
