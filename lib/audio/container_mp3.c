/* An MP3 file frame by frame: nothing but frames, each by itself. */
#include <string.h>

#include "audio/check.h"
#include "audio/container.h"

#define HEAD 4
#define LOOK (HEAD + 2) /* and the beginning of the side information */

/* What every frame of the file says of itself (ISO 11172-3, 13818-3). */
struct frame_kind {
	uint32_t samples;
	uint32_t version; /* 3: MPEG-1; 2: MPEG-2; 0: MPEG-2.5 */
	uint32_t rate;    /* index */
};

static bool
kind_of(uint32_t rate, struct frame_kind *kind)
{
	static const uint32_t rates[3] = { 44100, 48000, 32000 };
	uint32_t i;

	for (i = 0; i < 3; i++) {
		kind->rate = i;
		kind->samples = 576;
		kind->version = 0;
		if (rate * 4 == rates[i])
			return true;
		kind->version = 2;
		if (rate * 2 == rates[i])
			return true;
		kind->samples = 1152;
		kind->version = 3;
		if (rate == rates[i])
			return true;
	}
	return false;
}

/* In kbit/s; 0 for free and forbidden. */
static uint32_t
bit_rate(const struct frame_kind *kind, uint32_t index)
{
	static const uint16_t mpeg1[16] = { 0, 32, 40, 48, 56, 64, 80, 96, 112,
		128, 160, 192, 224, 256, 320, 0 };
	static const uint16_t mpeg2[16] = { 0, 8, 16, 24, 32, 40, 48, 56, 64,
		80, 96, 112, 128, 144, 160, 0 };

	return kind->version == 3 ? mpeg1[index] : mpeg2[index];
}

/* The bytes of the frame that begins so; 0 if it is none of ours. */
static uint64_t
frame_length(const struct sar_audio_job *job, const struct frame_kind *kind,
    const uint8_t *head)
{
	uint32_t mode = job->channels == 1 ? 3 : 0; /* plain stereo */
	uint64_t kbps = bit_rate(kind, head[2] >> 4);
	uint32_t main_data = kind->version == 3
				 ? (uint32_t)head[4] << 1 | head[5] >> 7
				 : head[4];

	/* Layer III without CRC; the rate; neither private nor copyright. */
	if (head[0] != 0xff || (head[1] & 0xe0) != 0xe0 ||
	    (head[1] >> 3 & 3) != kind->version || (head[1] & 7) != 3 ||
	    (head[2] >> 2 & 3) != kind->rate || (head[2] & 1) != 0 ||
	    head[3] >> 6 != mode || (head[3] & 0x3b) != 0 || kbps == 0)
		return 0;
	/* Without a reservoir no frame has its sound in an earlier one. */
	if (main_data != 0)
		return 0;
	return kind->samples / 8 * kbps * 1000 / job->rate + (head[2] >> 1 & 1);
}

int
sar_container_mp3(const struct sar_audio_job *job,
    const struct sar_source *output, struct sar_err *err)
{
	struct frame_kind kind = { 0 };
	uint8_t head[LOOK];
	uint64_t frames = 0;
	uint64_t at = 0;
	uint64_t len;

	if (!kind_of(job->rate, &kind) || job->channels > 2)
		return sar_check_fails(job, "not a recording MP3 can hold",
		    err);
	for (; output->size - at >= LOOK; at += len, frames++) {
		if (sar_source_read(output, head, LOOK, at, err) == -1)
			return -1;
		len = frame_length(job, &kind, head);
		if (len < LOOK || len > output->size - at)
			return sar_check_fails(job,
			    "the MP3 file has more than frames of ours", err);
	}
	if (at != output->size)
		return sar_check_fails(job, "bytes follow the MP3 frames", err);
	/* Two of 576 or one of 1152 for what the codec holds back. */
	if (frames != (job->frames + kind.samples - 1) / kind.samples +
			  1152 / kind.samples)
		return sar_check_fails(job, "the MP3 file has another length",
		    err);
	return 0;
}
