#include "clock/nation.h"

#include <stddef.h>
#include <string.h>

static const char *const names[SAR_NATIONS] = {
	[SAR_NATION_ENGLAND_AND_WALES] = "england-and-wales",
	[SAR_NATION_SCOTLAND] = "scotland",
	[SAR_NATION_NORTHERN_IRELAND] = "northern-ireland",
};

const char *
sar_nation_name(enum sar_nation nation)
{
	return names[nation];
}

bool
sar_nation_parse(const char *name, enum sar_nation *out)
{
	size_t i;

	for (i = 0; i < SAR_NATIONS; i++) {
		if (strcmp(name, names[i]) == 0) {
			*out = (enum sar_nation)i;
			return true;
		}
	}
	return false;
}
