/* What a board is told, against tests/vectors/board.py, which counts from what
   happened and not from records. */
#include "board/board.h"
#include "docket_file.h"
#include "oracle.h"

#define LOGS 120
#define LINE 65536

static struct sar_holidays *table;

static int64_t
number(const json_t *of, const char *key)
{
	const json_t *value = json_object_get(of, key);

	if (!json_is_integer(value))
		fail_msg("no %s", key);
	return (int64_t)json_integer_value(value);
}

static void
span_agrees(const struct sar_board_span *span, const json_t *want)
{
	int i;

	assert_int_equal(span->from, number(want, "from"));
	assert_int_equal(span->to, number(want, "to"));
	assert_int_equal(span->median2, number(want, "median2"));
	for (i = 0; i < SAR_BOARD_WHATS; i++) {
		const char *name = sar_board_name((enum sar_board_what)i);

		if ((int64_t)span->count[i] != number(want, name))
			fail_msg("%s: %d, not %d", name, (int)span->count[i],
			    (int)number(want, name));
	}
}

static void
board_agrees(const struct file *file, const json_t *line)
{
	const json_t *want = json_object_get(line, "want");
	const json_t *months = json_object_get(want, "months");
	const struct sar_board_options options = {
		.from = (int32_t)number(line, "from"),
		.to = (int32_t)number(line, "to"),
		.today = (int32_t)number(line, "today"),
		.holidays = table,
	};
	struct sar_err err = SAR_ERR_INIT;
	struct sar_board board;
	size_t i;

	assert_int_equal(sar_board_make(file->dockets, &options, &board, &err),
	    0);
	span_agrees(&board.whole, json_object_get(want, "whole"));
	assert_int_equal(board.n, json_array_size(months));
	for (i = 0; i < board.n; i++)
		span_agrees(&board.months[i], json_array_get(months, i));
	for (i = 0; i < SAR_BOARD_NOWS; i++) {
		const char *name = sar_board_now_name((enum sar_board_now)i);

		if ((int64_t)board.now[i] !=
		    number(json_object_get(want, "now"), name))
			fail_msg("%s: %d", name, (int)board.now[i]);
	}
	sar_board_clear(&board);
}

static void
take(struct file *file, const json_t *record)
{
	char *members = json_dumps(json_array_get(record, 2), JSON_COMPACT);

	assert_non_null(members);
	(void)at(file, json_string_value(json_array_get(record, 0)),
	    json_string_value(json_array_get(record, 1)), members);
	free(members);
}

static void
logs_of(const char *seed)
{
	static char text[LINE];
	struct file *file = file_new();
	struct oracle oracle = oracle_start("board.py", seed, LOGS);
	int logs = 0;
	json_t *line;

	while (fgets(text, sizeof(text), oracle.out) != NULL) {
		assert_non_null(line = json_loads(text, 0, NULL));
		if (json_object_get(line, "record") != NULL) {
			take(file, json_object_get(line, "record"));
		} else {
			board_agrees(file, line);
			logs++;
			file_free(file);
			file = file_new();
		}
		json_decref(line);
	}
	file_free(file);
	oracle_end(&oracle);
	assert_int_equal(logs, LOGS);
}

static void
the_same_logs_as_always_agree(void **state)
{
	(void)state;
	logs_of("7");
}

static void
logs_that_were_never_seen_agree(void **state)
{
	char seed[ORACLE_SEED];

	(void)state;
	logs_of(oracle_seed(seed));
}

static void
days_the_wrong_way_round_are_refused(void **state)
{
	struct sar_board_options options = { .from = 2, .to = 1 };
	struct file *file = file_new();
	struct sar_err err = SAR_ERR_INIT;
	struct sar_board board;

	(void)state;
	options.holidays = table;
	assert_int_equal(sar_board_make(file->dockets, &options, &board, &err),
	    -1);
	assert_int_equal(err.code, SAR_EINPUT);
	options.to = 31 * SAR_BOARD_MONTHS + 31;
	assert_int_equal(sar_board_make(file->dockets, &options, &board, &err),
	    -1);
	assert_int_equal(err.code, SAR_EINPUT);
	options.from = options.to = SAR_DATE_LAST;
	assert_int_equal(sar_board_make(file->dockets, &options, &board, &err),
	    0);
	assert_int_equal(board.n, 1);
	assert_int_equal(board.months[0].to, SAR_DATE_LAST);
	assert_int_equal(board.whole.median2, SAR_BOARD_NO_MEDIAN);
	sar_board_clear(&board);
	file_free(file);
}

static int
set_up(void **state)
{
	struct sar_err err = SAR_ERR_INIT;

	(void)state;
	table = sar_holidays_builtin(&err);
	return table == NULL ? -1 : 0;
}

static int
tear_down(void **state)
{
	(void)state;
	sar_holidays_free(table);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_logs_as_always_agree),
		cmocka_unit_test(logs_that_were_never_seen_agree),
		cmocka_unit_test(days_the_wrong_way_round_are_refused),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
