#ifndef SAR_AUDIO_AUDIO_H
#define SAR_AUDIO_AUDIO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/stream.h"
#include "media/media.h"
#include "plan/plan.h"

#define SAR_AUDIO_CHANNELS_MAX 8

struct sar_peaks; /* of the review picture: audio/peaks.h */

/* One recording to be redacted.  Everything is borrowed. */
struct sar_audio_job {
	const struct sar_source *source; /* bytes already checked by digest */
	const struct sar_media_raw *raw; /* of a headerless one; else NULL */
	uint64_t frames;                 /* as measured at import */
	uint32_t rate;
	uint32_t channels;
	enum sar_codec codec; /* as at import: guards rest on it; or UNKNOWN */
	const struct sar_plan_cut *cuts; /* sorted, disjoint, below frames */
	size_t n_cuts;
	uint32_t fade; /* frames of what is kept next to a cut; or 0 */
	enum sar_plan_format format;
	struct sar_peaks *peaks;  /* told what is written; or NULL */
	const volatile int *stop; /* a signal's number once one came; NULL */
};

/**
 * sar_audio_open(job, stream, err):
 * A stream of the redacted recording as a WAV or FLAC file: same rate, same
 * channels, same number of frames, every frame of every cut replaced by its
 * fill on the cut's channels, fades on kept frames only, nothing of the
 * source's metadata.  Memory does not grow with the length.  The bytes depend
 * only on the frames kept, the cuts and the job's shape: not on what was cut,
 * the time or the machine.  Reading fails with SAR_ECORRUPT when the source
 * ends early or has more frames than the job says.  WAV streams know their
 * size, FLAC streams do not.
 */
SAR_MUST_CHECK int sar_audio_open(const struct sar_audio_job *job,
    struct sar_stream *stream, struct sar_err *err);

/** sar_audio_size: Of the job's output in bytes, or SAR_STREAM_UNSIZED. */
uint64_t sar_audio_size(const struct sar_audio_job *job);

/** sar_audio_lossless: Does ${format} keep every sample it is given? */
bool sar_audio_lossless(enum sar_plan_format format);

enum sar_audio_method {
	SAR_AUDIO_EVERY_SAMPLE, /* decoded, and each one compared */
	SAR_AUDIO_ENCODED_AGAIN /* the same bytes, and what they decode to */
};

/* What the self-check saw. */
struct sar_audio_check {
	enum sar_audio_method method;
	uint64_t frames;      /* of the output */
	uint64_t frames_cut;  /* in a cut of some channel: all were the fill */
	uint64_t frames_kept; /* the rest: all as in the source, or faded */
	uint64_t cut[SAR_AUDIO_CHANNELS_MAX]; /* frames of each channel */
};

/**
 * sar_audio_check(job, output, result, err):
 * Decode the source again and make of it what the redaction must be.  Of a
 * lossless format, decode ${output} (what was written, read back) too and
 * compare every sample.  Of MP3 and Opus, encode again and compare every byte;
 * decode ${output} and compare it as far as the format allows: see
 * sar-package(5).  The file must hold nothing else.  Return 0, or -1 with
 * ${err} set to SAR_ECORRUPT.  Shares no code with the writer but the decoder
 * and, for MP3 and Opus, the encoder.
 */
SAR_MUST_CHECK int sar_audio_check(const struct sar_audio_job *job,
    const struct sar_source *output, struct sar_audio_check *result,
    struct sar_err *err);

#endif
