#include <sndfile.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "damage.h"

static const struct {
	const char *name;
	int format;
} formats[] = {
	{ "wav-pcm8", SF_FORMAT_WAV | SF_FORMAT_PCM_U8 },
	{ "wav-pcm16", SF_FORMAT_WAV | SF_FORMAT_PCM_16 },
	{ "wav-pcm24", SF_FORMAT_WAV | SF_FORMAT_PCM_24 },
	{ "wav-pcm32", SF_FORMAT_WAV | SF_FORMAT_PCM_32 },
	{ "wav-float", SF_FORMAT_WAV | SF_FORMAT_FLOAT },
	{ "wav-double", SF_FORMAT_WAV | SF_FORMAT_DOUBLE },
	{ "wav-alaw", SF_FORMAT_WAV | SF_FORMAT_ALAW },
	{ "wav-ulaw", SF_FORMAT_WAV | SF_FORMAT_ULAW },
	{ "wav-ima", SF_FORMAT_WAV | SF_FORMAT_IMA_ADPCM },
	{ "wav-ms", SF_FORMAT_WAV | SF_FORMAT_MS_ADPCM },
	{ "wav-gsm", SF_FORMAT_WAV | SF_FORMAT_GSM610 },
	{ "wav-g721", SF_FORMAT_WAV | SF_FORMAT_G721_32 },
	{ "wavex-pcm16", SF_FORMAT_WAVEX | SF_FORMAT_PCM_16 },
	{ "wavex-alaw", SF_FORMAT_WAVEX | SF_FORMAT_ALAW },
	{ "rf64-pcm16", SF_FORMAT_RF64 | SF_FORMAT_PCM_16 },
	{ "rf64-alaw", SF_FORMAT_RF64 | SF_FORMAT_ALAW },
	{ "au-ulaw", SF_FORMAT_AU | SF_FORMAT_ULAW },
	{ "au-pcm16", SF_FORMAT_AU | SF_FORMAT_PCM_16 },
	{ "au-g721", SF_FORMAT_AU | SF_FORMAT_G721_32 },
	{ "au-g723", SF_FORMAT_AU | SF_FORMAT_G723_24 },
	{ "aiff-pcm16", SF_FORMAT_AIFF | SF_FORMAT_PCM_16 },
	{ "caf-pcm16", SF_FORMAT_CAF | SF_FORMAT_PCM_16 },
	{ "caf-alac", SF_FORMAT_CAF | SF_FORMAT_ALAC_16 },
	{ "flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_16 },
	{ "flac24", SF_FORMAT_FLAC | SF_FORMAT_PCM_24 },
	{ "vorbis", SF_FORMAT_OGG | SF_FORMAT_VORBIS },
	{ "opus", SF_FORMAT_OGG | SF_FORMAT_OPUS },
	{ "raw-alaw", SF_FORMAT_RAW | SF_FORMAT_ALAW },
	{ "raw-ulaw", SF_FORMAT_RAW | SF_FORMAT_ULAW },
	{ "raw-pcm16", SF_FORMAT_RAW | SF_FORMAT_PCM_16 },
	{ "raw-gsm", SF_FORMAT_RAW | SF_FORMAT_GSM610 },
};
#define N_FORMATS (sizeof(formats) / sizeof(formats[0]))

static int
fail(const char *what)
{
	(void)fprintf(stderr, "damage: make: %s\n", what);
	return 2;
}

static int
copy(FILE *in, SNDFILE *out, int channels)
{
	int16_t block[8 * 512];
	size_t frames;

	while ((frames = fread(block, 2 * (size_t)channels, 512, in)) > 0)
		if (sf_writef_short(out, block, (sf_count_t)frames) !=
		    (sf_count_t)frames)
			return fail("cannot write");
	return ferror(in) ? fail("cannot read") : 0;
}

int
make_file(const char *format, int rate, int channels, const char *in,
    const char *out)
{
	SF_INFO info = { .samplerate = rate, .channels = channels };
	SNDFILE *file = NULL;
	FILE *samples = NULL;
	int rc = 2;
	size_t i;

	for (i = 0; i < N_FORMATS; i++)
		if (strcmp(formats[i].name, format) == 0)
			info.format = formats[i].format;
	if (info.format == 0 || channels < 1 || channels > 8)
		return fail("no such format");
	if ((samples = fopen(in, "rb")) == NULL)
		return fail("cannot open the samples");
	if ((file = sf_open(out, SFM_WRITE, &info)) == NULL)
		rc = fail(sf_strerror(NULL));
	else
		rc = copy(samples, file, channels);
	if (file != NULL && sf_close(file) != 0)
		rc = fail("cannot close");
	(void)fclose(samples);
	return rc;
}
