/* A step of a case: first what was said, then the record, and each once. */
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/b64.h"
#include "base/file.h"
#include "base/hex.h"
#include "export/event.h"

#define NOW 1768298400 /* 2026-01-13T10:00:00Z */

struct bench {
	char dir[64];
	struct sar_home *home;
	struct sar_case *c;
};

static int
remove_one(const char *path, const struct stat *st, int flag, struct FTW *where)
{
	(void)st;
	(void)flag;
	(void)where;
	return remove(path);
}

static void
open_home(struct bench *b)
{
	const char *tests = getenv("SAR_TESTS");
	struct sar_err err = SAR_ERR_INIT;
	char *path, *text = NULL;
	size_t len;

	path = sar_file_join(tests == NULL ? "tests" : tests,
	    "../sample-data/sar.conf", &err);
	assert_non_null(path);
	if (sar_file_read(path, 65536, &text, &len, &err) == -1 ||
	    sar_home_create(b->dir, text, len, NULL, NOW, &err) == -1 ||
	    (b->home = sar_home_open(b->dir, &err)) == NULL)
		fail_msg("%s", err.msg);
	free(text);
	free(path);
}

static int
set_up(void **state)
{
	static const struct sar_request_fields fields = { .ref = "A-1",
		.numbers = { "01632 960123" },
		.n_numbers = 1,
		.from = "2025-12-01",
		.to = "2025-12-31",
		.received = "2026-01-02" };
	struct sar_err err = SAR_ERR_INIT;
	struct bench *b = calloc(1, sizeof(*b));

	assert_non_null(b);
	(void)snprintf(b->dir, sizeof(b->dir), "/tmp/sar-home-XXXXXX");
	assert_non_null(mkdtemp(b->dir));
	open_home(b);
	if (sar_case_create(b->home, &fields, &err) == -1 ||
	    (b->c = sar_case_open(b->home, "A-1", true, 0, &err)) == NULL)
		fail_msg("%s", err.msg);
	*state = b;
	return 0;
}

static int
tear_down(void **state)
{
	struct bench *b = *state;

	sar_case_free(b->c);
	sar_home_free(b->home);
	(void)nftw(b->dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	free(b);
	return 0;
}

/* An extension on the 13th, of the text ${text}. */
static struct sar_case_event
extension(json_t **members, const char *text)
{
	*members = json_pack("{ssss}", "on", "2026-01-13", "reason", "complex");
	assert_non_null(*members);
	return (struct sar_case_event){ .type = SAR_RECORD_EXTEND,
		.members = *members,
		.text = text,
		.text_name = "letters/extension.txt",
		.by = "u1041",
		.now = NOW };
}

static int
extend(const struct bench *b, const char *text, uint64_t *record, bool *logged,
    struct sar_err *err)
{
	json_t *members;
	struct sar_case_event event = extension(&members, text);
	int rc;

	*err = (struct sar_err)SAR_ERR_INIT;
	rc = sar_case_event(b->c, &event, record, logged, err);
	json_decref(members);
	return rc;
}

/* What is in the file ${name} of the case; NULL when there is none. */
static char *
content(const struct bench *b, const char *name)
{
	struct sar_err err = SAR_ERR_INIT;
	char *path = sar_case_path(b->c, name, &err);
	char *text = NULL;
	size_t len;

	assert_non_null(path);
	if (sar_file_read(path, 1 << 20, &text, &len, &err) == -1)
		text = NULL;
	free(path);
	return text;
}

static void
assert_content(const struct bench *b, const char *name, const char *expected)
{
	char *text = content(b, name);

	assert_non_null(text);
	assert_string_equal(text, expected);
	free(text);
}

/* Every record of the log but the first, one a line. */
struct seen {
	uint64_t n;
	char last[2048];
};

static int
see(void *ctx, const struct sar_record *record, struct sar_err *err)
{
	struct seen *seen = ctx;

	(void)err;
	seen->n = record->seq + 1;
	assert_true(record->len < sizeof(seen->last));
	memcpy(seen->last, record->line, record->len);
	seen->last[record->len] = '\0';
	return 0;
}

static struct seen
read_log(const struct bench *b)
{
	struct seen seen = { 0 };
	const struct sar_log_reading how = { .record = see, .ctx = &seen };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_log *log = sar_home_log_open(b->home, &how, &err);

	if (log == NULL)
		fail_msg("%s", err.msg);
	sar_log_free(log);
	return seen;
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

static void
another_text_leaves_the_one_the_log_knows(void **state)
{
	const struct bench *b = *state;
	struct sar_err err;
	uint64_t first, second, again;
	bool logged;

	assert_int_equal(extend(b, "One.\n", &first, &logged, &err), 0);
	assert_int_equal(extend(b, "Two.\n", &second, &logged, &err), 0);
	assert_true(logged);
	assert_int_equal(second, first + 1);
	assert_content(b, "letters/extension.txt", "One.\n");
	assert_content(b, "letters/extension-2.txt", "Two.\n");
	/* Either is as it was. */
	assert_int_equal(extend(b, "One.\n", &again, &logged, &err), 0);
	assert_false(logged);
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

static void
a_dry_run_writes_nothing(void **state)
{
	const struct bench *b = *state;
	json_t *members;
	struct sar_case_event event = extension(&members, "Many.\n");
	struct sar_err err = SAR_ERR_INIT;
	uint64_t record, before = read_log(b).n;
	bool logged;

	event.dry = true;
	assert_int_equal(sar_case_event(b->c, &event, &record, &logged, &err),
	    0);
	assert_true(logged);
	assert_int_equal(record, 0);
	assert_int_equal(read_log(b).n, before);
	assert_null(content(b, "letters/extension.txt"));
	assert_null(content(b, "plan.salt"));
	json_decref(members);
}

static void
a_telephone_number_does_not_stand_for_staff(void **state)
{
	const struct bench *b = *state;
	json_t *members;
	struct sar_case_event event = extension(&members, "Many.\n");
	struct sar_err err = SAR_ERR_INIT;
	uint64_t record;
	bool logged;

	event.by = "01632960123";
	assert_int_equal(sar_case_event(b->c, &event, &record, &logged, &err),
	    -1);
	assert_int_equal(err.code, SAR_EINPUT);
	assert_null(content(b, "letters/extension.txt"));
	json_decref(members);
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

#define IN_HOME(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_HOME(the_log_has_a_commitment_to_what_the_case_keeps),
		IN_HOME(the_same_step_is_logged_once),
		IN_HOME(another_text_leaves_the_one_the_log_knows),
		IN_HOME(what_was_cut_short_before_its_record_is_completed),
		IN_HOME(the_text_is_on_the_disk_before_the_record),
		IN_HOME(a_dry_run_writes_nothing),
		IN_HOME(a_telephone_number_does_not_stand_for_staff),
		IN_HOME(what_is_so_now_is_held_against_the_last_of_its_kind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
