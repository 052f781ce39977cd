#include <jansson.h>

#include "clock/clock.h"
#include "oracle.h"

/*
 * Lives of a case by tests/vectors/clock.py, which counts day by day: what each
 * event does, and what follows.  Of the same lives, what has to hold of any.
 */
#define LIVES 4000
#define LINE 8192

static const char *const kinds[] = { "asked", "met", "failed", "dropped",
	"doubted", "question", "answer", "withdrawn", "extended" };
static const char *const needs[] = { "identity", "authority", "fee" };
static const char *const wrongs[] = { "fits", "early", "backwards", "future",
	"not-asked", "asked-before", "extended-before", "notice-late",
	"not-running", "over", "too-many" };
static const char *const states[] = { "waiting", "running", "paused" };

static struct sar_holidays *table;

static int
word(const char *const *words, size_t n, const char *text)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strcmp(words[i], text) == 0)
			return (int)i;
	fail_msg("no such word: %s", text);
	return -1;
}

#define WORD(words, text) word(words, sizeof(words) / sizeof(words[0]), text)

static int32_t
day(const json_t *of, const char *key)
{
	const json_t *value = json_object_get(of, key);

	assert_true(json_is_integer(value));
	return (int32_t)json_integer_value(value);
}

static int32_t
day_at(const json_t *list, size_t i)
{
	assert_true(json_is_integer(json_array_get(list, i)));
	return (int32_t)json_integer_value(json_array_get(list, i));
}

static bool
is_true(const json_t *of, const char *key)
{
	return json_is_true(json_object_get(of, key));
}

/* Dates as of a day that no open need or question is after. */
static struct sar_clock_dates
as_of(const struct sar_clock *clock, enum sar_nation nation, int32_t today)
{
	struct sar_clock_dates dates;

	sar_clock_compute(clock, table, nation, today, &dates);
	assert_true(dates.latest >= dates.safe);
	assert_true(dates.start >= clock->received);
	assert_true(dates.safe >= dates.base);
	assert_true(dates.paused_inclusive >= dates.paused_exclusive);
	assert_true(dates.base - dates.start >= (dates.extended ? 89 : 28));
	assert_true(dates.notice_by - dates.start >= 28);
	return dates;
}

/*
 * What is asked or extended never makes an answer due sooner; what comes, or is
 * let go, never later than it was while it was awaited.  Of what the start
 * waits for that holds of the month alone: a pause before the new start is
 * lost, and months differ in length.
 */
static void
moves_the_right_way(enum sar_clock_event_kind kind,
    const struct sar_clock_dates *before, const struct sar_clock_dates *after)
{
	bool later = kind == SAR_CLOCK_ASKED || kind == SAR_CLOCK_FAILED ||
		     kind == SAR_CLOCK_QUESTION || kind == SAR_CLOCK_EXTENDED;
	const struct sar_clock_dates *first = later ? before : after;
	const struct sar_clock_dates *last = later ? after : before;

	assert_true(first->start <= last->start);
	assert_true(first->base <= last->base);
	if (kind < SAR_CLOCK_QUESTION)
		return;
	assert_true(first->safe <= last->safe);
	assert_true(first->latest <= last->latest);
	assert_true(first->notice_by <= last->notice_by);
}

static void
take(struct sar_clock *clock, enum sar_nation nation, const json_t *of)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_clock_dates before, after;
	enum sar_clock_wrong wrong;
	struct sar_clock_event event = {
		.kind = (enum sar_clock_event_kind)WORD(kinds,
		    json_string_value(json_array_get(of, 0))),
		.need = (enum sar_clock_need)WORD(needs,
		    json_string_value(json_array_get(of, 1))),
		.on = day_at(of, 2),
		.logged = day_at(of, 3),
	};

	before = as_of(clock, nation, event.logged);
	assert_int_equal(sar_clock_take(clock, &event, &wrong, &err), 0);
	after = as_of(clock, nation, event.logged);
	assert_string_equal(wrongs[wrong],
	    json_string_value(json_array_get(of, 4)));
	if (wrong == SAR_CLOCK_FITS)
		moves_the_right_way(event.kind, &before, &after);
	else
		assert_memory_equal(&before, &after, sizeof(before));
}

static void
agrees(const struct sar_clock_dates *dates, const json_t *want)
{
	const json_t *paused = json_object_get(want, "paused");
	const json_t *waits = json_object_get(want, "waits");
	size_t i, n = 0;

	assert_string_equal(states[dates->state],
	    json_string_value(json_object_get(want, "state")));
	for (i = 0; i < json_array_size(waits); i++)
		assert_true(dates->waits[WORD(needs,
		    json_string_value(json_array_get(waits, i)))]);
	for (i = 0; i < SAR_CLOCK_NEEDS; i++)
		n += dates->waits[i];
	assert_int_equal(n, json_array_size(waits));
	assert_int_equal(dates->start, day(want, "start"));
	assert_int_equal(dates->paused_inclusive, day_at(paused, 0));
	assert_int_equal(dates->paused_exclusive, day_at(paused, 1));
	assert_int_equal(dates->extended, is_true(want, "extended"));
	assert_int_equal(dates->notice_by, day(want, "notice_by"));
	assert_int_equal(dates->base, day(want, "base"));
	assert_int_equal(dates->latest, day(want, "latest"));
	assert_int_equal(dates->safe, day(want, "safe"));
	assert_int_equal(dates->rolled, is_true(want, "rolled"));
	assert_int_equal(dates->covered, is_true(want, "covered"));
}

static void
live(const char *line)
{
	json_t *life = json_loads(line, 0, NULL);
	const json_t *events = json_object_get(life, "events");
	struct sar_clock_dates dates;
	struct sar_clock clock;
	enum sar_nation nation;
	size_t i;

	assert_non_null(life);
	assert_true(sar_nation_parse(json_string_value(json_object_get(life,
					 "nation")),
	    &nation));
	sar_clock_begin(&clock, day(life, "received"));
	for (i = 0; i < json_array_size(events); i++)
		take(&clock, nation, json_array_get(events, i));
	dates = as_of(&clock, nation, day(life, "today"));
	agrees(&dates, life);
	sar_clock_clear(&clock);
	json_decref(life);
}

static void
lives_of(const char *seed)
{
	char line[LINE];
	struct oracle oracle = oracle_start("clock.py", seed, LIVES);
	int lives = 0;

	while (fgets(line, sizeof(line), oracle.out) != NULL) {
		live(line);
		lives++;
	}
	oracle_end(&oracle);
	assert_int_equal(lives, LIVES);
}

static void
the_same_lives_as_always_agree(void **state)
{
	(void)state;
	lives_of("12");
}

static void
lives_that_were_never_seen_agree(void **state)
{
	char seed[ORACLE_SEED];

	(void)state;
	lives_of(oracle_seed(seed));
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
		cmocka_unit_test(the_same_lives_as_always_agree),
		cmocka_unit_test(lives_that_were_never_seen_agree),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
