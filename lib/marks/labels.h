#ifndef SAR_MARKS_LABELS_H
#define SAR_MARKS_LABELS_H

#include "marks/lines.h"
#include "marks/marks.h"

/**
 * sar_labels_read: All lines still in ${lines} as labels, into
 * ${marks}->marks, empty before; as sar_marks_labels().
 */
SAR_MUST_CHECK int sar_labels_read(struct sar_lines *lines,
    struct sar_marks *marks, struct sar_err *err);

#endif
