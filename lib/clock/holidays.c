#include "clock/holidays.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "clock/table.h"

int
sar_table_add(struct sar_table_nation *nation, int32_t day, struct sar_err *err)
{
	int32_t *days = reallocarray(nation->days, nation->n + 1,
	    sizeof(*days));

	if (days == NULL)
		return sar_err_errno(err, "holidays");
	nation->days = days;
	days[nation->n++] = day;
	return 0;
}

/* JSON begins with a brace; no line of ours does. */
static bool
is_json(const char *text, size_t len)
{
	size_t i = 0;

	while (i < len && text[i] != '\0' && strchr(" \t\r\n", text[i]) != NULL)
		i++;
	return i < len && text[i] == '{';
}

static bool
has_any(const struct sar_holidays *holidays)
{
	size_t i;

	for (i = 0; i < SAR_NATIONS; i++)
		if (holidays->nations[i].has)
			return true;
	return false;
}

static int
read_text(const char *name, const char *text, size_t len,
    struct sar_holidays *out, struct sar_err *err)
{
	if (len > TABLE_MAX)
		return sar_err_set(err, SAR_EINPUT, "%s: larger than %zu bytes",
		    name, TABLE_MAX);
	if (sar_sha256_text(text, len, out->digest, err) == -1)
		return -1;
	if ((is_json(text, len) ? sar_table_json : sar_table_conf)(name, text,
		len, out, err) == -1)
		return -1;
	if (!has_any(out))
		return sar_err_set(err, SAR_EINPUT,
		    "%s: no nation's holidays of a whole year", name);
	return 0;
}

struct sar_holidays *
sar_holidays_parse(const char *name, const char *text, size_t len,
    struct sar_err *err)
{
	struct sar_holidays *out = calloc(1, sizeof(*out));

	if (out == NULL) {
		(void)sar_err_errno(err, "%s", name);
		return NULL;
	}
	if (read_text(name, text, len, out, err) == 0)
		return out;
	sar_holidays_free(out);
	return NULL;
}

struct sar_holidays *
sar_holidays_builtin(struct sar_err *err)
{
	struct sar_buf text = SAR_BUF_INIT;
	struct sar_holidays *out = NULL;
	size_t i;

	for (i = 0; sar_table_lines[i] != NULL; i++)
		sar_buf_puts(&text, sar_table_lines[i]);
	if (sar_buf_check(&text, err) == 0)
		out = sar_holidays_parse("built-in holidays", text.data,
		    text.len, err);
	sar_buf_free(&text);
	return out;
}

void
sar_holidays_free(struct sar_holidays *holidays)
{
	size_t i;

	if (holidays == NULL)
		return;
	for (i = 0; i < SAR_NATIONS; i++)
		free(holidays->nations[i].days);
	free(holidays);
}

bool
sar_holidays_through(const struct sar_holidays *holidays,
    enum sar_nation nation, struct sar_date *out)
{
	const struct sar_table_nation *table = &holidays->nations[nation];

	if (table->has)
		*out = sar_date_of_days(table->through);
	return table->has;
}

const uint8_t *
sar_holidays_digest(const struct sar_holidays *holidays)
{
	return holidays->digest;
}

int
sar_table_by_day(const void *a, const void *b)
{
	int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;

	return (x > y) - (x < y);
}

static bool
is_working(const struct sar_table_nation *table, int32_t day)
{
	int weekday = sar_date_weekday(sar_date_of_days(day));

	return weekday != 0 && weekday != 6 &&
	       (table->n == 0 || bsearch(&day, table->days, table->n,
				     sizeof(day), sar_table_by_day) == NULL);
}

bool
sar_holidays_roll(const struct sar_holidays *holidays, enum sar_nation nation,
    struct sar_date day, struct sar_date *out)
{
	const struct sar_table_nation *table;
	int32_t at = (int32_t)sar_date_days(day);

	*out = day;
	if (holidays == NULL)
		return false;
	table = &holidays->nations[nation];
	if (!table->has || at < table->from)
		return false;
	for (; at <= table->through; at++) {
		if (is_working(table, at)) {
			*out = sar_date_of_days(at);
			return true;
		}
	}
	return false;
}
