#include <string.h>

#include "media/riff.h"

#define TAG_PCM 0x0001U
#define TAG_ALAW 0x0006U
#define TAG_ULAW 0x0007U
#define TAG_GSM610 0x0031U
#define TAG_EXTENSIBLE 0xFFFEU

/* Bytes 2 to 15 of every sub-format that stands for a plain tag. */
static const uint8_t guid_tail[14] = { 0x00, 0x00, 0x00, 0x00, 0x10, 0x00, 0x80,
	0x00, 0x00, 0xAA, 0x00, 0x38, 0x9B, 0x71 };

uint32_t
sar_media_u16(const uint8_t *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8;
}

uint32_t
sar_media_u32(const uint8_t *p)
{
	return sar_media_u16(p) | sar_media_u16(p + 2) << 16;
}

int
sar_media_shape_ok(const char *name, const struct sar_media_info *info,
    struct sar_err *err)
{
	if (info->channels < 1 || info->channels > SAR_MEDIA_CHANNELS_MAX)
		return sar_err_set(err, SAR_ECORRUPT,
		    "%s: number of channels is not 1 to %d", name,
		    SAR_MEDIA_CHANNELS_MAX);
	if (info->rate < SAR_MEDIA_RATE_MIN || info->rate > SAR_MEDIA_RATE_MAX)
		return sar_err_set(err, SAR_ECORRUPT,
		    "%s: sampling rate is not %d to %d", name,
		    SAR_MEDIA_RATE_MIN, SAR_MEDIA_RATE_MAX);
	return 0;
}

/* The tag, looked up in the sub-format of an extensible chunk. */
static uint32_t
tag_of(const struct sar_media_riff *riff)
{
	uint32_t tag = sar_media_u16(riff->fmt);

	if (tag != TAG_EXTENSIBLE || riff->fmt_len < 40)
		return tag;
	if (memcmp(riff->fmt + 26, guid_tail, sizeof(guid_tail)) != 0)
		return TAG_EXTENSIBLE;
	return sar_media_u16(riff->fmt + 24);
}

static enum sar_codec
codec_of(uint32_t tag, uint32_t bits)
{
	if (tag == TAG_PCM && bits == 16)
		return SAR_CODEC_PCM16;
	if (tag == TAG_ALAW)
		return SAR_CODEC_ALAW;
	if (tag == TAG_ULAW)
		return SAR_CODEC_ULAW;
	if (tag == TAG_GSM610)
		return SAR_CODEC_GSM610;
	return SAR_CODEC_OTHER;
}

/* Bytes of a block: one frame, or the 320 samples of two GSM frames. */
static uint32_t
block_of(const struct sar_media_info *info)
{
	if (info->codec == SAR_CODEC_GSM610)
		return 65;
	return info->codec == SAR_CODEC_PCM16 ? 2 * info->channels
					      : info->channels;
}

int
sar_media_fmt_read(const char *name, struct sar_media_riff *riff,
    struct sar_err *err)
{
	struct sar_media_info *info = &riff->info;
	uint32_t bits;

	info->channels = sar_media_u16(riff->fmt + 2);
	info->rate = sar_media_u32(riff->fmt + 4);
	bits = sar_media_u16(riff->fmt + 14);
	info->codec = codec_of(tag_of(riff), bits);
	if (sar_media_shape_ok(name, info, err) == -1)
		return -1;
	if (info->codec == SAR_CODEC_OTHER)
		return 0;
	if (info->codec == SAR_CODEC_GSM610 && info->channels != 1)
		return sar_err_set(err, SAR_ECORRUPT,
		    "%s: GSM with more than one channel", name);
	/* A-law said to have 16 bits: which of the two is wrong? */
	if ((info->codec == SAR_CODEC_ALAW || info->codec == SAR_CODEC_ULAW) &&
	    bits != 8)
		return sar_err_set(err, SAR_ECORRUPT, "%s: G.711 not of 8 bits",
		    name);
	if (sar_media_u16(riff->fmt + 12) != block_of(info))
		return sar_err_set(err, SAR_ECORRUPT,
		    "%s: block size does not fit the codec", name);
	return 0;
}
