/* What is known of a recording session, and what changes it. */
#include <stdlib.h>
#include <string.h>

#include "ingest/siprec.h"

static void
free_item(struct sar_siprec_item *item)
{
	size_t i;

	free(item->id);
	free(item->in);
	free(item->group);
	free(item->since);
	free(item->until);
	for (i = 0; i < item->n_numbers; i++)
		free(item->numbers[i]);
}

void
sar_siprec_free(struct sar_siprec *doc)
{
	size_t i;

	if (doc == NULL)
		return;
	for (i = 0; i < doc->n; i++)
		free_item(&doc->items[i]);
	free(doc->items);
	free(doc->calling);
	free(doc->called);
	free(doc->moved_group);
	free(doc->action);
	free(doc->name);
	free(doc);
}

static bool
same(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

struct sar_siprec_item *
sar_siprec_find(const struct sar_siprec *doc, enum sar_siprec_kind kind,
    const char *id, const char *in)
{
	struct sar_siprec_item *item;
	size_t i;

	for (i = 0; i < doc->n; i++) {
		item = &doc->items[i];
		if (item->kind == kind && (id == NULL || same(item->id, id)) &&
		    (in == NULL || same(item->in, in)))
			return item;
	}
	return NULL;
}

static int
put_text(char **to, const char *text, struct sar_err *err)
{
	char *copy;

	if (text == NULL)
		return 0;
	if ((copy = strdup(text)) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	free(*to);
	*to = copy;
	return 0;
}

static int
widen(struct sar_siprec *doc, struct sar_err *err)
{
	size_t cap = doc->cap == 0 ? 16 : doc->cap * 2;
	struct sar_siprec_item *wide;

	if (doc->n == SAR_SIPREC_ITEMS)
		return sar_err_set(err, SAR_EINPUT,
		    "%s: more in one recording session than there is room for",
		    doc->name);
	if (doc->n < doc->cap)
		return 0;
	wide = reallocarray(doc->items, cap, sizeof(*wide));
	if (wide == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	doc->items = wide;
	doc->cap = cap;
	return 0;
}

struct sar_siprec_item *
sar_siprec_item(struct sar_siprec *doc, enum sar_siprec_kind kind,
    const char *id, const char *in, struct sar_err *err)
{
	struct sar_siprec_item *item = sar_siprec_find(doc, kind, id, in);

	if (item != NULL)
		return item;
	if (widen(doc, err) == -1)
		return NULL;
	item = &doc->items[doc->n];
	*item = (struct sar_siprec_item){ .kind = kind,
		.role = SAR_ROLE_OTHER };
	if (put_text(&item->id, id, err) == -1 ||
	    put_text(&item->in, in, err) == -1) {
		free_item(item);
		return NULL;
	}
	doc->n++;
	return item;
}

int
sar_siprec_number(struct sar_siprec *doc, struct sar_siprec_item *item,
    const char *number, struct sar_err *err)
{
	size_t i;

	for (i = 0; i < item->n_numbers; i++)
		if (strcmp(item->numbers[i], number) == 0)
			return 0;
	if (item->n_numbers == SAR_SIPREC_NUMBERS)
		return sar_err_set(err, SAR_EINPUT,
		    "%s: more numbers of one participant than there is room "
		    "for",
		    doc->name);
	item->numbers[i] = NULL;
	if (put_text(&item->numbers[i], number, err) == -1)
		return -1;
	item->n_numbers++;
	return 0;
}

static int
merge_item(struct sar_siprec *whole, const struct sar_siprec_item *from,
    struct sar_err *err)
{
	struct sar_siprec_item *to;
	size_t i;

	to = sar_siprec_item(whole, from->kind, from->id, from->in, err);
	if (to == NULL || put_text(&to->group, from->group, err) == -1 ||
	    put_text(&to->since, from->since, err) == -1 ||
	    put_text(&to->until, from->until, err) == -1)
		return -1;
	/* Numbers are added, never taken away: who was on the line was. */
	for (i = 0; i < from->n_numbers; i++)
		if (sar_siprec_number(whole, to, from->numbers[i], err) == -1)
			return -1;
	if (from->role != SAR_ROLE_OTHER)
		to->role = from->role;
	to->line = from->line;
	return 0;
}

int
sar_siprec_merge(struct sar_siprec *whole, const struct sar_siprec *change,
    struct sar_err *err)
{
	size_t i;

	for (i = 0; i < whole->n; i++)
		whole->items[i].line = 0;
	for (i = 0; i < change->n; i++)
		if (merge_item(whole, &change->items[i], err) == -1)
			return -1;
	if (put_text(&whole->calling, change->calling, err) == -1 ||
	    put_text(&whole->called, change->called, err) == -1 ||
	    put_text(&whole->moved_group, change->moved_group, err) == -1 ||
	    put_text(&whole->action, change->action, err) == -1)
		return -1;
	return 0;
}

static bool
has(const struct sar_siprec *doc, enum sar_siprec_kind kind, const char *id)
{
	return sar_siprec_find(doc, kind, id, NULL) != NULL;
}

static const char *
missing(const struct sar_siprec *doc, const struct sar_siprec_item *item)
{
	const char *session = NULL;
	const char *participant = NULL;

	if (item->kind == SAR_SIPREC_RECORDED)
		session = item->id;
	if (item->kind == SAR_SIPREC_STREAM || item->kind == SAR_SIPREC_IN)
		session = item->in;
	if (item->kind == SAR_SIPREC_IN || item->kind == SAR_SIPREC_SENDS)
		participant = item->id;
	if (session != NULL && !has(doc, SAR_SIPREC_SESSION, session))
		return "an association of a session that is not there";
	if (participant != NULL &&
	    !has(doc, SAR_SIPREC_PARTICIPANT, participant))
		return "an association of a participant that is not there";
	return NULL;
}

int
sar_siprec_check(const struct sar_siprec *doc, const char *name,
    struct sar_err *err)
{
	const char *what;
	size_t i;

	if (sar_siprec_find(doc, SAR_SIPREC_SESSION, NULL, NULL) == NULL)
		return sar_err_set(err, SAR_EINPUT, "%s: no session in it",
		    name);
	for (i = 0; i < doc->n; i++)
		if ((what = missing(doc, &doc->items[i])) != NULL)
			return sar_err_set(err, SAR_EINPUT, "%s: %s", name,
			    what);
	return 0;
}
