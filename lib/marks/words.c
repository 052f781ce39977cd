#include "marks/words.h"

#include <stdio.h>
#include <string.h>

/* In the order of enum sar_words_key. */
static const struct key {
	const char *name;
	const char *expected;
	const char *again;
	const char *late;
} keys[SAR_WORDS_KEYS] = {
	{ "channel", "channel: expected numbers from 1 to 8, as channel=1,2",
	    "channel is given twice", "channel= stands right after the code" },
	{ "fill", "fill: expected tone or silence", "fill is given twice",
	    "fill= stands right after the code" },
	{ "decision", "decision: expected up to 8 letters and digits",
	    "decision is given twice",
	    "decision= stands right after the code" },
};

/* Part of a text. */
struct word {
	const char *text;
	size_t len;
};

static void
skip_blanks(struct word *text)
{
	while (text->len > 0 && sar_lines_blank(text->text[0])) {
		text->text++;
		text->len--;
	}
}

/* The next word of ${text} is taken off it; false when there is none. */
static bool
take_word(struct word *text, struct word *out)
{
	size_t n = 0;

	skip_blanks(text);
	while (n < text->len && !sar_lines_blank(text->text[n]))
		n++;
	out->text = text->text;
	out->len = n;
	text->text += n;
	text->len -= n;
	return n > 0;
}

bool
sar_words_basis(const char *text, size_t len, struct sar_mark *mark)
{
	const struct sar_basis *basis;
	char word[SAR_BASIS_MAX];

	if (len == 0 || len >= sizeof(word) || memchr(text, '\0', len) != NULL)
		return false;
	memcpy(word, text, len);
	word[len] = '\0';
	if ((basis = sar_basis_find(word)) == NULL)
		return false;
	(void)snprintf(mark->basis, sizeof(mark->basis), "%s", basis->code);
	return true;
}

/* The code, up to a space, a colon or the end, is taken off ${text}. */
static bool
take_basis(struct word *text, struct sar_mark *mark)
{
	size_t n = 0;

	skip_blanks(text);
	while (n < text->len && text->text[n] != ' ' && text->text[n] != ':')
		n++;
	if (!sar_words_basis(text->text, n, mark))
		return false;
	if (n < text->len)
		n++;
	text->text += n;
	text->len -= n;
	return true;
}

/* "1", "2,1": numbers of channels as people count them, each once. */
static bool
set_channels(struct sar_mark *mark, const char *value, size_t len)
{
	uint32_t bit;
	uint32_t set = 0;
	size_t i;

	for (i = 0; i < len; i += 2) {
		if (value[i] < '1' || value[i] > '0' + SAR_MARKS_CHANNELS_MAX)
			return false;
		if (i + 1 < len && (value[i + 1] != ',' || i + 2 == len))
			return false;
		bit = UINT32_C(1) << (value[i] - '1');
		if ((set & bit) != 0)
			return false;
		set |= bit;
	}
	mark->channels = set;
	return set != 0;
}

static bool
is(const char *value, size_t len, const char *what)
{
	return strlen(what) == len && memcmp(value, what, len) == 0;
}

static bool
set_fill(struct sar_mark *mark, const char *value, size_t len)
{
	if (is(value, len, "tone"))
		mark->fill = SAR_MARK_FILL_TONE;
	else if (is(value, len, "silence"))
		mark->fill = SAR_MARK_FILL_SILENCE;
	else
		return false;
	return true;
}

static bool
set_decision(struct sar_mark *mark, const char *value, size_t len)
{
	if (!sar_decision_is_id(value, len))
		return false;
	memcpy(mark->decision, value, len);
	mark->decision[len] = '\0';
	return true;
}

const char *
sar_words_set(struct sar_mark *mark, enum sar_words_key key, const char *value,
    size_t len)
{
	bool ok = false;

	switch (key) {
	case SAR_WORDS_CHANNEL:
		ok = set_channels(mark, value, len);
		break;
	case SAR_WORDS_FILL:
		ok = set_fill(mark, value, len);
		break;
	case SAR_WORDS_DECISION:
		ok = set_decision(mark, value, len);
		break;
	case SAR_WORDS_KEYS:
		break;
	}
	return ok ? NULL : keys[key].expected;
}

/* In ASCII alone: the locale has no say. */
bool
sar_words_is(const char *text, size_t len, const char *word)
{
	size_t i;

	if (strlen(word) != len)
		return false;
	for (i = 0; i < len; i++)
		if ((text[i] >= 'A' && text[i] <= 'Z' ? text[i] - 'A' + 'a'
						      : text[i]) != word[i])
			return false;
	return true;
}

/* Which key ${word} begins with, and where its value is. */
static size_t
find_key(const struct word *word, struct word *value)
{
	const char *equals = memchr(word->text, '=', word->len);
	size_t len = equals == NULL ? 0 : (size_t)(equals - word->text);
	size_t k;

	for (k = 0; k < SAR_WORDS_KEYS; k++)
		if (sar_words_is(word->text, len, keys[k].name))
			break;
	value->text = word->text + len + 1;
	value->len = equals == NULL ? 0 : word->len - len - 1;
	return k;
}

/*
 * Words of "key=value" right after the code.  What is not understood there is
 * no comment: it may be what keeps a cut from being too narrow.
 */
static const char *
take_keys(struct word *text, struct sar_mark *mark)
{
	bool seen[SAR_WORDS_KEYS] = { false };
	struct word rest = *text;
	struct word value;
	struct word word;
	const char *why;
	size_t k;

	while (take_word(&rest, &word) && memchr(word.text, '=', word.len)) {
		k = find_key(&word, &value);
		if (k == SAR_WORDS_KEYS)
			return "expected channel=, fill= or decision= after "
			       "the code";
		if (seen[k])
			return keys[k].again;
		seen[k] = true;
		why = sar_words_set(mark, (enum sar_words_key)k, value.text,
		    value.len);
		if (why != NULL)
			return why;
		*text = rest;
	}
	return NULL;
}

/* The same keys further on were hardly meant as a comment. */
static const char *
check_rest(struct word text)
{
	struct word value;
	struct word word;
	size_t k;

	while (take_word(&text, &word)) {
		if ((k = find_key(&word, &value)) < SAR_WORDS_KEYS)
			return keys[k].late;
		skip_blanks(&text);
		for (k = 0; k < SAR_WORDS_KEYS; k++)
			if (text.len > 0 && text.text[0] == '=' &&
			    sar_words_is(word.text, word.len, keys[k].name))
				return "no blanks stand round the = of a key";
	}
	return NULL;
}

int
sar_words_read(const struct sar_lines *lines, unsigned number, const char *text,
    size_t len, const char *code, struct sar_mark *mark, struct sar_err *err)
{
	struct word rest = { text, len };
	const char *why;

	if (!take_basis(&rest, mark) &&
	    (code == NULL || !sar_words_basis(code, strlen(code), mark))) {
		(void)sar_lines_bad(lines, number,
		    "the label does not begin with the code of a provision",
		    err);
		sar_err_hint(err, "codes: %s", sar_basis_codes());
		return -1;
	}
	why = take_keys(&rest, mark);
	if (why == NULL)
		why = check_rest(rest);
	return why == NULL ? 0 : sar_lines_bad(lines, number, why, err);
}

void
sar_words_add(struct sar_buf *buf, const struct sar_mark *mark)
{
	const char *separator = " channel=";
	unsigned c;

	sar_buf_puts(buf, mark->basis);
	for (c = 0; c < SAR_MARKS_CHANNELS_MAX; c++)
		if ((mark->channels >> c & 1) != 0) {
			sar_buf_printf(buf, "%s%u", separator, c + 1);
			separator = ",";
		}
	if (mark->fill != SAR_MARK_FILL_POLICY)
		sar_buf_printf(buf, " fill=%s",
		    mark->fill == SAR_MARK_FILL_TONE ? "tone" : "silence");
	if (mark->decision[0] != '\0')
		sar_buf_printf(buf, " decision=%s", mark->decision);
}
