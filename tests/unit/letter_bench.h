#ifndef SAR_TESTS_LETTER_BENCH_H
#define SAR_TESTS_LETTER_BENCH_H

/* A profile, a request and a plan made by hand, for the letter's tests. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>

#include <cmocka.h>

#include "base/text.h"
#include "letter/letter.h"

#define ITEMS_MAX 16
#define CUTS_MAX 200

struct bench {
	struct sar_conf *conf;
	struct sar_request request;
	struct sar_index_recording recording[ITEMS_MAX];
	struct sar_item item[ITEMS_MAX];
	struct sar_marks marks[ITEMS_MAX];
	struct sar_plan_item items[ITEMS_MAX];
	struct sar_plan_cut cuts[CUTS_MAX];
	size_t n_cuts;
	struct sar_plan plan;
	struct sar_letter letter;
	char name[64];
};

/* A profile whose every value says what it is. */
static const char profile_text[] =
    "[organisation]\nname = Wexcombe Council\n[profile]\n"
    "controller = CONTROLLER of Wexcombe\n"
    "contact = CONTACT dp@wexcombe.example\n"
    "purposes = PURPOSES training; disputes\n"
    "categories = CATEGORIES voice\n"
    "recipients = RECIPIENTS staff\n"
    "retention = RETENTION six months\n"
    "source = SOURCE telephone system\n"
    "automated-decisions = none\n"
    "transfers = none\n"
    "complaint-route = ROUTE write to us\n"
    "regulator-contact = REGULATOR 0303 123 1113\n";

static inline const struct sar_conf_key *
all_keys(void)
{
	static struct sar_conf_key keys[32];
	const struct sar_conf_key *more = sar_letter_keys();
	size_t n = 1;

	keys[0].section = "organisation";
	keys[0].key = "name";
	for (; more->key != NULL; more++)
		if (strcmp(more->section, "profile") == 0)
			keys[n++] = *more;
	return keys;
}

static inline struct sar_conf *
profile_of(const char *text)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_conf *conf = sar_conf_parse("sar.conf", text, strlen(text),
	    all_keys(), &err);

	if (conf == NULL)
		fail_msg("%s", err.msg);
	return conf;
}

static inline void
begin(struct bench *b)
{
	memset(b, 0, sizeof(*b));
	b->conf = profile_of(profile_text);
	(void)snprintf(b->request.ref, sizeof(b->request.ref), "SAR-2026-7");
	b->request.n_numbers = 1;
	(void)snprintf(b->request.numbers[0].digits,
	    sizeof(b->request.numbers[0].digits), "+441632960123");
	b->request.from = (struct sar_date){ 2026, 4, 1 };
	b->request.to = (struct sar_date){ 2026, 9, 30 };
	b->request.received = (struct sar_date){ 2026, 10, 1 };
	(void)snprintf(b->name, sizeof(b->name), "Zoe Example");
	b->request.name = b->name;
	b->plan.items = b->items;
	b->letter = (struct sar_letter){ .profile = b->conf,
		.request = &b->request,
		.plan = &b->plan,
		.months = 6,
		.date = { 2026, 10, 12 } };
}

static inline void
end(struct bench *b)
{
	sar_conf_free(b->conf);
}

/* The next item: day N of May, N minutes and N seconds long, at 8 kHz. */
static inline struct sar_plan_item *
add(struct bench *b, enum sar_class class, const char *reason)
{
	size_t i = b->plan.n++;
	struct sar_plan_item *item = &b->items[i];
	int day = (int)i + 1;

	b->recording[i].rate = 8000;
	b->recording[i].frames = 8000 * 61 * (uint64_t)day;
	b->item[i].number = (unsigned)day;
	b->item[i].recording = &b->recording[i];
	b->item[i].start = (struct sar_civil){ { 2026, 5, day }, 9, day, 7 };
	b->item[i].last_day = (struct sar_date){ 2026, 11, day };
	item->item = &b->item[i];
	item->class = class;
	item->reason = reason;
	b->plan.count[class]++;
	if (class == SAR_CLASS_DISCLOSED || class == SAR_CLASS_PART_DISCLOSED) {
		(void)snprintf(item->name, sizeof(item->name), "call-%02d.wav",
		    day);
		item->marks = &b->marks[i];
	}
	return item;
}

/* One more cut of the item added last. */
static inline void
cut(struct bench *b, uint64_t from, uint64_t to, const char *basis)
{
	struct sar_plan_item *item = &b->items[b->plan.n - 1];
	struct sar_plan_cut *next = &b->cuts[b->n_cuts++];

	next->from = from;
	next->to = to;
	(void)snprintf(next->basis, sizeof(next->basis), "%s", basis);
	if (item->n_cuts++ == 0)
		item->cuts = next;
}

static inline char *
letter_of(struct bench *b)
{
	struct sar_err err = SAR_ERR_INIT;
	char *text = sar_letter_text(&b->letter, &err);

	if (text == NULL)
		fail_msg("%s", err.msg);
	return text;
}

/* ${text} with every line break and indent as one space: for searching. */
static inline char *
unwrapped(const char *text)
{
	char *out = calloc(1, strlen(text) + 1);
	size_t n = 0;

	assert_non_null(out);
	for (; *text != '\0'; text++) {
		if (strchr(" \r\n", *text) == NULL)
			out[n++] = *text;
		else if (n > 0 && out[n - 1] != ' ')
			out[n++] = ' ';
	}
	return out;
}

static inline void
assert_has(const char *text, const char *part)
{
	if (strstr(text, part) == NULL)
		fail_msg("no \"%s\" in:\n%s", part, text);
}

static inline void
assert_lacks(const char *text, const char *part)
{
	if (strstr(text, part) != NULL)
		fail_msg("\"%s\" in:\n%s", part, text);
}

/* Every line ends in CRLF and fits; the whole is UTF-8. */
static inline void
assert_lines(const char *text)
{
	const char *end;
	size_t i, columns;

	assert_true(sar_text_utf8(text, strlen(text)));
	for (; *text != '\0'; text = end + 2) {
		assert_non_null(end = strstr(text, "\r\n"));
		for (i = columns = 0; text + i < end; i++) {
			assert_true(text[i] != '\n' && text[i] != '\r');
			if (((unsigned char)text[i] & 0xc0) != 0x80)
				columns++;
		}
		assert_true(columns <= 72);
		assert_true(end == text || end[-1] != ' ');
	}
}

#endif
