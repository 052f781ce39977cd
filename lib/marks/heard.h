/* Private to marks: the header line that says what was heard. */
#ifndef SAR_MARKS_HEARD_H
#define SAR_MARKS_HEARD_H

#include "base/buf.h"
#include "marks/marks.h"

/** sar_heard_parse: Read "CODEC RATE CHANNELS FRAMES"; false when it is not. */
bool sar_heard_parse(const char *text, struct sar_marks_heard *out);

/** sar_heard_format: The line "heard: ..."; nothing where it is not known. */
void sar_heard_format(const struct sar_marks_heard *heard, struct sar_buf *buf);

#endif
