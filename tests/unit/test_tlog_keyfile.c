/* Keys under a passphrase: the vector, what is refused, and before what. */
#include "tlog_helpers.h"

#include <time.h>

#include "tlog/keyfile.h"
#include "tlog/keyfile_text.h"

static const struct sar_keyfile_cost cheap = { .memory = 8, .passes = 1 };

static struct sar_secret *
secret(const char *text, size_t len)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_secret *made = sar_secret_new(text, len, &err);

	if (made == NULL)
		fail_msg("%s", err.msg);
	return made;
}

static struct sar_secret *
vector_line(const char *name)
{
	size_t len;
	char *text = vector(name, &len);
	struct sar_secret *made = secret(text, strcspn(text, "\n"));

	free(text);
	return made;
}

/* What ${text} holds under ${passphrase}; NULL with ${err} set. */
static struct sar_key_secret *
open_text(const char *text, size_t len, const char *passphrase,
    struct sar_err *err)
{
	struct sar_secret *file = secret(text, len);
	struct sar_secret *pass = passphrase == NULL
				      ? NULL
				      : secret(passphrase, strlen(passphrase));
	struct sar_key_secret *key = sar_keyfile_open(file, pass, err);

	sar_secret_free(file);
	sar_secret_free(pass);
	return key;
}

static void
the_vector_opens_with_its_passphrase_only(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_key_secret *want = vector_witness();
	struct sar_key_secret *key;
	size_t len;
	char *text = vector("wit.key", &len);

	(void)state;
	key = open_text(text, len, "correct horse battery staple", &err);
	if (key == NULL)
		fail_msg("%s", err.msg);
	assert_memory_equal(sar_key_secret_public(key),
	    sar_key_secret_public(want), sizeof(struct sar_key_public));
	assert_memory_equal(sar_key_seed(key), sar_key_seed(want),
	    SAR_KEY_SEED_LEN);
	assert_null(open_text(text, len, "correct horse battery stapl", &err));
	assert_int_equal(err.code, SAR_ESECRET);
	assert_string_equal(err.msg,
	    "key file: wrong passphrase, or the file was changed");
	sar_key_secret_free(key);
	sar_key_secret_free(want);
	free(text);
}

static void
the_vector_is_read_and_written_byte_for_byte(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_keyfile_text file;
	struct sar_buf buf = SAR_BUF_INIT;
	size_t len;
	char *text = vector("wit.key", &len);

	(void)state;
	assert_int_equal(sar_keyfile_text_read(text, len, &file, &err), 0);
	assert_int_equal(file.cost.memory, 262144);
	assert_int_equal(file.cost.passes, 3);
	assert_int_equal(sar_keyfile_text_head(&buf, &file, &err), 0);
	assert_int_equal(buf.len, file.head);
	assert_int_equal(sar_keyfile_text_box(&buf, &file, &err), 0);
	assert_int_equal(buf.len + 1, len);
	assert_memory_equal(buf.data, text, buf.len);
	sar_buf_free(&buf);
	free(text);
}

/* Seal vector ${name} and open it again: the same key, and nothing shown. */
static void
seals(const char *name)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_secret *skey = vector_line(name);
	struct sar_secret *pass = secret("a passphrase", 12);
	struct sar_secret *one = sar_keyfile_seal(skey, pass, &cheap, &err);
	struct sar_secret *two = sar_keyfile_seal(skey, pass, &cheap, &err);
	struct sar_key_secret *key = sar_keyfile_open(one, pass, &err);
	struct sar_key_secret *want = sar_key_secret_parse(skey, &err);

	assert_non_null(key);
	assert_memory_equal(sar_key_seed(key), sar_key_seed(want),
	    SAR_KEY_SEED_LEN);
	assert_memory_equal(sar_key_secret_public(key),
	    sar_key_secret_public(want), sizeof(struct sar_key_public));
	assert_true(sar_keyfile_sealed(one));
	assert_false(sar_keyfile_sealed(skey));
	assert_string_not_equal(sar_secret_data(one), sar_secret_data(two));
	assert_null(strstr(sar_secret_data(one), "PRIVATE"));
	assert_null(strstr(sar_secret_data(one),
	    strrchr(sar_secret_data(skey), '+')));
	sar_key_secret_free(key);
	sar_key_secret_free(want);
	sar_secret_free(one);
	sar_secret_free(two);
	sar_secret_free(skey);
	sar_secret_free(pass);
}

static void
either_kind_of_key_can_be_sealed(void **state)
{
	(void)state;
	seals("log.skey");
	seals("wit.skey");
}

static void
a_bare_key_wants_no_passphrase_and_a_sealed_one_wants_one(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_secret *skey = vector_line("wit.skey");
	struct sar_secret *pass = secret("x", 1);
	struct sar_key_secret *key = sar_keyfile_open(skey, NULL, &err);
	size_t len;
	char *text = vector("wit.key", &len);

	(void)state;
	assert_non_null(key);
	assert_null(sar_keyfile_open(skey, pass, &err));
	assert_int_equal(err.code, SAR_ESECRET);
	assert_string_equal(err.msg,
	    "key file: not under a passphrase, though one is given");
	assert_null(open_text(text, len, NULL, &err));
	assert_int_equal(err.code, SAR_ESECRET);
	assert_string_equal(err.msg,
	    "key file: under a passphrase, and none is given");
	sar_key_secret_free(key);
	sar_secret_free(skey);
	sar_secret_free(pass);
	free(text);
}

/* wit.key with the first ${from} in it made ${to}. */
static char *
changed(const char *from, const char *to)
{
	struct sar_buf buf = SAR_BUF_INIT;
	size_t len;
	char *text = vector("wit.key", &len);
	char *at = strstr(text, from);

	assert_non_null(at);
	sar_buf_add(&buf, text, (size_t)(at - text));
	sar_buf_puts(&buf, to);
	sar_buf_puts(&buf, at + strlen(from));
	free(text);
	return sar_buf_take(&buf);
}

static void
a_malformed_file_and_a_cost_out_of_bounds_are_refused_unpaid(void **state)
{
	static const struct {
		const char *from;
		const char *to;
		const char *message;
	} cases[] = {
		{ "/v1", "/v2", "key file: not of the form" },
		{ "argon2id", "argon2i", "key file: not of the form" },
		{ "m=262144", "m=1048577", "key file: line 1: a cost" },
		{ "m=262144", "m=10485760", "key file: line 1: a cost" },
		{ "m=262144", "m=4294967296", "key file: line 1: a cost" },
		{ "m=262144", "m=18446744073709551624", "key file: line 1:" },
		{ "m=262144", "m=7", "key file: line 1: a cost" },
		{ "m=262144", "m=0", "key file: line 1: a cost" },
		{ "m=262144", "m=", "key file: line 1: a cost" },
		{ "m=262144", "m=0262144", "key file: line 1: a cost" },
		{ "m=262144", "m=+262144", "key file: line 1: a cost" },
		{ "m=262144", "m= 262144", "key file: line 1: a cost" },
		{ "t=3", "t=11", "key file: line 1: a cost" },
		{ "t=3", "t=0", "key file: line 1: a cost" },
		{ "t=3", "t=4294967299", "key file: line 1: a cost" },
		{ "t=3", "t=03", "key file: line 1: a cost" },
		{ "p=1", "p=2", "key file: line 1: a cost" },
		{ " t=3", "  t=3", "key file: line 1: a cost" },
		{ "Dw==\n", "Dx==\n", "key file: line 1: the salt" },
		{ "Dw==\n", "Dw=\n", "key file: line 1: the salt" },
		{ "Dw==\n", "Dw==\r\n", "key file: line 1: the salt" },
		{ "Dw==\n", "Dw== \n", "key file: line 1: the salt" },
		{ "vkey ", "", "key file: line 2:" },
		{ "+b4038c35", "+b4038c36", "key file: line 2:" },
		{ "ilm3X\n", "ilm3X\r\n", "key file: line 2:" },
		{ "ilm3X\n", "ilm3X\n\n", "key file: line 3:" },
		{ "box ", "Box ", "key file: line 3:" },
		{ "bJQ==", "bJR==", "key file: line 3:" },
		{ "bJQ==", "bJQ=", "key file: line 3:" },
		{ "bJQ==\n", "bJQ==\n\n", "key file: more than three" },
		{ "bJQ==\n", "bJQ==\r\n", "key file: more than three" },
	};
	struct sar_err err = SAR_ERR_INIT;
	clock_t begin = clock();
	size_t i;
	char *text;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		text = changed(cases[i].from, cases[i].to);
		if (open_text(text, strlen(text), "x", &err) != NULL)
			fail_msg("case %zu was taken", i);
		assert_int_equal(err.code, SAR_ESECRET);
		if (strncmp(err.msg, cases[i].message,
			strlen(cases[i].message)) != 0)
			fail_msg("case %zu: %s", i, err.msg);
		free(text);
	}
	/* One Argon2id of the vector alone takes longer. */
	assert_true((double)(clock() - begin) / CLOCKS_PER_SEC < 0.2);
}

/* A file sealed at little cost, as text that can be changed. */
static char *
sealed_text(size_t *len)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_secret *skey = vector_line("wit.skey");
	struct sar_secret *pass = secret("x", 1);
	struct sar_secret *sealed = sar_keyfile_seal(skey, pass, &cheap, &err);
	char *text;

	assert_non_null(sealed);
	*len = sar_secret_len(sealed);
	assert_non_null(text = strdup(sar_secret_data(sealed)));
	sar_secret_free(sealed);
	sar_secret_free(skey);
	sar_secret_free(pass);
	return text;
}

static void
no_changed_byte_and_no_part_of_a_file_opens(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_key_secret *key;
	size_t len, i;
	char *text = sealed_text(&len);

	(void)state;
	key = open_text(text, len, "x", &err);
	assert_non_null(key);
	sar_key_secret_free(key);
	for (i = 0; i < len; i++) {
		text[i] ^= 1;
		assert_null(open_text(text, len, "x", &err));
		text[i] ^= 1;
		assert_null(open_text(text, i, "x", &err));
		assert_int_equal(err.code, SAR_ESECRET);
	}
	free(text);
}

static void
the_vkey_and_the_cost_are_authenticated(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_keyfile_text file;
	struct sar_buf buf = SAR_BUF_INIT;
	size_t len;
	char *text = sealed_text(&len);

	(void)state;
	/* A whole vkey of another key, so that the text is in order. */
	assert_int_equal(sar_keyfile_text_read(text, len, &file, &err), 0);
	file.public = vector_key("log.vkey");
	assert_int_equal(sar_keyfile_text_head(&buf, &file, &err), 0);
	assert_int_equal(sar_keyfile_text_box(&buf, &file, &err), 0);
	assert_null(open_text(buf.data, buf.len, "x", &err));
	assert_string_equal(err.msg,
	    "key file: wrong passphrase, or the file was changed");
	sar_buf_free(&buf);
	free(text);
}

static void
a_key_is_not_sealed_at_a_cost_that_is_not_read_nor_under_nothing(void **state)
{
	static const struct sar_keyfile_cost bad[] = {
		{ 7, 1 },
		{ SAR_KEYFILE_MEMORY_MAX + 1, 1 },
		{ 8, 0 },
		{ 8, SAR_KEYFILE_PASSES_MAX + 1 },
	};
	struct sar_err err = SAR_ERR_INIT;
	struct sar_secret *skey = vector_line("wit.skey");
	struct sar_secret *pass = secret("x", 1), *empty = secret("", 0);
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_null(sar_keyfile_seal(skey, pass, &bad[i], &err));
		assert_int_equal(err.code, SAR_EINPUT);
	}
	assert_null(sar_keyfile_seal(skey, empty, &cheap, &err));
	assert_int_equal(err.code, SAR_ESECRET);
	assert_null(sar_keyfile_seal(pass, pass, &cheap, &err));
	assert_int_equal(err.code, SAR_ESECRET);
	sar_secret_free(skey);
	sar_secret_free(pass);
	sar_secret_free(empty);
}

static void
what_people_s_keys_are_sealed_with_can_be_read(void **state)
{
	static const struct sar_keyfile_cost cost = SAR_KEYFILE_COST;

	(void)state;
	assert_true(cost.memory >= 65536 &&
		    cost.memory <= SAR_KEYFILE_MEMORY_MAX);
	assert_true(cost.passes >= 3 && cost.passes <= SAR_KEYFILE_PASSES_MAX);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_vector_opens_with_its_passphrase_only),
		cmocka_unit_test(the_vector_is_read_and_written_byte_for_byte),
		cmocka_unit_test(either_kind_of_key_can_be_sealed),
		cmocka_unit_test(
		    a_bare_key_wants_no_passphrase_and_a_sealed_one_wants_one),
		cmocka_unit_test(
		    a_malformed_file_and_a_cost_out_of_bounds_are_refused_unpaid),
		cmocka_unit_test(no_changed_byte_and_no_part_of_a_file_opens),
		cmocka_unit_test(the_vkey_and_the_cost_are_authenticated),
		cmocka_unit_test(
		    a_key_is_not_sealed_at_a_cost_that_is_not_read_nor_under_nothing),
		cmocka_unit_test(
		    what_people_s_keys_are_sealed_with_can_be_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
