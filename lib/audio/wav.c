#include <stdlib.h>
#include <string.h>

#include "audio/encoder.h"
#include "audio/g711.h"
#include "audio/riff.h"

#define SAMPLES 65536

struct wav {
	struct sar_encoder encoder;
	struct sar_riff riff;
	uint8_t *codes; /* of G.711: of every sample, by its 16 bits */
};

static int
put_pcm(struct sar_encoder *encoder, int16_t *samples, size_t frames,
    struct sar_err *err)
{
	size_t n = frames * encoder->shape.channels;

	(void)err;
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	for (size_t i = 0; i < n; i++)
		samples[i] = (int16_t)__builtin_bswap16((uint16_t)samples[i]);
#endif
	sar_queue_lend(encoder->queue, samples, n * sizeof(*samples));
	return 0;
}

static int
put_codes(struct sar_encoder *encoder, int16_t *samples, size_t frames,
    struct sar_err *err)
{
	const struct wav *wav = (const struct wav *)encoder;
	size_t n = frames * encoder->shape.channels;
	uint8_t *out = (uint8_t *)samples;
	size_t i;

	(void)err;
	/* In place: a code never overtakes the samples still to be read. */
	for (i = 0; i < n; i++)
		out[i] = wav->codes[(uint16_t)samples[i]];
	sar_queue_lend(encoder->queue, out, n);
	return 0;
}

static int
end_wav(struct sar_encoder *encoder, struct sar_err *err)
{
	static const uint8_t pad = 0;
	const struct wav *wav = (const struct wav *)encoder;

	return sar_queue_put(encoder->queue, &pad, wav->riff.data % 2, err);
}

static void
free_wav(struct sar_encoder *encoder)
{
	struct wav *wav = (struct wav *)encoder;

	free(wav->codes);
	free(wav);
}

static int
make_codes(struct wav *wav, struct sar_err *err)
{
	bool alaw = wav->encoder.shape.format == SAR_FORMAT_WAV_ALAW;
	uint32_t i;
	int sample;

	if ((wav->codes = malloc(SAMPLES)) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	for (i = 0; i < SAMPLES; i++) {
		sample = (int16_t)(uint16_t)i;
		wav->codes[i] = alaw ? sar_g711_alaw(sample)
				     : sar_g711_ulaw(sample);
	}
	wav->encoder.put = put_codes;
	return 0;
}

struct sar_encoder *
sar_encoder_wav(const struct sar_encoder_shape *shape, struct sar_queue *queue,
    struct sar_err *err)
{
	struct wav *wav = calloc(1, sizeof(*wav));

	if (wav == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	wav->encoder.put = put_pcm;
	wav->encoder.end = end_wav;
	wav->encoder.free = free_wav;
	wav->encoder.shape = *shape;
	wav->encoder.queue = queue;
	if (sar_riff_make(shape, &wav->riff, err) == -1 ||
	    (shape->format != SAR_FORMAT_WAV && make_codes(wav, err) == -1) ||
	    sar_queue_put(queue, wav->riff.head, wav->riff.head_len, err) ==
		-1) {
		free_wav(&wav->encoder);
		return NULL;
	}
	return &wav->encoder;
}
