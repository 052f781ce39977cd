/*
 * Another codec inside PCM, as DTS on a CD has it.  ffmpeg and players that
 * rest on it look for one and play that; cut as PCM it would be heard still.
 */
#include <stdlib.h>
#include <string.h>

#include "media/found.h"
#include "media/mpeg.h"

#define LOOK 131072 /* as far as ffmpeg looks */
/* Three in a row turn up in the noise of a quiet line. */
#define CHAIN 5
#define WORDS_NEED 6 /* 14-bit DTS has 12 bits more */
#define WORDS_SURE 4 /* that much weight of them is no chance */

/* How long the frame at its argument is, or 0; 8 bytes are there. */
typedef size_t step_fn(const uint8_t *p);

static size_t
step_mpeg(const uint8_t *p)
{
	struct sar_mpeg_head head;

	return sar_mpeg_head(p, &head) ? head.size : 0;
}

static size_t
step_adts(const uint8_t *p)
{
	if (p[0] != 0xFF || (p[1] & 0xF6) != 0xF0)
		return 0;
	return (p[3] & 3U) << 11 | (size_t)p[4] << 3 | p[5] >> 5;
}

static size_t
step_loas(const uint8_t *p)
{
	if (p[0] != 0x56 || (p[1] & 0xE0) != 0xE0)
		return 0;
	return ((p[1] & 0x1FU) << 8 | p[2]) + 3;
}

/* AC-3 (ETSI TS 102 366, table 4.13) and E-AC-3, which says its size. */
static size_t
step_ac3(const uint8_t *p)
{
	static const uint16_t kbits[19] = { 32, 40, 48, 56, 64, 80, 96, 112,
		128, 160, 192, 224, 256, 320, 384, 448, 512, 576, 640 };
	size_t code = p[4] & 0x3F;

	if (p[0] != 0x0B || p[1] != 0x77)
		return 0;
	if (p[5] >> 3 > 10)
		return (((p[2] & 7U) << 8 | p[3]) + 1) * 2;
	if (code >= 38)
		return 0;
	if (p[4] >> 6 == 0)
		return kbits[code / 2] * (size_t)4;
	if (p[4] >> 6 == 1)
		return (kbits[code / 2] * (size_t)320 / 147 + code % 2) * 2;
	return p[4] >> 6 == 2 ? kbits[code / 2] * (size_t)6 : 0;
}

static bool
is_chain(step_fn *step, const uint8_t *p, size_t len)
{
	size_t at = 0, size;
	int n;

	for (n = 0; n < CHAIN; n++) {
		if (len - at < 8 || (size = step(p + at)) < 8)
			return false;
		if (n + 1 < CHAIN && size > len - at)
			return false;
		at += size;
	}
	return true;
}

/* Asked of every byte there is: the first one says no mostly. */
static bool
begins(const uint8_t *p, const uint8_t *word, size_t len)
{
	return p[0] == word[0] && memcmp(p, word, len) == 0;
}

/*
 * DTS, big-endian: 2 for a word as encoders begin a frame with, 1 for one that
 * sound may have by chance, 0 for none.  In 16 bits it is a jump between two
 * quiet samples; what follows it says that the frame is a usual one, and some
 * decoders do without.
 */
static int
weight(const uint8_t *p)
{
	static const uint8_t core[] = { 0x7F, 0xFE, 0x80, 0x01 };
	static const uint8_t core14[] = { 0x1F, 0xFF, 0xE8, 0x00, 0x07 };

	if (begins(p, core, sizeof(core)))
		return (p[4] & 0x7C) == 0x7C ? 2 : 1;
	return begins(p, core14, sizeof(core14)) && p[5] >> 4 == 0xF ? 2 : 0;
}

/* At the beginning of what is not 0, or, where sound is before it, again. */
static bool
has_words(const uint8_t *p, size_t len)
{
	size_t at;
	int sum = 0;

	/* A word is of whole samples: noise has its bytes in any two of them.
	 */
	for (at = 0; at + WORDS_NEED <= len && sum < WORDS_SURE; at += 2) {
		sum += weight(p + at);
		if (at == 0 && sum > 0)
			return true;
	}
	return sum >= WORDS_SURE;
}

static size_t
zeros_of(const uint8_t *p, size_t len)
{
	size_t zeros = 0;

	while (zeros < len && p[zeros] == 0)
		zeros++;
	return zeros;
}

/*
 * The bursts of IEC 61937, in either order.  ffmpeg looks at every byte, in
 * samples of any width.  No sound has these words by chance.
 */
static bool
has_bursts(const uint8_t *p, size_t len)
{
	static const uint8_t big[] = { 0xF8, 0x72, 0x4E, 0x1F };
	static const uint8_t little[] = { 0x72, 0xF8, 0x1F, 0x4E };
	size_t first = zeros_of(p, len);
	size_t at;
	int n = 0;

	for (at = first; at + sizeof(big) <= len; at++)
		if ((begins(p + at, big, sizeof(big)) ||
			begins(p + at, little, sizeof(little))) &&
		    (at == first || ++n == 2))
			return true;
	return false;
}

static bool
is_hidden(const uint8_t *p, size_t len)
{
	static step_fn *const steps[] = { step_mpeg, step_adts, step_loas,
		step_ac3 };
	size_t zeros = zeros_of(p, len);
	size_t samples = zeros - zeros % 2;
	size_t i;

	/* Whole samples of silence for the words, every zero for the chains. */
	if (has_words(p + samples, len - samples))
		return true;
	for (i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		if (is_chain(steps[i], p + zeros, len - zeros))
			return true;
	return false;
}

static void
swap(uint8_t *p, size_t len)
{
	uint8_t byte;
	size_t i;
	for (i = 0; i + 1 < len; i += 2) {
		byte = p[i];
		p[i] = p[i + 1];
		p[i + 1] = byte;
	}
}

/* The same of PCM16, where players look for more, and step over tags first. */
static int
look_behind_tags(const struct sar_source *source,
    const struct sar_media_found *found, uint8_t *p, size_t len, bool *hidden,
    struct sar_err *err)
{
	struct sar_source sound = *source;
	uint64_t at = found->off;

	sound.size = found->off + found->len;
	if (sar_mpeg_skip_id3(&sound, &at, err) == -1)
		return -1;
	if (len > sound.size - at)
		len = (size_t)(sound.size - at);
	if (len > 0 && sar_source_read(source, p, len, at, err) == -1)
		return -1;
	*hidden = has_bursts(p, len) || is_hidden(p, len);
	swap(p, len);
	*hidden = *hidden || is_hidden(p, len);
	return 0;
}

int
sar_media_hidden(const struct sar_source *source, struct sar_media_found *found,
    struct sar_err *err)
{
	size_t size = found->len < LOOK ? (size_t)found->len : LOOK;
	uint8_t *p = NULL;
	bool hidden = false;
	int rc = -1;

	if (size == 0)
		return 0;
	if ((p = malloc(size)) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	if (sar_source_read(source, p, size, found->off, err) == -1)
		goto out;
	hidden = has_bursts(p, size);
	if (!hidden && found->info.codec == SAR_CODEC_PCM16 &&
	    look_behind_tags(source, found, p, size, &hidden, err) == -1)
		goto out;
	rc = 0;

out:
	explicit_bzero(p, size);
	free(p);
	if (rc == 0 && hidden) {
		found->info.codec = SAR_CODEC_OTHER;
		found->info.frames = 0;
		found->block = 0;
		found->block_frames = 0;
	}
	return rc;
}
