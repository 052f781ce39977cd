#include "phone/address.h"

#include <string.h>
#include <strings.h>

#include "base/hex.h"
#include "phone/words.h"

static void
settle(struct address *a, enum sar_phone_kind kind)
{
	a->settled = true;
	a->kind = kind;
}

/* Cut spaces, and a spreadsheet's apostrophe, off both ends. */
static char *
trim(char *text)
{
	size_t n;

	text += strspn(text, " '");
	n = strlen(text);
	while (n > 0 && (text[n - 1] == ' ' || text[n - 1] == '\''))
		text[--n] = '\0';
	return text;
}

/* The last '<', and how many there are outside the quotes. */
static char *
last_bracket(char *text, size_t *outside, bool *open)
{
	char *last = NULL;

	*outside = 0;
	*open = false;
	for (; *text != '\0'; text++) {
		if (*text == '\\' && *open && text[1] != '\0')
			text++;
		else if (*text == '"')
			*open = !*open;
		else if (*text == '<') {
			last = text;
			if (!*open)
				(*outside)++;
		}
	}
	return last;
}

/* "01632 960123, <07700 900123>": what stands before is no name. */
static bool
ends_in_separator(const char *text, const char *end)
{
	while (end > text && end[-1] == ' ')
		end--;
	return end > text && strchr(",;/&|", end[-1]) != NULL;
}

/*
 * "Name" <address>: the address.  A bracket inside a quoted name is the
 * caller's own text and not an address, unless the quotes do not match, as
 * in what ast_callerid_parse() lets through.
 */
static char *
take_bracketed(char *text, struct address *a)
{
	bool open;
	size_t outside;
	char *end;
	char *at = last_bracket(text, &outside, &open);

	if (outside > 1 || (at != NULL && ends_in_separator(text, at)))
		settle(a, SAR_PHONE_MULTIPLE);
	else if (at != NULL && outside == 0 && !open)
		settle(a, SAR_PHONE_BAD);
	if (at == NULL || a->settled)
		return text;
	at++;
	end = at + strcspn(at, ">");
	if (*end == '>') {
		*end++ = '\0';
		end += strspn(end, " ");
		if (*end != '\0' && *end != ';')
			settle(a, SAR_PHONE_MULTIPLE);
	}
	return trim(at);
}

/* Decode %20 and the like in place; false when they are not right. */
static bool
percent_decode(char *text)
{
	char *out = text;
	int value;

	for (; *text != '\0'; text++) {
		if (*text != '%') {
			*out++ = *text;
			continue;
		}
		value = sar_hex_escape(text);
		if (value < 0x20 || value > 0x7e)
			return false;
		*out++ = (char)value;
		text += 2;
	}
	*out = '\0';
	return true;
}

/* Keep the digits of ${value}, with their separators gone, in ${out}. */
static bool
copy_digits(const char *value, char *out, size_t size)
{
	size_t n = 0;

	for (; *value != '\0'; value++) {
		if (strchr(" -.()", *value) != NULL)
			continue;
		if (*value < '0' || *value > '9' || n + 1 >= size)
			return false;
		out[n++] = *value;
	}
	out[n] = '\0';
	return n > 0;
}

/*
 * One of the ;name=value after a number (RFC 3966); false if malformed.
 * Outside a URI it must have its "=": "; mobile 07..." is another number.
 */
static bool
take_parameter(const char *text, struct address *a)
{
	static const char name[] = "abcdefghijklmnopqrstuvwxyz"
				   "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.!%~";
	size_t n = strspn(text, name);

	if (strncasecmp(text, "ext=", 4) == 0)
		return a->ext[0] == '\0' &&
		       copy_digits(text + 4, a->ext, sizeof(a->ext));
	if (strncasecmp(text, "phone-context=+", 15) == 0)
		return a->context[0] == '\0' &&
		       copy_digits(text + 15, a->context, sizeof(a->context));
	if (text[0] == '\0')
		return true;
	if (n == 0 || (text[0] >= '0' && text[0] <= '9'))
		return false;
	return text[n] == '=' || (text[n] == '\0' && a->uri);
}

/*
 * Cut the parameters off ${text}.  A ';' that a letter does not follow is not
 * a parameter but a list of numbers, and is left for the reader of digits.
 */
static bool
take_parameters(char *text, struct address *a)
{
	char *at = text + strcspn(text, ";");
	char *next;
	char c = at[strspn(at, "; ")];

	if (c != '\0' && ((c | 0x20) < 'a' || (c | 0x20) > 'z'))
		return true;
	while (*at == ';') {
		*at++ = '\0';
		next = at + strcspn(at, ";");
		c = *next;
		*next = '\0';
		if (!take_parameter(trim(at), a))
			return false;
		*next = c;
		at = next;
	}
	return true;
}

/* Another number or address in what should be a host: a comma or a space,
   neither of which a host has, and digits. */
static bool
has_another(const char *host)
{
	const char *at = strpbrk(host, ", ");

	return at != NULL && strpbrk(at, "0123456789") != NULL;
}

/* user@host: the user; nobody's when the host says so (RFC 3323). */
static char *
take_user(char *text, bool sip, struct address *a)
{
	static const char nobody[] = "anonymous.invalid";
	char *at = strchr(text, '@');
	char *host = at == NULL ? text : at + 1;

	if (at != NULL && has_another(host))
		settle(a, SAR_PHONE_MULTIPLE);
	else if (strncasecmp(host, nobody, sizeof(nobody) - 1) == 0)
		settle(a, SAR_PHONE_WITHHELD);
	else if (at == NULL && sip && !sar_phone_no_number(text))
		settle(a, SAR_PHONE_BAD); /* it names a machine */
	if (at == NULL || a->settled)
		return text;
	*at = '\0';
	if (sip)
		text[strcspn(text, ":")] = '\0'; /* user:password */
	return text;
}

static char *
take_scheme(char *text, bool *sip, bool *tel)
{
	*sip = false;
	*tel = false;
	if (strchr("sStT", *text) == NULL)
		return text;
	*tel = strncasecmp(text, "tel:", 4) == 0;
	if (*tel)
		return trim(text + 4);
	if (strncasecmp(text, "sip:", 4) == 0) {
		*sip = true;
		return trim(text + 4);
	}
	if (strncasecmp(text, "sips:", 5) == 0) {
		*sip = true;
		return trim(text + 5);
	}
	return text;
}

void
sar_phone_address(char *text, struct address *out)
{
	char *at;
	bool sip, tel;

	memset(out, 0, sizeof(*out));
	at = take_bracketed(trim(text), out);
	if (out->settled)
		return;
	at = take_scheme(at, &sip, &tel);
	out->uri = sip || tel;
	if (!tel)
		at = take_user(at, sip, out);
	if (out->settled)
		return;
	if (!take_parameters(at, out) || (out->uri && !percent_decode(at))) {
		settle(out, SAR_PHONE_BAD);
		return;
	}
	out->number = trim(at);
}
