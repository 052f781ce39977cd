#ifndef SAR_INDEX_DIGEST_H
#define SAR_INDEX_DIGEST_H

#include "index/commitment.h"
#include "index/index.h"

/*
 * Digests of rows.  SQLite does not see a flipped bit, and two in five of
 * them change what a search finds without an error (reference
 * phone-and-index.md, section 5.2).  SipHash-2-4 under a key that is no
 * secret: against decay, not against an enemy.
 */

/** sar_index_digest_leg: Of the leg's own columns and its parties. */
int64_t sar_index_digest_leg(const struct sar_index_leg *leg);

/**
 * sar_index_digest_extra: The sum, modulo 2^64, of the digests of the rows
 * that its events, links, streams and segments become: in whatever order they
 * are read back, it is the same.
 */
int64_t sar_index_digest_extra(const struct sar_index_leg *leg);
int64_t sar_index_digest_event(size_t nr, const struct sar_index_event *event);
int64_t sar_index_digest_link(const struct sar_index_link *link);
int64_t sar_index_digest_stream(const struct sar_index_stream *stream);
int64_t sar_index_digest_segment(size_t nr,
    const struct sar_index_segment *segment);

/** sar_index_digest_has_link: Is link ${i} one an earlier one does not say? */
bool sar_index_digest_has_link(const struct sar_index_leg *leg, size_t i);

/** sar_index_digest_has_stream: The same; one that says nothing is not. */
bool sar_index_digest_has_stream(const struct sar_index_leg *leg, size_t i);

/** sar_index_digest_use: Of the row that says ${leg} is in a recording. */
int64_t sar_index_digest_use(int64_t leg, const struct sar_index_use *use);

/** sar_index_digest_recording: Of what is known of the file. */
int64_t sar_index_digest_recording(const struct sar_index_recording *recording);

/** sar_index_digest_commitment: Of the row that is of ${recording}. */
int64_t sar_index_digest_commitment(int64_t recording,
    const struct sar_index_commitment *commitment);

#endif
