#include "phone/dialled.h"

#include <stdio.h>
#include <string.h>

#include "phone/country.h"
#include "phone/plan.h"

/* What one attempt works with. */
struct attempt {
	const struct sar_phone_plan *plan;
	struct readings *out;
	const char *zero; /* the 0 that stood in brackets, or NULL */
};

/* Is it for certain, by what the plan says of how this recorder writes? */
static bool
is_sure(const struct sar_phone_plan *plan, const char *digits, unsigned rules)
{
	rules &= DIALLED_ASSUMED;
	return rules == 0 || (rules == SAR_PHONE_TRUNK0 &&
				 plan->bare_national && strlen(digits) == 12);
}

static void
push(const struct attempt *a, const char *digits, unsigned rules, bool valid)
{
	struct readings *out = a->out;
	struct reading *r = &out->list[out->n];
	size_t n;

	/* Losing one would hide that a number can be read in two ways. */
	if (out->n == READINGS_MAX) {
		out->full = true;
		return;
	}
	n = strnlen(digits, sizeof(r->digits) - 1);
	memcpy(r->digits, digits, n);
	r->digits[n] = '\0';
	r->rules = rules;
	r->sure = is_sure(a->plan, digits, rules);
	r->valid = valid;
	out->n++;
}

/* Country code of ${cc} digits at ${e164}, then ${nsn}. */
static void
push_international(const struct attempt *a, const char *e164, size_t cc,
    const char *nsn, unsigned rules)
{
	char digits[20];
	size_t n = cc + strlen(nsn);
	bool odd, valid;

	if (n < 7 || n > 15)
		return;
	memcpy(digits, e164, cc);
	memcpy(digits + cc, nsn, n - cc + 1);
	valid = sar_phone_complete(digits, n, &odd);
	if (odd)
		rules |= SAR_PHONE_ODD_LENGTH;
	push(a, digits, rules, valid);
}

/* ${e164} follows a "+" or "00". */
static void
international(const struct attempt *a, const char *e164, unsigned rules)
{
	size_t cc = sar_phone_cc_len(e164);
	const char *nsn = e164 + cc;
	enum zero zero;

	if (e164[0] == '0' || strlen(e164) <= cc)
		return;
	if (nsn[0] != '0') {
		push_international(a, e164, cc, nsn, rules);
		return;
	}
	zero = sar_phone_zero(e164, cc);
	if (a->zero == nsn) {
		/* "+39 (0)6": there the 0 is dialled, whatever the brackets. */
		if (zero == ZERO_NUMBER)
			push_international(a, e164, cc, nsn, rules);
		nsn++;
	}
	if (nsn[0] != '0' || zero == ZERO_NUMBER) {
		push_international(a, e164, cc, nsn, rules);
		return;
	}
	/* Two readings, unless the longer cannot be: then none is sure. */
	if (zero == ZERO_UNSURE && strlen(e164) > 15)
		return;
	push_international(a, e164, cc, nsn + 1, rules | SAR_PHONE_INTL0);
	if (zero == ZERO_UNSURE)
		push_international(a, e164, cc, nsn, rules);
}

/* ${nsn} is a national number of the plan's country without its 0. */
static void
national(const struct attempt *a, const char *nsn, unsigned rules)
{
	size_t n = strlen(nsn);
	bool odd;
	char digits[20] = "44";

	if (a->plan->country != 44 || !sar_phone_gb(nsn, n, &odd))
		return;
	memcpy(digits + 2, nsn, n + 1); /* at most ten digits */
	push(a, digits, odd ? rules | SAR_PHONE_ODD_LENGTH : rules, true);
}

/* A number as dialled on a public line. */
static void
public_line(const struct attempt *a, const char *digits, unsigned rules)
{
	const char *code = a->plan->exit_code;
	size_t n = strnlen(code, sizeof(a->plan->exit_code));

	if (digits[0] == '0' && digits[1] == '0')
		international(a, digits + 2, rules);
	else if (digits[0] == '0')
		national(a, digits + 1, rules);
	if (n > 0 && strncmp(digits, code, n) == 0)
		international(a, digits + n, rules | SAR_PHONE_EXIT_CODE);
}

/* The same after 141 (withhold), 1470 (show), 1471, 1280 (use BT), or 18001
   and 18002 (by way of Relay UK). */
static void
coded(const struct attempt *a, const char *digits, unsigned rules)
{
	static const char *const codes[] = { "141", "1470", "1471", "1280",
		"18001", "18002" };
	size_t i, n;

	if (digits[0] != '1')
		return;
	for (i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		n = strlen(codes[i]);
		if (strncmp(digits, codes[i], n) == 0)
			public_line(a, digits + n,
			    rules | SAR_PHONE_PREFIX_CODE);
	}
}

/* The same after a prefix for an outside line. */
static void
outside_line(const struct attempt *a, const char *digits, unsigned rules)
{
	const char *prefix;
	size_t i, n;

	rules |= SAR_PHONE_OUTSIDE;
	for (i = 0; (prefix = sar_phone_plan_outside(a->plan, i, &n)) != NULL;
	     i++) {
		if (strncmp(digits, prefix, n) != 0)
			continue;
		public_line(a, digits + n, rules);
		coded(a, digits + n, rules);
	}
}

/* 44 and a whole number: the country code with its + lost. */
static void
country_assumed(const struct attempt *a, const char *digits, unsigned rules)
{
	if (a->plan->country != 44 || strncmp(digits, "44", 2) != 0)
		return;
	rules |= SAR_PHONE_CC_ASSUMED;
	if (digits[2] == '0')
		national(a, digits + 3, rules | SAR_PHONE_INTL0);
	else
		national(a, digits + 2, rules);
}

/*
 * Any country's code with its + lost, where the plan says that this is how
 * all numbers are written.  Ten digits are too few to be sure of, and enough
 * to make it unsure that they are ours without the 0.
 */
static void
country_bare(const struct attempt *a, const char *digits, unsigned rules)
{
	size_t n = strlen(digits);
	bool odd;

	if (!a->plan->bare_cc || digits[0] == '0')
		return;
	if (n > 10)
		international(a, digits, rules | SAR_PHONE_CC_ASSUMED);
	else if (n == 10 && sar_phone_complete(digits, n, &odd))
		push(a, digits, rules | SAR_PHONE_CC_ASSUMED, false);
}

/* Ten digits that a spreadsheet may have taken the 0 off. */
static void
trunk_assumed(const struct attempt *a, const char *digits, unsigned rules)
{
	if (strlen(digits) == 10 && strchr("1235789", digits[0]) != NULL)
		national(a, digits, rules | SAR_PHONE_TRUNK0);
}

/* Local digits; a local number never begins with 0 or 1. */
static void
area_assumed(const struct attempt *a, const char *digits, unsigned rules)
{
	const char *area = a->plan->area;
	char nsn[20];
	size_t n = strlen(digits);

	if (area[0] == '0')
		area++;
	if (area[0] == '\0' || n < 6 || n > 8 || digits[0] < '2' ||
	    strnlen(area, sizeof(a->plan->area) - 1) + n != 10)
		return;
	(void)snprintf(nsn, sizeof(nsn), "%.7s%.8s", area, digits);
	national(a, nsn, rules | SAR_PHONE_AREA);
}

/*
 * RFC 3966 lets an organisation name any of its numbers, or the digits they
 * begin with, as the context: to put it before the number is a guess that is
 * often right, and no more.  A national number where the context is that
 * nation is one for certain.
 */
static void
in_context(const struct attempt *a, const char *context, const char *digits,
    unsigned rules)
{
	char e164[DIALLED_MAX + 20 + 1];

	if (digits[0] == '0' && a->plan->country == 44 &&
	    strcmp(context, "44") == 0) {
		public_line(a, digits, rules);
		return;
	}
	(void)snprintf(e164, sizeof(e164), "%s%s", context, digits);
	international(a, e164, rules | SAR_PHONE_CONTEXT);
}

void
sar_phone_readings(const struct sar_phone_plan *plan,
    const struct dialled *dialled, const char *context, unsigned rules,
    struct readings *out)
{
	const char *digits = dialled->digits;
	struct attempt a = { plan, out,
		dialled->zeroed ? digits + dialled->zero : NULL };

	out->n = 0;
	out->full = false;
	if (dialled->coded)
		rules |= SAR_PHONE_PREFIX_CODE;
	if (dialled->plus) {
		international(&a, digits, rules);
		return;
	}
	if (context[0] != '\0') {
		in_context(&a, context, digits, rules);
		return;
	}
	public_line(&a, digits, rules);
	if (dialled->coded)
		return;
	coded(&a, digits, rules);
	outside_line(&a, digits, rules);
	country_assumed(&a, digits, rules);
	country_bare(&a, digits, rules);
	trunk_assumed(&a, digits, rules);
	area_assumed(&a, digits, rules);
}
