#include <string.h>

#include "audio/encoder.h"

#define PCM 1
#define SAMPLE 2 /* bytes */
#define BLOCK 1024
#define SPARE 4096 /* for readers that count the header in 32 bits too */

static void
put16(uint8_t *out, uint32_t value)
{
	out[0] = (uint8_t)value;
	out[1] = (uint8_t)(value >> 8);
}

static void
put32(uint8_t *out, uint32_t value)
{
	put16(out, value);
	put16(out + 2, value >> 16);
}

/*
 * Our own header rather than libsndfile's: the length is known beforehand, so
 * nothing is written twice, and there is room for nothing but the audio.
 */
int
sar_encoder_wav(const struct sar_encoder_shape *shape, struct sar_queue *queue,
    struct sar_err *err)
{
	static const uint8_t riff[] = { 'R', 'I', 'F', 'F' };
	static const uint8_t wave[] = { 'W', 'A', 'V', 'E', 'f', 'm', 't',
		' ' };
	static const uint8_t data[] = { 'd', 'a', 't', 'a' };
	uint8_t head[SAR_ENCODER_WAV_HEADER] = { 0 };
	uint32_t frame = shape->channels * SAMPLE;
	uint64_t limit = UINT32_MAX - SPARE;
	uint32_t bytes;

	if (shape->frames > limit / frame) {
		(void)sar_err_set(err, SAR_EINPUT,
		    "the recording is too long for a WAV file (4 GiB)");
		sar_err_hint(err, "choose the format flac");
		return -1;
	}
	bytes = (uint32_t)shape->frames * frame;
	memcpy(head, riff, sizeof(riff));
	put32(head + 4, bytes + (SAR_ENCODER_WAV_HEADER - 8));
	memcpy(head + 8, wave, sizeof(wave));
	put32(head + 16, 16);
	put16(head + 20, PCM);
	put16(head + 22, shape->channels);
	put32(head + 24, shape->rate);
	put32(head + 28, shape->rate * frame);
	put16(head + 32, frame);
	put16(head + 34, SAMPLE * 8);
	memcpy(head + 36, data, sizeof(data));
	put32(head + 40, bytes);
	return sar_queue_put(queue, head, sizeof(head), err);
}

int
sar_encoder_wav_put(const struct sar_encoder_shape *shape,
    const int16_t *samples, size_t frames, struct sar_queue *queue,
    struct sar_err *err)
{
	uint8_t bytes[BLOCK * SAMPLE];
	size_t left = frames * shape->channels;
	int rc = 0;
	size_t n;
	size_t i;

	while (left > 0 && rc == 0) {
		n = left < BLOCK ? left : BLOCK;
		for (i = 0; i < n; i++)
			put16(bytes + i * SAMPLE, (uint16_t)samples[i]);
		rc = sar_queue_put(queue, bytes, n * SAMPLE, err);
		samples += n;
		left -= n;
	}
	explicit_bzero(bytes, sizeof(bytes));
	return rc;
}
