/* Registration lines: sar-log(5). */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/b64.h"
#include "redact/extent.h"

#define LINE_MAX 4096
#define MEMBERS 12 /* and "was", where another registration went before */
#define CODEC_MAX 32

/* Just ${n} bytes in Base64. */
static bool
take_b64(const json_t *value, uint8_t *out, size_t n)
{
	const char *text = json_string_value(value);
	size_t got = 0;

	return text != NULL && sar_b64_get(text, strlen(text), out, n, &got) &&
	       got == n;
}

static bool
take_number(const json_t *object, const char *key, uint64_t max, uint64_t *out)
{
	const json_t *value = json_object_get(object, key);

	if (!json_is_integer(value) || json_integer_value(value) < 0)
		return false;
	*out = (uint64_t)json_integer_value(value);
	return *out <= max;
}

static bool
take_shape(const json_t *object, struct sar_redact_shape *shape)
{
	uint64_t channels, rate, block;

	if (!take_number(object, "ch", SAR_REDACT_CHANNELS, &channels) ||
	    !take_number(object, "rate", SAR_EXTENT_RATE_MAX, &rate) ||
	    !take_number(object, "frames", UINT64_MAX, &shape->frames) ||
	    !take_number(object, "B", UINT32_MAX, &block))
		return false;
	shape->channels = (uint32_t)channels;
	shape->rate = (uint32_t)rate;
	return sar_extent_ok(shape) && block == sar_redact_block(shape->rate);
}

static bool
take_roots(const json_t *object, struct sar_redact_registered *out)
{
	const json_t *roots = json_object_get(object, "roots");
	size_t c;

	if (json_array_size(roots) != out->shape.channels)
		return false;
	for (c = 0; c < out->shape.channels; c++)
		if (!take_b64(json_array_get(roots, c), out->roots.root[c],
			SAR_SHA256_LEN))
			return false;
	return true;
}

static bool
is_word(const char *text, size_t len, const char *others)
{
	size_t i;

	for (i = 0; i < len; i++)
		if ((text[i] < 'a' || text[i] > 'z') &&
		    (text[i] < '0' || text[i] > '9') &&
		    (text[i] == '\0' || strchr(others, text[i]) == NULL))
			return false;
	return len > 0;
}

/* As "libsndfile-1.2.0 flac": there is no room for anything else. */
static bool
take_decoder(const json_t *object, struct sar_redact_registered *out)
{
	const char *codec = json_string_value(json_object_get(object, "codec"));
	const char *text = json_string_value(json_object_get(object, "dec"));
	const char *space = text == NULL ? NULL : strchr(text, ' ');

	if (codec == NULL || space == NULL ||
	    strlen(text) >= sizeof(out->decoder) ||
	    !is_word(text, (size_t)(space - text), "./-") ||
	    strlen(codec) > CODEC_MAX || !is_word(codec, strlen(codec), "-") ||
	    strcmp(space + 1, codec) != 0)
		return false;
	memcpy(out->decoder, text, strlen(text) + 1);
	return true;
}

static bool
is_text(const json_t *object, const char *key, const char *want)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text != NULL && strcmp(text, want) == 0;
}

/* Twelve members that are there are all of twelve. */
static bool
take_line(const json_t *object, struct sar_redact_registered *out)
{
	uint8_t bytes[SAR_SHA256_LEN];
	const json_t *was = json_object_get(object, "was");
	uint64_t v;

	return json_object_size(object) == MEMBERS + (was != NULL) &&
	       (was == NULL || take_b64(was, bytes, 16)) &&
	       take_number(object, "v", 2, &v) && v == 2 &&
	       is_text(object, "fmt", "s16le") &&
	       take_b64(json_object_get(object, "file"), bytes, 32) &&
	       take_b64(json_object_get(object, "rec"), bytes, 16) &&
	       take_b64(json_object_get(object, "salt"), bytes, 16) &&
	       take_shape(object, &out->shape) && take_roots(object, out) &&
	       take_decoder(object, out);
}

/* Is it written in the one way there is (RFC 8785)? */
static bool
is_canonical(const json_t *object, const char *line, size_t len)
{
	char *text = json_dumps(object,
	    JSON_SORT_KEYS | JSON_COMPACT | JSON_ENSURE_ASCII);
	bool same = text != NULL && strlen(text) == len &&
		    memcmp(text, line, len) == 0;

	free(text);
	return same;
}

int
sar_redact_line_parse(const char *name, const char *line, size_t len,
    struct sar_redact_registered *out, struct sar_err *err)
{
	json_t *object = NULL;
	int rc = -1;

	memset(out, 0, sizeof(*out));
	if (len <= LINE_MAX)
		object = json_loadb(line, len, JSON_REJECT_DUPLICATES, NULL);
	if (object != NULL && is_canonical(object, line, len) &&
	    take_line(object, out))
		rc = 0;
	json_decref(object);
	if (rc == -1)
		(void)sar_err_set(err, SAR_EINPUT,
		    "%s: not a registration line of a recording that was "
		    "committed to",
		    name);
	return rc;
}
