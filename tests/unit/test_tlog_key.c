#include "tlog_helpers.h"

#include "tlog/key_sign.h"
#include "tlog/minisig.h"

static void
the_vectors_vkey_is_read_and_written_byte_for_byte(void **state)
{
	struct sar_key_public key = vector_key("log.vkey");
	static const uint8_t id[4] = { 0xad, 0x0a, 0x17, 0xad };
	char out[SAR_VKEY_MAX];
	size_t len;
	char *text = vector("log.vkey", &len);

	(void)state;
	assert_string_equal(key.name, "sar-export.example.gov.uk/log");
	assert_memory_equal(key.id, id, sizeof(id));
	sar_key_public_format(&key, out);
	assert_int_equal(strlen(out), strcspn(text, "\n"));
	assert_memory_equal(out, text, strlen(out));
	free(text);
}

static void
the_vectors_skey_belongs_to_its_vkey(void **state)
{
	struct sar_key_public want = vector_key("log.vkey");
	struct sar_key_secret *key = vector_secret();

	(void)state;
	assert_memory_equal(sar_key_secret_public(key), &want, sizeof(want));
	sar_key_secret_free(key);
}

static void
a_change_of_any_character_of_a_vkey_is_refused(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_key_public key;
	size_t len, i;
	char *text = vector("log.vkey", &len);

	(void)state;
	len = strcspn(text, "\n");
	for (i = 0; i < len; i++) {
		text[i] ^= 1;
		assert_int_equal(sar_key_public_parse("k", text, len, &key,
				     &err),
		    -1);
		assert_int_equal(err.code, SAR_EINPUT);
		text[i] ^= 1;
	}
	for (i = 0; i < len; i++)
		assert_int_equal(sar_key_public_parse("k", text, i, &key, &err),
		    -1);
	assert_int_equal(sar_key_public_parse("k", text, len, &key, &err), 0);
	free(text);
}

static void
a_witness_key_is_not_a_log_key(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_key_public key;
	size_t len;
	char *text = vector("wit.vkey", &len);

	(void)state;
	assert_int_equal(sar_key_public_parse("wit.vkey", text, len, &key,
			     &err),
	    -1);
	assert_string_equal(err.msg,
	    "wit.vkey: expected an Ed25519 vkey, name+id+key");
	free(text);
}

/* Offer ${text} as an skey; it must be refused, and not repeated. */
static void
skey_refused(const char *text, size_t len)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_secret *skey = sar_secret_new(text, len, &err);

	assert_non_null(skey);
	assert_null(sar_key_secret_parse(skey, &err));
	assert_int_equal(err.code, SAR_ESECRET);
	if (len > 20)
		assert_null(strstr(err.msg, text + len - 20));
	sar_secret_free(skey);
}

static void
a_change_of_any_character_of_an_skey_is_refused(void **state)
{
	size_t len, i;
	char *text = vector("log.skey", &len);

	(void)state;
	len = strcspn(text, "\n");
	text[len] = '\0';
	for (i = 0; i < len; i++) {
		text[i] ^= 1;
		skey_refused(text, len);
		text[i] ^= 1;
		skey_refused(text, i);
	}
	free(text);
	text = vector("log.vkey", &len);
	skey_refused(text, len);
	free(text);
}

static void
a_generated_key_can_be_read_again_and_signs(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_secret *a = sar_key_generate("sar.example/log", &err);
	struct sar_secret *b = sar_key_generate("sar.example/log", &err);
	struct sar_key_secret *key = sar_key_secret_parse(a, &err);
	struct sar_key_public again;
	uint8_t sig[SAR_KEY_SIG_LEN];
	char vkey[SAR_VKEY_MAX];

	(void)state;
	assert_non_null(key);
	assert_string_not_equal(sar_secret_data(a), sar_secret_data(b));
	sar_key_public_format(sar_key_secret_public(key), vkey);
	assert_int_equal(sar_key_public_parse("k", vkey, strlen(vkey), &again,
			     &err),
	    0);
	assert_string_equal(again.name, "sar.example/log");
	assert_int_equal(sar_key_sign(key, "text", 4, sig, &err), 0);
	assert_true(sar_key_verify(&again, "text", 4, sig));
	assert_false(sar_key_verify(&again, "tex_", 4, sig));
	sig[0] ^= 1;
	assert_false(sar_key_verify(&again, "text", 4, sig));
	sar_key_secret_free(key);
	sar_secret_free(a);
	sar_secret_free(b);
}

static void
a_witness_has_keys_of_its_own_kind(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_key_public key, log = vector_key("log.vkey");
	struct sar_key_secret *secret = vector_witness();
	char out[SAR_VKEY_MAX];
	size_t len, i;
	char *text = vector("wit.vkey", &len);

	(void)state;
	assert_int_equal(sar_key_witness_parse("w", text, len, &key, &err), 0);
	assert_int_equal(key.kind, SAR_KEY_WITNESS);
	assert_string_equal(key.name, "audit.example.org/w1");
	assert_memory_equal(sar_key_secret_public(secret), &key, sizeof(key));
	sar_key_public_format(&key, out);
	assert_int_equal(strlen(out), strcspn(text, "\n"));
	assert_memory_equal(out, text, strlen(out));
	len = strlen(out);
	for (i = 0; i < len; i++) {
		text[i] ^= 1;
		assert_int_equal(sar_key_witness_parse("w", text, len, &key,
				     &err),
		    -1);
		text[i] ^= 1;
	}
	sar_key_public_format(&log, out);
	assert_int_equal(sar_key_witness_parse("w", out, strlen(out), &key,
			     &err),
	    -1);
	assert_int_equal(err.code, SAR_EINPUT);
	assert_string_equal(err.msg,
	    "w: expected an Ed25519 vkey of a witness, name+id+key");
	sar_key_secret_free(secret);
	free(text);
}

static void
a_witness_key_signs_no_checkpoint_and_no_package(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_key_secret *secret = vector_witness();
	struct sar_buf buf = SAR_BUF_INIT;
	uint8_t root[SAR_SHA256_LEN] = { 0 };

	(void)state;
	assert_int_equal(sar_note_add(&buf, secret, 1, root, &err), -1);
	assert_int_equal(err.code, SAR_ESECRET);
	assert_int_equal(sar_minisig_sign(secret, "m", 1, &buf, &err), -1);
	assert_int_equal(err.code, SAR_ESECRET);
	assert_int_equal(buf.len, 0);
	sar_key_secret_free(secret);
}

static void
a_generated_witness_key_is_a_witness_s(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_secret *skey = sar_key_generate_witness("w.example", &err);
	struct sar_key_secret *key = sar_key_secret_parse(skey, &err);
	struct sar_key_public again;
	char vkey[SAR_VKEY_MAX];

	(void)state;
	assert_non_null(key);
	sar_key_public_format(sar_key_secret_public(key), vkey);
	assert_int_equal(sar_key_witness_parse("w", vkey, strlen(vkey), &again,
			     &err),
	    0);
	assert_string_equal(again.name, "w.example");
	assert_null(sar_key_generate_witness("w example", &err));
	assert_int_equal(err.code, SAR_EINPUT);
	sar_key_secret_free(key);
	sar_secret_free(skey);
}

static void
a_key_of_a_type_that_is_not_ed25519_is_refused(void **state)
{
	static const uint8_t types[] = { 0, 2, 3, 5, 6, 0xff };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_key_public key, made;
	char vkey[SAR_VKEY_MAX];
	uint8_t digest[SAR_SHA256_LEN];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(types); i++) {
		made = vector_key("log.vkey");
		made.kind = (enum sar_key_kind)types[i];
		/* With the right id, so that only the type is wrong. */
		assert_int_equal(sar_key_digest(&made, digest, &err), 0);
		memcpy(made.id, digest, sizeof(made.id));
		sar_key_public_format(&made, vkey);
		assert_int_equal(sar_key_public_parse("k", vkey, strlen(vkey),
				     &key, &err),
		    -1);
		assert_int_equal(sar_key_witness_parse("k", vkey, strlen(vkey),
				     &key, &err),
		    -1);
	}
}

static void
a_key_name_is_short_ascii_without_space_or_plus(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	char name[SAR_KEY_NAME_MAX + 2];
	struct sar_secret *skey;

	(void)state;
	assert_true(sar_key_name_ok("sar.example/log-2"));
	assert_false(sar_key_name_ok(""));
	assert_false(sar_key_name_ok("a b"));
	assert_false(sar_key_name_ok("a+b"));
	assert_false(sar_key_name_ok("a\nb"));
	assert_false(sar_key_name_ok("caf\xc3\xa9"));
	memset(name, 'a', sizeof(name));
	name[SAR_KEY_NAME_MAX + 1] = '\0';
	assert_false(sar_key_name_ok(name));
	assert_null(sar_key_generate(name, &err));
	assert_int_equal(err.code, SAR_EINPUT);
	name[SAR_KEY_NAME_MAX] = '\0';
	assert_true(sar_key_name_ok(name));
	skey = sar_key_generate(name, &err);
	assert_non_null(skey);
	sar_secret_free(skey);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    the_vectors_vkey_is_read_and_written_byte_for_byte),
		cmocka_unit_test(the_vectors_skey_belongs_to_its_vkey),
		cmocka_unit_test(
		    a_change_of_any_character_of_a_vkey_is_refused),
		cmocka_unit_test(a_witness_key_is_not_a_log_key),
		cmocka_unit_test(
		    a_change_of_any_character_of_an_skey_is_refused),
		cmocka_unit_test(a_generated_key_can_be_read_again_and_signs),
		cmocka_unit_test(a_witness_has_keys_of_its_own_kind),
		cmocka_unit_test(
		    a_witness_key_signs_no_checkpoint_and_no_package),
		cmocka_unit_test(a_generated_witness_key_is_a_witness_s),
		cmocka_unit_test(
		    a_key_of_a_type_that_is_not_ed25519_is_refused),
		cmocka_unit_test(
		    a_key_name_is_short_ascii_without_space_or_plus),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
