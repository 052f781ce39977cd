#ifndef SAR_EXPORT_OPEN_CASES_H
#define SAR_EXPORT_OPEN_CASES_H

#include "docket/docket.h"
#include "export/case.h"
#include "export/find.h"

/*
 * The cases that still ask for recordings: those with a folder that were
 * neither answered and sent, nor closed, as the log has it.  What they find
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
 * read, or searched for, is a failure naming it: who deletes must know.  One
 * that asks for the organisation's own number finds nothing, and is left out.
 */
SAR_MUST_CHECK int sar_open_cases_each(const struct sar_home *home,
    sar_open_case_fn *fn, void *ctx, struct sar_err *err);

/** sar_open_cases_is: Is ${ref} one?  *${there}: has it a folder at all? */
SAR_MUST_CHECK int sar_open_cases_is(const struct sar_home *home,
    const char *ref, bool *there, bool *open, struct sar_err *err);

#endif
