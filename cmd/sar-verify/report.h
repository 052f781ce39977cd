#ifndef SAR_VERIFY_REPORT_H
#define SAR_VERIFY_REPORT_H

#include "sar-verify/book.h"
#include "sar-verify/paper.h"

/** report_write: All there is to say of a log that was read: the same bytes
 * for the same log and day. */
SAR_MUST_CHECK int report_write(const struct book *book, struct paper *paper,
    struct sar_err *err);

#endif
