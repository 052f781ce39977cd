#include "disclosure_helpers.h"

#include <sys/wait.h>

#define VKEY                                     \
	"sar-export.example.gov.uk/log+ad0a17ad" \
	"+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
#define SALT "\"salt\":\"oKCgoKCgoKCgoKCgoKCgoA==\","
#define COMMON(seq, type)                                        \
	SALT "\"seq\":" seq ",\"t\":\"2026-01-05T09:00:00Z\",\"" \
	     "type\":\"" type "\",\"v\":1}"
#define GENESIS "{\"key\":\"" VKEY "\"," COMMON("0", "genesis")

/* entries.jsonl with the checkpoints named, as a log. */
static void
vector_log(const struct world *w, const char *const *names, size_t n)
{
	struct sar_buf notes = SAR_BUF_INIT;
	char path[PATH_LEN];
	size_t len, i;
	char *text = vector("entries.jsonl", &len);

	assert_int_equal(mkdir(w->log, 0700), 0);
	path_in(path, w->log, SEGMENT);
	spill(path, text, len);
	free(text);
	for (i = 0; i < n; i++) {
		text = vector(names[i], &len);
		sar_buf_add(&notes, text, len);
		free(text);
	}
	path_in(path, w->log, "checkpoints");
	spill(path, notes.data, notes.len);
	sar_buf_free(&notes);
}

static const char *const all_points[] = { "cp0", "cp2", "cp4", "cp5" };

static void
the_vectors_are_a_log(void **state)
{
	const struct world *w = *state;
	struct sar_log *log;
	size_t len, line_len;
	char *text;

	vector_log(w, all_points, 4);
	log = open_ok(w, w->log);
	assert_int_equal(sar_log_size(log), 5);
	assert_int_equal(sar_log_checkpoints(log), 4);
	assert_int_equal(sar_log_tail(log), 0);
	text = vector("cp5", &len);
	assert_string_equal(sar_log_checkpoint(log), text);
	free(text);
	text = vector("entries.jsonl", &len);
	assert_int_equal(strncmp(sar_log_line(log, 0, &line_len), text,
			     strcspn(text, "\n")),
	    0);
	assert_int_equal(line_len, strcspn(text, "\n"));
	assert_null(sar_log_line(log, 5, &line_len));
	free(text);
	assert_string_equal(
	    json_string_value(json_object_get(sar_log_record(log, 3), "type")),
	    "release");
	assert_ptr_equal(sar_log_record(log, 3), sar_log_record(log, 3));
	assert_null(sar_log_record(log, 5));
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
	const json_t *record;
	struct sar_log *log;
	struct stat st;

	create(w, w->log);
	assert_int_equal(stat(w->log, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0700);
	log = open_ok(w, w->log);
	assert_int_equal(sar_log_size(log), 1);
	record = sar_log_record(log, 0);
	assert_string_equal(json_string_value(json_object_get(record, "type")),
	    "genesis");
	assert_string_equal(json_string_value(json_object_get(record, "key")),
	    VKEY);
	assert_string_equal(json_string_value(json_object_get(record,
				"origin")),
	    "sar-export.example.gov.uk/log");
	assert_string_equal(json_string_value(json_object_get(record, "tool")),
	    "sar-export/" SAR_VERSION);
	assert_string_equal(json_string_value(json_object_get(record, "t")),
	    "2026-01-13T10:00:00Z");
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
	assert_int_equal(sar_log_create(w->log, w->key, NOW, &err), -1);
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
	struct sar_err err = SAR_ERR_INIT;

	vector_log(w, all_points, 4);
	assert_null(sar_log_open(w->log, &other, &err));
	assert_int_equal(err.code, SAR_ETAMPER);
	assert_non_null(strstr(err.hint, "public key"));
}

static void
a_line_signed_but_not_a_record_is_refused(void **state)
{
	static const char *const second[] = {
		"",
		"x",
		"{}",
		"[1]",
		"{" COMMON("2", "void"),
		"{" COMMON("1", "unheard-of"),
		"{" COMMON("1", "genesis"),
		"{" COMMON("1", "recover"),
		"{" COMMON("1.0", "void"),
		"{" COMMON("1", "void") " ",
		" {" COMMON("1", "void"),
		"{\"a\":1,\"a\":1," COMMON("1", "void"),
		"{\"a\":1.5," COMMON("1", "void"),
		"{\"a\":null," COMMON("1", "void"),
		"{\"a\":{}," COMMON("1", "void"),
		"{\"a\":[[]]," COMMON("1", "void"),
		"{\"a\":9007199254740992," COMMON("1", "void"),
		"{\"a\":\"\xff\"," COMMON("1", "void"),
		"{\t" COMMON("1", "void"),
		"{\"seq\":1,\"t\":\"2026-01-05T09:00:00Z\",\"type\":\"void\","
		"\"v\":1}",
		"{" SALT "\"seq\":1,\"t\":\"2026-02-30T09:00:00Z\",\"type\":"
		"\"void\",\"v\":1}",
		"{" SALT "\"seq\":1,\"t\":\"2026-01-05T09:00:00Z\",\"type\":"
		"\"void\",\"v\":2}",
		"-oKCgoKCgoKCgoKCgoKCgoA==",
	};
	const struct world *w = *state;
	const char *lines[2] = { GENESIS, NULL };
	size_t i;

	for (i = 0; i < sizeof(second) / sizeof(second[0]); i++) {
		lines[1] = second[i];
		write_log(w, lines, 2);
		open_fails(w, w->log, SAR_ETAMPER, NULL);
	}
	lines[1] = "{\"a\":[1,\"b\",true],\"b\":9007199254740991," COMMON("1",
	    "void");
	write_log(w, lines, 2);
	sar_log_free(open_ok(w, w->log));
}

static void
a_first_record_without_the_logs_key_is_refused(void **state)
{
	static const char *const first[] = { "{" COMMON("0", "genesis"),
		"{\"key\":\"" VKEY "\"," COMMON("0", "void"),
		"{\"key\":\"x" VKEY "\"," COMMON("0", "genesis"),
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
	const char *lines[3] = { GENESIS, "-" LEAF,
		"{\"leaf\":\"" LEAF "\",\"target\":1," COMMON("2", "erase") };
	struct sar_log *log;

	write_log(w, lines, 3);
	log = open_ok(w, w->log);
	assert_null(sar_log_record(log, 1));
	sar_log_free(log);

	write_log(w, lines, 2);
	open_fails(w, w->log, SAR_ETAMPER,
	    "record 1 is erased, and no record says so");
	lines[2] = "{\"leaf\":\"" LEAF "\",\"target\":0," COMMON("2", "erase");
	write_log(w, lines, 3);
	open_fails(w, w->log, SAR_ETAMPER,
	    SEGMENT ": line 3: record 2: what it says is erased is not");
	lines[2] = "{\"leaf\":\"1TBecBD8NAd7CDJrobvdmxsuPaNzu9n266m8JvD3Yis="
		   "\",\"target\":1," COMMON("2", "erase");
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

static void
bytes_after_the_last_checkpoint_are_a_tail_and_no_record(void **state)
{
	static const char *const some[] = { "cp2", "cp4" };
	const struct world *w = *state;
	const struct sar_log_tail_part *tails;
	struct sar_log *log;
	size_t len, n;
	char *text = vector("entries.jsonl", &len);

	vector_log(w, some, 2);
	log = open_ok(w, w->log);
	assert_int_equal(sar_log_size(log), 4);
	tails = sar_log_tails(log, &n);
	assert_int_equal(n, 1);
	assert_string_equal(tails[0].file, SEGMENT);
	assert_int_equal(tails[0].offset + tails[0].bytes, len);
	assert_int_equal(tails[0].bytes, sar_log_tail(log));
	assert_int_equal(text[tails[0].offset - 1], '\n');
	assert_false(tails[0].told);
	sar_log_free(log);
	free(text);
}

static void
what_could_not_be_read_again_is_not_written(void **state)
{
	const struct world *w = *state;
	struct sar_err err = SAR_ERR_INIT;
	static const char *const types[] = { "genesis", "recover", "erase",
		"key-rotate", "unheard-of" };
	char *big = malloc(20000);
	uint64_t seq;
	size_t i;
	struct sar_log_writer writer = { w->log, w->lock, 0, w->key, NOW };
	json_t *members;

	assert_non_null(big);
	create(w, w->log);
	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		assert_int_equal(try_append(w, w->log, types[i], "x", &seq,
				     &err),
		    -1);
	memset(big, 'a', 19999);
	big[19999] = '\0';
	assert_int_equal(try_append(w, w->log, "void", big, &seq, &err), -1);
	assert_string_equal(err.msg, "log: void: longer than 16384 bytes");
	members = json_pack("{sf}", "a", 1.5);
	assert_int_equal(sar_log_append(&writer, "void", members, &seq, &err),
	    -1);
	json_decref(members);
	members = json_pack("{si}", "seq", 7);
	assert_int_equal(sar_log_append(&writer, "void", members, &seq, &err),
	    -1);
	json_decref(members);
	free(big);
	assert_int_equal(append(w, w->log, "SAR-2026-0019"), 1);
}

static void
a_record_is_written_sorted_in_ascii_with_a_salt_of_its_own(void **state)
{
	const struct world *w = *state;
	struct sar_log *log;
	char salt[2][32];
	char want[512];
	size_t len, i;
	const char *line;

	create(w, w->log);
	for (i = 0; i < 2; i++)
		append(w, w->log, "caf\xc3\xa9");
	log = open_ok(w, w->log);
	for (i = 0; i < 2; i++) {
		(void)snprintf(salt[i], sizeof(salt[i]), "%s",
		    json_string_value(json_object_get(sar_log_record(log,
							  i + 1),
			"salt")));
		(void)snprintf(want, sizeof(want),
		    "{\"by\":\"u1041\",\"case\":\"caf\\u00E9\",\"salt\":\"%s\","
		    "\"seq\":%zu,\"t\":\"2026-01-13T10:00:00Z\","
		    "\"type\":\"nil-return\",\"v\":1}",
		    salt[i], i + 1);
		line = sar_log_line(log, i + 1, &len);
		assert_int_equal(len, strlen(want));
		assert_memory_equal(line, want, len);
	}
	assert_string_not_equal(salt[0], salt[1]);
	sar_log_free(log);
}

static void
a_wrong_key_or_a_held_lock_adds_nothing(void **state)
{
	const struct world *w = *state;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_secret *skey =
	    sar_key_generate("sar-export.example.gov.uk/log", &err);
	struct sar_key_secret *other = sar_key_secret_parse(skey, &err);
	struct sar_log_writer writer = { w->log, w->lock, 0, other, NOW };
	struct sar_log *log;
	uint64_t seq;
	int lock;

	create(w, w->log);
	assert_int_equal(sar_log_append(&writer, "void", NULL, &seq, &err), -1);
	assert_int_equal(err.code, SAR_ETAMPER);
	writer.key = w->key;
	lock = sar_file_lock(w->lock, 0, &err);
	assert_int_equal(sar_log_append(&writer, "void", NULL, &seq, &err), -1);
	assert_int_equal(err.code, SAR_ELOCKED);
	(void)close(lock);
	log = open_ok(w, w->log);
	assert_int_equal(sar_log_size(log), 1);
	assert_int_equal(sar_log_tail(log), 0);
	sar_log_free(log);
	sar_key_secret_free(other);
	sar_secret_free(skey);
}

#define EACH 50

/* A process of its own; it exits 0 when all went well. */
static pid_t
begin_writer(const struct world *w, const char *ref)
{
	struct sar_err err = SAR_ERR_INIT;
	pid_t pid = fork();
	uint64_t seq;
	int i;

	assert_int_not_equal(pid, -1);
	if (pid != 0)
		return pid;
	for (i = 0; i < EACH; i++)
		if (try_append(w, w->log, "nil-return", ref, &seq, &err) ==
		    -1) {
			(void)fprintf(stderr, "%s\n", err.msg);
			_exit(1);
		}
	_exit(0);
}

static size_t
count_of(const struct sar_log *log, const char *ref)
{
	uint64_t seq;
	size_t n = 0;
	const char *is;

	for (seq = 0; seq < sar_log_size(log); seq++) {
		is = json_string_value(json_object_get(sar_log_record(log, seq),
		    "case"));
		n += is != NULL && strcmp(is, ref) == 0;
	}
	return n;
}

static void
two_writers_and_a_reader_see_one_line_of_records(void **state)
{
	const struct world *w = *state;
	struct sar_log *log;
	uint64_t size = 0;
	pid_t pid[2];
	int status;

	create(w, w->log);
	pid[0] = begin_writer(w, "A");
	pid[1] = begin_writer(w, "B");
	while (size < 1 + EACH) {
		log = open_ok(w, w->log);
		assert_true(sar_log_size(log) >= size);
		size = sar_log_size(log);
		sar_log_free(log);
	}
	assert_int_equal(waitpid(pid[0], &status, 0), pid[0]);
	assert_int_equal(status, 0);
	assert_int_equal(waitpid(pid[1], &status, 0), pid[1]);
	assert_int_equal(status, 0);
	log = open_ok(w, w->log);
	assert_int_equal(sar_log_size(log), 1 + 2 * EACH);
	assert_int_equal(sar_log_checkpoints(log), 1 + 2 * EACH);
	assert_int_equal(count_of(log, "A"), EACH);
	assert_int_equal(count_of(log, "B"), EACH);
	assert_int_equal(sar_log_tail(log), 0);
	sar_log_free(log);
}

static void
an_intent_reserves_room_for_what_must_follow(void **state)
{
	const struct world *w = *state;
	struct sar_err err = SAR_ERR_INIT;
	char path[PATH_LEN];
	struct stat st;
	uint64_t seq;
	int fd;

	create(w, w->log);
	path_in(path, w->log, "checkpoints");
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fallocate(fd, FALLOC_FL_KEEP_SIZE, 0, 1) == -1) {
		(void)close(fd);
		printf("# skip an_intent_reserves_room_for_what_must_follow: "
		       "this file system cannot\n");
		skip();
	}
	(void)close(fd);
	assert_int_equal(try_append(w, w->log, "intent", "x", &seq, &err), 0);
	assert_int_equal(stat(path, &st), 0);
	assert_true(st.st_size < 1024);
	assert_true(st.st_blocks * 512 >= 65536);
	path_in(path, w->log, SEGMENT);
	assert_int_equal(stat(path, &st), 0);
	assert_true(st.st_size < 1024);
	assert_true(st.st_blocks * 512 >= 65536);
}

static void
a_full_segment_is_followed_by_another(void **state)
{
	const struct world *w = *state;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_buf entries = SAR_BUF_INIT, notes = SAR_BUF_INIT;
	static char fill[16001];
	uint8_t root[SAR_SHA256_LEN];
	struct sar_tree tree;
	char path[PATH_LEN];
	struct sar_log *log;
	char name[64];
	size_t from, n;

	memset(fill, 'a', sizeof(fill) - 1);
	assert_int_equal(sar_tree_init(&tree, &err), 0);
	sar_buf_puts(&entries, GENESIS "\n");
	sar_tree_add(&tree, entries.data, entries.len - 1);
	for (n = 1; entries.len < ((size_t)64 << 20) - 17000; n++) {
		from = entries.len;
		sar_buf_printf(&entries,
		    "{\"a\":\"%s\"," SALT
		    "\"seq\":%zu,\"t\":\"2026-01-05T09:00:00Z\","
		    "\"type\":\"void\",\"v\":1}\n",
		    fill, n);
		sar_tree_add(&tree, entries.data + from,
		    entries.len - from - 1);
	}
	sar_tree_root(&tree, root);
	sar_tree_clear(&tree);
	assert_int_equal(sar_note_add(&notes, w->key, n, root, &err), 0);
	assert_int_equal(mkdir(w->log, 0700), 0);
	path_in(path, w->log, SEGMENT);
	spill(path, entries.data, entries.len);
	path_in(path, w->log, "checkpoints");
	spill(path, notes.data, notes.len);
	sar_buf_free(&entries);
	sar_buf_free(&notes);

	/* One still fits into the first, the next does not. */
	append(w, w->log, fill);
	append(w, w->log, fill);
	log = open_ok(w, w->log);
	assert_int_equal(sar_log_size(log), n + 2);
	assert_int_equal(sar_log_tail(log), 0);
	sar_log_free(log);
	(void)snprintf(name, sizeof(name), "entries-0001-%012zu.jsonl", n + 1);
	path_in(path, w->log, name);
	assert_int_equal(access(path, F_OK), 0);
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
		IN_WORLD(a_first_record_without_the_logs_key_is_refused),
		IN_WORLD(an_erased_record_must_be_named_by_a_later_one),
		IN_WORLD(a_missing_or_misnamed_file_of_the_log_is_tampering),
		IN_WORLD(a_link_in_place_of_a_file_is_not_followed),
		IN_WORLD(
		    bytes_after_the_last_checkpoint_are_a_tail_and_no_record),
		IN_WORLD(what_could_not_be_read_again_is_not_written),
		IN_WORLD(
		    a_record_is_written_sorted_in_ascii_with_a_salt_of_its_own),
		IN_WORLD(a_wrong_key_or_a_held_lock_adds_nothing),
		IN_WORLD(two_writers_and_a_reader_see_one_line_of_records),
		IN_WORLD(an_intent_reserves_room_for_what_must_follow),
		IN_WORLD(a_full_segment_is_followed_by_another),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
