/* A log that another is put in the place of while it is read. */
#include "disclosure_home.h"

#include <time.h>

/* What happens while the reader waits for a writer to be done. */
static struct {
	unsigned naps;
	unsigned at;      /* nap of them */
	const char *from; /* folder that is put in place, or */
	const char *to;   /* whose last checkpoint is spoiled */
} swap;

/* As a disk may do that lost power: zeros are where its end was. */
static void
spoil_last(const char *dir)
{
	char path[PATH_LEN];
	size_t len;
	char *text;

	path_in(path, dir, "checkpoints");
	text = slurp(path, &len);
	memset(text + len - 2, 0, 2);
	spill(path, text, len);
	free(text);
}

/* In the place of the C library's: it takes no time. */
int
nanosleep(const struct timespec *time, struct timespec *rest)
{
	(void)time;
	(void)rest;
	if (++swap.naps != swap.at)
		return 0;
	if (swap.from != NULL)
		copy_log(swap.from, swap.to);
	else
		spoil_last(swap.to);
	return 0;
}

/* A log that has the mark's checkpoint does not verify, and then one that has
 * not is there: what was seen in the first says nothing of the second. */
static void
the_mark_is_held_against_the_log_that_verified(void **state)
{
	const struct world *w = *state;
	struct sar_err err = SAR_ERR_INIT;
	char backup[PATH_LEN], note[PATH_LEN];
	struct home home;
	struct sar_log *log;

	path_in(backup, w->dir, "backup");
	path_in(note, w->log, "rotation-0001.note");
	make_home(w, &home);
	add(&home, "A");
	copy_log(w->log, backup);
	add(&home, "B");
	spill(note, "x", 1);
	swap.naps = 0;
	swap.at = 2;
	swap.from = backup;
	swap.to = w->log;
	log = sar_log_open(&(struct sar_log_reading){ .dir = w->log,
			       .key = w->public,
			       .mark = home.mark },
	    &err);
	swap.at = 0;
	assert_true(swap.naps > 2);
	assert_null(log);
	assert_int_equal(err.code, SAR_ETAMPER);
	assert_non_null(strstr(err.msg, "older than its last checkpoint"));
	/* That was a log, and is all that is wrong with it. */
	assert_int_equal(size_of_log(&home), 2);
}

/* Neither is it of more records than its checkpoint, nor of fewer. */
static void
what_was_read_is_of_one_checkpoint(void **state)
{
	const struct world *w = *state;
	struct sar_err err = SAR_ERR_INIT;
	char path[PATH_LEN], *text;
	struct sar_log *log;
	size_t len;

	create(w, w->log);
	append(w, w->log, "A");
	append(w, w->log, "B");
	/* What looks like a commit under way makes the reader wait. */
	path_in(path, w->log, SEGMENT);
	text = slurp(path, &len);
	text[len] = 'x';
	spill(path, text, len + 1);
	free(text);
	swap.naps = 0;
	swap.at = 1;
	swap.from = NULL;
	swap.to = w->log;
	log = sar_log_open(&(struct sar_log_reading){ .dir = w->log,
			       .key = w->public },
	    &err);
	swap.at = 0;
	assert_non_null(log);
	assert_int_equal(sar_log_size(log), 2);
	assert_non_null(strstr(sar_log_checkpoint(log), "\n2\n"));
	sar_log_free(log);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    the_mark_is_held_against_the_log_that_verified, make_world,
		    drop_world),
		cmocka_unit_test_setup_teardown(
		    what_was_read_is_of_one_checkpoint, make_world, drop_world),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
