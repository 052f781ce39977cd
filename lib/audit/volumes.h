/* Private to audit: what a release record says of the zips it names. */
#ifndef SAR_AUDIT_VOLUMES_H
#define SAR_AUDIT_VOLUMES_H

#include "disclosure/record.h"

/** sar_volumes_count: How many zips it is. */
size_t sar_volumes_count(const struct sar_record *release);

/** sar_volumes_place: Which of them has the digest, from 1; 0 for none. */
unsigned sar_volumes_place(const struct sar_record *release,
    const uint8_t digest[SAR_SHA256_LEN]);

/** sar_volumes_manifest, sar_volumes_size: Of the zip at ${place}; false if
 * the record does not say. */
bool sar_volumes_manifest(const struct sar_record *release, unsigned place,
    uint8_t out[SAR_SHA256_LEN]);
bool sar_volumes_size(const struct sar_record *release, unsigned place,
    uint64_t *out);

#endif
