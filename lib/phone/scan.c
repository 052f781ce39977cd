#include "phone/dialled.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "phone/plan.h"

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
has_digit(const char *text)
{
	return strpbrk(text, "0123456789") != NULL;
}

/* "10.0.0.1": the address of a machine; no part above 255 or with a 0 put
   before it, as groups of a telephone number can be. */
static bool
is_dotted_quad(const char *text)
{
	size_t n, parts = 0;

	for (;; text++) {
		n = strspn(text, "0123456789");
		if (n < 1 || n > 3 || (n > 1 && text[0] == '0') ||
		    (n == 3 && strncmp(text, "255", 3) > 0))
			return false;
		parts++;
		text += n;
		if (*text != '.')
			break;
	}
	return *text == '\0' && parts == 4;
}

/*
 * What dialling codes stand before the number: withhold or show my own number
 * for this call.  The length of the one at ${text}, or 0.
 */
static size_t
star_code(const char *text)
{
	static const char *const codes[] = { "*67", "*82", "*31#", "#31#" };
	size_t i;

	for (i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		if (strncmp(text, codes[i], strlen(codes[i])) == 0)
			return strlen(codes[i]);
	return 0;
}

/* The marker of an extension at ${text}: its length, or 0. */
static size_t
extension_mark(const char *text)
{
	static const char *const marks[] = { "extension", "extn", "ext", "x",
		"#" };
	size_t i, n;

	for (i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		n = strlen(marks[i]);
		if (strncasecmp(text, marks[i], n) == 0)
			return n + strspn(text + n, " .:");
	}
	return 0;
}

/* All of ${text} is an extension's digits, or a bracket after them. */
static enum sar_phone_kind
take_extension(const char *text, bool hash, struct dialled *out)
{
	size_t n = strspn(text, "0123456789");

	/* A lone # ends what was dialled; after groups of digits, the last of
	   them may be an extension. */
	if (hash && n == 0 && *text == '\0')
		return out->marked ? SAR_PHONE_AMBIGUOUS : SAR_PHONE_E164;
	if (n == 0 || n >= sizeof(out->ext) ||
	    text[n + strspn(text + n, " )")] != '\0')
		return SAR_PHONE_BAD;
	(void)snprintf(out->ext, sizeof(out->ext), "%.*s", (int)n, text);
	return SAR_PHONE_E164;
}

/* What ${text} is that stops the digits. */
static enum sar_phone_kind
take_end(const char *text, struct dialled *out)
{
	/* "..., ext 12"; but a # after a comma is dialled, not written. */
	const char *mark = text[0] != ',' ? text
					  : text + 1 + strspn(text + 1, " ");
	size_t n = extension_mark(mark);

	if (n > 0 && (mark == text || *mark != '#'))
		return take_extension(mark + n, *mark == '#', out);
	return strchr("+,;/&|", *text) != NULL && has_digit(text)
		   ? SAR_PHONE_MULTIPLE
		   : SAR_PHONE_BAD;
}

/* The digits so far are a prefix for an outside line, and nothing else. */
static bool
is_outside(const struct sar_phone_plan *plan, const struct dialled *d)
{
	const char *prefix;
	size_t i, n;

	if (d->plus || d->coded)
		return false;
	for (i = 0; (prefix = sar_phone_plan_outside(plan, i, &n)) != NULL; i++)
		if (n == d->n && memcmp(d->digits, prefix, n) == 0)
			return true;
	return false;
}

/* "(0)", with or without spaces. */
static bool
is_bracketed_zero(const char *text)
{
	if (*text != '(')
		return false;
	text++;
	text += strspn(text, " ");
	if (*text != '0')
		return false;
	text++;
	return text[strspn(text, " ")] == ')';
}

/* What may stand between digits, or stop them.  True: go on. */
static bool
take_other(const char **text, const struct sar_phone_plan *plan,
    struct dialled *out, enum sar_phone_kind *kind)
{
	const char *at = *text;
	size_t n;

	*kind = SAR_PHONE_BAD;
	if (strchr(" -.()", *at) != NULL) {
		out->marked = out->marked || out->n > 0;
		if (is_bracketed_zero(at) && !out->zeroed) {
			out->zeroed = true;
			out->zero = out->n;
		}
		return true;
	}
	if (*at == '+' && out->n == 0 && !out->plus) {
		out->plus = true;
		return true;
	}
	/* "9,01632 ...": a pause after the digit for a line. */
	if (*at == ',' && is_outside(plan, out))
		return true;
	if (out->n > 0)
		*kind = take_end(at, out);
	else if (!out->plus && !out->coded && (n = star_code(at)) > 0) {
		out->coded = true;
		*text += n - 1;
		return true;
	}
	return false;
}

/* What is settled by the look of the whole; SAR_PHONE_E164 when nothing is. */
static enum sar_phone_kind
whole(const char *text)
{
	size_t n = strlen(text);

	if (strspn(text, "#") == n && n >= 2)
		return SAR_PHONE_LOSSY; /* a column too narrow to show it */
	if (strcmp(text, "-1") == 0)
		return SAR_PHONE_WITHHELD;
	/* *97 is a service of the exchange itself: there is no number in it,
	   and a person could find none. */
	if (text[0] == '*' && n >= 2 && n <= 5 && is_digit(text[1]) &&
	    strspn(text + 1, "0123456789") == n - 1)
		return SAR_PHONE_WITHHELD;
	/* Nobody writes a number with a dash before it; a negative number is
	   what an overflow leaves. */
	if (text[0] == '-' || is_dotted_quad(text))
		return SAR_PHONE_BAD;
	return SAR_PHONE_E164;
}

enum sar_phone_kind
sar_phone_scan(const struct sar_phone_plan *plan, const char *text,
    struct dialled *out)
{
	enum sar_phone_kind kind = whole(text);

	memset(out, 0, sizeof(*out));
	if (kind != SAR_PHONE_E164)
		return kind;
	for (; *text != '\0'; text++) {
		if (is_digit(*text)) {
			if (out->n == DIALLED_MAX)
				return SAR_PHONE_BAD;
			out->digits[out->n++] = *text;
			continue;
		}
		if (take_other(&text, plan, out, &kind))
			continue;
		if (kind != SAR_PHONE_E164)
			return kind;
		break;
	}
	if (out->n == 0)
		return SAR_PHONE_BAD;
	/* 0000000000 is what FreeSWITCH puts where it has no number. */
	if (strspn(out->digits, "0") == out->n)
		return out->ext[0] == '\0' ? SAR_PHONE_WITHHELD : SAR_PHONE_BAD;
	return SAR_PHONE_E164;
}
