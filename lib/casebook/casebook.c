#include "casebook/casebook.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "casebook/state.h"

int
sar_casebook_tell(struct sar_casebook_state *state, enum sar_ledger_code code,
    uint64_t record, const char *expected, struct sar_err *err, const char *fmt,
    ...)
{
	struct sar_ledger_exception exception = { .code = code,
		.record = record };
	va_list ap;

	(void)snprintf(exception.expected, sizeof(exception.expected), "%s",
	    expected);
	va_start(ap, fmt);
	(void)vsnprintf(exception.found, sizeof(exception.found), fmt, ap);
	va_end(ap);
	return sar_ledger_tell(state->out->ledger, &exception, err);
}

static int
take_record(void *ctx, const struct sar_record *record, struct sar_err *err)
{
	struct sar_casebook_state *state = ctx;

	sar_casebook_leaf(state, record->leaf);
	if (sar_ledger_record(state->out->ledger, record, err) == -1)
		return -1;
	if (record->type == SAR_RECORD_RELEASE)
		sar_casebook_outbox_release(state, record);
	else if (record->type == SAR_RECORD_COSIGNED)
		return sar_casebook_cosigned_record(state, record, err);
	return 0;
}

/* The log's later keys are its own: the earlier ones say so. */
static int
trust_keys(struct sar_casebook_state *state, struct sar_err *err)
{
	const struct sar_key_public *pinned = state->options->pinned;
	const struct sar_log_key *keys;
	size_t n, i;

	keys = sar_log_keys(state->out->log, &n);
	for (i = 0; i < n; i++) {
		if (memcmp(keys[i].key.public, pinned->public,
			sizeof(pinned->public)) == 0)
			state->out->pinned = i;
		if (sar_policy_add_log(state->options->policy, &keys[i].key,
			err) == -1)
			return -1;
	}
	return 0;
}

static int
tell_tails(struct sar_casebook_state *state, struct sar_err *err)
{
	const struct sar_log_tail_part *tails;
	size_t n, i;

	tails = sar_log_tails(state->out->log, &n);
	for (i = 0; i < n; i++)
		if (!tails[i].told &&
		    sar_casebook_tell(state, SAR_LEDGER_UNCOMMITTED_TAIL,
			SAR_LEDGER_NONE, "nothing after what is signed", err,
			"%s: %" PRIu64 " bytes from byte %" PRIu64,
			tails[i].file, tails[i].bytes, tails[i].offset) == -1)
			return -1;
	return 0;
}

/* What the verifier saw that is not in any record. */
static int
tell_log(struct sar_casebook_state *state, struct sar_err *err)
{
	const uint64_t *pending;
	size_t n, i;

	pending = sar_log_pending(state->out->log, &n);
	for (i = 0; i < n; i++)
		if (sar_casebook_tell(state, SAR_LEDGER_ERASURE_PENDING,
			pending[i], "erased", err, "still there") == -1)
			return -1;
	if (sar_log_rotating(state->out->log) &&
	    sar_casebook_tell(state, SAR_LEDGER_ROTATION_UNFINISHED,
		SAR_LEDGER_NONE, "a note of both keys", err, "none") == -1)
		return -1;
	return tell_tails(state, err);
}

static int
load(struct sar_casebook_state *state, struct sar_err *err)
{
	const struct sar_casebook_options *options = state->options;
	struct sar_ledger_options how = {
		.zone = options->zone,
		.holidays = options->holidays,
		.has_as_of = options->has_as_of,
		.as_of = options->as_of,
		.exception = options->exception,
		.ctx = options->ctx,
	};

	state->out->ledger = sar_ledger_new(&how, err);
	/* The outbox before the log: what is in it was released by then. */
	if (state->out->ledger == NULL ||
	    sar_casebook_outbox_load(state, err) == -1 ||
	    sar_casebook_known_load(state, err) == -1 ||
	    sar_casebook_cosigned_load(state, err) == -1)
		return -1;
	sar_casebook_ready(state);
	return 0;
}

static int
read_all(struct sar_casebook_state *state, struct sar_err *err)
{
	const struct sar_casebook_options *options = state->options;
	struct sar_log_reading reading = {
		.dir = options->dir,
		.key = options->pinned,
		.jobs = options->jobs,
		.every_signature = options->every_signature,
		.record = take_record,
		.ctx = state,
		.stop = options->stop,
	};
	struct sar_casebook *out = state->out;

	if (load(state, err) == -1)
		return -1;
	out->log = sar_log_open(&reading, err);
	if (out->log == NULL || trust_keys(state, err) == -1 ||
	    sar_casebook_known_check(state, err) == -1 ||
	    sar_casebook_cosigned_check(state, err) == -1 ||
	    sar_casebook_outbox_check(state, err) == -1 ||
	    tell_log(state, err) == -1)
		return -1;
	if (sar_ledger_end(out->ledger, err) == -1)
		return -1;
	out->sums = sar_ledger_sums(out->ledger);
	return 0;
}

static void
release_state(struct sar_casebook_state *state)
{
	size_t i;

	for (i = 0; i < state->n_known_texts; i++)
		free(state->known_texts[i]);
	free(state->known_texts);
	for (i = 0; i < state->n_zips; i++) {
		free(state->zips[i].name);
		free(state->zips[i].text);
	}
	free(state->zips);
	free(state->cosignatures);
	free(state->cosigned.all);
	free(state->known.all);
	free(state->roots);
	sar_map_clear(&state->lines);
	sar_map_clear(&state->by_digest);
}

int
sar_casebook_read(const struct sar_casebook_options *options,
    struct sar_casebook *out, struct sar_err *err)
{
	struct sar_casebook_state state = { .options = options, .out = out };
	int rc;

	memset(out, 0, sizeof(*out));
	sar_map_init(&state.lines);
	sar_map_init(&state.by_digest);
	rc = read_all(&state, err);
	release_state(&state);
	return rc;
}

void
sar_casebook_clear(struct sar_casebook *book)
{
	sar_log_free(book->log);
	sar_ledger_free(book->ledger);
	free(book->contradiction[0]);
	free(book->contradiction[1]);
	free(book->contradicts);
	memset(book, 0, sizeof(*book));
}
