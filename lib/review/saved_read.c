#include "review/saved_read.h"

#include <stdio.h>
#include <string.h>

#include "base/hex.h"
#include "base/text.h"

int
sar_saved_bad(const struct sar_saved_at *at, const char *member,
    const char *why)
{
	char item[32] = "";
	char place[48] = "";

	if (at->item > 0)
		(void)snprintf(item, sizeof(item), "item %u: ", at->item);
	if (at->list != NULL)
		(void)snprintf(place, sizeof(place), "%s %zu: ", at->list,
		    at->place);
	return sar_err_set(at->err, SAR_EINPUT, "%s: %s%s%s%s%s", at->name,
	    item, place, member, member[0] == '\0' ? "" : ": ", why);
}

int
sar_saved_members(const struct sar_saved_at *at, const json_t *object,
    const char *const *keys, size_t n)
{
	size_t i;

	if (!json_is_object(object))
		return sar_saved_bad(at, "", "expected an object");
	for (i = 0; i < n; i++)
		if (json_object_get(object, keys[i]) == NULL)
			return sar_saved_bad(at, keys[i], "is missing");
	if (json_object_size(object) != n)
		return sar_saved_bad(at, "", "has a member that is not known");
	return 0;
}

int
sar_saved_number(const struct sar_saved_at *at, const json_t *object,
    const char *key, json_int_t min, json_int_t max, json_int_t *out)
{
	const json_t *value = json_object_get(object, key);

	*out = 0;
	if (!json_is_integer(value))
		return sar_saved_bad(at, key, "expected a whole number");
	*out = json_integer_value(value);
	if (*out < min || *out > max)
		return sar_saved_bad(at, key, "out of bounds");
	return 0;
}

const char *
sar_saved_text(const struct sar_saved_at *at, const json_t *object,
    const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	if (text == NULL)
		(void)sar_saved_bad(at, key, "expected a string");
	return text;
}

int
sar_saved_digest(const struct sar_saved_at *at, const json_t *object,
    const char *key, uint8_t out[SAR_SHA256_LEN])
{
	const char *text = sar_saved_text(at, object, key);

	if (text == NULL)
		return -1;
	if (!sar_hex_get(text, out, SAR_SHA256_LEN))
		return sar_saved_bad(at, key, "expected 64 hexadecimal digits");
	return 0;
}

int
sar_saved_word(const struct sar_saved_at *at, const json_t *object,
    const char *key, const char *const *words, size_t n, size_t *out)
{
	const char *text = sar_saved_text(at, object, key);
	size_t i;

	if (text == NULL)
		return -1;
	for (i = 0; i < n; i++)
		if (strcmp(text, words[i]) == 0)
			break;
	*out = i;
	return i < n ? 0 : sar_saved_bad(at, key, "is none of its words");
}

bool
sar_saved_line(const char *text)
{
	size_t left = strlen(text);
	uint32_t code;
	size_t len;

	for (; left > 0; text += len, left -= len) {
		len = sar_text_character(text, left, &code);
		/* What ends a line in some editors ends it in all of ours. */
		if (len == 0 || code < 0x20 || (code >= 0x7f && code < 0xa0) ||
		    code == 0x2028 || code == 0x2029)
			return false;
	}
	return true;
}
