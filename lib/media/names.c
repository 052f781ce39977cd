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

void
sar_media_findings_name(unsigned findings, char out[64])
{
	size_t i;
	size_t len = 0;

	out[0] = '\0';
	for (i = 0; i < N_FINDINGS; i++) {
		if ((findings & finding_names[i].bit) == 0)
			continue;
		(void)snprintf(out + len, 64 - len, "%s%s", len > 0 ? " " : "",
		    finding_names[i].name);
		len = strlen(out);
	}
}
