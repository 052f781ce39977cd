#ifndef SAR_AUDIO_TONE_H
#define SAR_AUDIO_TONE_H

#include <stdint.h>

/* Private to audio: the tone that fills cuts, as sar-plan(5) has it. */

/** sar_tone_period: After how many frames it is where it was. */
uint32_t sar_tone_period(uint32_t rate);

/** sar_tone_at: At frame ${pos} of a recording. */
int16_t sar_tone_at(uint64_t pos, uint32_t rate);

#endif
