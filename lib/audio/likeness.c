#include "audio/likeness.h"

#include <math.h>
#include <stdlib.h>

#include "audio/band.h"
#include "audio/inside.h"
#include "audio/shape.h"

/* sar-package(5) states all of these. */
#define LIKE_MIN 0.55 /* correlation of what is kept */
#define FLOOR 100.0   /* root mean square; below it there is no likeness */
#define BESIDE 0.001  /* of all that sounds: 30 dB below, nor here */
#define SHARED 0.03   /* of a channel coded with it: 15 dB below, nor here */

/* One channel of both. */
struct line {
	struct sar_band_state band_x;
	struct sar_band_state band_y;
	uint64_t kept; /* frames */
	double all;    /* of the source's kept sound; the rest is of the band */
	double xx;
	double yy;
	double xy;
	struct sar_inside inside;
};

struct sar_likeness {
	const struct sar_check *check;
	struct sar_media *out;
	struct sar_media_info info;
	uint64_t skip; /* frames of the output before the first */
	uint64_t at;   /* frames of it compared */
	int16_t *block;
	size_t n;    /* frames in it */
	size_t used; /* of them */
	bool shared; /* two channels are coded as one thing */
	struct sar_band band;
	struct line lines[SAR_AUDIO_CHANNELS_MAX];
};

/* It fails closed; a format that loses nothing has no such doubt. */
static int
unlike(int failed, struct sar_err *err)
{
	sar_err_hint(err, "choose the format flac or wav");
	return failed;
}

static int
open_output(struct sar_likeness *like, struct sar_err *err)
{
	const struct sar_audio_job *job = like->check->job;
	size_t n = (size_t)SAR_AUDIO_BLOCK * job->channels;
	uint32_t c;

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
	like->shared = job->format == SAR_FORMAT_OPUS && job->channels == 2;
	sar_band_init(&like->band, like->info.rate);
	for (c = 0; c < job->channels; c++)
		sar_inside_init(&like->lines[c].inside, like->info.rate,
		    sar_expect_hz(job->rate));
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
	like->skip = check->job->format == SAR_FORMAT_MP3 ? SAR_PLAN_MP3_DELAY
							  : 0;
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

/* What is kept, in the band of talk. */
static void
correlate(struct sar_likeness *like, struct line *line, double x, double y,
    bool kept)
{
	double bx = sar_band_next(&like->band, &line->band_x, x);
	double by = sar_band_next(&like->band, &line->band_y, y);

	if (!kept)
		return;
	line->kept++;
	line->all += x * x;
	line->xx += bx * bx;
	line->yy += by * by;
	line->xy += bx * by;
}

/* Channel ${c} of place ${i} of the block: deep inside a cut, or no more. */
static int
compare_fill(struct sar_likeness *like, uint32_t c, size_t i, int y,
    struct sar_err *err)
{
	const struct sar_check *check = like->check;
	const struct sar_expect_frame *frame = &check->frames[i];
	struct sar_inside *inside = &like->lines[c].inside;
	bool silent = (inside->now.n > 0 ? inside->now : inside->last).silent;
	const int16_t *loud = NULL;
	bool good;

	if ((frame->deep >> c & 1) == 0)
		good = sar_inside_leave(inside);
	else {
		silent = (frame->silent >> c & 1) != 0;
		if (like->shared && (frame->cut >> (1 - c) & 1) == 0)
			loud = check->block + 2 * i + 1 - c;
		good = sar_inside_next(inside, y, silent, loud);
	}
	if (good)
		return 0;
	return unlike(sar_check_differs(check, check->first + i,
			  silent ? "of a cut is not silent"
				 : "of a cut is not the tone",
			  err),
	    err);
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

	for (c = 0; c < channels; c++) {
		correlate(like, &like->lines[c],
		    now[c] + (next[c] - now[c]) * part, output[c],
		    (frame->cut >> c & 1) == 0);
		if (compare_fill(like, c, i, output[c], err) == -1)
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

/* Is there sound enough to tell, and is it like? */
static bool
is_like(const struct sar_likeness *like, uint32_t c)
{
	const struct line *line = &like->lines[c];
	double least = FLOOR * FLOOR * (double)line->kept;

	if (BESIDE * line->all > least)
		least = BESIDE * line->all;
	if (like->shared && SHARED * like->lines[1 - c].xx > least)
		least = SHARED * like->lines[1 - c].xx;
	/* Nothing at all is like nothing that sounds: 0 is not enough. */
	return line->xx <= least ||
	       line->xy > LIKE_MIN * sqrt(line->xx * line->yy);
}

int
sar_likeness_end(struct sar_likeness *like, struct sar_err *err)
{
	const struct sar_check *check = like->check;
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
		if (!is_like(like, c))
			return unlike(sar_check_fails(check->job,
					  "what is kept does not sound like "
					  "the source",
					  err),
			    err);
	}
	return 0;
}
