#include "package/layout_field.h"

uint64_t
sar_layout_field_get(const uint8_t *at, unsigned len)
{
	uint64_t value = 0;

	while (len-- > 0)
		value = value << 8 | at[len];
	return value;
}

bool
sar_layout_field_take(const uint8_t *at, const uint8_t **more, uint64_t *value)
{
	*value = sar_layout_field_get(at, 4);
	if (*value != SAR_LAYOUT_FIELD_FULL)
		return true;
	*value = sar_layout_field_get(*more, 8);
	*more += 8;
	return *value >= SAR_LAYOUT_FIELD_FULL;
}

int
sar_layout_field_check(const uint8_t *record,
    const struct sar_layout_field *fields, const char *where,
    struct sar_err *err)
{
	for (; fields->len > 0; fields++)
		if (sar_layout_field_get(record + fields->off, fields->len) !=
		    fields->value)
			return sar_err_set(err, SAR_ECORRUPT,
			    "%s: %s not as in a package", where, fields->what);
	return 0;
}
