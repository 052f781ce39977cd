#include "base/civil.h"

#include <string.h>

#include "base/digits.h"

#define DAY INT64_C(86400)

bool
sar_civil_parse(const char *text, struct sar_civil *out)
{
	struct sar_civil civil;
	int part[6] = { 0 };

	if (!sar_digits_read(text, "0000-00-00 00:00:00", part))
		return false;
	civil.date = (struct sar_date){ part[0], part[1], part[2] };
	civil.hour = part[3];
	civil.minute = part[4];
	civil.second = part[5];
	if (!sar_date_valid(civil.date) || civil.hour > 23 ||
	    civil.minute > 59 || civil.second > 59)
		return false;
	*out = civil;
	return true;
}

void
sar_civil_format(const struct sar_civil *civil, char out[SAR_CIVIL_LEN])
{
	memcpy(out, "0000-00-00 00:00:00", SAR_CIVIL_LEN);
	sar_digits_put(civil->date.year, 4, out);
	sar_digits_put(civil->date.month, 2, out + 5);
	sar_digits_put(civil->date.day, 2, out + 8);
	sar_digits_put(civil->hour, 2, out + 11);
	sar_digits_put(civil->minute, 2, out + 14);
	sar_digits_put(civil->second, 2, out + 17);
}

int64_t
sar_civil_seconds(const struct sar_civil *civil)
{
	return sar_date_days(civil->date) * DAY + civil->hour * INT64_C(3600) +
	       civil->minute * INT64_C(60) + civil->second;
}

struct sar_civil
sar_civil_of_seconds(int64_t seconds)
{
	const int64_t first = SAR_DATE_FIRST * DAY;
	const int64_t last = SAR_DATE_LAST * DAY + DAY - 1;
	struct sar_civil civil;
	int of_day;

	if (seconds < first)
		seconds = first;
	if (seconds > last)
		seconds = last;
	of_day = (int)((seconds - first) % DAY);
	civil.date = sar_date_of_days((seconds - of_day) / DAY);
	civil.hour = of_day / 3600;
	civil.minute = of_day / 60 % 60;
	civil.second = of_day % 60;
	return civil;
}
