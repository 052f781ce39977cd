/* Where what the detectors say contradicts itself, who is right. */
#include "hear/settle.h"

#include <stdlib.h>

/* What is left of talk between two tones is shorter than a word. */
#define LEFT_MS 200

static int
compare(const void *a, const void *b)
{
	const struct sar_heard *x = a, *y = b;

	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	if (x->to != y->to)
		return x->to < y->to ? -1 : 1;
	if (x->channel != y->channel)
		return x->channel < y->channel ? -1 : 1;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	return (x->tone > y->tone) - (x->tone < y->tone);
}

void
sar_settle_sort(struct sar_heard *list, size_t n)
{
	if (n > 0)
		qsort(list, n, sizeof(*list), compare);
}

/* What is surer than ${kind}, and takes its place. */
static bool
beats(enum sar_hear_kind one, enum sar_hear_kind kind)
{
	bool tone = one == SAR_HEAR_RINGING || one == SAR_HEAR_TONE ||
		    one == SAR_HEAR_DTMF;

	switch (kind) {
	case SAR_HEAR_TALK:
		return tone || one == SAR_HEAR_MUSIC;
	case SAR_HEAR_SILENCE:
		/* A cadence is one thing with its pauses. */
		return one == SAR_HEAR_RINGING || one == SAR_HEAR_TONE;
	case SAR_HEAR_MUSIC:
	case SAR_HEAR_VOICE:
		return tone;
	case SAR_HEAR_RINGING:
	case SAR_HEAR_TONE:
	case SAR_HEAR_DTMF:
		break;
	}
	return false;
}

/* ${heard} as far as none of ${all}, in order, beats it; those before the
   ${first} end before it begins. */
static int
add_left(const struct sar_heard *heard, const struct sar_detect_sink *all,
    size_t first, uint64_t least, struct sar_detect_sink *out,
    struct sar_err *err)
{
	struct sar_heard left = *heard;
	bool taken = false;
	size_t i;

	for (i = first; i < all->n && all->list[i].from < heard->to; i++) {
		if (all->list[i].to <= left.from ||
		    !beats(all->list[i].kind, heard->kind))
			continue;
		taken = true;
		left.to = all->list[i].from;
		if (left.to > left.from && left.to - left.from >= least &&
		    sar_detect_add(out, &left, err) == -1)
			return -1;
		left.from = all->list[i].to;
	}
	left.to = heard->to;
	if (left.to <= left.from || (taken && left.to - left.from < least))
		return 0;
	return sar_detect_add(out, &left, err);
}

/* All of what ${n} detectors found, in order. */
static int
gather(const struct sar_detect_sink *sinks, size_t n,
    struct sar_detect_sink *all, struct sar_err *err)
{
	size_t i, j;

	for (i = 0; i < n; i++) {
		all->more = all->more || sinks[i].more;
		for (j = 0; j < sinks[i].n; j++)
			if (sar_detect_add(all, &sinks[i].list[j], err) == -1)
				return -1;
	}
	sar_settle_sort(all->list, all->n);
	return 0;
}

int
sar_settle_channel(const struct sar_detect_sink *sinks, size_t n, uint32_t rate,
    struct sar_detect_sink *out, struct sar_err *err)
{
	uint64_t least = (uint64_t)rate * LEFT_MS / 1000;
	struct sar_detect_sink all = { .channel = out->channel,
		.most = SIZE_MAX };
	size_t first = 0;
	size_t i;
	int rc = -1;

	if (gather(sinks, n, &all, err) == -1)
		goto out;
	for (i = 0; i < all.n; i++) {
		while (all.list[first].to <= all.list[i].from)
			first++;
		if (add_left(&all.list[i], &all, first, least, out, err) == -1)
			goto out;
	}
	out->more = out->more || all.more;
	sar_settle_sort(out->list, out->n);
	rc = 0;

out:
	free(all.list);
	return rc;
}
