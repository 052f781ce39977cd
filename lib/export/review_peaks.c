#include "export/review_peaks.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Two bytes each, and four of Base64 for three of them: 16 MiB. */
#define PAIRS_MAX (UINT64_C(6) << 20)

uint64_t
sar_review_hundredths(const struct sar_index_recording *recording)
{
	return recording->frames / recording->rate * SAR_PEAKS_PER_SECOND +
	       recording->frames % recording->rate * SAR_PEAKS_PER_SECOND /
		   recording->rate;
}

/* Each divides 100: a pair of the page is of whole hundredths. */
unsigned
sar_review_fineness(uint64_t pairs)
{
	static const unsigned all[] = { 100, 50, 25, 20, 10 };
	size_t last = sizeof(all) / sizeof(all[0]) - 1;
	size_t i;

	for (i = 0; i < last; i++)
		if (pairs / SAR_PEAKS_PER_SECOND * all[i] <= PAIRS_MAX)
			break;
	return all[i];
}

int
sar_review_drawn_begin(struct sar_review_drawn *drawn,
    const struct sar_index_recording *recording, unsigned per_second,
    struct sar_err *err)
{
	uint64_t seconds = recording->frames / recording->rate;
	uint32_t c;

	*drawn = (struct sar_review_drawn){ .per_second = per_second,
		.channels = recording->channels };
	/* The last may be of less than its share. */
	drawn->n = (size_t)(seconds + 1) * per_second + 1;
	for (c = 0; c < drawn->channels; c++)
		if ((drawn->data[c] = calloc(drawn->n, 2)) == NULL)
			return sar_err_set(err, SAR_EFAIL, "out of memory");
	return 0;
}

/* As many hundredths as go into one pair of the page. */
static void
widen(struct sar_review_drawn *drawn, const struct sar_peak *peak)
{
	size_t per = SAR_PEAKS_PER_SECOND / drawn->per_second;
	size_t k = drawn->seen / per;
	bool first = drawn->seen % per == 0;
	int8_t *at;

	if (k >= drawn->n)
		return;
	at = drawn->data[drawn->channel] + 2 * k;
	if (first || peak->min < at[0])
		at[0] = peak->min;
	if (first || peak->max > at[1])
		at[1] = peak->max;
}

void
sar_review_drawn_take(struct sar_review_drawn *drawn,
    const struct sar_peak *peaks, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		widen(drawn, &peaks[i]);
		if (++drawn->channel < drawn->channels)
			continue;
		drawn->channel = 0;
		drawn->seen++;
	}
}

void
sar_review_drawn_end(struct sar_review_drawn *drawn)
{
	size_t per = SAR_PEAKS_PER_SECOND / drawn->per_second;
	size_t n = (drawn->seen + per - 1) / per;

	if (n < drawn->n)
		drawn->n = n;
}

void
sar_review_drawn_free(struct sar_review_drawn *drawn)
{
	size_t c;

	for (c = 0; c < SAR_REVIEW_CHANNELS_MAX; c++) {
		if (drawn->data[c] != NULL)
			explicit_bzero(drawn->data[c], 2 * drawn->n);
		free(drawn->data[c]);
		drawn->data[c] = NULL;
	}
	drawn->n = 0;
}
