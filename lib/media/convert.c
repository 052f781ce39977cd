/* Samples without memory, to 16 bits and G.711 back again. */
#include <math.h>
#include <string.h>

#include "media/coded.h"

/* ITU-T G.711: sign, exponent and mantissa; every other bit of A-law flipped.
 */
#define A_BITS(c) ((c) ^ 0x55)
#define A_EXP(c) ((A_BITS(c) >> 4) & 7)
#define A_LOW(c) (((A_BITS(c) & 15) << 4) + 8)
#define A_SIZE(c) \
	((A_LOW(c) + (A_EXP(c) > 0) * 0x100) << (A_EXP(c) - (A_EXP(c) > 0)))
#define ALAW(c) ((A_BITS(c) & 0x80) != 0 ? A_SIZE(c) : -A_SIZE(c))

#define U_BITS(c) ((c) ^ 0xFF)
#define U_SIZE(c) \
	(((((U_BITS(c) & 15) << 3) + 0x84) << ((U_BITS(c) >> 4) & 7)) - 0x84)
#define ULAW(c) ((U_BITS(c) & 0x80) != 0 ? -U_SIZE(c) : U_SIZE(c))

#define FOUR(law, c) law(c), law((c) + 1), law((c) + 2), law((c) + 3)
#define SIXTEEN(law, c)                                       \
	FOUR(law, c), FOUR(law, (c) + 4), FOUR(law, (c) + 8), \
	    FOUR(law, (c) + 12)
#define SIXTY_FOUR(law, c)                                               \
	SIXTEEN(law, c), SIXTEEN(law, (c) + 16), SIXTEEN(law, (c) + 32), \
	    SIXTEEN(law, (c) + 48)
#define ALL(law)                                                       \
	SIXTY_FOUR(law, 0), SIXTY_FOUR(law, 64), SIXTY_FOUR(law, 128), \
	    SIXTY_FOUR(law, 192)

static const int16_t alaw_values[256] = { ALL(ALAW) };
static const int16_t ulaw_values[256] = { ALL(ULAW) };

size_t
sar_media_width(enum sar_codec codec)
{
	if (codec == SAR_CODEC_ALAW || codec == SAR_CODEC_ULAW ||
	    codec == SAR_CODEC_PCM8)
		return 1;
	if (codec == SAR_CODEC_PCM16)
		return 2;
	if (codec == SAR_CODEC_PCM24)
		return 3;
	if (codec == SAR_CODEC_PCM32 || codec == SAR_CODEC_FLOAT)
		return 4;
	return codec == SAR_CODEC_DOUBLE ? 8 : 0;
}

/* The upper 16 bits of little-endian samples of ${width} bytes. */
static void
convert_integers(const uint8_t *bytes, size_t width, size_t samples,
    int16_t *out)
{
	const uint8_t *p = bytes + width - 2;
	size_t i;

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	if (width == sizeof(*out)) {
		memcpy(out, bytes, samples * sizeof(*out));
		return;
	}
#endif
	for (i = 0; i < samples; i++, p += width)
		out[i] = (int16_t)(uint16_t)(p[0] | p[1] << 8);
}

/* NaN compares with nothing and falls through to 0. */
static int16_t
from_real(double value)
{
	double scaled = value * 32768;

	if (scaled >= 32767)
		return 32767;
	if (scaled <= -32768)
		return -32768;
	if (scaled > -32768)
		return (int16_t)lrint(scaled);
	return 0;
}

static uint64_t
bits_of(const uint8_t *bytes, size_t width)
{
	uint64_t bits = 0;
	size_t i;

	for (i = 0; i < width; i++)
		bits |= (uint64_t)bytes[i] << (8 * i);
	return bits;
}

static void
convert_reals(const uint8_t *bytes, size_t width, size_t samples, int16_t *out)
{
	uint64_t bits;
	uint32_t half;
	double value;
	float single;
	size_t i;

	for (i = 0; i < samples; i++, bytes += width) {
		bits = bits_of(bytes, width);
		if (width == sizeof(single)) {
			half = (uint32_t)bits;
			memcpy(&single, &half, sizeof(single));
			value = (double)single;
		} else {
			memcpy(&value, &bits, sizeof(value));
		}
		out[i] = from_real(value);
	}
}

void
sar_media_convert(enum sar_codec codec, const uint8_t *bytes, size_t samples,
    int16_t *out)
{
	size_t width = sar_media_width(codec);
	size_t i;

	if (codec == SAR_CODEC_ALAW)
		for (i = 0; i < samples; i++)
			out[i] = alaw_values[bytes[i]];
	else if (codec == SAR_CODEC_ULAW)
		for (i = 0; i < samples; i++)
			out[i] = ulaw_values[bytes[i]];
	else if (codec == SAR_CODEC_PCM8)
		for (i = 0; i < samples; i++)
			out[i] = (int16_t)((bytes[i] - 128) * 256);
	else if (codec == SAR_CODEC_FLOAT || codec == SAR_CODEC_DOUBLE)
		convert_reals(bytes, width, samples, out);
	else if (width > 0)
		convert_integers(bytes, width, samples, out);
}
