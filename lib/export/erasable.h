/* Private to export: which records of the log may be erased. */
#ifndef SAR_EXPORT_ERASABLE_H
#define SAR_EXPORT_ERASABLE_H

#include "export/care.h"
#include "request/request.h"

/**
 * sar_erasable_check(care, target, basis, ref, err):
 * May record ${target} go on ${basis}?  ${ref} is of whose case it is; "" for
 * none.  SAR_EREFUSED
 *
 *   of a case that the log has as received, until its answer was sent or it was
 *   closed, and no complaint in it is open; on "retention", until the home's
 *   case-months are over since
 *   of a case whose folder is there, whatever the log says
 *   of what would make the case open again in the log: its receipt goes first
 *   of a hold that stands, of the end of one that is there, and of a complaint
 *   that was not decided
 *
 * What is erased already is nobody's.
 */
SAR_MUST_CHECK int sar_erasable_check(const struct sar_care *care,
    uint64_t target, const char *basis, char ref[SAR_REQUEST_REF_MAX + 1],
    struct sar_err *err);

#endif
