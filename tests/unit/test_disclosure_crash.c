#include "disclosure_helpers.h"

#include <dirent.h>

#include "disclosure/log_state.h"

/*
 * A crash leaves some beginning of what was being written: the record first,
 * then, once that is flushed, the checkpoint.  Each test takes a folder from
 * before an append and one from after it, and makes every state in between.
 */

#define FILES_MAX 8

/* A folder's files, in the order in which a commit writes them. */
struct image {
	size_t n;
	struct {
		char name[64];
		char *data;
		size_t len;
	} file[FILES_MAX];
};

static int
by_name(const struct dirent **a, const struct dirent **b)
{
	/* "entries-..." before "checkpoints", and in order. */
	int one = strcmp((*a)->d_name, "checkpoints") == 0;
	int other = strcmp((*b)->d_name, "checkpoints") == 0;

	return one != other ? one - other : strcmp((*a)->d_name, (*b)->d_name);
}

static int
no_dots(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static void
take_image(const char *dir, struct image *image)
{
	struct dirent **list;
	char path[PATH_LEN];
	int n = scandir(dir, &list, no_dots, by_name);
	int i;

	assert_in_range(n, 2, FILES_MAX);
	memset(image, 0, sizeof(*image));
	for (i = 0; i < n; i++) {
		path_in(path, dir, list[i]->d_name);
		assert_true(snprintf(image->file[i].name, 64, "%s",
				list[i]->d_name) < 64);
		image->file[i].data = slurp(path, &image->file[i].len);
		free(list[i]);
	}
	image->n = (size_t)n;
	free(list);
}

static void
drop_image(struct image *image)
{
	size_t i;

	for (i = 0; i < image->n; i++)
		free(image->file[i].data);
	memset(image, 0, sizeof(*image));
}

static void
put_image(const char *dir, const struct image *image)
{
	char path[PATH_LEN];
	size_t i;

	remove_tree(dir);
	assert_int_equal(mkdir(dir, 0700), 0);
	for (i = 0; i < image->n; i++) {
		path_in(path, dir, image->file[i].name);
		spill(path, image->file[i].data, image->file[i].len);
	}
}

/* How much of ${name} there was in ${image}. */
static size_t
len_in(const struct image *image, const char *name)
{
	size_t i;

	for (i = 0; i < image->n; i++)
		if (strcmp(image->file[i].name, name) == 0)
			return image->file[i].len;
	return 0;
}

/* The log is clean, and has records of these cases in this order. */
static void
assert_stands(const struct world *w, const char *const *cases, size_t n)
{
	struct told told;
	struct sar_log *log = open_told(w, w->log, &told);
	size_t i, found = 0;

	for (i = 0; i < told.n && found < n; i++)
		found += sar_record_is(told.all[i], "case", cases[found]);
	if (found != n)
		fail_msg("record of case %s is lost", cases[found]);
	assert_int_equal(sar_log_tail(log), 0);
	sar_log_free(log);
	drop_told(&told);
}

/* Records acknowledged before the crash, and one after it. */
static const char *const acknowledged[] = { "first", "second", "after" };

static void
recovers(const struct world *w)
{
	append(w, w->log, "after");
	assert_stands(w, acknowledged, 3);
}

/*
 * Put each state between ${before} and ${after} in place, in which a single
 * commit wrote to one segment and to checkpoints, and call ${check}.
 */
static void
each_state(const struct world *w, const struct image *before,
    const struct image *after, size_t step, void (*check)(const struct world *))
{
	struct image state = *after;
	size_t i, len, whole;

	/* Nothing of a later file is there while an earlier one is torn. */
	for (i = 0; i < state.n; i++)
		state.file[i].len = len_in(before, state.file[i].name);
	for (i = 0; i < state.n; i++) {
		whole = after->file[i].len;
		for (len = state.file[i].len; len < whole; len += step) {
			state.file[i].len = len;
			put_image(w->log, &state);
			check(w);
		}
		state.file[i].len = whole;
	}
	put_image(w->log, &state);
	check(w);
}

/* A log of three records before, and one more after. */
static void
make_images(const struct world *w, struct image *before, struct image *after)
{
	create(w, w->log);
	append(w, w->log, "first");
	append(w, w->log, "second");
	take_image(w->log, before);
	append(w, w->log, "third");
	take_image(w->log, after);
}

static void
a_crash_at_any_byte_loses_no_acknowledged_record(void **state)
{
	const struct world *w = *state;
	struct image before, after;

	make_images(w, &before, &after);
	each_state(w, &before, &after, 1, recovers);
	drop_image(&before);
	drop_image(&after);
}

static size_t torn_states;

/* A state in itself: it verifies, and says what is left over. */
static void
reads(const struct world *w)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_log_reading how = { .dir = w->log, .key = w->public };
	struct sar_log *log = sar_log_read(&how, &err);

	if (log == NULL)
		fail_msg("%s", err.msg);
	assert_in_range(sar_log_size(log), 3, 4);
	torn_states += sar_log_tail(log) > 0;
	sar_log_free(log);
}

static void
a_crash_is_no_tampering_and_what_is_left_is_reported(void **state)
{
	const struct world *w = *state;
	struct image before, after;
	size_t line, note;

	make_images(w, &before, &after);
	line = after.file[0].len - before.file[0].len;
	note = after.file[1].len - before.file[1].len;
	torn_states = 0;
	each_state(w, &before, &after, 1, reads);
	/* Clean only with nothing written, or the whole signature. */
	assert_int_equal(torn_states, line + note - 2);
	drop_image(&before);
	drop_image(&after);
}

/* What of ${whole} was there when the first of two commits was done. */
static struct image
between(const struct image *whole)
{
	static const char origin[] = "sar-export.example.gov.uk/log\n";
	struct image state = *whole;
	const char *at = NULL, *next;
	char *notes = whole->file[whole->n - 1].data;

	state.file[state.n - 2].len = strcspn(whole->file[state.n - 2].data,
					  "\n") +
				      1;
	for (next = notes; (next = strstr(next, origin)) != NULL; next++)
		at = next;
	assert_non_null(at);
	state.file[state.n - 1].len = (size_t)(at - notes);
	return state;
}

/* Crash again at sampled places of the recovery from this state. */
static void
recovers_from_a_second_crash(const struct world *w)
{
	struct image crashed, middle, whole;

	take_image(w->log, &crashed);
	append(w, w->log, "lost-or-not");
	take_image(w->log, &whole);
	assert_int_equal(whole.n, 3);
	middle = between(&whole);
	each_state(w, &crashed, &middle, 37, recovers);
	each_state(w, &middle, &whole, 37, recovers);
	drop_image(&whole);
	drop_image(&crashed);
}

static void
a_crash_while_recovering_loses_nothing_either(void **state)
{
	const struct world *w = *state;
	struct image before, after, torn;
	size_t i, len, whole;

	make_images(w, &before, &after);
	torn = after;
	torn.file[1].len = before.file[1].len;
	for (i = 0; i < torn.n; i++) {
		whole = after.file[i].len;
		for (len = before.file[i].len + 1; len < whole - 1; len += 43) {
			torn.file[i].len = len;
			put_image(w->log, &torn);
			recovers_from_a_second_crash(w);
		}
		torn.file[i].len = whole;
	}
	drop_image(&before);
	drop_image(&after);
}

/* Four crashes, each in the middle of recovering from the one before. */
static void
many_crashes_one_after_another_are_all_told_of(void **state)
{
	const struct world *w = *state;
	const struct sar_log_tail_part *tails;
	struct image before, after, torn;
	struct sar_log *log;
	size_t round, n, i, line = 0;

	create(w, w->log);
	append(w, w->log, "first");
	append(w, w->log, "second");
	for (round = 0; round < 4; round++) {
		take_image(w->log, &before);
		append(w, w->log, "torn");
		take_image(w->log, &after);
		torn = after;
		/* Odd rounds tear the record, even ones the checkpoint. */
		for (i = 0; i < torn.n; i++) {
			line = len_in(&before, torn.file[i].name);
			if (i + 1 == torn.n && round % 2 == 1)
				torn.file[i].len = line;
			if (i + 2 == torn.n && round % 2 == 1)
				torn.file[i].len = line + 40;
			if (i + 1 == torn.n && round % 2 == 0)
				torn.file[i].len = line + 60;
		}
		put_image(w->log, &torn);
		drop_image(&before);
		drop_image(&after);
	}
	append(w, w->log, "after");
	assert_stands(w, acknowledged, 3);
	log = open_ok(w, w->log);
	tails = sar_log_tails(log, &n);
	assert_true(n >= 4);
	for (i = 0; i < n; i++)
		assert_true(tails[i].told);
	sar_log_free(log);
}

static void
a_forged_line_is_never_adopted(void **state)
{
	static const char forged[] =
	    "{\"by\":\"u1041\",\"case\":\"forged\",\"salt\":"
	    "\"oKCgoKCgoKCgoKCgoKCgoA==\",\"seq\":3,\"t\":"
	    "\"2026-01-13T10:00:00Z\",\"type\":\"nil-return\",\"v\":1}\n";
	const struct world *w = *state;
	struct sar_buf buf = SAR_BUF_INIT;
	struct told told;
	struct sar_log *log;
	char path[PATH_LEN];
	uint64_t n;
	char *text;
	size_t len, i;

	create(w, w->log);
	append(w, w->log, "first");
	append(w, w->log, "second");
	path_in(path, w->log, SEGMENT);
	text = slurp(path, &len);
	sar_buf_add(&buf, text, len);
	sar_buf_puts(&buf, forged);
	spill(path, buf.data, buf.len);
	log = open_ok(w, w->log);
	assert_int_equal(sar_log_size(log), 3);
	assert_int_equal(sar_log_tail(log), sizeof(forged) - 1);
	sar_log_free(log);

	recovers(w);
	log = open_told(w, w->log, &told);
	assert_int_equal(told.n, 5);
	for (i = 0; i < 5; i++)
		assert_false(sar_record_is(told.all[i], "case", "forged"));
	assert_int_equal(told.all[3]->type, SAR_RECORD_RECOVER);
	assert_true(sar_record_number(told.all[3], "tail_bytes", &n));
	assert_int_equal(n, sizeof(forged) - 1);
	assert_true(sar_record_number(told.all[3], "tail_records", &n));
	assert_int_equal(n, 1);
	drop_told(&told);
	sar_log_free(log);
	sar_buf_free(&buf);
	free(text);
}

static void
bytes_added_to_a_file_that_was_closed_are_tampering(void **state)
{
	const struct world *w = *state;
	char path[PATH_LEN];
	int fd;

	create(w, w->log);
	append(w, w->log, "first");
	append(w, w->log, "second");
	path_in(path, w->log, SEGMENT);
	fd = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
	assert_int_equal(write(fd, "{\"", 2), 2);
	recovers(w);
	assert_int_equal(write(fd, "x", 1), 1);
	(void)close(fd);
	open_fails(w, w->log, SAR_ETAMPER,
	    "entries-0001-000000000003.jsonl: line 1: record 3: what was left "
	    "in the files before it has changed");
}

/* Change each byte of each file by ${mask}: nothing may open. */
static void
flip_all(const struct world *w, const struct image *image, char mask)
{
	struct sar_log_reading how = { .dir = w->log,
		.key = w->public,
		.every_signature = true };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_log *log;
	char path[PATH_LEN];
	size_t i, at;
	int fd;

	for (i = 0; i < image->n; i++) {
		path_in(path, w->log, image->file[i].name);
		fd = open(path, O_WRONLY | O_CLOEXEC);
		assert_int_not_equal(fd, -1);
		for (at = 0; at < image->file[i].len; at++) {
			char was = image->file[i].data[at];
			char is = (char)(was ^ mask);

			assert_int_equal(pwrite(fd, &is, 1, (off_t)at), 1);
			log = sar_log_read(&how, &err);
			if (log != NULL)
				fail_msg("%s: byte %zu", image->file[i].name,
				    at);
			assert_int_equal(err.code, SAR_ETAMPER);
			assert_int_equal(pwrite(fd, &was, 1, (off_t)at), 1);
		}
		(void)close(fd);
	}
	sar_log_free(open_ok(w, w->log));
}

static void
a_change_of_any_byte_of_a_log_is_seen(void **state)
{
	const struct world *w = *state;
	struct image image;
	int i;

	create(w, w->log);
	for (i = 1; i < 5; i++)
		append(w, w->log, "SAR-2026-0019");
	take_image(w->log, &image);
	flip_all(w, &image, 0x01);
	flip_all(w, &image, 0x20);
	drop_image(&image);
}

static void
a_change_of_any_byte_is_seen_after_a_recovery_too(void **state)
{
	const struct world *w = *state;
	struct image before, after, image;

	make_images(w, &before, &after);
	after.file[1].len -= 33;
	put_image(w->log, &after);
	recovers(w);
	take_image(w->log, &image);
	assert_int_equal(image.n, 3);
	flip_all(w, &image, 0x01);
	drop_image(&before);
	drop_image(&after);
	drop_image(&image);
}

static void
a_changed_byte_of_a_record_names_the_record(void **state)
{
	const struct world *w = *state;
	struct sar_err err = SAR_ERR_INIT;
	struct image before, image;
	char path[PATH_LEN];
	char *at;

	make_images(w, &before, &image);
	path_in(path, w->log, SEGMENT);
	at = strstr(image.file[0].data, "third");
	assert_non_null(at);
	*at = 'T';
	spill(path, image.file[0].data, image.file[0].len);
	assert_null(read_log(w, w->log, NULL, &err));
	assert_string_equal(err.msg,
	    "record 3 does not match the checkpoint of size 4: " SEGMENT
	    ": line 4 (checkpoints: line 16)");
	drop_image(&before);
	drop_image(&image);
}

/*
 * A record taken away with all that was signed after it leaves a log that
 * verifies: the limit that sar-log(5) states, and what witnesses are for.
 */
static void
a_log_rolled_back_whole_still_verifies(void **state)
{
	const struct world *w = *state;
	struct image before, after;
	struct sar_log *log;

	make_images(w, &before, &after);
	put_image(w->log, &before);
	log = open_ok(w, w->log);
	assert_int_equal(sar_log_size(log), 3);
	sar_log_free(log);
	drop_image(&before);
	drop_image(&after);
}

#define IN_WORLD(test) \
	cmocka_unit_test_setup_teardown(test, make_world, drop_world)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_WORLD(a_crash_at_any_byte_loses_no_acknowledged_record),
		IN_WORLD(a_crash_is_no_tampering_and_what_is_left_is_reported),
		IN_WORLD(a_crash_while_recovering_loses_nothing_either),
		IN_WORLD(many_crashes_one_after_another_are_all_told_of),
		IN_WORLD(a_forged_line_is_never_adopted),
		IN_WORLD(bytes_added_to_a_file_that_was_closed_are_tampering),
		IN_WORLD(a_change_of_any_byte_of_a_log_is_seen),
		IN_WORLD(a_change_of_any_byte_is_seen_after_a_recovery_too),
		IN_WORLD(a_changed_byte_of_a_record_names_the_record),
		IN_WORLD(a_log_rolled_back_whole_still_verifies),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
