#ifndef SAR_AUDIO_AUDIO_H
#define SAR_AUDIO_AUDIO_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/stream.h"
#include "media/media.h"
#include "plan/plan.h"

/* One recording to be redacted.  Everything is borrowed. */
struct sar_audio_job {
	const struct sar_source *source; /* bytes already checked by digest */
	const struct sar_media_raw *raw; /* of a headerless one; else NULL */
	uint64_t frames;                 /* as measured at import */
	uint32_t rate;
	uint32_t channels;
	const struct sar_plan_cut *cuts; /* sorted, disjoint, below frames */
	size_t n_cuts;
	enum sar_plan_fill fill;
	enum sar_plan_format format;
	const volatile int *stop; /* a signal's number once one came; NULL */
};

/**
 * sar_audio_open(job, stream, err):
 * A stream of the redacted recording as a WAV or FLAC file: same rate, same
 * channels, same number of frames, every frame of every cut replaced by the
 * fill, nothing of the source's metadata.  Memory does not grow with the
 * length.  The bytes depend only on the frames kept, the cuts and the job's
 * shape: not on what was cut, the time or the machine.  Reading fails with
 * SAR_ECORRUPT when the source ends early or has more frames than the job
 * says.  WAV streams know their size, FLAC streams do not.
 */
SAR_MUST_CHECK int sar_audio_open(const struct sar_audio_job *job,
    struct sar_stream *stream, struct sar_err *err);

/* What the self-check saw. */
struct sar_audio_check {
	uint64_t frames;      /* of the output */
	uint64_t frames_cut;  /* inside cuts: all were the fill */
	uint64_t frames_kept; /* outside: all equal to the source */
};

/**
 * sar_audio_check(job, output, result, err):
 * Decode ${output} (what was written, read back) and the source again and
 * compare every sample: the fill inside the cuts, unchanged outside, the same
 * length.  Return 0, or -1 with ${err} set to SAR_ECORRUPT at the first
 * frame that differs.  Shares no code with the writer but the decoder.
 */
SAR_MUST_CHECK int sar_audio_check(const struct sar_audio_job *job,
    const struct sar_source *output, struct sar_audio_check *result,
    struct sar_err *err);

#endif
