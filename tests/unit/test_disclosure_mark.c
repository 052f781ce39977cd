/* The high-water mark: a log that was put back does not go on. */
#include "disclosure_home.h"

#include "disclosure/mark.h"

static void
put(const struct home *home, size_t at, const char *bytes, size_t len)
{
	int fd = open(home->mark, O_WRONLY | O_CLOEXEC);

	assert_int_not_equal(fd, -1);
	assert_int_equal(pwrite(fd, bytes, len, (off_t)at), len);
	(void)close(fd);
}

static void
the_mark_has_the_last_two_checkpoints(void **state)
{
	const struct world *w = *state;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_note note;
	struct sar_mark mark;
	struct home home;
	uint64_t size;

	make_home(w, &home);
	for (size = 2; size < 9; size++) {
		add(&home, "A");
		assert_int_equal(sar_mark_open(home.mark, &mark, &err), 0);
		assert_true(sar_mark_signed(&mark.slots[(size + 1) % 2],
		    w->public, &note));
		assert_int_equal(note.size, size);
		assert_true(sar_mark_signed(&mark.slots[size % 2], w->public,
		    &note));
		assert_int_equal(note.size, size - 1);
		sar_mark_close(&mark);
	}
}

/* As whoever reads a home's log: without a lock and a secret key. */
static bool
reads(const struct home *home, struct sar_err *err)
{
	struct sar_log_reading how = { .dir = home->writer.dir,
		.key = home->writer.first,
		.mark = home->mark };
	struct sar_log *log = sar_log_open(&how, err);
	bool good = log != NULL;

	sar_log_free(log);
	return good;
}

static void
read_goes(const struct home *home)
{
	struct sar_err err = SAR_ERR_INIT;

	if (!reads(home, &err))
		fail_msg("%s", err.msg);
}

/* Neither is it read, nor added to. */
static void
all_fails(const struct home *home, enum sar_code code, const char *part)
{
	struct sar_err err = SAR_ERR_INIT;

	if (reads(home, &err))
		fail_msg("read, instead of: %s", part);
	if (strstr(err.msg, part) == NULL)
		fail_msg("\"%s\" instead of: %s", err.msg, part);
	assert_int_equal(err.code, code);
	assert_true(code != SAR_ETAMPER || err.hint[0] != '\0');
	add_fails(home, code, part);
}

static void
an_older_log_is_not_added_to_and_the_newest_is(void **state)
{
	const struct world *w = *state;
	char backup[PATH_LEN], newest[PATH_LEN];
	struct home home;

	path_in(backup, w->dir, "backup");
	path_in(newest, w->dir, "newest");
	make_home(w, &home);
	add(&home, "A");
	copy_log(w->log, backup);
	add(&home, "B");
	add(&home, "C");
	copy_log(w->log, newest);

	copy_log(backup, w->log);
	all_fails(&home, SAR_ETAMPER, "older than its last checkpoint");
	assert_int_equal(size_of_log(&home), 2);
	copy_log(newest, w->log);
	read_goes(&home);
	assert_int_equal(add(&home, "D"), 4);
	read_goes(&home);
}

/* The same by hands that do not look at a mark: a second tree was signed. */
static void
a_log_that_was_forked_is_not_added_to(void **state)
{
	const struct world *w = *state;
	char backup[PATH_LEN];
	struct home home;
	int i;

	path_in(backup, w->dir, "backup");
	make_home(w, &home);
	add(&home, "A");
	copy_log(w->log, backup);
	add(&home, "B");
	copy_log(backup, w->log);
	for (i = 0; i < 3; i++)
		append(w, w->log, "fork");
	assert_int_equal(size_of_log(&home), 5);
	all_fails(&home, SAR_ETAMPER, "not the one it was");
	assert_int_equal(size_of_log(&home), 5);
}

static void
a_mark_that_is_behind_is_moved_on(void **state)
{
	const struct world *w = *state;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_mark mark;
	struct sar_note note;
	struct home home;

	make_home(w, &home);
	add(&home, "A");
	/* As a crash between checkpoint and mark, and more than one. */
	append(w, w->log, "B");
	append(w, w->log, "C");
	read_goes(&home);
	assert_int_equal(add(&home, "D"), 4);
	assert_int_equal(sar_mark_open(home.mark, &mark, &err), 0);
	assert_true(sar_mark_signed(&mark.slots[0], w->public, &note) ||
		    sar_mark_signed(&mark.slots[1], w->public, &note));
	assert_int_equal(note.size, 5);
	sar_mark_close(&mark);
}

static void
one_torn_place_leaves_the_other(void **state)
{
	const struct world *w = *state;
	char backup[PATH_LEN];
	struct home home;

	path_in(backup, w->dir, "backup");
	make_home(w, &home);
	add(&home, "A"); /* size 2: the second place */
	copy_log(w->log, backup);
	add(&home, "B"); /* size 3: the first */
	add(&home, "C"); /* size 4: the second */
	put(&home, SAR_MARK_SLOT + 40, "torn", 4);
	read_goes(&home);
	assert_int_equal(add(&home, "D"), 4);
	/* And what is left does its work. */
	put(&home, SAR_MARK_SLOT + 40, "torn", 4);
	copy_log(backup, w->log);
	all_fails(&home, SAR_ETAMPER, "older than its last checkpoint");
}

static void
a_spoiled_or_missing_mark_is_for_a_person_to_judge(void **state)
{
	const struct world *w = *state;
	struct sar_err err = SAR_ERR_INIT;
	struct told told;
	struct home home;
	uint64_t seq;
	bool ok = true;
	int i;

	make_home(w, &home);
	add(&home, "A");
	for (i = 0; i < 3; i++) {
		if (i == 0) {
			put(&home, 20, "\n", 1);
			put(&home, SAR_MARK_SLOT + 20, "\n", 1);
		} else if (i == 1) {
			assert_int_equal(truncate(home.mark, 0), 0);
		} else {
			assert_int_equal(unlink(home.mark), 0);
		}
		all_fails(&home, SAR_ETAMPER,
		    i == 2 ? "missing" : "not a checkpoint of this log");
		assert_int_equal(sar_log_adopt(&home.writer, "u7", &seq, &err),
		    0);
		assert_int_equal(seq, 2 + 2 * i);
		add(&home, "B");
	}
	sar_log_free(open_told(w, w->log, &told));
	assert_int_equal(told.all[6]->type, SAR_RECORD_VERIFY);
	assert_true(sar_record_is(told.all[6], "by", "u7"));
	assert_true(sar_record_bool(told.all[6], "ok", &ok));
	assert_false(ok);
	drop_told(&told);
}

static void
adopting_makes_no_older_log_good(void **state)
{
	const struct world *w = *state;
	struct sar_err err = SAR_ERR_INIT;
	char backup[PATH_LEN];
	struct home home;
	uint64_t seq;

	path_in(backup, w->dir, "backup");
	make_home(w, &home);
	add(&home, "A");
	copy_log(w->log, backup);
	add(&home, "B");
	assert_int_equal(sar_log_adopt(&home.writer, "u7", &seq, &err), -1);
	assert_int_equal(err.code, SAR_EREFUSED);
	copy_log(backup, w->log);
	assert_int_equal(sar_log_adopt(&home.writer, "u7", &seq, &err), -1);
	assert_int_equal(err.code, SAR_ETAMPER);
	assert_int_equal(size_of_log(&home), 2);
}

/* A log cut down to its first record is no new one. */
static void
a_log_of_one_record_needs_its_mark_too(void **state)
{
	const struct world *w = *state;
	struct sar_err err = SAR_ERR_INIT;
	char first[PATH_LEN];
	struct home home;
	uint64_t seq;

	path_in(first, w->dir, "first");
	make_home(w, &home);
	copy_log(w->log, first);
	add(&home, "A");
	copy_log(first, w->log);
	add_fails(&home, SAR_ETAMPER, "older than its last checkpoint");
	assert_int_equal(unlink(home.mark), 0);
	add_fails(&home, SAR_ETAMPER, "missing");
	assert_int_equal(size_of_log(&home), 1);
	assert_int_equal(sar_log_adopt(&home.writer, "u7", &seq, &err), 0);
}

static void
a_log_is_begun_with_its_mark_and_not_over_one(void **state)
{
	const struct world *w = *state;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_mark mark;
	struct sar_note note;
	struct home home;
	char *was, *is;
	size_t len;

	make_home(w, &home);
	assert_int_equal(sar_mark_open(home.mark, &mark, &err), 0);
	assert_true(sar_mark_signed(&mark.slots[0], w->public, &note));
	assert_int_equal(note.size, 1);
	sar_mark_close(&mark);
	/* A crash may leave the mark and no log. */
	remove_tree(w->log);
	assert_int_equal(sar_log_create(w->log, w->key, NOW, home.mark, &err),
	    0);
	add(&home, "A");
	was = slurp(home.mark, &len);
	remove_tree(w->log);
	assert_int_equal(sar_log_create(w->log, w->key, NOW, home.mark, &err),
	    -1);
	assert_int_equal(err.code, SAR_EREFUSED);
	is = slurp(home.mark, &len);
	assert_memory_equal(is, was, len);
	assert_int_equal(access(w->log, F_OK), -1);
	free(was);
	free(is);
}

static void
another_logs_mark_is_none(void **state)
{
	const struct world *w = *state;
	struct sar_err err = SAR_ERR_INIT;
	struct home home;
	char text[1024];
	uint64_t seq;
	char *was;
	size_t len;

	make_home(w, &home);
	add(&home, "A");
	was = slurp(home.mark, &len);
	memset(text, '\n', sizeof(text));
	memcpy(text, "another.example/log\n9\n", 22);
	put(&home, 0, text, sizeof(text));
	add_fails(&home, SAR_ETAMPER, "not a checkpoint of this log");
	/* Of another name, and else just as it was. */
	memcpy(was, "x", 1);
	memcpy(was + SAR_MARK_SLOT, "x", 1);
	put(&home, 0, was, len);
	add_fails(&home, SAR_ETAMPER, "the mark of another log");
	assert_int_equal(sar_log_adopt(&home.writer, "u7", &seq, &err), -1);
	assert_int_equal(err.code, SAR_ETAMPER);
	free(was);
}

/* Whose signature it has is not for an old log to say: it does not know the
 * keys that came after it. */
static void
a_log_from_before_a_change_of_key_is_never_adopted(void **state)
{
	const struct world *w = *state;
	struct sar_err err = SAR_ERR_INIT;
	char backup[PATH_LEN];
	struct sar_key_public key;
	struct home home;
	char *skey, *was, *is;
	size_t len, mark;
	uint64_t seq;

	path_in(backup, w->dir, "backup");
	make_home(w, &home);
	copy_log(w->log, backup);
	skey = slurp(home.skey, &len);
	add(&home, "A");
	assert_int_equal(sar_log_rotate(&home.writer, "u7", &key, &seq, &err),
	    0);
	add(&home, "B");
	add(&home, "C");
	was = slurp(home.mark, &mark);

	copy_log(backup, w->log);
	spill(home.skey, skey, len);
	add_fails(&home, SAR_ETAMPER, "the log may be older than its mark");
	assert_int_equal(sar_log_adopt(&home.writer, "u7", &seq, &err), -1);
	assert_int_equal(err.code, SAR_ETAMPER);
	/* One that is there with a signature that is not right tells as much.
	 */
	put(&home, SAR_MARK_SLOT, "torn", 4);
	add_fails(&home, SAR_ETAMPER, "the log may be older than its mark");
	put(&home, 0, was, mark);
	assert_int_equal(size_of_log(&home), 1);
	is = slurp(home.mark, &mark);
	assert_memory_equal(is, was, mark);
	free(skey);
	free(was);
	free(is);
}

static void
a_mark_whose_signatures_are_wrong_is_not_spoiled(void **state)
{
	const struct world *w = *state;
	struct sar_err err = SAR_ERR_INIT;
	struct home home;
	uint64_t seq;

	make_home(w, &home);
	add(&home, "A");
	put(&home, 40, "torn", 4);
	put(&home, SAR_MARK_SLOT + 40, "torn", 4);
	add_fails(&home, SAR_ETAMPER, "signed with no key of this log");
	assert_int_equal(sar_log_adopt(&home.writer, "u7", &seq, &err), -1);
	assert_int_equal(err.code, SAR_ETAMPER);
}

static void
a_mark_that_cannot_be_written_stops_the_work_before_it(void **state)
{
	const struct world *w = *state;
	struct sar_log_writer writer;
	struct home home;
	char path[PATH_LEN];

	make_home(w, &home);
	add(&home, "A");
	assert_int_equal(unlink(home.mark), 0);
	assert_int_equal(mkdir(home.mark, 0700), 0);
	add_fails(&home, SAR_EFAIL, MARK);
	assert_int_equal(rmdir(home.mark), 0);
	path_in(path, w->dir, "elsewhere");
	assert_int_equal(symlink(path, home.mark), 0);
	add_fails(&home, SAR_EMISSING, MARK);
	assert_int_equal(size_of_log(&home), 2);
	writer = home.writer;
	writer.mark = NULL;
	home.writer = writer;
	assert_int_equal(add(&home, "B"), 2);
}

#define IN_WORLD(test) \
	cmocka_unit_test_setup_teardown(test, make_world, drop_world)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_WORLD(the_mark_has_the_last_two_checkpoints),
		IN_WORLD(an_older_log_is_not_added_to_and_the_newest_is),
		IN_WORLD(a_log_that_was_forked_is_not_added_to),
		IN_WORLD(a_mark_that_is_behind_is_moved_on),
		IN_WORLD(one_torn_place_leaves_the_other),
		IN_WORLD(a_spoiled_or_missing_mark_is_for_a_person_to_judge),
		IN_WORLD(adopting_makes_no_older_log_good),
		IN_WORLD(a_log_of_one_record_needs_its_mark_too),
		IN_WORLD(a_log_is_begun_with_its_mark_and_not_over_one),
		IN_WORLD(another_logs_mark_is_none),
		IN_WORLD(a_log_from_before_a_change_of_key_is_never_adopted),
		IN_WORLD(a_mark_whose_signatures_are_wrong_is_not_spoiled),
		IN_WORLD(
		    a_mark_that_cannot_be_written_stops_the_work_before_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
