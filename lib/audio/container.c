#include "audio/container.h"

#include <string.h>

#define RIFF_HEAD 44

static int
bad(const struct sar_audio_job *job, const char *why, struct sar_err *err)
{
	return sar_err_set(err, SAR_ECORRUPT, "%s: self-check: %s",
	    job->source->name, why);
}

static uint64_t
little(const uint8_t *bytes, size_t n)
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

static int
check_wav(const struct sar_audio_job *job, const struct sar_source *output,
    struct sar_err *err)
{
	uint64_t data = job->frames * job->channels * 2;
	uint8_t head[RIFF_HEAD];

	if (output->size != RIFF_HEAD + data)
		return bad(job, "the size is not that of the audio", err);
	if (sar_source_read(output, head, sizeof(head), 0, err) == -1)
		return -1;
	if (memcmp(head, "RIFF", 4) != 0 ||
	    memcmp(head + 8, "WAVEfmt \x10\0\0\0\1\0", 14) != 0 ||
	    memcmp(head + 36, "data", 4) != 0 ||
	    little(head + 4, 4) != data + 36 || little(head + 40, 4) != data)
		return bad(job, "the WAV header is not ours", err);
	return 0;
}

/* The number of tags in a Vorbis comment block: after the vendor's name. */
static int
check_no_tags(const struct sar_audio_job *job, const struct sar_source *output,
    uint64_t at, uint64_t len, struct sar_err *err)
{
	uint8_t word[4];
	uint64_t vendor;

	if (len < 8)
		return bad(job, "a malformed FLAC comment", err);
	if (sar_source_read(output, word, 4, at, err) == -1)
		return -1;
	vendor = little(word, 4);
	if (vendor != len - 8)
		return bad(job, "the FLAC file has tags", err);
	if (sar_source_read(output, word, 4, at + 4 + vendor, err) == -1)
		return -1;
	return little(word, 4) == 0 ? 0
				    : bad(job, "the FLAC file has tags", err);
}

static int
check_flac(const struct sar_audio_job *job, const struct sar_source *output,
    struct sar_err *err)
{
	uint8_t head[42];
	uint64_t at = sizeof(head);
	uint64_t len;
	bool last;

	if (sar_source_read(output, head, sizeof(head), 0, err) == -1)
		return -1;
	if (memcmp(head, "fLaC", 4) != 0 || (head[4] & 0x7f) != 0 ||
	    big(head + 5, 3) != 34)
		return bad(job, "the FLAC header is not ours", err);
	if ((big(head + 18, 8) & ((UINT64_C(1) << 36) - 1)) != job->frames)
		return bad(job, "the FLAC header has another length", err);
	for (last = (head[4] & 0x80) != 0; !last; at += 4 + len) {
		if (sar_source_read(output, head, 4, at, err) == -1)
			return -1;
		last = (head[0] & 0x80) != 0;
		len = big(head + 1, 3);
		/* 4 is a Vorbis comment; libFLAC always writes one. */
		if ((head[0] & 0x7f) != 4)
			return bad(job, "the FLAC file has metadata", err);
		if (check_no_tags(job, output, at + 4, len, err) == -1)
			return -1;
	}
	return 0;
}

int
sar_container_check(const struct sar_audio_job *job,
    const struct sar_source *output, struct sar_err *err)
{
	if (job->format == SAR_FORMAT_WAV)
		return check_wav(job, output, err);
	return check_flac(job, output, err);
}
