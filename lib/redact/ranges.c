#include <stdlib.h>
#include <string.h>

#include "redact/extent.h"

static int
add(struct sar_redact_ranges *ranges, const struct sar_redact_range *range,
    struct sar_err *err)
{
	size_t cap = ranges->cap == 0 ? 16 : ranges->cap * 2;
	struct sar_redact_range *grown = ranges->range;

	if (ranges->n == ranges->cap) {
		grown = reallocarray(ranges->range, cap, sizeof(*grown));
		if (grown == NULL)
			return sar_err_set(err, SAR_EFAIL, "out of memory");
		ranges->range = grown;
		ranges->cap = cap;
	}
	grown[ranges->n++] = *range;
	return 0;
}

int
sar_redact_ranges_add(struct sar_redact_ranges *ranges,
    const struct sar_redact_shape *shape, uint32_t channels, uint64_t from,
    uint64_t to, struct sar_err *err)
{
	uint64_t block = sar_redact_block(shape->rate);
	struct sar_redact_range range = { .from = from / block };
	uint32_t c;

	if (!sar_redact_aligned(shape, from, to))
		return sar_err_set(err, SAR_EFAIL,
		    "redaction proof: a cut is not of whole blocks");
	range.to = to / block + (to % block != 0);
	for (c = 0; c < shape->channels; c++) {
		range.channel = c;
		if ((channels == 0 || (channels >> c & 1) != 0) &&
		    add(ranges, &range, err) == -1)
			return -1;
	}
	return 0;
}

static int
compare(const void *a, const void *b)
{
	const struct sar_redact_range *x = a;
	const struct sar_redact_range *y = b;

	if (x->channel != y->channel)
		return x->channel < y->channel ? -1 : 1;
	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	return 0;
}

void
sar_redact_ranges_end(struct sar_redact_ranges *ranges)
{
	struct sar_redact_range *last = ranges->range;
	struct sar_redact_range *range;
	size_t i;

	if (ranges->n < 2)
		return;
	qsort(ranges->range, ranges->n, sizeof(*ranges->range), compare);
	for (i = 1; i < ranges->n; i++) {
		range = &ranges->range[i];
		if (range->channel != last->channel || range->from > last->to)
			*++last = *range;
		else if (range->to > last->to)
			last->to = range->to;
	}
	ranges->n = (size_t)(last - ranges->range) + 1;
}

void
sar_redact_ranges_free(struct sar_redact_ranges *ranges)
{
	free(ranges->range);
	memset(ranges, 0, sizeof(*ranges));
}
