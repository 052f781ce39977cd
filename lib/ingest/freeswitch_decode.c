#include <string.h>

#include "base/hex.h"
#include "base/text.h"
#include "ingest/freeswitch.h"

/* Characters that FreeSWITCH always encodes, when it does. */
#define UNSAFE " \"<>{}|"

/* In place; what is no escape stays as it is.  Return the new length. */
static size_t
unescape(char *text)
{
	char *to = text;
	const char *from;
	int byte;

	for (from = text; *from != '\0'; from++) {
		if ((byte = sar_hex_escape(from)) == -1) {
			*to++ = *from;
			continue;
		}
		*to++ = (char)byte;
		from += 2;
	}
	*to = '\0';
	return (size_t)(to - text);
}

/* Is nothing in it that encoding would have taken out? */
static bool
is_encoded(const struct sar_freeswitch_call *call)
{
	int v;

	for (v = 0; v < SAR_FS_VARS; v++)
		if (call->vars[v] != NULL &&
		    strpbrk(call->vars[v], UNSAFE) != NULL)
			return false;
	return true;
}

/*
 * JSON is written with encode-values or without it, and does not say which;
 * start_stamp has a space in it that settles it.  XML is always encoded.
 */
bool
sar_freeswitch_decode(struct sar_freeswitch_call *call, struct sar_row *row)
{
	bool encoded = call->encoded || (!call->plain && is_encoded(call));
	enum sar_freeswitch_var v;
	char *text;
	size_t len;

	for (v = 0; v < SAR_FS_VARS; v++) {
		if (call->vars[v] == NULL)
			continue;
		text = call->text + (call->vars[v] - call->text);
		len = encoded ? unescape(text) : strlen(text);
		if (!sar_text_utf8(text, len))
			return sar_row_reject(row, sar_freeswitch_var_name(v),
			    "not UTF-8 text, or a NUL byte in it");
	}
	return true;
}

/* Where the digits of a UUID stand: 8-4-4-4-12. */
static bool
is_uuid(const char *text)
{
	static const char form[] = "00000000-0000-0000-0000-000000000000";
	size_t i;

	for (i = 0; i < sizeof(form) - 1; i++)
		if (form[i] == '-' ? text[i] != '-'
				   : sar_hex_digit(text[i]) == -1)
			return false;
	return text[i] == '\0';
}

/*
 * RFC 4122: a UUID of version 1 is 100 ns since 15 October 1582, its lowest
 * 32 bits first, then 16, then the version and the highest 12.
 */
int64_t
sar_freeswitch_v1(const char *uuid)
{
	static const char order[] = { 15, 16, 17, 9, 10, 11, 12, 0, 1, 2, 3, 4,
		5, 6, 7 };
	const uint64_t gregorian = 122192928000000000;
	uint64_t ticks = 0;
	size_t i;

	if (!is_uuid(uuid) || uuid[14] != '1' ||
	    strchr("89abAB", uuid[19]) == NULL)
		return 0;
	for (i = 0; i < sizeof(order); i++)
		ticks = ticks * 16 +
			(uint64_t)sar_hex_digit(uuid[(size_t)order[i]]);
	if (ticks < gregorian)
		return 0;
	return (int64_t)((ticks - gregorian) / 10000000);
}
