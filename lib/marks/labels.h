/* Private to marks: Audacity labels, in a file of their own or after a header.
 */
#ifndef SAR_MARKS_LABELS_H
#define SAR_MARKS_LABELS_H

#include "base/buf.h"
#include "marks/lines.h"
#include "marks/marks.h"

/**
 * sar_labels_read(lines, marks, err):
 * All lines still in ${lines} as labels ("start TAB end TAB text", seconds),
 * into ${marks}->marks, empty before.  Return 0, or -1 with ${marks} as it was
 * and ${err} set to SAR_EINPUT naming file and line for a point label (no
 * length), a spectral label (a frequency band is not speech removed), a
 * reversed or negative one, NaN or an unknown code.  No message quotes a label.
 */
SAR_MUST_CHECK int sar_labels_read(struct sar_lines *lines,
    struct sar_marks *marks, struct sar_err *err);

/** sar_labels_add: The label of ${mark}, a line. */
void sar_labels_add(struct sar_buf *buf, const struct sar_mark *mark);

#endif
