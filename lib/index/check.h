#ifndef SAR_INDEX_CHECK_H
#define SAR_INDEX_CHECK_H

#include "index/db.h"

/* 0001-01-01T00:00:00Z to 9999-12-31T23:59:59Z: no sum of these overflows. */
#define SAR_INDEX_TIME_MIN INT64_C(-62135596800)
#define SAR_INDEX_TIME_MAX INT64_C(253402300799)

/** sar_index_check_leg: SAR_EINPUT for a leg no search could answer for. */
SAR_MUST_CHECK int sar_index_check_leg(const struct sar_index *index,
    const struct sar_index_leg *leg, struct sar_err *err);

/** sar_index_check_path: Is ${path} below a folder, without ".."? */
bool sar_index_check_path(const char *path);

/** sar_index_check_key: Does ${key} belong to a number of ${kind}? */
bool sar_index_check_key(enum sar_phone_kind kind, int64_t key);

#endif
