#include "audio/scan.h"

#include <string.h>

static void
samples_one_by_one(const uint8_t *bytes, size_t n, size_t channels,
    int16_t *least, int16_t *most)
{
	int16_t sample;
	size_t i;
	size_t c;

	for (c = 0; c < channels; c++) {
		least[c] = INT16_MAX;
		most[c] = INT16_MIN;
	}
	for (i = 0; i < n; i++)
		for (c = 0; c < channels; c++, bytes += sizeof(sample)) {
			memcpy(&sample, bytes, sizeof(sample));
			if (sample < least[c])
				least[c] = sample;
			if (sample > most[c])
				most[c] = sample;
		}
}

static void
codes_one_by_one(const uint8_t *codes, size_t n, size_t channels, uint8_t mask,
    uint8_t *positive, uint8_t *negative)
{
	uint8_t bits;
	size_t i;
	size_t c;

	memset(positive, 0, channels);
	memset(negative, 0, channels);
	for (i = 0; i < n; i++)
		for (c = 0; c < channels; c++) {
			bits = *codes++ ^ mask;
			if (bits > positive[c])
				positive[c] = bits;
			bits ^= 0x80;
			if (bits > negative[c])
				negative[c] = bits;
		}
}

uint8_t
sar_scan_quietest(const uint8_t *codes, size_t n, size_t channels, uint8_t mask)
{
	uint8_t least = 0xff;

	for (; n > 0; n--, codes += channels)
		if ((*codes ^ mask) < least)
			least = *codes ^ mask;
	return least;
}

#if defined(__SSE2__)
/*
 * ${len} bytes, at least a vector; the last vector begins where it ends with
 * them, which takes some twice.
 */
static void
samples_by_vectors(const uint8_t *bytes, size_t len, size_t channels,
    int16_t *least, int16_t *most)
{
	__m128i low = sar_scan_load(bytes + len - SAR_SCAN_VECTOR);
	__m128i high = low;
	__m128i v;
	int16_t lanes[SAR_SCAN_VECTOR];
	size_t i;

	for (i = 0; i + SAR_SCAN_VECTOR < len; i += SAR_SCAN_VECTOR) {
		v = sar_scan_load(bytes + i);
		low = _mm_min_epi16(low, v);
		high = _mm_max_epi16(high, v);
	}
	if (channels <= 4) {
		low = _mm_min_epi16(low, _mm_srli_si128(low, 8));
		high = _mm_max_epi16(high, _mm_srli_si128(high, 8));
	}
	if (channels <= 2) {
		low = _mm_min_epi16(low, _mm_srli_si128(low, 4));
		high = _mm_max_epi16(high, _mm_srli_si128(high, 4));
	}
	if (channels == 1) {
		low = _mm_min_epi16(low, _mm_srli_si128(low, 2));
		high = _mm_max_epi16(high, _mm_srli_si128(high, 2));
	}
	_mm_storeu_si128((__m128i *)(void *)lanes, low);
	_mm_storeu_si128((__m128i *)(void *)(lanes + SAR_SCAN_VECTOR / 2),
	    high);
	for (i = 0; i < channels; i++) {
		least[i] = lanes[i];
		most[i] = lanes[SAR_SCAN_VECTOR / 2 + i];
	}
}

static void
codes_by_vectors(const uint8_t *codes, size_t len, size_t channels,
    uint8_t mask, uint8_t *positive, uint8_t *negative)
{
	__m128i masks = _mm_set1_epi8((char)mask);
	__m128i turned = _mm_set1_epi8((char)(mask ^ 0x80));
	__m128i v = sar_scan_load(codes + len - SAR_SCAN_VECTOR);
	__m128i high = _mm_xor_si128(v, masks);
	__m128i low = _mm_xor_si128(v, turned);
	uint8_t lanes[SAR_SCAN_VECTOR];
	size_t i;

	for (i = 0; i + SAR_SCAN_VECTOR < len; i += SAR_SCAN_VECTOR) {
		v = sar_scan_load(codes + i);
		high = _mm_max_epu8(high, _mm_xor_si128(v, masks));
		low = _mm_max_epu8(low, _mm_xor_si128(v, turned));
	}
	/* 8 lanes of each in one vector; then as few as there are channels. */
	v = _mm_max_epu8(_mm_unpacklo_epi64(high, low),
	    _mm_unpackhi_epi64(high, low));
	if (channels <= 4)
		v = _mm_max_epu8(v, _mm_srli_epi64(v, 32));
	if (channels <= 2)
		v = _mm_max_epu8(v, _mm_srli_epi64(v, 16));
	if (channels == 1)
		v = _mm_max_epu8(v, _mm_srli_epi64(v, 8));
	_mm_storeu_si128((__m128i *)(void *)lanes, v);
	for (i = 0; i < channels; i++) {
		positive[i] = lanes[i];
		negative[i] = lanes[SAR_SCAN_VECTOR / 2 + i];
	}
}
#endif

void
sar_scan_samples(const void *samples, size_t n, size_t channels, int16_t *least,
    int16_t *most)
{
#if defined(__SSE2__)
	size_t len = n * channels * sizeof(*least);

	if (len >= SAR_SCAN_VECTOR && 8 % channels == 0) {
		samples_by_vectors(samples, len, channels, least, most);
		return;
	}
#endif
	samples_one_by_one(samples, n, channels, least, most);
}

void
sar_scan_codes(const uint8_t *codes, size_t n, size_t channels, uint8_t mask,
    uint8_t *positive, uint8_t *negative)
{
#if defined(__SSE2__)
	if (n * channels >= SAR_SCAN_VECTOR && 8 % channels == 0) {
		codes_by_vectors(codes, n * channels, channels, mask, positive,
		    negative);
		return;
	}
#endif
	codes_one_by_one(codes, n, channels, mask, positive, negative);
}
