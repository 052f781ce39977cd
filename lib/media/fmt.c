/* The fmt chunk of a WAV file. */
#include <string.h>

#include "media/coded.h"
#include "media/found.h"

#define TAG_EXTENSIBLE 0xFFFEU

/* Bytes 2 to 15 of every sub-format that stands for a plain tag. */
static const uint8_t guid_tail[14] = { 0x00, 0x00, 0x00, 0x00, 0x10, 0x00, 0x80,
	0x00, 0x00, 0xAA, 0x00, 0x38, 0x9B, 0x71 };

/* As registered (RFC 2361 and mmreg.h), and as recorders and ffmpeg use them.
 */
static const struct {
	uint16_t tag;
	enum sar_codec codec;
} tags[] = {
	{ 0x0002, SAR_CODEC_MS_ADPCM },
	{ 0x0006, SAR_CODEC_ALAW },
	{ 0x0007, SAR_CODEC_ULAW },
	{ 0x0010, SAR_CODEC_OKI_ADPCM },
	{ 0x0011, SAR_CODEC_IMA_ADPCM },
	{ 0x0014, SAR_CODEC_G726 },      /* G.723 of 1988, in ways of its own */
	{ 0x0017, SAR_CODEC_OKI_ADPCM }, /* Dialogic */
	{ 0x0022, SAR_CODEC_TRUESPEECH },
	{ 0x0031, SAR_CODEC_GSM610 },
	{ 0x0038, SAR_CODEC_NMS_ADPCM },
	{ 0x0040, SAR_CODEC_G721 },
	{ 0x0041, SAR_CODEC_G728 },
	{ 0x0042, SAR_CODEC_G7231 },
	{ 0x0043, SAR_CODEC_G7231 },
	{ 0x0044, SAR_CODEC_G729 },
	{ 0x0045, SAR_CODEC_G726 },
	{ 0x0050, SAR_CODEC_MP2 },
	{ 0x0055, SAR_CODEC_MP3 },
	{ 0x0057, SAR_CODEC_AMR },
	{ 0x0058, SAR_CODEC_AMR },
	{ 0x0059, SAR_CODEC_G7231 }, /* Lucent */
	{ 0x0064, SAR_CODEC_G726 },
	{ 0x0065, SAR_CODEC_G722 },
	{ 0x0083, SAR_CODEC_G729 },
	{ 0x0085, SAR_CODEC_G726 },
	{ 0x0093, SAR_CODEC_G7231 },
	{ 0x00FF, SAR_CODEC_AAC },
	{ 0x0111, SAR_CODEC_G7231 },
	{ 0x0123, SAR_CODEC_G7231 },
	{ 0x0133, SAR_CODEC_G729 },
	{ 0x0134, SAR_CODEC_G729 },
	{ 0x0140, SAR_CODEC_G726 },
	{ 0x0160, SAR_CODEC_WMA },
	{ 0x0161, SAR_CODEC_WMA },
	{ 0x0162, SAR_CODEC_WMA },
	{ 0x0163, SAR_CODEC_WMA },
	{ 0x028F, SAR_CODEC_G722 },
	{ 0x1600, SAR_CODEC_AAC },
	{ 0x1602, SAR_CODEC_AAC },
	{ 0x1610, SAR_CODEC_AAC },
	{ 0xA100, SAR_CODEC_G7231 },
	{ 0xA103, SAR_CODEC_G729 },
	{ 0xA104, SAR_CODEC_AMR },
	{ 0xA105, SAR_CODEC_G726 },
	{ 0xA106, SAR_CODEC_AAC },
	{ 0xA107, SAR_CODEC_G726 },
	{ 0xA109, SAR_CODEC_SPEEX },
	{ 0xA112, SAR_CODEC_G722 },
	{ 0xA113, SAR_CODEC_G728 },
	{ 0xA114, SAR_CODEC_G729 },
	{ 0xA116, SAR_CODEC_ILBC },
	{ 0xA119, SAR_CODEC_NICE_ADPCM },
	{ 0xA11B, SAR_CODEC_G726 },
	{ 0xA11D, SAR_CODEC_G728 },
	{ 0xA11E, SAR_CODEC_G729 },
	{ 0xA11F, SAR_CODEC_G729 },
	{ 0xA120, SAR_CODEC_G7231 },
	{ 0xA122, SAR_CODEC_G728 },
	{ 0xA123, SAR_CODEC_G729 },
};

static enum sar_codec
pcm_of(uint32_t bits)
{
	if (bits == 8)
		return SAR_CODEC_PCM8;
	if (bits == 16)
		return SAR_CODEC_PCM16;
	if (bits == 24)
		return SAR_CODEC_PCM24;
	return bits == 32 ? SAR_CODEC_PCM32 : SAR_CODEC_OTHER;
}

enum sar_codec
sar_media_tag(uint32_t tag, uint32_t bits)
{
	size_t i;

	if (tag == 1)
		return pcm_of(bits);
	if (tag == 3 && bits == 32)
		return SAR_CODEC_FLOAT;
	if (tag == 3 && bits == 64)
		return SAR_CODEC_DOUBLE;
	for (i = 0; i < sizeof(tags) / sizeof(tags[0]); i++)
		if (tags[i].tag == tag)
			return tags[i].codec;
	return SAR_CODEC_OTHER;
}

/* The tag, looked up in the sub-format of an extensible chunk. */
static uint32_t
tag_of(const struct sar_media_found *found)
{
	uint32_t tag = sar_media_u16(found->fmt);

	if (tag != TAG_EXTENSIBLE || found->fmt_len < 40)
		return tag;
	if (memcmp(found->fmt + 26, guid_tail, sizeof(guid_tail)) != 0)
		return TAG_EXTENSIBLE;
	return sar_media_u16(found->fmt + 24);
}

static int
bad(const char *name, const char *why, struct sar_err *err)
{
	return sar_err_set(err, SAR_ECORRUPT, "%s: %s", name, why);
}

/* Two nibbles a byte after a header for each channel. */
static int
set_adpcm(const char *name, struct sar_media_found *found, struct sar_err *err)
{
	bool ima = found->info.codec == SAR_CODEC_IMA_ADPCM;
	uint32_t channels = found->info.channels;
	uint32_t head = (ima ? 4 : 7) * channels;
	uint32_t block = sar_media_u16(found->fmt + 12);

	if (channels > 2)
		return bad(name, "ADPCM with more than two channels", err);
	if (block <= head || sar_media_u16(found->fmt + 14) != 4 ||
	    (ima && block % (4 * channels) != 0))
		return bad(name, "block size does not fit the codec", err);
	found->block = block;
	found->block_frames = (block - head) * 2 / channels + (ima ? 1 : 2);
	if (found->fmt_len < 20 ||
	    sar_media_u16(found->fmt + 18) != found->block_frames)
		return bad(name, "block size does not fit the codec", err);
	return 0;
}

static int
set_blocks(const char *name, struct sar_media_found *found, struct sar_err *err)
{
	enum sar_codec codec = found->info.codec;
	bool gsm = codec == SAR_CODEC_GSM610;

	if (codec == SAR_CODEC_IMA_ADPCM || codec == SAR_CODEC_MS_ADPCM)
		return set_adpcm(name, found, err);
	if ((gsm || codec == SAR_CODEC_G721) && found->info.channels != 1)
		return bad(name,
		    gsm ? "GSM with more than one channel"
			: "G.721 with more than one channel",
		    err);
	/* libsndfile's block of G.721 is of its own making: a byte is two. */
	found->block = gsm ? 65 : 1;
	found->block_frames = gsm ? 320 : 2;
	if (gsm && sar_media_u16(found->fmt + 12) != found->block)
		return bad(name, "block size does not fit the codec", err);
	return 0;
}

int
sar_media_fmt_read(const char *name, struct sar_media_found *found,
    struct sar_err *err)
{
	struct sar_media_info *info = &found->info;
	uint32_t bits = sar_media_u16(found->fmt + 14);
	size_t width;

	info->channels = sar_media_u16(found->fmt + 2);
	info->rate = sar_media_u32(found->fmt + 4);
	info->codec = sar_media_tag(tag_of(found), bits);
	if (sar_media_shape_ok(name, info, err) == -1)
		return -1;
	if (!sar_media_decodes(info->codec) || info->codec == SAR_CODEC_MP3)
		return 0;
	width = sar_media_width(info->codec);
	if (width == 0)
		return set_blocks(name, found, err);
	/* A-law said to have 16 bits: which of the two is wrong? */
	if (width == 1 && bits != 8)
		return bad(name, "G.711 not of 8 bits", err);
	found->block = (uint32_t)width * info->channels;
	found->block_frames = 1;
	if (sar_media_u16(found->fmt + 12) != found->block)
		return bad(name, "block size does not fit the codec", err);
	return 0;
}
