#ifndef SAR_TESTS_AUDIO_CALL_H
#define SAR_TESTS_AUDIO_CALL_H

/* A call of four seconds that is to become MP3 or Opus. */
#include "audio_bench.h"

#define LEN 32000 /* frames: 4 s at 8000 Hz */

static const enum sar_plan_format lossy[] = { SAR_FORMAT_MP3, SAR_FORMAT_OPUS };

/* Of tone, of silence: both deep enough to be looked into. */
static const struct sar_plan_cut cuts[] = {
	{ .from = 4000, .to = 16000 },
	{ .from = 20000, .to = 30000, .fill = SAR_FILL_SILENCE },
};

struct call {
	int16_t samples[LEN * 4];
	struct bytes file;
	struct sar_source source;
	struct sar_audio_job job;
};

static inline void
open_call(struct call *call, uint32_t rate, uint32_t channels, uint32_t seed)
{
	memset(call, 0, sizeof(*call));
	speak(call->samples, LEN, channels, seed);
	call->file = encode(PCM, rate, channels, call->samples, LEN);
	call->job = job_on(&call->file, &call->source, LEN, rate, channels);
	call->job.cuts = cuts;
	call->job.n_cuts = 2;
}

static inline void
close_call(struct call *call)
{
	bytes_free(&call->file);
}

/* The redaction of ${samples} instead of those of ${like}. */
static inline struct bytes
redact_other(const struct sar_audio_job *like, const int16_t *samples)
{
	struct sar_audio_job job = *like;
	struct sar_source source;
	struct bytes file = encode(PCM, job.rate, job.channels, samples, LEN);
	struct bytes out;

	(void)job_on(&file, &source, LEN, job.rate, job.channels);
	job.source = &source;
	out = redact(&job);
	bytes_free(&file);
	return out;
}

#endif
