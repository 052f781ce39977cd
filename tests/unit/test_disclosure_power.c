/*
 * Every operation on the log stopped at every step and inside every write, by a
 * kill and by power cuts that undo what was not flushed: the next append
 * completes it by itself, and nothing acknowledged is lost.
 */
#include "disclosure_disk.h"

#include "disclosure/mark.h"
#include "disclosure/seed.h"

#define FILES_MAX 16

/* What a home's log is made of. */
struct image {
	size_t n;
	struct {
		char path[PATH_LEN];
		char *data;
		size_t len;
	} file[FILES_MAX];
};

static void
take_folder(const char *dir, struct image *image)
{
	const struct dirent *entry;
	DIR *stream = opendir(dir);
	char path[PATH_LEN];
	struct stat st;

	assert_non_null(stream);
	while ((entry = readdir(stream)) != NULL) {
		path_in(path, dir, entry->d_name);
		assert_int_equal(lstat(path, &st), 0);
		if (!S_ISREG(st.st_mode))
			continue;
		assert_true(image->n < FILES_MAX);
		(void)snprintf(image->file[image->n].path, PATH_LEN, "%s",
		    path);
		image->file[image->n].data = slurp(path,
		    &image->file[image->n].len);
		image->n++;
	}
	(void)closedir(stream);
}

static void
take_image(const struct world *w, struct image *image)
{
	memset(image, 0, sizeof(*image));
	take_folder(w->dir, image);
	take_folder(w->log, image);
}

static void
put_image(const struct world *w, const struct image *image)
{
	size_t i;

	remove_tree(w->dir);
	assert_int_equal(mkdir(w->dir, 0700), 0);
	assert_int_equal(mkdir(w->log, 0700), 0);
	for (i = 0; i < image->n; i++)
		spill(image->file[i].path, image->file[i].data,
		    image->file[i].len);
}

static void
drop_image(struct image *image)
{
	while (image->n > 0)
		free(image->file[--image->n].data);
}

/* An operation, and what must be true once it was acknowledged. */
struct operation {
	void (*prepare)(const struct home *home);
	int (*run)(const struct home *home, struct sar_err *err);
	void (*done)(const struct home *home);
	size_t stride; /* between the bytes of a write at which it stops */
};

/* The records of these cases are there, in this order. */
static void
assert_cases(const struct home *home, const char *const *cases, size_t n)
{
	struct sar_log *log;
	struct told told;
	size_t i, found = 0;

	log = open_told(home->w, home->w->log, &told);
	for (i = 0; i < told.n && found < n; i++)
		found += told.all[i] != NULL &&
			 sar_record_is(told.all[i], "case", cases[found]);
	if (found != n)
		fail_msg("the record of %s is lost", cases[found]);
	assert_int_equal(sar_log_tail(log), 0);
	assert_false(sar_log_rotating(log));
	(void)sar_log_pending(log, &n);
	assert_int_equal(n, 0);
	drop_told(&told);
	sar_log_free(log);
}

/* The key that is there signs the log, and no other is left. */
static void
assert_key(const struct home *home)
{
	struct sar_err err = SAR_ERR_INIT;
	const struct sar_log_key *keys;
	struct sar_seed seed;
	struct sar_log *log = open_ok(home->w, home->w->log);
	size_t n;

	keys = sar_log_keys(log, &n);
	assert_int_equal(sar_seed_read(home->skey, &seed, &err), 0);
	assert_null(seed.next);
	assert_non_null(seed.now);
	assert_memory_equal(sar_key_secret_public(seed.now)->public,
	    keys[n - 1].key.public, 32);
	sar_seed_clear(&seed);
	sar_log_free(log);
}

static void
assert_marked(const struct home *home)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_log *log = open_ok(home->w, home->w->log);
	const char *last = sar_log_checkpoint(log);
	struct sar_mark mark;

	assert_int_equal(sar_mark_open(home->mark, &mark, &err), 0);
	assert_true(strcmp(mark.slots[0].text, last) == 0 ||
		    strncmp(mark.slots[0].text, last, strlen(last)) == 0 ||
		    strncmp(mark.slots[1].text, last, strlen(last)) == 0);
	sar_mark_close(&mark);
	sar_log_free(log);
}

static size_t states;

/* From here it goes on as if nothing had been. */
static void
assert_goes_on(const struct home *home)
{
	static const char *const cases[] = { "first", "second", "after" };

	states++;
	disk_begin(home->w, SIZE_MAX, 0);
	add(home, "after");
	disk_end(LOSE_NOTHING);
	assert_cases(home, cases, 3);
	assert_key(home);
	assert_marked(home);
}

/* Run until step ${stop}, and ${bytes} into it; how many steps there were. */
static size_t
stopped(const struct home *home, const struct operation *op, size_t stop,
    size_t bytes, enum disk_loss loss)
{
	struct sar_err err = SAR_ERR_INIT;
	int rc;

	disk_begin(home->w, stop, bytes);
	rc = op->run(home, &err);
	disk_end(loss);
	if (!disk.dead && rc == -1)
		fail_msg("%s", err.msg);
	/* What was acknowledged stays, whatever was not flushed is lost. */
	if (rc == 0 && op->done != NULL)
		op->done(home);
	return disk.step;
}

static size_t
next_bytes(const struct operation *op, size_t step, size_t bytes)
{
	/* In a write: all but the last of its bytes, and the last. */
	if (bytes + 1 == disk.lengths[step])
		return bytes + 1;
	bytes += op->stride;
	return bytes < disk.lengths[step] ? bytes : disk.lengths[step] - 1;
}

static void
everywhere(const struct home *home, const struct operation *op,
    const struct image *before)
{
	size_t steps, step, bytes, lengths[DISK_STEPS];
	int loss;

	put_image(home->w, before);
	steps = stopped(home, op, SIZE_MAX, 0, LOSE_NOTHING);
	memcpy(lengths, disk.lengths, sizeof(lengths));
	for (step = 0; step < steps; step++) {
		for (loss = 0; loss < LOSSES; loss++) {
			bytes = 0;
			do {
				put_image(home->w, before);
				(void)stopped(home, op, step, bytes,
				    (enum disk_loss)loss);
				assert_goes_on(home);
				memcpy(disk.lengths, lengths, sizeof(lengths));
				bytes = lengths[step] == 0
					    ? 1
					    : next_bytes(op, step, bytes);
			} while (bytes < lengths[step]);
		}
	}
}

static void
acknowledged(const struct home *home, const struct operation *op,
    const struct image *before)
{
	int loss;

	for (loss = 0; loss < LOSSES; loss++) {
		put_image(home->w, before);
		(void)stopped(home, op, SIZE_MAX, 0, (enum disk_loss)loss);
		assert_goes_on(home);
	}
}

static void
check(void **state, const struct operation *op)
{
	const struct world *w = *state;
	struct image before;
	struct home home;

	make_home(w, &home);
	op->prepare(&home);
	take_image(w, &before);
	states = 0;
	everywhere(&home, op, &before);
	acknowledged(&home, op, &before);
	printf("# %zu states\n", states);
	drop_image(&before);
}

static void
two_records(const struct home *home)
{
	add(home, "first");
	add(home, "second");
}

static int
append_one(const struct home *home, struct sar_err *err)
{
	uint64_t seq;

	return add_nils(home, "third", 1, &seq, err);
}

static int
append_three(const struct home *home, struct sar_err *err)
{
	uint64_t seq;

	return add_nils(home, "third", 3, &seq, err);
}

static void
has_third(const struct home *home)
{
	static const char *const cases[] = { "first", "second", "third" };

	assert_cases(home, cases, 3);
}

static void
an_append_stops_anywhere(void **state)
{
	static const struct operation op = { two_records, append_one, has_third,
		7 };

	check(state, &op);
}

static void
a_batch_stops_anywhere(void **state)
{
	static const struct operation op = { two_records, append_three,
		has_third, 41 };

	check(state, &op);
}

/* With a tail, and a torn note, from a run before. */
static void
a_tail(const struct home *home)
{
	char path[PATH_LEN];
	int fd;

	two_records(home);
	path_in(path, home->w->log, SEGMENT);
	fd = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
	assert_int_equal(write(fd, "{\"by\":\"u1041\"", 13), 13);
	(void)close(fd);
	path_in(path, home->w->log, "checkpoints");
	fd = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
	assert_int_equal(write(fd, "sar-export.exa", 14), 14);
	(void)close(fd);
}

static void
a_recovery_stops_anywhere(void **state)
{
	static const struct operation op = { a_tail, append_one, has_third,
		31 };

	check(state, &op);
}

/* The first of a month: the segment is new. */
static void
last_month(const struct home *home)
{
	struct home then = *home;

	then.writer.now = NOW - 30L * 24 * 3600;
	two_records(&then);
}

static void
a_new_segment_stops_anywhere(void **state)
{
	static const struct operation op = { last_month, append_one, has_third,
		31 };

	check(state, &op);
}

static void
no_mark(const struct home *home)
{
	two_records(home);
	assert_int_equal(unlink(home->mark), 0);
}

/* Adopt, unless that is done; and what was stopped can be done again. */
static int
adopt(const struct home *home, struct sar_err *err)
{
	uint64_t seq;

	return sar_log_adopt(&home->writer, "u7", &seq, err);
}

static void
an_adoption_stops_anywhere(void **state)
{
	static const struct operation op = { no_mark, adopt, NULL, 31 };
	const struct world *w = *state;
	struct sar_err err = SAR_ERR_INIT;
	struct image before;
	struct home home;
	size_t steps, step;
	int loss;

	make_home(w, &home);
	op.prepare(&home);
	take_image(w, &before);
	steps = stopped(&home, &op, SIZE_MAX, 0, LOSE_NOTHING);
	for (step = 0; step < steps; step++) {
		for (loss = 0; loss < LOSSES; loss++) {
			put_image(w, &before);
			(void)stopped(&home, &op, step, 0,
			    (enum disk_loss)loss);
			err = (struct sar_err)SAR_ERR_INIT;
			if (adopt(&home, &err) == -1)
				assert_int_equal(err.code, SAR_EREFUSED);
			assert_goes_on(&home);
		}
	}
	drop_image(&before);
}

static int
rotate(const struct home *home, struct sar_err *err)
{
	struct sar_key_public key;
	uint64_t seq;

	return sar_log_rotate(&home->writer, "u7", &key, &seq, err);
}

static void
is_rotated(const struct home *home)
{
	struct sar_log *log = open_ok(home->w, home->w->log);
	size_t n;

	(void)sar_log_keys(log, &n);
	assert_int_equal(n, 2);
	assert_false(sar_log_rotating(log));
	sar_log_free(log);
	assert_key(home);
}

static void
a_change_of_key_stops_anywhere(void **state)
{
	static const struct operation op = { two_records, rotate, is_rotated,
		61 };

	check(state, &op);
}

/* The same again, with a key that came by a change. */
static void
rotated(const struct home *home)
{
	struct sar_err err = SAR_ERR_INIT;

	two_records(home);
	if (rotate(home, &err) == -1)
		fail_msg("%s", err.msg);
}

static void
is_rotated_again(const struct home *home)
{
	struct sar_log *log = open_ok(home->w, home->w->log);
	size_t n;

	(void)sar_log_keys(log, &n);
	assert_int_equal(n, 3);
	sar_log_free(log);
	assert_key(home);
}

static void
a_second_change_of_key_stops_anywhere(void **state)
{
	static const struct operation op = { rotated, rotate, is_rotated_again,
		127 };

	check(state, &op);
}

static void
something_to_erase(const struct home *home)
{
	two_records(home);
	add(home, "erased");
	add(home, "left");
}

static int
erase(const struct home *home, struct sar_err *err)
{
	uint64_t seq;

	return sar_log_erase(&home->writer, 3, "art17", "u7", &seq, err);
}

static void
is_erased(const struct home *home)
{
	struct sar_log *log;
	struct told told;

	log = open_told(home->w, home->w->log, &told);
	assert_null(told.all[3]);
	assert_non_null(told.all[4]);
	drop_told(&told);
	sar_log_free(log);
}

static void
an_erasure_stops_anywhere(void **state)
{
	static const struct operation op = { something_to_erase, erase,
		is_erased, 127 };

	check(state, &op);
}

/* Recovering from any of them stops anywhere in its turn. */
static void
a_recovery_from_a_change_of_key_stops_anywhere(void **state)
{
	static const struct operation change = { two_records, rotate, NULL, 0 };
	static const struct operation after = { two_records, append_one,
		has_third, 1000 };
	const struct world *w = *state;
	struct image before, middle;
	struct home home;
	size_t steps, step;

	make_home(w, &home);
	change.prepare(&home);
	take_image(w, &before);
	states = 0;
	steps = stopped(&home, &change, SIZE_MAX, 0, LOSE_NOTHING);
	for (step = 0; step < steps; step++) {
		put_image(w, &before);
		(void)stopped(&home, &change, step, 0, LOSE_NOTHING);
		take_image(w, &middle);
		everywhere(&home, &after, &middle);
		drop_image(&middle);
	}
	printf("# %zu states\n", states);
	drop_image(&before);
}

#define IN_WORLD(test) \
	cmocka_unit_test_setup_teardown(test, make_world, drop_world)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_WORLD(an_append_stops_anywhere),
		IN_WORLD(a_batch_stops_anywhere),
		IN_WORLD(a_recovery_stops_anywhere),
		IN_WORLD(a_new_segment_stops_anywhere),
		IN_WORLD(an_adoption_stops_anywhere),
		IN_WORLD(a_change_of_key_stops_anywhere),
		IN_WORLD(a_second_change_of_key_stops_anywhere),
		IN_WORLD(an_erasure_stops_anywhere),
		IN_WORLD(a_recovery_from_a_change_of_key_stops_anywhere),
	};

	/* Some thousand folders, which need not be on a disk. */
	if (access("/dev/shm", W_OK) == 0)
		(void)setenv("TMPDIR", "/dev/shm", 0);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
