/* Private to export: one record of a case in plain words. */
#ifndef SAR_EXPORT_TIMELINE_TEXT_H
#define SAR_EXPORT_TIMELINE_TEXT_H

#include "base/buf.h"
#include "disclosure/record.h"

/** sar_timeline_text: What ${record} tells of, one line without its LF. */
void sar_timeline_text(struct sar_buf *out, const struct sar_record *record);

#endif
