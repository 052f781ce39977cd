#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "ingest/guess.h"
#include "ingest/timeform.h"

static const char *const dates[] = { "YYYY-MM-DD", "YYYY/MM/DD", "YYYYMMDD",
	"DD/MM/YYYY", "MM/DD/YYYY", "D/M/YYYY", "M/D/YYYY", "DD-MM-YYYY",
	"MM-DD-YYYY", "DD.MM.YYYY", "D.M.YYYY", "DD/MM/YY", "MM/DD/YY",
	"D/M/YY", "M/D/YY", "DD MON YYYY", "D MON YYYY", "DD-MON-YYYY",
	"D-MON-YYYY", "DD-MON-YY", "MON D YYYY", "MON D, YYYY" };
static const char *const clocks[] = { "HH:MI:SS", "H:MI:SS", "HH:MI", "H:MI",
	"HHMISS", "HH:MI:SS.FFF", "H:MI:SS AM", "H:MI:SSAM", "H:MI AM",
	"H:MIAM", "HH:MI:SSTZ", "HH:MI:SS TZ", "HH:MI:SS.FFFTZ" };
static const char *const between[] = { " ", "T" };

/* In lower case; a value that is none of these never leaves its file. */
static const struct sar_guess_word words[] = { { "in", "in" },
	{ "inbound", "in" }, { "incoming", "in" }, { "received", "in" },
	{ "i", "in" }, { "out", "out" }, { "outbound", "out" },
	{ "outgoing", "out" }, { "placed", "out" }, { "made", "out" },
	{ "o", "out" }, { "internal", "internal" }, { "answered", "value" },
	{ "answer", "value" }, { "ans", "value" }, { "connected", "value" },
	{ "completed", "value" }, { "yes", "value" }, { "true", "value" },
	{ "y", "value" }, { "1", "value" } };

/* One word is listed once for each way of writing it that is met. */
_Static_assert(sizeof(words) / sizeof(words[0]) <= SAR_GUESS_WORDS,
    "room for all words");

static struct sar_guess_form forms[SAR_GUESS_FORMS];
static size_t n_forms;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void
add(enum sar_guess_kind kind, const char *a, const char *b, const char *c)
{
	struct sar_guess_form *form = &forms[n_forms];
	int len = snprintf(form->text, sizeof(form->text), "%s%s%s", a, b, c);

	form->kind = kind;
	if (len > 0 && (size_t)len < sizeof(form->text) &&
	    n_forms < SAR_GUESS_FORMS - 1)
		n_forms++;
}

static void
make_forms(void)
{
	const size_t n_dates = sizeof(dates) / sizeof(dates[0]);
	const size_t n_clocks = sizeof(clocks) / sizeof(clocks[0]);
	size_t d, b, c;

	for (d = 0; d < n_dates; d++)
		for (b = 0; b < sizeof(between) / sizeof(between[0]); b++)
			for (c = 0; c < n_clocks; c++)
				add(SAR_GUESS_MOMENT, dates[d], between[b],
				    clocks[c]);
	for (d = 0; d < n_dates; d++)
		add(SAR_GUESS_DATE, dates[d], "", "");
	for (c = 0; c < n_clocks; c++)
		add(SAR_GUESS_CLOCK, clocks[c], "", "");
}

const struct sar_guess_form *
sar_guess_forms(size_t *n)
{
	(void)pthread_once(&once, make_forms);
	*n = n_forms;
	return forms;
}

const struct sar_guess_word *
sar_guess_word(size_t i)
{
	return i < sizeof(words) / sizeof(words[0]) ? &words[i] : NULL;
}
