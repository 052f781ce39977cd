#ifndef SAR_AUDIO_CONTAINER_H
#define SAR_AUDIO_CONTAINER_H

#include <stdbool.h>

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

/* Private to audio: the frames of an MP3 file, each as long as it must be. */
struct sar_container_mp3 {
	uint32_t samples;  /* of a frame */
	uint32_t version;  /* 3: MPEG-1; 2: MPEG-2; 0: MPEG-2.5 */
	uint32_t rate;     /* index */
	uint32_t bit_rate; /* index */
	uint32_t mode;     /* 3: one channel; 0: two */
	uint32_t hertz;
	uint32_t length;  /* of a frame, rounded down */
	uint32_t more;    /* what is lost by that, in parts of hertz */
	uint32_t lag;     /* of that, in the frames so far */
	uint32_t padding; /* 1: a byte more; of the frame that is next */
};

/** sar_container_mp3_begin: False where MP3 cannot hold it. */
bool sar_container_mp3_begin(struct sar_container_mp3 *mp3,
    const struct sar_audio_job *job);

/** sar_container_mp3_next: Bytes of the next frame; sets its padding. */
size_t sar_container_mp3_next(struct sar_container_mp3 *mp3);

#endif
