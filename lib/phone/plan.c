#include "phone/plan.h"

#include <string.h>

static const char decimal[] = "0123456789";

/* The short codes of the National Telephone Numbering Plan, '?' a digit. */
static const char *const short_codes[] = { "999", "1??", "12??", "14??", "15??",
	"17070", "1800?", "116???", "118???" };

const char *
sar_phone_plan_outside(const struct sar_phone_plan *plan, size_t i, size_t *len)
{
	const char *at = plan->outside_also;
	const char *end = at + strnlen(at, sizeof(plan->outside_also));

	if (plan->outside == '\0')
		return NULL;
	*len = 1;
	if (i == 0)
		return &plan->outside;
	for (;;) {
		while (at < end && *at == ' ')
			at++;
		for (*len = 0; at + *len < end && at[*len] != ' ';)
			(*len)++;
		if (*len == 0)
			return NULL;
		if (--i == 0)
			return at;
		at += *len;
	}
}

static unsigned
shortest(const struct sar_phone_plan *plan)
{
	return plan->ext_min == 0 ? 2 : plan->ext_min;
}

static unsigned
longest(const struct sar_phone_plan *plan)
{
	return plan->ext_max == 0 ? 6 : plan->ext_max;
}

static bool
is_like(const char *digits, const char *pattern)
{
	for (; *pattern != '\0'; pattern++, digits++)
		if (*digits == '\0' || (*pattern != '?' && *pattern != *digits))
			return false;
	return *digits == '\0';
}

bool
sar_phone_plan_local(const struct sar_phone_plan *plan, const char *digits)
{
	size_t n = strlen(digits);
	size_t i;

	if (n >= shortest(plan) && n <= longest(plan) &&
	    n <= SAR_PHONE_LOCAL_MAX)
		return true;
	for (i = 0; i < sizeof(short_codes) / sizeof(short_codes[0]); i++)
		if (plan->country == 44 && is_like(digits, short_codes[i]))
			return true;
	return false;
}

/* Nothing but ${allowed}, and ended within ${size}. */
static bool
is_made_of(const char *text, size_t size, const char *allowed)
{
	return strnlen(text, size) < size &&
	       strspn(text, allowed) == strlen(text);
}

bool
sar_phone_plan_valid(const struct sar_phone_plan *plan)
{
	if (plan->country < 1 || plan->country > 999)
		return false;
	if (plan->outside != '\0' && strchr(decimal, plan->outside) == NULL)
		return false;
	if (!is_made_of(plan->area, sizeof(plan->area), decimal) ||
	    !is_made_of(plan->exit_code, sizeof(plan->exit_code), decimal) ||
	    !is_made_of(plan->outside_also, sizeof(plan->outside_also),
		"0123456789 "))
		return false;
	if (plan->outside == '\0' && plan->outside_also[0] != '\0')
		return false;
	return shortest(plan) <= longest(plan) &&
	       longest(plan) <= SAR_PHONE_LOCAL_MAX;
}

struct sar_phone_plan
sar_phone_plan_people(const struct sar_phone_plan *plan)
{
	struct sar_phone_plan people = { .country = plan->country,
		.ext_min = plan->ext_min,
		.ext_max = plan->ext_max };

	memcpy(people.area, plan->area, sizeof(people.area));
	return people;
}
