/*
 * The redaction looked at from outside: decoded anew and compared, by code
 * that shares nothing with what wrote it.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "audio/audio.h"
#include "audio/container.h"
#include "audio/shape.h"

/* A sine of 1000 Hz, walked from frame 0 of the recording. */
struct beep {
	uint32_t rate;
	uint32_t step;
	uint32_t phase; /* of rate: a full turn */
};

/* How far one channel is through the cuts. */
struct walk {
	size_t next;     /* the cut not yet passed */
	uint64_t passed; /* frames since a cut's end, from 1 */
	bool after;      /* a cut has been passed */
};

struct check {
	const struct sar_audio_job *job;
	struct sar_media *in;
	struct sar_media *out;
	struct sar_media_info in_info;
	struct sar_media_info out_info;
	int16_t *source; /* plaintext */
	int16_t *output;
	struct beep beep;
	struct walk walks[SAR_AUDIO_CHANNELS_MAX];
	struct sar_audio_check result;
};

/* sin(pi t) ~ 16 t (1 - t) / (5 - 4 t (1 - t)), as sar-plan(5) has it. */
static int
beep_now(const struct beep *beep)
{
	uint64_t turn = (uint64_t)beep->phase * 2;
	int sign = 1;
	uint64_t whole = beep->rate;
	uint64_t up;
	uint64_t down;

	if (turn >= whole) {
		turn -= whole;
		sign = -1;
	}
	up = turn * (whole - turn);
	down = 5 * whole * whole - 4 * up;
	return sign * (int)(52432 * up / down);
}

static void
beep_step(struct beep *beep)
{
	beep->phase += beep->step;
	if (beep->phase >= beep->rate)
		beep->phase -= beep->rate;
}

static int
differs(const struct check *check, const char *why, struct sar_err *err)
{
	return sar_err_set(err, SAR_ECORRUPT,
	    "%s: self-check: frame %" PRIu64 " %s", check->job->source->name,
	    check->result.frames, why);
}

/* The cut of channel ${c} that is not over at this frame; NULL for none. */
static const struct sar_plan_cut *
next_cut(struct check *check, uint32_t c)
{
	const struct sar_audio_job *job = check->job;
	struct walk *walk = &check->walks[c];
	const struct sar_plan_cut *cut;

	for (; walk->next < job->n_cuts; walk->next++) {
		cut = &job->cuts[walk->next];
		if (cut->channels != 0 && (cut->channels & 1U << c) == 0)
			continue;
		if (cut->to > check->result.frames)
			return cut;
		walk->after = true;
		walk->passed = check->result.frames - cut->to;
	}
	return NULL;
}

/* ${sample}, kept, as the nearest cut of its channel lets it be heard. */
static int
faded(const struct check *check, uint32_t c, const struct sar_plan_cut *cut,
    int sample)
{
	const struct walk *walk = &check->walks[c];
	uint64_t full = (uint64_t)check->job->fade + 1;
	uint64_t gain = full;
	int64_t product;

	if (walk->after && walk->passed < gain)
		gain = walk->passed;
	if (cut != NULL && cut->from - check->result.frames < gain)
		gain = cut->from - check->result.frames;
	product = (int64_t)gain * (sample < 0 ? -sample : sample);
	product /= (int64_t)full;
	return (int)(sample < 0 ? -product : product);
}

static int
compare_sample(struct check *check, uint32_t c, int source, int output,
    bool *cut_here, struct sar_err *err)
{
	const struct sar_plan_cut *cut = next_cut(check, c);
	int expected = 0;

	check->walks[c].passed++;
	if (cut == NULL || cut->from > check->result.frames) {
		if (output != faded(check, c, cut, source))
			return differs(check, "was changed outside a cut", err);
		return 0;
	}
	if (cut->fill != SAR_FILL_SILENCE)
		expected = beep_now(&check->beep);
	if (output != expected)
		return differs(check, "of a cut is not the fill", err);
	check->result.cut[c]++;
	*cut_here = true;
	return 0;
}

static int
compare_frame(struct check *check, const int16_t *source, const int16_t *output,
    struct sar_err *err)
{
	bool cut_here = false;
	uint32_t c;

	for (c = 0; c < check->job->channels; c++)
		if (compare_sample(check, c, source[c], output[c], &cut_here,
			err) == -1)
			return -1;
	check->result.frames_cut += cut_here;
	check->result.frames_kept += !cut_here;
	check->result.frames++;
	beep_step(&check->beep);
	return 0;
}

/* Just ${frames} frames, in as many reads as it takes. */
static int
read_exactly(struct check *check, struct sar_media *media, int16_t *out,
    size_t frames, struct sar_err *err)
{
	ssize_t n;

	while (frames > 0) {
		n = sar_media_read(media, out, frames, err);
		if (n == -1)
			return -1;
		if (n == 0)
			return differs(check, "is past the end of the source",
			    err);
		out += (size_t)n * check->job->channels;
		frames -= (size_t)n;
	}
	return 0;
}

/* Return how many frames were compared, 0 at the end, or -1. */
static ssize_t
compare_block(struct check *check, struct sar_err *err)
{
	size_t channels = check->job->channels;
	ssize_t n;
	ssize_t i;

	n = sar_media_read(check->out, check->output, SAR_AUDIO_BLOCK, err);
	if (n <= 0)
		return n;
	if (read_exactly(check, check->in, check->source, (size_t)n, err) == -1)
		return -1;
	for (i = 0; i < n; i++)
		if (compare_frame(check, check->source + (size_t)i * channels,
			check->output + (size_t)i * channels, err) == -1)
			return -1;
	return n;
}

static int
compare_all(struct check *check, struct sar_err *err)
{
	ssize_t n;

	do {
		if (sar_shape_stopped(check->job, err) == -1)
			return -1;
		if ((n = compare_block(check, err)) == -1)
			return -1;
	} while (n > 0);
	n = sar_media_read(check->in, check->source, 1, err);
	if (n == -1)
		return -1;
	if (n > 0 || check->result.frames != check->job->frames)
		return differs(check, "is the end, which is too early", err);
	/* Bytes no decoder plays can still be read by somebody. */
	if (check->out_info.findings != 0)
		return differs(check, "is the end, and bytes follow", err);
	return 0;
}

static int
check_info(const struct sar_audio_job *job, const struct sar_media_info *info,
    struct sar_err *err)
{
	if (info->rate == job->rate && info->channels == job->channels)
		return 0;
	return sar_err_set(err, SAR_ECORRUPT,
	    "%s: self-check: another rate or number of channels",
	    job->source->name);
}

static int
open_both(struct check *check, const struct sar_source *output,
    struct sar_err *err)
{
	const struct sar_audio_job *job = check->job;
	size_t size = sizeof(int16_t) * SAR_AUDIO_BLOCK * job->channels;

	if ((check->source = malloc(size)) == NULL ||
	    (check->output = malloc(size)) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	check->in = sar_media_open(job->source, job->raw, &check->in_info, err);
	if (check->in == NULL || check_info(job, &check->in_info, err) == -1)
		return -1;
	check->out = sar_media_open(output, NULL, &check->out_info, err);
	if (check->out == NULL || check_info(job, &check->out_info, err) == -1)
		return -1;
	return 0;
}

static void
close_both(struct check *check)
{
	size_t size = sizeof(int16_t) * SAR_AUDIO_BLOCK * check->job->channels;

	sar_media_close(check->in);
	sar_media_close(check->out);
	if (check->source != NULL)
		explicit_bzero(check->source, size);
	if (check->output != NULL)
		explicit_bzero(check->output, size);
	free(check->source);
	free(check->output);
}

int
sar_audio_check(const struct sar_audio_job *job,
    const struct sar_source *output, struct sar_audio_check *result,
    struct sar_err *err)
{
	struct check check = { .job = job, .beep = { .rate = job->rate } };
	int rc = -1;

	check.beep.step = job->rate < 4000 ? job->rate / 4 : 1000;
	if (sar_shape_check(job, err) == -1 ||
	    sar_container_check(job, output, err) == -1)
		return -1;
	if (open_both(&check, output, err) == 0 &&
	    compare_all(&check, err) == 0) {
		*result = check.result;
		rc = 0;
	}
	close_both(&check);
	return rc;
}
