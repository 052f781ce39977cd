/* Checkpoints that somebody kept: the log must begin with each. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "casebook/compare.h"
#include "casebook/minutes.h"
#include "casebook/state.h"

/* What minutes have: three lines, no signature.  sar_note_read() wants one, so
   it gets one. */
static bool
read_bare(const char *text, size_t len, char origin[SAR_KEY_NAME_MAX + 1],
    struct sar_note *note, struct sar_err *err)
{
	static const char line[] = "\n\xe2\x80\x94 x AAAAAAA=\n";
	struct sar_buf buf = SAR_BUF_INIT;
	bool ok = false;

	if (len > 0 && text[len - 1] == '\n')
		len--;
	sar_buf_add(&buf, text, len);
	sar_buf_puts(&buf, "\n");
	sar_buf_puts(&buf, line);
	if (sar_buf_check(&buf, err) == 0)
		ok = sar_note_read(buf.data, buf.len, origin, note) &&
		     note->text_len == len + 1;
	sar_buf_free(&buf);
	note->text_len = note->len = len;
	return ok;
}

static int
add(struct sar_casebook_state *state, const char *name, const char *text,
    const struct sar_note *note, bool signature, struct sar_err *err)
{
	struct sar_casebook_note one = {
		.text = text,
		.len = note->len,
		.text_len = note->text_len,
		.size = note->size,
		.name = name,
		.signature = signature,
	};

	memcpy(one.root, note->root, sizeof(one.root));
	if (sar_casebook_want(state, note->size, err) == -1)
		return -1;
	return sar_casebook_add_note(&state->known, &one, err);
}

/* The three lines, as a person copied them from a report. */
static int
take_bare(struct sar_casebook_state *state, const char *name, char *text,
    size_t len, struct sar_err *err)
{
	char origin[SAR_KEY_NAME_MAX + 1];
	struct sar_note note;
	size_t at;

	len = sar_minutes_unindent(text, len);
	at = sar_minutes_blank(text, len);
	if (!read_bare(text + at, len - at, origin, &note, err)) {
		(void)sar_err_set(err, SAR_EINPUT, "%s: not a checkpoint",
		    name);
		sar_err_hint(err, "it is a checkpoint as the log signed it, or "
				  "the three lines for the minutes and "
				  "nothing else");
		return -1;
	}
	if (strcmp(origin, state->options->pinned->name) != 0)
		return sar_err_set(err, SAR_EINPUT,
		    "%s: a checkpoint of another log", name);
	return add(state, name, text + at, &note, false, err);
}

/* Which line is at byte ${at}, from 1? */
static size_t
line_of(const char *text, size_t at)
{
	size_t n = 1, i;

	for (i = 0; i < at; i++)
		n += text[i] == '\n';
	return n;
}

/* A checkpoint, or several one after the other, as the log's own file has;
   with empty lines around them, which mail leaves. */
static int
take_notes(struct sar_casebook_state *state, const char *name, char *text,
    size_t len, struct sar_err *err)
{
	char origin[SAR_KEY_NAME_MAX + 1];
	struct sar_note note;
	bool first = true;
	size_t at;

	len = sar_minutes_unmail(text, len);
	at = sar_minutes_blank(text, len);
	for (; first || at < len; first = false) {
		if (!sar_note_read(text + at, len - at, origin, &note)) {
			if (first)
				return take_bare(state, name, text, len, err);
			return sar_err_set(err, SAR_EINPUT,
			    "%s: line %zu: not a checkpoint", name,
			    line_of(text, at));
		}
		if (strcmp(origin, state->options->pinned->name) != 0)
			return sar_err_set(err, SAR_EINPUT,
			    "%s: a checkpoint of another log", name);
		if (add(state, name, text + at, &note, true, err) == -1)
			return -1;
		at += note.len;
		at += sar_minutes_blank(text + at, len - at);
	}
	return 0;
}

int
sar_casebook_known_load(struct sar_casebook_state *state, struct sar_err *err)
{
	const char *const *paths = state->options->known;
	size_t n = 0, i, len;

	while (paths != NULL && paths[n] != NULL)
		n++;
	state->known_texts = calloc(n + 1, sizeof(*state->known_texts));
	if (state->known_texts == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	state->n_known_texts = n;
	for (i = 0; i < n; i++)
		if (sar_file_read(paths[i], SAR_CASEBOOK_NOTES_MAX,
			&state->known_texts[i], &len, err) == -1 ||
		    take_notes(state, paths[i], state->known_texts[i], len,
			err) == -1)
			return -1;
	return 0;
}

/* One that a later key signed, which a log that was cut off knows nothing
   of. */
static int
check_signature(struct sar_casebook_state *state,
    const struct sar_casebook_note *note, struct sar_err *err)
{
	const struct sar_policy *policy = state->options->policy;
	const struct sar_key_public *key;
	struct sar_policy_seen seen;
	struct sar_note parsed;

	if (sar_policy_check(policy, note->name, note->text, note->len, &key,
		&parsed, &seen, err) == 0)
		return 0;
	if (sar_policy_unknown(policy, note->text, note->len))
		sar_compare_no_key(note->name, err);
	return -1;
}

int
sar_casebook_known_check(struct sar_casebook_state *state, struct sar_err *err)
{
	const struct sar_casebook_note *note;
	size_t i;

	for (i = 0; i < state->known.n; i++) {
		note = &state->known.all[i];
		if ((note->signature &&
			check_signature(state, note, err) == -1) ||
		    sar_casebook_hold(state, note, err) == -1)
			return -1;
		state->out->known++;
		state->out->unsigned_known += !note->signature;
	}
	return 0;
}
