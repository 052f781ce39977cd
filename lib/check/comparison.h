/* Private to check: one comparison under way. */
#ifndef SAR_CHECK_COMPARISON_H
#define SAR_CHECK_COMPARISON_H

#include "base/source.h"
#include "check/check.h"

struct sar_check {
	struct sar_index *index;
	const struct sar_check_options *options;
	struct sar_check_report *report;
	int root; /* the folder */
	uint64_t total;
};

/** sar_check_tell: Count a finding and hand it on. */
SAR_MUST_CHECK int sar_check_tell(struct sar_check *check,
    const struct sar_check_finding *finding, struct sar_err *err);

/**
 * sar_check_decodes: Can ${source} be decoded to its end, with a header or as
 * one of the catalogues says that ${path} is?  With ${open_only} its beginning
 * is enough.
 */
SAR_MUST_CHECK int sar_check_decodes(const struct sar_check *check,
    const struct sar_source *source, const char *path, bool open_only,
    bool *decodes, struct sar_err *err);

/** sar_check_recordings: Each recording of the index: is it on disk? */
SAR_MUST_CHECK int sar_check_recordings(struct sar_check *check,
    struct sar_err *err);

/** sar_check_files: Each file on disk: is it in the index? */
SAR_MUST_CHECK int sar_check_files(struct sar_check *check,
    struct sar_err *err);

#endif
