#include "export/advice_index.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "index/parts.h"

/* What is asked of the index, gathered for one recording. */
struct sar_advice_index {
	const struct sar_case *c;
	const struct sar_find *found;
	const struct sar_item *item;
	struct sar_index *index;
	struct sar_suggest_leg *legs;
	struct sar_index_parts *parts; /* of each leg */
	size_t n_legs;
	int64_t *own;
	size_t n_own;
};

static bool
is_of_item(const struct sar_advice_index *a, size_t leg)
{
	size_t i;

	for (i = 0; i < a->item->n_legs; i++)
		if (a->item->legs[i] == leg)
			return true;
	return false;
}

/* A leg that a record links to one of the item's, and that has no recording of
   its own: a consultation may be heard in this one. */
static bool
is_linked(const struct sar_advice_index *a, size_t leg)
{
	const struct sar_calls_leg *one = &a->found->calls->legs[leg];

	return !is_of_item(a, leg) && one->found == SAR_FOUND_LINK &&
	       one->leg.n_uses == 0 && is_of_item(a, one->via);
}

static int
add_leg(struct sar_advice_index *a, size_t leg, struct sar_err *err)
{
	const struct sar_calls *calls = a->found->calls;
	struct sar_index_parts *parts = &a->parts[a->n_legs];

	if (sar_index_parts_load(a->index, calls->legs[leg].leg.id, parts,
		err) == -1)
		return -1;
	a->legs[a->n_legs++] = (struct sar_suggest_leg){ &calls->legs[leg].leg,
		parts };
	return 0;
}

/* First the item's, in the order that "find" has them. */
static int
gather_legs(struct sar_advice_index *a, struct sar_err *err)
{
	const struct sar_calls *calls = a->found->calls;
	size_t i;

	a->legs = calloc(calls->n_legs + 1, sizeof(*a->legs));
	a->parts = calloc(calls->n_legs + 1, sizeof(*a->parts));
	if (a->legs == NULL || a->parts == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	for (i = 0; i < a->item->n_legs; i++)
		if (add_leg(a, a->item->legs[i], err) == -1)
			return -1;
	for (i = 0; i < calls->n_legs; i++)
		if (is_linked(a, i) && add_leg(a, i, err) == -1)
			return -1;
	return 0;
}

/* A number that calls come in on is the organisation's, listed or not. */
static int
add_entry(struct sar_advice_index *a, int64_t key, struct sar_err *err)
{
	bool is = false;

	if (key <= 0)
		return 0;
	if (sar_index_is_entry(a->index, key, &is, err) == -1)
		return -1;
	if (is)
		a->own[a->n_own++] = key;
	return 0;
}

static int
gather_own(struct sar_advice_index *a, struct sar_err *err)
{
	const struct sar_home *home = a->c->home;
	size_t n = home->n_own;
	size_t i, j;

	for (i = 0; i < a->n_legs; i++)
		n += a->legs[i].leg->n_parties;
	if ((a->own = calloc(n + 1, sizeof(*a->own))) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	for (i = 0; i < home->n_own; i++)
		a->own[a->n_own++] = home->own[i];
	for (i = 0; i < a->n_legs; i++)
		for (j = 0; j < a->legs[i].leg->n_parties; j++)
			if (add_entry(a, a->legs[i].leg->parties[j].number.key,
				err) == -1)
				return -1;
	return 0;
}

void
sar_advice_index_free(struct sar_advice_index *a)
{
	size_t i;

	if (a == NULL)
		return;
	for (i = 0; i < a->n_legs; i++)
		sar_index_parts_free(&a->parts[i]);
	free(a->legs);
	free(a->parts);
	free(a->own);
	sar_index_close(a->index);
	free(a);
}

static struct sar_suggestions *
ask(struct sar_advice_index *a, struct sar_err *err)
{
	const struct sar_request *request = a->c->request;
	int64_t keys[SAR_REQUEST_NUMBERS];
	struct sar_suggest_question question = { .requester = keys };
	char *path = sar_home_path(a->c->home, "index.db", err);
	struct sar_suggestions *out = NULL;
	size_t i;

	for (i = 0; i < request->n_numbers; i++)
		keys[i] = request->numbers[i].key;
	question.n_requester = request->n_numbers;
	question.recording = a->item->recording;
	question.joint = sar_plan_joint(a->item->recording);
	if (path != NULL &&
	    (a->index = sar_index_open(path, false, err)) != NULL &&
	    gather_legs(a, err) == 0 && gather_own(a, err) == 0) {
		question.legs = a->legs;
		question.n_legs = a->n_legs;
		question.own = a->own;
		question.n_own = a->n_own;
		out = sar_suggest_make(&question, err);
	}
	free(path);
	return out;
}

int
sar_advice_index_ask(const struct sar_case *c, const struct sar_find *found,
    const struct sar_item *item, struct sar_advice_list *out,
    struct sar_err *err)
{
	struct sar_advice_index *a = calloc(1, sizeof(*a));

	if (a == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	a->c = c;
	a->found = found;
	a->item = item;
	if ((out->suggestions = ask(a, err)) == NULL) {
		sar_advice_index_free(a);
		return -1;
	}
	out->index = a;
	return 0;
}

size_t
sar_advice_legs(const struct sar_advice_list *list)
{
	return list->index == NULL ? 0 : list->index->n_legs;
}

const struct sar_suggest_leg *
sar_advice_leg(const struct sar_advice_list *list, size_t leg)
{
	return &list->index->legs[leg];
}

/* What the record tells, and how. */
static const char *
record_text(enum sar_suggest_record record)
{
	switch (record) {
	case SAR_SUGGEST_STREAMS:
		return "it says whose voice a channel carries";
	case SAR_SUGGEST_SEGMENTS:
		return "it says from where to where a party is in it";
	case SAR_SUGGEST_EVENTS:
		return "it says when a party joined and dropped";
	case SAR_SUGGEST_USE:
		return "it says where in the recording the leg is";
	case SAR_SUGGEST_TIMES:
		return "it says when the leg was, against its beginning";
	}
	return "";
}

void
sar_advice_index_tell(const struct sar_suggestion *s, struct sar_advice *out)
{
	bool channel = s->kind == SAR_SUGGEST_CHANNEL;

	*out = (struct sar_advice){ .code = channel ? "channel" : "joined",
		.from_us = s->from_ms * 1000,
		.to_us = s->to_ms * 1000,
		.channel = s->channel,
		.cut = true,
		.suggestion = s };
	(void)snprintf(out->text, sizeof(out->text), "%s%s",
	    s->sure ? "" : "perhaps ",
	    channel ? "a third party has this channel alone"
		    : "a third party is on the line");
	(void)snprintf(out->how, sizeof(out->how),
	    "by the record of leg %zu: %s", s->leg + 1, record_text(s->record));
	if (s->widened_ms > 0)
		(void)snprintf(out->warning, sizeof(out->warning),
		    "the record's times are not exact: it is %" PRIu64
		    ".%03" PRIu64 " s wider on either side",
		    s->widened_ms / 1000, s->widened_ms % 1000);
	else if (!s->sure)
		(void)snprintf(out->warning, sizeof(out->warning),
		    "the record does not say for sure who that is");
}
