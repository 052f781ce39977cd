#include <assert.h>

#include "hear/yin.h"

#define LAGS_MOST 256
#define WINDOW 0.032 /* seconds compared: two periods of the lowest voice */
#define UNLIKE 0.15  /* of the sound is not like itself: the first such lag */
#define HALF 0.04    /* as much better is the period than its half */
#define UNLIKE_MOST 0.3 /* the best lag's, in noise; more: no voice */

static size_t
window(double rate)
{
	return (size_t)(rate * WINDOW);
}

static size_t
lags(double rate)
{
	return (size_t)(rate / SAR_YIN_LEAST) + 2;
}

size_t
sar_yin_needs(double rate)
{
	return window(rate) + lags(rate);
}

/* The sums of squared differences at four lags: no sum waits for another. */
static void
four(const float *samples, size_t n, size_t lag, double sums[4])
{
	double a = 0, b = 0, c = 0, d = 0;
	double x;
	size_t i;

	for (i = 0; i < n; i++) {
		x = (double)(samples[i] - samples[i + lag]);
		a += x * x;
		x = (double)(samples[i] - samples[i + lag + 1]);
		b += x * x;
		x = (double)(samples[i] - samples[i + lag + 2]);
		c += x * x;
		x = (double)(samples[i] - samples[i + lag + 3]);
		d += x * x;
	}
	sums[0] = a;
	sums[1] = b;
	sums[2] = c;
	sums[3] = d;
}

/* How unlike itself the sound is at each lag, of the mean up to that lag. */
static void
compare(const float *samples, double rate, double *unlike)
{
	size_t most = lags(rate);
	size_t n = window(rate);
	double total = 0;
	double sums[4];
	size_t lag = 1;
	size_t from, k;

	unlike[0] = 1;
	while (lag < most) {
		/* The last four may be some of those before. */
		from = lag + 4 > most ? most - 4 : lag;
		four(samples, n, from, sums);
		for (k = lag - from; k < 4; k++, lag++) {
			total += sums[k];
			unlike[lag] = total > 0 ? sums[k] * (double)lag / total
						: 1;
		}
	}
}

/* Between the samples: the lowest point of a parabola. */
static double
between(const double *unlike, size_t lag)
{
	double before = unlike[lag - 1];
	double after = unlike[lag + 1];
	double bend = before - 2 * unlike[lag] + after;

	return (double)lag + (bend > 0 ? (before - after) / (2 * bend) : 0);
}

/* How low that is: a short lag is seldom a whole number of samples. */
static double
lowest(const double *unlike, size_t lag)
{
	double slope = unlike[lag - 1] - unlike[lag + 1];
	double bend = unlike[lag - 1] - 2 * unlike[lag] + unlike[lag + 1];

	return unlike[lag] - (bend > 0 ? slope * slope / (8 * bend) : 0);
}

/* Where ${lag} is half of the period, twice as much is much more alike. */
static size_t
not_half(const double *unlike, size_t lag, size_t most)
{
	size_t twice = 2 * lag;
	size_t i;

	if (twice + 2 >= most)
		return lag;
	for (i = 2 * lag - 1; i <= 2 * lag + 1; i++)
		twice = unlike[i] < unlike[twice] ? i : twice;
	return lowest(unlike, twice) < lowest(unlike, lag) - HALF ? twice : lag;
}

/* The lag of the period; 0: there is none.  Not the best one of all, which is
 * as often two periods, but the first that is good; in noise none is. */
static size_t
choose(const double *unlike, size_t least, size_t most)
{
	size_t best = least;
	size_t lag;

	for (lag = least; lag + 1 < most && unlike[lag] >= UNLIKE; lag++)
		best = unlike[lag] < unlike[best] ? lag : best;
	if (lag + 1 == most)
		return unlike[best] < UNLIKE_MOST && best > least ? best : 0;
	while (lag + 1 < most && unlike[lag + 1] < unlike[lag])
		lag++;
	return lag + 1 < most ? not_half(unlike, lag, most) : 0;
}

double
sar_yin_find(const float *samples, double rate)
{
	double unlike[LAGS_MOST];
	size_t most = lags(rate);
	size_t least = (size_t)(rate / SAR_YIN_MOST);
	size_t lag;

	assert(most <= LAGS_MOST && least > 1);
	compare(samples, rate, unlike);
	lag = choose(unlike, least, most);
	return lag > 0 ? rate / between(unlike, lag) : 0;
}
