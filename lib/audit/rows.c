#include "audit/rows.h"

#include <string.h>

static const char header[] =
    "item,file,date,time,length_seconds,outcome,reason,"
    "places_removed,seconds_removed,provisions\r\n";

bool
sar_rows_header(const char **at, const char *end)
{
	if ((size_t)(end - *at) < sizeof(header) - 1 ||
	    memcmp(*at, header, sizeof(header) - 1) != 0)
		return false;
	*at += sizeof(header) - 1;
	return true;
}

static bool
take_cell(const char **at, const char *end, struct sar_rows_cell *cell)
{
	const char *p = *at;

	if (p < end && *p == '"') {
		for (cell->at = ++p; p < end; p++)
			if (*p == '"' && (p + 1 == end || *++p != '"'))
				break;
		/* One behind the closing quote. */
		cell->len = (size_t)(p - cell->at);
		if (cell->len == 0)
			return false;
		cell->len--;
	} else {
		for (cell->at = p; p < end && strchr(",\r\n\"", *p) == NULL;)
			p++;
		cell->len = (size_t)(p - cell->at);
	}
	*at = p;
	return memchr(cell->at, '\n', cell->len) == NULL;
}

bool
sar_rows_take(const char **at, const char *end,
    struct sar_rows_cell cells[SAR_ROWS_COLUMNS])
{
	int i;

	for (i = 0; i < SAR_ROWS_COLUMNS; i++) {
		if (!take_cell(at, end, &cells[i]))
			return false;
		if (i + 1 == SAR_ROWS_COLUMNS)
			break;
		if (*at == end || **at != ',')
			return false;
		++*at;
	}
	if (end - *at < 2 || memcmp(*at, "\r\n", 2) != 0)
		return false;
	*at += 2;
	return true;
}

bool
sar_rows_is(const struct sar_rows_cell *cell, const char *text)
{
	return strlen(text) == cell->len &&
	       memcmp(cell->at, text, cell->len) == 0;
}
