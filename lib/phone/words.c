#include "phone/words.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

/*
 * What begins a text that stands in place of a number: FreePBX's own test
 * (priv to withheld), presentations of Asterisk and FreeSWITCH, and the
 * reasons a UK exchange sends when it has no number to show.
 */
static const char *const beginnings[] = {
	"priv",
	"block",
	"unknown",
	"restrict",
	"unavail",
	"anonym",
	"withheld",
	"prohib",
	"not available",
	"number withheld",
	"number unavailable",
	"caller withheld",
	"id withheld",
	"no number",
	"no caller",
	"undisclosed",
	"unidentified",
	"hidden",
	"out of area",
	"outbound call",
	"payphone",
	"pay phone",
	"coinbox",
	"international",
	"operator",
};

/*
 * Whole texts.  P and O are what analogue Caller ID sends for private and out
 * of area, "asterisk" what Asterisk says when it was told no number,
 * "noremoteparty" and "nolocalparty" what Oreka puts in their place.  s, h, i,
 * t, e, a and ~~s~~ are Asterisk's pseudo extensions: a step of the dial plan
 * and nobody's number.  They are no number rather than a bad one because
 * nobody could find out more by looking; BAD is kept for what a person should
 * look at.
 */
static const char *const wholes[] = {
	"",
	"-",
	"a",
	"e",
	"h",
	"i",
	"o",
	"p",
	"s",
	"t",
	"~~s~~",
	"asterisk",
	"failed",
	"hangup",
	"n/a",
	"na",
	"nil",
	"nolocalparty",
	"none",
	"noremoteparty",
	"null",
};

bool
sar_phone_no_number(const char *text)
{
	const char *word = text;
	size_t len = strlen(text);
	size_t i;

	if (strpbrk(text, "0123456789") != NULL)
		return false;
	if (len >= 2 && text[0] == '"' && text[len - 1] == '"') {
		word++;
		len -= 2;
	}
	for (i = 0; i < sizeof(beginnings) / sizeof(beginnings[0]); i++)
		if (strncasecmp(word, beginnings[i], strlen(beginnings[i])) ==
		    0)
			return true;
	for (i = 0; i < sizeof(wholes) / sizeof(wholes[0]); i++)
		if (strlen(wholes[i]) == len &&
		    strncasecmp(word, wholes[i], len) == 0)
			return true;
	return strspn(text, " -.()") == strlen(text);
}
