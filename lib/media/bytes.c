/* Numbers in files, and what every container is held against. */
#include "media/found.h"

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

uint64_t
sar_media_u64(const uint8_t *p)
{
	return sar_media_u32(p) | (uint64_t)sar_media_u32(p + 4) << 32;
}

uint32_t
sar_media_b16(const uint8_t *p)
{
	return (uint32_t)p[0] << 8 | (uint32_t)p[1];
}

uint32_t
sar_media_b32(const uint8_t *p)
{
	return sar_media_b16(p) << 16 | sar_media_b16(p + 2);
}

uint64_t
sar_media_b64(const uint8_t *p)
{
	return (uint64_t)sar_media_b32(p) << 32 | sar_media_b32(p + 4);
}

int
sar_media_bad(const struct sar_source *source, const char *why,
    struct sar_err *err)
{
	return sar_err_set(err, SAR_ECORRUPT, "%s: %s", source->name, why);
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

int
sar_media_fit(const char *name, struct sar_media_found *found,
    struct sar_err *err)
{
	struct sar_media_info *info = &found->info;
	uint64_t blocks = found->len / found->block;
	uint64_t rest = found->len % found->block;
	uint64_t most = (uint64_t)info->rate * SAR_MEDIA_MAX_SECONDS;

	/* Asterisk counts the pad byte of an odd chunk as sound. */
	if (info->codec == SAR_CODEC_GSM610 && rest == 1)
		rest = 0;
	if (rest != 0)
		info->findings |= SAR_MEDIA_TRUNCATED;
	/* A block that was cut is decoded as far as it goes. */
	if (rest != 0 && found->block_frames > 1)
		blocks++;
	if (blocks == 0) {
		info->findings |= SAR_MEDIA_NO_AUDIO;
		return sar_err_set(err, SAR_ECORRUPT, "%s: holds no audio",
		    name);
	}
	if (blocks > most / found->block_frames)
		return sar_err_set(err, SAR_ECORRUPT, "%s: longer than a day",
		    name);
	info->frames = blocks * found->block_frames;
	return 0;
}
