#include <lame/lame.h>
#include <stdlib.h>
#include <string.h>

#include "audio/encoder.h"
#include "audio/shape.h"

#define PART 4096 /* frames */
/* What lame.h says a call may need, and for what it holds back at the end. */
#define OUT_MAX (PART * 5 / 4 + 7200)

/* Of LAME's nine, from fast to best: no better costs less. */
#define QUALITY 5

struct mp3 {
	struct sar_encoder encoder;
	lame_t lame;
	float *left;
	float *right;
	unsigned char *out;
};

/* kbit/s of a channel, by rate; sar-package(5) lists them. */
static const struct {
	uint32_t rate;
	int kbps;
} rates[] = {
	{ 8000, 32 },
	{ 11025, 32 },
	{ 12000, 32 },
	{ 16000, 64 },
	{ 22050, 64 },
	{ 24000, 64 },
	{ 32000, 96 },
	{ 44100, 96 },
	{ 48000, 96 },
};

/* LAME would print what it thinks of its settings. */
static void
say_nothing(const char *format, va_list args)
{
	(void)format;
	(void)args;
}

int
sar_encoder_mp3_kbps(uint32_t rate, uint32_t channels)
{
	size_t i;

	for (i = 0; i < sizeof(rates) / sizeof(rates[0]); i++)
		if (rates[i].rate == rate && channels <= 2)
			return rates[i].kbps * (int)channels;
	return 0;
}

static int
kbps_of(const struct sar_encoder_shape *shape)
{
	return sar_encoder_mp3_kbps(shape->rate, shape->channels);
}

static int
take(struct mp3 *mp3, int n, struct sar_err *err)
{
	if (n < 0)
		return sar_err_set(err, SAR_EFAIL, "the MP3 encoder failed");
	return sar_queue_put(mp3->encoder.queue, mp3->out, (size_t)n, err);
}

static int
put_mp3(struct sar_encoder *encoder, int16_t *samples, size_t frames,
    struct sar_err *err)
{
	struct mp3 *mp3 = (struct mp3 *)encoder;
	size_t channels = encoder->shape.channels;
	size_t n;
	size_t i;

	for (; frames > 0; frames -= n, samples += n * channels) {
		n = frames < PART ? frames : PART;
		for (i = 0; i < n; i++) {
			mp3->left[i] = (float)samples[i * channels] / 32768.0f;
			mp3->right[i] =
			    (float)samples[i * channels + channels - 1] /
			    32768.0f;
		}
		if (take(mp3,
			lame_encode_buffer_ieee_float(mp3->lame, mp3->left,
			    mp3->right, (int)n, mp3->out, OUT_MAX),
			err) == -1)
			return -1;
	}
	return 0;
}

static int
end_mp3(struct sar_encoder *encoder, struct sar_err *err)
{
	struct mp3 *mp3 = (struct mp3 *)encoder;

	return take(mp3, lame_encode_flush(mp3->lame, mp3->out, OUT_MAX), err);
}

static void
free_mp3(struct sar_encoder *encoder)
{
	struct mp3 *mp3 = (struct mp3 *)encoder;

	if (mp3->lame != NULL)
		(void)lame_close(mp3->lame);
	if (mp3->left != NULL)
		explicit_bzero(mp3->left, sizeof(float) * PART * 2);
	free(mp3->left);
	free(mp3->out);
	free(mp3);
}

/*
 * Constant bit rate and no bit reservoir: each frame stands by itself.  No
 * tag of LAME's, which would have to be gone back to; none of anybody's.
 * Plain stereo: what one channel says is not in the other's bits.
 */
static bool
set_up(struct mp3 *mp3)
{
	const struct sar_encoder_shape *shape = &mp3->encoder.shape;
	lame_t lame = mp3->lame;

	(void)lame_set_errorf(lame, say_nothing);
	(void)lame_set_debugf(lame, say_nothing);
	(void)lame_set_msgf(lame, say_nothing);
	lame_set_write_id3tag_automatic(lame, 0);
	return lame_set_num_channels(lame, (int)shape->channels) == 0 &&
	       lame_set_in_samplerate(lame, (int)shape->rate) == 0 &&
	       lame_set_out_samplerate(lame, (int)shape->rate) == 0 &&
	       lame_set_mode(lame, shape->channels == 1 ? MONO : STEREO) == 0 &&
	       lame_set_VBR(lame, vbr_off) == 0 &&
	       lame_set_brate(lame, kbps_of(shape)) == 0 &&
	       lame_set_quality(lame, QUALITY) == 0 &&
	       lame_set_bWriteVbrTag(lame, 0) == 0 &&
	       lame_set_disable_reservoir(lame, 1) == 0 &&
	       lame_init_params(lame) == 0;
}

static struct mp3 *
new_mp3(const struct sar_encoder_shape *shape, struct sar_queue *queue,
    struct sar_err *err)
{
	struct mp3 *mp3 = calloc(1, sizeof(*mp3));

	if (mp3 == NULL)
		goto failed;
	mp3->encoder.put = put_mp3;
	mp3->encoder.end = end_mp3;
	mp3->encoder.free = free_mp3;
	mp3->encoder.shape = *shape;
	mp3->encoder.queue = queue;
	if ((mp3->left = calloc((size_t)PART * 2, sizeof(float))) == NULL ||
	    (mp3->out = malloc(OUT_MAX)) == NULL ||
	    (mp3->lame = lame_init()) == NULL)
		goto failed;
	mp3->right = mp3->left + PART;
	return mp3;

failed:
	(void)sar_err_set(err, SAR_EFAIL, "out of memory");
	if (mp3 != NULL)
		free_mp3(&mp3->encoder);
	return NULL;
}

struct sar_encoder *
sar_encoder_mp3(const struct sar_encoder_shape *shape, struct sar_queue *queue,
    struct sar_err *err)
{
	struct mp3 *mp3;

	if (kbps_of(shape) == 0) {
		(void)sar_err_set(err, SAR_EINPUT,
		    "mp3 cannot hold this rate or number of channels");
		sar_err_hint(err, "choose the format flac");
		return NULL;
	}
	if ((mp3 = new_mp3(shape, queue, err)) == NULL)
		return NULL;
	if (set_up(mp3))
		return &mp3->encoder;
	(void)sar_err_set(err, SAR_EFAIL, "the MP3 encoder failed");
	free_mp3(&mp3->encoder);
	return NULL;
}
