#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

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

/* The file "checkpoints" with this in it, open to read. */
static void
open_file(const char *text, size_t size, struct sar_checkpoints *points)
{
	static int fd = -1;

	if (fd == -1)
		must((fd = memfd_create("checkpoints", MFD_CLOEXEC)) != -1);
	must(ftruncate(fd, 0) == 0);
	must(pwrite(fd, text, size, 0) == (ssize_t)size);
	memset(points, 0, sizeof(*points));
	points->file.fd = fd;
	memcpy(points->file.name, "checkpoints", sizeof("checkpoints"));
	points->origin = sar_key_secret_public(key())->name;
	points->line = 1;
}

/* One batch: they lie one after another, and sizes never decrease. */
static void
check_batch(const struct sar_checkpoints_batch *batch, const char *text,
    uint64_t *at, uint64_t *size)
{
	size_t i;

	if (batch->gap.len > 0) {
		must(batch->gap.offset == *at && batch->n > 0);
		*at += batch->gap.len;
	}
	for (i = 0; i < batch->n; i++) {
		must(batch->all[i].offset == *at);
		must(memcmp(batch->all[i].text, text + *at,
			 batch->all[i].len) == 0);
		must(batch->all[i].size >= *size);
		*size = batch->all[i].size;
		*at += batch->all[i].len;
	}
}

/* Either the file is refused with a reason, or every byte has its place. */
static void
check_file(const char *text, size_t size)
{
	static struct sar_checkpoints_batch batch;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_checkpoints points;
	uint64_t at = 0, last = 0;
	int rc;

	open_file(text, size, &points);
	rc = sar_checkpoints_look(&points, &err);
	for (batch.more = true; rc == 0 && batch.more;) {
		rc = sar_checkpoints_take(&points, INT64_MAX, &batch, &err);
		if (rc == 0)
			check_batch(&batch, text, &at, &last);
	}
	if (rc == 0)
		rc = sar_checkpoints_done(&points, &err);
	if (rc == 0) {
		must(at == points.end && last == points.goal && at <= size);
	} else {
		must(err.code == SAR_ETAMPER);
		must(strchr(err.msg, '\n') == NULL);
	}
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
