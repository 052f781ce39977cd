/* Work shared by threads. */
#include "base/crew.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

struct jobs {
	atomic_int calls[100];
	size_t fail_from;
	unsigned workers;
};

static int
do_job(void *ctx, size_t i, unsigned worker, struct sar_err *err)
{
	struct jobs *jobs = ctx;

	atomic_fetch_add(&jobs->calls[i], 1);
	if (worker >= jobs->workers)
		return sar_err_set(err, SAR_EFAIL, "no such worker");
	/* The higher fails before the lower does. */
	if (i >= jobs->fail_from && i % 2 == 0)
		(void)usleep(3000);
	if (i >= jobs->fail_from)
		return sar_err_set(err, SAR_ECORRUPT, "job %zu", i);
	return 0;
}

static void
a_crew_does_each_once_and_names_the_lowest_failure(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct jobs jobs;
	unsigned k;
	size_t i;

	(void)state;
	for (k = 1; k <= SAR_CREW_MAX; k++) {
		memset(&jobs, 0, sizeof(jobs));
		jobs.workers = k;
		jobs.fail_from = 100;
		assert_int_equal(sar_crew_run(k, 100, do_job, &jobs, &err), 0);
		for (i = 0; i < 100; i++)
			assert_int_equal(atomic_load(&jobs.calls[i]), 1);
		memset(&jobs, 0, sizeof(jobs));
		jobs.workers = k;
		jobs.fail_from = 40;
		assert_int_equal(sar_crew_run(k, 100, do_job, &jobs, &err), -1);
		assert_string_equal(err.msg, "job 40");
		assert_int_equal(atomic_load(&jobs.calls[99]), 0);
	}
	assert_int_equal(sar_crew_run(2, 0, do_job, &jobs, &err), 0);
}

static void
a_crew_has_a_size(void **state)
{
	(void)state;
	assert_int_equal(sar_crew_size(1), 1);
	assert_int_equal(sar_crew_size(3), 3);
	assert_int_equal(sar_crew_size(5000), SAR_CREW_MAX);
	assert_true(sar_crew_size(0) >= 1);
	assert_true(sar_crew_size(0) <= SAR_CREW_MAX);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_crew_does_each_once_and_names_the_lowest_failure),
		cmocka_unit_test(a_crew_has_a_size),
	};

	return cmocka_run_group_tests_name("base: crew", tests, NULL, NULL);
}
