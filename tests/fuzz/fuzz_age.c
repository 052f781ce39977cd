#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "package/age.h"
#include "package/age_armor.h"
#include "package/age_header.h"
#include "package/bech32.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(int holds)
{
	if (!holds)
		abort();
}

/* The key that C2SP's age.md prints: what it opens is in the corpus. */
static const struct sar_age_identity *
identity(void)
{
	static const char text[] = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFP"
				   "YYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";
	static struct sar_age_identity *parsed;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_secret *secret;

	if (parsed == NULL) {
		secret = sar_secret_new(text, sizeof(text) - 1, &err);
		must(secret != NULL);
		parsed = sar_age_identity_parse("keys", secret, &err);
		must(parsed != NULL);
		sar_secret_free(secret);
	}
	return parsed;
}

/* What is read of text is written as just that text, but for line ends. */
static void
check_armor(const char *text, size_t size)
{
	struct sar_buf binary = SAR_BUF_INIT, again = SAR_BUF_INIT;
	size_t i, at = 0;

	if (sar_age_armor_get(text, size, &binary) == NULL) {
		sar_age_armor_put(&again, binary.data, binary.len);
		for (i = 0; i < size && at < again.len; i++)
			if (text[i] == again.data[at])
				at++;
			else
				must(strchr(" \t\r\n", text[i]) != NULL);
		/* The last line end may be missing. */
		must(at + 1 >= again.len);
	}
	sar_buf_free(&binary);
	sar_buf_free(&again);
}

static void
check_header(const char *text, size_t size)
{
	struct sar_age_header header;

	if (sar_age_header_parse(text, size, &header) != NULL)
		return;
	must(header.n <= SAR_AGE_RECIPIENTS);
	must(header.mac_len < header.len && header.len <= size);
	must(memcmp(text + header.mac_len - 3, "--- ", 4) == 0);
	must(text[header.len - 1] == '\n');
	/* One byte less is no header any more. */
	must(sar_age_header_parse(text, header.len - 1, &header) != NULL);
}

static void
check_key(const char *text, size_t size)
{
	char again[SAR_BECH32_LEN + 3];
	uint8_t key[SAR_BECH32_DATA];

	if (!sar_bech32_get("age", text, size, key))
		return;
	sar_bech32_put("age", key, again);
	must(strlen(again) == size && memcmp(again, text, size) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_secret *secret;

	check_armor(text, size);
	check_header(text, size);
	check_key(text, size);
	secret = sar_age_open("fuzz", text, size, identity(), &err);
	must(secret != NULL || err.code == SAR_ECORRUPT ||
	     err.code == SAR_ESECRET);
	must(secret == NULL || sar_secret_len(secret) <= 4096);
	sar_secret_free(secret);
	return 0;
}
