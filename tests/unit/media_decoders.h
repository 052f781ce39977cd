#ifndef SAR_TESTS_MEDIA_DECODERS_H
#define SAR_TESTS_MEDIA_DECODERS_H

/* What decoders written for a test say. */
#include <sys/socket.h>
#include <unistd.h>

#include "media/wire.h"

#define STOPPED(why) "sound: the decoder was stopped (" why ")"

static const struct sar_media_found a_flac_file = { .box = SAR_BOX_FLAC };

static inline void
say(const struct sar_sandbox_inside *inside, const struct sar_wire_said *said)
{
	if (send(inside->channel, said, sizeof(*said), MSG_NOSIGNAL) !=
	    (ssize_t)sizeof(*said))
		_exit(0);
}

static inline void
say_kind(const struct sar_sandbox_inside *inside, enum sar_wire_kind kind,
    uint32_t frames)
{
	struct sar_wire_said said = { .kind = kind, .frames = frames };

	say(inside, &said);
}

static inline void
say_opened(const struct sar_sandbox_inside *inside)
{
	struct sar_wire_said said = {
		.kind = SAR_WIRE_OPENED,
		.info = { .codec = SAR_CODEC_FLAC, .rate = 8000, .channels = 1 }
	};

	say(inside, &said);
}

static inline void
await(const struct sar_sandbox_inside *inside)
{
	struct sar_wire_answer answer;

	(void)recv(inside->channel, &answer, sizeof(answer), 0);
}

#endif
