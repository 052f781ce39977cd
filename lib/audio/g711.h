#ifndef SAR_AUDIO_G711_H
#define SAR_AUDIO_G711_H

#include <stdint.h>

/*
 * Private to audio.  Samples to G.711 codes, as libsndfile does it: what a
 * code decodes to becomes that code again, but for mu-law 0x7F, a second 0,
 * which becomes 0xFF.
 */
uint8_t sar_g711_alaw(int sample);
uint8_t sar_g711_ulaw(int sample);

/* And back. */
int sar_g711_from_alaw(uint8_t code);
int sar_g711_from_ulaw(uint8_t code);

/* The smallest positive value: A-law has no 0. */
#define SAR_G711_ALAW_SILENCE 0xd5
#define SAR_G711_ULAW_SILENCE 0xff

#endif
