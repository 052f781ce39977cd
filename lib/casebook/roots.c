/* What the log's first records are, at the sizes that somebody asks for. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "casebook/state.h"

int
sar_casebook_add_note(struct sar_casebook_notes *notes,
    const struct sar_casebook_note *note, struct sar_err *err)
{
	struct sar_casebook_note *grown = sar_grow_by_one(notes->all, notes->n,
	    &notes->room, sizeof(*grown), err);

	if (grown == NULL)
		return -1;
	notes->all = grown;
	notes->all[notes->n++] = *note;
	return 0;
}

int
sar_casebook_want(struct sar_casebook_state *state, uint64_t size,
    struct sar_err *err)
{
	struct sar_casebook_root *grown = sar_grow_by_one(state->roots,
	    state->n_roots, &state->room_roots, sizeof(*grown), err);

	if (grown == NULL)
		return -1;
	state->roots = grown;
	state->roots[state->n_roots++].size = size;
	return 0;
}

static int
by_size(const void *a, const void *b)
{
	const struct sar_casebook_root *x = a, *y = b;

	return x->size < y->size ? -1 : x->size > y->size;
}

/* The tree has grown: is its root asked for? */
static void
note_roots(struct sar_casebook_state *state)
{
	while (state->reached < state->n_roots &&
	       state->roots[state->reached].size == state->tree.size)
		sar_tree_root(&state->tree,
		    state->roots[state->reached++].root);
}

void
sar_casebook_ready(struct sar_casebook_state *state)
{
	size_t i, n = 0;

	if (state->n_roots == 0)
		return;
	qsort(state->roots, state->n_roots, sizeof(*state->roots), by_size);
	for (i = 0; i < state->n_roots; i++)
		if (n == 0 || state->roots[i].size != state->roots[n - 1].size)
			state->roots[n++] = state->roots[i];
	state->n_roots = n;
	note_roots(state);
}

void
sar_casebook_leaf(struct sar_casebook_state *state,
    const uint8_t leaf[SAR_SHA256_LEN])
{
	if (state->reached == state->n_roots)
		return;
	sar_tree_add_leaf(&state->tree, leaf);
	note_roots(state);
}

/* What the log shows of itself: its checkpoint of that size, or the last. */
struct shown {
	uint64_t size;
	char *text;
};

static int
take_note(void *ctx, const struct sar_log_note *note, struct sar_err *err)
{
	struct shown *shown = ctx;

	if (note->size != shown->size || shown->text != NULL)
		return 0;
	if ((shown->text = strndup(note->text, note->len)) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	return 0;
}

/* Both notes, for people to see; they are read again, as it is seldom. */
static int
keep_both(struct sar_casebook_state *state,
    const struct sar_casebook_note *note, struct sar_err *err)
{
	struct shown shown = { .size = note->size };
	struct sar_log_reading reading = {
		.dir = state->options->dir,
		.key = state->options->pinned,
		.jobs = state->options->jobs,
		.note = take_note,
		.ctx = &shown,
		.stop = state->options->stop,
	};
	struct sar_log *log = sar_log_open(&reading, err);
	struct sar_casebook *out = state->out;

	if (log == NULL) {
		free(shown.text);
		return -1;
	}
	if (shown.text == NULL)
		shown.text = strdup(sar_log_checkpoint(log));
	sar_log_free(log);
	out->contradiction[0] = strndup(note->text, note->len);
	out->contradiction[1] = shown.text;
	out->contradicts = strdup(note->name);
	if (out->contradiction[0] == NULL || out->contradiction[1] == NULL ||
	    out->contradicts == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	return 0;
}

/* Nothing was signed that contradicts it: no proof can be made of it. */
static void
hint_short(const struct sar_casebook_note *note, struct sar_err *err)
{
	if (note->signature)
		sar_err_hint(err,
		    "keep it: the log it is of was longer, and signed that; "
		    "ask for the records that are missing");
	else
		sar_err_hint(err,
		    "keep it, and ask for the records that are missing: the "
		    "log "
		    "it is of was longer; it has no signature, and proves "
		    "nothing to others");
}

static void
hint_other(const struct sar_casebook_note *note, struct sar_err *err)
{
	if (note->signature)
		sar_err_hint(err,
		    "keep both: \"sar-verify compare\" of that checkpoint, in "
		    "a "
		    "file of its own, and the log makes proof of it that "
		    "anybody can check");
	else
		sar_err_hint(err,
		    "keep both; what was kept has no signature, and proves "
		    "nothing to others: find a signed checkpoint from then");
}

int
sar_casebook_hold(struct sar_casebook_state *state,
    const struct sar_casebook_note *note, struct sar_err *err)
{
	struct sar_casebook_root want = { .size = note->size };
	const struct sar_casebook_root *found = NULL;

	if (state->reached > 0)
		found = bsearch(&want, state->roots, state->reached,
		    sizeof(want), by_size);
	if (found != NULL &&
	    memcmp(found->root, note->root, SAR_SHA256_LEN) == 0)
		return 0;
	if (keep_both(state, note, err) == -1)
		return -1;
	if (found == NULL) {
		(void)sar_err_set(err, SAR_ETAMPER,
		    "%s: a checkpoint of %" PRIu64
		    " records, and the log has %" PRIu64
		    ": its end was cut off",
		    note->name, note->size, sar_log_size(state->out->log));
		hint_short(note, err);
	} else {
		(void)sar_err_set(err, SAR_ETAMPER,
		    "%s: a checkpoint of %" PRIu64
		    " records that the log does not begin with",
		    note->name, note->size);
		hint_other(note, err);
	}
	return -1;
}
