/* Private to export: a case's file, whole on the disk before it has its name.
 */
#ifndef SAR_EXPORT_DRAFT_H
#define SAR_EXPORT_DRAFT_H

#include "export/case.h"

struct sar_draft {
	char *path; /* the name it will have */
	char *temp; /* NULL once it has it */
	int fd;     /* -1 when there is none */
	size_t room;
};

#define SAR_DRAFT_INIT   \
	{                \
		.fd = -1 \
	}

/**
 * sar_draft_open: Put ${text} into the case ${c} under a temporary name, to be
 * cases/REF/${name} later.  On failure nothing is left.
 */
SAR_MUST_CHECK int sar_draft_open(const struct sar_case *c, const char *name,
    const char *text, struct sar_draft *draft, struct sar_err *err);

/**
 * sar_draft_refill: Put ${text}, which is no longer than the text it was
 * opened with, in its place: the disk has room for it already.
 */
SAR_MUST_CHECK int sar_draft_refill(struct sar_draft *draft, const char *text,
    struct sar_err *err);

/** sar_draft_name: Give it its name, for good: in place of what had it. */
SAR_MUST_CHECK int sar_draft_name(struct sar_draft *draft,
    const struct sar_case *c, struct sar_err *err);

/** sar_draft_drop: Release ${draft}; without its name, the file goes too. */
void sar_draft_drop(struct sar_draft *draft);

#endif
