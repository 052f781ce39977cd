#include "audio/riff.h"

#include <string.h>

#define PCM 1
#define ALAW 6
#define ULAW 7
#define SPARE 4096 /* for readers that count the header in 32 bits too */

static void
put(struct sar_riff *riff, uint32_t value, size_t bytes)
{
	for (; bytes > 0; bytes--, value >>= 8)
		riff->head[riff->head_len++] = (uint8_t)value;
}

static void
put_tag(struct sar_riff *riff, const char *tag)
{
	memcpy(riff->head + riff->head_len, tag, 4);
	riff->head_len += 4;
}

/*
 * Our own header rather than libsndfile's: the length is known beforehand, so
 * nothing is written twice, and there is room for nothing but the audio.
 */
int
sar_riff_make(const struct sar_encoder_shape *shape, struct sar_riff *riff,
    struct sar_err *err)
{
	bool pcm = shape->format == SAR_FORMAT_WAV;
	uint32_t head = pcm ? 44 : 58;
	uint32_t tag = shape->format == SAR_FORMAT_WAV_ALAW ? ALAW : ULAW;
	uint32_t frame;

	memset(riff, 0, sizeof(*riff));
	riff->width = pcm ? 2 : 1;
	frame = shape->channels * riff->width;
	if (shape->frames > (uint64_t)(UINT32_MAX - SPARE) / frame) {
		(void)sar_err_set(err, SAR_EINPUT,
		    "the recording is too long for a WAV file (4 GiB)");
		sar_err_hint(err, "choose the format flac");
		return -1;
	}
	riff->data = shape->frames * frame;
	put_tag(riff, "RIFF");
	put(riff, (uint32_t)(riff->data + riff->data % 2) + head - 8, 4);
	put_tag(riff, "WAVE");
	put_tag(riff, "fmt ");
	put(riff, pcm ? 16 : 18, 4);
	put(riff, pcm ? PCM : tag, 2);
	put(riff, shape->channels, 2);
	put(riff, shape->rate, 4);
	put(riff, shape->rate * frame, 4);
	put(riff, frame, 2);
	put(riff, riff->width * 8, 2);
	/* What is not PCM says that no more follows, and has its length. */
	if (!pcm) {
		put(riff, 0, 2);
		put_tag(riff, "fact");
		put(riff, 4, 4);
		put(riff, (uint32_t)shape->frames, 4);
	}
	put_tag(riff, "data");
	put(riff, (uint32_t)riff->data, 4);
	return 0;
}

uint64_t
sar_riff_size(const struct sar_riff *riff)
{
	return riff->head_len + riff->data + riff->data % 2;
}
