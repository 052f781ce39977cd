/* Private to export: what the sound of one recording suggests. */
#ifndef SAR_EXPORT_ADVICE_SOUND_H
#define SAR_EXPORT_ADVICE_SOUND_H

#include "export/advice.h"

/** sar_advice_sound_hear: Make ${out}->hearing, sound and heard_us. */
SAR_MUST_CHECK int sar_advice_sound_hear(const struct sar_case *c,
    const struct sar_item *item, struct sar_advice_list *out,
    struct sar_err *err);

/** sar_advice_sound_tell: ${heard}, of a recording of ${rate}, as advice. */
void sar_advice_sound_tell(const struct sar_heard *heard, uint32_t rate,
    struct sar_advice *out);

#endif
