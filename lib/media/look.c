/* Which reading a file gets, and sound that has no container. */
#include <string.h>

#include "media/coded.h"
#include "media/found.h"

#define GSM_FRAME 33
#define GSM_SAMPLES 160
#define GSM_AT_ONCE 256

/* Each frame begins with the nibble 0xD: GSM has that much of a header. */
static int
check_gsm(const struct sar_source *source, struct sar_err *err)
{
	uint8_t frames[GSM_AT_ONCE * GSM_FRAME];
	uint64_t left = source->size - source->size % GSM_FRAME;
	size_t len, i;

	for (; left > 0; left -= len) {
		len = left < sizeof(frames) ? (size_t)left : sizeof(frames);
		if (sar_source_read(source, frames, len,
			source->size - source->size % GSM_FRAME - left,
			err) == -1)
			return -1;
		for (i = 0; i < len; i += GSM_FRAME)
			if (frames[i] >> 4 != 0xD)
				return sar_media_bad(source,
				    "a frame that is not GSM", err);
	}
	return 0;
}

/* A header that cannot be sound by accident, whatever the catalogue says. */
static bool
has_header(const struct sar_media_found *box)
{
	if (box->off > 0)
		return true;
	return box->box != SAR_BOX_NONE && box->info.codec != SAR_CODEC_MP3 &&
	       box->info.codec != SAR_CODEC_MP2 &&
	       box->info.codec != SAR_CODEC_AAC;
}

static int
look_raw(const struct sar_source *source, const struct sar_media_raw *raw,
    struct sar_media_found *found, struct sar_err *err)
{
	struct sar_media_info *info = &found->info;
	size_t width = sar_media_width(raw->codec);
	bool gsm = raw->codec == SAR_CODEC_GSM610;

	info->codec = raw->codec;
	info->rate = raw->rate;
	info->channels = raw->channels;
	info->findings = SAR_MEDIA_HEADERLESS;
	if (sar_media_shape_ok(source->name, info, err) == -1)
		return -1;
	if (!sar_media_decodes(raw->codec))
		return 0;
	if (!gsm && (width == 0 || width > 2 || raw->codec == SAR_CODEC_PCM8))
		return sar_media_bad(source,
		    "a codec that cannot be without a header", err);
	if (gsm && raw->channels != 1)
		return sar_media_bad(source, "GSM with more than one channel",
		    err);
	found->len = source->size;
	found->block = gsm ? GSM_FRAME : (uint32_t)width * raw->channels;
	found->block_frames = gsm ? GSM_SAMPLES : 1;
	if (gsm && source->size % GSM_FRAME != 0) {
		info->findings |= SAR_MEDIA_TRUNCATED;
		found->len -= source->size % GSM_FRAME;
	}
	if (sar_media_fit(source->name, found, err) == -1)
		return -1;
	return gsm ? check_gsm(source, err) : 0;
}

static int
look_boxed(const struct sar_source *source, struct sar_media_found *found,
    struct sar_err *err)
{
	switch (found->box) {
	case SAR_BOX_WAV:
		return sar_media_look_riff(source, found, err);
	case SAR_BOX_AU:
		return sar_media_look_au(source, found, err);
	case SAR_BOX_AIFF:
		return sar_media_look_aiff(source, found, err);
	case SAR_BOX_CAF:
		return sar_media_look_caf(source, found, err);
	case SAR_BOX_FLAC:
		return sar_media_look_flac(source, found, err);
	case SAR_BOX_OGG:
		return sar_media_look_ogg(source, found, err);
	case SAR_BOX_MPEG:
		found->len = source->size - found->off;
		return sar_media_look_mpeg(source, found, err);
	case SAR_BOX_FOREIGN:
		return 0;
	case SAR_BOX_NONE:
	case SAR_BOX_RAW:
		break;
	}
	return sar_media_bad(source, "not a sound file known here", err);
}

static int
look_either(const struct sar_source *source, const struct sar_media_raw *raw,
    struct sar_media_found *found, struct sar_err *err)
{
	memset(found, 0, sizeof(*found));
	if (source->size == 0) {
		found->info.findings = SAR_MEDIA_NO_AUDIO;
		return sar_media_bad(source, "holds no audio", err);
	}
	if (sar_media_box(source, found, err) == -1)
		return -1;
	if (raw == NULL) {
		if (look_boxed(source, found, err) == -1)
			return -1;
		if (found->box != SAR_BOX_WAV ||
		    found->info.codec != SAR_CODEC_MP3)
			return 0;
		return sar_media_look_mpeg(source, found, err);
	}
	if (has_header(found))
		return sar_media_bad(source,
		    "has a header, and the catalogue says that it has none",
		    err);
	memset(found, 0, sizeof(*found));
	found->box = SAR_BOX_RAW;
	return look_raw(source, raw, found, err);
}

static bool
is_pcm(enum sar_codec codec)
{
	return codec == SAR_CODEC_PCM8 || codec == SAR_CODEC_PCM16 ||
	       codec == SAR_CODEC_PCM24 || codec == SAR_CODEC_PCM32;
}

int
sar_media_look(const struct sar_source *source, const struct sar_media_raw *raw,
    struct sar_media_found *found, struct sar_err *err)
{
	if (look_either(source, raw, found, err) == -1)
		return -1;
	return is_pcm(found->info.codec) ? sar_media_hidden(source, found, err)
					 : 0;
}
