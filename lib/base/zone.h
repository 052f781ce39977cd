#ifndef SAR_BASE_ZONE_H
#define SAR_BASE_ZONE_H

#include <stdint.h>

#include "base/civil.h"
#include "base/err.h"

/*
 * A time zone by its IANA name.  The C library holds one zone a process, so
 * all open zones of a process have the same name; opening a second, different
 * one fails rather than answering in the wrong zone.  Opening is not
 * thread-safe; the rest is.
 */
struct sar_zone; /* opaque */

/**
 * sar_zone_open: NULL with ${err} set to SAR_EINPUT for a name the machine
 * does not know (the C library would silently take UTC), and to SAR_EFAIL for
 * a second zone.
 */
SAR_MUST_CHECK struct sar_zone *sar_zone_open(const char *name,
    struct sar_err *err);
void sar_zone_free(struct sar_zone *zone);
const char *sar_zone_name(const struct sar_zone *zone);

/** sar_zone_offset: Seconds east of UTC at ${utc}. */
int sar_zone_offset(const struct sar_zone *zone, int64_t utc);

/** sar_zone_local: Local date and time at ${utc}. */
struct sar_civil sar_zone_local(const struct sar_zone *zone, int64_t utc);

/**
 * sar_zone_utc: The instants that ${local} names, earliest first, in
 * ${out}; return how many: 1, or 2 in the hour that repeats in October, or 0
 * in the hour that is skipped in March.
 */
int sar_zone_utc(const struct sar_zone *zone, const struct sar_civil *local,
    int64_t out[2]);

/* A local time as one instant, and how sure that is. */
enum sar_zone_fit {
	SAR_ZONE_EXACT,
	SAR_ZONE_REPEATED, /* two answers: the earlier is given */
	SAR_ZONE_SKIPPED   /* none: the offset before the gap is used */
};

/**
 * sar_zone_resolve: The instant of ${local} by rule T2 of the reference; with
 * a fit other than exact it may be *${uncertain} seconds later (repeated) or
 * off by that much (skipped).
 */
int64_t sar_zone_resolve(const struct sar_zone *zone,
    const struct sar_civil *local, enum sar_zone_fit *fit, uint32_t *uncertain);

/**
 * sar_zone_day_start: The first instant of the local day ${date} (not always
 * midnight).
 */
int64_t sar_zone_day_start(const struct sar_zone *zone, struct sar_date date);

#endif
