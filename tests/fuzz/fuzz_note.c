#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "disclosure/checkpoints.h"
#include "tlog/note.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(int holds)
{
	if (!holds)
		abort();
}

/* The key of tests/vectors/log: what it signed is in the corpus. */
static const struct sar_key_secret *
key(void)
{
	static const char skey[] =
	    "PRIVATE+KEY+sar-export.example.gov.uk/log+ad0a17ad+"
	    "AQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f";
	static struct sar_key_secret *parsed;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_secret *secret;

	if (parsed == NULL) {
		secret = sar_secret_new(skey, sizeof(skey) - 1, &err);
		must(secret != NULL);
		parsed = sar_key_secret_parse(secret, &err);
		must(parsed != NULL);
		sar_secret_free(secret);
	}
	return parsed;
}

/*
 * What is read of a note, signed again, begins with the same bytes: there is
 * one way of writing what was signed.
 */
static void
check_note(const char *text, size_t size)
{
	const struct sar_key_public *public = sar_key_secret_public(key());
	struct sar_err err = SAR_ERR_INIT;
	struct sar_buf again = SAR_BUF_INIT;
	struct sar_note note, other;

	if (!sar_note_parse(text, size, public, &note))
		return;
	must(note.text_len < note.len && note.len <= size);
	must(sar_note_add(&again, key(), note.size, note.root, &err) == 0);
	must(again.len > note.text_len);
	must(memcmp(again.data, text, note.text_len) == 0);
	must(sar_note_parse(again.data, again.len, public, &other));
	must(other.size == note.size);
	must(sar_note_verify(again.data, &other, public));
	/* Ed25519 has one signature a text: ours, or none that verifies. */
	must(!sar_note_verify(text, &note, public) ||
	     memcmp(note.sig, other.sig, sizeof(note.sig)) == 0);
	sar_buf_free(&again);
}

/* Checkpoints and gaps lie one after another, and sizes never decrease. */
static void
check_file(const char *text, size_t size)
{
	const struct sar_key_public *public = sar_key_secret_public(key());
	struct sar_err err = SAR_ERR_INIT;
	struct sar_checkpoints points;
	size_t i, gap = 0, at = 0;

	if (sar_checkpoints_parse(text, size, public, &points, &err) == -1) {
		must(err.code == SAR_ETAMPER);
		must(strchr(err.msg, '\n') == NULL);
		sar_checkpoints_clear(&points);
		return;
	}
	for (i = 0; i < points.n; i++) {
		if (gap < points.n_gaps && points.gaps[gap].next == i) {
			must(points.gaps[gap].offset == at);
			at += points.gaps[gap++].len;
		}
		must(points.all[i].offset == at);
		at += points.all[i].len;
		must(i == 0 || points.all[i].size >= points.all[i - 1].size);
	}
	must(gap == points.n_gaps && at == points.end && at <= size);
	sar_checkpoints_clear(&points);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	const struct sar_key_public *public = sar_key_secret_public(key());
	size_t torn = sar_note_torn(text, size, public);

	must(torn <= size);
	/* A beginning of a beginning is one too. */
	must(sar_note_torn(text, torn / 2, public) == torn / 2);
	check_note(text, size);
	check_file(text, size);
	return 0;
}
