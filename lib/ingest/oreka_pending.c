#include "ingest/oreka_pending.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "ingest/oreka.h"

#define SLOTS 4096 /* a recorder has no more channels than this */

/* A tape not ready; text holds the values of its last message, in order. */
struct tape {
	bool held;
	char *text;
	struct sar_oreka_message message; /* points into text */
};

struct sar_oreka_pending {
	struct sar_reading *in;
	struct tape tapes[SLOTS]; /* by a hash of the id, open */
	size_t n;
};

struct sar_oreka_pending *
sar_oreka_pending_new(struct sar_reading *in, struct sar_err *err)
{
	struct sar_oreka_pending *pending = calloc(1, sizeof(*pending));

	if (pending == NULL)
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
	else
		pending->in = in;
	return pending;
}

static void
release(struct tape *tape)
{
	free(tape->text);
	*tape = (struct tape){ 0 };
}

void
sar_oreka_pending_free(struct sar_oreka_pending *pending)
{
	size_t i;

	if (pending == NULL)
		return;
	for (i = 0; i < SLOTS; i++)
		release(&pending->tapes[i]);
	free(pending);
}

static const char *
value(const struct sar_oreka_message *message, int key)
{
	return message->values[key] == NULL ? "" : message->values[key];
}

/* The slot of ${recid}: its own, or the free one where it would be. */
static struct tape *
find(struct sar_oreka_pending *pending, const char *recid)
{
	uint32_t hash = 2166136261; /* FNV-1a */
	const char *p;
	size_t at;

	for (p = recid; *p != '\0'; p++)
		hash = (hash ^ (uint8_t)*p) * 16777619;
	for (at = hash % SLOTS; pending->tapes[at].text != NULL;
	     at = (at + 1) % SLOTS)
		if (strcmp(value(&pending->tapes[at].message, SAR_OREKA_RECID),
			recid) == 0)
			break;
	return &pending->tapes[at];
}

static bool
fill(struct sar_reading *in, const struct sar_oreka_message *m, bool ready)
{
	struct sar_row *row = in->row;
	const struct sar_oreka_tape tape = {
		.local = value(m, SAR_OREKA_LOCAL),
		.entry = value(m, SAR_OREKA_ENTRY),
		.remote = value(m, SAR_OREKA_REMOTE),
		.direction = value(m, SAR_OREKA_DIRECTION),
		.side = value(m, SAR_OREKA_SIDE),
		.file = ready ? value(m, SAR_OREKA_FILENAME) : "",
		.column = "filename",
	};
	uint64_t start;

	row->leg.ref = value(m, SAR_OREKA_RECID);
	row->leg.group = value(m, SAR_OREKA_CALL);
	if (strlen(row->leg.group) >= SAR_ROW_REF_MAX)
		return sar_row_reject(row, "nativecallid", "too long");
	row->leg.start_raw = value(m, SAR_OREKA_TIMESTAMP);
	if (!sar_text_number(row->leg.start_raw, UINT32_MAX, &start) ||
	    start == 0)
		return sar_row_reject(row, "timestamp",
		    "not seconds since 1970");
	row->leg.start = (int64_t)start;
	/* A tape that has only begun has no length yet. */
	if ((ready || value(m, SAR_OREKA_DURATION)[0] != '\0') &&
	    !sar_row_seconds(value(m, SAR_OREKA_DURATION), &row->leg.talk))
		return sar_row_reject(row, "duration", "not whole seconds");
	row->leg.end = row->leg.start + row->leg.talk;
	return sar_oreka_fill(&in->context, &tape, row);
}

/* Hold is known where it was seen: orkaudio need not report it. */
static int
hand_on(struct sar_oreka_pending *pending, const struct sar_oreka_message *m,
    bool ready, bool held, struct sar_err *err)
{
	struct sar_reading *in = pending->in;
	bool good = fill(in, m, ready);

	in->row->leg.hold = held ? SAR_YES : SAR_UNKNOWN;
	return sar_sink_take(in, m->line, good, err);
}

int
sar_oreka_pending_end(struct sar_oreka_pending *pending, struct sar_err *err)
{
	struct tape *tape;
	size_t i;

	for (i = 0; i < SLOTS; i++) {
		tape = &pending->tapes[i];
		if (tape->text == NULL)
			continue;
		if (hand_on(pending, &tape->message, false, tape->held, err) ==
		    -1)
			return -1;
		release(tape);
	}
	pending->n = 0;
	return 0;
}

static int
keep(struct tape *tape, const struct sar_oreka_message *m, struct sar_err *err)
{
	size_t len = 0;
	char *text, *to;
	int k;

	for (k = 0; k < SAR_OREKA_KEYS; k++)
		len += strlen(value(m, k)) + 1;
	if ((text = malloc(len)) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	free(tape->text);
	tape->text = to = text;
	tape->message.line = m->line;
	for (k = 0; k < SAR_OREKA_KEYS; k++) {
		len = strlen(value(m, k)) + 1;
		memcpy(to, value(m, k), len);
		tape->message.values[k] = to;
		to += len;
	}
	return 0;
}

/* Take ${tape} out, and those that stand behind it in again. */
static void
take_out(struct sar_oreka_pending *pending, struct tape *tape)
{
	size_t at = (size_t)(tape - pending->tapes);
	struct tape moved, *to;

	if (tape->text == NULL)
		return;
	release(tape);
	pending->n--;
	for (at = (at + 1) % SLOTS; pending->tapes[at].text != NULL;
	     at = (at + 1) % SLOTS) {
		moved = pending->tapes[at];
		pending->tapes[at] = (struct tape){ 0 };
		to = find(pending, value(&moved.message, SAR_OREKA_RECID));
		*to = moved;
	}
}

int
sar_oreka_pending_take(struct sar_oreka_pending *pending,
    const struct sar_oreka_message *m, struct sar_err *err)
{
	const char *recid = value(m, SAR_OREKA_RECID);
	const char *stage = value(m, SAR_OREKA_STAGE);
	struct tape *tape;
	bool held;

	if (recid[0] == '\0' || strlen(recid) >= SAR_ROW_REF_MAX)
		return sar_sink_reject(pending->in, m->line, "recid",
		    "empty or too long", err);
	tape = find(pending, recid);
	held = tape->held || strcmp(stage, "hold") == 0 ||
	       strcmp(stage, "resume") == 0;
	if (strcmp(stage, "ready") == 0) {
		if (hand_on(pending, m, true, held, err) == -1)
			return -1;
		take_out(pending, tape);
		return 0;
	}
	if (tape->text == NULL && pending->n == SLOTS / 2) {
		if (sar_oreka_pending_end(pending, err) == -1)
			return -1;
		tape = find(pending, recid);
	}
	pending->n += tape->text == NULL;
	tape->held = held;
	return keep(tape, m, err);
}
