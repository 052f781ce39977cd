#include "disclosure/cosignatures.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "disclosure/checkpoints.h"
#include "tlog/note.h"

#define DASH "\xe2\x80\x94 " /* begins a signature line */

void
sar_cosignatures_clear(struct sar_cosignatures *c)
{
	free(c->text);
	free(c->notes);
	free(c->claims);
	free(c->keys);
	memset(c, 0, sizeof(*c));
}

/* Where the line at ${p} ends, with its LF. */
static const char *
line_end(const char *p, const char *end)
{
	const char *lf = memchr(p, '\n', (size_t)(end - p));

	return lf == NULL ? end : lf + 1;
}

/*
 * The whole note that begins at ${p}: three lines, an empty one, signatures.
 * Where it ends; NULL if there is none.  What a write cut short left may have
 * the look of one, with a first and only signature that is too short.
 */
static const char *
note_end(const struct sar_cosignatures *c, const char *p, const char *end,
    struct sar_cosignatures_note *note)
{
	char origin[SAR_KEY_NAME_MAX + 1];
	struct sar_note parsed;
	const char *first, *second;

	if (!sar_note_read(p, (size_t)(end - p), origin, &parsed) ||
	    strcmp(origin, c->origin) != 0 || p[parsed.len - 1] != '\n')
		return NULL;
	first = line_end(p + parsed.text_len, end);
	second = line_end(first, end);
	if (second >= p + parsed.len &&
	    (size_t)(second - first) !=
		strlen(DASH) + strlen(c->origin) + 1 + SAR_CHECKPOINTS_BLOB + 1)
		return NULL;
	note->size = parsed.size;
	note->root = line_end(line_end(p, end), end);
	note->len = parsed.len;
	return p + parsed.len;
}

static int
add_note(struct sar_cosignatures *c, const struct sar_cosignatures_note *note,
    struct sar_err *err)
{
	struct sar_cosignatures_note *grown;

	grown = sar_grow_by_one(c->notes, c->n, &c->room, sizeof(*grown), err);
	if (grown == NULL)
		return -1;
	c->notes = grown;
	c->notes[c->n++] = *note;
	return 0;
}

/* By size, and those of one size as they stand in the file. */
static int
by_size(const void *a, const void *b)
{
	const struct sar_cosignatures_note *one = a, *other = b;

	if (one->size != other->size)
		return one->size > other->size ? 1 : -1;
	return (one->offset > other->offset) - (one->offset < other->offset);
}

/* Find the notes; what a write cut short left between them is passed over. */
static int
find_notes(struct sar_cosignatures *c, struct sar_err *err)
{
	const char *p = c->text, *end = c->text + c->len, *next;
	struct sar_cosignatures_note note = { .line = 1 };

	while (p < end) {
		next = note_end(c, p, end, &note);
		note.offset = (size_t)(p - c->text);
		if (next != NULL && add_note(c, &note, err) == -1)
			return -1;
		if (next == NULL)
			next = line_end(p, end);
		for (; p < next; p = line_end(p, end))
			note.line++;
	}
	if (c->n > 0)
		qsort(c->notes, c->n, sizeof(*c->notes), by_size);
	return 0;
}

int
sar_cosignatures_load(struct sar_cosignatures *c, int dir, struct sar_err *err)
{
	if (sar_segment_load(dir, SAR_COSIGNATURES_FILE, SAR_COSIGNATURES_MAX,
		&c->text, &c->len, err) == -1)
		return -1;
	return c->text == NULL ? 0 : find_notes(c, err);
}

/* The first note of a size; NULL if there is none. */
static struct sar_cosignatures_note *
first_of(const struct sar_cosignatures *c, uint64_t size)
{
	size_t low = 0, high = c->n, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (c->notes[middle].size < size)
			low = middle + 1;
		else
			high = middle;
	}
	return low < c->n && c->notes[low].size == size ? &c->notes[low] : NULL;
}

bool
sar_cosignatures_has(const struct sar_cosignatures *c, uint64_t size)
{
	return c->n > 0 && first_of(c, size) != NULL;
}

void
sar_cosignatures_pass(struct sar_cosignatures *c, uint64_t size,
    const char *root)
{
	struct sar_cosignatures_note *note = first_of(c, size);

	if (note == NULL)
		return;
	for (; note < c->notes + c->n && note->size == size; note++)
		if (memcmp(note->root, root, SAR_CHECKPOINTS_ROOT) == 0)
			note->seen = true;
}

static bool
same_key(const struct sar_key_public *a, const struct sar_key_public *b)
{
	return memcmp(a->public, b->public, sizeof(a->public)) == 0 &&
	       strcmp(a->name, b->name) == 0;
}

/* Which of the keys is it?  One more, if there is room for it. */
static int
take_key(struct sar_cosignatures *c, const struct sar_key_public *key,
    size_t *which, struct sar_err *err)
{
	if (c->keys == NULL &&
	    (c->keys = calloc(SAR_COSIGNATURES_KEYS, sizeof(*c->keys))) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	for (*which = 0; *which < c->n_keys; (*which)++)
		if (same_key(&c->keys[*which], key))
			return 0;
	if (c->n_keys < SAR_COSIGNATURES_KEYS)
		c->keys[c->n_keys++] = *key;
	return 0;
}

static int
add_claim(struct sar_cosignatures *c,
    const struct sar_cosignatures_claim *claim, struct sar_err *err)
{
	struct sar_cosignatures_claim *grown;

	grown = sar_grow_by_one(c->claims, c->n_claims, &c->room_claims,
	    sizeof(*grown), err);
	if (grown == NULL)
		return -1;
	c->claims = grown;
	c->claims[c->n_claims++] = *claim;
	return 0;
}

int
sar_cosignatures_take(struct sar_cosignatures *c,
    const struct sar_record *record, const char **why, struct sar_err *err)
{
	struct sar_cosignatures_claim claim = { .seq = record->seq };
	struct sar_err ignored = SAR_ERR_INIT;
	struct sar_key_public witness;
	uint64_t time;
	const char *key;
	size_t len;

	*why = NULL;
	key = sar_record_text(record, "key", &len);
	if (key == NULL || !sar_record_number(record, "size", &claim.size) ||
	    !sar_record_number(record, "ts", &time) ||
	    sar_key_witness_parse("log", key, len, &witness, &ignored) == -1 ||
	    !sar_record_is(record, "by", witness.name)) {
		*why = "names no witness and its key";
		return 0;
	}
	if (claim.size > record->seq) {
		*why = "the checkpoint it tells of is not before it";
		return 0;
	}
	claim.time = (int64_t)time;
	if (take_key(c, &witness, &claim.key, err) == -1)
		return -1;
	if (c->n_claims == SAR_COSIGNATURES_CLAIMS || claim.key == c->n_keys) {
		*why = "is one of more than a log can have";
		return 0;
	}
	return add_claim(c, &claim, err);
}
