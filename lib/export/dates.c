#include "export/dates.h"

#include <stddef.h>

/* The day of the call by whichever of its clocks says the earlier one. */
static struct sar_date
first_day(const struct sar_item *item)
{
	if (item->clocks_differ &&
	    sar_date_compare(item->other.date, item->start.date) < 0)
		return item->other.date;
	return item->start.date;
}

static int
check_decision(const struct sar_decision_record *record, struct sar_date today,
    const struct sar_dates_names *names, struct sar_err *err)
{
	static const enum sar_decision_field fields[] = { SAR_FIELD_ON,
		SAR_FIELD_CONSENT_DATE };
	struct sar_date date;
	const char *text;
	size_t i;

	for (i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		text = record->field[fields[i]];
		if (text != NULL && sar_date_parse(text, &date) &&
		    sar_date_compare(date, today) > 0)
			return sar_err_set(err, SAR_EINPUT,
			    "%s: %s %u: %s: is in the future", names->decisions,
			    names->place == NULL ? "line" : names->place,
			    record->line, sar_decision_key(fields[i]));
	}
	return 0;
}

int
sar_dates_check(const struct sar_marks *marks, const struct sar_item *item,
    struct sar_date today, const struct sar_dates_names *names,
    struct sar_err *err)
{
	size_t i;

	if (sar_date_compare(marks->reviewed, today) > 0)
		return sar_err_set(err, SAR_EINPUT, "%s: is in the future",
		    names->reviewed);
	if (sar_date_compare(marks->reviewed, first_day(item)) < 0)
		return sar_err_set(err, SAR_EINPUT, "%s: is before the call",
		    names->reviewed);
	for (i = 0; i < marks->n_decisions; i++)
		if (check_decision(&marks->decisions[i], today, names, err) ==
		    -1)
			return -1;
	return 0;
}
