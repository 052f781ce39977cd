/* Private to export: saved reviews that are kept in a case, and what else the
 * case has. */
#ifndef SAR_EXPORT_VERDICTS_KEPT_H
#define SAR_EXPORT_VERDICTS_KEPT_H

#include "export/verdicts.h"

/**
 * sar_verdicts_keep: Keep ${text}, and that ${by} handed it in so that the plan
 * of ${plan} would come of it.  Who did that first stays.
 */
SAR_MUST_CHECK int sar_verdicts_keep(const struct sar_case *c,
    const struct sar_verdicts *verdicts, const char *text, const char *by,
    struct sar_err *err);

/**
 * sar_verdicts_kept: Was the file with this ${digest} handed in before, so that
 * ${plan} would come of it?  Then *${taken}, and ${by} gets who it was.
 */
SAR_MUST_CHECK int sar_verdicts_kept(const struct sar_case *c,
    const uint8_t digest[SAR_SHA256_LEN], const uint8_t plan[SAR_SHA256_LEN],
    bool *taken, char by[SAR_MARKS_STAFF], struct sar_err *err);

/**
 * sar_verdicts_page: When the page in the case's folder was made, if it is of
 * the plan ${base}; else *${there} is false.
 */
SAR_MUST_CHECK int sar_verdicts_page(const struct sar_case *c,
    const uint8_t base[SAR_SHA256_LEN], bool *there, int64_t *made,
    struct sar_err *err);

/* verdicts_own.c; ${own} are the marks that the case has. */

/** sar_verdicts_marks: Those that there are then of the recording that ${of} is
 * of: what the file says, else the case's; or NULL. */
const struct sar_marks *sar_verdicts_marks(const struct sar_verdicts *verdicts,
    const struct sar_case_marks *own, const struct sar_marks *of);

/**
 * sar_verdicts_decides: Does the file decide what it says of this (NULL:
 * nothing)?  Not where it says that it is undecided, nor where it says again
 * what somebody else rejected or asked a second person for.
 */
SAR_MUST_CHECK int sar_verdicts_decides(const struct sar_case_marks *own,
    const struct sar_saved *saved, const struct sar_saved_item *said,
    bool *decides, struct sar_err *err);

/** sar_verdicts_changed: Does it leave this undecided, but with other cuts,
 * decisions or speaker than the case has? */
SAR_MUST_CHECK int sar_verdicts_changed(const struct sar_case_marks *own,
    const struct sar_saved_item *said, bool *changed, struct sar_err *err);

/** sar_verdicts_asker: SAR_EREFUSED if ${by}, who hands it in, asked for a
 * second person of what it settles. */
SAR_MUST_CHECK int sar_verdicts_asker(const struct sar_verdicts *verdicts,
    const struct sar_case_marks *own, const char *by, struct sar_err *err);

/** sar_verdicts_on_page: Has the page in the case's folder a copy of it? */
SAR_MUST_CHECK int sar_verdicts_on_page(const struct sar_case *c,
    const struct sar_index_recording *recording, bool *there,
    struct sar_err *err);

#endif
