#ifndef SAR_EXPORT_CMD_HOLD_PLACE_H
#define SAR_EXPORT_CMD_HOLD_PLACE_H

#include "export/hold.h"

/* What is held of what was searched for, and told of. */
struct hold_place {
	const struct sar_home *home;
	const struct sar_case *c; /* what is searched for */
	bool of_case;             /* and whose hold it is; else nobody's */
	struct sar_hold_options with;
};

/** hold_place: Place it, or extend it to what is found now, and say so. */
SAR_MUST_CHECK int hold_place(const struct hold_place *place,
    struct sar_err *err);

#endif
