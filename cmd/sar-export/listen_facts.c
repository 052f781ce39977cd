#include "sar-export/listen_facts.h"

#include <stdlib.h>
#include <string.h>

#include "common/cmd.h"
#include "sar-export/times.h"

#define FRAMES 4096 /* read at a time */

const struct sar_index_recording *
listen_facts_recording(const struct listen_facts *facts)
{
	return facts->item->item->recording;
}

static int
read_all(struct sar_listen *listen, struct listen_facts *facts,
    struct sar_err *err)
{
	size_t samples = (size_t)FRAMES *
			 listen_facts_recording(facts)->channels;
	int16_t *block = calloc(samples, sizeof(*block));
	ssize_t n;

	if (block == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	while ((n = sar_listen_read(listen, block, FRAMES, err)) > 0)
		sar_levels_frames(facts->levels, block, (size_t)n);
	explicit_bzero(block, samples * sizeof(*block));
	free(block);
	return n == 0 ? 0 : -1;
}

static int
copy_cuts(struct listen_facts *facts, struct sar_err *err)
{
	const struct sar_plan_item *item = facts->item;
	size_t i;

	facts->cuts = calloc(item->n_cuts + 1, sizeof(*facts->cuts));
	if (facts->cuts == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	for (i = 0; i < item->n_cuts; i++)
		facts->cuts[i] = (struct sar_picture_span){ item->cuts[i].from,
			item->cuts[i].to, item->cuts[i].channels };
	return 0;
}

bool
listen_facts_is_speech(const struct sar_advice *advice)
{
	return strcmp(advice->code, "talk") == 0 ||
	       strcmp(advice->code, "silence") == 0;
}

static struct sar_picture_span
span_of(const struct listen_facts *facts, const struct sar_advice *advice)
{
	const struct sar_index_recording *rec = listen_facts_recording(facts);
	struct sar_picture_span span = {
		.from = times_frame(advice->from_us, rec->rate, false),
		.to = times_frame(advice->to_us, rec->rate, true),
	};

	if (advice->channel != 0)
		span.channels = UINT32_C(1) << (advice->channel - 1);
	if (span.to > rec->frames)
		span.to = rec->frames;
	return span;
}

static int
find_hints(struct listen_facts *facts, struct sar_err *err)
{
	const struct sar_advice *advice;
	struct sar_picture_span span;
	size_t i;

	if (sar_advice_make(facts->c, facts->found, facts->item->item,
		SAR_ADVICE_BOTH, &facts->advice, err) == -1)
		return -1;
	facts->hints = calloc(facts->advice.n + 1, sizeof(*facts->hints));
	facts->hinted = calloc(facts->advice.n + 1, sizeof(*facts->hinted));
	if (facts->hints == NULL || facts->hinted == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	for (i = 0; i < facts->advice.n; i++) {
		advice = &facts->advice.list[i];
		if (listen_facts_is_speech(advice))
			continue;
		span = span_of(facts, advice);
		if (span.from >= facts->to || span.to <= facts->from) {
			facts->n_away++;
			continue;
		}
		facts->hints[facts->n_hints] = advice;
		facts->hinted[facts->n_hints++] = span;
	}
	return 0;
}

struct sar_listen_what
listen_facts_what(const struct listen_facts *facts)
{
	return (struct sar_listen_what){
		.home = facts->c->home,
		.plan = facts->plan,
		.item = facts->item,
		.redacted = facts->redacted,
		.from = facts->from,
		.to = facts->to,
		.stop = &cmd_stop,
	};
}

int
listen_facts_make(struct listen_facts *facts, unsigned columns,
    struct sar_err *err)
{
	struct sar_levels_view view = { facts->from, facts->to,
		listen_facts_recording(facts)->channels, columns };
	struct sar_listen_what what = listen_facts_what(facts);
	struct sar_listen *listen = NULL;
	int rc = -1;

	if ((facts->levels = sar_levels_new(&view, err)) != NULL &&
	    copy_cuts(facts, err) == 0 &&
	    (listen = sar_listen_open(&what, err)) != NULL)
		rc = read_all(listen, facts, err);
	if (rc == 0)
		rc = find_hints(facts, err);
	sar_listen_free(listen);
	return rc;
}

void
listen_facts_free(struct listen_facts *facts)
{
	sar_levels_free(facts->levels);
	sar_advice_free(&facts->advice);
	free(facts->cuts);
	free(facts->hints);
	free(facts->hinted);
}

bool
listen_facts_in(const struct listen_facts *facts, const struct sar_mark *mark,
    const struct sar_plan_cut *cut)
{
	uint32_t rate = listen_facts_recording(facts)->rate;

	return times_frame(mark->from_us, rate, false) < cut->to &&
	       times_frame(mark->to_us, rate, true) > cut->from &&
	       (mark->channels == 0 || cut->channels == 0 ||
		   (mark->channels & cut->channels) != 0);
}

bool
listen_facts_left(const struct listen_facts *facts, const struct sar_mark *mark)
{
	const struct sar_plan_item *item = facts->item;
	size_t i;

	for (i = 0; i < item->n_cuts; i++)
		if (listen_facts_in(facts, mark, &item->cuts[i]))
			return false;
	return true;
}
