#include "audio/g711.h"

#include "media/coded.h"

/* The number of the highest bit set in ${value}, which is not 0. */
static unsigned
top_bit(unsigned value)
{
	return 31U - (unsigned)__builtin_clz(value);
}

uint8_t
sar_g711_alaw(int sample)
{
	unsigned sign = sample < 0 ? 0 : 0x80;
	unsigned size = (unsigned)(sample < 0 ? -sample : sample) >> 3;
	unsigned shift;

	if (size > 4095)
		size = 4095;
	if (size < 32)
		return (uint8_t)((sign | size >> 1) ^ 0x55);
	shift = top_bit(size) - 4;
	return (uint8_t)((sign | shift << 4 | (size >> shift & 15)) ^ 0x55);
}

uint8_t
sar_g711_ulaw(int sample)
{
	unsigned sign = sample < 0 ? 0x80 : 0;
	unsigned size = ((unsigned)(sample < 0 ? -sample : sample) >> 2) + 33;
	unsigned shift;

	if (size > 8191)
		size = 8191;
	shift = top_bit(size) - 5;
	return (uint8_t) ~(sign | shift << 4 | (size >> (shift + 1) & 15));
}

static int
decode(enum sar_codec codec, uint8_t code)
{
	int16_t sample;

	sar_media_convert(codec, &code, 1, &sample);
	return sample;
}

int
sar_g711_from_alaw(uint8_t code)
{
	return decode(SAR_CODEC_ALAW, code);
}

int
sar_g711_from_ulaw(uint8_t code)
{
	return decode(SAR_CODEC_ULAW, code);
}
