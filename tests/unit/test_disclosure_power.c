/* What is added to the log, stopped at every step. */
#include "disclosure_power.h"

static int
append_three(const struct home *home, struct sar_err *err)
{
	uint64_t seq;

	return add_nils(home, "third", 3, &seq, err);
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
	};

	/* Some thousand folders, which need not be on a disk. */
	if (access("/dev/shm", W_OK) == 0)
		(void)setenv("TMPDIR", "/dev/shm", 0);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
