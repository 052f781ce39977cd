#include "request/more.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#define NAME_LONGEST 256
#define TEXT_LONGEST 1024

/* One line of people's own words. */
static int
read_line(const struct sar_conf *conf, const char *key, size_t longest,
    const char *too_long, char **out, struct sar_err *err)
{
	const char *text = sar_conf_get(conf, "", key);
	const char *c;
	uint32_t code;
	size_t n;

	if (text == NULL || text[0] == '\0')
		return 0;
	if (strlen(text) > longest)
		return sar_conf_bad(conf, "", key, 0, too_long, err);
	for (c = text; *c != '\0'; c += n) {
		n = sar_text_character(c, strlen(c), &code);
		if (n == 0)
			return sar_conf_bad(conf, "", key, 0, "not UTF-8", err);
		/* It stands in letters, and on terminals. */
		if (code < ' ' || !sar_text_shown(code))
			return sar_conf_bad(conf, "", key, 0,
			    "a line break, tab or other character that cannot "
			    "be shown as it is",
			    err);
	}
	if ((*out = strdup(text)) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	return 0;
}

/* One of ${words}, which a NULL ends. */
static int
read_word(const struct sar_conf *conf, const char *key,
    const char *const *words, const char *expected, char out[SAR_REQUEST_WORD],
    struct sar_err *err)
{
	const char *text = sar_conf_get(conf, "", key);
	size_t i;

	if (text == NULL)
		return 0;
	for (i = 0; words[i] != NULL; i++)
		if (strcmp(words[i], text) == 0) {
			memcpy(out, text, strlen(text) + 1);
			return 0;
		}
	return sar_conf_bad(conf, "", key, 0, expected, err);
}

int
sar_request_read_more(const struct sar_conf *conf, struct sar_request *request,
    struct sar_err *err)
{
	static const char *const channels[] = { "letter", "email", "web",
		"telephone", "in-person", "social", "other", NULL };
	/* As sar_plan_format_parse() has them. */
	static const char *const formats[] = { "same", "wav", "flac", "mp3",
		"opus", NULL };

	if (read_line(conf, "name", NAME_LONGEST, "longer than 256 bytes",
		&request->name, err) == -1 ||
	    read_line(conf, "agent", NAME_LONGEST, "longer than 256 bytes",
		&request->agent, err) == -1 ||
	    read_line(conf, "adjustments", TEXT_LONGEST,
		"longer than 1024 bytes", &request->adjustments, err) == -1)
		return -1;
	if (read_word(conf, "channel", channels,
		"expected letter, email, web, telephone, in-person, social or "
		"other",
		request->channel, err) == -1)
		return -1;
	return read_word(conf, "prefer", formats,
	    "expected same, wav, flac, mp3 or opus", request->prefer, err);
}
