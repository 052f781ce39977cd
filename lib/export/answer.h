#ifndef SAR_EXPORT_ANSWER_H
#define SAR_EXPORT_ANSWER_H

#include "export/case.h"
#include "export/find.h"
#include "letter/notice.h"
#include "plan/plan.h"

/* Everything decided about a request, before anything is written. */
struct sar_answer {
	struct sar_find find;
	struct sar_case_marks marks;
	struct sar_plan *plan;
	struct sar_plan *told; /* sar_plan_told() of it: what leaves the case */
	/* The organisation's template for the letter; NULL: the built-in. */
	struct sar_notice_template *template;
	struct sar_correction *correction; /* of another answer; or NULL */
};

/**
 * sar_answer_make: Search, decide, read the marks in ${marks_dir} (NULL for
 * the case's own) and make the plan.  On success sar_answer_free() releases
 * ${answer}.  SAR_EINPUT for a template of the letter that will not do.
 */
SAR_MUST_CHECK int sar_answer_make(const struct sar_case *c,
    const char *marks_dir, const struct sar_plan_options *options,
    struct sar_answer *answer, struct sar_err *err);
void sar_answer_free(struct sar_answer *answer);

/**
 * sar_answer_plan: The plan that sar_answer_make() would make of what was found
 * if ${n} ${marks} were the case's own, which it borrows.
 */
SAR_MUST_CHECK struct sar_plan *sar_answer_plan(const struct sar_case *c,
    const struct sar_find *find, struct sar_marks *const *marks, size_t n,
    const struct sar_plan_options *options, struct sar_err *err);

/**
 * sar_answer_decided: Is the case one that may be answered, sar_ready_case(),
 * and has everything been decided?  SAR_EREVIEW when items wait for a person,
 * or marks of the case are of a recording that is not found any more.
 */
SAR_MUST_CHECK int sar_answer_decided(const struct sar_case *c,
    const struct sar_answer *answer, struct sar_err *err);

/**
 * sar_answer_ready: May this answer be packaged?  It fails as
 * sar_answer_decided() does, and with SAR_EPARTIAL when recordings that should
 * be there cannot be handled and ${allow_partial} is not given.
 */
SAR_MUST_CHECK int sar_answer_ready(const struct sar_case *c,
    const struct sar_answer *answer, bool allow_partial, struct sar_err *err);

/** sar_answer_bare: Is it nil, for a search of days of which the index has no
 * call of anybody?  Perhaps they were not imported: a person has to know. */
bool sar_answer_bare(const struct sar_answer *answer);

/** sar_answer_nil: Is there nothing held that could be disclosed or kept, and
 * told of? */
bool sar_answer_nil(const struct sar_answer *answer);

#endif
