/* An MP3 file frame by frame: nothing but frames, each by itself. */
#include <string.h>

#include "audio/check.h"
#include "audio/container.h"
#include "audio/encoder.h"

#define HEAD 4
#define LOOK (HEAD + 2) /* and the beginning of the side information */

static bool
kind_of(uint32_t rate, struct sar_container_mp3 *mp3)
{
	static const uint32_t rates[3] = { 44100, 48000, 32000 };
	uint32_t i;

	for (i = 0; i < 3; i++) {
		mp3->rate = i;
		mp3->samples = 576;
		mp3->version = 0;
		if (rate * 4 == rates[i])
			return true;
		mp3->version = 2;
		if (rate * 2 == rates[i])
			return true;
		mp3->samples = 1152;
		mp3->version = 3;
		if (rate == rates[i])
			return true;
	}
	return false;
}

/* The index of a bit rate (ISO 11172-3, 13818-3); 0 if there is none. */
static uint32_t
index_of(const struct sar_container_mp3 *mp3, uint32_t kbps)
{
	static const uint16_t mpeg1[15] = { 0, 32, 40, 48, 56, 64, 80, 96, 112,
		128, 160, 192, 224, 256, 320 };
	static const uint16_t mpeg2[15] = { 0, 8, 16, 24, 32, 40, 48, 56, 64,
		80, 96, 112, 128, 144, 160 };
	uint32_t i;

	for (i = 14; i > 0; i--)
		if ((mp3->version == 3 ? mpeg1[i] : mpeg2[i]) == kbps)
			break;
	return i;
}

bool
sar_container_mp3_begin(struct sar_container_mp3 *mp3,
    const struct sar_audio_job *job)
{
	uint32_t kbps = (uint32_t)sar_encoder_mp3_kbps(job->rate,
	    job->channels);
	uint32_t bytes;

	memset(mp3, 0, sizeof(*mp3));
	if (kbps == 0 || !kind_of(job->rate, mp3) ||
	    (mp3->bit_rate = index_of(mp3, kbps)) == 0)
		return false;
	bytes = mp3->samples / 8 * kbps * 1000;
	mp3->hertz = job->rate;
	mp3->mode = job->channels == 1 ? 3 : 0; /* plain stereo */
	mp3->length = bytes / job->rate;
	mp3->more = bytes % job->rate;
	mp3->lag = mp3->more;
	return true;
}

/* As LAME has it: a byte more as soon as the frames so far lack one. */
size_t
sar_container_mp3_next(struct sar_container_mp3 *mp3)
{
	mp3->padding = mp3->lag < mp3->more;
	if (mp3->padding != 0)
		mp3->lag += mp3->hertz;
	mp3->lag -= mp3->more;
	return mp3->length + mp3->padding;
}

/* Is it a frame that begins so, with every bit as it must be? */
static bool
is_frame(const struct sar_container_mp3 *mp3, const uint8_t *head)
{
	uint32_t main_data = mp3->version == 3
				 ? (uint32_t)head[4] << 1 | head[5] >> 7
				 : head[4];

	/* Layer III without CRC, not private, an original, no copyright; and
	   without a reservoir no frame has its sound in an earlier one. */
	return head[0] == 0xff &&
	       head[1] == (0xe0 | mp3->version << 3 | 1 << 1 | 1) &&
	       head[2] ==
		   (mp3->bit_rate << 4 | mp3->rate << 2 | mp3->padding << 1) &&
	       head[3] == (mp3->mode << 6 | 1 << 2) && main_data == 0;
}

int
sar_container_mp3(const struct sar_audio_job *job,
    const struct sar_source *output, struct sar_err *err)
{
	struct sar_container_mp3 mp3;
	uint8_t head[LOOK];
	uint64_t frames = 0;
	uint64_t at = 0;
	uint64_t len;

	if (!sar_container_mp3_begin(&mp3, job))
		return sar_check_fails(job, "not a recording MP3 can hold",
		    err);
	for (; output->size - at >= LOOK; at += len, frames++) {
		if (sar_source_read(output, head, LOOK, at, err) == -1)
			return -1;
		len = sar_container_mp3_next(&mp3);
		if (!is_frame(&mp3, head) || len > output->size - at)
			return sar_check_fails(job,
			    "the MP3 file has more than frames of ours", err);
	}
	if (at != output->size)
		return sar_check_fails(job, "bytes follow the MP3 frames", err);
	/* Two of 576 or one of 1152 for what the codec holds back. */
	if (frames !=
	    (job->frames + mp3.samples - 1) / mp3.samples + 1152 / mp3.samples)
		return sar_check_fails(job, "the MP3 file has another length",
		    err);
	return 0;
}
