#include "package/passphrase.h"

#include <assert.h>
#include <ctype.h>
#include <math.h>
#include <sodium.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "package/words.h"

#define WORD_MAX 9
#define CHOSEN_MIN 12
#define BITS_MIN 77 /* of six words, rounded down */
#define DIFFERENT_MIN 6
#define WORD_BITS 13 /* of one word, rounded up */
#define SHORT_WORD 3
#define DIFFERENT_WORDS_MIN 4
#define CHOSEN_WORD_MIN 5
#define CHOSEN_WORD_MAX 12

static_assert(SAR_PASSPHRASE_WORDS * (WORD_MAX + 1) - 1 <= SAR_PASSPHRASE_MAX,
    "the usual passphrase always fits");

/* Draw ${words} words into ${text}, which has room; return the length. */
static size_t
draw(unsigned words, char *text)
{
	const char *word;
	size_t len = 0;
	size_t n;
	unsigned i;

	for (i = 0; i < words; i++) {
		word =
		    sar_package_words[randombytes_uniform(SAR_PACKAGE_WORDS)];
		n = strlen(word);
		if (i > 0)
			text[len++] = '-';
		memcpy(text + len, word, n);
		len += n;
	}
	return len;
}

struct sar_secret *
sar_passphrase_generate(unsigned words, struct sar_err *err)
{
	struct sar_secret *secret = NULL;
	char *text;
	size_t len;

	if (words < SAR_PASSPHRASE_WORDS || words > SAR_PASSPHRASE_WORDS_MAX) {
		(void)sar_err_set(err, SAR_EINPUT,
		    "passphrase: %u words, not %d to %d", words,
		    SAR_PASSPHRASE_WORDS, SAR_PASSPHRASE_WORDS_MAX);
		return NULL;
	}
	if (sodium_init() == -1 ||
	    (text = sodium_malloc(words * (size_t)(WORD_MAX + 1))) == NULL) {
		(void)sar_err_set(err, SAR_EFAIL,
		    "passphrase: no protected memory");
		return NULL;
	}
	/*
	 * From eleven words on, some draws are longer than 7-Zip takes.  All
	 * of it is drawn again, so that those that fit stay equally likely.
	 */
	do {
		len = draw(words, text);
	} while (len > SAR_PASSPHRASE_MAX);
	secret = sar_secret_new(text, len, err);
	sodium_free(text);
	return secret;
}

int
sar_passphrase_check(const struct sar_secret *secret, struct sar_err *err)
{
	const char *text = sar_secret_data(secret);
	size_t len = sar_secret_len(secret);
	size_t i;

	if (len < CHOSEN_MIN || len > SAR_PASSPHRASE_MAX)
		return sar_err_set(err, SAR_ESECRET,
		    "passphrase: not %d to %d characters", CHOSEN_MIN,
		    SAR_PASSPHRASE_MAX);
	for (i = 0; i < len; i++)
		/* Readers disagree on how others are to be encoded. */
		if (text[i] < ' ' || text[i] > '~')
			return sar_err_set(err, SAR_ESECRET,
			    "passphrase: a character that is not "
			    "printable ASCII");
	return 0;
}

/* The bits of one character drawn from the kinds there are in the text. */
static double
bits_of_one(const char *text, size_t len)
{
	bool lower = false, upper = false, digit = false, other = false;
	size_t i;

	for (i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];

		lower |= islower(c) != 0;
		upper |= isupper(c) != 0;
		digit |= isdigit(c) != 0;
		other |= !isalnum(c);
	}
	return log2(lower * 26 + upper * 26 + digit * 10 + other * 33);
}

/* How many letters of one case there are at ${text}, the first in either. */
static size_t
run_at(const char *text, size_t len)
{
	size_t n = 1;
	bool upper;

	if (!isalpha((unsigned char)text[0]))
		return 0;
	upper = len > 1 && isupper((unsigned char)text[1]);
	while (n < len && isalpha((unsigned char)text[n]) &&
	       (isupper((unsigned char)text[n]) != 0) == upper)
		n++;
	return n;
}

/*
 * What the text has at best.  A run of letters as long as words are is one of a
 * list, as ours is, and what else stands there counts once: between words it is
 * the same again, or a year.
 */
static double
bits_at_best(const char *text, size_t len)
{
	double one = bits_of_one(text, len);
	bool seen[256] = { false };
	unsigned words = 0, others = 0, different = 0;
	size_t i, run;

	for (i = 0; i < len;) {
		run = run_at(text + i, len - i);
		if (run >= CHOSEN_WORD_MIN && run <= CHOSEN_WORD_MAX) {
			words++;
			i += run;
			continue;
		}
		for (run += run == 0; run > 0; run--, i++) {
			others++;
			different += !seen[(unsigned char)text[i]];
			seen[(unsigned char)text[i]] = true;
		}
	}
	return words * WORD_BITS + (words > 0 ? different : others) * one;
}

static unsigned
count_different(const char *text, size_t len)
{
	bool seen[256] = { false };
	unsigned n = 0;
	size_t i;

	for (i = 0; i < len; i++) {
		n += !seen[(unsigned char)text[i]];
		seen[(unsigned char)text[i]] = true;
	}
	return n;
}

/* The next word at or after *${i}: its length, 0 at the end. */
static size_t
next_word(const char *text, size_t len, size_t *i)
{
	size_t end;

	while (*i < len && !isalpha((unsigned char)text[*i]))
		(*i)++;
	for (end = *i; end < len && isalpha((unsigned char)text[end]); end++)
		;
	return end - *i;
}

/*
 * Six words of three letters or more, as ours are: however short, and one may
 * have been drawn twice.
 */
static bool
is_six_words(const char *text, size_t len)
{
	size_t at[SAR_PASSPHRASE_WORDS], lens[SAR_PASSPHRASE_WORDS];
	unsigned n = 0, different = 0, k;
	size_t i = 0, word;

	for (;
	     n < SAR_PASSPHRASE_WORDS && (word = next_word(text, len, &i)) > 0;
	     i += word) {
		if (word < SHORT_WORD)
			continue;
		for (k = 0; k < n; k++)
			if (lens[k] == word &&
			    strncasecmp(text + at[k], text + i, word) == 0)
				break;
		different += k == n;
		at[n] = i;
		lens[n++] = word;
	}
	return n == SAR_PASSPHRASE_WORDS && different >= DIFFERENT_WORDS_MIN;
}

/* How many words it is made of; 0 when it is not made of several. */
static unsigned
count_chosen_words(const char *text, size_t len)
{
	bool in_word = false;
	unsigned n = 0;
	size_t i;

	for (i = 0; i < len; i++) {
		bool letter = isalpha((unsigned char)text[i]) != 0;

		if (!letter && strchr(" -_.,", text[i]) == NULL)
			return 0;
		n += letter && !in_word;
		in_word = letter;
	}
	return n == 1 ? 0 : n;
}

int
sar_passphrase_strong(const struct sar_secret *secret, struct sar_err *err)
{
	const char *text = sar_secret_data(secret);
	size_t len = sar_secret_len(secret);
	unsigned words = count_chosen_words(text, len);
	const char *why = NULL;

	if (count_different(text, len) < DIFFERENT_MIN)
		why = "fewer than six different characters";
	else if (words > 0 && words < SAR_PASSPHRASE_WORDS)
		why = "fewer than six words";
	else if (!(words > 0 && is_six_words(text, len)) &&
		 bits_at_best(text, len) < BITS_MIN)
		why = "too short for what it is made of";
	if (why == NULL)
		return 0;
	(void)sar_err_set(err, SAR_ESECRET, "passphrase: weak: %s", why);
	sar_err_hint(err, "give none, and one is generated; sar-package(5) "
			  "says what is strong enough");
	return -1;
}

const char *const *
sar_passphrase_words(size_t *n)
{
	*n = SAR_PACKAGE_WORDS;
	return sar_package_words;
}
