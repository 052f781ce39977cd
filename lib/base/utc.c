#include "base/utc.h"

#include <string.h>

#include "base/civil.h"

void
sar_utc_format(int64_t utc, char out[SAR_UTC_LEN])
{
	struct sar_civil civil = sar_civil_of_seconds(utc);

	sar_civil_format(&civil, out);
	out[10] = 'T';
	out[19] = 'Z';
	out[20] = '\0';
}

bool
sar_utc_parse(const char *text, int64_t *utc)
{
	char copy[SAR_UTC_LEN];
	struct sar_civil civil;

	if (strnlen(text, SAR_UTC_LEN) != SAR_UTC_LEN - 1 || text[10] != 'T' ||
	    text[19] != 'Z')
		return false;
	memcpy(copy, text, SAR_UTC_LEN);
	copy[19] = '\0';
	if (!sar_civil_parse(copy, &civil))
		return false;
	*utc = sar_civil_seconds(&civil);
	return true;
}
