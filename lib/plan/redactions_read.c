/* Reading a redactions.json, which anybody may have made. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plan/redactions.h"

/* Frames are added to a rate elsewhere; both stay far from 2^64. */
#define FRAMES_MAX ((json_int_t)1 << 62)

/* A whole number from ${min} to ${max}. */
static bool
take(const json_t *object, const char *key, json_int_t min, json_int_t max,
    json_int_t *out)
{
	const json_t *value = json_object_get(object, key);

	*out = json_is_integer(value) ? json_integer_value(value) : 0;
	return json_is_integer(value) && *out >= min && *out <= max;
}

/* A string, or "" for anything else. */
static const char *
text_of(const json_t *value)
{
	const char *text = json_string_value(value);

	return text == NULL ? "" : text;
}

static bool
take_channels(const json_t *list, uint32_t channels, uint32_t *out)
{
	uint32_t every = UINT32_MAX >> (32 - channels);
	uint32_t set = 0;
	json_int_t channel;
	size_t i;

	for (i = 0; i < json_array_size(list); i++) {
		channel = json_integer_value(json_array_get(list, i));
		if (channel < 1 || channel > (json_int_t)channels)
			return false;
		set |= UINT32_C(1) << (channel - 1);
	}
	*out = set == every ? 0 : set;
	return set != 0;
}

static bool
take_basis(const json_t *list, char out[SAR_BASIS_JOINED])
{
	uint32_t set = 0;
	uint32_t one;
	size_t i;

	for (i = 0; i < json_array_size(list); i++) {
		one = sar_basis_bits(text_of(json_array_get(list, i)));
		/* It would tell of what is neither confirmed nor denied. */
		if (one == 0 || (one & sar_basis_silent()) != 0)
			return false;
		set |= one;
	}
	sar_basis_join(set, out);
	return set != 0;
}

/* A cut that begins no earlier than ${end}. */
static bool
take_cut(const json_t *json, const struct sar_redactions_file *file,
    json_int_t end, struct sar_plan_cut *cut)
{
	const char *fill = text_of(json_object_get(json, "fill"));
	json_int_t from, to;

	if (!take(json, "from", end, FRAMES_MAX, &from) ||
	    !take(json, "to", from + 1, (json_int_t)file->frames, &to) ||
	    !take_channels(json_object_get(json, "channels"), file->channels,
		&cut->channels) ||
	    !take_basis(json_object_get(json, "basis"), cut->basis))
		return false;
	cut->from = (uint64_t)from;
	cut->to = (uint64_t)to;
	cut->fill = SAR_FILL_TONE;
	if (strcmp(fill, sar_plan_fill_name(SAR_FILL_TONE)) == 0)
		return true;
	cut->fill = SAR_FILL_SILENCE;
	return strcmp(fill, sar_plan_fill_name(SAR_FILL_SILENCE)) == 0;
}

static bool
take_cuts(const json_t *list, struct sar_redactions_file *file, bool *memory)
{
	json_int_t end = 0;
	size_t n = json_array_size(list);
	size_t i;

	if (!json_is_array(list))
		return false;
	if ((file->cuts = calloc(n + 1, sizeof(*file->cuts))) == NULL) {
		*memory = false;
		return false;
	}
	for (i = 0; i < n; i++) {
		if (!take_cut(json_array_get(list, i), file, end,
			&file->cuts[i]))
			return false;
		end = (json_int_t)file->cuts[i].to;
	}
	file->n_cuts = n;
	return true;
}

static bool
take_format(const char *name, enum sar_plan_format *format)
{
	int i;

	for (i = SAR_FORMAT_WAV; i < SAR_FORMAT_SAME; i++) {
		*format = (enum sar_plan_format)i;
		if (strcmp(name, sar_plan_format_name(*format)) == 0)
			return true;
	}
	return false;
}

/* The ${i}th of ${n} recordings. */
static bool
take_file(const json_t *json, size_t i, size_t n,
    struct sar_redactions_file *file, bool *memory)
{
	json_int_t rate, channels, frames, fade;

	if (!take(json, "rate", 1, UINT32_MAX, &rate) ||
	    !take(json, "channels", 1, 32, &channels) ||
	    !take(json, "frames", 1, FRAMES_MAX, &frames) ||
	    !take(json, "fade", 0, rate * SAR_PLAN_FADE_MAX / 1000, &fade) ||
	    !take_format(text_of(json_object_get(json, "format")),
		&file->format))
		return false;
	file->rate = (uint32_t)rate;
	file->channels = (uint32_t)channels;
	file->frames = (uint64_t)frames;
	file->fade = (uint32_t)fade;
	(void)snprintf(file->name, sizeof(file->name), "call-%0*zu.%s",
	    n > 99 ? 3 : 2, i + 1, sar_plan_format_extension(file->format));
	return strcmp(file->name, text_of(json_object_get(json, "name"))) ==
		   0 &&
	       take_cuts(json_object_get(json, "cuts"), file, memory);
}

/* False with *${memory} false where that ran out. */
static bool
take_files(const json_t *list, struct sar_redactions *redactions, bool *memory)
{
	size_t n = json_array_size(list);
	size_t i;

	if (!json_is_array(list))
		return false;
	redactions->files = calloc(n + 1, sizeof(*redactions->files));
	if (redactions->files == NULL) {
		*memory = false;
		return false;
	}
	redactions->n = n;
	for (i = 0; i < n; i++)
		if (!take_file(json_array_get(list, i), i, n,
			&redactions->files[i], memory))
			return false;
	return true;
}

/* There is one way of writing it, so what else there was is seen here. */
static int
compare(const struct sar_redactions *redactions, const char *text, size_t len,
    struct sar_err *err)
{
	char *again = sar_redactions_json(redactions, err);
	bool same;

	if (again == NULL)
		return -1;
	same = strlen(again) == len && memcmp(again, text, len) == 0;
	free(again);
	return same ? 0
		    : sar_err_set(err, SAR_ECORRUPT,
			  SAR_REDACTIONS_NAME ": not written as it must be");
}

struct sar_redactions *
sar_redactions_read(const char *text, size_t len, struct sar_err *err)
{
	struct sar_redactions *redactions = calloc(1, sizeof(*redactions));
	json_t *root = NULL;
	bool memory = redactions != NULL;
	bool ok = false;

	if (memory && len <= SAR_REDACTIONS_MAX)
		root = json_loadb(text, len, JSON_REJECT_DUPLICATES, NULL);
	if (!memory || !take_files(json_object_get(root, "recordings"),
			   redactions, &memory)) {
		(void)sar_err_set(err, memory ? SAR_ECORRUPT : SAR_EFAIL,
		    memory ? SAR_REDACTIONS_NAME ": not of the form it has"
			   : "out of memory");
		goto out;
	}
	ok = compare(redactions, text, len, err) == 0;

out:
	json_decref(root);
	if (ok)
		return redactions;
	sar_redactions_free(redactions);
	return NULL;
}
