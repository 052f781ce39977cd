#include "marks/seconds.h"

#include <string.h>

#define WHOLE_DIGITS 12
#define HOUR_DIGITS 6
#define MICRO_DIGITS 6

static size_t
digits(const char *text, size_t len)
{
	size_t n = 0;

	while (n < len && text[n] >= '0' && text[n] <= '9')
		n++;
	return n;
}

static uint64_t
number(const char *text, size_t n)
{
	uint64_t value = 0;

	while (n-- > 0)
		value = value * 10 + (uint64_t)(*text++ - '0');
	return value;
}

/*
 * ${whole} seconds and what stands after them: nothing, or a point or comma
 * and digits.  Not strtod(): that takes signs, exponents, NaN, hexadecimal and
 * the locale's own idea of a point.
 */
static bool
fraction(uint64_t whole, const char *text, size_t len, struct sar_seconds *out)
{
	size_t n = 0;
	size_t i;

	if (len > 0) {
		if (text[0] != '.' && text[0] != ',')
			return false;
		text++;
		n = digits(text, len - 1);
		if (n == 0 || n != len - 1)
			return false;
	}
	out->us = whole;
	for (i = 0; i < MICRO_DIGITS; i++)
		out->us = out->us * 10 +
			  (i < n ? (uint64_t)(text[i] - '0') : 0);
	while (n > MICRO_DIGITS && text[n - 1] == '0')
		n--;
	out->n_rest = n > MICRO_DIGITS ? n - MICRO_DIGITS : 0;
	out->rest = out->n_rest > 0 ? text + MICRO_DIGITS : "";
	return true;
}

bool
sar_seconds_parse(const char *text, size_t len, struct sar_seconds *out)
{
	size_t n = digits(text, len);

	if (n == 0 || n > WHOLE_DIGITS)
		return false;
	return fraction(number(text, n), text + n, len - n, out);
}

/* Two digits below 60 at ${text}. */
static bool
sixty(const char *text, size_t len, uint64_t *out)
{
	if (len < 2 || digits(text, 2) != 2)
		return false;
	*out = number(text, 2);
	return *out < 60;
}

bool
sar_seconds_clock(const char *text, size_t len, struct sar_seconds *out,
    struct sar_seconds_form *form)
{
	uint64_t hours = 0;
	uint64_t minutes;
	uint64_t seconds;
	size_t n = digits(text, len);

	form->hours = 0;
	if (n < len && len - n > 3 && text[n] == ':' && text[n + 3] == ':') {
		if (n == 0 || n > HOUR_DIGITS)
			return false;
		form->hours = n;
		hours = number(text, n);
		text += n + 1;
		len -= n + 1;
	}
	if (!sixty(text, len, &minutes) || len < 3 || text[2] != ':' ||
	    !sixty(text + 3, len - 3, &seconds))
		return false;
	text += 5;
	len -= 5;
	form->fraction = len > 0 ? len - 1 : 0;
	return fraction((hours * 60 + minutes) * 60 + seconds, text, len, out);
}

int
sar_seconds_compare(const struct sar_seconds *a, const struct sar_seconds *b)
{
	size_t n = a->n_rest < b->n_rest ? a->n_rest : b->n_rest;
	int diff;

	if (a->us != b->us)
		return a->us < b->us ? -1 : 1;
	if ((diff = memcmp(a->rest, b->rest, n)) != 0)
		return diff;
	return (a->n_rest > b->n_rest) - (a->n_rest < b->n_rest);
}

uint64_t
sar_seconds_up(const struct sar_seconds *at)
{
	return at->us + (at->n_rest > 0 ? 1 : 0);
}

uint64_t
sar_seconds_sum_up(const struct sar_seconds *a, const struct sar_seconds *b)
{
	size_t i = a->n_rest > b->n_rest ? a->n_rest : b->n_rest;
	bool left = false;
	int carry = 0;

	while (i-- > 0) {
		carry += i < a->n_rest ? a->rest[i] - '0' : 0;
		carry += i < b->n_rest ? b->rest[i] - '0' : 0;
		left = left || carry % 10 != 0;
		carry /= 10;
	}
	return a->us + b->us + (uint64_t)carry + (left ? 1 : 0);
}
