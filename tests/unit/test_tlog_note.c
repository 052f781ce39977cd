#include "tlog_helpers.h"

static const char *const checkpoints[] = { "cp0", "cp2", "cp4", "cp5" };
static const uint64_t sizes[] = { 0, 2, 4, 5 };

/* cp5 with the first ${from} in it made ${to}. */
static char *
changed(const char *from, const char *to)
{
	struct sar_buf buf = SAR_BUF_INIT;
	size_t len;
	char *text = vector("cp5", &len);
	char *at = strstr(text, from);

	assert_non_null(at);
	sar_buf_add(&buf, text, (size_t)(at - text));
	sar_buf_puts(&buf, to);
	sar_buf_puts(&buf, at + strlen(from));
	free(text);
	return sar_buf_take(&buf);
}

static bool
parses(const char *text)
{
	struct sar_key_public key = vector_key("log.vkey");
	struct sar_note note;

	return sar_note_parse(text, strlen(text), &key, &note);
}

static void
the_vectors_are_read_verified_and_signed_again_byte_for_byte(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_key_secret *key = vector_secret();
	const struct sar_key_public *public = sar_key_secret_public(key);
	struct sar_buf again = SAR_BUF_INIT;
	struct sar_note note;
	size_t len, i;
	char *text;

	(void)state;
	for (i = 0; i < 4; i++) {
		text = vector(checkpoints[i], &len);
		assert_true(sar_note_parse(text, len, public, &note));
		assert_int_equal(note.size, sizes[i]);
		assert_int_equal(note.len, len);
		assert_true(sar_note_verify(text, &note, public));
		assert_int_equal(sar_note_add(&again, key, note.size, note.root,
				     &err),
		    0);
		assert_int_equal(again.len, len);
		assert_memory_equal(again.data, text, len);
		sar_buf_free(&again);
		free(text);
	}
	sar_key_secret_free(key);
}

static void
lines_of_other_keys_are_passed_over(void **state)
{
	struct sar_key_public log = vector_key("log.vkey");
	struct sar_key_public log2 = vector_key("log2.vkey");
	struct sar_note note;
	size_t len;
	char *text;

	(void)state;
	text = vector("cp5w", &len);
	assert_true(sar_note_parse(text, len, &log, &note));
	assert_int_equal(note.len, len);
	assert_true(sar_note_verify(text, &note, &log));
	assert_false(sar_note_parse(text, len, &log2, &note));
	free(text);

	/* Both keys have one name; the key id tells them apart. */
	text = vector("cp5dual", &len);
	assert_true(sar_note_parse(text, len, &log, &note));
	assert_true(sar_note_verify(text, &note, &log));
	assert_true(sar_note_parse(text, len, &log2, &note));
	assert_true(sar_note_verify(text, &note, &log2));
	free(text);
}

static void
anything_but_a_plain_checkpoint_is_refused(void **state)
{
	static const struct {
		const char *from;
		const char *to;
	} cases[] = {
		{ "gov.uk/log\n", "gov.uk/log2\n" }, /* another log */
		{ "gov.uk/log\n", "gov.uk/log\r\n" }, { "\n5\n", "\n05\n" },
		{ "\n5\n", "\n+5\n" }, { "\n5\n", "\n-5\n" },
		{ "\n5\n", "\n 5\n" }, { "\n5\n", "\n\n" },
		{ "\n5\n", "\n9223372036854775808\n" }, /* 2^63 */
		{ "\n5\n", "\n18446744073709551616\n" },
		{ "3Vs=\n", "3Vs\n" },           /* no padding */
		{ "3Vs=\n", "3Vt=\n" },          /* bits that say nothing */
		{ "3Vs=\n\n", "3Vs=\n" },        /* no empty line */
		{ "3Vs=\n\n", "3Vs=\next\n\n" }, /* extension line */
		{ "\xe2\x80\x94 ", "-- " },
		{ "\xe2\x80\x94 ", "\xe2\x80\x94  " }, { "afwc=\n", "afwc\n" },
		{ "afwc=\n", "afwd=\n" }, { "afwc=\n", "afwc= \n" },
		{ "rQoXrS", "rQoYrS" }, /* another key id: nobody we know */
	};
	size_t i;
	char *text;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		text = changed(cases[i].from, cases[i].to);
		if (parses(text))
			fail_msg("case %zu was taken", i);
		free(text);
	}
	text = changed("\n5\n", "\n9223372036854775807\n");
	assert_true(parses(text));
	free(text);
}

static void
a_nul_byte_is_refused(void **state)
{
	struct sar_key_public key = vector_key("log.vkey");
	struct sar_note note;
	size_t len, i;
	char *text = vector("cp5", &len);
	char was;

	(void)state;
	for (i = 0; i < len; i++) {
		was = text[i];
		text[i] = '\0';
		assert_false(sar_note_parse(text, len, &key, &note));
		text[i] = was;
	}
	free(text);
}

/* cp5 with its signature line, and that of a witness, so many times. */
static bool
parses_repeated(size_t ours, size_t others)
{
	struct sar_buf buf = SAR_BUF_INIT;
	size_t len, i;
	char *text = vector("cp5w", &len);
	char *line = strstr(text, "\n\n") + 2;
	char *other = strchr(line, '\n') + 1;
	bool ok;

	sar_buf_add(&buf, text, (size_t)(line - text));
	for (i = 0; i < ours; i++)
		sar_buf_add(&buf, line, (size_t)(other - line));
	for (i = 0; i < others; i++)
		sar_buf_puts(&buf, other);
	ok = parses(buf.data);
	sar_buf_free(&buf);
	free(text);
	return ok;
}

static void
one_signature_of_the_log_and_sixteen_lines_are_the_limit(void **state)
{
	(void)state;
	assert_true(parses_repeated(1, 0));
	assert_true(parses_repeated(1, 15));
	assert_false(parses_repeated(1, 16));
	assert_false(parses_repeated(2, 0));
	assert_false(parses_repeated(0, 1));
}

static void
a_change_of_any_bit_does_not_verify(void **state)
{
	struct sar_key_public key = vector_key("log.vkey");
	struct sar_note note;
	size_t len, i;
	unsigned bit;
	char *text = vector("cp5", &len);

	(void)state;
	for (i = 0; i < len; i++)
		for (bit = 0; bit < 8; bit++) {
			text[i] = (char)(text[i] ^ (1 << bit));
			assert_false(sar_note_parse(text, len, &key, &note) &&
				     sar_note_verify(text, &note, &key));
			text[i] = (char)(text[i] ^ (1 << bit));
		}
	free(text);
}

static void
every_beginning_of_a_checkpoint_is_torn_and_no_more_of_one(void **state)
{
	struct sar_key_public key = vector_key("log.vkey");
	struct sar_note note;
	size_t len, i;
	char *text = vector("cp5", &len);

	(void)state;
	for (i = 0; i < len - 1; i++) {
		assert_int_equal(sar_note_torn(text, i, &key), i);
		assert_false(i > 0 && sar_note_parse(text, i, &key, &note));
	}
	/* Just the last LF is wanting: the signature is whole. */
	assert_true(sar_note_parse(text, len - 1, &key, &note));
	assert_true(sar_note_verify(text, &note, &key));
	assert_true(sar_note_torn(text, len - 1, &key) < len - 1);
	assert_int_equal(sar_note_torn("something", 9, &key), 1);
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    the_vectors_are_read_verified_and_signed_again_byte_for_byte),
		cmocka_unit_test(lines_of_other_keys_are_passed_over),
		cmocka_unit_test(anything_but_a_plain_checkpoint_is_refused),
		cmocka_unit_test(a_nul_byte_is_refused),
		cmocka_unit_test(
		    one_signature_of_the_log_and_sixteen_lines_are_the_limit),
		cmocka_unit_test(a_change_of_any_bit_does_not_verify),
		cmocka_unit_test(
		    every_beginning_of_a_checkpoint_is_torn_and_no_more_of_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
