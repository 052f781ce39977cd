#include "audio/encoder.h"

struct sar_encoder *
sar_encoder_open(const struct sar_encoder_shape *shape, struct sar_queue *queue,
    struct sar_err *err)
{
	switch (shape->format) {
	case SAR_FORMAT_WAV:
	case SAR_FORMAT_WAV_ALAW:
	case SAR_FORMAT_WAV_ULAW:
		return sar_encoder_wav(shape, queue, err);
	case SAR_FORMAT_FLAC:
		return sar_encoder_flac(shape, queue, err);
	case SAR_FORMAT_MP3:
		return sar_encoder_mp3(shape, queue, err);
	case SAR_FORMAT_OPUS:
		return sar_encoder_opus(shape, queue, err);
	case SAR_FORMAT_SAME:
		break;
	}
	(void)sar_err_set(err, SAR_EFAIL,
	    "the format of the output has not been settled");
	return NULL;
}

int
sar_encoder_put(struct sar_encoder *encoder, int16_t *samples, size_t frames,
    struct sar_err *err)
{
	return encoder->put(encoder, samples, frames, err);
}

int
sar_encoder_end(struct sar_encoder *encoder, struct sar_err *err)
{
	return encoder->end(encoder, err);
}

void
sar_encoder_free(struct sar_encoder *encoder)
{
	if (encoder != NULL)
		encoder->free(encoder);
}
