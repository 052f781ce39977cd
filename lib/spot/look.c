/* A text in all the ways it can be read. */
#include <stdlib.h>
#include <string.h>

#include "spot/fold.h"
#include "spot/state.h"
#include "spot/undo.h"

#define DEPTH 3 /* escapes within escapes */

void
sar_spot_see(struct sar_spot_view *view, enum sar_spot_kind kind, size_t item,
    size_t line)
{
	struct sar_spot_sights *sights = view->sights;
	struct sar_spot_sight *sight;

	for (sight = sights->list; sight < sights->list + sights->n; sight++)
		if (sight->kind == kind && sight->item == item &&
		    sight->line == line)
			return;
	if (sights->n == SAR_SPOT_SIGHTS_MAX) {
		sights->more++;
		return;
	}
	sight->kind = kind;
	sight->item = item;
	sight->line = line;
	sights->n++;
}

static void
next(struct sar_spot_view *view, char c)
{
	sar_spot_run_next(view, c);
	sar_spot_words_next(view, c);
	sar_spot_token_next(view, c);
}

/* One way of reading. */
static void
look_at(struct sar_spot_view *view, const char *text, size_t len)
{
	char folded[SAR_FOLD_MAX];
	size_t i, k, n;

	memset(&view->run, 0, sizeof(view->run));
	memset(&view->words, 0, sizeof(view->words));
	memset(&view->token, 0, sizeof(view->token));
	view->line = 1;
	while (len > 0) {
		i = sar_fold_next(text, len, folded, &n);
		for (k = 0; k < n; k++)
			next(view, folded[k]);
		if (*text == '\n')
			view->line++;
		text += i;
		len -= i;
	}
	/* Two, so that a point at the end is seen to be one. */
	next(view, SAR_FOLD_OTHER);
	next(view, SAR_FOLD_OTHER);
}

/* As it is, and with each level of escapes undone, then without tags. */
static void
look_through(struct sar_spot_view *view, char *text, size_t len)
{
	int depth;

	look_at(view, text, len);
	for (depth = 0; depth < DEPTH; depth++) {
		if (!sar_undo_escapes(text, &len))
			break;
		look_at(view, text, len);
	}
	if (sar_undo_tags(text, &len))
		look_at(view, text, len);
}

int
sar_spot_look(const struct sar_spot *spot, enum sar_spot_form form,
    const char *text, size_t len, struct sar_spot_sights *sights,
    struct sar_err *err)
{
	struct sar_spot_view view = { .spot = spot, .sights = sights };
	char *copy;

	memset(sights, 0, sizeof(*sights));
	if (len > SAR_SPOT_TEXT_MAX)
		return sar_err_set(err, SAR_EINPUT,
		    "a text of more than %zu MiB", SAR_SPOT_TEXT_MAX >> 20);
	if ((copy = malloc(len + 1)) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	view.strangers = form == SAR_SPOT_TEXT;
	memcpy(copy, text, len);
	look_through(&view, copy, len);
	if (form == SAR_SPOT_JSON) {
		view.strangers = true;
		memcpy(copy, text, len);
		sar_undo_values(copy, len);
		look_through(&view, copy, len);
	}
	explicit_bzero(copy, len);
	free(copy);
	explicit_bzero(&view.words, sizeof(view.words));
	explicit_bzero(&view.token, sizeof(view.token));
	return 0;
}
