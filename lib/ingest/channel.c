#include "ingest/channel.h"

#include <string.h>

#define DIALLED_MAX 20 /* digits of a number in a Local channel's name */

/* Drivers whose channels are called by the device's name. */
static const char *const devices[] = { "PJSIP/", "SIP/", "IAX2/", "SCCP/",
	"Skinny/", "MGCP/" };

/* "2003" in "PJSIP/2003-0000004a" and "PJSIP/2003"; *${len} is 0 if none. */
static const char *
device_number(const char *channel, size_t *len)
{
	const char *from = NULL;
	size_t i, n;

	*len = 0;
	for (i = 0; i < sizeof(devices) / sizeof(devices[0]); i++)
		if (strncmp(channel, devices[i], strlen(devices[i])) == 0)
			from = channel + strlen(devices[i]);
	if (from == NULL)
		return NULL;
	n = strspn(from, "0123456789");
	if (n >= 2 && n <= 6 && (from[n] == '-' || from[n] == '\0'))
		*len = n;
	return from;
}

/* "2003" in "Local/2003@from-queue-0000001a;1"; *${len} is 0 if none. */
static const char *
local_number(const char *channel, size_t *len)
{
	static const char driver[] = "Local/";
	const char *from = channel + sizeof(driver) - 1;
	size_t n;

	*len = 0;
	if (strncmp(channel, driver, sizeof(driver) - 1) != 0)
		return NULL;
	n = strspn(from, "+0123456789");
	if (n >= 2 && n <= DIALLED_MAX && from[n] == '@')
		*len = n;
	return from;
}

/* The party that was just added, or the one there was with its number. */
static int
only_new(struct sar_row *row, int added)
{
	const struct sar_phone *number;
	int i;

	if (added == SAR_INDEX_NO_PARTY)
		return added;
	number = &row->parties[added].number;
	for (i = 0; i < added; i++) {
		if (number->key == 0 ||
		    row->parties[i].number.key != number->key ||
		    row->parties[i].number.certain != number->certain)
			continue;
		if ((size_t)added + 1 == row->leg.n_parties)
			row->leg.n_parties--;
		return i;
	}
	return added;
}

int
sar_channel_party(struct sar_row *row, const struct sar_row_context *context,
    const char *channel)
{
	const struct sar_phone_plan *plan = &context->written;
	const char *number;
	size_t len;

	number = device_number(channel, &len);
	if (len == 0) {
		number = local_number(channel, &len);
		plan = &context->dialled;
	}
	if (len == 0)
		return SAR_INDEX_NO_PARTY;
	return only_new(row, sar_row_party(row, plan, SAR_ROLE_OTHER,
				 sar_row_keep(row, number, len)));
}

bool
sar_channel_inside(const char *channel)
{
	size_t len;

	(void)device_number(channel, &len);
	return len > 0;
}

int
sar_channel_nobody(struct sar_row *row, const struct sar_row_context *context,
    enum sar_role role)
{
	struct sar_index_party *party = &row->parties[row->leg.n_parties];

	if (row->leg.n_parties == SAR_INDEX_PARTIES) {
		row->full = true;
		return SAR_INDEX_NO_PARTY;
	}
	party->role = role;
	party->raw = "";
	sar_phone_read(&context->written, "", 0, &party->number);
	return (int)row->leg.n_parties++;
}

enum sar_direction
sar_channel_direction(const struct sar_row *row, bool inside)
{
	enum sar_phone_kind from = SAR_PHONE_BAD, to = SAR_PHONE_BAD;
	const struct sar_index_party *party;
	size_t i;

	for (i = row->leg.n_parties; i-- > 0;) {
		party = &row->parties[i];
		if (party->role == SAR_ROLE_CALLER)
			from = party->number.kind;
		if (party->role == SAR_ROLE_CALLED)
			to = party->number.kind;
	}
	inside = inside || from == SAR_PHONE_LOCAL;
	if (to == SAR_PHONE_E164 && inside)
		return SAR_DIRECTION_OUT;
	if (to == SAR_PHONE_LOCAL && inside)
		return SAR_DIRECTION_INTERNAL;
	if (to == SAR_PHONE_LOCAL && from == SAR_PHONE_E164)
		return SAR_DIRECTION_IN;
	return SAR_DIRECTION_UNKNOWN;
}
