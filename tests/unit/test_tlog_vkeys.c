/* Files of public keys, as people make them. */
#include "tlog_helpers.h"

#include "tlog/vkeys.h"

#define LOG                                                                 \
	"sar-export.example.gov.uk/log+ad0a17ad+AQOhB7/zzhC+HXDdGOdLwJln5N" \
	"Ywm6UNXx3chmQSVTG4"

/* The line of a new key of the vectors' log. */
static void
new_line(const char *name, char out[SAR_VKEY_MAX])
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_secret *skey = sar_key_generate(name, &err);
	struct sar_key_secret *key = sar_key_secret_parse(skey, &err);

	sar_key_public_format(sar_key_secret_public(key), out);
	sar_key_secret_free(key);
	sar_secret_free(skey);
}

/* How many keys; the first is the vectors'. */
static size_t
count(const char *text)
{
	struct sar_key_public want = vector_key("log.vkey");
	struct sar_err err = SAR_ERR_INIT;
	struct sar_key_public *keys;
	size_t n;

	if (sar_vkeys_parse("k", text, strlen(text), SAR_KEY_LOG, &keys, &n,
		&err) == -1)
		fail_msg("%s", err.msg);
	assert_memory_equal(&keys[0], &want, sizeof(want));
	free(keys);
	return n;
}

static void
fails(const char *text, size_t len, const char *message)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_key_public *keys;
	size_t n;

	assert_int_equal(sar_vkeys_parse("k", text, len, SAR_KEY_LOG, &keys, &n,
			     &err),
	    -1);
	assert_int_equal(err.code, SAR_EINPUT);
	assert_string_equal(err.msg, message);
	assert_null(keys);
	assert_int_equal(n, 0);
}

static void
a_line_is_read_as_an_editor_for_windows_leaves_it(void **state)
{
	static const char *const texts[] = { LOG, LOG "\n", LOG "\r\n",
		"  " LOG "\r\n", "\xef\xbb\xbf" LOG "\r\n",
		"\xef\xbb\xbf  " LOG "\r\n\r\n\r\n", LOG "\n\n", LOG "\n  ",
		"  " LOG "\r\n  \r\n" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_int_equal(count(texts[i]), 1);
}

static void
all_keys_of_a_log_are_read_in_their_order(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_buf text = SAR_BUF_INIT, again = SAR_BUF_INIT;
	struct sar_key_public *keys;
	char two[SAR_VKEY_MAX], three[SAR_VKEY_MAX];
	size_t n, i;

	(void)state;
	new_line("sar-export.example.gov.uk/log", two);
	new_line("sar-export.example.gov.uk/log", three);
	sar_buf_printf(&text, LOG "\n%s\n%s\n", two, three);
	assert_int_equal(count(text.data), 3);
	assert_int_equal(sar_vkeys_parse("k", text.data, text.len, SAR_KEY_LOG,
			     &keys, &n, &err),
	    0);
	for (i = 0; i < n; i++)
		sar_vkeys_add(&again, &keys[i]);
	assert_string_equal(again.data, text.data);
	free(keys);
	sar_buf_free(&text);
	sar_buf_printf(&text, "  " LOG "\r\n  %s\r\n\r\n", two);
	assert_int_equal(count(text.data), 2);
	sar_buf_free(&text);
	sar_buf_free(&again);
}

static void
anything_else_is_refused_by_line(void **state)
{
	static const char expected[] = "expected an Ed25519 vkey, name+id+key";
	struct sar_buf text = SAR_BUF_INIT;
	char other[SAR_VKEY_MAX], message[128];
	static const char *const second[] = { LOG "\n\n" LOG "\n", LOG "\nx\n",
		LOG "\n" LOG " \n", LOG "\n\t" LOG "\n",
		LOG "\n\xef\xbb\xbf" LOG "\n", LOG "\n" LOG "\r" };
	static const char *const first[] = { "\n" LOG "\n", LOG " \n", "\t" LOG,
		LOG "\r", LOG "\r\r\n", "\xef\xbb\xbf\xef\xbb\xbf" LOG,
		" \xef\xbb\xbf" LOG, LOG LOG, "\r\n", "  " };
	size_t i;

	(void)state;
	fails("", 0, "k: no key in it");
	fails("\xef\xbb\xbf", 3, "k: no key in it");
	(void)snprintf(message, sizeof(message), "k: %s", expected);
	for (i = 0; i < sizeof(first) / sizeof(first[0]); i++)
		fails(first[i], strlen(first[i]), message);
	fails(LOG "\0\n", sizeof(LOG) + 1, message);
	(void)snprintf(message, sizeof(message), "k: line 2: %s", expected);
	for (i = 0; i < sizeof(second) / sizeof(second[0]); i++)
		fails(second[i], strlen(second[i]), message);
	new_line("other.example/log", other);
	sar_buf_printf(&text, LOG "\n%s\n", other);
	fails(text.data, text.len,
	    "k: line 2: the key of another name than the first");
	sar_buf_free(&text);
}

static void
a_witness_is_no_log_and_a_log_no_witness(void **state)
{
	struct sar_key_secret *secret = vector_witness();
	struct sar_err err = SAR_ERR_INIT;
	struct sar_key_public *keys;
	size_t len, n;
	char *text = vector("wit.vkey", &len);

	(void)state;
	assert_int_equal(sar_vkeys_parse("k", text, len, SAR_KEY_WITNESS, &keys,
			     &n, &err),
	    0);
	assert_int_equal(n, 1);
	assert_memory_equal(&keys[0], sar_key_secret_public(secret),
	    sizeof(keys[0]));
	free(keys);
	sar_key_secret_free(secret);
	fails(text, len, "k: expected an Ed25519 vkey, name+id+key");
	free(text);
	assert_int_equal(sar_vkeys_parse("k", LOG, sizeof(LOG) - 1,
			     SAR_KEY_WITNESS, &keys, &n, &err),
	    -1);
}

static void
a_file_that_is_not_there_or_too_large_is_not_read(void **state)
{
	const struct world *w = *state;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_key_public *keys;
	char path[PATH_LEN];
	size_t n;
	char *large;

	path_in(path, w->dir, "log.vkey");
	assert_int_equal(sar_vkeys_read(path, SAR_KEY_LOG, &keys, &n, &err),
	    -1);
	assert_int_equal(err.code, SAR_EMISSING);
	assert_null(keys);
	spill(path, LOG "\r\n", sizeof(LOG) + 1);
	err = (struct sar_err)SAR_ERR_INIT;
	assert_int_equal(sar_vkeys_read(path, SAR_KEY_LOG, &keys, &n, &err), 0);
	assert_int_equal(n, 1);
	free(keys);
	large = calloc(SAR_VKEYS_FILE_MAX + 1, 1);
	assert_non_null(large);
	memset(large, '\n', SAR_VKEYS_FILE_MAX + 1);
	spill(path, large, SAR_VKEYS_FILE_MAX + 1);
	assert_int_equal(sar_vkeys_read(path, SAR_KEY_LOG, &keys, &n, &err),
	    -1);
	assert_int_equal(err.code, SAR_EINPUT);
	fails(large, SAR_VKEYS_FILE_MAX + 1,
	    "k: larger than a file of public keys can be");
	free(large);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_line_is_read_as_an_editor_for_windows_leaves_it),
		cmocka_unit_test(all_keys_of_a_log_are_read_in_their_order),
		cmocka_unit_test(anything_else_is_refused_by_line),
		cmocka_unit_test(a_witness_is_no_log_and_a_log_no_witness),
		cmocka_unit_test_setup_teardown(
		    a_file_that_is_not_there_or_too_large_is_not_read,
		    make_world, drop_world),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
