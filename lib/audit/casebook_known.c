/* Checkpoints that somebody kept: the log must begin with each. */
#include <stdlib.h>
#include <string.h>

#include "audit/casebook_state.h"
#include "base/file.h"

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

/* A checkpoint, or several one after the other, as the log's own file has. */
static int
take_notes(struct sar_casebook_state *state, const char *name, const char *text,
    size_t len, struct sar_err *err)
{
	char origin[SAR_KEY_NAME_MAX + 1];
	struct sar_note note;
	size_t at = 0;
	bool bare;

	bare = !sar_note_read(text, len, origin, &note);
	if (bare && !read_bare(text, len, origin, &note, err))
		return sar_err_set(err, SAR_EINPUT, "%s: not a checkpoint",
		    name);
	for (;;) {
		if (strcmp(origin, state->options->pinned->name) != 0)
			return sar_err_set(err, SAR_EINPUT,
			    "%s: a checkpoint of another log", name);
		if (add(state, name, text + at, &note, !bare, err) == -1)
			return -1;
		at += note.len;
		if (bare || at >= len)
			return 0;
		if (!sar_note_read(text + at, len - at, origin, &note))
			return sar_err_set(err, SAR_EINPUT,
			    "%s: byte %zu: not a checkpoint", name, at);
	}
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

int
sar_casebook_known_check(struct sar_casebook_state *state, struct sar_err *err)
{
	const struct sar_casebook_note *note;
	const struct sar_key_public *key;
	struct sar_policy_seen seen;
	struct sar_note parsed;
	size_t i;

	for (i = 0; i < state->known.n; i++) {
		note = &state->known.all[i];
		if (note->signature &&
		    sar_policy_check(state->options->policy, note->name,
			note->text, note->len, &key, &parsed, &seen, err) == -1)
			return -1;
		if (sar_casebook_hold(state, note, err) == -1)
			return -1;
		state->out->known++;
		state->out->unsigned_known += !note->signature;
	}
	return 0;
}
