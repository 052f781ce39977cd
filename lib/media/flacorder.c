/*
 * The frames of a FLAC file, one after the other.  libFLAC plays them as they
 * come: one that is there twice, or in another's place, moves all behind it,
 * and a second file behind the first is not seen at all.
 */
#include <stdlib.h>
#include <string.h>

#include "media/flac.h"
#include "media/found.h"

#define WINDOW (1U << 18) /* as long as a frame is believed to be */

struct order {
	const struct sar_source *source;
	uint8_t *window; /* and SAR_FLAC_HEAD_MAX zeros */
	uint8_t *frame;
	uint64_t last; /* where the last frame in order begins */
	uint64_t next; /* the frame of sound it ends with */
	uint32_t fixed;
	bool begun;
};

/* Is what is between the last frame and ${to} just that frame? */
static int
is_whole(const struct order *order, uint64_t to, bool *whole,
    struct sar_err *err)
{
	uint64_t len = to - order->last;

	*whole = false;
	if (len > WINDOW)
		return 0;
	if (sar_source_read(order->source, order->frame, (size_t)len,
		order->last, err) == -1)
		return -1;
	*whole = sar_flac_sum16(order->frame, (size_t)len) == 0;
	return 0;
}

/* What looks like a frame's head is at ${at}: is it the next one's? */
static int
take(struct order *order, const uint8_t *head, uint64_t at, struct sar_err *err)
{
	struct sar_flac_frame frame;
	bool whole;

	if (!sar_flac_frame(head, &frame))
		return 0;
	if (!order->begun) {
		/* The first one is as long as all but the last. */
		order->fixed = frame.fixed ? frame.frames : 1;
		order->begun = true;
	} else if (frame.number * order->fixed != order->next) {
		/* Sound can look like a head, but not with the right sum. */
		if (is_whole(order, at, &whole, err) == -1)
			return -1;
		return whole ? sar_media_bad(order->source,
				   "its frames are not in order", err)
			     : 0;
	}
	order->last = at;
	order->next = frame.number * order->fixed + frame.frames;
	return 0;
}

/* All heads that begin in the ${len} bytes of the window, which is at ${at}. */
static int
take_window(struct order *order, uint64_t at, size_t len, struct sar_err *err)
{
	const uint8_t *p = order->window;
	const uint8_t *end = p + len;

	while ((p = memchr(p, 0xFF, (size_t)(end - p))) != NULL) {
		if (take(order, p, at + (uint64_t)(p - order->window), err) ==
		    -1)
			return -1;
		if (++p == end)
			break;
	}
	return 0;
}

static int
walk(struct order *order, uint64_t from, struct sar_err *err)
{
	uint64_t left;
	uint64_t at;
	size_t len;

	for (at = from; at < order->source->size; at += WINDOW) {
		left = order->source->size - at;
		len = WINDOW + SAR_FLAC_HEAD_MAX;
		if (left < len) {
			len = (size_t)left;
			memset(order->window + len, 0, SAR_FLAC_HEAD_MAX);
		}
		if (sar_source_read(order->source, order->window, len, at,
			err) == -1)
			return -1;
		if (take_window(order, at, len < WINDOW ? len : WINDOW, err) ==
		    -1)
			return -1;
	}
	return 0;
}

int
sar_media_flac_order(const struct sar_source *source, uint64_t from,
    bool *whole, struct sar_err *err)
{
	struct order order = { .source = source, .last = from };
	int rc = -1;

	*whole = false;
	order.window = malloc(WINDOW + 2 * SAR_FLAC_HEAD_MAX);
	order.frame = malloc(WINDOW);
	if (order.window == NULL || order.frame == NULL)
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
	else if (walk(&order, from, err) == 0)
		rc = is_whole(&order, source->size, whole, err);
	free(order.window);
	free(order.frame);
	return rc;
}
