/* Who was on a dialog of a vCon. */
#include <string.h>

#include "ingest/json.h"
#include "ingest/vcon.h"

bool
sar_vcon_indices(const json_t *value, size_t below,
    struct sar_vcon_indices *out)
{
	const json_t *item;
	json_int_t index;
	size_t i;

	out->n = json_is_array(value) ? json_array_size(value) : 1;
	if (out->n > SAR_VCON_INDICES)
		return false;
	for (i = 0; i < out->n; i++) {
		item = json_is_array(value) ? json_array_get(value, i) : value;
		index = json_integer_value(item);
		if (!json_is_integer(item) || index < 0 ||
		    (uint64_t)index >= below)
			return false;
		out->at[i] = (size_t)index;
	}
	return true;
}

static bool
is_number(const struct sar_reading *in, const char *text)
{
	struct sar_phone phone;

	sar_phone_read(&in->context.written, text, strlen(text), &phone);
	return phone.kind == SAR_PHONE_E164 || phone.kind == SAR_PHONE_LOCAL;
}

/*
 * All addresses a call can be found by; if there is none, one that says that
 * somebody was there.  Names are not stored.
 */
static int
add_addresses(struct sar_reading *in, const json_t *object, enum sar_role role)
{
	static const char *const names[] = { "tel", "sip", "mailto" };
	const char *texts[3];
	const json_t *value;
	int first = SAR_INDEX_NO_PARTY;
	int at;
	size_t i;

	for (i = 0; i < 3; i++) {
		value = json_object_get(object, names[i]);
		texts[i] = json_string_value(value);
		if (value != NULL && !json_is_null(value) && texts[i] == NULL) {
			(void)sar_row_reject(in->row, "parties",
			    "an address that is no text");
			return SAR_INDEX_NO_PARTY;
		}
		if (texts[i] == NULL || !is_number(in, texts[i]))
			continue;
		at = sar_row_party(in->row, &in->context.written, role,
		    texts[i]);
		first = first == SAR_INDEX_NO_PARTY ? at : first;
	}
	for (i = 0; i < 3 && first == SAR_INDEX_NO_PARTY; i++)
		if (texts[i] != NULL)
			first = sar_row_party(in->row, &in->context.written,
			    role, texts[i]);
	if (first == SAR_INDEX_NO_PARTY)
		first = sar_row_party(in->row, &in->context.written, role,
		    "anonymous");
	if (first == SAR_INDEX_NO_PARTY)
		(void)sar_row_reject(in->row, "parties", "too many");
	return first;
}

int
sar_vcon_party(const struct sar_vcon *vcon, struct sar_reading *in,
    size_t index, enum sar_role role, struct sar_vcon_places *places)
{
	const json_t *object = json_array_get(vcon->parties, index);
	size_t i;
	int at;

	for (i = 0; i < places->n; i++)
		if (places->at[i].index == index)
			return places->at[i].party;
	if (!json_is_object(object) || places->n == SAR_INDEX_PARTIES) {
		(void)sar_row_reject(in->row, "parties",
		    object == NULL ? "no such party" : "cannot be read");
		return SAR_INDEX_NO_PARTY;
	}
	at = add_addresses(in, object, role);
	if (at == SAR_INDEX_NO_PARTY)
		return at;
	places->at[places->n].index = index;
	places->at[places->n++].party = at;
	return at;
}

/* An index, a list of them, or a list with a list for each channel. */
static bool
flatten(const struct sar_vcon *vcon, const json_t *value,
    struct sar_vcon_indices *out)
{
	const size_t below = json_array_size(vcon->parties);
	struct sar_vcon_indices channel;
	const json_t *item;
	size_t i, k;

	out->n = 0;
	if (value == NULL || json_is_null(value))
		return true;
	if (!json_is_array(value))
		return sar_vcon_indices(value, below, out);
	for (i = 0; i < json_array_size(value); i++) {
		item = json_array_get(value, i);
		if (json_is_null(item))
			continue;
		if (!sar_vcon_indices(item, below, &channel) ||
		    channel.n > SAR_VCON_INDICES - out->n)
			return false;
		for (k = 0; k < channel.n; k++)
			out->at[out->n++] = channel.at[k];
	}
	return true;
}

bool
sar_vcon_parties(const struct sar_vcon *vcon, struct sar_reading *in,
    const json_t *dialog, struct sar_vcon_places *places)
{
	const json_t *value = json_object_get(dialog, "originator");
	struct sar_vcon_indices all, caller = { 0 };
	size_t i;

	places->n = 0;
	if (!flatten(vcon, json_object_get(dialog, "parties"), &all))
		return sar_row_reject(in->row, "parties",
		    "not indices of parties there are, or too many");
	if (value != NULL && (json_is_array(value) ||
				 !sar_vcon_indices(value,
				     json_array_size(vcon->parties), &caller)))
		return sar_row_reject(in->row, "originator",
		    "not the index of a party there is");
	/* The first is the originator where nothing else is said. */
	if (caller.n == 0 && all.n > 0)
		caller = (struct sar_vcon_indices){ 1, { all.at[0] } };
	if (caller.n > 0 && sar_vcon_party(vcon, in, caller.at[0],
				SAR_ROLE_CALLER, places) == SAR_INDEX_NO_PARTY)
		return false;
	for (i = 0; i < all.n; i++)
		if (sar_vcon_party(vcon, in, all.at[i], SAR_ROLE_CALLED,
			places) == SAR_INDEX_NO_PARTY)
			return false;
	return true;
}
