/*
 * Any bytes as a sound file.  What is measured must lie within the bounds the
 * header states, and reading in blocks of another size must give the same
 * number of frames and the same samples.
 */
#include <stdint.h>
#include <stdlib.h>

#include "inside.h"
#include "media/media.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A sum that depends on the order of the samples. */
static uint64_t
sum_of(const struct sar_source *source, size_t step, uint64_t *frames)
{
	static int16_t block[8 * 4096];
	struct sar_media_info info;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_media *media = sar_media_open(source, NULL, &info, &err);
	uint64_t sum = 0;
	ssize_t n;
	size_t i;

	if (media == NULL)
		abort();
	*frames = 0;
	while ((n = sar_media_read(media, block, step, &err)) > 0) {
		*frames += (uint64_t)n;
		for (i = 0; i < (size_t)n * info.channels; i++)
			sum = sum * 31 + (uint16_t)block[i];
	}
	if (n == -1)
		abort();
	if (info.frames != *frames)
		abort();
	sar_media_close(media);
	return sum;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_media_info info;
	struct sar_source source;
	uint64_t frames[2];
	uint64_t sums[2];

	sar_source_text(&text, size, "fuzz", &source);
	if (sar_media_measure(&source, NULL, &info, &err) == -1) {
		if (err.code == SAR_OK || err.msg[0] == '\0')
			abort();
		return 0;
	}
	if (info.channels < 1 || info.channels > 8 || info.rate < 1000 ||
	    info.rate > 192000 || (info.findings & SAR_MEDIA_NO_AUDIO) != 0)
		abort();
	if (info.codec == SAR_CODEC_OTHER)
		return 0;
	if (info.frames == 0 ||
	    info.frames > (uint64_t)info.rate * SAR_MEDIA_MAX_SECONDS)
		abort();
	sums[0] = sum_of(&source, 4096, &frames[0]);
	sums[1] = sum_of(&source, 61, &frames[1]);
	if (frames[0] != info.frames || frames[1] != info.frames ||
	    sums[0] != sums[1])
		abort();
	return 0;
}
