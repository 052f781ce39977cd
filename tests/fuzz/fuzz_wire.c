/*
 * Any bytes as what a decoder said.  What is taken for possible must lie
 * within the bounds that the program relies on, and its texts must be such
 * as can be shown.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "media/wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
require(bool holds)
{
	if (!holds)
		abort();
}

static void
require_plain(const char *text, size_t room)
{
	size_t i;

	require(memchr(text, '\0', room) != NULL);
	for (i = 0; text[i] != '\0'; i++)
		require(text[i] >= ' ' && text[i] <= '~');
}

static void
check_opened(const struct sar_wire_said *said)
{
	const struct sar_media_info *info = &said->info;
	size_t frames = sar_wire_frames(info->channels);

	require(info->channels >= 1 && info->channels <= 8);
	require(info->rate >= 1000 && info->rate <= 192000);
	require(sar_media_decodes(info->codec));
	require(frames >= 1 &&
		frames * info->channels * sizeof(int16_t) <= SAR_WIRE_BLOCK);
}

static void
check_failed(const struct sar_wire_said *said)
{
	require(said->code == SAR_EFAIL || said->code == SAR_ECORRUPT);
	if (said->code == SAR_EFAIL)
		return;
	require_plain(said->msg, sizeof(said->msg));
	require(strncmp(said->msg, "fuzz: ", 6) == 0);
	require(strlen(said->msg) <= 128 && strlen(said->hint) <= 128);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sar_wire_said said;

	memset(&said, 0, sizeof(said));
	memcpy(&said, data, size < sizeof(said) ? size : sizeof(said));
	if (!sar_wire_check("fuzz", &said))
		return 0;
	require_plain(said.hint, sizeof(said.hint));
	switch (said.kind) {
	case SAR_WIRE_OPENED:
		check_opened(&said);
		break;
	case SAR_WIRE_FAILED:
		check_failed(&said);
		break;
	case SAR_WIRE_BLOCK_FULL:
		require(said.frames >= 1 && said.frames <= SAR_WIRE_FRAMES);
		break;
	case SAR_WIRE_READ:
		require(said.len >= 1 && said.len <= SAR_WIRE_WINDOW);
		break;
	case SAR_WIRE_END:
		break;
	default:
		abort();
	}
	return 0;
}
