/* A step of a case: first what was said, then the record, and each once. */
#include "export_case.h"

#include <sodium.h>

static void
assert_content(const struct bench *b, const char *name, const char *expected)
{
	char *text = content(b, name);

	assert_non_null(text);
	assert_string_equal(text, expected);
	free(text);
}

/* By hand: SHA-256("sar-export/commit/v1" 00 salt text), in Base64. */
static void
by_hand(const struct bench *b, const char *text, char *out)
{
	static const char head[] = "sar-export/commit/v1";
	crypto_hash_sha256_state hash;
	unsigned char salt[32], digest[32];
	char *hex = content(b, "plan.salt");

	assert_non_null(hex);
	assert_int_equal(sodium_hex2bin(salt, sizeof(salt), hex, 64, NULL, NULL,
			     NULL),
	    0);
	(void)crypto_hash_sha256_init(&hash);
	(void)crypto_hash_sha256_update(&hash, (const void *)head,
	    sizeof(head));
	(void)crypto_hash_sha256_update(&hash, salt, sizeof(salt));
	(void)crypto_hash_sha256_update(&hash, (const void *)text,
	    strlen(text));
	(void)crypto_hash_sha256_final(&hash, digest);
	(void)sodium_bin2base64(out, 64, digest, sizeof(digest),
	    sodium_base64_VARIANT_ORIGINAL);
	free(hex);
}

static void
the_log_has_a_commitment_to_what_the_case_keeps(void **state)
{
	const struct bench *b = *state;
	char expected[128], commitment[64];
	struct seen seen;
	struct sar_err err;
	uint64_t record;
	bool logged;

	assert_int_equal(extend(b, "Very many calls.\n", &record, &logged,
			     &err),
	    0);
	assert_true(logged);
	assert_content(b, "letters/extension.txt", "Very many calls.\n");
	by_hand(b, "Very many calls.\n", commitment);
	(void)snprintf(expected, sizeof(expected), "\"text\":\"%s\"",
	    commitment);
	seen = read_log(b);
	assert_int_equal(seen.n, record + 1);
	assert_non_null(strstr(seen.last, expected));
	assert_non_null(strstr(seen.last, "\"case\":\"A-1\""));
	assert_non_null(strstr(seen.last, "\"by\":\"u1041\""));
	assert_null(strstr(seen.last, "calls"));
}

static void
the_same_step_is_logged_once(void **state)
{
	const struct bench *b = *state;
	struct sar_err err;
	uint64_t first, again;
	bool logged;

	assert_int_equal(extend(b, "Many.\n", &first, &logged, &err), 0);
	assert_int_equal(extend(b, "Many.\n", &again, &logged, &err), 0);
	assert_false(logged);
	assert_int_equal(again, first);
	assert_int_equal(read_log(b).n, first + 1);
}

/* A letter with the text ${text} went out. */
static bool
post(const struct bench *b, const char *text, uint64_t *record,
    const char *name)
{
	char *kept;
	struct sar_case_event event = { .kept = &kept,
		.type = SAR_RECORD_LETTER,
		.text = text,
		.text_name = "letters/refusal.txt",
		.by = "u1041",
		.now = NOW };
	struct sar_err err = SAR_ERR_INIT;
	json_t *members = json_pack("{ssssss}", "channel", "post", "on",
	    "2026-01-13", "what", "refusal");
	bool logged;

	event.members = members;
	if (sar_case_event(b->c, &event, record, &logged, &err) == -1)
		fail_msg("%s", err.msg);
	assert_string_equal(kept, name);
	free(kept);
	json_decref(members);
	return logged;
}

static void
another_text_leaves_the_one_the_log_knows(void **state)
{
	const struct bench *b = *state;
	uint64_t first, second, again;

	assert_true(post(b, "One.\n", &first, "letters/refusal.txt"));
	assert_true(post(b, "Two.\n", &second, "letters/refusal-2.txt"));
	assert_int_equal(second, first + 1);
	assert_content(b, "letters/refusal.txt", "One.\n");
	assert_content(b, "letters/refusal-2.txt", "Two.\n");
	/* Either is as it was. */
	assert_false(post(b, "One.\n", &again, "letters/refusal.txt"));
	assert_int_equal(again, first);
}

/* Whoever comes between the text and the record finds the text. */
static void
what_was_cut_short_before_its_record_is_completed(void **state)
{
	const struct bench *b = *state;
	struct sar_err err = SAR_ERR_INIT;
	char *letters = sar_case_path(b->c, "letters", &err);
	uint64_t record, before = read_log(b).n;
	bool logged;

	assert_non_null(letters);
	assert_int_equal(sar_file_mkdir(letters, 0700, &err), 0);
	free(letters);
	assert_int_equal(sar_case_save(b->c, "letters/extension.txt",
			     "Left by a run that died.\n", &err),
	    0);
	assert_int_equal(extend(b, "Many.\n", &record, &logged, &err), 0);
	assert_true(logged);
	assert_content(b, "letters/extension.txt", "Many.\n");
	assert_null(content(b, "letters/extension-2.txt"));
	assert_int_equal(read_log(b).n, before + 1);
}

/* A log that cannot be written to: what was said is there all the same. */
static void
the_text_is_on_the_disk_before_the_record(void **state)
{
	const struct bench *b = *state;
	struct sar_err err = SAR_ERR_INIT;
	char *key = sar_home_path(b->home, "keys/log.skey", &err);
	char *away = sar_home_path(b->home, "keys/away", &err);
	uint64_t record, before = read_log(b).n;
	bool logged;

	assert_non_null(key);
	assert_non_null(away);
	assert_int_equal(rename(key, away), 0);
	assert_int_equal(extend(b, "Many.\n", &record, &logged, &err), -1);
	assert_content(b, "letters/extension.txt", "Many.\n");
	assert_int_equal(read_log(b).n, before);
	assert_int_equal(rename(away, key), 0);
	assert_int_equal(extend(b, "Many.\n", &record, &logged, &err), 0);
	assert_true(logged);
	assert_int_equal(read_log(b).n, before + 1);
	free(away);
	free(key);
}

/* Item ${item}'s marks are ${marks} now: a record of that, or not. */
static bool
mark(const struct bench *b, int item, char marks)
{
	struct sar_case_event event = { .type = SAR_RECORD_MARK,
		.by = "u1041",
		.same = SAR_STEP_LAST,
		.key = "item",
		.now = NOW };
	char digest[SAR_B64_LEN(SAR_SHA256_LEN)];
	uint8_t bytes[SAR_SHA256_LEN];
	struct sar_err err = SAR_ERR_INIT;
	json_t *members;
	uint64_t record;
	bool logged;

	memset(bytes, marks, sizeof(bytes));
	sar_b64_put(bytes, sizeof(bytes), digest);
	members = json_pack("{siss}", "item", item, "marks", digest);
	event.members = members;
	if (sar_case_event(b->c, &event, &record, &logged, &err) == -1)
		fail_msg("%s", err.msg);
	json_decref(members);
	return logged;
}

static void
what_is_so_now_is_held_against_the_last_of_its_kind(void **state)
{
	const struct bench *b = *state;

	assert_true(mark(b, 1, 'a'));
	assert_true(mark(b, 2, 'x'));
	assert_false(mark(b, 1, 'a'));
	assert_true(mark(b, 1, 'b'));
	assert_false(mark(b, 2, 'x'));
	/* As it was before the last. */
	assert_true(mark(b, 1, 'a'));
	assert_false(mark(b, 1, 'a'));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_HOME(the_log_has_a_commitment_to_what_the_case_keeps),
		IN_HOME(the_same_step_is_logged_once),
		IN_HOME(another_text_leaves_the_one_the_log_knows),
		IN_HOME(what_was_cut_short_before_its_record_is_completed),
		IN_HOME(the_text_is_on_the_disk_before_the_record),
		IN_HOME(what_is_so_now_is_held_against_the_last_of_its_kind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
