/* What of the page's data is about one recording. */
#include <stdlib.h>

#include "base/b64.h"
#include "base/hex.h"
#include "review/data.h"

static json_t *
digest_json(const uint8_t digest[SAR_SHA256_LEN])
{
	char hex[SAR_HEX_LEN(SAR_SHA256_LEN)];

	sar_hex_put(digest, SAR_SHA256_LEN, hex);
	return json_string(hex);
}

/* As people count them, from 1; none: every one. */
static json_t *
channels_json(uint32_t set)
{
	json_t *list = json_array();
	int c;

	for (c = 0; c < 32; c++)
		if ((set >> c & 1) != 0)
			list = sar_review_list(list, json_integer(c + 1));
	return list;
}

static json_t *
span_json(const struct sar_review_span *span)
{
	return json_pack("{s:I,s:I,s:o}", "from_us", (json_int_t)span->from_us,
	    "to_us", (json_int_t)span->to_us, "channels",
	    channels_json(span->channels));
}

static json_t *
removed_json(const struct sar_review_sound *sound)
{
	json_t *list = json_array();
	size_t i;

	for (i = 0; i < sound->n_removed; i++)
		list = sar_review_list(list, span_json(&sound->removed[i]));
	return list;
}

static json_t *
cuts_json(const struct sar_review_sound *sound)
{
	const struct sar_review_cut *cut;
	json_t *list = json_array();
	size_t i;

	for (i = 0; i < sound->n_cuts; i++) {
		cut = &sound->cuts[i];
		list = sar_review_list(list,
		    json_pack("{s:I,s:I,s:o,s:o,s:o,s:o}", "from_us",
			(json_int_t)cut->span.from_us, "to_us",
			(json_int_t)cut->span.to_us, "channels",
			channels_json(cut->span.channels), "basis",
			sar_review_text(cut->basis), "fill",
			sar_review_text(cut->fill), "decision",
			sar_review_text(cut->decision)));
	}
	return list;
}

static json_t *
decision_json(const struct sar_review_decision *decision)
{
	json_t *one = json_pack("{s:o}", "id", sar_review_text(decision->id));
	size_t i;

	for (i = 0; one != NULL && i < decision->n_fields; i++)
		if (json_object_set_new(one, decision->fields[i].key,
			sar_review_text(decision->fields[i].value)) == -1) {
			json_decref(one);
			one = NULL;
		}
	return one;
}

static json_t *
decisions_json(const struct sar_review_sound *sound)
{
	json_t *list = json_array();
	size_t i;

	for (i = 0; i < sound->n_decisions; i++)
		list = sar_review_list(list,
		    decision_json(&sound->decisions[i]));
	return list;
}

/* One channel, from 1, or 0 for all of them. */
static json_int_t
channel_of(uint32_t set)
{
	json_int_t c = 0;

	if (set == 0 || (set & (set - 1)) != 0)
		return 0;
	while ((set >> c & 1) == 0)
		c++;
	return c + 1;
}

static json_t *
suggestions_json(const struct sar_review_sound *sound)
{
	const struct sar_review_suggestion *s;
	json_t *list = json_array();
	size_t i;

	for (i = 0; i < sound->n_suggestions; i++) {
		s = &sound->suggestions[i];
		list = sar_review_list(list,
		    json_pack("{s:o,s:I,s:I,s:I,s:o,s:o,s:o,s:b}", "code",
			sar_review_text(s->code), "from_us",
			(json_int_t)s->span.from_us, "to_us",
			(json_int_t)s->span.to_us, "channel",
			channel_of(s->span.channels), "text",
			sar_review_text(s->text), "how",
			sar_review_text(s->how), "warning",
			sar_review_text(s->warning), "cut", (int)s->cut));
	}
	return list;
}

static json_t *
said_json(const struct sar_review_said *said)
{
	if (said == NULL)
		return json_null();
	return json_pack("{s:s,s:o,s:o,s:o,s:b,s:o}", "speaker",
	    said->requester ? "requester" : "other", "reviewer",
	    sar_review_text(said->reviewer), "reviewed",
	    sar_review_text(said->reviewed), "standing",
	    sar_review_text(said->standing), "damage_heard",
	    (int)said->damage_heard, "note", sar_review_text(said->note));
}

static json_t *
peaks_json(const struct sar_review_sound *sound)
{
	const struct sar_review_peaks *peaks = sound->peaks;
	json_t *list = json_array();
	char *text;
	uint32_t c;

	for (c = 0;
	     list != NULL && c < sound->channels && c < SAR_REVIEW_CHANNELS_MAX;
	     c++) {
		if ((text = malloc(SAR_B64_LEN(peaks[c].len))) == NULL) {
			json_decref(list);
			return NULL;
		}
		sar_b64_put((const uint8_t *)peaks[c].data, peaks[c].len, text);
		list = sar_review_list(list, json_string(text));
		free(text);
	}
	return list;
}

/* A file beside the page: its name and its digest, or null and null. */
static int
add_copy(json_t *item, const char *name, const char *digest,
    const struct sar_review_copy *copy)
{
	bool is = copy->name != NULL;

	return json_object_set_new(item, name,
		   is ? sar_review_text(copy->name) : json_null()) == -1 ||
		       json_object_set_new(item, digest,
			   is ? digest_json(copy->sha256) : json_null()) == -1
		   ? -1
		   : 0;
}

static int
add_shape(json_t *item, const struct sar_review_sound *sound)
{
	json_t *shape = json_pack("{s:I,s:I,s:I,s:b,s:b,s:o,s:I,s:I}",
	    "length_us", (json_int_t)sound->length_us, "rate",
	    (json_int_t)sound->rate, "channels", (json_int_t)sound->channels,
	    "joint", (int)sound->joint, "unsure", (int)sound->unsure,
	    "recording", digest_json(sound->recording), "guard_before_us",
	    (json_int_t)sound->guard_before_us, "guard_after_us",
	    (json_int_t)sound->guard_after_us);
	int rc = shape == NULL ? -1 : json_object_update(item, shape);

	json_decref(shape);
	return rc;
}

int
sar_review_sound(json_t *item, const struct sar_review_sound *sound)
{
	if (add_shape(item, sound) == -1 ||
	    add_copy(item, "original", "original_sha256", &sound->original) ==
		-1 ||
	    add_copy(item, "redacted", "redacted_sha256", &sound->redacted) ==
		-1 ||
	    json_object_set_new(item, "peaks", peaks_json(sound)) == -1 ||
	    json_object_set_new(item, "review", said_json(sound->said)) == -1 ||
	    json_object_set_new(item, "cuts", cuts_json(sound)) == -1 ||
	    json_object_set_new(item, "removed", removed_json(sound)) == -1 ||
	    json_object_set_new(item, "decisions", decisions_json(sound)) ==
		-1 ||
	    json_object_set_new(item, "suggestions", suggestions_json(sound)) ==
		-1)
		return -1;
	return 0;
}
