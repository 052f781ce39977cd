#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "phone/phone.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(int holds)
{
	if (!holds)
		abort();
}

/* The first byte chooses the dial plan. */
static struct sar_phone_plan
plan_of(uint8_t byte)
{
	static const char outside[] = { '\0', '9', '0', '8' };
	static const char *const areas[] = { "", "01632", "20", "1632" };
	struct sar_phone_plan plan = { .country = 44 };

	plan.outside = outside[byte & 3];
	memcpy(plan.area, areas[byte >> 2 & 3],
	    strlen(areas[byte >> 2 & 3]) + 1);
	plan.bare_national = (byte & 0x10) != 0;
	plan.bare_cc = (byte & 0x20) != 0;
	if ((byte & 0x40) != 0) {
		plan.ext_min = 3;
		plan.ext_max = 8;
		memcpy(plan.exit_code, "011", 4);
		if (plan.outside != '\0')
			memcpy(plan.outside_also, "85 7 90", 8);
	}
	if ((byte & 0x80) != 0)
		plan.country = 353;
	must(sar_phone_plan_valid(&plan));
	return plan;
}

/*
 * Certain is what assumed nothing, but for ten digits without their 0 where
 * the plan says that they are its style.
 */
static int
is_rightly_certain(const struct sar_phone_plan *plan, const struct sar_phone *p)
{
	unsigned assumed = p->rules & (SAR_PHONE_TRUNK0 | SAR_PHONE_FLOAT |
					  SAR_PHONE_AREA | SAR_PHONE_CONTEXT);

	if (assumed == SAR_PHONE_TRUNK0 && plan->bare_national)
		return p->certain == (strlen(p->digits) == 13);
	return p->certain == (assumed == 0);
}

/* Written as it is stored, a number is the same one, and no rule makes it. */
static void
check_number(const struct sar_phone_plan *plan, const struct sar_phone *p)
{
	struct sar_phone again;

	must(p->key > 0 && p->digits[0] == '+');
	must(strtoll(p->digits + 1, NULL, 10) == p->key);
	must(strlen(p->digits) >= 8 && strlen(p->digits) <= 16);
	must(is_rightly_certain(plan, p));
	/* Nothing is taken off that the plan does not know. */
	must(plan->outside != '\0' || (p->rules & SAR_PHONE_OUTSIDE) == 0);
	must(plan->exit_code[0] != '\0' ||
	     (p->rules & SAR_PHONE_EXIT_CODE) == 0);
	sar_phone_read(plan, p->digits, strlen(p->digits), &again);
	must(again.kind == SAR_PHONE_E164 && again.key == p->key);
	must(strcmp(again.digits, p->digits) == 0 && again.certain);
	must((again.rules & ~(unsigned)SAR_PHONE_ODD_LENGTH) == 0);
	must((again.rules & SAR_PHONE_ODD_LENGTH) ==
	     (p->rules & SAR_PHONE_ODD_LENGTH));
	must(again.ext[0] == '\0');
}

/* The digits of an extension are never a number for certain. */
static void
check_extension(const struct sar_phone_plan *plan, const struct sar_phone *p)
{
	struct sar_phone again;

	must(p->key < 0 && p->key == sar_phone_local_key(p->digits));
	must(strlen(p->digits) >= 2 &&
	     strlen(p->digits) <= SAR_PHONE_LOCAL_MAX);
	sar_phone_read(plan, p->digits, strlen(p->digits), &again);
	must(again.kind == SAR_PHONE_LOCAL ? again.key == p->key
					   : !again.certain);
}

static void
check(const struct sar_phone_plan *plan, const struct sar_phone *p)
{
	if (p->kind == SAR_PHONE_E164)
		check_number(plan, p);
	else if (p->kind == SAR_PHONE_LOCAL)
		check_extension(plan, p);
	else
		must(p->key == 0 && p->digits[0] == '\0' && p->ext[0] == '\0');
}

/*
 * Only a number or an extension has a key; a certain number, written as it is
 * stored, is read as the same number for certain.  A recorder that says more
 * of how it writes may make a number doubtful or certain, never another one;
 * nor is it another to people, who do not dial as it does.
 */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sar_phone_plan plan, people;
	struct sar_phone p, other;
	const char *text = (const char *)data + 1;
	char rules[SAR_PHONE_RULES_LEN];

	if (size == 0)
		return 0;
	plan = plan_of(data[0]);
	sar_phone_read(&plan, text, size - 1, &p);
	sar_phone_rules_name(p.rules, rules);
	must(strlen(rules) + 1 <= sizeof(rules));
	must(sar_phone_kind_name(p.kind) != NULL);
	must(p.kind == SAR_PHONE_E164 || !p.certain);
	check(&plan, &p);
	people = sar_phone_plan_people(&plan);
	sar_phone_read(&people, text, size - 1, &other);
	check(&people, &other);
	must(!p.certain || !other.certain || p.key == other.key);
	plan.bare_national = plan.bare_cc = false;
	sar_phone_read(&plan, text, size - 1, &other);
	must(p.kind != SAR_PHONE_E164 || other.kind != SAR_PHONE_E164 ||
	     p.key == other.key);
	return 0;
}
