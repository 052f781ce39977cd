/* Private to common: the last error reported. */
#ifndef SAR_CMD_REPORT_H
#define SAR_CMD_REPORT_H

#include "base/err.h"

/** report_begin: Name the program in messages to come. */
void report_begin(const char *program);

/** report_last: The error reported, for the summary; code SAR_OK if none. */
const struct sar_err *report_last(void);

#endif
