#ifndef SAR_EXPORT_REGISTER_H
#define SAR_EXPORT_REGISTER_H

#include <stdint.h>

#include "export/home.h"
#include "index/index.h"

struct sar_register_options {
	const char *by;
	int64_t now;
	unsigned lock_wait;
};

/**
 * sar_register_new: Name every recording of ${index} that is not yet
 * registered in one "register" record of the log: its root is over one line
 * a recording, with a random id and salt, kept in the index.  *${n} is how
 * many.  An import killed between index and log is made good by the next.
 */
SAR_MUST_CHECK int sar_register_new(const struct sar_home *home,
    struct sar_index *index, const struct sar_register_options *options,
    uint64_t *n, struct sar_err *err);

#endif
