#include <stdlib.h>
#include <string.h>

#include "base/b64.h"
#include "disclosure/checkpoints.h"
#include "disclosure/cosignatures.h"
#include "disclosure/value.h"
#include "tlog/cosign.h"
#include "tlog/note.h"

/*
 * Notes, lines, records and keys are as many as whoever wrote the log liked, so
 * nothing is done for each of the ones and each of the others: a line is read
 * once, is looked up among the keys, and its record among the records.
 */

#define ID_LEN 4
#define ID_B64 8   /* characters that have the id, */
#define ID_BYTES 6 /* and what they decode to */

static int
bad(const struct sar_cosignatures_note *note, const char *why,
    struct sar_err *err)
{
	return sar_err_set(err, SAR_ETAMPER,
	    SAR_COSIGNATURES_FILE ": line %zu: %s", note->line, why);
}

/* By key, then by what is said of it. */
static int
by_claim(const void *a, const void *b)
{
	const struct sar_cosignatures_claim *one = a, *other = b;

	if (one->key != other->key)
		return one->key > other->key ? 1 : -1;
	if (one->size != other->size)
		return one->size > other->size ? 1 : -1;
	return (one->time > other->time) - (one->time < other->time);
}

static int
by_seq(const void *a, const void *b)
{
	const struct sar_cosignatures_claim *one = a, *other = b;

	return (one->seq > other->seq) - (one->seq < other->seq);
}

/* The records that say what ${said} says are borne out. */
static void
find_claims(struct sar_cosignatures *c,
    const struct sar_cosignatures_claim *said)
{
	size_t low = 0, high = c->n_claims, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (by_claim(&c->claims[middle], said) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	/* All of them are, or none yet. */
	for (; low < c->n_claims && !c->claims[low].found &&
	       by_claim(&c->claims[low], said) == 0;
	     low++)
		c->claims[low].found = true;
}

/* The id of the key that the line says it is of. */
static bool
read_id(const char *line, size_t len, uint8_t id[ID_BYTES])
{
	const char *space = memrchr(line, ' ', len);
	size_t got;

	return space != NULL && (size_t)(line + len - space) > ID_B64 &&
	       sar_b64_get(space + 1, ID_B64, id, ID_BYTES, &got) &&
	       got == ID_BYTES;
}

/* A line of the note: of a witness that the log names it must verify. */
static int
check_line(struct sar_cosignatures *c, const struct sar_cosignatures_note *note,
    size_t text_len, const char *line, size_t len, struct sar_err *err)
{
	struct sar_cosignatures_claim said = { .size = note->size };
	const char *text = c->text + note->offset;
	struct sar_cosignature one;
	uint8_t id[ID_BYTES];
	size_t i;

	if (!read_id(line, len, id))
		return 0;
	for (i = 0; i < c->n_keys; i++) {
		if (memcmp(c->keys[i].id, id, ID_LEN) != 0 ||
		    !sar_cosign_parse(line, len, &c->keys[i], &one))
			continue;
		if (!sar_cosign_verify(&one, &c->keys[i], text, text_len))
			return bad(note,
			    "the cosignature of a witness that the log names "
			    "does not verify",
			    err);
		said.key = i;
		said.time = one.time;
		find_claims(c, &said);
	}
	return 0;
}

static int
check_note(struct sar_cosignatures *c, const struct sar_cosignatures_note *note,
    const struct sar_key_public *key, struct sar_err *err)
{
	const char *text = c->text + note->offset, *p, *next;
	const char *end = text + note->len;
	struct sar_note parsed;

	if (!note->seen)
		return bad(note, "not a checkpoint of the log", err);
	if (!sar_note_parse(text, note->len, key, &parsed) ||
	    !sar_note_verify(text, &parsed, key))
		return bad(note, "the log's signature does not verify", err);
	for (p = text + parsed.text_len; p < end; p = next) {
		next = memchr(p, '\n', (size_t)(end - p));
		next = next == NULL ? end : next + 1;
		if (check_line(c, note, parsed.text_len, p, (size_t)(next - p),
			err) == -1)
			return -1;
	}
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

static int
check_notes(struct sar_cosignatures *c, const struct sar_chain *chain,
    const struct sar_log_reading *reading, struct sar_err *err)
{
	const volatile int *stop = reading->stop;
	size_t i;

	for (i = 0; i < c->n; i++) {
		if (stop != NULL && *stop != 0)
			return sar_err_signal(err, *stop);
		if (check_note(c, &c->notes[i],
			chain->n == 0 ? reading->key
				      : sar_chain_at(chain, c->notes[i].size),
			err) == -1)
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

	if (c->n_claims > 0)
		qsort(c->claims, c->n_claims, sizeof(*c->claims), by_claim);
	if (check_notes(c, chain, reading, err) == -1)
		return -1;
	if (c->n_claims > 0)
		qsort(c->claims, c->n_claims, sizeof(*c->claims), by_seq);
	log->unattested.n = 0;
	for (i = 0; i < c->n_claims; i++)
		if (!c->claims[i].found && sar_log_list_add(&log->unattested,
					       c->claims[i].seq, err) == -1)
			return -1;
	return tell_notes(c, reading, err);
}
