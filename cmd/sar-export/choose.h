#ifndef SAR_EXPORT_CMD_CHOOSE_H
#define SAR_EXPORT_CMD_CHOOSE_H

#include "export/answer.h"

/**
 * choose_check: Is one item named, by its number (ARGS_NONE: not) or by the
 * first digits of its digest (NULL: not)?
 */
SAR_MUST_CHECK int choose_check(int item, const char *recording,
    struct sar_err *err);

/** choose_item: The item of ${found} that has a recording and is named so. */
SAR_MUST_CHECK const struct sar_item *choose_item(const struct sar_find *found,
    int item, const char *recording, struct sar_err *err);

#endif
