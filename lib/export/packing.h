/* How a package is put together, beside what the plan decides. */
#ifndef SAR_EXPORT_PACKING_H
#define SAR_EXPORT_PACKING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/conf.h"
#include "base/err.h"

/* Less has no room for what is in every volume. */
#define SAR_PACKING_VOLUME_MIN 100000
#define SAR_PACKING_VOLUME_MAX ((uint64_t)1 << 50)

struct sar_packing {
	bool hidden;     /* names, number and sizes of the entries */
	bool padded;     /* and how large they are together; so hidden too */
	bool vcon;       /* redacted vCons beside the recordings */
	uint64_t volume; /* no zip has more bytes; 0: as large as it gets */
};

/**
 * sar_packing_read: The policy in ${conf}.  SAR_EINPUT naming the line that
 * is wrong, or that contradicts another.
 */
SAR_MUST_CHECK int sar_packing_read(const struct sar_conf *conf,
    struct sar_packing *packing, struct sar_err *err);

/**
 * sar_packing_size: Read "none", or a size as "20 MB" or "25MiB" that is
 * within the bounds above, into *${out}.
 */
bool sar_packing_size(const char *text, uint64_t *out);

/** sar_packing_padding: Read "none" or "padme" into ${packing}. */
bool sar_packing_padding(const char *text, struct sar_packing *packing);

/* What they must be, for messages. */
extern const char sar_packing_size_expected[];
extern const char sar_packing_padding_expected[];

#endif
