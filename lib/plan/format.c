/* What a recording is packaged as. */
#include <string.h>

#include "plan/plan.h"

static const struct {
	const char *name;
	const char *extension;
	bool asked; /* can be asked for */
} formats[] = {
	[SAR_FORMAT_WAV] = { "wav", "wav", true },
	[SAR_FORMAT_FLAC] = { "flac", "flac", true },
	[SAR_FORMAT_MP3] = { "mp3", "mp3", true },
	[SAR_FORMAT_OPUS] = { "opus", "opus", true },
	[SAR_FORMAT_WAV_ALAW] = { "wav-alaw", "wav", false },
	[SAR_FORMAT_WAV_ULAW] = { "wav-ulaw", "wav", false },
	[SAR_FORMAT_SAME] = { "same", "", true },
};
#define N_FORMATS (sizeof(formats) / sizeof(formats[0]))

const char *
sar_plan_format_name(enum sar_plan_format format)
{
	return formats[format].name;
}

bool
sar_plan_format_lossless(enum sar_plan_format format)
{
	return format == SAR_FORMAT_WAV || format == SAR_FORMAT_FLAC ||
	       format == SAR_FORMAT_WAV_ALAW || format == SAR_FORMAT_WAV_ULAW;
}

const char *
sar_plan_format_extension(enum sar_plan_format format)
{
	return formats[format].extension;
}

bool
sar_plan_format_parse(const char *word, enum sar_plan_format *format)
{
	size_t i;

	for (i = 0; i < N_FORMATS; i++)
		if (formats[i].asked && strcmp(formats[i].name, word) == 0) {
			*format = (enum sar_plan_format)i;
			return true;
		}
	return false;
}

/* The sampling rates of MPEG-1, MPEG-2 and MPEG-2.5 layer III. */
static bool
mp3_rate(uint32_t rate)
{
	static const uint32_t rates[] = { 8000, 11025, 12000, 16000, 22050,
		24000, 32000, 44100, 48000 };
	size_t i;

	for (i = 0; i < sizeof(rates) / sizeof(rates[0]); i++)
		if (rates[i] == rate)
			return true;
	return false;
}

enum sar_plan_format
sar_plan_format_of(enum sar_plan_format asked,
    const struct sar_index_recording *recording)
{
	const char *codec = recording->codec == NULL ? "" : recording->codec;

	if (asked == SAR_FORMAT_SAME) {
		if (strcmp(codec, "alaw") == 0)
			return SAR_FORMAT_WAV_ALAW;
		if (strcmp(codec, "ulaw") == 0)
			return SAR_FORMAT_WAV_ULAW;
		return SAR_FORMAT_FLAC;
	}
	if (asked == SAR_FORMAT_MP3 &&
	    (recording->channels > 2 || !mp3_rate(recording->rate)))
		return SAR_FORMAT_FLAC;
	return asked;
}
