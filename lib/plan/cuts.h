/* Private to plan: marks as frames. */
#ifndef SAR_PLAN_CUTS_H
#define SAR_PLAN_CUTS_H

#include "plan/plan.h"

/**
 * sar_cuts_make(out, fill, err):
 * Turn ${out}->marks into ${out}->cuts of its recording, filled with ${fill},
 * with the guards of the recording's codec, which are stored too.  -1 with
 * ${err} set: SAR_EINPUT for a mark past the end, SAR_ECORRUPT when the index
 * has no sensible length, rate or codec for the recording.
 */
SAR_MUST_CHECK int sar_cuts_make(struct sar_plan_item *out,
    enum sar_plan_fill fill, struct sar_err *err);

/** sar_cuts_every: The channels of a recording, as a set. */
uint32_t sar_cuts_every(const struct sar_index_recording *recording);

#endif
