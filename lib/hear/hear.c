#include "hear/hear.h"

#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "hear/detect.h"
#include "hear/settle.h"
#include "hear/sink.h"
#include "hear/tonal.h"

/* Samples of one channel that are given to detectors at a time. */
#define BLOCK 4096

static const struct sar_detect *const detectors[] = { &sar_detect_level,
	&sar_detect_tone, &sar_detect_dtmf, &sar_detect_music,
	&sar_detect_voice };

#define DETECTORS (sizeof(detectors) / sizeof(detectors[0]))

struct channel {
	void *states[DETECTORS];
	struct sar_detect_sink sinks[DETECTORS];
	struct sar_tonal *tonal; /* for those that ask */
};

struct sar_hear {
	uint32_t rate;
	uint32_t channels;
	uint64_t frames;
	struct channel *each;
	int16_t block[BLOCK];
};

int
sar_detect_add(struct sar_detect_sink *sink, const struct sar_heard *heard,
    struct sar_err *err)
{
	struct sar_heard *list;

	if (heard->to <= heard->from)
		return 0;
	if (sink->n == sink->most) {
		sink->more = true;
		return 0;
	}
	list = sar_grow_by_one(sink->list, sink->n, &sink->room, sizeof(*list),
	    err);
	if (list == NULL)
		return -1;
	sink->list = list;
	list[sink->n] = *heard;
	list[sink->n++].channel = sink->channel;
	return 0;
}

bool
sar_hear_takes(uint32_t rate, uint32_t channels)
{
	return rate >= SAR_HEAR_RATE_MIN && rate <= SAR_HEAR_RATE_MAX &&
	       channels >= 1 && channels <= SAR_HEAR_CHANNELS_MAX;
}

static int
begin_channel(struct sar_hear *hear, uint32_t c, struct sar_err *err)
{
	struct channel *channel = &hear->each[c];
	size_t d;

	if ((channel->tonal = sar_tonal_new(hear->rate, err)) == NULL)
		return -1;
	for (d = 0; d < DETECTORS; d++) {
		channel->sinks[d].channel = c + 1;
		channel->sinks[d].most = SAR_HEAR_MOST;
		channel->states[d] = detectors[d]->make(hear->rate, err);
		if (channel->states[d] == NULL)
			return -1;
		if (detectors[d]->lend != NULL)
			detectors[d]->lend(channel->states[d], channel->tonal);
	}
	return 0;
}

struct sar_hear *
sar_hear_new(uint32_t rate, uint32_t channels, struct sar_err *err)
{
	struct sar_hear *hear = NULL;
	uint32_t c;

	if (!sar_hear_takes(rate, channels)) {
		(void)sar_err_set(err, SAR_EINPUT,
		    "sound: its rate or its number of channels is not one that "
		    "can be listened to");
		return NULL;
	}
	if ((hear = calloc(1, sizeof(*hear))) == NULL ||
	    (hear->each = calloc(channels, sizeof(*hear->each))) == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		free(hear);
		return NULL;
	}
	hear->rate = rate;
	hear->channels = channels;
	for (c = 0; c < channels; c++) {
		if (begin_channel(hear, c, err) == -1) {
			sar_hear_free(hear);
			return NULL;
		}
	}
	return hear;
}

void
sar_hear_free(struct sar_hear *hear)
{
	uint32_t c;
	size_t d;

	if (hear == NULL)
		return;
	for (c = 0; c < hear->channels; c++) {
		for (d = 0; d < DETECTORS; d++) {
			detectors[d]->release(hear->each[c].states[d]);
			free(hear->each[c].sinks[d].list);
		}
		sar_tonal_free(hear->each[c].tonal);
	}
	free(hear->each);
	explicit_bzero(hear->block, sizeof(hear->block));
	free(hear);
}

/* The next ${n} samples of channel ${c}, from 0. */
static int
take(struct sar_hear *hear, uint32_t c, const int16_t *samples, size_t n,
    struct sar_err *err)
{
	struct channel *channel = &hear->each[c];
	size_t d;

	if (sar_tonal_samples(channel->tonal, samples, n, err) == -1)
		return -1;
	for (d = 0; d < DETECTORS; d++)
		if (detectors[d]->samples(channel->states[d], samples, n,
			&channel->sinks[d], err) == -1)
			return -1;
	return 0;
}

int
sar_hear_frames(struct sar_hear *hear, const int16_t *interleaved,
    size_t frames, struct sar_err *err)
{
	size_t n, i;
	uint32_t c;

	hear->frames += frames;
	if (hear->channels == 1)
		return take(hear, 0, interleaved, frames, err);
	for (; frames > 0; frames -= n) {
		n = frames < BLOCK ? frames : BLOCK;
		for (c = 0; c < hear->channels; c++) {
			for (i = 0; i < n; i++)
				hear->block[i] =
				    interleaved[i * hear->channels + c];
			if (take(hear, c, hear->block, n, err) == -1)
				return -1;
		}
		interleaved += n * hear->channels;
	}
	return 0;
}

/* What was heard on one channel, added to ${all}. */
static int
end_channel(struct sar_hear *hear, uint32_t c, struct sar_detect_sink *all,
    struct sar_err *err)
{
	struct channel *channel = &hear->each[c];
	struct sar_detect_sink out = { .channel = c + 1, .most = SIZE_MAX };
	size_t i;
	int rc = -1;

	for (i = 0; i < DETECTORS; i++)
		if (detectors[i]->end(channel->states[i], &channel->sinks[i],
			err) == -1)
			return -1;
	if (sar_settle_channel(channel->sinks, DETECTORS, hear->rate, &out,
		err) == -1)
		goto out;
	all->channel = c + 1;
	all->more = all->more || out.more;
	for (i = 0; i < out.n; i++)
		if (sar_detect_add(all, &out.list[i], err) == -1)
			goto out;
	rc = 0;

out:
	free(out.list);
	return rc;
}

int
sar_hear_end(struct sar_hear *hear, struct sar_hearing *out,
    struct sar_err *err)
{
	struct sar_detect_sink all = { .most = SIZE_MAX };
	uint32_t c;

	for (c = 0; c < hear->channels; c++) {
		if (end_channel(hear, c, &all, err) == -1) {
			free(all.list);
			return -1;
		}
	}
	sar_settle_sort(all.list, all.n);
	*out = (struct sar_hearing){ all.list, all.n, all.more };
	return 0;
}

void
sar_hear_hearing_free(struct sar_hearing *hearing)
{
	free(hearing->list);
	*hearing = (struct sar_hearing){ NULL, 0, false };
}
