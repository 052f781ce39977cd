/*
 * One transform of one size, so that no library is needed for it: what they
 * are better at, speed and odd sizes, is not asked for here.
 */
#include <math.h>
#include <stddef.h>

#include "hear/spectrum.h"

#define N SAR_SPECTRUM_SAMPLES
#define HALF SAR_SPECTRUM_BINS
#define LEAST 1e-12F /* -120 dB */

/* ${i} with its bits, as many as HALF counts to, the other way round. */
static size_t
reversed(size_t i)
{
	size_t out = 0;
	size_t bit;

	for (bit = 1; bit < HALF; bit <<= 1, i >>= 1)
		out = out << 1 | (i & 1);
	return out;
}

void
sar_spectrum_begin(struct sar_spectrum *spectrum)
{
	size_t i, len;
	double turn;

	for (i = 0; i < N; i++) {
		turn = 2 * M_PI * (double)i / N;
		spectrum->window[i] = (float)(0.5 - 0.5 * cos(turn));
		if (i < HALF) {
			spectrum->cosines[i] = (float)cos(turn);
			spectrum->sines[i] = (float)-sin(turn);
			spectrum->order[i] = reversed(i);
		}
	}
	for (len = 1; len < HALF; len <<= 1) {
		for (i = 0; i < len; i++) {
			spectrum->step_cosines[len + i] =
			    spectrum->cosines[i * (HALF / len)];
			spectrum->step_sines[len + i] =
			    spectrum->sines[i * (HALF / len)];
		}
	}
}

/* ${len} pairs of them, each with the one ${len} on. */
static void
turn_pairs(const struct sar_spectrum *spectrum, float *restrict re,
    float *restrict im, size_t len)
{
	const float *restrict c = spectrum->step_cosines + len;
	const float *restrict s = spectrum->step_sines + len;
	float x, y;
	size_t k;

	for (k = 0; k < len; k++) {
		x = re[k + len] * c[k] - im[k + len] * s[k];
		y = re[k + len] * s[k] + im[k + len] * c[k];
		re[k + len] = re[k] - x;
		im[k + len] = im[k] - y;
		re[k] += x;
		im[k] += y;
	}
}

/* The fast Fourier transform of HALF complex numbers, laid out in reversed
 * order; Cooley and Tukey's. */
static void
transform(const struct sar_spectrum *spectrum, float *re, float *im)
{
	size_t len, a;

	for (len = 1; len < HALF; len <<= 1)
		for (a = 0; a < HALF; a += 2 * len)
			turn_pairs(spectrum, re + a, im + a, len);
}

/* Bin ${i} of the N samples, of which the even ones were taken for real parts
 * and the odd ones for imaginary ones. */
static float
power(const struct sar_spectrum *spectrum, const float *re, const float *im,
    size_t i)
{
	size_t j = (HALF - i) % HALF;
	float even_re = (re[i] + re[j]) / 2;
	float even_im = (im[i] - im[j]) / 2;
	float odd_re = (im[i] + im[j]) / 2;
	float odd_im = (re[j] - re[i]) / 2;
	float x = even_re + odd_re * spectrum->cosines[i] -
		  odd_im * spectrum->sines[i];
	float y = even_im + odd_re * spectrum->sines[i] +
		  odd_im * spectrum->cosines[i];

	/* A sine of full scale in this window comes to N / 4. */
	return (x * x + y * y) * (16.0F / N / N);
}

void
sar_spectrum_find(const struct sar_spectrum *spectrum,
    const float samples[SAR_SPECTRUM_SAMPLES], float levels[SAR_SPECTRUM_BINS])
{
	float re[HALF], im[HALF];
	size_t i, at;
	float p;

	for (i = 0; i < HALF; i++) {
		at = spectrum->order[i];
		re[at] = samples[2 * i] * spectrum->window[2 * i];
		im[at] = samples[2 * i + 1] * spectrum->window[2 * i + 1];
	}
	transform(spectrum, re, im);
	for (i = 0; i < HALF; i++) {
		p = power(spectrum, re, im, i);
		levels[i] = 10 * log10f(p > LEAST ? p : LEAST);
	}
}
