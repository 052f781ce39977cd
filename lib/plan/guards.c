#include "plan/guards.h"

#include <stddef.h>
#include <string.h>

/*
 * Measured, rounded up; the sound of the cut itself is then below -60 dBFS.
 * A codec without memory or loss carries nothing.
 *
 * IMA and MS ADPCM ring for 37 ms, and a block of 51 ms begins with what its
 * encoder had adapted to.  G.721 and G.723 ring for 3 ms only, but predictor
 * and step size go on adapting: they forget by 1/256 and 1/64 a sample, so
 * that after 400 ms less than 1/100000 of them is the cut's.  GSM's long-term
 * predictor rings for 353 ms after talk, and for 826 after brown noise.
 * Vorbis as ffmpeg encodes it has pre-echoes of 163 ms and rings for 122, Opus
 * 16 and 87.
 *
 * MP3 has pre-echoes of 122 ms, and rings for 108.  And there are two clocks:
 * players on libmad, as sox, play the frame that holds an encoder's tag as if
 * it were sound, and trim no delay; a mark made with one of them is 1681 frames
 * late, at 8 kHz 210 ms.  At worst, with a delay of 1105 (media takes no longer
 * one), it is 2210 frames, 277 ms: with the pre-echo 399.
 */
static const struct sar_guard guards[] = {
	{ "pcm16", 0, 0 },
	{ "alaw", 0, 0 },
	{ "ulaw", 0, 0 },
	{ "flac", 0, 0 },
	{ "pcm8", 0, 0 },
	{ "pcm24", 0, 0 },
	{ "pcm32", 0, 0 },
	{ "float", 0, 0 },
	{ "double", 0, 0 },
	{ "alac", 0, 0 },
	{ "ima-adpcm", 60, 60 },
	{ "ms-adpcm", 60, 60 },
	{ "g721", 60, 400 },
	{ "g723-24", 60, 400 },
	{ "g723-40", 60, 400 },
	{ "gsm610", 150, 1000 },
	{ "mp3", 400, 400 },
	{ "vorbis", 300, 400 },
	{ "opus", 150, 400 },
};

const struct sar_guard *
sar_guards_of(const char *codec)
{
	size_t i;

	for (i = 0; i < sizeof(guards) / sizeof(guards[0]); i++)
		if (codec != NULL && strcmp(guards[i].codec, codec) == 0)
			return &guards[i];
	return NULL;
}

/*
 * At low rates Opus sends one channel and how loud it is on each side, MP3 may
 * code sum and difference or intensity, Vorbis couples magnitude and angle: the
 * decoder gives the same sound on both channels, whichever it was said on.
 * Lossless codecs give back each channel as it was; ADPCM has a predictor for
 * each.
 */
static const char *const joint[] = { "mp3", "vorbis", "opus" };

bool
sar_guards_joint(const char *codec)
{
	size_t i;

	for (i = 0; i < sizeof(joint) / sizeof(joint[0]); i++)
		if (codec != NULL && strcmp(joint[i], codec) == 0)
			return true;
	return false;
}
