/* Private to ingest: are an Asterisk's times without a zone UTC or local? */
#ifndef SAR_INGEST_BASIS_H
#define SAR_INGEST_BASIS_H

#include <stdint.h>

#include "ingest/format.h"
#include "ingest/stamp.h"

/*
 * A unique id holds the second, in UTC, in which the channel was made, and
 * the first record of a channel begins then.  So the one read as UTC less the
 * other is 0 if the log is in UTC, and the zone's offset if it is local time.
 * Where the offset is 0, in the British winter, nothing is told.
 */
struct sar_basis; /* opaque: the evidence so far */

/** sar_basis_new: For the zone and name of ${in}, which it outlives. */
SAR_MUST_CHECK struct sar_basis *sar_basis_new(const struct sar_reading *in,
    struct sar_err *err);
void sar_basis_free(struct sar_basis *basis);

/**
 * sar_basis_add: The record of ${line} gives ${start} and ${uniqueid}.  Only
 * the first of each unique id counts, as a later one begins when a transfer
 * did, and only one within seconds of the id.
 */
void sar_basis_add(struct sar_basis *basis, uint64_t line,
    const struct sar_stamp *start, const char *uniqueid);

/**
 * sar_basis_settle: Set context.basis and evidence of ${in} by what was
 * added: UTC or the zone, by "uniqueid", or unknown, unless the operator has
 * said it or no time needs it ("format").  SAR_EINPUT names the line for
 * records that contradict each other or fit neither.
 */
SAR_MUST_CHECK int sar_basis_settle(const struct sar_basis *basis,
    struct sar_reading *in, struct sar_err *err);

#endif
