/* Names in a text, word by word. */
#include <stdlib.h>
#include <string.h>

#include "spot/fold.h"
#include "spot/state.h"

static int
compare(const void *key, const void *member)
{
	const struct sar_spot_name *name = member;

	return strcmp(key, name->text);
}

/* All that are called so: several may differ in their item alone. */
static void
see_all(struct sar_spot_view *view, const char *text)
{
	const struct sar_spot *spot = view->spot;
	const struct sar_spot_name *end = spot->names + spot->n_names;
	const struct sar_spot_name *name = bsearch(text, spot->names,
	    spot->n_names, sizeof(*spot->names), compare);

	if (name == NULL)
		return;
	while (name > spot->names && strcmp(name[-1].text, text) == 0)
		name--;
	for (; name < end && strcmp(name->text, text) == 0; name++)
		sar_spot_see(view, SAR_SPOT_NAME, name->item, view->line);
}

/* The last word, the last two, ... */
static void
look(struct sar_spot_view *view)
{
	const struct sar_spot_words *words = &view->words;
	char text[SAR_SPOT_NAME_MAX + 1];
	char *at = text + sizeof(text) - 1;
	size_t most = words->n < SAR_SPOT_WORDS ? words->n : SAR_SPOT_WORDS;
	const char *word;
	size_t i, len;

	*at = '\0';
	for (i = 0; i < most; i++) {
		word = words->word[(words->n - 1 - i) % SAR_SPOT_WORDS];
		/* One that did not fit is in no name. */
		if ((len = strlen(word)) == 0)
			return;
		if (i > 0)
			*--at = ' ';
		at -= len;
		memcpy(at, word, len);
		see_all(view, at);
	}
}

/* The word that grew is over; true when there was one. */
static bool
end_word(struct sar_spot_words *words)
{
	char *word = words->word[words->n % SAR_SPOT_WORDS];

	if (words->len == 0)
		return false;
	word[words->len > SAR_SPOT_WORD ? 0 : words->len] = '\0';
	words->len = 0;
	words->n++;
	return true;
}

static void
add(struct sar_spot_words *words, char c)
{
	if (words->len < SAR_SPOT_WORD)
		words->word[words->n % SAR_SPOT_WORDS][words->len] = c;
	if (words->len <= SAR_SPOT_WORD)
		words->len++;
}

static bool
is_word(char c)
{
	return sar_fold_letter(c) || sar_fold_digit(c);
}

void
sar_spot_words_next(struct sar_spot_view *view, char c)
{
	if (is_word(c))
		add(&view->words, c);
	else if (end_word(&view->words) && view->spot->n_names > 0)
		look(view);
}

size_t
sar_spot_words_fold(const char *text, size_t len,
    char out[SAR_SPOT_WORDS][SAR_SPOT_WORD + 1])
{
	struct sar_spot_words words = { .n = 0 };
	char folded[SAR_FOLD_MAX];
	size_t i, k, n, taken;
	bool fits = true;

	for (i = 0; i < len; i += taken) {
		taken = sar_fold_next(text + i, len - i, folded, &n);
		for (k = 0; k < n; k++) {
			if (is_word(folded[k]))
				add(&words, folded[k]);
			else
				(void)end_word(&words);
			fits = fits && words.len <= SAR_SPOT_WORD;
		}
	}
	(void)end_word(&words);
	memcpy(out, words.word, sizeof(words.word));
	explicit_bzero(&words.word, sizeof(words.word));
	return fits && words.n <= SAR_SPOT_WORDS ? words.n : 0;
}
