/* A redacted recording of which every sample is known, without its source. */
#include "audio/sealed.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "audio/container.h"
#include "audio/expect.h"
#include "audio/sealed_state.h"
#include "audio/shape.h"

#define MINUS_ZERO 0x7f /* of mu-law, which silence is not written as */
#define G711_HEAD 58

static int
check_shape(const struct sar_audio_job *job, struct sar_err *err)
{
	if (sar_shape_check(job, err) == -1)
		return -1;
	/* Sizes are reckoned from it. */
	if (job->frames / job->rate >= SAR_MEDIA_MAX_SECONDS)
		return sar_err_set(err, SAR_ECORRUPT,
		    "%s: longer than any recording", job->source->name);
	return 0;
}

int
sar_sealed_form(const struct sar_audio_job *job, struct sar_err *err)
{
	if (check_shape(job, err) == -1)
		return -1;
	if (sar_container_check(job, job->source, err) == -1)
		return -1;
	if (job->format == SAR_FORMAT_FLAC)
		return sar_sealed_flac(job, err);
	if (job->format == SAR_FORMAT_MP3)
		return sar_sealed_mp3(job, err);
	return job->format == SAR_FORMAT_OPUS ? sar_sealed_opus(job, err) : 0;
}

int
sar_sealed_differs(const struct sar_audio_job *job, uint64_t frame,
    const char *why, struct sar_err *err)
{
	return sar_err_set(err, SAR_ECORRUPT, "%s: frame %" PRIu64 " %s",
	    job->source->name, frame, why);
}

/* What a channel of a cut holds at ${frame}. */
static int16_t
fill_at(const struct sar_sealed *s, enum sar_plan_fill fill, uint64_t frame)
{
	uint64_t rate = s->job->rate;
	uint64_t phase = frame % rate * sar_expect_hz(s->job->rate) % rate;
	int16_t value = 0;

	if (fill == SAR_FILL_TONE)
		value = (int16_t)sar_expect_tone((uint32_t)phase, s->job->rate);
	if (s->coded != NULL)
		value = s->coded[(uint16_t)value];
	return value;
}

bool
sar_sealed_in(const struct sar_plan_cut *cut, uint32_t channel)
{
	return cut->channels == 0 || (cut->channels >> channel & 1) != 0;
}

/* Sample by sample either would do, and two values are enough to speak. */
static bool
is_either(struct sar_sealed *s, uint64_t frame, uint32_t channel,
    int16_t sample)
{
	unsigned *fills = &s->fills[channel];

	if (frame % s->how->block == 0)
		*fills = 1U << SAR_FILL_TONE | 1U << SAR_FILL_SILENCE;
	if (sample != fill_at(s, SAR_FILL_TONE, frame))
		*fills &= ~(1U << SAR_FILL_TONE);
	if (sample != fill_at(s, SAR_FILL_SILENCE, frame))
		*fills &= ~(1U << SAR_FILL_SILENCE);
	return *fills != 0;
}

static bool
is_fill(struct sar_sealed *s, const struct sar_plan_cut *cut, uint64_t frame,
    uint32_t channel, int16_t sample)
{
	if (s->how != NULL && s->how->block != 0)
		return is_either(s, frame, channel, sample);
	return sample == fill_at(s, cut->fill, frame);
}

/* Frame ${frame}, place ${i} of the block, which ${cut} covers. */
static int
compare_frame(struct sar_sealed *s, const struct sar_plan_cut *cut,
    uint64_t frame, size_t i, struct sar_err *err)
{
	size_t channels = s->job->channels;
	uint32_t c;

	for (c = 0; c < channels; c++) {
		if (!sar_sealed_in(cut, c))
			continue;
		s->seen->cut++;
		if (!is_fill(s, cut, frame, c, s->block[i * channels + c]) ||
		    (s->codes != NULL &&
			s->codes[i * channels + c] == MINUS_ZERO))
			return sar_sealed_differs(s->job, frame,
			    "of a cut is not the fill", err);
	}
	return 0;
}

/* ${n} frames of the block, the first of which is ${first}. */
static int
compare_block(struct sar_sealed *s, uint64_t first, size_t n,
    struct sar_err *err)
{
	const struct sar_audio_job *job = s->job;
	const struct sar_plan_cut *cut;
	uint64_t frame;
	size_t k;

	for (k = s->next; k < job->n_cuts; k++) {
		cut = &job->cuts[k];
		if (cut->from >= first + n)
			break;
		frame = cut->from > first ? cut->from : first;
		for (; frame < cut->to && frame < first + n; frame++)
			if (compare_frame(s, cut, frame,
				(size_t)(frame - first), err) == -1)
				return -1;
		if (cut->to <= first + n)
			s->next = k + 1;
	}
	return 0;
}

/* The codes of mu-law: two of them decode to 0, and there must be but one. */
static int
read_codes(struct sar_sealed *s, uint64_t first, size_t n, struct sar_err *err)
{
	size_t channels = s->job->channels;

	if (s->codes == NULL)
		return 0;
	return sar_source_read(s->job->source, s->codes, n * channels,
	    G711_HEAD + first * channels, err);
}

static int
tell(const struct sar_sealed *s, size_t n, struct sar_err *err)
{
	if (s->how == NULL || s->how->fn == NULL)
		return 0;
	return s->how->fn(s->how->ctx, s->block, n, err);
}

static int
compare_all(struct sar_sealed *s, struct sar_err *err)
{
	const struct sar_audio_job *job = s->job;
	uint64_t done = 0;
	ssize_t n;

	for (;;) {
		if (sar_shape_stopped(job, err) == -1)
			return -1;
		n = sar_media_read(s->media, s->block, SAR_AUDIO_BLOCK, err);
		if (n <= 0)
			break;
		if ((uint64_t)n > job->frames - done)
			return sar_sealed_differs(job, job->frames,
			    "is past the end", err);
		if (read_codes(s, done, (size_t)n, err) == -1 ||
		    compare_block(s, done, (size_t)n, err) == -1 ||
		    tell(s, (size_t)n, err) == -1)
			return -1;
		done += (uint64_t)n;
	}
	if (n == -1)
		return -1;
	if (done < job->frames)
		return sar_sealed_differs(job, done,
		    "is the end, which is too early", err);
	if (s->info.findings != 0)
		return sar_sealed_differs(job, done,
		    "is the end, and bytes follow", err);
	return 0;
}

static int
open_sealed(struct sar_sealed *s, struct sar_err *err)
{
	const struct sar_audio_job *job = s->job;
	size_t n = (size_t)SAR_AUDIO_BLOCK * job->channels;
	bool lossy = !sar_audio_lossless(job->format);

	if ((s->block = calloc(n, sizeof(*s->block))) == NULL ||
	    (job->format == SAR_FORMAT_WAV_ULAW &&
		(s->codes = malloc(n)) == NULL))
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	if ((s->media = sar_media_open(job->source, NULL, &s->info, err)) ==
	    NULL)
		return -1;
	/* Opus has five rates of its own. */
	if (s->info.channels != job->channels ||
	    (s->info.rate != job->rate &&
		!(lossy && job->format == SAR_FORMAT_OPUS)))
		return sar_err_set(err, SAR_ECORRUPT,
		    "%s: another rate or number of channels",
		    job->source->name);
	return 0;
}

int
sar_sealed_cuts(const struct sar_audio_job *job, struct sar_sealed_seen *seen,
    struct sar_err *err)
{
	return sar_sealed_look(job, NULL, seen, err);
}

int
sar_sealed_look(const struct sar_audio_job *job,
    const struct sar_sealed_how *how, struct sar_sealed_seen *seen,
    struct sar_err *err)
{
	struct sar_sealed s = { .job = job, .how = how, .seen = seen };
	struct sar_expect expect;
	int rc = -1;

	memset(seen, 0, sizeof(*seen));
	if (how != NULL && !sar_audio_lossless(job->format))
		return sar_err_set(err, SAR_EFAIL,
		    "%s: not of a lossless format", job->source->name);
	if (check_shape(job, err) == -1 ||
	    sar_expect_begin(&expect, job, 0, err) == -1)
		return -1;
	s.coded = expect.coded;
	if (open_sealed(&s, err) == 0)
		rc = sar_audio_lossless(job->format)
			 ? compare_all(&s, err)
			 : sar_sealed_lossy(&s, err);
	seen->frames = job->frames;
	sar_media_close(s.media);
	if (s.block != NULL)
		explicit_bzero(s.block,
		    sizeof(*s.block) * SAR_AUDIO_BLOCK * job->channels);
	free(s.block);
	free(s.codes);
	sar_expect_end(&expect);
	return rc;
}
