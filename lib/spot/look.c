/* A text in all the ways it can be read. */
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "spot/fold.h"
#include "spot/state.h"
#include "spot/undo.h"

#define DEPTH 3     /* escapes within escapes */
#define UUID_LEN 36 /* characters of one */

void
sar_spot_see(struct sar_spot_view *view, enum sar_spot_kind kind, size_t item,
    size_t line)
{
	struct sar_spot_sights *sights = view->sights;
	struct sar_spot_sight *sight;
	/* Numbers nobody knows do not take the room of what is looked for. */
	size_t most = kind == SAR_SPOT_STRANGER ? SAR_SPOT_STRANGERS_MAX
						: SAR_SPOT_SIGHTS_MAX;

	for (sight = sights->list; sight < sights->list + sights->n; sight++)
		if (sight->kind == kind && sight->item == item &&
		    sight->line == line)
			return;
	if (sights->n >= most) {
		sights->more++;
		sights->more_absent += kind != SAR_SPOT_STRANGER;
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

/* Is there a UUID at ${text}? */
static bool
is_uuid(const char *text, size_t len)
{
	static const char form[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
	size_t i;

	if (len < UUID_LEN)
		return false;
	for (i = 0; i < UUID_LEN; i++)
		if (form[i] == 'x' ? sar_hex_digit(text[i]) == -1
				   : text[i] != '-')
			return false;
	return true;
}

/* May a UUID begin or end here? */
static bool
is_edge(char c)
{
	return c != '-' && c != '_' && !sar_fold_digit(c) &&
	       !((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* The digits of UUIDs are chance: letters stand for them. */
static void
mask_uuids(char *text, size_t len)
{
	size_t i = 0;

	while (i + UUID_LEN <= len) {
		if ((i > 0 && !is_edge(text[i - 1])) ||
		    (i + UUID_LEN < len && !is_edge(text[i + UUID_LEN])) ||
		    !is_uuid(text + i, len - i)) {
			i++;
			continue;
		}
		memset(text + i, 'x', UUID_LEN);
		i += UUID_LEN;
	}
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
	mask_uuids(copy, len);
	look_through(&view, copy, len);
	if (form == SAR_SPOT_JSON) {
		view.strangers = true;
		memcpy(copy, text, len);
		mask_uuids(copy, len);
		sar_undo_values(copy, len);
		look_through(&view, copy, len);
	}
	explicit_bzero(copy, len);
	free(copy);
	explicit_bzero(&view.words, sizeof(view.words));
	explicit_bzero(&view.token, sizeof(view.token));
	return 0;
}
