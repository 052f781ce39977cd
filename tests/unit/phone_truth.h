/* Numbers that could exist, for the phone module's tests. */
#ifndef TEST_PHONE_TRUTH_H
#define TEST_PHONE_TRUTH_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t seed = UINT64_C(0x9e3779b97f4a7c15);

/* xorshift64*: the same numbers on every machine. */
static inline uint64_t
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

/* The countries of the reference's table 1.2. */
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
	{ "44", "8001111", 1 },   /* seven */
	{ "44", "845464?", 1 },
	{ "44", "9#########", 4 },
	{ "44", "90????????", 2 },
	{ "44", "1534######", 4 }, /* Jersey, Guernsey, Isle of Man */
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
	{ "32", "2#######", 6 },
	{ "32", "3#######", 4 },
	{ "32", "4########", 6 },
	{ "36", "1#######", 6 },
	{ "36", "20#######", 6 },
	{ "36", "52######", 4 },
};

struct number {
	int64_t key;
	uint32_t cc_len;
};

static inline void
generate(struct number *out)
{
	unsigned total = 0;
	unsigned at;
	size_t i, n;
	char digits[24];

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
}

static inline int
by_key(const void *a, const void *b)
{
	const struct number *x = a;
	const struct number *y = b;

	return x->key < y->key ? -1 : x->key > y->key;
}

/* ${count} different ones, sorted. */
static inline struct number *
all_numbers(size_t count)
{
	struct number *list = calloc(count, sizeof(*list));
	size_t n = 0;
	size_t i, kept;

	assert_non_null(list);
	while (n < count) {
		while (n < count)
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
static inline void
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

static inline void
fullwidth(const char *digits, char *out)
{
	for (; *digits != '\0'; digits++) {
		*out++ = '\xef';
		*out++ = '\xbc';
		*out++ = (char)(0x90 + (*digits - '0'));
	}
	*out = '\0';
}

#endif
