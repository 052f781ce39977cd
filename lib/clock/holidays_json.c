#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "clock/table.h"

/*
 * GOV.UK says nothing of how far its list is complete.  It lists whole years;
 * one with fewer days than law gives the nation each year (Banking and
 * Financial Dealings Act 1971, schedule 1, and common law) is not whole, and
 * ends what is covered.
 */
static const size_t each_year[SAR_NATIONS] = {
	[SAR_NATION_ENGLAND_AND_WALES] = 8,
	[SAR_NATION_SCOTLAND] = 9,
	[SAR_NATION_NORTHERN_IRELAND] = 10,
};

static int
take_event(const char *name, const char *division, size_t n,
    const json_t *event, struct sar_table_nation *out, struct sar_err *err)
{
	const char *text = json_string_value(json_object_get(event, "date"));
	struct sar_date date;

	if (text == NULL || !sar_date_parse(text, &date))
		return sar_err_set(err, SAR_EINPUT,
		    "%s: %s: event %zu: expected a date, as 2026-10-10", name,
		    division, n + 1);
	return sar_table_add(out, (int32_t)sar_date_days(date), err);
}

static int
year_of(int32_t day)
{
	return sar_date_of_days(day).year;
}

static void
sort(struct sar_table_nation *nation)
{
	size_t i, kept = 0;

	if (nation->n > 0)
		qsort(nation->days, nation->n, sizeof(*nation->days),
		    sar_table_by_day);
	for (i = 0; i < nation->n; i++)
		if (kept == 0 || nation->days[i] != nation->days[kept - 1])
			nation->days[kept++] = nation->days[i];
	nation->n = kept;
}

/* From the first whole year on, up to the first that is not. */
static void
cover(struct sar_table_nation *nation, size_t least)
{
	size_t i, next;

	for (i = 0; i < nation->n; i = next) {
		for (next = i + 1;
		     next < nation->n &&
		     year_of(nation->days[next]) == year_of(nation->days[i]);)
			next++;
		if (nation->has &&
		    (next - i < least || year_of(nation->days[i]) !=
					     year_of(nation->through) + 1))
			return;
		if (next - i < least)
			continue;
		if (!nation->has)
			nation->from = nation->days[i];
		nation->has = true;
		nation->through = nation->days[next - 1];
	}
}

static int
take_nation(const char *name, const char *division, const json_t *events,
    struct sar_table_nation *out, struct sar_err *err)
{
	size_t i;

	if (!json_is_array(events))
		return sar_err_set(err, SAR_EINPUT, "%s: %s: no list of events",
		    name, division);
	for (i = 0; i < json_array_size(events); i++)
		if (take_event(name, division, i, json_array_get(events, i),
			out, err) == -1)
			return -1;
	sort(out);
	return 0;
}

int
sar_table_json(const char *name, const char *text, size_t len,
    struct sar_holidays *out, struct sar_err *err)
{
	const char *division;
	json_error_t wrong;
	json_t *root = json_loadb(text, len, JSON_REJECT_DUPLICATES, &wrong);
	json_t *of;
	int status = 0;
	size_t i;

	if (!json_is_object(root))
		status = sar_err_set(err, SAR_EINPUT,
		    "%s: line %d: not a JSON object", name,
		    root == NULL ? wrong.line : 1);
	for (i = 0; status == 0 && i < SAR_NATIONS; i++) {
		division = sar_nation_name((enum sar_nation)i);
		if ((of = json_object_get(root, division)) == NULL)
			continue;
		status = take_nation(name, division,
		    json_object_get(of, "events"), &out->nations[i], err);
		cover(&out->nations[i], each_year[i]);
	}
	json_decref(root);
	return status;
}
