#include <opus/opus.h>
#include <opus/opusenc.h>
#include <stdlib.h>

#include "audio/encoder.h"
#include "audio/shape.h"

/* Of the Ogg stream: any will do where there is only one ("SARX"). */
#define SERIAL 0x53415258

/* Of 0 to 10: what 10 adds to a telephone call takes as long again. */
#define COMPLEXITY 5

struct opus {
	struct sar_encoder encoder;
	OggOpusComments *comments;
	OggOpusEnc *codec;
	struct sar_err err;
};

/* bit/s of a channel, by rate; sar-package(5) lists them. */
static opus_int32
bit_rate(const struct sar_encoder_shape *shape)
{
	opus_int32 each = 48000;

	if (shape->rate <= 12000)
		each = 24000;
	else if (shape->rate <= 24000)
		each = 32000;
	return each * (opus_int32)shape->channels;
}

/* No more than the recording has: nothing is spent on what is not there. */
static opus_int32
bandwidth(const struct sar_encoder_shape *shape)
{
	if (shape->rate <= 8000)
		return OPUS_BANDWIDTH_NARROWBAND;
	if (shape->rate <= 12000)
		return OPUS_BANDWIDTH_MEDIUMBAND;
	if (shape->rate <= 16000)
		return OPUS_BANDWIDTH_WIDEBAND;
	return shape->rate <= 24000 ? OPUS_BANDWIDTH_SUPERWIDEBAND
				    : OPUS_BANDWIDTH_FULLBAND;
}

static int
write_page(void *ctx, const unsigned char *data, opus_int32 len)
{
	struct opus *opus = ctx;

	return sar_queue_put(opus->encoder.queue, data, (size_t)len,
		   &opus->err) == -1;
}

static int
close_pages(void *ctx)
{
	(void)ctx;
	return 0;
}

static int
failed(const struct opus *opus, struct sar_err *err)
{
	if (opus->err.code != SAR_OK) {
		*err = opus->err;
		return -1;
	}
	return sar_err_set(err, SAR_EFAIL, "the Opus encoder failed");
}

static int
put_opus(struct sar_encoder *encoder, int16_t *samples, size_t frames,
    struct sar_err *err)
{
	struct opus *opus = (struct opus *)encoder;

	return ope_encoder_write(opus->codec, samples, (int)frames) == OPE_OK
		   ? 0
		   : failed(opus, err);
}

static int
end_opus(struct sar_encoder *encoder, struct sar_err *err)
{
	struct opus *opus = (struct opus *)encoder;

	return ope_encoder_drain(opus->codec) == OPE_OK ? 0 : failed(opus, err);
}

static void
free_opus(struct sar_encoder *encoder)
{
	struct opus *opus = (struct opus *)encoder;

	if (opus->codec != NULL)
		ope_encoder_destroy(opus->codec);
	if (opus->comments != NULL)
		ope_comments_destroy(opus->comments);
	free(opus);
}

/*
 * Variable bit rate: packets are as long as what is in them needs, which is
 * the redacted sound and nothing else.  Channels past two are not speakers of
 * a room (family 1) but lines of a call: family 255, each by itself.
 */
static bool
set_up(struct opus *opus)
{
	static const OpusEncCallbacks calls = { write_page, close_pages };
	const struct sar_encoder_shape *shape = &opus->encoder.shape;
	int family = shape->channels <= 2 ? 0 : 255;
	int rc = OPE_OK;

	opus->codec = ope_encoder_create_callbacks(&calls, opus, opus->comments,
	    (opus_int32)shape->rate, (int)shape->channels, family, &rc);
	if (opus->codec == NULL || rc != OPE_OK)
		return false;
	return ope_encoder_ctl(opus->codec, OPE_SET_SERIALNO(SERIAL)) ==
		   OPE_OK &&
	       ope_encoder_ctl(opus->codec, OPE_SET_COMMENT_PADDING(0)) ==
		   OPE_OK &&
	       ope_encoder_ctl(opus->codec,
		   OPUS_SET_APPLICATION(OPUS_APPLICATION_VOIP)) == OPE_OK &&
	       ope_encoder_ctl(opus->codec,
		   OPUS_SET_BITRATE(bit_rate(shape))) == OPE_OK &&
	       ope_encoder_ctl(opus->codec, OPUS_SET_COMPLEXITY(COMPLEXITY)) ==
		   OPE_OK &&
	       ope_encoder_ctl(opus->codec,
		   OPUS_SET_MAX_BANDWIDTH(bandwidth(shape))) == OPE_OK &&
	       ope_encoder_ctl(opus->codec, OPUS_SET_VBR(1)) == OPE_OK &&
	       ope_encoder_ctl(opus->codec, OPUS_SET_VBR_CONSTRAINT(0)) ==
		   OPE_OK;
}

struct sar_encoder *
sar_encoder_opus(const struct sar_encoder_shape *shape, struct sar_queue *queue,
    struct sar_err *err)
{
	struct opus *opus = calloc(1, sizeof(*opus));

	if (opus == NULL || (opus->comments = ope_comments_create()) == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		free(opus);
		return NULL;
	}
	opus->encoder.put = put_opus;
	opus->encoder.end = end_opus;
	opus->encoder.free = free_opus;
	opus->encoder.shape = *shape;
	opus->encoder.queue = queue;
	if (set_up(opus))
		return &opus->encoder;
	(void)sar_err_set(err, SAR_EINPUT,
	    "opus cannot hold this rate or number of channels");
	sar_err_hint(err, "choose the format flac");
	free_opus(&opus->encoder);
	return NULL;
}
