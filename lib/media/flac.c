/* FLAC: what is told of the sound before it begins. */
#include <string.h>

#include "media/flac.h"
#include "media/found.h"

#define BLOCK_HEAD 4
#define STREAMINFO 34
#define BLOCKS_MAX 4096

/* Step over the blocks that are no sound. */
static int
skip_blocks(const struct sar_source *source, uint64_t *at, struct sar_err *err)
{
	uint8_t head[BLOCK_HEAD] = { 0 };
	uint32_t size;
	int n;

	for (n = 0; (head[0] & 0x80) == 0; n++) {
		if (source->size - *at < sizeof(head) || n == BLOCKS_MAX)
			return sar_media_bad(source, "ends within its header",
			    err);
		if (sar_source_read(source, head, sizeof(head), *at, err) == -1)
			return -1;
		*at += sizeof(head);
		size = sar_media_b32(head) & 0xFFFFFF;
		if (size > source->size - *at || (head[0] & 0x7F) == 0x7F ||
		    (n == 0) != ((head[0] & 0x7F) == 0))
			return sar_media_bad(source,
			    "a block of its header is damaged", err);
		*at += size;
	}
	return 0;
}

/* Does the sound end where the file does, and where the header says? */
static int
check_end(const struct sar_source *source, struct sar_media_found *found,
    struct sar_err *err)
{
	struct sar_media_info *info = &found->info;
	uint32_t block = sar_media_b16(found->fmt);
	uint64_t end;
	bool whole;

	if (sar_media_flac_tail(source, found->off, block, &end, err) == -1 ||
	    sar_media_flac_order(source, found->off, &whole, err) == -1)
		return -1;
	if (end == 0 || !whole)
		info->findings |= SAR_MEDIA_TRAILING;
	if (info->frames == 0)
		info->frames = end;
	else if (end > info->frames)
		return sar_media_bad(source,
		    "holds more sound than its header says", err);
	return 0;
}

int
sar_media_look_flac(const struct sar_source *source,
    struct sar_media_found *found, struct sar_err *err)
{
	struct sar_media_info *info = &found->info;
	uint64_t at = found->off + 4;
	uint64_t start = at + BLOCK_HEAD;
	uint64_t bits;

	if (source->size < start + STREAMINFO)
		return sar_media_bad(source, "ends within its header", err);
	if (sar_source_read(source, found->fmt, STREAMINFO, start, err) == -1)
		return -1;
	found->fmt_len = STREAMINFO;
	if (skip_blocks(source, &at, err) == -1)
		return -1;
	if (at < start + STREAMINFO)
		return sar_media_bad(source, "a block of its header is damaged",
		    err);
	bits = sar_media_b64(found->fmt + 10);
	info->rate = (uint32_t)(bits >> 44);
	info->channels = (uint32_t)(bits >> 41 & 7) + 1;
	info->frames = bits & UINT64_C(0xFFFFFFFFF);
	if (sar_media_shape_ok(source->name, info, err) == -1)
		return -1;
	found->off = at;
	found->len = source->size - at;
	if (found->len == 0) {
		info->findings |= SAR_MEDIA_NO_AUDIO;
		return sar_media_bad(source, "holds no audio", err);
	}
	if (info->frames > (uint64_t)info->rate * SAR_MEDIA_MAX_SECONDS)
		return sar_media_bad(source, "longer than a day", err);
	if (check_end(source, found, err) == -1)
		return -1;
	if (info->frames == 0)
		info->frames = SAR_MEDIA_COUNT;
	return 0;
}
