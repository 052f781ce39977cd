#ifndef SAR_AUDIO_COPY_H
#define SAR_AUDIO_COPY_H

#include <stdbool.h>

#include "audio/audio.h"

/*
 * Private to audio: sound without memory that is written as it is stored.
 * Bytes go from the source into the caller's buffer; those of cuts are
 * replaced there, nothing is decoded but what is faded.
 */

/**
 * sar_copy_open: As sar_audio_open(), with *${is} true, where the job's source
 * and format are the same; else *${is} is false and nothing has been done.
 */
SAR_MUST_CHECK int sar_copy_open(const struct sar_audio_job *job, bool *is,
    struct sar_stream *stream, struct sar_err *err);

#endif
