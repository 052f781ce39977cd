#include "ingest/records.h"

#include <ctype.h>

/* Names of columns do not begin with a digit; of a record, some field does. */
static bool
is_header(const struct sar_ingest_record *record)
{
	size_t i;

	for (i = 0; i < record->n; i++)
		if (isdigit((unsigned char)record->fields[i][0]))
			return false;
	return true;
}

bool
sar_records_like(const struct sar_probe *probe, sar_records_fn *shape)
{
	size_t i, fit = 0;

	if (probe->db != NULL || probe->n_records == 0 ||
	    is_header(&probe->records[0]))
		return false;
	for (i = 0; i < probe->n_records; i++)
		fit += shape(&probe->records[i]);
	return fit > 0 && fit * 2 >= probe->n_records;
}

int
sar_records_check_end(const struct sar_reading *in, struct sar_err *err)
{
	const struct sar_source *source = in->source;
	char last;

	if (source->size == 0)
		return sar_err_set(err, SAR_EINPUT, "%s: empty file", in->name);
	if (sar_source_read(source, &last, 1, source->size - 1, err) == -1)
		return -1;
	if (last == '\n')
		return 0;
	(void)sar_err_set(err, SAR_EINPUT, "%s: torn: the last line has no end",
	    in->name);
	sar_err_hint(err, "the copy is not complete: make it again");
	return -1;
}

int
sar_records_refuse(const struct sar_reading *in, size_t column, const char *why,
    struct sar_err *err)
{
	(void)sar_err_set(err, SAR_EINPUT, "%s: column %zu: %s", in->name,
	    column, why);
	sar_err_hint(err, "put a line with the columns' names before it and "
			  "use --mapping, see sar-mapping(5)");
	return -1;
}
