#ifndef SAR_HEAR_YIN_H
#define SAR_HEAR_YIN_H

#include <stddef.h>

/*
 * Private to hear: the pitch of a voice, by the YIN method (de Cheveigne and
 * Kawahara 2002): the lag at which the sound is most like itself, for the
 * telephone does not carry the fundamental of most voices.
 */
#define SAR_YIN_LEAST 65.0 /* Hz */
#define SAR_YIN_MOST 360.0

/** sar_yin_needs: How many samples at ${rate} sar_yin_find() looks at. */
size_t sar_yin_needs(double rate);

/**
 * sar_yin_find: The pitch in Hz of the sar_yin_needs(${rate}) samples at
 * ${samples}; 0: there is none, it is no voiced sound.
 */
double sar_yin_find(const float *samples, double rate);

#endif
