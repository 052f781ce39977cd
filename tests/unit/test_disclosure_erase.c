/* Records that give way to their hash. */
#include "disclosure_hand.h"
#include "disclosure_home.h"

#include <sys/wait.h>

#include "disclosure/erase_file.h"

static int
erase(const struct home *home, uint64_t target, struct sar_err *err)
{
	uint64_t seq;

	return sar_log_erase(&home->writer,
	    &(struct sar_log_erasing){ target, "art17", "u7", NULL }, &seq,
	    err);
}

static void
erase_ok(const struct home *home, uint64_t target)
{
	struct sar_err err = SAR_ERR_INIT;

	if (erase(home, target, &err) == -1)
		fail_msg("%s", err.msg);
}

static void
erase_fails(const struct home *home, uint64_t target, enum sar_code code)
{
	struct sar_err err = SAR_ERR_INIT;

	assert_int_equal(erase(home, target, &err), -1);
	assert_int_equal(err.code, code);
}

static void
an_erased_record_leaves_its_hash_and_a_record(void **state)
{
	const struct world *w = *state;
	uint8_t leaf[SAR_SHA256_LEN];
	struct sar_log *log;
	struct told told;
	struct home home;
	char path[PATH_LEN];
	char *text;
	size_t len;

	make_home(w, &home);
	add(&home, "A");
	add(&home, "secret");
	add(&home, "B");
	erase_ok(&home, 2);
	log = open_told(w, w->log, &told);
	assert_int_equal(sar_log_size(log), 5);
	assert_null(told.all[2]);
	assert_true(sar_record_digest(told.all[4], "leaf", leaf));
	assert_true(sar_record_is(told.all[4], "basis", "art17"));
	drop_told(&told);
	sar_log_free(log);
	path_in(path, w->log, SEGMENT);
	text = slurp(path, &len);
	assert_null(strstr(text, "secret"));
	free(text);
	/* What is added goes into the file that is there now. */
	assert_int_equal(add(&home, "C"), 5);
	assert_int_equal(size_of_log(&home), 6);
}

static void
what_says_how_the_log_was_kept_stays(void **state)
{
	const struct world *w = *state;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_key_public key;
	struct home home;
	uint64_t seq;
	char path[PATH_LEN];
	int fd;

	make_home(w, &home);
	path_in(path, w->log, SEGMENT);
	fd = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
	assert_int_equal(write(fd, "{", 1), 1);
	(void)close(fd);
	add(&home, "A"); /* 1: recover, 2 */
	assert_int_equal(sar_log_rotate(&home.writer, "u7", &key, &seq, &err),
	    0);             /* 3 */
	erase_ok(&home, 2); /* 4 */
	erase_fails(&home, 0, SAR_EREFUSED);
	erase_fails(&home, 1, SAR_EREFUSED);
	erase_fails(&home, 3, SAR_EREFUSED);
	erase_fails(&home, 4, SAR_EREFUSED);
	erase_fails(&home, 2, SAR_EREFUSED);
	erase_fails(&home, 5, SAR_EINPUT);
	erase_fails(&home, UINT64_MAX, SAR_EINPUT);
	assert_int_equal(sar_log_erase(&home.writer,
			     &(struct sar_log_erasing){ 2, "why", "u7", NULL },
			     &seq, &err),
	    -1);
	assert_int_equal(err.code, SAR_EINPUT);
	assert_int_equal(size_of_log(&home), 5);
}

static void
what_has_nothing_personal_stays(void **state)
{
	static const char *const types[] = { "register", "retain", "delete",
		"verify", "review" };
	const struct world *w = *state;
	struct sar_log_entry entry = { NULL, NULL };
	struct sar_err err = SAR_ERR_INIT;
	struct home home;
	uint64_t seq;
	json_t *members;
	size_t i;

	make_home(w, &home);
	for (i = 0; i < 5; i++) {
		members = i < 3 ? json_pack("{sssiss}", "by", "u7", "n", 1,
				      "root",
				      "ahnw+0vlRRFSS81bDJizjaHuBJo5c1w5MR4QM2Ak"
				      "Q28=")
				: json_pack("{sssisi}", "by", "u7", "through",
				      1, "exceptions", 0);
		assert_non_null(members);
		if (i == 3)
			assert_int_equal(json_object_set_new(members, "ok",
					     json_true()),
			    0);
		entry = (struct sar_log_entry){ types[i], members };
		assert_int_equal(sar_log_append_all(&home.writer, &entry, 1,
				     &seq, &err),
		    0);
		json_decref(members);
		erase_fails(&home, seq, SAR_EREFUSED);
	}
	assert_int_equal(size_of_log(&home), 6);
}

/* In a segment that others follow, the first and the last line of it. */
static void
records_of_any_segment_can_be_erased(void **state)
{
	const struct world *w = *state;
	struct told told;
	struct home home;
	size_t i;

	make_home(w, &home);
	home.writer.now = NOW;
	add(&home, "A"); /* 1 */
	add(&home, "B"); /* 2 */
	home.writer.now = NOW + 40L * 24 * 3600;
	add(&home, "C"); /* 3: first of its segment */
	add(&home, "D"); /* 4: last of it */
	home.writer.now = NOW + 80L * 24 * 3600;
	add(&home, "E"); /* 5 */
	for (i = 1; i <= 5; i++)
		erase_ok(&home, i);
	sar_log_free(open_told(w, w->log, &told));
	for (i = 1; i <= 5; i++)
		assert_null(told.all[i]);
	assert_int_equal(told.n, 11);
	drop_told(&told);
}

/* Where it could not be done, the log does not say that it was. */
static void
an_erasure_that_cannot_be_done_is_not_logged(void **state)
{
	const struct world *w = *state;
	struct sar_err err = SAR_ERR_INIT;
	struct home home;
	char path[PATH_LEN];

	make_home(w, &home);
	add(&home, "A");
	/* What it would be written to is a folder. */
	path_in(path, w->log, "erasing.new");
	assert_int_equal(mkdir(path, 0700), 0);
	assert_int_equal(erase(&home, 1, &err), -1);
	assert_int_equal(size_of_log(&home), 2);
	assert_int_equal(rmdir(path), 0);
	erase_ok(&home, 1);
	assert_false(sar_file_exists(path));
	assert_int_equal(size_of_log(&home), 3);
}

/* Records that were said to be erased, and then the run was killed. */
static void
make_waiting(const struct world *w, struct home *home, size_t records,
    const unsigned *targets, size_t n)
{
	char leaf[SAR_B64_LEN(SAR_SHA256_LEN)];
	struct hand h;
	size_t i;

	make_home(w, home);
	home->writer.mark = NULL;
	hand_fill(w, &h, records);
	for (i = 0; i < n; i++) {
		hand_leaf(&h, targets[i], leaf);
		hand_erase(&h, targets[i], leaf);
	}
	hand_note(&h, w->key);
	hand_write(w, &h);
	hand_end(&h);
}

static size_t
waiting(const struct world *w)
{
	struct sar_log *log = open_ok(w, w->log);
	size_t n;

	(void)sar_log_pending(log, &n);
	sar_log_free(log);
	return n;
}

static void
an_erasure_that_was_logged_waits_till_it_can_be_done(void **state)
{
	static const unsigned target = 1;
	const struct world *w = *state;
	struct home home;
	char path[PATH_LEN];

	make_waiting(w, &home, 2, &target, 1);
	path_in(path, w->log, "erasing.new");
	assert_int_equal(mkdir(path, 0700), 0);
	add(&home, "B");
	assert_int_equal(waiting(w), 1);
	/* Nor is it said once more. */
	erase_fails(&home, 1, SAR_EFAIL);
	assert_int_equal(size_of_log(&home), 4);
	assert_int_equal(rmdir(path), 0);
	add(&home, "C");
	assert_int_equal(waiting(w), 0);
	assert_int_equal(size_of_log(&home), 5);
}

static void
an_erasure_cut_short_is_completed_by_asking_again(void **state)
{
	static const unsigned target = 2;
	const struct world *w = *state;
	struct sar_err err = SAR_ERR_INIT;
	struct told told;
	struct home home;
	uint64_t seq;

	make_waiting(w, &home, 4, &target, 1);
	if (sar_log_erase(&home.writer,
		&(struct sar_log_erasing){ 2, "error", "u8", NULL }, &seq,
		&err) == -1)
		fail_msg("%s", err.msg);
	/* What says so is the record that was there. */
	assert_int_equal(seq, 4);
	erase_fails(&home, 2, SAR_EREFUSED);
	sar_log_free(open_told(w, w->log, &told));
	assert_int_equal(told.n, 5);
	assert_null(told.all[2]);
	drop_told(&told);
	add(&home, "A");
	assert_int_equal(waiting(w), 0);
}

/* One after another in the file, and the last line of it. */
static void
all_that_wait_are_carried_out_by_one_append(void **state)
{
	static const unsigned targets[] = { 199, 1, 2, 100, 150 };
	const struct world *w = *state;
	struct told told;
	struct home home;
	size_t i;

	make_waiting(w, &home, 200, targets, 5);
	assert_int_equal(waiting(w), 5);
	add(&home, "A");
	assert_int_equal(waiting(w), 0);
	sar_log_free(open_told(w, w->log, &told));
	for (i = 0; i < 5; i++)
		assert_null(told.all[targets[i]]);
	assert_non_null(told.all[3]);
	drop_told(&told);
}

/* What is there is looked at again before it gives way. */
static void
a_line_that_is_another_by_then_stays(void **state)
{
	const struct world *w = *state;
	struct sar_log_erasure other = { .seq = 1 };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_erase_place place;
	struct sar_session session;
	struct home home;
	char path[PATH_LEN];
	char *before, *after;
	size_t len, now;

	make_home(w, &home);
	add(&home, "A");
	path_in(path, w->log, SEGMENT);
	before = slurp(path, &len);
	assert_int_equal(sar_session_open(&home.writer, 1, &session, &err), 0);
	assert_int_equal(sar_erase_find(&session, 1, &place, &err), 0);
	assert_int_equal(sar_erase_replace(&session, &place, &other, 1, &err),
	    -1);
	assert_int_equal(err.code, SAR_ETAMPER);
	sar_session_close(&session);
	after = slurp(path, &now);
	assert_int_equal(now, len);
	assert_memory_equal(after, before, len);
	free(before);
	free(after);
}

#define TAIL_TO ((off_t)(SAR_SEGMENT_MAX + 4096))

/* Whoever may append cannot keep a record from being erased. */
static void
a_record_is_erased_from_a_file_with_any_tail(void **state)
{
	const struct world *w = *state;
	char path[PATH_LEN], end[4] = "";
	struct told told;
	struct home home;
	struct stat st;
	int fd;

	make_home(w, &home);
	add(&home, "A");
	path_in(path, w->log, SEGMENT);
	fd = open(path, O_RDWR | O_CLOEXEC);
	assert_int_equal(pwrite(fd, "tail", 4, TAIL_TO - 4), 4);
	(void)close(fd);
	erase_ok(&home, 1); /* 2: recover, 3 */
	sar_log_free(open_told(w, w->log, &told));
	assert_int_equal(told.n, 4);
	assert_null(told.all[1]);
	drop_told(&told);
	/* A record is longer than its tombstone. */
	assert_int_equal(stat(path, &st), 0);
	assert_true(st.st_size < TAIL_TO && st.st_size > TAIL_TO - 4096);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	assert_int_equal(pread(fd, end, 4, st.st_size - 4), 4);
	(void)close(fd);
	assert_memory_equal(end, "tail", 4);
	add(&home, "B");
}

/* A process of its own that erases what it adds; it exits 0 if all went well.
 */
static pid_t
begin_eraser(const struct home *home)
{
	struct sar_err err = SAR_ERR_INIT;
	pid_t pid = fork();
	uint64_t seq;
	int i;

	assert_int_not_equal(pid, -1);
	if (pid != 0)
		return pid;
	for (i = 0; i < 40; i++) {
		if (add_nils(home, "A", 1, &seq, &err) == -1 ||
		    erase(home, seq, &err) == -1) {
			(void)fprintf(stderr, "%s\n", err.msg);
			_exit(1);
		}
	}
	_exit(0);
}

static void
who_reads_meanwhile_sees_no_tampering(void **state)
{
	const struct world *w = *state;
	struct sar_err err;
	struct sar_log *log;
	struct told told;
	struct home home;
	uint64_t first;
	size_t reads = 0, again = 0;
	int status;
	pid_t pid;

	make_home(w, &home);
	err = (struct sar_err)SAR_ERR_INIT;
	assert_int_equal(add_nils(&home, "B", 200, &first, &err), 0);
	pid = begin_eraser(&home);
	while (waitpid(pid, &status, WNOHANG) == 0) {
		err = (struct sar_err)SAR_ERR_INIT;
		memset(&told, 0, sizeof(told));
		log = read_log(w, w->log, reads % 2 == 0 ? NULL : &told, &err);
		if (log == NULL && err.code != SAR_ELOCKED)
			fail_msg("%s", err.msg);
		again += log == NULL;
		reads++;
		drop_told(&told);
		sar_log_free(log);
	}
	assert_int_equal(status, 0);
	/* How often depends on the machine: but it can be read meanwhile. */
	assert_true(reads < 8 || again < reads);
	assert_int_equal(size_of_log(&home), 281);
}

#define IN_WORLD(test) \
	cmocka_unit_test_setup_teardown(test, make_world, drop_world)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_WORLD(an_erased_record_leaves_its_hash_and_a_record),
		IN_WORLD(what_says_how_the_log_was_kept_stays),
		IN_WORLD(what_has_nothing_personal_stays),
		IN_WORLD(records_of_any_segment_can_be_erased),
		IN_WORLD(an_erasure_that_cannot_be_done_is_not_logged),
		IN_WORLD(an_erasure_that_was_logged_waits_till_it_can_be_done),
		IN_WORLD(an_erasure_cut_short_is_completed_by_asking_again),
		IN_WORLD(all_that_wait_are_carried_out_by_one_append),
		IN_WORLD(a_line_that_is_another_by_then_stays),
		IN_WORLD(a_record_is_erased_from_a_file_with_any_tail),
		IN_WORLD(who_reads_meanwhile_sees_no_tampering),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
