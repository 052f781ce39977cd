/* Private to marks: the header lines that say what marks are worth. */
#ifndef SAR_MARKS_STANDING_H
#define SAR_MARKS_STANDING_H

#include "base/buf.h"
#include "marks/marks.h"

/** sar_standing_asked: Read "ID ID ..."; false when it is not. */
bool sar_standing_asked(struct sar_marks *marks, const char *value);

/** sar_standing_check: Settled marks wait for nobody: SAR_EINPUT if they do. */
SAR_MUST_CHECK int sar_standing_check(const struct sar_marks *marks,
    struct sar_err *err);

/** sar_standing_format: The lines "standing: ", "asked: " and "review: ", each
 * only where there is something to say. */
void sar_standing_format(const struct sar_marks *marks, struct sar_buf *buf);

#endif
