#ifndef SAR_EXPORT_CMD_LABELS_H
#define SAR_EXPORT_CMD_LABELS_H

#include "common/cmd.h"
#include "marks/marks.h"

/* What to take out, as a file of any format; argv is read only here. */
extern const struct poptOption labels_options[];

/** labels_given: Was there a file?  Without one it may be said of none. */
bool labels_given(void);

/** labels_name: The file's name, for messages; NULL without a file. */
const char *labels_name(void);

/** labels_check: Do the options go together? */
SAR_MUST_CHECK int labels_check(struct sar_err *err);

/**
 * labels_read: The cuts of the file, if there is one, into ${marks}.  -1 with
 * ${err} set: SAR_EREVIEW for suggestions that nobody has confirmed.
 */
SAR_MUST_CHECK int labels_read(struct sar_marks *marks, struct sar_err *err);

/** labels_free: Release what the options hold. */
void labels_free(void);

#endif
