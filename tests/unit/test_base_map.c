#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/map.h"

#define MANY 100000

static uint64_t
put(struct sar_map *map, const char *text, uint64_t value)
{
	struct sar_err err = SAR_ERR_INIT;
	uint64_t there = UINT64_MAX;

	assert_int_equal(sar_map_put(map, text, strlen(text), value, &there,
			     &err),
	    0);
	return there;
}

static void
the_first_value_of_a_text_stays(void **state)
{
	struct sar_map map;
	uint64_t value = 7;

	(void)state;
	sar_map_init(&map);
	assert_false(sar_map_get(&map, "a", 1, &value));
	assert_int_equal(value, 7);
	assert_int_equal(put(&map, "a", 0), 0);
	assert_int_equal(put(&map, "a", 5), 0);
	assert_int_equal(put(&map, "", 9), 9);
	assert_int_equal(map.n, 2);
	assert_true(sar_map_get(&map, "a", 1, &value));
	assert_int_equal(value, 0);
	assert_true(sar_map_get(&map, "", 0, &value));
	assert_int_equal(value, 9);
	/* A part of a text is another one, and so is what a NUL is in. */
	assert_false(sar_map_get(&map, "ab", 2, &value));
	assert_false(sar_map_get(&map, "a\0", 2, &value));
	sar_map_clear(&map);
	assert_int_equal(map.n, 0);
}

static void
many_texts_are_all_found_again(void **state)
{
	struct sar_map map;
	char text[32];
	uint64_t i, value;

	(void)state;
	sar_map_init(&map);
	for (i = 0; i < MANY; i++) {
		(void)snprintf(text, sizeof(text), "SAR-%d", (int)i);
		assert_int_equal(put(&map, text, i), i);
	}
	assert_int_equal(map.n, MANY);
	/* Never full, and not more than twice too large. */
	assert_in_range(map.room, MANY, 4 * MANY);
	for (i = 0; i < MANY; i++) {
		(void)snprintf(text, sizeof(text), "SAR-%d", (int)i);
		assert_true(sar_map_get(&map, text, strlen(text), &value));
		assert_int_equal(value, i);
	}
	assert_false(sar_map_get(&map, "SAR-x", 5, &value));
	sar_map_clear(&map);
}

static void
two_maps_are_keyed_apart(void **state)
{
	struct sar_map a, b;

	(void)state;
	sar_map_init(&a);
	sar_map_init(&b);
	assert_memory_not_equal(a.key, b.key, sizeof(a.key));
	sar_map_clear(&a);
	sar_map_clear(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_value_of_a_text_stays),
		cmocka_unit_test(many_texts_are_all_found_again),
		cmocka_unit_test(two_maps_are_keyed_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
