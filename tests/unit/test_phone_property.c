#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "phone/phone.h"

/*
 * 200,000 different numbers that could exist, each written in one of the
 * forms below: what is read must be that number, and never another's.
 */
#define NUMBERS 200000

static uint64_t seed;

/* xorshift64*: the same numbers on every machine. */
static uint64_t
below(uint64_t n)
{
	seed ^= seed >> 12;
	seed ^= seed << 25;
	seed ^= seed >> 27;
	return (seed * UINT64_C(2685821657736338717) >> 33) % n;
}

/* A kind of number: how it begins, with '?' a digit and '#' one from 2. */
struct range {
	const char *cc;
	const char *nsn;
	unsigned weight;
};

static const struct range ranges[] = {
	{ "44", "1632960###", 1 }, /* dense local blocks */
	{ "44", "16322285??", 1 },
	{ "44", "1442#?????", 20 },
	{ "44", "1###?#????", 40 },
	{ "44", "12045####", 2 }, /* nine digits */
	{ "44", "169772###", 1 },
	{ "44", "207#??????", 20 },
	{ "44", "208#??????", 20 },
	{ "44", "2#########", 10 },
	{ "44", "3#########", 10 },
	{ "44", "3001######", 6 },
	{ "44", "7#########", 60 },
	{ "44", "77009?????", 6 },
	{ "44", "8001??????", 6 },
	{ "44", "800???????", 6 },
	{ "44", "800######", 4 }, /* nine digits */
	{ "44", "9#########", 4 },
	{ "44", "90????????", 2 },
	{ "44", "1534######", 4 },
	{ "44", "1481######", 4 },
	{ "44", "1624######", 4 },
	{ "44", "7797######", 4 },
	{ "44", "7624######", 4 },
	{ "353", "1#######", 10 },
	{ "353", "51?#####", 4 },
	{ "353", "8########", 8 },
	{ "1", "#?##??????", 20 },
	{ "49", "30######", 6 },
	{ "49", "30########", 6 },
	{ "49", "1#########", 6 },
	{ "49", "89#######", 6 },
	{ "33", "1########", 8 },
	{ "33", "6########", 8 },
	{ "33", "4########", 8 },
};

struct number {
	int64_t key;
	uint32_t cc_len;
	uint32_t trunk; /* its country dials 0 first */
};

static void
generate(struct number *out)
{
	unsigned total = 0;
	unsigned at;
	size_t i;
	char digits[24];
	size_t n;

	for (i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++)
		total += ranges[i].weight;
	at = (unsigned)below(total);
	for (i = 0; at >= ranges[i].weight; i++)
		at -= ranges[i].weight;
	n = (size_t)snprintf(digits, sizeof(digits), "%s%s", ranges[i].cc,
	    ranges[i].nsn);
	while (n-- > 0)
		if (digits[n] == '?')
			digits[n] = (char)('0' + below(10));
		else if (digits[n] == '#')
			digits[n] = (char)('2' + below(8));
	out->key = strtoll(digits, NULL, 10);
	out->cc_len = (uint32_t)strlen(ranges[i].cc);
	out->trunk = strcmp(ranges[i].cc, "1") != 0;
}

static int
by_key(const void *a, const void *b)
{
	const struct number *x = a;
	const struct number *y = b;

	return x->key < y->key ? -1 : x->key > y->key;
}

/* NUMBERS different ones, sorted. */
static struct number *
all_numbers(void)
{
	struct number *list = calloc(NUMBERS, sizeof(*list));
	size_t n = 0;
	size_t i, kept;

	assert_non_null(list);
	seed = UINT64_C(0x9e3779b97f4a7c15);
	while (n < NUMBERS) {
		while (n < NUMBERS)
			generate(&list[n++]);
		qsort(list, n, sizeof(*list), by_key);
		for (i = 1, kept = 1; i < n; i++)
			if (list[i].key != list[kept - 1].key)
				list[kept++] = list[i];
		n = kept;
	}
	return list;
}

/* Put spaces, dashes, dots and brackets between some digits. */
static void
punctuate(const char *digits, char *out)
{
	static const char *const marks[] = { " ", "-", ".", " - ",
		"\xe2\x80\x93", "\xc2\xa0" };
	const char *mark;

	for (; *digits != '\0'; digits++) {
		*out++ = *digits;
		if (digits[1] == '\0' || below(3) != 0)
			continue;
		/* A point before nothing but zeros is a decimal one. */
		mark = marks[below(6)];
		if (mark[0] == '.' &&
		    digits[1 + strspn(digits + 1, "0")] == '\0')
			mark = " ";
		memcpy(out, mark, strlen(mark));
		out += strlen(mark);
	}
	*out = '\0';
}

static void
fullwidth(const char *digits, char *out)
{
	for (; *digits != '\0'; digits++) {
		*out++ = '\xef';
		*out++ = '\xbc';
		*out++ = (char)(0x90 + (*digits - '0'));
	}
	*out = '\0';
}

enum sure {
	CERTAIN, /* must be read, for certain */
	MAYBE,   /* may be missed, may not be taken for certain */
	SKIPPED  /* no such form of this number */
};

struct parts {
	char e164[24]; /* without + */
	const char *nsn;
	char cc[4];
	char punctuated[128];
};

#define FOREIGN_FORMS 13
#define FORMS 24

/* Forms any number can have. */
static enum sure
render_any(unsigned form, const struct parts *p, const struct number *x,
    char *out, size_t size)
{
	static const char *const formats[FOREIGN_FORMS] = { "+%s", "00%s",
		"tel:+%s;ext=12", "sip:+%s@192.0.2.1:5060;user=phone",
		"<sip:+%s@pbx.example>;tag=1", "\"07700 900999\" <+%s>",
		"900%s", "9,00%s", "14100%s", "+%s x2538",
		"\xe2\x80\xaa+%s\xe2\x80\xac", " '+%s ", "#31#+%s" };
	char wide[128];

	if (form < FOREIGN_FORMS) {
		/* The formats are all our own, with one %s. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		(void)snprintf(out, size, formats[form], p->e164);
#pragma GCC diagnostic pop
		return CERTAIN;
	}
	if (form == FOREIGN_FORMS) {
		fullwidth(p->e164, wide);
		(void)snprintf(out, size, "+%s", wide);
		return CERTAIN;
	}
	if (form == FOREIGN_FORMS + 1) {
		punctuate(p->e164, wide);
		(void)snprintf(out, size, "+%s", wide);
		return CERTAIN;
	}
	if (!x->trunk)
		return SKIPPED;
	(void)snprintf(out, size, form % 2 == 0 ? "+%s (0)%s" : "00%s(0) %s",
	    p->cc, p->punctuated);
	return CERTAIN;
}

/* Forms of a +44 number. */
static enum sure
render_gb(unsigned form, const struct parts *p, char *out, size_t size)
{
	switch (form - FOREIGN_FORMS - 4) {
	case 0:
		(void)snprintf(out, size, "0%s", p->punctuated);
		return CERTAIN;
	case 1:
		(void)snprintf(out, size, "90%s", p->nsn);
		return CERTAIN;
	case 2:
		(void)snprintf(out, size, "141 0%s", p->punctuated);
		return CERTAIN;
	case 3:
		(void)snprintf(out, size, "\"J <1>\" <0%s>", p->nsn);
		return CERTAIN;
	case 4:
		(void)snprintf(out, size, "sip:0%s@192.0.2.1", p->nsn);
		return CERTAIN;
	case 5:
		(void)snprintf(out, size, "%s", p->e164);
		return CERTAIN;
	default:
		/* Without its 0, as a spreadsheet leaves it. */
		(void)snprintf(out, size, below(2) == 0 ? "%s" : "%s.0",
		    p->nsn);
		return MAYBE;
	}
}

static enum sure
render(unsigned form, const struct number *x, char *out, size_t size)
{
	struct parts p;

	(void)snprintf(p.e164, sizeof(p.e164), "%lld", (long long)x->key);
	(void)snprintf(p.cc, sizeof(p.cc), "%.*s", (int)x->cc_len, p.e164);
	p.nsn = p.e164 + x->cc_len;
	punctuate(p.nsn, p.punctuated);
	if (form < FOREIGN_FORMS + 4)
		return render_any(form, &p, x, out, size);
	return strcmp(p.cc, "44") == 0 ? render_gb(form, &p, out, size)
				       : SKIPPED;
}

static void
no_form_is_read_as_anothers_number_and_none_is_missed(void **state)
{
	static const struct sar_phone_plan gb9 = { 44, '9', "" };
	struct number *list = all_numbers();
	size_t done[3] = { 0, 0, 0 };
	size_t wrong = 0;
	struct sar_phone p;
	enum sure sure;
	char text[256];
	size_t i;

	(void)state;
	for (i = 0; i < NUMBERS; i++) {
		sure = render((unsigned)below(FORMS), &list[i], text,
		    sizeof(text));
		done[sure]++;
		if (sure == SKIPPED)
			continue;
		sar_phone_read(&gb9, text, strlen(text), &p);
		if (sure == CERTAIN && p.kind == SAR_PHONE_E164 && p.certain &&
		    p.key == list[i].key)
			continue;
		if (sure == MAYBE && (p.key == 0 || p.key == list[i].key) &&
		    !p.certain)
			continue;
		if (wrong++ < 20)
			print_message("[%s] of %lld read as %s %s\n", text,
			    (long long)list[i].key, sar_phone_kind_name(p.kind),
			    p.digits);
	}
	free(list);
	assert_int_equal(wrong, 0);
	assert_true(done[CERTAIN] > NUMBERS / 2 && done[MAYBE] > 5000);
}

static void
every_certain_form_of_a_sample_is_read(void **state)
{
	static const struct sar_phone_plan gb9 = { 44, '9', "" };
	struct number *list = all_numbers();
	struct sar_phone p;
	char text[256];
	unsigned form;
	size_t i;

	(void)state;
	for (i = 0; i < NUMBERS; i += 199)
		for (form = 0; form < FORMS - 1; form++) {
			if (render(form, &list[i], text, sizeof(text)) !=
			    CERTAIN)
				continue;
			sar_phone_read(&gb9, text, strlen(text), &p);
			assert_int_equal(p.kind, SAR_PHONE_E164);
			assert_int_equal(p.key, list[i].key);
			assert_true(p.certain);
		}
	free(list);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    no_form_is_read_as_anothers_number_and_none_is_missed),
		cmocka_unit_test(every_certain_form_of_a_sample_is_read),
	};

	return cmocka_run_group_tests_name("phone_property", tests, NULL, NULL);
}
