#include "audio/container.h"

#include <string.h>

#include "audio/check.h"

#define PCM_HEAD 44
#define G711_HEAD 58
#define FLAC_HEAD 64

uint64_t
sar_container_little(const uint8_t *bytes, size_t n)
{
	uint64_t value = 0;

	while (n-- > 0)
		value = value << 8 | bytes[n];
	return value;
}

static uint64_t
big(const uint8_t *bytes, size_t n)
{
	uint64_t value = 0;
	size_t i;

	for (i = 0; i < n; i++)
		value = value << 8 | bytes[i];
	return value;
}

/* A header of ${head} bytes, then sound of ${width} bytes a sample. */
static int
check_size(const struct sar_audio_job *job, const struct sar_source *output,
    uint64_t head, uint64_t width, struct sar_err *err)
{
	uint64_t data = job->frames * job->channels * width;
	uint8_t pad = 0;

	if (output->size != head + data + data % 2)
		return sar_check_fails(job, "the size is not that of the audio",
		    err);
	if (data % 2 == 1 &&
	    sar_source_read(output, &pad, 1, head + data, err) == -1)
		return -1;
	return pad == 0 ? 0
			: sar_check_fails(job, "a byte follows the audio", err);
}

static int
check_wav(const struct sar_audio_job *job, const struct sar_source *output,
    struct sar_err *err)
{
	uint64_t data = job->frames * job->channels * 2;
	uint8_t head[PCM_HEAD];

	if (check_size(job, output, PCM_HEAD, 2, err) == -1 ||
	    sar_source_read(output, head, sizeof(head), 0, err) == -1)
		return -1;
	if (memcmp(head, "RIFF", 4) != 0 ||
	    memcmp(head + 8, "WAVEfmt \x10\0\0\0\1\0", 14) != 0 ||
	    memcmp(head + 36, "data", 4) != 0 ||
	    sar_container_little(head + 4, 4) != data + 36 ||
	    sar_container_little(head + 22, 2) != job->channels ||
	    sar_container_little(head + 24, 4) != job->rate ||
	    sar_container_little(head + 28, 4) !=
		(uint64_t)job->rate * job->channels * 2 ||
	    sar_container_little(head + 32, 2) != UINT64_C(2) * job->channels ||
	    sar_container_little(head + 34, 2) != 16 ||
	    sar_container_little(head + 40, 4) != data)
		return sar_check_fails(job, "the WAV header is not ours", err);
	return 0;
}

static int
check_g711(const struct sar_audio_job *job, const struct sar_source *output,
    struct sar_err *err)
{
	uint64_t tag = job->format == SAR_FORMAT_WAV_ALAW ? 6 : 7;
	uint64_t data = job->frames * job->channels;
	uint8_t head[G711_HEAD];

	if (check_size(job, output, G711_HEAD, 1, err) == -1 ||
	    sar_source_read(output, head, sizeof(head), 0, err) == -1)
		return -1;
	if (memcmp(head, "RIFF", 4) != 0 ||
	    memcmp(head + 8, "WAVEfmt \x12\0\0\0", 12) != 0 ||
	    memcmp(head + 36, "\0\0fact\4\0\0\0", 10) != 0 ||
	    memcmp(head + 50, "data", 4) != 0 ||
	    sar_container_little(head + 4, 4) != data + data % 2 + 50 ||
	    sar_container_little(head + 20, 2) != tag ||
	    sar_container_little(head + 22, 2) != job->channels ||
	    sar_container_little(head + 24, 4) != job->rate ||
	    sar_container_little(head + 28, 4) !=
		(uint64_t)job->rate * job->channels ||
	    sar_container_little(head + 32, 2) != job->channels ||
	    sar_container_little(head + 34, 2) != 8 ||
	    sar_container_little(head + 46, 4) != job->frames ||
	    sar_container_little(head + 54, 4) != data)
		return sar_check_fails(job, "the WAV header is not ours", err);
	return 0;
}

/*
 * STREAMINFO and a comment without a tag; the MD5 and the sizes of frames are
 * unknown, so they cannot say anything.
 */
static int
check_flac(const struct sar_audio_job *job, const struct sar_source *output,
    struct sar_err *err)
{
	static const uint8_t zeros[16] = { 0 };
	uint8_t head[FLAC_HEAD + 2];
	uint64_t packed;

	if (sar_source_read(output, head, sizeof(head), 0, err) == -1)
		return -1;
	packed = big(head + 18, 8);
	if (memcmp(head, "fLaC\0\0\0\x22", 8) != 0 ||
	    memcmp(head + 12, zeros, 6) != 0 ||
	    memcmp(head + 26, zeros, 16) != 0 || packed >> 44 != job->rate ||
	    (packed >> 41 & 7) + 1 != job->channels ||
	    (packed >> 36 & 31) + 1 != 16)
		return sar_check_fails(job, "the FLAC header is not ours", err);
	if ((packed & ((UINT64_C(1) << 36) - 1)) != job->frames)
		return sar_check_fails(job,
		    "the FLAC header has another length", err);
	if (memcmp(head + 42, "\x84\0\0\x12\x0a\0\0\0sar-export\0\0\0\0", 22) !=
		0 ||
	    head[64] != 0xff || (head[65] & 0xfe) != 0xf8)
		return sar_check_fails(job, "the FLAC file has metadata", err);
	return 0;
}

int
sar_container_check(const struct sar_audio_job *job,
    const struct sar_source *output, struct sar_err *err)
{
	switch (job->format) {
	case SAR_FORMAT_WAV:
		return check_wav(job, output, err);
	case SAR_FORMAT_WAV_ALAW:
	case SAR_FORMAT_WAV_ULAW:
		return check_g711(job, output, err);
	case SAR_FORMAT_FLAC:
		return check_flac(job, output, err);
	case SAR_FORMAT_MP3:
		return sar_container_mp3(job, output, err);
	case SAR_FORMAT_OPUS:
		return sar_container_opus(job, output, err);
	case SAR_FORMAT_SAME:
		break;
	}
	return sar_err_set(err, SAR_EFAIL,
	    "the format of the output has not been settled");
}
