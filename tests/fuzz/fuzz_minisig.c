#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "tlog/minisig.h"

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
 * The first byte is how many bytes of text there are; the signature follows.
 * One that verifies is the only one there is.
 */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct sar_key_public *public = sar_key_secret_public(key());
	struct sar_err err = SAR_ERR_INIT;
	struct sar_buf again = SAR_BUF_INIT;
	struct sar_buf given = SAR_BUF_INIT;
	size_t len;

	if (size == 0 || data[0] >= size)
		return 0;
	len = data[0];
	sar_buf_add(&given, data + 1 + len, size - 1 - len);
	sar_buf_puts(&given, "");
	must(sar_buf_check(&given, &err) == 0);
	if (sar_minisig_verify(public, data + 1, len, given.data, &err) == 0) {
		must(sar_minisig_sign(key(), data + 1, len, &again, &err) == 0);
		must(again.len == SAR_MINISIG_LEN);
		must(strcmp(again.data, given.data) == 0);
	} else {
		must(err.code == SAR_ECORRUPT || err.code == SAR_ETAMPER);
		must(strchr(err.msg, '\n') == NULL);
	}
	sar_buf_free(&again);
	sar_buf_free(&given);
	return 0;
}
