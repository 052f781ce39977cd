/* Tails, and adding to a log. */
#include "disclosure_helpers.h"

#include <sys/wait.h>

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
	struct sar_log_writer writer = { .dir = w->log,
		.lock = w->lock,
		.key = w->key,
		.now = NOW };
	json_t *members;

	assert_non_null(big);
	create(w, w->log);
	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		assert_int_equal(try_append(w, w->log, types[i], "x", &seq,
				     &err),
		    -1);
	memset(big, 'a', 19999);
	big[19999] = '\0';
	assert_int_equal(try_append(w, w->log, "intent", big, &seq, &err), -1);
	assert_string_equal(err.msg, "log: intent: longer than 16384 bytes");
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
	struct told told;
	char salt[2][32];
	char want[512];
	size_t i;

	create(w, w->log);
	for (i = 0; i < 2; i++)
		append(w, w->log, "SAR-2026-0019");
	sar_log_free(open_told(w, w->log, &told));
	for (i = 0; i < 2; i++) {
		assert_true(sar_record_copy(told.all[i + 1], "salt", salt[i],
		    sizeof(salt[i])));
		(void)snprintf(want, sizeof(want),
		    "{\"by\":\"u1041\",\"case\":\"SAR-2026-0019\","
		    "\"due\":\"2026-02-05\",\"found\":0,\"salt\":\"%s\","
		    "\"select\":0,\"seq\":%zu,\"subject\":"
		    "\"ahnw+0vlRRFSS81bDJizjaHuBJo5c1w5MR4QM2AkQ28=\","
		    "\"t\":\"2026-01-13T10:00:00Z\",\"type\":\"nil-return\","
		    "\"v\":1}",
		    salt[i], i + 1);
		assert_int_equal(told.all[i + 1]->len, strlen(want));
		assert_memory_equal(told.all[i + 1]->line, want, strlen(want));
	}
	assert_string_not_equal(salt[0], salt[1]);
	drop_told(&told);
}

static void
a_wrong_key_or_a_held_lock_adds_nothing(void **state)
{
	const struct world *w = *state;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_secret *skey =
	    sar_key_generate("sar-export.example.gov.uk/log", &err);
	struct sar_key_secret *other = sar_key_secret_parse(skey, &err);
	struct sar_log_writer writer = { .dir = w->log,
		.lock = w->lock,
		.key = other,
		.now = NOW };
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
count_of(const struct told *told, const char *ref)
{
	size_t i, n = 0;

	for (i = 0; i < told->n; i++)
		n += sar_record_is(told->all[i], "case", ref);
	return n;
}

static void
two_writers_and_a_reader_see_one_line_of_records(void **state)
{
	const struct world *w = *state;
	struct told told;
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
	log = open_told(w, w->log, &told);
	assert_int_equal(sar_log_size(log), 1 + 2 * EACH);
	assert_int_equal(sar_log_checkpoints(log), 1 + 2 * EACH);
	assert_int_equal(count_of(&told, "A"), EACH);
	assert_int_equal(count_of(&told, "B"), EACH);
	assert_int_equal(sar_log_tail(log), 0);
	sar_log_free(log);
	drop_told(&told);
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

/* ,"name":[value,...] as a release of 99 volumes has it. */
static void
add_list(struct sar_buf *entries, const char *name, const char *value)
{
	int k;

	sar_buf_printf(entries, ",\"%s\":[", name);
	for (k = 0; k < 99; k++)
		sar_buf_printf(entries, "%s%s", k == 0 ? "" : ",", value);
	sar_buf_puts(entries, "]");
}

/* One more line, of ten thousand bytes or of hardly any. */
static void
add_filler(struct sar_buf *entries, struct sar_tree *tree, size_t n, bool large)
{
	static const char digest[] =
	    "\"BbOr8leaXrZkA814vlV/2GBjOh/iEDx2QgMN7+MsZX8=\"";
	size_t from = entries->len;

	sar_buf_puts(entries, "{\"by\":\"u1\",\"intent\":0");
	if (large) {
		add_list(entries, "manifests", digest);
		add_list(entries, "pkgs", digest);
	} else {
		sar_buf_puts(entries, ",\"reason\":\"failed\"");
	}
	sar_buf_printf(entries,
	    ",\"salt\":\"oKCgoKCgoKCgoKCgoKCgoA==\",\"seq\":%zu", n);
	if (large)
		add_list(entries, "sizes", "1");
	sar_buf_printf(entries,
	    ",\"t\":\"2026-01-05T09:00:00Z\",\"type\":\"%s\",\"v\":1}\n",
	    large ? "release" : "void");
	sar_tree_add(tree, entries->data + from, entries->len - from - 1);
}

/* Bytes of what append() writes at a number of four digits. */
#define ADDED 233

static void
append_three(const struct world *w)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_log_writer writer = { .dir = w->log,
		.lock = w->lock,
		.key = w->key,
		.now = NOW };
	json_t *members = json_pack("{sssssssisiss}", "by", "u1041", "case",
	    "SAR-2026-0019", "due", "2026-02-05", "found", 0, "select", 0,
	    "subject", "ahnw+0vlRRFSS81bDJizjaHuBJo5c1w5MR4QM2AkQ28=");
	struct sar_log_entry entries[3] = { { "nil-return", members },
		{ "nil-return", members }, { "nil-return", members } };
	uint64_t first;

	assert_int_equal(sar_log_append_all(&writer, entries, 3, &first, &err),
	    0);
	json_decref(members);
}

static void
a_full_segment_is_followed_by_another(void **state)
{
	static const size_t full = (size_t)64 << 20;
	const struct world *w = *state;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_buf entries = SAR_BUF_INIT, notes = SAR_BUF_INIT;
	uint8_t root[SAR_SHA256_LEN];
	struct sar_tree tree = { .size = 0 };
	char path[PATH_LEN];
	struct sar_log *log;
	char name[64];
	size_t n;

	sar_buf_puts(&entries, GENESIS "\n");
	sar_tree_add(&tree, entries.data, entries.len - 1);
	for (n = 1; entries.len <= full - 3 * ADDED; n++)
		add_filler(&entries, &tree, n, entries.len < full - 17000);
	sar_tree_root(&tree, root);
	assert_int_equal(sar_note_add(&notes, w->key, n, root, &err), 0);
	assert_int_equal(mkdir(w->log, 0700), 0);
	path_in(path, w->log, SEGMENT);
	spill(path, entries.data, entries.len);
	path_in(path, w->log, "checkpoints");
	spill(path, notes.data, notes.len);
	sar_buf_free(&entries);
	sar_buf_free(&notes);

	/* One still fits into the first; of what comes next, the first would,
	   but all of it goes together. */
	append(w, w->log, "SAR-2026-0019");
	append_three(w);
	log = open_ok(w, w->log);
	assert_int_equal(sar_log_size(log), n + 4);
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
