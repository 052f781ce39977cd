#include "tlog/cosign.h"

#include <string.h>

#include "base/b64.h"
#include "tlog/key_sign.h"
#include "tlog/linewise.h"
#include "tlog/note_line.h"

#define HEAD "cosignature/v1\ntime "
#define ID_LEN ((size_t)4)
#define TIME_LEN ((size_t)8)
#define PAYLOAD_LEN (TIME_LEN + SAR_KEY_SIG_LEN)
#define DASH_LEN (sizeof(SAR_NOTE_DASH) - 1)

/* What a witness signs: that it saw ${text} at ${time}. */
static int
add_message(struct sar_buf *buf, int64_t time, const char *text, size_t len,
    struct sar_err *err)
{
	sar_buf_printf(buf, HEAD "%lld\n", (long long)time);
	sar_buf_add(buf, text, len);
	return sar_buf_check(buf, err);
}

int
sar_cosign_add(struct sar_buf *buf, const struct sar_key_secret *witness,
    const char *text, size_t text_len, int64_t now, struct sar_err *err)
{
	const struct sar_key_public *public = sar_key_secret_public(witness);
	uint8_t blob[ID_LEN + PAYLOAD_LEN];
	struct sar_buf message = SAR_BUF_INIT;
	char b64[SAR_B64_LEN(sizeof(blob))];
	size_t i;
	int rc = -1;

	if (public->kind != SAR_KEY_WITNESS)
		return sar_err_set(err, SAR_ESECRET,
		    "cosignature: the key is not a witness's");
	if (now < 0)
		return sar_err_set(err, SAR_EINPUT,
		    "cosignature: the time is before 1970");
	memcpy(blob, public->id, ID_LEN);
	for (i = 0; i < TIME_LEN; i++)
		blob[ID_LEN + i] = (uint8_t)((uint64_t)now >> (56 - 8 * i));
	if (add_message(&message, now, text, text_len, err) == -1 ||
	    sar_key_sign(witness, message.data, message.len,
		blob + ID_LEN + TIME_LEN, err) == -1)
		goto out;
	sar_b64_put(blob, sizeof(blob), b64);
	sar_buf_printf(buf, SAR_NOTE_DASH "%s %s\n", public->name, b64);
	rc = sar_buf_check(buf, err);

out:
	sar_buf_free(&message);
	return rc;
}

/* Read what follows the dash. */
static enum sar_note_whose
read_line(const char *line, size_t len, const struct sar_key_public *key,
    struct sar_cosignature *out)
{
	uint8_t payload[PAYLOAD_LEN] = { 0 };
	enum sar_note_whose whose;
	uint64_t time = 0;
	size_t i;

	memset(out, 0, sizeof(*out));
	whose = sar_note_whose(line, len, key, payload, sizeof(payload));
	if (whose != SAR_NOTE_OURS)
		return whose;
	for (i = 0; i < TIME_LEN; i++)
		time = time << 8 | payload[i];
	if (time > INT64_MAX)
		return SAR_NOTE_BROKEN;
	memcpy(out->name, key->name, sizeof(out->name));
	memcpy(out->id, key->id, sizeof(out->id));
	out->time = (int64_t)time;
	memcpy(out->sig, payload + TIME_LEN, sizeof(out->sig));
	return SAR_NOTE_OURS;
}

bool
sar_cosign_parse(const char *line, size_t len, const struct sar_key_public *key,
    struct sar_cosignature *out)
{
	if (len > 0 && line[len - 1] == '\n')
		len--;
	return len > DASH_LEN && memcmp(line, SAR_NOTE_DASH, DASH_LEN) == 0 &&
	       read_line(line + DASH_LEN, len - DASH_LEN, key, out) ==
		   SAR_NOTE_OURS;
}

bool
sar_cosign_verify(const struct sar_cosignature *cosignature,
    const struct sar_key_public *key, const char *text, size_t text_len)
{
	struct sar_buf message = SAR_BUF_INIT;
	struct sar_err err = SAR_ERR_INIT;
	bool ok;

	ok = key->kind == SAR_KEY_WITNESS &&
	     memcmp(cosignature->id, key->id, sizeof(key->id)) == 0 &&
	     strcmp(cosignature->name, key->name) == 0 &&
	     add_message(&message, cosignature->time, text, text_len, &err) ==
		 0 &&
	     sar_key_verify(key, message.data, message.len, cosignature->sig);
	sar_buf_free(&message);
	return ok;
}

int
sar_cosign_find(const char *text, const struct sar_note *note,
    const struct sar_key_public *key, struct sar_cosignature *out, bool *found,
    struct sar_err *err)
{
	struct sar_cosignature one;
	enum sar_note_whose whose;
	const char *line;
	size_t len, at = 0;

	*found = false;
	memset(out, 0, sizeof(*out));
	while (sar_note_line(text, note, &at, &line, &len)) {
		whose = read_line(line, len, key, &one);
		if (whose == SAR_NOTE_OTHERS)
			continue;
		if (whose == SAR_NOTE_BROKEN ||
		    !sar_cosign_verify(&one, key, text, note->text_len))
			return sar_err_set(err, SAR_ETAMPER,
			    "cosignature: a known witness's does not verify");
		if (!*found || one.time > out->time)
			*out = one;
		*found = true;
	}
	return 0;
}

int
sar_cosign_request_parse(const char *name, const char *text, size_t len,
    const struct sar_key_public *key, struct sar_cosign_request *out,
    struct sar_err *err)
{
	struct sar_linewise lines = { name, text, text + len, 0 };
	const char *line;
	size_t n, rest;

	memset(out, 0, sizeof(*out));
	if (!sar_linewise_next(&lines, &line, &n) ||
	    !sar_linewise_number(line, n, "old", &out->old))
		return sar_linewise_fault(&lines, "\"old\" and a size", err);
	if (sar_linewise_proof(&lines, &out->proof, err) == -1)
		return -1;
	out->text = lines.at;
	rest = (size_t)(lines.end - lines.at);
	lines.n++;
	if (!sar_note_parse(out->text, rest, key, &out->note) ||
	    out->note.len != rest || out->text[rest - 1] != '\n')
		return sar_linewise_fault(&lines,
		    "a checkpoint by the log, and nothing else", err);
	if (out->old > out->note.size)
		return sar_err_set(err, SAR_EINPUT,
		    "%s: line 1: the old size is past the checkpoint's", name);
	if (out->old == 0 && out->proof.n > 0)
		return sar_err_set(err, SAR_EINPUT,
		    "%s: line 2: from a log of no record there is no proof",
		    name);
	return 0;
}

int
sar_cosign_request_add(struct sar_buf *buf, uint64_t old,
    const struct sar_range_proof *proof, const char *checkpoint,
    struct sar_err *err)
{
	sar_buf_printf(buf, "old %llu\n", (unsigned long long)old);
	if (sar_linewise_add_proof(buf, proof, err) == -1)
		return -1;
	sar_buf_puts(buf, checkpoint);
	return sar_buf_check(buf, err);
}
