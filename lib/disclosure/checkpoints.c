#include "disclosure/checkpoints.h"

#include <stdlib.h>
#include <string.h>

#include "tlog/note.h"

#define FILE_NAME "checkpoints"

/* Where in the text we are. */
struct reader {
	const char *text;
	size_t len;
	size_t at;
	size_t line; /* of at, from 1 */
	size_t room; /* in out->all */
	const struct sar_key_public *key;
	struct sar_checkpoints *out;
};

static void
advance(struct reader *r, size_t to)
{
	const char *lf;

	while ((lf = memchr(r->text + r->at, '\n', to - r->at)) != NULL) {
		r->at = (size_t)(lf - r->text) + 1;
		r->line++;
	}
	r->at = to;
}

static int
add(struct reader *r, const struct sar_note *note, struct sar_err *err)
{
	struct sar_checkpoints *out = r->out;
	struct sar_checkpoints_one *one, *grown;

	if (!sar_note_verify(r->text + r->at, note, r->key))
		return sar_err_set(err, SAR_ETAMPER,
		    FILE_NAME ": line %zu: the checkpoint's signature does "
			      "not verify",
		    r->line);
	if (out->n > 0 && note->size < out->all[out->n - 1].size)
		return sar_err_set(err, SAR_ETAMPER,
		    FILE_NAME ": line %zu: the log's size went down", r->line);
	if (out->n == r->room) {
		r->room = r->room == 0 ? 64 : 2 * r->room;
		grown = reallocarray(out->all, r->room, sizeof(*one));
		if (grown == NULL)
			return sar_err_set(err, SAR_EFAIL, "out of memory");
		out->all = grown;
	}
	one = &out->all[out->n++];
	one->size = note->size;
	memcpy(one->root, note->root, sizeof(one->root));
	one->offset = r->at;
	one->len = note->len;
	one->line = r->line;
	advance(r, r->at + note->len);
	out->end = r->at;
	return 0;
}

/* The next line on which a whole checkpoint begins; false if there is none. */
static bool
find_next(const struct reader *r, size_t *at, struct sar_note *note)
{
	size_t name = strlen(r->key->name);
	const char *lf, *p = r->text + r->at;
	const char *end = r->text + r->len;

	while ((lf = memchr(p, '\n', (size_t)(end - p))) != NULL) {
		p = lf + 1;
		if ((size_t)(end - p) > name &&
		    memcmp(p, r->key->name, name) == 0 &&
		    sar_note_parse(p, (size_t)(end - p), r->key, note)) {
			*at = (size_t)(p - r->text);
			return true;
		}
	}
	return false;
}

static int
add_gap(struct reader *r, size_t to, struct sar_err *err)
{
	struct sar_checkpoints *out = r->out;
	struct sar_checkpoints_gap *gap, *grown;

	grown = reallocarray(out->gaps, out->n_gaps + 1, sizeof(*gap));
	if (grown == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	out->gaps = grown;
	gap = &grown[out->n_gaps++];
	gap->offset = r->at;
	gap->len = to - r->at;
	gap->line = r->line;
	gap->next = out->n;
	gap->told = false;
	advance(r, to);
	return 0;
}

/*
 * The end of the fragment at ${p}, with what a file system may have put in
 * place of bytes that never arrived, and the LF a later writer began with.
 * NULL if it is not the beginning of a checkpoint.
 */
static const char *
fragment_end(const char *p, const char *end, const struct sar_key_public *key)
{
	const char *stop = p + sar_note_torn(p, (size_t)(end - p), key);
	const char *lf;

	while (stop < end && *stop == '\0')
		stop++;
	if (stop == end)
		return end;
	if (*stop == '\n' && stop > p)
		return stop + 1;
	/* It may have been cut after an LF of its own. */
	lf = memrchr(p, '\n', (size_t)(stop - p));
	return lf == NULL ? NULL : lf + 1;
}

/* Is all that is left made of checkpoints cut short? */
static int
check_tail(struct reader *r, struct sar_err *err)
{
	const char *end = r->text + r->len;
	const char *p = r->text + r->at;

	while (p < end) {
		if ((p = fragment_end(p, end, r->key)) == NULL) {
			(void)sar_err_set(err, SAR_ETAMPER,
			    FILE_NAME ": line %zu: not a checkpoint signed by "
				      "this key",
			    r->line);
			sar_err_hint(err,
			    "is this the log's own public key? the key given "
			    "is that of %s",
			    r->key->name);
			return -1;
		}
	}
	return 0;
}

int
sar_checkpoints_parse(const char *text, size_t len,
    const struct sar_key_public *key, struct sar_checkpoints *out,
    struct sar_err *err)
{
	struct reader r = { text, len, 0, 1, 0, key, out };
	struct sar_note note;
	size_t next;

	memset(out, 0, sizeof(*out));
	while (r.at < len) {
		if (sar_note_parse(text + r.at, len - r.at, key, &note)) {
			if (add(&r, &note, err) == -1)
				return -1;
			continue;
		}
		if (!find_next(&r, &next, &note))
			return check_tail(&r, err);
		if (add_gap(&r, next, err) == -1)
			return -1;
	}
	return 0;
}

void
sar_checkpoints_clear(struct sar_checkpoints *points)
{
	free(points->all);
	free(points->gaps);
	memset(points, 0, sizeof(*points));
}
