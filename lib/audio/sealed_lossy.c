/* A redacted MP3 or Opus file, without its source. */
#include "audio/expect.h"
#include "audio/inside.h"
#include "audio/sealed_state.h"
#include "audio/shape.h"

/*
 * How far a cut's edge is heard inside it, and what MP3 may have after the
 * sound: see sar-package(5).
 */
#define RING_MP3_MS 200
#define RING_OPUS_MS 400
#define MP3_AFTER ((uint64_t)2 * 1152)

/* One channel on its way through the cuts. */
struct line {
	size_t next; /* the first cut on it that is not over */
	struct sar_inside inside;
	bool silent; /* the fill it was last held against */
};

struct lossy {
	struct sar_sealed *s;
	uint64_t ring; /* frames */
	uint64_t at;   /* frames of the output since the first of the sound */
	uint64_t skip; /* frames before that */
	bool shared;   /* two channels are coded as one thing */
	struct line lines[SAR_AUDIO_CHANNELS_MAX];
};

/* The cut that channel ${c} is in at ${frame}, or NULL; never goes back. */
static const struct sar_plan_cut *
cut_at(struct lossy *l, uint32_t c, uint64_t frame)
{
	const struct sar_audio_job *job = l->s->job;
	const struct sar_plan_cut *cut;
	struct line *line = &l->lines[c];

	for (; line->next < job->n_cuts; line->next++) {
		cut = &job->cuts[line->next];
		if (cut->to > frame && sar_sealed_in(cut, c))
			return cut->from <= frame ? cut : NULL;
	}
	return NULL;
}

static bool
is_deep(const struct lossy *l, const struct sar_plan_cut *cut, uint64_t frame)
{
	return cut != NULL && frame - cut->from >= l->ring &&
	       cut->to - frame > l->ring;
}

/* One channel of one frame of the output, ${y} all its channels. */
static bool
is_good(struct lossy *l, uint32_t c, const struct sar_plan_cut *cut,
    uint64_t frame, const int16_t *loud, int y)
{
	struct line *line = &l->lines[c];

	if (!is_deep(l, cut, frame))
		return sar_inside_leave(&line->inside);
	line->silent = cut->fill == SAR_FILL_SILENCE;
	l->s->seen->cut++;
	return sar_inside_next(&line->inside, y, line->silent, loud);
}

/* ${y} is the frame of the output that is heard at ${frame}. */
static int
compare_frame(struct lossy *l, uint64_t frame, const int16_t *y,
    struct sar_err *err)
{
	const struct sar_audio_job *job = l->s->job;
	const struct sar_plan_cut *cuts[SAR_AUDIO_CHANNELS_MAX] = { NULL };
	const int16_t *loud;
	uint32_t c;

	for (c = 0; c < job->channels; c++)
		cuts[c] = cut_at(l, c, frame);
	for (c = 0; c < job->channels; c++) {
		loud = l->shared && cuts[1 - c] == NULL ? &y[1 - c] : NULL;
		if (!is_good(l, c, cuts[c], frame, loud, y[c]))
			return sar_sealed_differs(job, frame,
			    l->lines[c].silent ? "of a cut is not silent"
					       : "of a cut is not the tone",
			    err);
	}
	return 0;
}

static int
compare_block(struct lossy *l, size_t n, struct sar_err *err)
{
	const struct sar_audio_job *job = l->s->job;
	uint64_t frame;
	size_t i;

	for (i = 0; i < n; i++) {
		if (l->skip > 0) {
			l->skip--;
			continue;
		}
		frame = l->at * job->rate / l->s->info.rate;
		l->at++;
		/* What follows the sound is not in a cut, but has to end. */
		if (frame >= job->frames + MP3_AFTER)
			return sar_sealed_differs(job, job->frames,
			    "is past the end", err);
		if (frame < job->frames &&
		    compare_frame(l, frame, l->s->block + i * job->channels,
			err) == -1)
			return -1;
	}
	return 0;
}

/* Cuts of which nothing, or too little, is deep inside. */
static size_t
count_unclear(const struct lossy *l)
{
	const struct sar_audio_job *job = l->s->job;
	uint64_t tenth = job->rate / 10 == 0 ? 1 : job->rate / 10;
	uint64_t least;
	size_t n = 0;
	size_t i;

	for (i = 0; i < job->n_cuts; i++) {
		least = 2 * l->ring + 1 +
			(job->cuts[i].fill == SAR_FILL_TONE ? tenth : 0);
		n += job->cuts[i].to - job->cuts[i].from < least;
	}
	return n;
}

static int
check_end(struct lossy *l, struct sar_err *err)
{
	const struct sar_audio_job *job = l->s->job;
	uint64_t rate = l->s->info.rate;
	bool mp3 = job->format == SAR_FORMAT_MP3;
	uint32_t c;

	for (c = 0; c < job->channels; c++)
		if (!sar_inside_leave(&l->lines[c].inside))
			return sar_sealed_differs(job, job->frames,
			    "is the end, and before it is not the fill", err);
	/* At another rate the last frame may be a part of one. */
	if ((l->at + (rate != job->rate)) * job->rate < job->frames * rate)
		return sar_sealed_differs(job, l->at * job->rate / rate,
		    "is the end, which is too early", err);
	if (!mp3 && l->at > 0 && (l->at - 1) * job->rate >= job->frames * rate)
		return sar_sealed_differs(job, job->frames, "is past the end",
		    err);
	if ((l->s->info.findings & ~(unsigned)SAR_MEDIA_HEADERLESS) != 0)
		return sar_sealed_differs(job, job->frames,
		    "is the end, and the file is damaged", err);
	return 0;
}

int
sar_sealed_lossy(struct sar_sealed *s, struct sar_err *err)
{
	bool mp3 = s->job->format == SAR_FORMAT_MP3;
	uint32_t edge = mp3 ? RING_MP3_MS : RING_OPUS_MS;
	struct lossy l = {
		.s = s,
		.ring = (uint64_t)s->job->rate * edge / 1000,
		.skip = mp3 ? SAR_PLAN_MP3_DELAY : 0,
		.shared = !mp3 && s->job->channels == 2,
	};
	ssize_t n;
	uint32_t c;

	for (c = 0; c < s->job->channels; c++)
		sar_inside_init(&l.lines[c].inside, s->info.rate,
		    sar_expect_hz(s->job->rate));
	s->seen->unclear = count_unclear(&l);
	s->seen->edge = edge;
	while ((n = sar_media_read(s->media, s->block, SAR_AUDIO_BLOCK, err)) >
	       0)
		if (sar_shape_stopped(s->job, err) == -1 ||
		    compare_block(&l, (size_t)n, err) == -1)
			return -1;
	return n == -1 ? -1 : check_end(&l, err);
}
