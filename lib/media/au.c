/* AU: one header, then sound to the end. */
#include "media/coded.h"
#include "media/found.h"

#define AU_HEAD 24
#define UNKNOWN 0xFFFFFFFFU

static const struct {
	uint32_t encoding;
	enum sar_codec codec;
	uint32_t bytes; /* of a block, for codecs with a memory */
	uint32_t frames;
} encodings[] = {
	{ 1, SAR_CODEC_ULAW, 0, 1 },
	{ 2, SAR_CODEC_PCM8, 0, 1 },
	{ 3, SAR_CODEC_PCM16, 0, 1 },
	{ 4, SAR_CODEC_PCM24, 0, 1 },
	{ 5, SAR_CODEC_PCM32, 0, 1 },
	{ 6, SAR_CODEC_FLOAT, 0, 1 },
	{ 7, SAR_CODEC_DOUBLE, 0, 1 },
	{ 23, SAR_CODEC_G721, 1, 2 },
	{ 24, SAR_CODEC_G722, 0, 0 },
	{ 25, SAR_CODEC_G723_24, 3, 8 },
	{ 26, SAR_CODEC_G723_40, 5, 8 },
	{ 27, SAR_CODEC_ALAW, 0, 1 },
};

static void
set_codec(struct sar_media_found *found, uint32_t encoding)
{
	size_t i;

	found->info.codec = SAR_CODEC_OTHER;
	for (i = 0; i < sizeof(encodings) / sizeof(encodings[0]); i++) {
		if (encodings[i].encoding != encoding)
			continue;
		found->info.codec = encodings[i].codec;
		found->block_frames = encodings[i].frames;
		found->block = encodings[i].bytes;
		if (found->block == 0)
			found->block = (uint32_t)
					   sar_media_width(found->info.codec) *
				       found->info.channels;
	}
	found->swapped = true;
	found->is_signed = found->info.codec == SAR_CODEC_PCM8;
}

int
sar_media_look_au(const struct sar_source *source,
    struct sar_media_found *found, struct sar_err *err)
{
	struct sar_media_info *info = &found->info;
	uint8_t head[AU_HEAD];
	uint64_t left;
	uint32_t size;

	if (source->size < sizeof(head))
		return sar_media_bad(source, "ends within its header", err);
	if (sar_source_read(source, head, sizeof(head), 0, err) == -1)
		return -1;
	info->rate = sar_media_b32(head + 16);
	info->channels = sar_media_b32(head + 20);
	if (sar_media_shape_ok(source->name, info, err) == -1)
		return -1;
	set_codec(found, sar_media_b32(head + 12));
	found->off = sar_media_b32(head + 4);
	if (found->off < sizeof(head) || found->off > source->size)
		return sar_media_bad(source, "header of a wrong size", err);
	left = source->size - found->off;
	size = sar_media_b32(head + 8);
	found->len = size;
	if (size == UNKNOWN || size == 0 || size > left)
		found->len = left;
	/* A size that is left out is legal; 0 is a crash. */
	if (size == 0 && left > 0)
		info->findings |= SAR_MEDIA_REPAIRED;
	else if (size != UNKNOWN && size > left)
		info->findings |= SAR_MEDIA_TRUNCATED;
	else if (found->len < left)
		info->findings |= SAR_MEDIA_TRAILING;
	if (found->block == 0)
		return 0;
	if (found->block_frames > 1 && info->channels != 1)
		return sar_media_bad(source, "G.721 with more than one channel",
		    err);
	return sar_media_fit(source->name, found, err);
}
