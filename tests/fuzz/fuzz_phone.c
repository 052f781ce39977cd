#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "phone/phone.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The first byte chooses the dial plan. */
static struct sar_phone_plan
plan_of(uint8_t byte)
{
	static const char outside[] = { '\0', '9', '0', '8' };
	static const char *const areas[] = { "", "01632", "20", "1632" };
	struct sar_phone_plan plan = { 44, '\0', "" };

	plan.outside = outside[byte & 3];
	memcpy(plan.area, areas[byte >> 2 & 3],
	    strlen(areas[byte >> 2 & 3]) + 1);
	if ((byte & 0x80) != 0)
		plan.country = 353;
	return plan;
}

static void
must(int holds)
{
	if (!holds)
		abort();
}

/*
 * Only a number or an extension has a key; a certain number, written as it is
 * stored, is read as the same number for certain; so is an extension's.
 */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sar_phone_plan plan;
	struct sar_phone p, again;
	char rules[SAR_PHONE_RULES_LEN];

	if (size == 0)
		return 0;
	plan = plan_of(data[0]);
	sar_phone_read(&plan, (const char *)data + 1, size - 1, &p);
	sar_phone_rules_name(p.rules, rules);
	must(sar_phone_kind_name(p.kind) != NULL);
	must(p.kind == SAR_PHONE_E164 || !p.certain);
	if (p.kind == SAR_PHONE_E164) {
		must(p.key > 0 && p.digits[0] == '+');
		must(strtoll(p.digits + 1, NULL, 10) == p.key);
		must(p.certain ==
		     ((p.rules & (SAR_PHONE_TRUNK0 | SAR_PHONE_FLOAT |
				     SAR_PHONE_AREA)) == 0));
		sar_phone_read(&plan, p.digits, strlen(p.digits), &again);
		must(!p.certain || again.certain);
		must(again.kind == SAR_PHONE_E164 && again.key == p.key);
	} else if (p.kind == SAR_PHONE_LOCAL) {
		must(p.key < 0 && p.key == sar_phone_local_key(p.digits));
		must(strlen(p.digits) >= 2 && strlen(p.digits) <= 6);
	} else
		must(p.key == 0 && p.digits[0] == '\0' && p.ext[0] == '\0');
	return 0;
}
