/* Private to export: marks that are stored all at once. */
#ifndef SAR_EXPORT_MARKS_NEXT_H
#define SAR_EXPORT_MARKS_NEXT_H

#include "export/case.h"

/*
 * cases/REF/marks.next has the marks that are to take the place of those in
 * marks/: once it is there they count, whether or not they are there as well.
 * Whoever has the case's lock puts them there before anything else is done, and
 * takes the file away.
 */
#define SAR_MARKS_NEXT "marks.next"

#define SAR_MARKS_NAME 256 /* of a marks file in a case, with the NUL */

/**
 * sar_marks_next_there: What the files of the case's folder for marks say, none
 * of a case that has no such folder; to be freed in any case.
 */
SAR_MUST_CHECK int sar_marks_next_there(const struct sar_case *c,
    struct sar_case_marks *there, struct sar_err *err);

/**
 * sar_marks_next_before: Those of ${there} that ${marks} would take the place
 * of, being of the same recording; NULL: none.
 */
const struct sar_marks *sar_marks_next_before(const struct sar_case_marks
						  *there,
    const struct sar_marks *marks);

/**
 * sar_marks_next_name: Of the file that ${marks} are to be stored in: the one
 * of ${there} that is of their recording, whatever it is called, else one named
 * for it that is no other's.
 */
void sar_marks_next_name(const struct sar_case_marks *there,
    const struct sar_marks *marks, char out[SAR_MARKS_NAME]);

/** sar_marks_next_write: From now on these ${n} count; ${c} is locked. */
SAR_MUST_CHECK int sar_marks_next_write(const struct sar_case *c,
    struct sar_marks *const *marks, size_t n, struct sar_err *err);

/** sar_marks_next_read: Those that are to be stored, none as a rule; to be
 * freed in any case.  SAR_ECORRUPT for a file that is not of that kind. */
SAR_MUST_CHECK int sar_marks_next_read(const struct sar_case *c,
    struct sar_case_marks *next, struct sar_err *err);

/** sar_marks_next_lay: Put those of ${next} in the place of those of ${marks}
 * that are of the same recordings; ${next} keeps the others. */
SAR_MUST_CHECK int sar_marks_next_lay(struct sar_case_marks *next,
    struct sar_case_marks *marks, struct sar_err *err);

/** sar_marks_next_settle: Put them into marks/; ${c} is locked. */
SAR_MUST_CHECK int sar_marks_next_settle(const struct sar_case *c,
    struct sar_err *err);

#endif
