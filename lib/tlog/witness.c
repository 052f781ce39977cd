#include "tlog/witness.h"

#include <stdlib.h>
#include <string.h>

#include "base/b64.h"
#include "base/file.h"
#include "tlog/note_line.h"
#include "tlog/tree.h"

#define BLOB_LEN (4 + SAR_KEY_SIG_LEN) /* key id, signature */

/* Is what was read one note of ${log}, cosigned by ${witness}? */
static bool
is_state(struct sar_witness_state *state, const struct sar_key_public *log,
    const struct sar_key_public *witness)
{
	struct sar_cosignature cosignature;
	struct sar_err why = SAR_ERR_INIT;
	bool found = false;

	if (!sar_note_parse(state->text, state->len, log, &state->note) ||
	    state->note.len != state->len ||
	    state->text[state->len - 1] != '\n' ||
	    !sar_note_verify(state->text, &state->note, log) ||
	    sar_cosign_find(state->text, &state->note, witness, &cosignature,
		&found, &why) == -1 ||
	    !found)
		return false;
	state->log = log;
	state->time = cosignature.time;
	return true;
}

/* Does it begin with the origin of another log? */
static bool
is_of_another(const char *text, size_t len, const char *origin)
{
	const char *lf = memchr(text, '\n', len);
	char name[SAR_KEY_NAME_MAX + 1];
	size_t n = lf == NULL ? 0 : (size_t)(lf - text);

	if (n == 0 || n > SAR_KEY_NAME_MAX)
		return false;
	memcpy(name, text, n);
	name[n] = '\0';
	return sar_key_name_ok(name) && strcmp(name, origin) != 0;
}

int
sar_witness_state_parse(const char *name, const char *text, size_t len,
    const char *origin, const struct sar_key_public *witness,
    const struct sar_policy *policy, struct sar_witness_state *out,
    struct sar_err *err)
{
	const struct sar_key_public *logs;
	size_t n, i;

	memset(out, 0, sizeof(*out));
	if ((out->text = malloc(len + 1)) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	memcpy(out->text, text, len);
	out->text[len] = '\0';
	out->len = len;
	if (is_of_another(text, len, origin))
		return sar_err_set(err, SAR_EINPUT,
		    "%s: what this witness knows of another log", name);
	logs = sar_policy_logs(policy, &n);
	for (i = 0; i < n; i++)
		if (strcmp(logs[i].name, origin) == 0 &&
		    is_state(out, &logs[i], witness))
			return 0;
	(void)sar_err_set(err, SAR_ETAMPER,
	    "%s: not a note that the log signed and this witness cosigned",
	    name);
	sar_err_hint(err,
	    "after a change of key give the log's older one too; else put back "
	    "your last copy of it, which must be of the newest cosignature you "
	    "gave");
	return -1;
}

int
sar_witness_state_load(const char *path, const char *origin,
    const struct sar_key_public *witness, const struct sar_policy *policy,
    struct sar_witness_state *out, struct sar_err *err)
{
	char *text = NULL;
	size_t len;
	int rc;

	memset(out, 0, sizeof(*out));
	if (!sar_file_exists(path))
		return 0;
	if (sar_file_read(path, SAR_WITNESS_STATE_MAX, &text, &len, err) == -1)
		return -1;
	rc = sar_witness_state_parse(path, text, len, origin, witness, policy,
	    out, err);
	free(text);
	return rc;
}

void
sar_witness_state_clear(struct sar_witness_state *state)
{
	free(state->text);
	memset(state, 0, sizeof(*state));
}

enum sar_witness_answer
sar_witness_judge(const struct sar_witness_state *state,
    const struct sar_cosign_request *request)
{
	const struct sar_note *ours = &state->note, *theirs = &request->note;
	bool same = memcmp(ours->root, theirs->root, SAR_SHA256_LEN) == 0;
	static const struct sar_tree empty;
	uint8_t root[SAR_SHA256_LEN];

	/* Before anything else: both are signed, whatever was offered. */
	if (state->text != NULL && theirs->size == ours->size && !same)
		return SAR_WITNESS_FORK;
	if (request->old != ours->size || theirs->size < ours->size)
		return SAR_WITNESS_CONFLICT;
	/* Of a log that is new to us we have no root. */
	if (ours->size == 0)
		sar_tree_root(&empty, root);
	else
		memcpy(root, ours->root, sizeof(root));
	return sar_range_consistent(ours->size, root, theirs->size,
		   theirs->root, &request->proof)
		   ? SAR_WITNESS_COSIGN
		   : SAR_WITNESS_UNPROVEN;
}

int
sar_witness_request(const char *name, const char *text, size_t len,
    const struct sar_policy *policy, const struct sar_key_public **log,
    struct sar_cosign_request *out, struct sar_err *err)
{
	struct sar_err why = SAR_ERR_INIT;
	const struct sar_key_public *keys;
	bool read = false;
	size_t n, i;

	keys = sar_policy_logs(policy, &n);
	for (i = 0; i < n; i++) {
		if (sar_cosign_request_parse(name, text, len, &keys[i], out,
			&why) == -1)
			continue;
		read = true;
		*log = &keys[i];
		if (sar_note_verify(out->text, &out->note, &keys[i]))
			return 0;
	}
	if (!read && n > 0) {
		*err = why;
		sar_err_hint(err,
		    "after a change of the log's key its newer one is needed "
		    "too");
		return -1;
	}
	return sar_err_set(err, SAR_ETAMPER,
	    "%s: the checkpoint's signature does not verify", name);
}

void
sar_witness_note(struct sar_buf *buf, const struct sar_key_public *key,
    const char *text, const struct sar_note *note)
{
	uint8_t blob[BLOB_LEN];
	char b64[SAR_B64_LEN(BLOB_LEN)];

	memcpy(blob, key->id, sizeof(key->id));
	memcpy(blob + sizeof(key->id), note->sig, sizeof(note->sig));
	sar_b64_put(blob, sizeof(blob), b64);
	sar_buf_add(buf, text, note->text_len);
	sar_buf_printf(buf, "\n" SAR_NOTE_DASH "%s %s\n", key->name, b64);
}

int
sar_witness_sign(const struct sar_key_secret *witness,
    const struct sar_key_public *log, const struct sar_witness_state *state,
    const struct sar_cosign_request *request, int64_t now, struct sar_buf *line,
    struct sar_buf *next, struct sar_err *err)
{
	if (now < state->time) {
		(void)sar_err_set(err, SAR_EREFUSED,
		    "the clock is before the last cosignature's time");
		sar_err_hint(err, "set the clock: a cosignature says when it "
				  "was made");
		return -1;
	}
	if (sar_cosign_add(line, witness, request->text, request->note.text_len,
		now, err) == -1)
		return -1;
	sar_witness_note(next, log, request->text, &request->note);
	sar_buf_add(next, line->data, line->len);
	return sar_buf_check(next, err);
}
