/* What grows by one thing after another. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/grow.h"

static void
room_is_doubled_and_what_was_there_stays(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	size_t n, room = 0, before = 0, times = 0;
	uint64_t *all = NULL;

	(void)state;
	for (n = 0; n < 1000; n++) {
		all = sar_grow_by_one(all, n, &room, sizeof(*all), &err);
		assert_non_null(all);
		assert_true(room > n);
		assert_true(room == before || n == before);
		times += room != before;
		before = room;
		all[n] = n;
	}
	assert_true(times < 10);
	while (n-- > 0)
		assert_int_equal(all[n], n);
	free(all);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(room_is_doubled_and_what_was_there_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
