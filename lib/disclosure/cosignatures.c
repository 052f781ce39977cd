#include "disclosure/cosignatures.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "disclosure/checkpoints.h"
#include "disclosure/value.h"
#include "tlog/cosign.h"
#include "tlog/note.h"

#define DASH "\xe2\x80\x94 " /* begins a signature line */

void
sar_cosignatures_clear(struct sar_cosignatures *c)
{
	free(c->text);
	free(c->notes);
	free(c->claims);
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

	if (c->n == c->room) {
		c->room = c->room == 0 ? 16 : 2 * c->room;
		grown = reallocarray(c->notes, c->room, sizeof(*grown));
		if (grown == NULL)
			return sar_err_set(err, SAR_EFAIL, "out of memory");
		c->notes = grown;
	}
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
	return strcmp(a->name, b->name) == 0 &&
	       memcmp(a->public, b->public, sizeof(a->public)) == 0;
}

/* Is it the first claim of its key?  False too if there is no room for one. */
static bool
is_first(struct sar_cosignatures *c, struct sar_cosignatures_claim *claim)
{
	size_t i;

	claim->first = true;
	for (i = 0; i < c->n_keys && claim->first; i++)
		claim->first = !same_key(&c->claims[c->keys[i]].key,
		    &claim->key);
	if (!claim->first)
		return true;
	if (c->n_keys == SAR_COSIGNATURES_KEYS)
		return false;
	c->keys[c->n_keys++] = c->n_claims;
	return true;
}

int
sar_cosignatures_take(struct sar_cosignatures *c,
    const struct sar_record *record, const char **why, struct sar_err *err)
{
	struct sar_cosignatures_claim claim = { .seq = record->seq }, *grown;
	struct sar_err ignored = SAR_ERR_INIT;
	uint64_t time;
	const char *key;
	size_t len;

	*why = NULL;
	key = sar_record_text(record, "key", &len);
	if (key == NULL || !sar_record_number(record, "size", &claim.size) ||
	    !sar_record_number(record, "ts", &time) ||
	    sar_key_witness_parse("log", key, len, &claim.key, &ignored) ==
		-1 ||
	    !sar_record_is(record, "by", claim.key.name)) {
		*why = "names no witness and its key";
		return 0;
	}
	if (claim.size > record->seq) {
		*why = "the checkpoint it tells of is not before it";
		return 0;
	}
	claim.time = (int64_t)time;
	if (c->n_claims == SAR_COSIGNATURES_CLAIMS || !is_first(c, &claim)) {
		*why = "is one of more than a log can have";
		return 0;
	}
	if (c->n_claims == c->room_claims) {
		c->room_claims = c->room_claims == 0 ? 16 : 2 * c->room_claims;
		grown = reallocarray(c->claims, c->room_claims, sizeof(*grown));
		if (grown == NULL)
			return sar_err_set(err, SAR_EFAIL, "out of memory");
		c->claims = grown;
	}
	c->claims[c->n_claims++] = claim;
	return 0;
}

static int
bad(const struct sar_cosignatures_note *note, const char *why,
    struct sar_err *err)
{
	return sar_err_set(err, SAR_ETAMPER,
	    SAR_COSIGNATURES_FILE ": line %zu: %s", note->line, why);
}

/*
 * The note's cosignatures by the key of a claim: each must verify.  One that is
 * as the record says bears it out.
 */
static int
check_claim(const struct sar_cosignatures *c,
    const struct sar_cosignatures_note *note, size_t text_len,
    struct sar_cosignatures_claim *claim, struct sar_err *err)
{
	const char *text = c->text + note->offset, *next;
	const char *p = text + text_len, *end = text + note->len;
	struct sar_cosignature one;

	for (; p < end; p = next) {
		next = line_end(p, end);
		if (!sar_cosign_parse(p, (size_t)(next - p), &claim->key, &one))
			continue;
		if (!sar_cosign_verify(&one, &claim->key, text, text_len))
			return bad(note,
			    "the cosignature of a witness that the log names "
			    "does not verify",
			    err);
		if (one.time == claim->time && note->size == claim->size)
			claim->found = true;
	}
	return 0;
}

static int
check_note(struct sar_cosignatures *c, const struct sar_cosignatures_note *note,
    const struct sar_key_public *key, struct sar_err *err)
{
	const char *text = c->text + note->offset;
	struct sar_note parsed;
	size_t i;

	if (!note->seen)
		return bad(note, "not a checkpoint of the log", err);
	if (!sar_note_parse(text, note->len, key, &parsed) ||
	    !sar_note_verify(text, &parsed, key))
		return bad(note, "the log's signature does not verify", err);
	/* Of several records of a key, the first looks at all it signed. */
	for (i = 0; i < c->n_claims; i++)
		if ((c->claims[i].size == note->size || c->claims[i].first) &&
		    check_claim(c, note, parsed.text_len, &c->claims[i], err) ==
			-1)
			return -1;
	return 0;
}

/* In the order of the file, which is that of their attaching. */
static int
by_offset(const void *a, const void *b)
{
	const struct sar_cosignatures_note *one = a, *other = b;

	return (one->offset > other->offset) - (one->offset < other->offset);
}

static int
tell_notes(const struct sar_cosignatures *c,
    const struct sar_log_reading *reading, struct sar_err *err)
{
	struct sar_log_note told;
	size_t i;

	if (reading->cosigned == NULL || c->n == 0)
		return 0;
	qsort(c->notes, c->n, sizeof(*c->notes), by_offset);
	for (i = 0; i < c->n; i++) {
		told.size = c->notes[i].size;
		(void)sar_value_b64(c->notes[i].root, SAR_CHECKPOINTS_ROOT,
		    told.root, sizeof(told.root));
		told.text = c->text + c->notes[i].offset;
		told.len = c->notes[i].len;
		if (reading->cosigned(reading->ctx, &told, err) == -1)
			return -1;
	}
	return 0;
}

int
sar_cosignatures_end(struct sar_cosignatures *c, const struct sar_chain *chain,
    const struct sar_log_reading *reading, struct sar_log *log,
    struct sar_err *err)
{
	size_t i;

	for (i = 0; i < c->n; i++)
		if (check_note(c, &c->notes[i],
			chain->n == 0 ? reading->key
				      : sar_chain_at(chain, c->notes[i].size),
			err) == -1)
			return -1;
	log->unattested.n = 0;
	for (i = 0; i < c->n_claims; i++)
		if (!c->claims[i].found && sar_log_list_add(&log->unattested,
					       c->claims[i].seq, err) == -1)
			return -1;
	return tell_notes(c, reading, err);
}
