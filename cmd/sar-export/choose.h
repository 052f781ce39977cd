#ifndef SAR_EXPORT_CMD_CHOOSE_H
#define SAR_EXPORT_CMD_CHOOSE_H

#include <popt.h>

#include "export/answer.h"

/* --item and --recording: ARGS_NONE and NULL where they are not given. */
struct choose_args {
	char *recording;
	int item;
};

extern struct choose_args choose_args;
extern const struct poptOption choose_options[];

/** choose_check: Is one item named, by its number or by the first digits of its
 * digest? */
SAR_MUST_CHECK int choose_check(struct sar_err *err);

/** choose_item: The item of ${found} that has a recording and is named so. */
SAR_MUST_CHECK const struct sar_item *choose_item(const struct sar_find *found,
    struct sar_err *err);

void choose_free(void);

#endif
