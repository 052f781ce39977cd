/* What a file is, by its first bytes alone. */
#include <string.h>

#include "media/found.h"
#include "media/mpeg.h"

#define HEAD 64

static const struct magic {
	uint8_t at;
	uint8_t len;
	const char *bytes;
	enum sar_media_box box;
	enum sar_codec codec;
} magics[] = {
	{ 0, 4, "RIFX", SAR_BOX_FOREIGN, SAR_CODEC_OTHER },
	{ 0, 4, ".snd", SAR_BOX_AU, SAR_CODEC_UNKNOWN },
	{ 0, 4, "dns.", SAR_BOX_FOREIGN, SAR_CODEC_OTHER },
	{ 8, 4, "AIFF", SAR_BOX_AIFF, SAR_CODEC_UNKNOWN },
	{ 8, 4, "AIFC", SAR_BOX_AIFF, SAR_CODEC_UNKNOWN },
	{ 8, 4, "8SVX", SAR_BOX_FOREIGN, SAR_CODEC_OTHER },
	{ 0, 4, "caff", SAR_BOX_CAF, SAR_CODEC_UNKNOWN },
	{ 0, 4, "fLaC", SAR_BOX_FLAC, SAR_CODEC_FLAC },
	{ 0, 4, "OggS", SAR_BOX_OGG, SAR_CODEC_UNKNOWN },
	{ 0, 8, "riff\x2E\x91\xCF\x11", SAR_BOX_FOREIGN, SAR_CODEC_OTHER },
	{ 0, 5, "#!AMR", SAR_BOX_FOREIGN, SAR_CODEC_AMR },
	{ 0, 6, "#!iLBC", SAR_BOX_FOREIGN, SAR_CODEC_ILBC },
	{ 0, 9, "#!SILK_V3", SAR_BOX_FOREIGN, SAR_CODEC_SILK },
	{ 0, 10, "\2#!SILK_V3", SAR_BOX_FOREIGN, SAR_CODEC_SILK },
	{ 0, 4, "\x1A\x45\xDF\xA3", SAR_BOX_FOREIGN, SAR_CODEC_WEBM },
	{ 0, 4, "wvpk", SAR_BOX_FOREIGN, SAR_CODEC_WAVPACK },
	{ 0, 4, "ADIF", SAR_BOX_FOREIGN, SAR_CODEC_AAC },
	{ 4, 4, "ftyp", SAR_BOX_FOREIGN, SAR_CODEC_MP4 },
	{ 0, 8, "\x30\x26\xB2\x75\x8E\x66\xCF\x11", SAR_BOX_FOREIGN,
	    SAR_CODEC_WMA },
	{ 0, 4, "\2dss", SAR_BOX_FOREIGN, SAR_CODEC_DSS },
	{ 0, 4, "\3dss", SAR_BOX_FOREIGN, SAR_CODEC_DSS },
	{ 0, 4, "\3ds2", SAR_BOX_FOREIGN, SAR_CODEC_DSS },
	{ 0, 4, ".ra\xFD", SAR_BOX_FOREIGN, SAR_CODEC_REAL },
	{ 0, 4, ".RMF", SAR_BOX_FOREIGN, SAR_CODEC_REAL },
	{ 0, 4, "MAC ", SAR_BOX_FOREIGN, SAR_CODEC_OTHER },
	{ 0, 8, "NIST_1A\n", SAR_BOX_FOREIGN, SAR_CODEC_OTHER },
	{ 0, 20, "Creative Voice File\x1A", SAR_BOX_FOREIGN, SAR_CODEC_OTHER },
};

static const struct magic *
magic_of(const uint8_t head[HEAD])
{
	size_t i;

	for (i = 0; i < sizeof(magics) / sizeof(magics[0]); i++) {
		if (memcmp(head + magics[i].at, magics[i].bytes,
			magics[i].len) != 0)
			continue;
		if (magics[i].at != 8 || memcmp(head, "FORM", 4) == 0)
			return &magics[i];
	}
	return NULL;
}

static bool
is_wav(const uint8_t head[HEAD])
{
	return memcmp(head + 8, "WAVE", 4) == 0 &&
	       (memcmp(head, "RIFF", 4) == 0 || memcmp(head, "RF64", 4) == 0 ||
		   memcmp(head, "BW64", 4) == 0);
}

/* What begins with a frame of MPEG sound, which has but 11 bits of magic. */
static void
set_mpeg(const uint8_t head[HEAD], struct sar_media_found *found)
{
	struct sar_mpeg_head mpeg;

	if (sar_mpeg_head(head, &mpeg)) {
		found->box = mpeg.layer == 3 ? SAR_BOX_MPEG : SAR_BOX_FOREIGN;
		found->info.codec = mpeg.layer == 3 ? SAR_CODEC_MP3
						    : SAR_CODEC_MP2;
		return;
	}
	/* ADTS: layer 0, a known rate, a frame longer than its header. */
	if (head[0] == 0xFF && (head[1] & 0xF6) == 0xF0 &&
	    (head[2] >> 2 & 15) < 13 &&
	    ((head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5) > 7) {
		found->box = SAR_BOX_FOREIGN;
		found->info.codec = SAR_CODEC_AAC;
	}
}

int
sar_media_box(const struct sar_source *source, struct sar_media_found *found,
    struct sar_err *err)
{
	uint8_t head[HEAD] = { 0 };
	const struct magic *magic;
	uint64_t at = 0;
	size_t len;

	if (sar_mpeg_skip_id3(source, &at, err) == -1)
		return -1;
	len = source->size - at < HEAD ? (size_t)(source->size - at) : HEAD;
	if (len > 0 && sar_source_read(source, head, len, at, err) == -1)
		return -1;
	found->off = at;
	if (is_wav(head) && at == 0) {
		found->box = SAR_BOX_WAV;
		return 0;
	}
	/* Behind an ID3 tag there is FLAC or MPEG sound, or none of ours. */
	magic = magic_of(head);
	if (magic != NULL && (at == 0 || magic->box == SAR_BOX_FLAC)) {
		found->box = magic->box;
		found->info.codec = magic->codec;
		return 0;
	}
	set_mpeg(head, found);
	return 0;
}
