/*
 * Non-interference: with an item that is neither confirmed nor denied, and
 * without it, whoever asked reads the same, to the byte.
 */
#include "letter_bench.h"

/* The first ${n} of five items; the ${at}th of all is not to be told of. */
static void
fill(struct bench *b, int at)
{
	static const struct {
		enum sar_class class;
		const char *reason;
	} all[] = {
		{ SAR_CLASS_DISCLOSED, "inside" },
		{ SAR_CLASS_PART_DISCLOSED, "redacted" },
		{ SAR_CLASS_WITHHELD, "exempt" },
		{ SAR_CLASS_UNAVAILABLE, "expired" },
	};
	struct sar_plan_item *item;
	int i, k = 0;

	begin(b);
	for (i = 0; i < 5; i++) {
		if (i == at) {
			item = add(b, SAR_CLASS_WITHHELD, "neither");
			item->neither = true;
			item->item = &b->item[b->plan.n - 1];
			b->item[b->plan.n - 1].start.date.month = 7;
			b->marks[b->plan.n - 1].damage_heard = true;
			item->marks = &b->marks[b->plan.n - 1];
			item->guard_before_ms = 100;
			cut(b, 0, 9000, "NEITHER");
		} else if (k < 4) {
			item = add(b, all[k].class, all[k].reason);
			item->marks = &b->marks[b->plan.n - 1];
			/* As the k-th of those that are told of, whatever
			   came before. */
			b->item[b->plan.n - 1].start.date.day = k + 1;
			b->item[b->plan.n - 1].start.minute = k + 1;
			b->item[b->plan.n - 1].last_day.day = k + 1;
			b->recording[b->plan.n - 1].frames = (uint64_t)(k + 1) *
							     90000;
			if (item->name[0] != '\0')
				(void)snprintf(item->name, sizeof(item->name),
				    "call-%02d.wav", k + 1);
			if (k == 1)
				cut(b, 96000, 112000, "LPP+TP");
			if (k == 2)
				cut(b, 0, 270000, "CRIME");
			k++;
		}
	}
}

static const struct paper {
	const char *name;
	char *(*make)(const struct sar_letter *letter, struct sar_err *err);
} papers[] = {
	{ "letter.txt", sar_letter_text },
	{ "schedule.txt", sar_letter_schedule_text },
	{ "schedule.csv", sar_letter_schedule },
	{ "listen.html", sar_letter_listen },
};
#define N_PAPERS (sizeof(papers) / sizeof(papers[0]))

static void
write_all(struct bench *b, char *out[N_PAPERS])
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_plan *told = sar_plan_told(&b->plan, &err);
	size_t i;

	assert_non_null(told);
	b->letter.plan = told;
	for (i = 0; i < N_PAPERS; i++)
		if ((out[i] = papers[i].make(&b->letter, &err)) == NULL)
			fail_msg("%s", err.msg);
	sar_plan_told_free(told);
}

static void
free_all(char *out[N_PAPERS])
{
	size_t i;

	for (i = 0; i < N_PAPERS; i++)
		free(out[i]);
}

static void
the_papers_are_the_same_wherever_it_would_stand(void **state)
{
	char *without[N_PAPERS], *with[N_PAPERS];
	struct bench b;
	size_t i;
	int at;

	(void)state;
	fill(&b, -1);
	write_all(&b, without);
	end(&b);
	assert_has(without[0], "Item 4: Not available");
	for (at = 0; at < 5; at++) {
		fill(&b, at);
		assert_int_equal(b.plan.n, 5);
		write_all(&b, with);
		for (i = 0; i < N_PAPERS; i++)
			assert_string_equal(with[i], without[i]);
		free_all(with);
		end(&b);
	}
	free_all(without);
}

static void
an_answer_that_is_nothing_else_is_that_of_nothing(void **state)
{
	char *without[N_PAPERS], *with[N_PAPERS];
	struct sar_plan_item *item;
	struct bench b;
	size_t i;

	(void)state;
	begin(&b);
	write_all(&b, without);
	end(&b);
	begin(&b);
	item = add(&b, SAR_CLASS_WITHHELD, "neither");
	item->neither = true;
	item->marks = &b.marks[0];
	cut(&b, 0, 488000, "NEITHER");
	write_all(&b, with);
	end(&b);
	for (i = 0; i < N_PAPERS; i++)
		assert_string_equal(with[i], without[i]);
	free_all(with);
	free_all(without);
}

/* Were it taken for an item like others, it would show: the test above can
   fail. */
static void
what_is_not_taken_out_shows(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct bench b;
	size_t i;
	char *text;

	(void)state;
	fill(&b, 2);
	for (i = 0; i < N_PAPERS; i++) {
		text = papers[i].make(&b.letter, &err);
		assert_non_null(text);
		assert_has(text, "neither confirmed nor denied");
		free(text);
	}
	end(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    the_papers_are_the_same_wherever_it_would_stand),
		cmocka_unit_test(
		    an_answer_that_is_nothing_else_is_that_of_nothing),
		cmocka_unit_test(what_is_not_taken_out_shows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
