/*
 * A redacted vCon (draft-ietf-vcon-vcon-core, syntax 0.4.0) of a recording in
 * the package: reference recorder-formats.md 5.5.  Unsigned: core's form of a
 * signature wants X.509, and the manifest's covers the file.
 */
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "letter/sections.h"

/* Core has no place for where something was taken out: an extension, which
   a reader need not know to be safe. */
#define EXTENSION "sar_redactions"

/* The parties, always these.  How many others there were, and when, would say
   who else was on the line. */
enum party {
	REQUESTER,
	ORGANISATION,
	ANYBODY_ELSE
};

void
sar_letter_vcon_name(const struct sar_plan_item *item,
    char out[SAR_LETTER_VCON_NAME])
{
	(void)snprintf(out, SAR_LETTER_VCON_NAME, "%.*s.vcon.json",
	    (int)strcspn(item->name, "."), item->name);
}

/*
 * A UUID of version 8 (RFC 9562) out of the case's own secret: the same at
 * every build, and of no other case's.
 */
static int
make_uuid(const struct sar_letter_vcon *vcon, const char *label, char out[37],
    struct sar_err *err)
{
	struct sar_sha256 *hash = sar_sha256_new(err);
	uint8_t d[SAR_SHA256_LEN];
	size_t i, n = 0;

	if (hash == NULL)
		return -1;
	sar_sha256_add(hash, vcon->seed, SAR_SHA256_LEN);
	sar_sha256_add(hash, label, strlen(label) + 1);
	sar_sha256_add(hash, vcon->item->name, strlen(vcon->item->name));
	sar_sha256_end(hash, d);
	sar_sha256_free(hash);
	d[6] = (uint8_t)((d[6] & 0x0f) | 0x80);
	d[8] = (uint8_t)((d[8] & 0x3f) | 0x80);
	for (i = 0; i < 16; i++)
		n += (size_t)snprintf(out + n, 37 - n, "%s%02x",
		    i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "", d[i]);
	return 0;
}

/* A number of seconds, from thousandths. */
static json_t *
seconds(uint64_t ms)
{
	return json_real((double)ms / 1000);
}

static uint64_t
thousandths(uint64_t frames, uint32_t rate, bool up)
{
	return frames / rate * 1000 +
	       (frames % rate * 1000 + (up ? rate - 1 : 0)) / rate;
}

/* The number asked for that ${number}, of a leg, is for certain; or NULL. */
static const char *
as_asked_for(const struct sar_request *request, const struct sar_phone *number)
{
	size_t i;

	if (number->kind != SAR_PHONE_E164 || !number->certain)
		return NULL;
	for (i = 0; i < request->n_numbers; i++)
		if (request->numbers[i].kind == SAR_PHONE_E164 &&
		    request->numbers[i].key == number->key)
			return request->numbers[i].digits;
	return NULL;
}

/*
 * The requester's number in the call, which need not be for certain: then NULL.
 * The request has its digits; a leg that was found has a key and no digits.
 */
static const char *
number_of(const struct sar_letter_vcon *vcon)
{
	const struct sar_calls *calls = vcon->letter->plan->calls;
	const struct sar_item *item = vcon->item->item;
	const struct sar_index_leg *leg;
	const char *found = NULL;
	size_t i, k;

	for (i = 0; i < item->n_legs; i++) {
		leg = &calls->legs[item->legs[i]].leg;
		for (k = 0; found == NULL && k < leg->n_parties; k++)
			found = as_asked_for(vcon->letter->request,
			    &leg->parties[k].number);
	}
	return found;
}

static json_t *
parties_json(const struct sar_letter_vcon *vcon)
{
	const char *number = number_of(vcon);
	json_t *requester = number == NULL
				? json_object()
				: json_pack("{s:o}", "tel",
				      json_sprintf("tel:%s", number));

	return json_pack("[o,{s:s,s:s},{s:s}]", requester, "org",
	    sar_conf_get(vcon->letter->profile, "organisation", "name"), "type",
	    "organization", "name", "anonymous");
}

/* From 0, as in a dialog's list of parties by channel. */
static json_t *
channels_json(const struct sar_plan_cut *cut, uint32_t channels)
{
	json_t *list = json_array();
	uint32_t i;

	for (i = 0; list != NULL && i < channels && i < 32; i++)
		if (cut->channels == 0 || (cut->channels >> i & 1) != 0)
			(void)json_array_append_new(list,
			    json_integer((json_int_t)i));
	return list;
}

static json_t *
redactions_json(const struct sar_plan_item *item)
{
	const struct sar_index_recording *recording = item->item->recording;
	uint64_t delay = sar_letter_delay(item);
	char why[SAR_LETTER_PROVISIONS];
	const struct sar_plan_cut *cut;
	json_t *list = json_array();
	uint64_t from, to;
	size_t i;

	for (i = 0; list != NULL && i < item->n_cuts; i++) {
		cut = &item->cuts[i];
		from = thousandths(cut->from + delay, recording->rate, false);
		to = thousandths(cut->to + delay, recording->rate, true);
		sar_letter_provisions(sar_basis_bits(cut->basis), " and ", why);
		if (json_array_append_new(list,
			json_pack("{s:o,s:o,s:o,s:s,s:s}", "start",
			    seconds(from), "duration", seconds(to - from),
			    "channels", channels_json(cut, recording->channels),
			    "method", sar_plan_fill_name(cut->fill), "reason",
			    why)) == 0)
			continue;
		json_decref(list);
		list = NULL;
	}
	return list;
}

static const char *
media_type(enum sar_plan_format format)
{
	switch (format) {
	case SAR_FORMAT_FLAC:
		return "audio/flac";
	case SAR_FORMAT_MP3:
		return "audio/mpeg";
	case SAR_FORMAT_OPUS:
		return "audio/ogg";
	case SAR_FORMAT_WAV:
	case SAR_FORMAT_WAV_ALAW:
	case SAR_FORMAT_WAV_ULAW:
	case SAR_FORMAT_SAME:
		break;
	}
	return "audio/x-wav";
}

static json_t *
dialog_json(const struct sar_letter_vcon *vcon)
{
	const struct sar_plan_item *item = vcon->item;
	const struct sar_index_recording *recording = item->item->recording;
	const struct sar_index_leg *leg =
	    &vcon->letter->plan->calls->legs[item->item->legs[0]].leg;
	char start[SAR_UTC_LEN];
	json_t *dialog;
	int rc = 0;

	sar_utc_format(leg->start, start);
	dialog = json_pack("{s:s,s:s,s:o,s:[i,i,i],s:s,s:s,s:o}", "type",
	    "recording", "start", start, "duration",
	    seconds(thousandths(recording->frames + sar_letter_delay(item),
		recording->rate, true)),
	    "parties", REQUESTER, ORGANISATION, ANYBODY_ELSE, "mediatype",
	    media_type(item->format), "filename", item->name, EXTENSION,
	    redactions_json(item));
	if (dialog != NULL && leg->direction == SAR_DIRECTION_OUT)
		rc = json_object_set_new(dialog, "originator",
		    json_integer(ORGANISATION));
	if (rc == 0)
		return dialog;
	json_decref(dialog);
	return NULL;
}

char *
sar_letter_vcon(const struct sar_letter_vcon *vcon, struct sar_err *err)
{
	const struct sar_plan_item *item = vcon->item;
	char own[37], source[37], day[SAR_DATE_LEN], created[32];
	char *text = NULL;
	json_t *root;

	if (item->name[0] == '\0' || sar_letter_hides(item) ||
	    vcon->letter->plan->calls == NULL || item->item->n_legs == 0) {
		(void)sar_err_set(err, SAR_EFAIL,
		    "item %u: no recording of it is in the package",
		    item->item->number);
		return NULL;
	}
	if (make_uuid(vcon, "package", own, err) == -1 ||
	    make_uuid(vcon, "source", source, err) == -1)
		return NULL;
	sar_date_format(vcon->letter->date, day);
	(void)snprintf(created, sizeof(created), "%sT00:00:00Z", day);
	root = json_pack("{s:s,s:s,s:[s],s:{s:s,s:s},s:o,s:[o]}", "uuid", own,
	    "created_at", created, "extensions", EXTENSION, "redacted", "uuid",
	    source, "type", "third-party", "parties", parties_json(vcon),
	    "dialog", dialog_json(vcon));
	if (root != NULL)
		text = json_dumps(root, JSON_SORT_KEYS | JSON_COMPACT |
					    JSON_ENSURE_ASCII |
					    JSON_REAL_PRECISION(15));
	if (text == NULL)
		(void)sar_err_set(err, SAR_EFAIL,
		    "vcon: out of memory, or text that is not UTF-8");
	json_decref(root);
	return text;
}
