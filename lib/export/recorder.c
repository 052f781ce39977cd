#include "export/recorder.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static const char decimal[] = "0123456789";

/* Digits that fit in ${out}; what is not given stays "". */
static int
read_digits(const struct sar_conf *conf, const char *section, const char *key,
    char *out, size_t size, struct sar_err *err)
{
	const char *value = sar_conf_get(conf, section, key);
	size_t len;

	if (value == NULL)
		return 0;
	len = strlen(value);
	if (len == 0 || len >= size || strspn(value, decimal) != len)
		return sar_conf_bad(conf, section, key, 0,
		    "expected up to 7 digits", err);
	memcpy(out, value, len + 1);
	return 0;
}

/* "9", or "9 85 7": prefixes of more digits come after the first. */
static int
read_outside(const struct sar_conf *conf, const char *section,
    struct sar_phone_plan *plan, struct sar_err *err)
{
	const char *value = sar_conf_get(conf, section, "outside");
	const char *more;

	if (value == NULL)
		return 0;
	more = value + strspn(value, decimal);
	if (more - value != 1 || (*more != '\0' && *more != ' '))
		return sar_conf_bad(conf, section, "outside", 0,
		    "expected one digit, or one and further prefixes after it",
		    err);
	more += strspn(more, " ");
	if (strlen(more) >= sizeof(plan->outside_also) ||
	    strspn(more, "0123456789 ") != strlen(more))
		return sar_conf_bad(conf, section, "outside", 0,
		    "further prefixes are digits, 11 characters in all", err);
	plan->outside = value[0];
	memcpy(plan->outside_also, more, strlen(more) + 1);
	return 0;
}

/* "4", or "3-5". */
static int
read_extensions(const struct sar_conf *conf, const char *section,
    struct sar_phone_plan *plan, struct sar_err *err)
{
	const char *value = sar_conf_get(conf, section, "extensions");
	char last = (char)('0' + SAR_PHONE_LOCAL_MAX);

	if (value == NULL)
		return 0;
	if (value[0] >= '1' && value[0] <= last) {
		plan->ext_min = (unsigned)(value[0] - '0');
		plan->ext_max = plan->ext_min;
		if (value[1] == '\0')
			return 0;
		if (value[1] == '-' && value[2] >= value[0] &&
		    value[2] <= last && value[3] == '\0') {
			plan->ext_max = (unsigned)(value[2] - '0');
			return 0;
		}
	}
	return sar_conf_bad(conf, section, "extensions", 0,
	    "expected how many digits they have, as 4 or 3-5, at most 8", err);
}

static int
read_flag(const struct sar_conf *conf, const char *section, const char *key,
    bool *out, struct sar_err *err)
{
	const char *value = sar_conf_get(conf, section, key);

	if (value == NULL || strcmp(value, "no") == 0)
		return 0;
	if (strcmp(value, "yes") != 0)
		return sar_conf_bad(conf, section, key, 0, "expected yes or no",
		    err);
	*out = true;
	return 0;
}

int
sar_recorder_plan(const struct sar_conf *conf, const char *section,
    struct sar_phone_plan *plan, struct sar_err *err)
{
	uint64_t country;

	memset(plan, 0, sizeof(*plan));
	if (sar_conf_number(conf, section, "country", 1, 999, 44, &country,
		err) == -1 ||
	    read_outside(conf, section, plan, err) == -1 ||
	    read_digits(conf, section, "area", plan->area, sizeof(plan->area),
		err) == -1 ||
	    read_digits(conf, section, "exit-code", plan->exit_code,
		sizeof(plan->exit_code), err) == -1 ||
	    read_extensions(conf, section, plan, err) == -1 ||
	    read_flag(conf, section, "bare-national", &plan->bare_national,
		err) == -1 ||
	    read_flag(conf, section, "bare-country-code", &plan->bare_cc,
		err) == -1)
		return -1;
	plan->country = (unsigned)country;
	/* Ten digits would be certain, and another country's as well. */
	if (plan->bare_national && plan->bare_cc)
		return sar_conf_bad(conf, section, "bare-country-code", 0,
		    "not with bare-national", err);
	return 0;
}

/* One ending has one meaning. */
static bool
given_before(const struct sar_headerless_list *list, const char *suffix)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		if (strcmp(list->entries[i].suffix, suffix) == 0)
			return true;
	return false;
}

int
sar_recorder_headerless(const struct sar_conf *conf, const char *section,
    struct sar_headerless_list *list, struct sar_err *err)
{
	struct sar_headerless entry;
	const char *text, *expected;
	size_t n = 0;

	*list = (struct sar_headerless_list){ NULL, 0 };
	while (sar_conf_nth(conf, section, "headerless", n) != NULL)
		n++;
	if ((list->entries = calloc(n + 1, sizeof(entry))) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	while ((text = sar_conf_nth(conf, section, "headerless", list->n)) !=
	       NULL) {
		expected = sar_headerless_parse(text, &entry);
		if (expected == NULL && given_before(list, entry.suffix))
			expected = "its ending is given twice";
		if (expected != NULL)
			return sar_conf_bad(conf, section, "headerless",
			    list->n, expected, err);
		list->entries[list->n++] = entry;
	}
	return 0;
}

static int
read_one(const struct sar_conf *conf, const char *section,
    struct sar_ingest_recorder *one, struct sar_err *err)
{
	one->system = strchr(section, ' ') + 1;
	one->zone = sar_conf_get(conf, section, "zone");
	if (sar_recorder_plan(conf, section, &one->plan, err) == -1)
		return -1;
	return sar_recorder_headerless(conf, section, &one->headerless, err);
}

int
sar_recorder_all(const struct sar_conf *conf, struct sar_ingest_recorder **list,
    size_t *n, struct sar_err *err)
{
	struct sar_ingest_recorder *all;
	const char *section;
	size_t count = 0;
	size_t i;

	*list = NULL;
	*n = 0;
	while (sar_conf_section(conf, SAR_RECORDER_NAMED, count) != NULL)
		count++;
	if ((all = calloc(count + 1, sizeof(*all))) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	for (i = 0; i < count; i++) {
		section = sar_conf_section(conf, SAR_RECORDER_NAMED, i);
		if (read_one(conf, section, &all[i], err) == -1) {
			sar_recorder_free(all, count);
			return -1;
		}
	}
	*list = all;
	*n = count;
	return 0;
}

void
sar_recorder_free(struct sar_ingest_recorder *list, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		free(list[i].headerless.entries);
	free(list);
}
