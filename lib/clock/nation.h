#ifndef SAR_CLOCK_NATION_H
#define SAR_CLOCK_NATION_H

#include <stdbool.h>

/* The nations of the United Kingdom whose bank holidays differ. */
enum sar_nation {
	SAR_NATION_ENGLAND_AND_WALES,
	SAR_NATION_SCOTLAND,
	SAR_NATION_NORTHERN_IRELAND,
	SAR_NATIONS
};

/** sar_nation_name: "england-and-wales", as sar.conf, log and GOV.UK say. */
const char *sar_nation_name(enum sar_nation nation);
bool sar_nation_parse(const char *name, enum sar_nation *out);

#endif
