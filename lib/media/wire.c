#include "media/wire.h"

#include <string.h>

#define FINDINGS                                                          \
	((unsigned)SAR_MEDIA_REPAIRED | (unsigned)SAR_MEDIA_TRUNCATED |   \
	    (unsigned)SAR_MEDIA_TRAILING | (unsigned)SAR_MEDIA_NO_AUDIO | \
	    (unsigned)SAR_MEDIA_HEADERLESS)

/* More than a message needs, less than a conversation has. */
#define TEXT_MAX 120

size_t
sar_wire_frames(uint32_t channels)
{
	size_t frames = SAR_WIRE_BLOCK / (sizeof(int16_t) * channels);

	return frames < SAR_WIRE_FRAMES ? frames : SAR_WIRE_FRAMES;
}

static void
make_plain(char *text, size_t size)
{
	size_t i;

	text[size - 1] = '\0';
	for (i = 0; text[i] != '\0'; i++)
		if (text[i] < ' ' || text[i] > '~')
			text[i] = '?';
}

/* A shape that can be opened. */
static bool
shape_ok(const struct sar_media_info *info)
{
	return info->channels >= 1 &&
	       info->channels <= SAR_MEDIA_CHANNELS_MAX &&
	       info->rate >= SAR_MEDIA_RATE_MIN &&
	       info->rate <= SAR_MEDIA_RATE_MAX;
}

static bool
info_ok(const struct sar_media_info *info)
{
	return (info->codec == SAR_CODEC_UNKNOWN ||
		   sar_media_codec_name(info->codec)[0] != '\0') &&
	       info->frames <= INT64_MAX && info->rate <= INT32_MAX &&
	       info->channels <= INT32_MAX && (info->findings & ~FINDINGS) == 0;
}

/* Messages begin with the recording's name, and say a little more. */
static bool
msg_ok(const char *name, const char *msg)
{
	size_t len = strnlen(name,
	    sizeof(((struct sar_wire_job *)0)->name) - 1);

	return strncmp(msg, name, len) == 0 &&
	       strncmp(msg + len, ": ", 2) == 0 &&
	       strlen(msg + len) <= TEXT_MAX;
}

bool
sar_wire_check(const char *name, struct sar_wire_said *said)
{
	make_plain(said->hint, sizeof(said->hint));
	switch (said->kind) {
	case SAR_WIRE_OPENED:
		return info_ok(&said->info) && shape_ok(&said->info) &&
		       sar_media_decodes(said->info.codec);
	case SAR_WIRE_END:
		return info_ok(&said->info);
	case SAR_WIRE_FAILED:
		if (!info_ok(&said->info))
			return false;
		if (said->code == SAR_EFAIL)
			return true;
		make_plain(said->msg, sizeof(said->msg));
		return said->code == SAR_ECORRUPT && msg_ok(name, said->msg) &&
		       strlen(said->hint) <= TEXT_MAX;
	case SAR_WIRE_BLOCK_FULL:
		return said->frames >= 1 && said->frames <= SAR_WIRE_FRAMES;
	case SAR_WIRE_READ:
		return said->len >= 1 && said->len <= SAR_WIRE_WINDOW;
	default:
		return false;
	}
}

bool
sar_wire_fits(const struct sar_media_info *info,
    const struct sar_media_raw *raw, const struct sar_media_found *seen)
{
	if (raw != NULL)
		return info->codec == raw->codec && info->rate == raw->rate &&
		       info->channels == raw->channels;
	switch (seen->box) {
	case SAR_BOX_FLAC:
		return info->codec == SAR_CODEC_FLAC;
	case SAR_BOX_OGG:
		return info->codec == SAR_CODEC_VORBIS ||
		       info->codec == SAR_CODEC_OPUS;
	case SAR_BOX_MPEG:
		return info->codec == SAR_CODEC_MP3;
	case SAR_BOX_WAV:
	case SAR_BOX_AU:
	case SAR_BOX_AIFF:
	case SAR_BOX_CAF:
		return info->codec == seen->info.codec &&
		       info->rate == seen->info.rate &&
		       info->channels == seen->info.channels;
	case SAR_BOX_NONE:
	case SAR_BOX_RAW:
	case SAR_BOX_FOREIGN:
		break;
	}
	return false;
}

bool
sar_wire_whole(uint64_t frames, const struct sar_media_found *seen)
{
	uint64_t said = seen->info.frames;

	/* 0: only its first bytes were looked at. */
	if (said == SAR_MEDIA_COUNT || said == 0)
		return true;
	return frames <= said + seen->spare && frames + seen->spare >= said;
}
