/* Secrets sealed to public keys, as age writes them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/b64.h"
#include "base/file.h"
#include "base/sha256.h"
#include "package/age.h"

/* The pair that C2SP's age.md prints. */
static const char spec_identity[] =
    "AGE-SECRET-KEY-"
    "1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";
static const char spec_recipient[] =
    "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";

static struct sar_secret *
secret_of(const void *data, size_t len)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_secret *secret = sar_secret_new(data, len, &err);

	assert_non_null(secret);
	return secret;
}

/* The keys in ${text}; NULL with the message in ${err}. */
static struct sar_age_identity *
identity_of(const char *text, struct sar_err *err)
{
	struct sar_secret *secret = secret_of(text, strlen(text));
	struct sar_age_identity *identity;

	*err = (struct sar_err)SAR_ERR_INIT;
	identity = sar_age_identity_parse("keys", secret, err);
	sar_secret_free(secret);
	return identity;
}

static struct sar_age_recipient
recipient_of(const char *text)
{
	struct sar_age_recipient recipient;

	assert_true(sar_age_recipient_parse(text, strlen(text), &recipient));
	return recipient;
}

/* A secret sealed to a new key, and that key. */
struct sealed {
	struct sar_buf text;
	struct sar_age_identity *identity;
	struct sar_age_recipient recipient;
};

static void
seal(struct sealed *sealed, const char *plain, size_t len)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_secret *secret = secret_of(plain, len);
	struct sar_secret *key = sar_age_identity_generate(&sealed->recipient,
	    &err);

	assert_non_null(key);
	sealed->text = (struct sar_buf)SAR_BUF_INIT;
	sealed->identity = identity_of(sar_secret_data(key), &err);
	assert_non_null(sealed->identity);
	assert_int_equal(sar_age_seal(&sealed->recipient, 1, secret,
			     &sealed->text, &err),
	    0);
	sar_secret_free(key);
	sar_secret_free(secret);
}

static void
unseal(struct sealed *sealed)
{
	sar_buf_free(&sealed->text);
	sar_age_identity_free(sealed->identity);
}

/* What opening ${len} bytes ends with; SAR_OK when ${plain} is in them. */
static enum sar_code
opens(const char *text, size_t len, const struct sar_age_identity *identity,
    const char *plain)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_secret *secret = sar_age_open("sealed", text, len, identity,
	    &err);

	if (secret == NULL) {
		assert_int_not_equal(err.code, SAR_OK);
		assert_null(strchr(err.msg, '\n'));
		return err.code;
	}
	assert_int_equal(sar_secret_len(secret), strlen(plain));
	assert_memory_equal(sar_secret_data(secret), plain, strlen(plain));
	sar_secret_free(secret);
	return SAR_OK;
}

static void
keys_are_written_as_the_specification_prints_them(void **state)
{
	char text[SAR_AGE_RECIPIENT_LEN];
	struct sar_age_recipient recipient = recipient_of(spec_recipient);
	struct sar_err err = SAR_ERR_INIT;
	struct sar_secret *plain = secret_of("x", 1);
	struct sar_age_identity *identity = identity_of(spec_identity, &err);
	struct sar_buf out = SAR_BUF_INIT;

	(void)state;
	sar_age_recipient_format(&recipient, text);
	assert_string_equal(text, spec_recipient);
	/* The one is the other's public half. */
	assert_non_null(identity);
	assert_int_equal(sar_age_seal(&recipient, 1, plain, &out, &err), 0);
	assert_int_equal(opens(out.data, out.len, identity, "x"), SAR_OK);
	sar_age_identity_free(identity);
	sar_secret_free(plain);
	sar_buf_free(&out);
}

static void
a_key_with_one_wrong_character_is_refused(void **state)
{
	static const char others[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7lb1Q=";
	struct sar_age_recipient recipient;
	struct sar_err err = SAR_ERR_INIT;
	char text[sizeof(spec_recipient)];
	char keys[sizeof(spec_identity)];
	size_t i, k, tried = 0;

	(void)state;
	for (i = 0; i < sizeof(text) - 1; i++) {
		for (k = 0; k < sizeof(others) - 1; k++) {
			memcpy(text, spec_recipient, sizeof(text));
			if (text[i] == others[k])
				continue;
			text[i] = others[k];
			assert_false(sar_age_recipient_parse(text,
			    sizeof(text) - 1, &recipient));
			tried++;
		}
	}
	assert_true(tried > 2000);
	for (i = 0; i < sizeof(keys) - 1; i++) {
		memcpy(keys, spec_identity, sizeof(keys));
		keys[i] = keys[i] == 'Q' ? 'P' : 'Q';
		assert_null(identity_of(keys, &err));
		assert_int_equal(err.code, SAR_ESECRET);
	}
}

static void
other_recipients_are_refused(void **state)
{
	/* Too short, too long, capitals, another kind, white space, and the
	   point 0, which anybody could open. */
	static const char *const wrong[] = {
		"", "age1",
		"age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujw",
		"age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"
		"q",
		"AGE1ZVKYG2LQZRAA2LNJVQEJ32NKUU0UES2S82HZRYE869XEEXVN73EQUNUJW"
		"J",
		" age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujw"
		"j",
		"age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"
		"\n",
		"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHsKLqeplhpW",
		"age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq5cu47z"
	};
	struct sar_age_recipient recipient;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_false(sar_age_recipient_parse(wrong[i], strlen(wrong[i]),
		    &recipient));
}

static void
an_identity_file_is_read_line_by_line(void **state)
{
	static const struct {
		const char *before, *after;
		const char *msg; /* NULL: taken */
	} cases[] = {
		{ "", "", NULL },
		{ "# created: 2026\n# public key: age1\n\n", "\n", NULL },
		{ "# from Windows\r\n", "\r\n", NULL },
		{ "", "\nage1\n",
		    "keys: line 2: expected AGE-SECRET-KEY-1... in capitals" },
		{ "\n\n ", "",
		    "keys: line 3: expected AGE-SECRET-KEY-1... in capitals" },
		{ "#", "\n", "keys: no key in it" },
	};
	char text[512];
	struct sar_age_identity *identity;
	struct sar_err err = SAR_ERR_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		(void)snprintf(text, sizeof(text), "%s%s%s", cases[i].before,
		    spec_identity, cases[i].after);
		identity = identity_of(text, &err);
		assert_int_equal(identity == NULL, cases[i].msg != NULL);
		if (identity == NULL) {
			assert_int_equal(err.code, SAR_ESECRET);
			assert_string_equal(err.msg, cases[i].msg);
		}
		sar_age_identity_free(identity);
	}
}

static void
more_keys_than_are_tried_are_refused(void **state)
{
	char text[(SAR_AGE_RECIPIENTS + 1) * sizeof(spec_identity)];
	struct sar_err err = SAR_ERR_INIT;
	struct sar_age_identity *identity;
	size_t i, at = 0;

	(void)state;
	for (i = 0; i <= SAR_AGE_RECIPIENTS; i++) {
		at += (size_t)snprintf(text + at, sizeof(text) - at, "%s\n",
		    spec_identity);
		if (i + 1 == SAR_AGE_RECIPIENTS) {
			assert_non_null(identity = identity_of(text, &err));
			sar_age_identity_free(identity);
		}
	}
	assert_null(identity_of(text, &err));
	assert_int_equal(err.code, SAR_ESECRET);
	assert_string_equal(err.msg, "keys: line 17: more than 16 keys");
}

static void
secrets_of_every_length_come_back(void **state)
{
	static const size_t lens[] = { 0, 1, 12, 59, 99, 1000, 4096 };
	char plain[4097];
	struct sealed sealed;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(lens) / sizeof(lens[0]); i++) {
		memset(plain, 'p', sizeof(plain));
		plain[lens[i]] = '\0';
		seal(&sealed, plain, lens[i]);
		assert_int_equal(opens(sealed.text.data, sealed.text.len,
				     sealed.identity, plain),
		    SAR_OK);
		assert_null(strstr(sealed.text.data, "ppppp"));
		unseal(&sealed);
	}
}

static void
each_of_several_recipients_opens_it_and_nobody_else(void **state)
{
	struct sar_age_recipient to[SAR_AGE_RECIPIENTS];
	struct sar_age_identity *ids[SAR_AGE_RECIPIENTS];
	struct sar_err err = SAR_ERR_INIT;
	struct sar_secret *plain = secret_of("six-words", 9);
	struct sar_buf out = SAR_BUF_INIT;
	struct sar_secret *key;
	size_t i;

	(void)state;
	for (i = 0; i < SAR_AGE_RECIPIENTS; i++) {
		key = sar_age_identity_generate(&to[i], &err);
		assert_non_null(key);
		ids[i] = identity_of(sar_secret_data(key), &err);
		assert_non_null(ids[i]);
		sar_secret_free(key);
	}
	/* The last is left out. */
	assert_int_equal(sar_age_seal(to, SAR_AGE_RECIPIENTS - 1, plain, &out,
			     &err),
	    0);
	for (i = 0; i < SAR_AGE_RECIPIENTS; i++) {
		assert_int_equal(opens(out.data, out.len, ids[i], "six-words"),
		    i + 1 < SAR_AGE_RECIPIENTS ? SAR_OK : SAR_ESECRET);
		sar_age_identity_free(ids[i]);
	}
	sar_secret_free(plain);
	sar_buf_free(&out);
}

static void
the_same_secret_is_never_sealed_to_the_same_bytes(void **state)
{
	struct sar_age_recipient to = recipient_of(spec_recipient);
	struct sar_err err = SAR_ERR_INIT;
	struct sar_secret *plain = secret_of("six-words", 9);
	struct sar_buf a = SAR_BUF_INIT, b = SAR_BUF_INIT;

	(void)state;
	assert_int_equal(sar_age_seal(&to, 1, plain, &a, &err), 0);
	assert_int_equal(sar_age_seal(&to, 1, plain, &b, &err), 0);
	assert_int_equal(a.len, b.len);
	/* Neither the ephemeral key nor the payload. */
	assert_memory_not_equal(a.data + 80, b.data + 80, 60);
	assert_memory_not_equal(a.data + a.len - 95, b.data + b.len - 95, 50);
	sar_secret_free(plain);
	sar_buf_free(&a);
	sar_buf_free(&b);
}

static void
no_byte_of_a_sealed_secret_can_be_changed(void **state)
{
	struct sealed sealed;
	enum sar_code code;
	size_t i;
	char was;

	(void)state;
	seal(&sealed, "six-words", 9);
	/* White space after the last line may be anything. */
	for (i = 0; i + 1 < sealed.text.len; i++) {
		was = sealed.text.data[i];
		sealed.text.data[i] = was == 'A' ? 'B' : 'A';
		code = opens(sealed.text.data, sealed.text.len, sealed.identity,
		    "six-words");
		assert_true(code == SAR_ECORRUPT || code == SAR_ESECRET);
		sealed.text.data[i] = was;
	}
	for (i = 0; i + 1 < sealed.text.len; i++)
		assert_int_equal(opens(sealed.text.data, i, sealed.identity,
				     "six-words"),
		    SAR_ECORRUPT);
	assert_int_equal(opens(sealed.text.data, sealed.text.len,
			     sealed.identity, "six-words"),
	    SAR_OK);
	unseal(&sealed);
}

static void
more_than_a_secret_is_refused(void **state)
{
	char *long_text = malloc(SAR_AGE_MAX + 2);
	struct sealed sealed;

	(void)state;
	assert_non_null(long_text);
	seal(&sealed, "x", 1);
	memset(long_text, '\n', SAR_AGE_MAX + 2);
	memcpy(long_text, sealed.text.data, sealed.text.len);
	assert_int_equal(opens(long_text, SAR_AGE_MAX, sealed.identity, "x"),
	    SAR_OK);
	assert_int_equal(opens(long_text, SAR_AGE_MAX + 1, sealed.identity,
			     "x"),
	    SAR_ECORRUPT);
	unseal(&sealed);
	free(long_text);
}

/* What a vector of C2SP's has to end with. */
static enum sar_code
expected(const char *expect)
{
	if (strcmp(expect, "success") == 0)
		return SAR_OK;
	return strcmp(expect, "no match") == 0 ? SAR_ESECRET : SAR_ECORRUPT;
}

static const char *
text_of(const json_t *vector, const char *key)
{
	const char *text = json_string_value(json_object_get(vector, key));

	assert_non_null(text);
	return text;
}

static void
check_digest(const struct sar_secret *secret, const char *hex)
{
	char got[SAR_HEX_LEN(SAR_SHA256_LEN)];
	uint8_t digest[SAR_SHA256_LEN];
	struct sar_err err = SAR_ERR_INIT;

	assert_int_equal(sar_sha256_text(sar_secret_data(secret),
			     sar_secret_len(secret), digest, &err),
	    0);
	sar_hex_put(digest, sizeof(digest), got);
	assert_string_equal(got, hex);
}

static enum sar_code
run_vector(const json_t *vector)
{
	const char *file64 = text_of(vector, "file");
	const char *keys = text_of(vector, "identity");
	struct sar_err err = SAR_ERR_INIT;
	struct sar_age_identity *identity =
	    identity_of(keys[0] == '\0' ? spec_identity : keys, &err);
	struct sar_secret *secret;
	uint8_t *file = malloc(strlen(file64) + 1);
	enum sar_code code;
	size_t len;

	assert_non_null(identity);
	assert_non_null(file);
	assert_true(sar_b64_get(file64, strlen(file64), file,
	    strlen(file64) + 1, &len));
	secret = sar_age_open("vector", (const char *)file, len, identity,
	    &err);
	code = err.code;
	if (secret != NULL)
		check_digest(secret, text_of(vector, "sha256"));
	sar_secret_free(secret);
	sar_age_identity_free(identity);
	free(file);
	return code;
}

/* C2SP's test vectors of age (CCTV 0.2.0, 0BSD): those of X25519 and of one
   chunk; the others are of what is not read here. */
static void
the_published_vectors_end_as_they_say(void **state)
{
	char path[4096];
	char *text, *line, *rest = NULL;
	struct sar_err err = SAR_ERR_INIT;
	json_t *vector;
	size_t len, n = 0;

	(void)state;
	(void)snprintf(path, sizeof(path), "%s/vectors/age.jsonl",
	    getenv("SAR_TESTS"));
	assert_int_equal(sar_file_read(path, 1 << 20, &text, &len, &err), 0);
	for (line = text; *line != '\0'; line = rest + 1, n++) {
		assert_non_null(rest = strchr(line, '\n'));
		vector = json_loadb(line, (size_t)(rest - line), 0, NULL);
		assert_non_null(vector);
		if (run_vector(vector) != expected(text_of(vector, "expect")))
			fail_msg("%s: not \"%s\"", text_of(vector, "name"),
			    text_of(vector, "expect"));
		json_decref(vector);
	}
	assert_int_equal(n, 79);
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    keys_are_written_as_the_specification_prints_them),
		cmocka_unit_test(a_key_with_one_wrong_character_is_refused),
		cmocka_unit_test(other_recipients_are_refused),
		cmocka_unit_test(an_identity_file_is_read_line_by_line),
		cmocka_unit_test(more_keys_than_are_tried_are_refused),
		cmocka_unit_test(secrets_of_every_length_come_back),
		cmocka_unit_test(
		    each_of_several_recipients_opens_it_and_nobody_else),
		cmocka_unit_test(
		    the_same_secret_is_never_sealed_to_the_same_bytes),
		cmocka_unit_test(no_byte_of_a_sealed_secret_can_be_changed),
		cmocka_unit_test(more_than_a_secret_is_refused),
		cmocka_unit_test(the_published_vectors_end_as_they_say),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
