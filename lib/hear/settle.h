#ifndef SAR_HEAR_SETTLE_H
#define SAR_HEAR_SETTLE_H

#include "hear/sink.h"

/**
 * Private to hear.
 * sar_settle_channel(sinks, n, rate, out, err):
 * One list of what ${n} detectors found on a channel, in order.  What is a tone
 * or keys is neither music nor talk, what is music is no talk, and the pauses
 * of a cadence are no silence.  The caller sets channel and most of ${out}, and
 * frees what is in it.
 */
SAR_MUST_CHECK int sar_settle_channel(const struct sar_detect_sink *sinks,
    size_t n, uint32_t rate, struct sar_detect_sink *out, struct sar_err *err);

/** sar_settle_sort: By from, to, channel, kind. */
void sar_settle_sort(struct sar_heard *list, size_t n);

#endif
