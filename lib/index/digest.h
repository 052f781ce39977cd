#ifndef SAR_INDEX_DIGEST_H
#define SAR_INDEX_DIGEST_H

#include "index/index.h"

/*
 * Digests of rows.  SQLite does not see a flipped bit, and two in five of
 * them change what a search finds without an error (reference
 * phone-and-index.md, section 5.2).  SipHash-2-4 under a key that is no
 * secret: against decay, not against an enemy.
 */

/** sar_index_digest_leg: Of the leg's own columns and its parties. */
int64_t sar_index_digest_leg(const struct sar_index_leg *leg);

/** sar_index_digest_extra: Of its events, links, streams and segments. */
int64_t sar_index_digest_extra(const struct sar_index_leg *leg);

/** sar_index_digest_use: Of the row that says ${leg} is in a recording. */
int64_t sar_index_digest_use(int64_t leg, const struct sar_index_use *use);

/** sar_index_digest_recording: Of what is known of the file. */
int64_t sar_index_digest_recording(const struct sar_index_recording *recording);

#endif
