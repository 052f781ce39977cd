#include "audio/likeness.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "audio/shape.h"

/* sar-package(5) states all of these. */
#define SILENCE_MAX 33      /* -60 dBFS, inside a cut */
#define TONE_RESIDUAL 733.0 /* root mean square, in 1/10 s; 10 dB below it */
#define LIKE_MIN 0.4        /* correlation of what is kept */
#define FLOOR 100.0  /* root mean square; below it there is no likeness */
#define MP3_LAG 1105 /* frames: 576 of the encoder, 529 of decoders */

#define COMB_MAX 48

/* One channel of both. */
struct line {
	double comb_x[COMB_MAX];
	double comb_y[COMB_MAX];
	double xx; /* of what is kept, after the comb */
	double yy;
	double xy;
	double residual; /* of the tone, squared, in this tenth of a second */
	uint32_t residual_n;
};

struct sar_likeness {
	const struct sar_check *check;
	struct sar_media *out;
	struct sar_media_info info;
	uint64_t skip; /* frames of the output before the first */
	uint64_t at;   /* frames of it compared */
	int16_t *block;
	size_t n;      /* frames in it */
	size_t used;   /* of them */
	uint32_t comb; /* frames back */
	uint64_t kept;
	struct line lines[SAR_AUDIO_CHANNELS_MAX];
};

static int
open_output(struct sar_likeness *like, struct sar_err *err)
{
	const struct sar_audio_job *job = like->check->job;
	size_t n = (size_t)SAR_AUDIO_BLOCK * job->channels;

	if ((like->block = calloc(n, sizeof(*like->block))) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	like->out = sar_media_open(like->check->output, NULL, &like->info, err);
	if (like->out == NULL)
		return -1;
	/* Opus has five rates of its own. */
	if (like->info.channels != job->channels ||
	    (like->info.rate != job->rate && job->format != SAR_FORMAT_OPUS))
		return sar_check_fails(job,
		    "another rate or number of channels", err);
	/* What tells talk apart is between 300 and 3700 Hz; hum is below. */
	like->comb = like->info.rate / 4000;
	if (like->comb == 0)
		like->comb = 1;
	if (like->comb > COMB_MAX)
		like->comb = COMB_MAX;
	return 0;
}

struct sar_likeness *
sar_likeness_open(const struct sar_check *check, struct sar_err *err)
{
	struct sar_likeness *like = calloc(1, sizeof(*like));

	if (like == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	like->check = check;
	like->skip = check->job->format == SAR_FORMAT_MP3 ? MP3_LAG : 0;
	if (open_output(like, err) == 0)
		return like;
	sar_likeness_free(like);
	return NULL;
}

void
sar_likeness_free(struct sar_likeness *like)
{
	if (like == NULL)
		return;
	sar_media_close(like->out);
	free(like->block);
	free(like);
}

/* The next frame of the output to *${frame}: 1; 0 at its end; or -1. */
static int
next_output(struct sar_likeness *like, const int16_t **frame,
    struct sar_err *err)
{
	size_t channels = like->check->job->channels;
	ssize_t n;

	if (like->used == like->n) {
		n = sar_media_read(like->out, like->block, SAR_AUDIO_BLOCK,
		    err);
		if (n <= 0)
			return n == 0 ? 0 : -1;
		like->n = (size_t)n;
		like->used = 0;
	}
	*frame = like->block + channels * like->used++;
	return 1;
}

/* What is kept, without what is below talk. */
static void
correlate(struct sar_likeness *like, struct line *line, double x, double y,
    bool kept)
{
	size_t slot = (size_t)(like->at % like->comb);
	double dx = x - line->comb_x[slot];
	double dy = y - line->comb_y[slot];

	line->comb_x[slot] = x;
	line->comb_y[slot] = y;
	if (!kept)
		return;
	line->xx += dx * dx;
	line->yy += dy * dy;
	line->xy += dx * dy;
}

static int
expected_tone(const struct sar_likeness *like)
{
	uint64_t hz = sar_expect_hz(like->check->job->rate);

	return sar_expect_tone((uint32_t)(like->at % like->info.rate * hz %
					  like->info.rate),
	    like->info.rate);
}

/* Inside a cut, where no codec rings any more. */
static int
compare_fill(struct sar_likeness *like, struct line *line, int y, bool silent,
    uint64_t frame, struct sar_err *err)
{
	double limit = TONE_RESIDUAL * TONE_RESIDUAL;
	double residual;

	if (silent) {
		if (y > SILENCE_MAX || y < -SILENCE_MAX)
			return sar_check_differs(like->check, frame,
			    "of a cut is not silent", err);
		return 0;
	}
	residual = y - expected_tone(like);
	line->residual += residual * residual;
	if (++line->residual_n < like->info.rate / 10)
		return 0;
	if (line->residual / line->residual_n > limit)
		return sar_check_differs(like->check, frame,
		    "of a cut is not the tone", err);
	line->residual = 0;
	line->residual_n = 0;
	return 0;
}

/* One frame of the output beside place ${i} + ${part} of the block. */
static int
compare_frame(struct sar_likeness *like, size_t i, double part,
    const int16_t *output, struct sar_err *err)
{
	const struct sar_check *check = like->check;
	const struct sar_expect_frame *frame = &check->frames[i];
	uint32_t channels = check->job->channels;
	const int16_t *now = check->block + i * channels;
	const int16_t *next = i + 1 < check->n ? now + channels : now;
	uint32_t c;
	bool deep;

	like->kept += frame->cut == 0;
	for (c = 0; c < channels; c++) {
		deep = (frame->deep >> c & 1) != 0;
		correlate(like, &like->lines[c],
		    now[c] + (next[c] - now[c]) * part, output[c],
		    (frame->cut >> c & 1) == 0);
		if (!deep) {
			like->lines[c].residual = 0;
			like->lines[c].residual_n = 0;
			continue;
		}
		if (compare_fill(like, &like->lines[c], output[c],
			(frame->silent >> c & 1) != 0, check->first + i,
			err) == -1)
			return -1;
	}
	return 0;
}

int
sar_likeness_block(struct sar_likeness *like, struct sar_err *err)
{
	const struct sar_check *check = like->check;
	uint64_t end = (check->first + check->n) * like->info.rate;
	uint64_t rate = like->info.rate;
	const int16_t *output = NULL;
	uint64_t place;
	int rc = 1;

	for (; like->skip > 0 && rc == 1; like->skip--)
		rc = next_output(like, &output, err);
	while (rc == 1 && (place = like->at * check->job->rate) < end) {
		if ((rc = next_output(like, &output, err)) != 1)
			break;
		if (compare_frame(like, (size_t)(place / rate - check->first),
			(double)(place % rate) / (double)rate, output,
			err) == -1)
			return -1;
		like->at++;
	}
	if (rc != 0)
		return rc == 1 ? 0 : -1;
	/* At another rate the last frame may be a part of one. */
	if (rate != check->job->rate &&
	    (like->at + 1) * check->job->rate >= end)
		return 0;
	return sar_check_differs(check, check->first,
	    "or one soon after is the end, which is too early", err);
}

/* How much longer than the recording may what is decoded be? */
static uint64_t
most_after(const struct sar_likeness *like)
{
	/* Two frames of MP3: one the encoder begins with, one not full. */
	return like->check->job->format == SAR_FORMAT_MP3 ? 2 * 1152 : 0;
}

int
sar_likeness_end(struct sar_likeness *like, struct sar_err *err)
{
	const struct sar_check *check = like->check;
	double least = FLOOR * FLOOR * (double)like->kept;
	const struct line *line;
	const int16_t *output = NULL;
	uint64_t after = 0;
	uint32_t c;
	int rc;

	while ((rc = next_output(like, &output, err)) == 1)
		after++;
	if (rc == -1)
		return -1;
	if (after > most_after(like))
		return sar_check_differs(check, check->job->frames,
		    "is past the end of the source", err);
	if ((like->info.findings & ~(unsigned)SAR_MEDIA_HEADERLESS) != 0)
		return sar_check_fails(check->job, "the output is damaged",
		    err);
	for (c = 0; c < check->job->channels; c++) {
		line = &like->lines[c];
		if (line->xx > least &&
		    line->xy < LIKE_MIN * sqrt(line->xx * line->yy))
			return sar_check_fails(check->job,
			    "what is kept does not sound like the source", err);
	}
	return 0;
}
