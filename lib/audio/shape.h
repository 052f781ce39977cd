#ifndef SAR_AUDIO_SHAPE_H
#define SAR_AUDIO_SHAPE_H

#include "audio/audio.h"

#define SAR_AUDIO_BLOCK 16384     /* frames */
#define SAR_AUDIO_RATE_MAX 655350 /* of FLAC */

/**
 * sar_shape_check: Is ${job} one that can be carried out?  SAR_ECORRUPT for a
 * length, rate or number of channels no recording has, SAR_EFAIL for cuts
 * that are empty, out of order, past the end or of channels that are not
 * there, and for a fade of more than a second.
 */
SAR_MUST_CHECK int sar_shape_check(const struct sar_audio_job *job,
    struct sar_err *err);

/** sar_shape_same: Is the opened ${info} what ${job} says?  SAR_ECORRUPT. */
SAR_MUST_CHECK int sar_shape_same(const struct sar_audio_job *job,
    const struct sar_media_info *info, struct sar_err *err);

/** sar_shape_stopped: Has a signal come?  -1 with ${err} set if so. */
SAR_MUST_CHECK int sar_shape_stopped(const struct sar_audio_job *job,
    struct sar_err *err);

#endif
