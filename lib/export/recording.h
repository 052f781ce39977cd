/* Private to export: one recording of the plan, opened, checked, redacted. */
#ifndef SAR_EXPORT_RECORDING_H
#define SAR_EXPORT_RECORDING_H

#include "audio/audio.h"
#include "base/stream.h"
#include "export/home.h"
#include "plan/plan.h"

/**
 * sar_recording_stream: A stream of the redacted ${item}, which opens the
 * recording when first read and checks that it is still the file that was
 * imported (SAR_ECORRUPT otherwise).  Borrows all arguments.
 */
SAR_MUST_CHECK int sar_recording_stream(const struct sar_home *home,
    const struct sar_plan *plan, const struct sar_plan_item *item,
    const volatile int *stop, struct sar_stream *stream, struct sar_err *err);

/** sar_recording_verify: Hold ${output} against the recording on disk. */
SAR_MUST_CHECK int sar_recording_verify(const struct sar_home *home,
    const struct sar_plan *plan, const struct sar_plan_item *item,
    const volatile int *stop, const struct sar_source *output,
    struct sar_err *err);

#endif
