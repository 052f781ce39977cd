#include "base/words.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct split {
	const char *at;
	char *out; /* where the next character of a word goes */
	const char *why;
};

static bool
refuse(struct split *s, const char *why)
{
	s->why = why;
	return false;
}

/* After ': all is literal up to the next '. */
static bool
take_single(struct split *s)
{
	for (; *s->at != '\''; s->at++) {
		if (*s->at == '\0')
			return refuse(s, "a quote is left open");
		*s->out++ = *s->at;
	}
	s->at++;
	return true;
}

/* After ": a backslash escapes just the characters special in here. */
static bool
take_double(struct split *s)
{
	for (; *s->at != '"'; s->at++) {
		if (*s->at == '\0')
			return refuse(s, "a quote is left open");
		if (*s->at == '$' || *s->at == '`')
			return refuse(s, "no shell runs it: quote $ and ` "
					 "with a backslash");
		if (*s->at == '\\' && s->at[1] != '\0' &&
		    strchr("$`\"\\", s->at[1]) != NULL)
			s->at++;
		*s->out++ = *s->at;
	}
	s->at++;
	return true;
}

static bool
take_word(struct split *s)
{
	while (*s->at != '\0' && *s->at != ' ' && *s->at != '\t') {
		if (strchr("|&;<>()$`\n", *s->at) != NULL)
			return refuse(s, "no shell runs it: quote | & ; < > "
					 "( ) $ and `");
		if (*s->at == '\'' || *s->at == '"') {
			if (!(*s->at++ == '\'' ? take_single(s)
					       : take_double(s)))
				return false;
			continue;
		}
		if (*s->at == '\\' && *++s->at == '\0')
			return refuse(s, "ends with a backslash");
		*s->out++ = *s->at++;
	}
	*s->out++ = '\0';
	return true;
}

char **
sar_words_split(const char *what, const char *text, struct sar_err *err)
{
	struct split s = { text, NULL, NULL };
	size_t len = strlen(text);
	size_t most = len / 2 + 2; /* words, and the NULL */
	size_t n = 0;
	char **words;

	if (len > 65536) {
		(void)sar_err_set(err, SAR_EINPUT, "%s: too long", what);
		return NULL;
	}
	/* The pointers, then the characters: no word grows by splitting. */
	if ((words = calloc(1, most * sizeof(*words) + len + 1)) == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	s.out = (char *)(words + most);
	for (;;) {
		s.at += strspn(s.at, " \t");
		if (*s.at == '\0')
			break;
		words[n++] = s.out;
		if (!take_word(&s))
			break;
	}
	if (s.why == NULL && n == 0)
		s.why = "empty";
	if (s.why != NULL) {
		(void)sar_err_set(err, SAR_EINPUT, "%s: %s", what, s.why);
		free(words);
		return NULL;
	}
	return words;
}
