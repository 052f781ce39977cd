#ifndef SAR_AUDIO_SCAN_H
#define SAR_AUDIO_SCAN_H

#include <stddef.h>
#include <stdint.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/*
 * Private to audio: the extremes of interleaved sound, as fast as it can be
 * read.  The bytes are anywhere.
 */

/* Interleaved channels that divide it keep to lanes of their own. */
#define SAR_SCAN_VECTOR 16 /* bytes */

struct sar_scan_range {
	int16_t least;
	int16_t most;
};

/** sar_scan_samples: Least and most of each channel of ${n} frames, n > 0. */
void sar_scan_samples(const void *samples, size_t n, size_t channels,
    int16_t *least, int16_t *most);

/**
 * sar_scan_codes: G.711 codes are, but for a mask, a sign (set: positive) and
 * a size.  So the greatest byte is the loudest positive sample, and with the
 * sign turned over the loudest negative one: the sign bit of ${positive} or
 * ${negative} is not set when there is none.
 */
void sar_scan_codes(const uint8_t *codes, size_t n, size_t channels,
    uint8_t mask, uint8_t *positive, uint8_t *negative);

/** sar_scan_quietest: The least byte under the mask of one channel. */
uint8_t sar_scan_quietest(const uint8_t *codes, size_t n, size_t channels,
    uint8_t mask);

#if defined(__SSE2__)
static inline __m128i
sar_scan_load(const uint8_t *at)
{
	return _mm_loadu_si128((const __m128i *)(const void *)at);
}

/* At least a vector; the last one ends with the codes and takes some twice. */
__attribute__((unused)) static inline unsigned
sar_scan_mono_vectors(const uint8_t *codes, size_t n, uint8_t mask)
{
	__m128i masks = _mm_set1_epi8((char)mask);
	__m128i turned = _mm_set1_epi8((char)(mask ^ 0x80));
	__m128i v = sar_scan_load(codes + n - SAR_SCAN_VECTOR);
	__m128i high = _mm_xor_si128(v, masks);
	__m128i low = _mm_xor_si128(v, turned);
	size_t i;

	for (i = 0; i + SAR_SCAN_VECTOR < n; i += SAR_SCAN_VECTOR) {
		v = sar_scan_load(codes + i);
		high = _mm_max_epu8(high, _mm_xor_si128(v, masks));
		low = _mm_max_epu8(low, _mm_xor_si128(v, turned));
	}
	v = _mm_max_epu8(_mm_unpacklo_epi64(high, low),
	    _mm_unpackhi_epi64(high, low));
	v = _mm_max_epu8(v, _mm_srli_epi64(v, 32));
	v = _mm_max_epu8(v, _mm_srli_epi64(v, 16));
	v = _mm_max_epu8(v, _mm_srli_epi64(v, 8));
	return ((unsigned)_mm_cvtsi128_si32(v) & 0xff) |
	       ((unsigned)_mm_extract_epi16(v, 4) & 0xff) << 8;
}

__attribute__((unused)) static inline struct sar_scan_range
sar_scan_samples_vectors(const uint8_t *bytes, size_t len)
{
	__m128i low = sar_scan_load(bytes + len - SAR_SCAN_VECTOR);
	__m128i high = low;
	struct sar_scan_range range;
	__m128i v;
	size_t i;

	for (i = 0; i + SAR_SCAN_VECTOR < len; i += SAR_SCAN_VECTOR) {
		v = sar_scan_load(bytes + i);
		low = _mm_min_epi16(low, v);
		high = _mm_max_epi16(high, v);
	}
	low = _mm_min_epi16(low, _mm_srli_si128(low, 8));
	high = _mm_max_epi16(high, _mm_srli_si128(high, 8));
	low = _mm_min_epi16(low, _mm_srli_epi64(low, 32));
	high = _mm_max_epi16(high, _mm_srli_epi64(high, 32));
	low = _mm_min_epi16(low, _mm_srli_epi64(low, 16));
	high = _mm_max_epi16(high, _mm_srli_epi64(high, 16));
	range.least = (int16_t)_mm_cvtsi128_si32(low);
	range.most = (int16_t)_mm_cvtsi128_si32(high);
	return range;
}
#endif

/**
 * sar_scan_mono: sar_scan_codes() of one channel, here to be inlined: positive
 * is the lower byte of the result, negative the next.
 */
__attribute__((unused)) static inline unsigned
sar_scan_mono(const uint8_t *codes, size_t n, uint8_t mask)
{
	uint8_t positive = 0;
	uint8_t negative = 0;

#if defined(__SSE2__)
	if (n >= SAR_SCAN_VECTOR)
		return sar_scan_mono_vectors(codes, n, mask);
#endif
	sar_scan_codes(codes, n, 1, mask, &positive, &negative);
	return positive | (unsigned)negative << 8;
}

/** sar_scan_mono_samples: The same of ${n} samples. */
__attribute__((unused)) static inline struct sar_scan_range
sar_scan_mono_samples(const uint8_t *bytes, size_t n)
{
	struct sar_scan_range range;

#if defined(__SSE2__)
	if (n * sizeof(int16_t) >= SAR_SCAN_VECTOR)
		return sar_scan_samples_vectors(bytes, n * sizeof(int16_t));
#endif
	sar_scan_samples(bytes, n, 1, &range.least, &range.most);
	return range;
}

#endif
