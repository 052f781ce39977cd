#include "ingest/header.h"

#include <inttypes.h>
#include <string.h>

size_t
sar_ingest_header_count(const struct sar_ingest_record *header,
    const char *column)
{
	size_t n = 0;
	size_t i;

	for (i = 0; i < header->n; i++)
		if (strcmp(header->fields[i], column) == 0)
			n++;
	return n;
}

int
sar_ingest_header_find(const char *name, const struct sar_ingest_record *header,
    const char *column, size_t *at, struct sar_err *err)
{
	size_t n = sar_ingest_header_count(header, column);
	size_t i;

	if (n != 1)
		return sar_err_set(err, SAR_EINPUT,
		    "%s: line %" PRIu64 ": column \"%s\" %s", name,
		    header->line, column,
		    n == 0 ? "is missing" : "is there twice");
	for (i = 0; i < header->n; i++)
		if (strcmp(header->fields[i], column) == 0)
			*at = i;
	return 0;
}
