#include "package/passphrase.h"

#include <assert.h>
#include <sodium.h>
#include <stdint.h>
#include <string.h>

#include "package/words.h"

#define WORD_MAX 9
#define CHOSEN_MIN 12

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

const char *const *
sar_passphrase_words(size_t *n)
{
	*n = SAR_PACKAGE_WORDS;
	return sar_package_words;
}
