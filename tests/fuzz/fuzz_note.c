/*
 * Any bytes as a checkpoint.  What is read has this key's name first and does
 * not claim more bytes than there are; no mutation of a note verifies unless
 * the part that is signed is as it was.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "disclosure/note.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char vkey[] = "sar-export.example.gov.uk/log+ad0a17ad+"
			   "AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4";
static const char signed5[] = "sar-export.example.gov.uk/log\n5\n"
			      "RGbwQDyRO33MElpoiFNOPHmGTpeevRJV+dZbDej93Vs=\n";

static void
require(bool holds)
{
	if (!holds)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_key_public key;
	struct sar_note note;

	require(sar_key_public_parse("vkey", vkey, strlen(vkey), &key, &err) ==
		0);
	require(sar_note_torn(text, size, &key) <= size);
	if (!sar_note_parse(text, size, &key, &note))
		return 0;
	require(note.len <= size && note.text_len < note.len);
	require(size > strlen(key.name) &&
		memcmp(text, key.name, strlen(key.name)) == 0);
	/* The corpus has one note signed by this key, of size 5. */
	if (sar_note_verify(text, &note, &key) && note.size == 5)
		require(note.text_len == strlen(signed5) &&
			memcmp(text, signed5, note.text_len) == 0);
	return 0;
}
