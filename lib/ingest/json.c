#include "ingest/json.h"

#include <stdint.h>
#include <string.h>

/* Past the string that begins at ${i}; len when it does not end. */
static size_t
skip_string(const char *text, size_t len, size_t i)
{
	for (i++; i < len && text[i] != '"'; i++)
		if (text[i] == '\\')
			i++;
	return i < len ? i + 1 : len;
}

/* What jansson would read without end: its own limit is 2,048 deep. */
static const char *
find_excess(const char *text, size_t len)
{
	size_t depth = 0, values = 1;
	size_t i = 0;

	while (i < len) {
		switch (text[i]) {
		case '"':
			i = skip_string(text, len, i);
			continue;
		case '{':
		case '[':
			if (++depth > SAR_JSON_DEPTH)
				return "values too deep within each other";
			values++;
			break;
		case '}':
		case ']':
			depth -= depth > 0;
			break;
		case ',':
			values++;
			break;
		default:
			break;
		}
		if (values > SAR_JSON_VALUES)
			return "too many values";
		i++;
	}
	return NULL;
}

json_t *
sar_json_load(const char *name, const char *text, size_t len,
    struct sar_err *err)
{
	const char *excess = find_excess(text, len);
	json_error_t where = { 0 };
	json_t *root;

	if (excess != NULL) {
		(void)sar_err_set(err, SAR_EINPUT, "%s: %s", name, excess);
		return NULL;
	}
	root = json_loadb(text, len, JSON_REJECT_DUPLICATES, &where);
	if (root == NULL && json_error_code(&where) == json_error_out_of_memory)
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
	else if (root == NULL &&
		 json_error_code(&where) == json_error_duplicate_key)
		(void)sar_err_set(err, SAR_EINPUT,
		    "%s: line %d: one name twice in an object", name,
		    where.line);
	/* jansson's own text quotes what stands there. */
	else if (root == NULL)
		(void)sar_err_set(err, SAR_EINPUT,
		    "%s: line %d: not well-formed JSON", name, where.line);
	else if (!json_is_object(root)) {
		(void)sar_err_set(err, SAR_EINPUT, "%s: no JSON object", name);
		json_decref(root);
		root = NULL;
	}
	return root;
}

static size_t
skip_space(const char *text, size_t len, size_t i)
{
	while (i < len && strchr(" \t\r\n", text[i]) != NULL && text[i] != '\0')
		i++;
	return i;
}

/* Past the value that begins at ${i}, at the comma or brace after it. */
static size_t
skip_value(const char *text, size_t len, size_t i)
{
	size_t depth = 0;

	while (i < len) {
		if (depth == 0 && (text[i] == ',' || text[i] == '}'))
			return i;
		if (text[i] == '"') {
			i = skip_string(text, len, i);
			continue;
		}
		if (text[i] == '{' || text[i] == '[')
			depth++;
		if ((text[i] == '}' || text[i] == ']') && depth > 0)
			depth--;
		i++;
	}
	return len;
}

bool
sar_json_names(const char *text, size_t len,
    void (*fn)(void *ctx, const char *name, size_t name_len, char value),
    void *ctx)
{
	size_t from, to;
	size_t i = skip_space(text, len, 0);

	if (i == len || text[i] != '{')
		return false;
	do {
		i = skip_space(text, len, i + 1);
		if (i == len || text[i] != '"')
			break;
		from = i + 1;
		i = skip_string(text, len, i);
		to = i - 1;
		i = skip_space(text, len, i);
		if (i == len || text[i] != ':')
			break;
		i = skip_space(text, len, i + 1);
		fn(ctx, text + from, to - from,
		    (char)(i < len ? text[i] : '\0'));
		i = skip_value(text, len, i);
	} while (i < len && text[i] == ',');
	return true;
}

const char *
sar_json_text(const json_t *object, const char *name)
{
	return json_string_value(json_object_get(object, name));
}
