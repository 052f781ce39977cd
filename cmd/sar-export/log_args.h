#ifndef SAR_EXPORT_CMD_LOG_ARGS_H
#define SAR_EXPORT_CMD_LOG_ARGS_H

#include "export/care.h"

/* What the commands that keep the log take. */

/** log_args_number: A number that all readers of JSON agree on? */
bool log_args_number(const char *argument, uint64_t *number);

/** log_args_record: The number of a record, from 0. */
SAR_MUST_CHECK int log_args_record(const char *argument, uint64_t *seq,
    struct sar_err *err);

/**
 * log_args_care: Open the home, *${home}, which the caller frees whether or not
 * this fails, and fill ${care}: now, by the one --by says, who has to be said
 * where it does ${need_by}.
 */
SAR_MUST_CHECK int log_args_care(bool need_by, struct sar_care *care,
    struct sar_home **home, struct sar_err *err);

#endif
