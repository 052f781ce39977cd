#ifndef SAR_AUDIO_CONTAINER_H
#define SAR_AUDIO_CONTAINER_H

#include "audio/audio.h"

/**
 * sar_container_check: Is ${output} a file of the job's format with nothing
 * in it but the audio: no tags, pictures, other chunks or spare bytes, and of
 * MP3 and Opus, as many frames as there must be?  SAR_ECORRUPT if not.
 */
SAR_MUST_CHECK int sar_container_check(const struct sar_audio_job *job,
    const struct sar_source *output, struct sar_err *err);

/* Private to audio: the same for one format each. */
SAR_MUST_CHECK int sar_container_mp3(const struct sar_audio_job *job,
    const struct sar_source *output, struct sar_err *err);
SAR_MUST_CHECK int sar_container_opus(const struct sar_audio_job *job,
    const struct sar_source *output, struct sar_err *err);

/** sar_container_little: The ${n} bytes of a number, the least first. */
uint64_t sar_container_little(const uint8_t *bytes, size_t n);

#endif
