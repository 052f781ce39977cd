/*
 * Any bytes as a table of bank holidays.  One that is read moves a day it
 * covers to a working day it covers, never back, and that one nowhere; of any
 * other day it says that it does not know, and moves it nowhere.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "clock/holidays.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
require(bool holds)
{
	if (!holds)
		abort();
}

static bool
is_weekend(struct sar_date day)
{
	int weekday = sar_date_weekday(day);

	return weekday == 0 || weekday == 6;
}

static void
check_day(const struct sar_holidays *table, enum sar_nation nation,
    struct sar_date day)
{
	struct sar_date rolled, again, through;
	bool has = sar_holidays_through(table, nation, &through);

	if (!sar_holidays_roll(table, nation, day, &rolled)) {
		require(sar_date_compare(day, rolled) == 0);
		return;
	}
	require(has && sar_date_compare(rolled, through) <= 0);
	require(sar_date_compare(day, rolled) <= 0);
	require(!is_weekend(rolled));
	require(sar_holidays_roll(table, nation, rolled, &again));
	require(sar_date_compare(rolled, again) == 0);
}

static void
check_nation(const struct sar_holidays *table, enum sar_nation nation)
{
	struct sar_date through;
	int64_t last, day;

	if (!sar_holidays_through(table, nation, &through))
		return;
	last = sar_date_days(through);
	for (day = last - 800; day <= last + 8; day++)
		check_day(table, nation, sar_date_of_days(day));
	/* Nothing is known of what comes after. */
	if (last < SAR_DATE_LAST)
		require(!sar_holidays_roll(table, nation,
		    sar_date_of_days(last + 1), &through));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_holidays *table = sar_holidays_parse("t", (const char *)data,
	    size, &err);
	int i;

	if (table == NULL) {
		require(err.code == SAR_EINPUT && err.msg[0] != '\0');
		return 0;
	}
	for (i = 0; i < SAR_NATIONS; i++)
		check_nation(table, (enum sar_nation)i);
	sar_holidays_free(table);
	return 0;
}
