/* Keys pressed one after the other: how many, and when.  Not which. */
#include <stdlib.h>

#include "hear/detect.h"
#include "hear/keys.h"

#define APART_S 5    /* keys further apart are another number */
#define MARGIN_MS 20 /* on either side, of what rings on */

struct dtmf {
	uint32_t rate;
	uint64_t frames;
	struct sar_keys *keys;
	struct sar_heard heard; /* so far; no keys: nothing */
	struct sar_detect_sink *sink;
};

static int
flush(struct dtmf *d, struct sar_err *err)
{
	uint64_t margin = (uint64_t)d->rate * MARGIN_MS / 1000;
	struct sar_heard heard = d->heard;

	d->heard.keys = 0;
	if (heard.keys == 0)
		return 0;
	heard.from -= heard.from < margin ? heard.from : margin;
	heard.to += margin;
	if (heard.to > d->frames)
		heard.to = d->frames;
	return sar_detect_add(d->sink, &heard, err);
}

static int
take(void *ctx, const struct sar_keys_one *key, struct sar_err *err)
{
	struct dtmf *d = ctx;

	if (d->heard.keys > 0 &&
	    key->from > d->heard.to + (uint64_t)d->rate * APART_S &&
	    flush(d, err) == -1)
		return -1;
	if (d->heard.keys == 0)
		d->heard = (struct sar_heard){ .kind = SAR_HEAR_DTMF,
			.from = key->from };
	d->heard.keys++;
	d->heard.to = key->to;
	return 0;
}

static void
release(void *state)
{
	struct dtmf *d = state;

	if (d == NULL)
		return;
	sar_keys_free(d->keys);
	free(d);
}

static void *
make(uint32_t rate, struct sar_err *err)
{
	struct dtmf *d = calloc(1, sizeof(*d));

	if (d == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	d->rate = rate;
	if ((d->keys = sar_keys_new(rate, take, d, err)) == NULL) {
		release(d);
		return NULL;
	}
	return d;
}

static int
samples(void *state, const int16_t *from, size_t n,
    struct sar_detect_sink *sink, struct sar_err *err)
{
	struct dtmf *d = state;

	d->sink = sink;
	d->frames += n;
	return sar_keys_samples(d->keys, from, n, err);
}

static int
end(void *state, struct sar_detect_sink *sink, struct sar_err *err)
{
	struct dtmf *d = state;

	d->sink = sink;
	return sar_keys_end(d->keys, err) == -1 ? -1 : flush(d, err);
}

const struct sar_detect sar_detect_dtmf = { make, samples, end, release, NULL };
