#ifndef SAR_EXPORT_OPEN_CASES_H
#define SAR_EXPORT_OPEN_CASES_H

#include "docket/docket.h"
#include "export/case.h"
#include "export/find.h"

/*
 * The cases that still ask for recordings: those with a folder, or a receipt
 * in the log, that were neither answered and sent, nor closed, as the log has
 * it.  What they find
 * today may be more than they did on the day they were opened.
 */
struct sar_open_case {
	const struct sar_case *c;
	const struct sar_docket *docket;
	const struct sar_find *find;
};
typedef int sar_open_case_fn(void *ctx, const struct sar_open_case *open,
    struct sar_err *err);

/**
 * sar_open_cases_each: Search for each and call ${fn}.  A case that cannot be
 * read, or searched for, is a failure naming it: who deletes must know.  So is
 * one whose folder is gone, SAR_EREVIEW, or whose request.conf is not the one
 * that was received, or that asks for one of the organisation's own numbers,
 * SAR_EREFUSED.
 */
SAR_MUST_CHECK int sar_open_cases_each(const struct sar_home *home,
    sar_open_case_fn *fn, void *ctx, struct sar_err *err);

/** sar_open_cases_is: Is ${ref} one? */
SAR_MUST_CHECK int sar_open_cases_is(const struct sar_home *home,
    const char *ref, bool *open, struct sar_err *err);

/** sar_open_cases_complaint: Is there a complaint ${name}, in the case ${ref}
 * or, NULL, outside any, that was not decided? */
SAR_MUST_CHECK int sar_open_cases_complaint(const struct sar_home *home,
    const char *ref, const char *name, bool *open, struct sar_err *err);

#endif
