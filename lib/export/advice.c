#include "export/advice.h"

#include <stdlib.h>
#include <string.h>

#include "export/advice_index.h"
#include "export/advice_sound.h"

static int
compare(const void *a, const void *b)
{
	const struct sar_advice *x = a, *y = b;

	if (x->from_us != y->from_us)
		return x->from_us < y->from_us ? -1 : 1;
	if (x->to_us != y->to_us)
		return x->to_us < y->to_us ? -1 : 1;
	if (x->channel != y->channel)
		return x->channel < y->channel ? -1 : 1;
	if ((x->suggestion == NULL) != (y->suggestion == NULL))
		return x->suggestion == NULL ? 1 : -1;
	/* Each is one of a list, in an order of its own. */
	if (x->suggestion != NULL)
		return (x->suggestion > y->suggestion) -
		       (x->suggestion < y->suggestion);
	return (x->heard > y->heard) - (x->heard < y->heard);
}

/* What was found out, in one list. */
static int
tell(const struct sar_item *item, struct sar_advice_list *out,
    struct sar_err *err)
{
	size_t n = out->suggestions == NULL ? 0 : out->suggestions->n;
	size_t i;

	out->list = calloc(n + out->hearing.n + 1, sizeof(*out->list));
	if (out->list == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	for (i = 0; i < n; i++)
		sar_advice_index_tell(&out->suggestions->list[i],
		    &out->list[out->n++]);
	for (i = 0; i < out->hearing.n; i++)
		sar_advice_sound_tell(&out->hearing.list[i],
		    item->recording->rate, &out->list[out->n++]);
	qsort(out->list, out->n, sizeof(*out->list), compare);
	out->more = out->hearing.more;
	return 0;
}

int
sar_advice_make(const struct sar_case *c, const struct sar_find *found,
    const struct sar_item *item, enum sar_advice_of of,
    struct sar_advice_list *out, struct sar_err *err)
{
	bool present = item->recording != NULL &&
		       item->recording->state == SAR_RECORDING_PRESENT;

	memset(out, 0, sizeof(*out));
	out->sound = SAR_ADVICE_NOT_ASKED;
	if ((present && (of & SAR_ADVICE_INDEX) != 0 &&
		sar_advice_index_ask(c, found, item, out, err) == -1) ||
	    ((of & SAR_ADVICE_SOUND) != 0 &&
		sar_advice_sound_hear(c, item, out, err) == -1) ||
	    tell(item, out, err) == -1) {
		sar_advice_free(out);
		return -1;
	}
	return 0;
}

void
sar_advice_free(struct sar_advice_list *list)
{
	free(list->list);
	sar_suggest_free(list->suggestions);
	sar_hear_hearing_free(&list->hearing);
	sar_advice_index_free(list->index);
	memset(list, 0, sizeof(*list));
}
