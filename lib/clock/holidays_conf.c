#include <stdbool.h>
#include <string.h>

#include "base/conf.h"
#include "clock/table.h"

static const struct sar_conf_key known[] = {
	{ "england-and-wales", "from", false },
	{ "england-and-wales", "through", false },
	{ "england-and-wales", "source", false },
	{ "england-and-wales", "holiday", true },
	{ "scotland", "from", false },
	{ "scotland", "through", false },
	{ "scotland", "source", false },
	{ "scotland", "holiday", true },
	{ "northern-ireland", "from", false },
	{ "northern-ireland", "through", false },
	{ "northern-ireland", "source", false },
	{ "northern-ireland", "holiday", true },
	{ NULL, NULL, false },
};

static bool
is_date(const char *text, int32_t *out)
{
	struct sar_date date;

	if (!sar_date_parse(text, &date))
		return false;
	*out = (int32_t)sar_date_days(date);
	return true;
}

/* "2026-12-28 Boxing Day (substitute day)": a day, and what it is. */
static bool
is_holiday(const char *text, int32_t *out)
{
	char date[SAR_DATE_LEN] = "";

	if (strnlen(text, SAR_DATE_LEN + 1) <= SAR_DATE_LEN ||
	    text[SAR_DATE_LEN - 1] != ' ')
		return false;
	memcpy(date, text, SAR_DATE_LEN - 1);
	return is_date(date, out);
}

/* In the order of the calendar: a day out of order is a slip of the pen. */
static int
take_holidays(const struct sar_conf *conf, const char *section,
    struct sar_table_nation *out, struct sar_err *err)
{
	int32_t day = 0, before = out->from - 1;
	const char *value;
	size_t i;

	for (i = 0; (value = sar_conf_nth(conf, section, "holiday", i)) != NULL;
	     i++) {
		if (!is_holiday(value, &day))
			return sar_conf_bad(conf, section, "holiday", i,
			    "expected a date and what it is", err);
		if (day <= before || day > out->through)
			return sar_conf_bad(conf, section, "holiday", i,
			    "not after the day above, or outside of what is "
			    "covered",
			    err);
		if (sar_table_add(out, day, err) == -1)
			return -1;
		before = day;
	}
	return 0;
}

static bool
mentions(const struct sar_conf *conf, const char *section)
{
	return sar_conf_get(conf, section, "from") != NULL ||
	       sar_conf_get(conf, section, "through") != NULL ||
	       sar_conf_get(conf, section, "source") != NULL ||
	       sar_conf_get(conf, section, "holiday") != NULL;
}

static int
take_nation(const struct sar_conf *conf, const char *section,
    struct sar_table_nation *out, struct sar_err *err)
{
	const char *from, *through;

	if (!mentions(conf, section))
		return 0;
	if ((from = sar_conf_need(conf, section, "from", err)) == NULL ||
	    (through = sar_conf_need(conf, section, "through", err)) == NULL ||
	    sar_conf_need(conf, section, "source", err) == NULL)
		return -1;
	if (!is_date(from, &out->from))
		return sar_conf_bad(conf, section, "from", 0,
		    "expected a date, as 2026-10-10", err);
	if (!is_date(through, &out->through) || out->through < out->from)
		return sar_conf_bad(conf, section, "through", 0,
		    "expected a date, as 2026-10-10, not before from", err);
	/* Not one in all that time: more likely not filled in. */
	if (sar_conf_need(conf, section, "holiday", err) == NULL)
		return -1;
	out->has = true;
	return take_holidays(conf, section, out, err);
}

int
sar_table_conf(const char *name, const char *text, size_t len,
    struct sar_holidays *out, struct sar_err *err)
{
	struct sar_conf *conf = sar_conf_parse(name, text, len, known, err);
	int status = conf == NULL ? -1 : 0;
	size_t i;

	for (i = 0; status == 0 && i < SAR_NATIONS; i++)
		status = take_nation(conf, sar_nation_name((enum sar_nation)i),
		    &out->nations[i], err);
	sar_conf_free(conf);
	return status;
}
