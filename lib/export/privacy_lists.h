/* Private to export: whose numbers and names are whose. */
#ifndef SAR_EXPORT_PRIVACY_LISTS_H
#define SAR_EXPORT_PRIVACY_LISTS_H

#include "base/buf.h"
#include "export/privacy.h"
#include "spot/spot.h"

/*
 * What must not be in a package, and what may.  Numbers of six to eight digits
 * without an area code are apart: a count of frames or of bytes looks like one,
 * so that they are looked for only where there are none of those.
 */
struct sar_privacy_lists {
	struct sar_spot *all;
	struct sar_spot *local;
};

/**
 * sar_privacy_lists_make: Of ${answer}, as sar_privacy_check() says.  On
 * success sar_privacy_lists_free() releases them.
 */
SAR_MUST_CHECK int sar_privacy_lists_make(const struct sar_case *c,
    const struct sar_answer *answer, struct sar_privacy_lists *out,
    struct sar_err *err);
void sar_privacy_lists_free(struct sar_privacy_lists *lists);

/**
 * sar_privacy_absent: Look for ${text}; what is neither a number nor a name is
 * not looked for.
 */
SAR_MUST_CHECK int sar_privacy_absent(struct sar_spot *spot, const char *text,
    size_t len, struct sar_err *err);

/** sar_privacy_seen: Does what ${spot} looks for stand in the text? */
SAR_MUST_CHECK int sar_privacy_seen(const struct sar_spot *spot,
    const char *text, size_t len, bool *seen, struct sar_err *err);

/**
 * sar_privacy_names: Look for the name in what a record has of ${party}, if
 * there is one, and if it is not in ${ours}, the organisation's own words.
 */
SAR_MUST_CHECK int sar_privacy_names(struct sar_spot *spot,
    const struct sar_phone_plan *plan, const struct sar_buf *ours,
    const struct sar_index_party *party, struct sar_err *err);

#endif
