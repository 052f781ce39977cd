/* The documents of one recording session, which are files of one folder. */
#include <stdlib.h>
#include <string.h>

#include "ingest/siprec.h"

/* Of all that is kept: the oldest is forgotten first. */
#define DOCS 1024
#define ITEMS 65536

struct sar_siprec_chain {
	char *folder;
	struct sar_siprec *docs[DOCS]; /* the newest last */
	size_t n;
	size_t items;
};

static void
drop_doc(struct sar_siprec_chain *chain, size_t at)
{
	chain->items -= chain->docs[at]->n;
	sar_siprec_free(chain->docs[at]);
	chain->n--;
	memmove(chain->docs + at, chain->docs + at + 1,
	    (chain->n - at) * sizeof(chain->docs[0]));
}

static void
empty(struct sar_siprec_chain *chain)
{
	while (chain->n > 0)
		drop_doc(chain, chain->n - 1);
	free(chain->folder);
	chain->folder = NULL;
}

static void
release(void *kept)
{
	empty(kept);
	free(kept);
}

static struct sar_siprec_chain *
open_chain(struct sar_reading *in, struct sar_err *err)
{
	const char *slash = strrchr(in->name, '/');
	size_t len = slash == NULL ? 0 : (size_t)(slash - in->name);
	struct sar_siprec_chain *chain = in->carry->kept;

	if (in->carry->owner != &sar_format_siprec) {
		sar_format_drop(in->carry);
		if ((chain = calloc(1, sizeof(*chain))) == NULL) {
			(void)sar_err_set(err, SAR_EFAIL, "out of memory");
			return NULL;
		}
		*in->carry = (struct sar_carry){ &sar_format_siprec, chain,
			release };
	}
	if (chain->folder != NULL && strlen(chain->folder) == len &&
	    memcmp(chain->folder, in->name, len) == 0)
		return chain;
	empty(chain);
	if ((chain->folder = strndup(in->name, len)) == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	return chain;
}

/* Have they an element of this kind in common? */
static bool
meet(const struct sar_siprec *whole, const struct sar_siprec *change,
    enum sar_siprec_kind kind)
{
	const struct sar_siprec_item *item;
	size_t i;

	for (i = 0; i < change->n; i++) {
		item = &change->items[i];
		if (item->kind == kind &&
		    sar_siprec_find(whole, kind, item->id, NULL) != NULL)
			return true;
		/* What is associated with a session need not repeat it. */
		if (kind == SAR_SIPREC_SESSION &&
		    ((item->kind == SAR_SIPREC_RECORDED &&
			 sar_siprec_find(whole, kind, item->id, NULL)) ||
			((item->kind == SAR_SIPREC_IN ||
			     item->kind == SAR_SIPREC_STREAM) &&
			    item->in != NULL &&
			    sar_siprec_find(whole, kind, item->in, NULL))))
			return true;
	}
	return false;
}

/* The newest that ${doc} changes; chain->n when there is none. */
static size_t
find_changed(const struct sar_siprec_chain *chain, const struct sar_siprec *doc)
{
	static const enum sar_siprec_kind kinds[] = { SAR_SIPREC_SESSION,
		SAR_SIPREC_GROUP, SAR_SIPREC_PARTICIPANT, SAR_SIPREC_STREAM,
		SAR_SIPREC_SENDS };
	/* A complete one with another session is of another call. */
	size_t n = doc->partial ? sizeof(kinds) / sizeof(kinds[0]) : 1;
	size_t i, k;

	for (k = 0; k < n; k++)
		for (i = chain->n; i > 0; i--)
			if (meet(chain->docs[i - 1], doc, kinds[k]))
				return i - 1;
	return chain->n;
}

static const struct sar_siprec *
change_doc(struct sar_siprec_chain *chain, size_t at,
    const struct sar_siprec *doc, const char *name, struct sar_err *err)
{
	struct sar_siprec *whole = chain->docs[at];

	chain->items -= whole->n;
	if (sar_siprec_merge(whole, doc, err) == 0 &&
	    sar_siprec_check(whole, name, err) == 0) {
		chain->items += whole->n;
		return whole;
	}
	/* Half changed: what follows cannot go by it. */
	chain->items += whole->n;
	drop_doc(chain, at);
	return NULL;
}

const struct sar_siprec *
sar_siprec_follow(struct sar_reading *in, struct sar_siprec *doc,
    struct sar_err *err)
{
	struct sar_siprec_chain *chain = open_chain(in, err);
	const struct sar_siprec *whole = NULL;
	size_t at;

	if (chain == NULL)
		goto out;
	at = find_changed(chain, doc);
	if (at < chain->n) {
		whole = change_doc(chain, at, doc, in->name, err);
		goto out;
	}
	if (doc->partial) {
		(void)sar_err_set(err, SAR_EINPUT,
		    "%s: partial, and no file before it in its folder begins "
		    "its recording session",
		    in->name);
		sar_err_hint(err, "import the folder as a whole, with --again");
		goto out;
	}
	if (sar_siprec_check(doc, in->name, err) == -1)
		goto out;
	while (chain->n == DOCS ||
	       (chain->n > 0 && chain->items + doc->n > ITEMS))
		drop_doc(chain, 0);
	chain->items += doc->n;
	chain->docs[chain->n++] = doc;
	return doc;

out:
	sar_siprec_free(doc);
	return whole;
}

void
sar_siprec_forget(struct sar_reading *in)
{
	if (in->carry->owner == &sar_format_siprec)
		empty(in->carry->kept);
}
