#include "disclosure_helpers.h"

#include <sys/wait.h>

static const char *const all_points[] = { "cp0", "cp2", "cp4", "cp5" };

static void
the_vectors_are_a_log(void **state)
{
	const struct world *w = *state;
	struct told told;
	struct sar_log *log;
	size_t len;
	char *text;

	vector_log(w, all_points, 4);
	log = open_told(w, w->log, &told);
	assert_int_equal(sar_log_size(log), 5);
	assert_int_equal(sar_log_checkpoints(log), 4);
	assert_int_equal(sar_log_tail(log), 0);
	text = vector("cp5", &len);
	assert_string_equal(sar_log_checkpoint(log), text);
	free(text);
	text = vector("entries.jsonl", &len);
	assert_int_equal(told.n, 5);
	assert_int_equal(told.notes, 4);
	assert_int_equal(told.all[0]->len, strcspn(text, "\n"));
	assert_memory_equal(told.all[0]->line, text, told.all[0]->len);
	free(text);
	assert_int_equal(told.all[3]->type, SAR_RECORD_RELEASE);
	drop_told(&told);
	sar_log_free(log);
}

static void
the_vectors_log_can_be_added_to(void **state)
{
	const struct world *w = *state;
	struct sar_log *log;

	vector_log(w, all_points, 4);
	assert_int_equal(append(w, w->log, "SAR-2026-0019"), 5);
	log = open_ok(w, w->log);
	assert_int_equal(sar_log_size(log), 6);
	assert_int_equal(sar_log_checkpoints(log), 5);
	sar_log_free(log);
}

static void
a_new_log_holds_one_genesis_record(void **state)
{
	const struct world *w = *state;
	const struct sar_record *record;
	struct told told;
	struct sar_log *log;
	struct stat st;

	create(w, w->log);
	assert_int_equal(stat(w->log, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0700);
	log = open_told(w, w->log, &told);
	assert_int_equal(sar_log_size(log), 1);
	record = told.all[0];
	assert_int_equal(record->type, SAR_RECORD_GENESIS);
	assert_true(sar_record_is(record, "key", VKEY));
	assert_true(sar_record_is(record, "origin",
	    "sar-export.example.gov.uk/log"));
	assert_true(sar_record_is(record, "tool", "sar-export/" SAR_VERSION));
	assert_true(sar_record_is(record, "t", "2026-01-13T10:00:00Z"));
	assert_int_equal(record->t, NOW);
	drop_told(&told);
	sar_log_free(log);
}

static void
a_log_is_never_begun_twice(void **state)
{
	const struct world *w = *state;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_log *log;

	create(w, w->log);
	append(w, w->log, "SAR-2026-0019");
	assert_int_equal(sar_log_create(w->log, w->key, NOW, NULL, &err), -1);
	assert_int_equal(err.code, SAR_EREFUSED);
	log = open_ok(w, w->log);
	assert_int_equal(sar_log_size(log), 2);
	sar_log_free(log);
}

static void
an_empty_folder_or_what_a_crash_left_does_not_stop_create(void **state)
{
	const struct world *w = *state;
	char temp[PATH_LEN], path[PATH_LEN];

	path_in(temp, w->dir, "log.new");
	assert_int_equal(mkdir(w->log, 0755), 0);
	assert_int_equal(mkdir(temp, 0755), 0);
	path_in(path, temp, SEGMENT);
	spill(path, "{", 1);
	create(w, w->log);
	sar_log_free(open_ok(w, w->log));
	assert_int_equal(access(temp, F_OK), -1);
}

static void
absent_and_empty_are_missing_not_verified(void **state)
{
	const struct world *w = *state;
	char path[PATH_LEN];

	open_fails(w, w->log, SAR_EMISSING, NULL);
	assert_int_equal(mkdir(w->log, 0700), 0);
	open_fails(w, w->log, SAR_EMISSING, NULL);
	path_in(path, w->log, SEGMENT);
	spill(path, "", 0);
	path_in(path, w->log, "checkpoints");
	spill(path, "", 0);
	open_fails(w, w->log, SAR_EMISSING, NULL);
}

static void
records_without_checkpoints_are_tampering_and_so_is_the_reverse(void **state)
{
	const struct world *w = *state;
	char path[PATH_LEN];

	vector_log(w, all_points, 4);
	path_in(path, w->log, "checkpoints");
	assert_int_equal(unlink(path), 0);
	open_fails(w, w->log, SAR_ETAMPER,
	    "checkpoints: absent or empty beside records");
	remove_tree(w->log);
	vector_log(w, all_points, 4);
	path_in(path, w->log, SEGMENT);
	assert_int_equal(unlink(path), 0);
	open_fails(w, w->log, SAR_ETAMPER,
	    "the log's records are missing: 5 are signed, 0 are there");
}

/* The file ${name} of the log with the first ${from} made ${to}. */
static void
edit(const struct world *w, const char *name, const char *from, const char *to)
{
	struct sar_buf buf = SAR_BUF_INIT;
	char path[PATH_LEN];
	char *text, *at;
	size_t len;

	path_in(path, w->log, name);
	text = slurp(path, &len);
	at = strstr(text, from);
	assert_non_null(at);
	sar_buf_add(&buf, text, (size_t)(at - text));
	sar_buf_puts(&buf, to);
	sar_buf_puts(&buf, at + strlen(from));
	spill(path, buf.data, buf.len);
	sar_buf_free(&buf);
	free(text);
}

static void
a_changed_record_is_named_by_the_checkpoint_it_breaks(void **state)
{
	const struct world *w = *state;

	vector_log(w, all_points, 4);
	edit(w, SEGMENT, "18400", "18401");
	open_fails(w, w->log, SAR_ETAMPER,
	    "records 2 to 3 do not match the checkpoint of size 4: " SEGMENT
	    ": from line 3 (checkpoints: line 11)");
	remove_tree(w->log);

	vector_log(w, all_points, 4);
	edit(w, SEGMENT, "2026-02-06", "2026-02-05");
	open_fails(w, w->log, SAR_ETAMPER,
	    "record 4 does not match the checkpoint of size 5: " SEGMENT
	    ": line 5 (checkpoints: line 16)");
}

static void
records_exchanged_or_taken_out_are_named(void **state)
{
	const struct world *w = *state;

	vector_log(w, all_points, 4);
	edit(w, SEGMENT, "\"seq\":3", "\"seq\":4");
	open_fails(w, w->log, SAR_ETAMPER,
	    SEGMENT ": line 4: record 3: seq is not the record's number");
	remove_tree(w->log);

	vector_log(w, all_points, 4);
	edit(w, SEGMENT, "\n{\"by\":\"cron\"", "\n");
	open_fails(w, w->log, SAR_ETAMPER,
	    SEGMENT ": line 2: record 1: not a record");
}

static void
a_log_cut_short_has_fewer_records_than_are_signed(void **state)
{
	const struct world *w = *state;
	char path[PATH_LEN];
	char *text;
	size_t len;

	vector_log(w, all_points, 4);
	path_in(path, w->log, SEGMENT);
	text = slurp(path, &len);
	assert_int_equal(truncate(path, (off_t)len - 1), 0);
	free(text);
	open_fails(w, w->log, SAR_ETAMPER,
	    SEGMENT ": ends before record 4, of 5 that are signed");
}

static void
the_wrong_key_verifies_nothing(void **state)
{
	const struct world *w = *state;
	struct sar_key_public other = vector_key("log2.vkey");
	struct sar_log_reading how = { .dir = w->log, .key = &other };
	struct sar_err err = SAR_ERR_INIT;

	vector_log(w, all_points, 4);
	assert_null(sar_log_open(&how, &err));
	assert_int_equal(err.code, SAR_ETAMPER);
	assert_non_null(strstr(err.hint, "public key"));
}

/* Lines that are signed, and what is wrong with each. */
static const struct {
	const char *line;
	const char *why;
} no_records[] = {
	{ "", "not a record" },
	{ "x", "not a record" },
	{ "{}", "type is not known" },
	{ "[1]", "not a record" },
	{ VOID("2"), "seq is not the record's number" },
	{ "{" COMMON("1", "unheard-of"), "type is not known" },
	{ "{\"key\":\"" VKEY "\"," COMMON("1", "genesis"),
	    "a second genesis record" },
	{ "{" COMMON("1", "recover"), "tail_bytes is missing" },
	{ VOID("1.0"), "seq is not the record's number" },
	{ VOID("1") " ", "not a record" },
	{ " " VOID("1"), "not a record" },
	{ "{\"by\":\"u1\",\"by\":\"u1\"," VOID_BODY COMMON("1", "void"),
	    "not a record" },
	{ "{\"a\":1," VOID_BODY COMMON("1", "void"),
	    "has a member that its type has not" },
	{ "{\"by\":null,\"intent\":0,\"reason\":\"failed\"," COMMON("1",
	      "void"),
	    "by is not a staff id" },
	{ "{\"by\":\"u1\",\"intent\":0.5,\"reason\":\"failed\"," COMMON("1",
	      "void"),
	    "intent is not a whole number" },
	{ "{\"by\":\"u1\",\"intent\":9007199254740992,\"reason\":"
	  "\"failed\"," COMMON("1", "void"),
	    "intent is not a whole number" },
	{ "{\"by\":\"u1\",\"intent\":[0],\"reason\":\"failed\"," COMMON("1",
	      "void"),
	    "intent is not a whole number" },
	{ "{\"by\":\"u1\",\"intent\":0,\"reason\":\"a name\"," COMMON("1",
	      "void"),
	    "reason is not a code in lower case" },
	{ "{\"by\":\"u1\",\"intent\":0,\"reason\":\"\xff\"," COMMON("1",
	      "void"),
	    "not a record" },
	{ "{\"by\":\"u1\",\"intent\":0," COMMON("1", "void"),
	    "reason is missing" },
	{ "{\t" VOID_BODY COMMON("1", "void"), "not a record" },
	{ "{" VOID_BODY "\"seq\":1,\"t\":\"2026-01-05T09:00:00Z\","
	  "\"type\":\"void\",\"v\":1}",
	    "salt is missing" },
	{ "{" VOID_BODY SALT "\"seq\":1,\"t\":\"2026-02-30T09:00:00Z\","
	  "\"type\":\"void\",\"v\":1}",
	    "t is not a time in UTC" },
	{ "{" VOID_BODY SALT "\"seq\":1,\"t\":\"2026-01-05T09:00:00Z\","
	  "\"type\":\"void\",\"v\":2}",
	    "v is not 1" },
	{ "-oKCgoKCgoKCgoKCgoKCgoA==", "not a record" },
};

static void
a_line_signed_but_not_a_record_is_refused(void **state)
{
	const struct world *w = *state;
	const char *lines[2] = { GENESIS, NULL };
	char message[256];
	size_t i;

	for (i = 0; i < sizeof(no_records) / sizeof(no_records[0]); i++) {
		lines[1] = no_records[i].line;
		write_log(w, lines, 2);
		(void)snprintf(message, sizeof(message),
		    SEGMENT ": line 2: record 1: %s", no_records[i].why);
		open_fails(w, w->log, SAR_ETAMPER, message);
	}
	lines[1] = VOID("1");
	write_log(w, lines, 2);
	sar_log_free(open_ok(w, w->log));
}

/* What is hashed is the bytes; in which of its forms JSON has them is not. */
static void
a_record_in_another_form_of_json_says_the_same(void **state)
{
	static const char other[] =
	    "{ \"v\": 1, \"type\": \"void\", \"t\": \"2026-01-05T09:00:00Z\", "
	    "\"seq\": 1, \"salt\": \"oKCgoKCgoKCgoKCgoKCgoA\\u003d=\", "
	    "\"reason\": \"\\u0066ailed\", \"intent\": 0, \"by\": \"u1041\" }";
	const struct world *w = *state;
	const char *lines[2] = { GENESIS, other };
	struct told told;
	uint64_t n = 1;

	write_log(w, lines, 2);
	sar_log_free(open_told(w, w->log, &told));
	assert_int_equal(told.n, 2);
	assert_int_equal(told.all[1]->len, strlen(other));
	assert_memory_equal(told.all[1]->line, other, strlen(other));
	assert_int_equal(told.all[1]->type, SAR_RECORD_VOID);
	assert_true(sar_record_is(told.all[1], "reason", "failed"));
	assert_true(sar_record_is(told.all[1], "by", "u1041"));
	assert_true(sar_record_number(told.all[1], "intent", &n));
	assert_int_equal(n, 0);
	drop_told(&told);
}

static void
a_first_record_without_the_logs_key_is_refused(void **state)
{
	static const char *const first[] = { "{" COMMON("0", "genesis"),
		VOID("0"), "{\"key\":\"x" VKEY "\"," COMMON("0", "genesis"),
		"{\"key\":\"" VKEY
		"\",\"origin\":\"elsewhere\"," COMMON("0", "genesis") };
	const struct world *w = *state;
	size_t i;

	for (i = 0; i < sizeof(first) / sizeof(first[0]); i++) {
		write_log(w, &first[i], 1);
		open_fails(w, w->log, SAR_ETAMPER, NULL);
	}
}

#define LEAF "ozde7H9kRGzsCAqq2pEwKCXk3q5LZv4EF8+KFY+i5Ew="

static void
an_erased_record_must_be_named_by_a_later_one(void **state)
{
	const struct world *w = *state;
	const char *lines[3] = { GENESIS, "-" LEAF, ERASE("2", "1", LEAF) };
	struct told told;

	write_log(w, lines, 3);
	sar_log_free(open_told(w, w->log, &told));
	assert_int_equal(told.n, 3);
	assert_null(told.all[1]);
	drop_told(&told);

	write_log(w, lines, 2);
	open_fails(w, w->log, SAR_ETAMPER,
	    "record 1 is erased, and no record says so");
	lines[2] = ERASE("2", "0", LEAF);
	write_log(w, lines, 3);
	open_fails(w, w->log, SAR_ETAMPER,
	    SEGMENT ": line 3: record 2: what it says is erased is not");
	lines[2] = ERASE("2", "1",
	    "1TBecBD8NAd7CDJrobvdmxsuPaNzu9n266m8JvD3Yis=");
	write_log(w, lines, 3);
	open_fails(w, w->log, SAR_ETAMPER, NULL);
	lines[0] = lines[1];
	write_log(w, lines, 1);
	open_fails(w, w->log, SAR_ETAMPER, NULL);
}

static void
a_missing_or_misnamed_file_of_the_log_is_tampering(void **state)
{
	const struct world *w = *state;
	char from[PATH_LEN], to[PATH_LEN];

	vector_log(w, all_points, 4);
	path_in(from, w->log, SEGMENT);
	path_in(to, w->log, "entries-0001-000000000000.jsonl");
	assert_int_equal(rename(from, to), 0);
	open_fails(w, w->log, SAR_ETAMPER, NULL);
	path_in(from, w->log, "entries-0000-000000000001.jsonl");
	assert_int_equal(rename(to, from), 0);
	open_fails(w, w->log, SAR_ETAMPER, NULL);
	path_in(to, w->log, SEGMENT);
	assert_int_equal(rename(from, to), 0);
	sar_log_free(open_ok(w, w->log));
	path_in(from, w->log, "entries-copy.jsonl");
	spill(from, "", 0);
	open_fails(w, w->log, SAR_ETAMPER,
	    "entries-copy.jsonl: not the name of a log's file");
	assert_int_equal(unlink(from), 0);
	path_in(from, w->log, "entries-0001-000000000004.jsonl");
	spill(from, "", 0);
	open_fails(w, w->log, SAR_ETAMPER, NULL);
}

static void
a_link_in_place_of_a_file_is_not_followed(void **state)
{
	const struct world *w = *state;
	char path[PATH_LEN], away[PATH_LEN];

	vector_log(w, all_points, 4);
	path_in(path, w->log, SEGMENT);
	path_in(away, w->dir, "away");
	assert_int_equal(rename(path, away), 0);
	assert_int_equal(symlink(away, path), 0);
	open_fails(w, w->log, SAR_EMISSING, NULL);
}

#define IN_WORLD(test) \
	cmocka_unit_test_setup_teardown(test, make_world, drop_world)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_WORLD(the_vectors_are_a_log),
		IN_WORLD(the_vectors_log_can_be_added_to),
		IN_WORLD(a_new_log_holds_one_genesis_record),
		IN_WORLD(a_log_is_never_begun_twice),
		IN_WORLD(
		    an_empty_folder_or_what_a_crash_left_does_not_stop_create),
		IN_WORLD(absent_and_empty_are_missing_not_verified),
		IN_WORLD(
		    records_without_checkpoints_are_tampering_and_so_is_the_reverse),
		IN_WORLD(a_changed_record_is_named_by_the_checkpoint_it_breaks),
		IN_WORLD(records_exchanged_or_taken_out_are_named),
		IN_WORLD(a_log_cut_short_has_fewer_records_than_are_signed),
		IN_WORLD(the_wrong_key_verifies_nothing),
		IN_WORLD(a_line_signed_but_not_a_record_is_refused),
		IN_WORLD(a_record_in_another_form_of_json_says_the_same),
		IN_WORLD(a_first_record_without_the_logs_key_is_refused),
		IN_WORLD(an_erased_record_must_be_named_by_a_later_one),
		IN_WORLD(a_missing_or_misnamed_file_of_the_log_is_tampering),
		IN_WORLD(a_link_in_place_of_a_file_is_not_followed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
