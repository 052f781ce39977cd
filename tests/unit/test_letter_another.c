/* An answer to somebody who asked on another person's behalf. */
#include "letter_bench.h"

/* ${make}() says nothing of the reader's own calls, data or numbers. */
static void
assert_not_yours(const struct sar_letter *letter,
    char *(*make)(const struct sar_letter *letter, struct sar_err *err))
{
	static const char *const yours[] = { "your telephone", "your calls",
		"your number", "your data", "Your data", "data about you",
		"of yours", "be yours", "comes from you", "about you by",
		"profile of you", "you made", "your own situation",
		"Your rights", "your right " };
	struct sar_err err = SAR_ERR_INIT;
	char *text = make(letter, &err);
	char *flat;
	size_t i;

	assert_non_null(text);
	flat = unwrapped(text);
	for (i = 0; i < sizeof(yours) / sizeof(yours[0]); i++)
		assert_lacks(flat, yours[i]);
	free(flat);
	free(text);
}

static void
who_asks_for_another_person_is_written_to_and_is_not_them(void **state)
{
	static const char *const parts[] = { "To: Quill & Partners About the "
					     "calls of: Zoe Example Our ref",
		"recordings of another person's telephone calls, on that "
		"person's behalf",
		"personal data about that person",
		"this telephone number of that person",
		"Calls that person made",
		"left out because they are not about the person you asked for",
		"All of it comes from the person you asked for",
		"6. The rights of the person you asked for",
		"They, or you on their behalf, can ask us" };
	char profile[sizeof(profile_text) + 8];
	char agent[] = "Quill & Partners";
	char *at, *text, *flat;
	struct bench b;
	size_t i;

	(void)state;
	begin(&b);
	sar_conf_free(b.conf);
	(void)snprintf(profile, sizeof(profile), "%s", profile_text);
	at = strstr(profile, "SOURCE telephone system");
	memcpy(at, "none                   ", 23);
	b.letter.profile = b.conf = profile_of(profile);
	b.request.agent = agent;
	(void)add(&b, SAR_CLASS_DISCLOSED, "whole");
	(void)add(&b, SAR_CLASS_WITHHELD, "not-requester");
	(void)add(&b, SAR_CLASS_WITHHELD, "possible-match");
	text = letter_of(&b);
	assert_lines(text);
	flat = unwrapped(text);
	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		assert_has(flat, parts[i]);
	assert_not_yours(&b.letter, sar_letter_text);
	assert_not_yours(&b.letter, sar_letter_schedule);
	assert_not_yours(&b.letter, sar_letter_schedule_text);
	assert_not_yours(&b.letter, sar_letter_listen);
	b.plan.n = 0;
	memset(b.plan.count, 0, sizeof(b.plan.count));
	assert_not_yours(&b.letter, sar_letter_text);
	free(flat);
	free(text);
	end(&b);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    who_asks_for_another_person_is_written_to_and_is_not_them),
	};

	return cmocka_run_group_tests_name("letter for another", tests, NULL,
	    NULL);
}
