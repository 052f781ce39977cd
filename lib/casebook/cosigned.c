/* The file cosignatures: what others signed of the log, and when. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/b64.h"
#include "base/file.h"
#include "base/utc.h"
#include "casebook/state.h"

#define FILE_NAME "cosignatures"
#define DASH "\xe2\x80\x94 "
#define DASH_LEN 4
#define ID_LEN 4
#define TIME_LEN 8
#define BLOB_LEN (ID_LEN + TIME_LEN + SAR_KEY_SIG_LEN)
#define DAY INT64_C(86400)

/* What names a cosignature: two of one key, checkpoint and time are one. */
struct line_key {
	uint8_t size[8];
	uint8_t id[ID_LEN];
	uint8_t time[TIME_LEN];
	char name[SAR_KEY_NAME_MAX + 1];
};

static void
put_number(uint8_t out[8], uint64_t n)
{
	size_t i;

	for (i = 8; i-- > 0; n >>= 8)
		out[i] = (uint8_t)n;
}

/* Is it a line of a cosignature, whoever's? */
static bool
read_line(const char *line, size_t len, struct line_key *key)
{
	const char *space = memchr(line, ' ', len);
	size_t name = space == NULL ? 0 : (size_t)(space - line);
	uint8_t blob[BLOB_LEN];
	size_t got;

	memset(key->name, 0, sizeof(key->name));
	if (name == 0 || name > SAR_KEY_NAME_MAX ||
	    !sar_b64_get(space + 1, len - name - 1, blob, sizeof(blob), &got) ||
	    got != BLOB_LEN)
		return false;
	memcpy(key->name, line, name);
	memcpy(key->id, blob, ID_LEN);
	memcpy(key->time, blob + ID_LEN, TIME_LEN);
	return true;
}

/* Where each of a note's cosignatures is: note and line, 32 bits each. */
static int
index_lines(struct sar_casebook_state *state,
    const struct sar_casebook_note *note, size_t note_len, struct sar_err *err)
{
	const char *file = state->cosignatures;
	const char *p = note->text + note->text_len + 1;
	const char *end = note->text + note_len;
	struct line_key key;
	uint64_t there;
	const char *lf;

	put_number(key.size, note->size);
	for (; p + DASH_LEN < end; p = lf + 1) {
		if ((lf = memchr(p, '\n', (size_t)(end - p))) == NULL)
			lf = end;
		if (!read_line(p + DASH_LEN, (size_t)(lf - p) - DASH_LEN, &key))
			continue;
		if (sar_map_put(&state->lines, &key, sizeof(key),
			(uint64_t)(note->text - file) << 32 |
			    (uint64_t)(p - file),
			&there, err) == -1)
			return -1;
	}
	return 0;
}

static int
take_note(struct sar_casebook_state *state, size_t at,
    const struct sar_note *note, struct sar_err *err)
{
	struct sar_casebook_note one = {
		.text = state->cosignatures + at,
		.len = note->len,
		.text_len = note->text_len,
		.size = note->size,
		.name = FILE_NAME,
		.signature = true,
	};

	memcpy(one.root, note->root, sizeof(one.root));
	if (sar_casebook_want(state, note->size, err) == -1 ||
	    sar_ledger_mark(state->out->ledger, note->size, err) == -1 ||
	    index_lines(state, &one, note->len, err) == -1)
		return -1;
	return sar_casebook_add_note(&state->cosigned, &one, err);
}

/* Where the next note can begin: a line that is the origin. */
static size_t
next_note(const struct sar_casebook_state *state, size_t at)
{
	const char *origin = state->options->pinned->name;
	const char *file = state->cosignatures;
	const char *end = file + state->cosignatures_len;
	const char *p = file + at;
	size_t len = strlen(origin);

	while ((p = memchr(p, '\n', (size_t)(end - p))) != NULL) {
		p++;
		if ((size_t)(end - p) > len && memcmp(p, origin, len) == 0 &&
		    p[len] == '\n')
			return (size_t)(p - file);
	}
	return state->cosignatures_len;
}

static int
take_all(struct sar_casebook_state *state, struct sar_err *err)
{
	char origin[SAR_KEY_NAME_MAX + 1];
	struct sar_note note;
	size_t at = 0, next;

	while (at < state->cosignatures_len) {
		if (sar_note_read(state->cosignatures + at,
			state->cosignatures_len - at, origin, &note) &&
		    strcmp(origin, state->options->pinned->name) == 0) {
			if (take_note(state, at, &note, err) == -1)
				return -1;
			at += note.len;
			continue;
		}
		/* A write cut short leaves the beginning of one. */
		next = next_note(state, at);
		state->out->stray += next - at;
		at = next;
	}
	return 0;
}

int
sar_casebook_cosigned_load(struct sar_casebook_state *state,
    struct sar_err *err)
{
	char *path = sar_file_join(state->options->dir, FILE_NAME, err);
	int rc = -1;

	if (path == NULL)
		return -1;
	if (!sar_file_exists(path))
		rc = 0;
	else if (sar_file_read(path, SAR_CASEBOOK_NOTES_MAX,
		     &state->cosignatures, &state->cosignatures_len, err) == 0)
		rc = take_all(state, err);
	free(path);
	return rc;
}

static bool
same_key(const struct sar_key_public *a, const struct sar_key_public *b)
{
	return strcmp(a->name, b->name) == 0 &&
	       memcmp(a->public, b->public, sizeof(a->public)) == 0;
}

/* One more cosignature that verifies. */
static void
count_witness(struct sar_casebook *out, const struct sar_key_public *key,
    bool trusted, uint64_t size, int64_t time)
{
	struct sar_casebook_witness *witness = NULL;
	size_t i;

	for (i = 0; i < out->n_witnesses && witness == NULL; i++)
		if (same_key(&out->witnesses[i].key, key))
			witness = &out->witnesses[i];
	if (witness == NULL) {
		if (out->n_witnesses == SAR_CASEBOOK_WITNESSES)
			return;
		witness = &out->witnesses[out->n_witnesses++];
		witness->key = *key;
	}
	/* The log tells of those of the policy too: once is enough. */
	if (witness->trusted && !trusted)
		return;
	if (trusted && !witness->trusted) {
		witness->trusted = true;
		witness->n = 0;
		witness->size = 0;
	}
	witness->n++;
	if (size < witness->size)
		return;
	witness->size = size;
	witness->time = time;
}

/* The cosignature that the record tells of: false if it is not there. */
static bool
find_line(const struct sar_casebook_state *state,
    const struct sar_key_public *witness, uint64_t size, uint64_t time,
    const char **note, const char **line, size_t *len)
{
	struct line_key key = { .name = "" };
	const char *file = state->cosignatures;
	const char *lf;
	uint64_t at;

	put_number(key.size, size);
	put_number(key.time, time);
	memcpy(key.id, witness->id, ID_LEN);
	memcpy(key.name, witness->name, strlen(witness->name));
	if (!sar_map_get(&state->lines, &key, sizeof(key), &at))
		return false;
	*note = file + (at >> 32);
	*line = file + (at & UINT32_MAX);
	lf = memchr(*line, '\n',
	    (size_t)(file + state->cosignatures_len - *line));
	*len = lf == NULL ? (size_t)(file + state->cosignatures_len - *line)
			  : (size_t)(lf - *line) + 1;
	return true;
}

static bool
read_record(const struct sar_record *record, struct sar_key_public *key,
    uint64_t *size, uint64_t *time)
{
	struct sar_err err = SAR_ERR_INIT;
	char vkey[SAR_VKEY_MAX];

	return sar_record_copy(record, "key", vkey, sizeof(vkey)) &&
	       sar_key_witness_parse("cosigned", vkey, strlen(vkey), key,
		   &err) == 0 &&
	       sar_record_is(record, "by", key->name) &&
	       sar_record_number(record, "size", size) &&
	       sar_record_number(record, "ts", time);
}

/* Those that are not here, or came while the log was read, tell nothing yet:
   the log's reader says which are not in the file. */
int
sar_casebook_cosigned_record(struct sar_casebook_state *state,
    const struct sar_record *record, struct sar_err *err)
{
	struct sar_cosignature cosignature;
	struct sar_key_public key;
	const char *note, *line, *end;
	uint64_t size = 0, time = 0;
	size_t len;

	if (!read_record(record, &key, &size, &time) ||
	    !find_line(state, &key, size, time, &note, &line, &len))
		return 0;
	end = strstr(note, "\n\n");
	if (end == NULL || !sar_cosign_parse(line, len, &key, &cosignature) ||
	    !sar_cosign_verify(&cosignature, &key, note,
		(size_t)(end - note) + 1))
		return 0;
	count_witness(state->out, &key, false, size, (int64_t)time);
	return sar_ledger_cosigned(state->out->ledger, size, (int64_t)time,
	    true, err);
}

/* The quorum was complete when the last that counts was there; which count is
   not said, so it is the latest of all at worst, and the first at best: the
   first is what is sure. */
static int64_t
time_of(const struct sar_policy_seen *seen)
{
	int64_t time = INT64_MAX;
	size_t i;

	for (i = 0; i < seen->n; i++)
		if (seen->by[i].time < time)
			time = seen->by[i].time;
	return time;
}

static const struct sar_key_public *
witness_of(const struct sar_policy *policy,
    const struct sar_cosignature *cosignature)
{
	const struct sar_key_public *keys;
	size_t n, i;

	keys = sar_policy_witnesses(policy, &n);
	for (i = 0; i < n; i++)
		if (strcmp(keys[i].name, cosignature->name) == 0 &&
		    memcmp(keys[i].id, cosignature->id, ID_LEN) == 0)
			return &keys[i];
	return NULL;
}

/* A note of the file: is it a checkpoint, and who cosigned it? */
static int
check_note(struct sar_casebook_state *state,
    const struct sar_casebook_note *one, struct sar_err *err)
{
	struct sar_casebook *out = state->out;
	const struct sar_key_public *key;
	struct sar_policy_seen seen;
	struct sar_note note;
	size_t i;

	if (sar_policy_check(state->options->policy, FILE_NAME, one->text,
		one->len, &key, &note, &seen, err) == -1 ||
	    sar_casebook_hold(state, one, err) == -1)
		return -1;
	for (i = 0; i < seen.n; i++) {
		key = witness_of(state->options->policy, &seen.by[i]);
		if (key != NULL)
			count_witness(out, key, true, one->size,
			    seen.by[i].time);
		if (sar_ledger_cosigned(out->ledger, one->size, seen.by[i].time,
			false, err) == -1)
			return -1;
	}
	if (seen.n > 0 && seen.met && one->size >= out->met_size) {
		out->met = true;
		out->met_size = one->size;
		out->met_time = time_of(&seen);
	}
	return 0;
}

/* Does the policy ask for cosignatures?  A checkpoint without any tells. */
static int
ask_policy(struct sar_casebook_state *state, struct sar_err *err)
{
	const char *last = sar_log_checkpoint(state->out->log);
	const struct sar_key_public *key;
	struct sar_policy_seen seen;
	struct sar_note note;
	size_t n;

	if (sar_policy_check(state->options->policy, "checkpoints", last,
		strlen(last), &key, &note, &seen, err) == -1)
		return -1;
	(void)sar_policy_witnesses(state->options->policy, &n);
	state->out->demanded = !seen.met ||
			       (n > 0 && state->options->max_age > 0);
	return 0;
}

static int
tell_age(struct sar_casebook_state *state, struct sar_err *err)
{
	const struct sar_casebook *out = state->out;
	const struct sar_casebook_options *options = state->options;
	char when[SAR_UTC_LEN], expected[SAR_LEDGER_SAID];

	if (out->demanded && !out->met)
		return sar_casebook_tell(state, SAR_LEDGER_COSIGNATURES_TOO_FEW,
		    SAR_LEDGER_NONE, "a checkpoint cosigned as the policy asks",
		    err, "none");
	if (options->max_age == 0 || !out->met ||
	    options->now - out->met_time <= options->max_age * DAY)
		return 0;
	sar_utc_format(options->now - options->max_age * DAY, when);
	(void)snprintf(expected, sizeof(expected), "not before %s", when);
	sar_utc_format(out->met_time, when);
	return sar_casebook_tell(state, SAR_LEDGER_COSIGNATURE_TOO_OLD,
	    SAR_LEDGER_NONE, expected, err, "%s, of %" PRIu64 " records", when,
	    out->met_size);
}

static int
tell_missing(struct sar_casebook_state *state, struct sar_err *err)
{
	const uint64_t *missing;
	size_t n, i;

	missing = sar_log_unattested(state->out->log, &n);
	for (i = 0; i < n; i++)
		if (sar_casebook_tell(state, SAR_LEDGER_COSIGNATURE_MISSING,
			missing[i],
			"a cosignature by its witness in the log's folder", err,
			"none") == -1)
			return -1;
	return 0;
}

int
sar_casebook_cosigned_check(struct sar_casebook_state *state,
    struct sar_err *err)
{
	size_t i;

	if (ask_policy(state, err) == -1)
		return -1;
	for (i = 0; i < state->cosigned.n; i++)
		if (check_note(state, &state->cosigned.all[i], err) == -1)
			return -1;
	if (tell_missing(state, err) == -1)
		return -1;
	return tell_age(state, err);
}
