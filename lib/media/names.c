#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "media/media.h"

/* Kept in the index: a name never changes its meaning. */
static const char *const codec_names[] = {
	[SAR_CODEC_UNKNOWN] = "",
	[SAR_CODEC_PCM16] = "pcm16",
	[SAR_CODEC_ALAW] = "alaw",
	[SAR_CODEC_ULAW] = "ulaw",
	[SAR_CODEC_GSM610] = "gsm610",
	[SAR_CODEC_FLAC] = "flac",
	[SAR_CODEC_OTHER] = "other",
	[SAR_CODEC_PCM8] = "pcm8",
	[SAR_CODEC_PCM24] = "pcm24",
	[SAR_CODEC_PCM32] = "pcm32",
	[SAR_CODEC_FLOAT] = "float",
	[SAR_CODEC_DOUBLE] = "double",
	[SAR_CODEC_IMA_ADPCM] = "ima-adpcm",
	[SAR_CODEC_MS_ADPCM] = "ms-adpcm",
	[SAR_CODEC_G721] = "g721",
	[SAR_CODEC_G723_24] = "g723-24",
	[SAR_CODEC_G723_40] = "g723-40",
	[SAR_CODEC_ALAC] = "alac",
	[SAR_CODEC_VORBIS] = "vorbis",
	[SAR_CODEC_OPUS] = "opus",
	[SAR_CODEC_MP3] = "mp3",
	[SAR_CODEC_G722] = "g722",
	[SAR_CODEC_G726] = "g726",
	[SAR_CODEC_G729] = "g729",
	[SAR_CODEC_AMR] = "amr",
	[SAR_CODEC_AAC] = "aac",
	[SAR_CODEC_WEBM] = "webm",
	[SAR_CODEC_MP4] = "mp4",
	[SAR_CODEC_MP2] = "mp2",
	[SAR_CODEC_OGG_FLAC] = "ogg-flac",
	[SAR_CODEC_SPEEX] = "speex",
	[SAR_CODEC_WAVPACK] = "wavpack",
	[SAR_CODEC_WMA] = "wma",
	[SAR_CODEC_G7231] = "g723.1",
	[SAR_CODEC_G728] = "g728",
	[SAR_CODEC_ILBC] = "ilbc",
	[SAR_CODEC_SILK] = "silk",
	[SAR_CODEC_TRUESPEECH] = "truespeech",
	[SAR_CODEC_OKI_ADPCM] = "oki-adpcm",
	[SAR_CODEC_NMS_ADPCM] = "nms-adpcm",
	[SAR_CODEC_NICE_ADPCM] = "nice-adpcm",
	[SAR_CODEC_QT_IMA] = "qt-ima",
	[SAR_CODEC_DSS] = "dss",
	[SAR_CODEC_REAL] = "real",
	[SAR_CODEC_ALAC_OTHER] = "alac-other",
};
#define N_CODECS (sizeof(codec_names) / sizeof(codec_names[0]))

static const struct {
	unsigned bit;
	const char *name;
} finding_names[] = {
	{ SAR_MEDIA_REPAIRED, "header-repaired" },
	{ SAR_MEDIA_TRUNCATED, "truncated" },
	{ SAR_MEDIA_TRAILING, "trailing" },
	{ SAR_MEDIA_NO_AUDIO, "no-audio" },
	{ SAR_MEDIA_HEADERLESS, "headerless" },
};
#define N_FINDINGS (sizeof(finding_names) / sizeof(finding_names[0]))

const char *
sar_media_codec_name(enum sar_codec codec)
{
	return (size_t)codec < N_CODECS ? codec_names[codec] : "";
}

enum sar_codec
sar_media_codec_of(const char *name)
{
	size_t i;

	for (i = 0; i < N_CODECS; i++)
		if (strcmp(codec_names[i], name) == 0)
			return (enum sar_codec)i;
	return SAR_CODEC_UNKNOWN;
}

bool
sar_media_decodes(enum sar_codec codec)
{
	return codec != SAR_CODEC_UNKNOWN && codec != SAR_CODEC_OTHER &&
	       codec <= SAR_CODEC_MP3;
}

void
sar_media_findings_name(unsigned findings, char out[SAR_MEDIA_FINDINGS_LEN])
{
	size_t i;
	size_t len = 0;

	out[0] = '\0';
	for (i = 0; i < N_FINDINGS; i++) {
		if ((findings & finding_names[i].bit) == 0)
			continue;
		(void)snprintf(out + len, SAR_MEDIA_FINDINGS_LEN - len, "%s%s",
		    len > 0 ? " " : "", finding_names[i].name);
		len = strlen(out);
	}
}
