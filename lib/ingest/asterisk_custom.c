#include <string.h>

#include "ingest/basis.h"
#include "ingest/cdr.h"
#include "ingest/records.h"

/* The mapping of Asterisk's sample cdr_custom.conf; sequence since 1.8. */
static const enum sar_cdr_field order[] = { SAR_CDR_CLID, SAR_CDR_SRC,
	SAR_CDR_DST, SAR_CDR_DCONTEXT, SAR_CDR_CHANNEL, SAR_CDR_DSTCHANNEL,
	SAR_CDR_LASTAPP, SAR_CDR_LASTDATA, SAR_CDR_START, SAR_CDR_ANSWER,
	SAR_CDR_END, SAR_CDR_DURATION, SAR_CDR_BILLSEC, SAR_CDR_DISPOSITION,
	SAR_CDR_AMAFLAGS, SAR_CDR_ACCOUNTCODE, SAR_CDR_UNIQUEID,
	SAR_CDR_USERFIELD, SAR_CDR_SEQUENCE };

#define COLUMNS (sizeof(order) / sizeof(order[0]))
#define START 8 /* where the times begin: cdr_csv's are one further */
#define UNIQUE 16

struct custom {
	struct sar_reading *in;
	struct sar_basis *basis;
	struct sar_cdr_rows *rows;
	uint64_t n;       /* records of the shape */
	uint64_t wide;    /* ... with columns of the site's own */
	uint64_t ids;     /* ... with a unique id where it belongs */
	uint64_t ids_off; /* ... and in another column instead */
};

static bool
is_time(const char *text)
{
	struct sar_stamp stamp;

	return sar_stamp_none(text) || sar_stamp_read(text, &stamp);
}

/* Seconds, with a fraction or not. */
static bool
is_seconds(const char *text)
{
	size_t n = strspn(text, "0123456789.");

	return n > 0 && n <= 16 && text[n] == '\0';
}

static bool
shape(const struct sar_ingest_record *record)
{
	const char *const *f = record->fields;
	struct sar_stamp start;

	return record->n >= COLUMNS - 1 && sar_stamp_read(f[START], &start) &&
	       is_time(f[START + 1]) && is_time(f[START + 2]) &&
	       is_seconds(f[START + 3]) && is_seconds(f[START + 4]) &&
	       sar_cdr_is_disposition(f[START + 5]) &&
	       sar_cdr_is_flag(f[START + 6]);
}

static bool
probe(const struct sar_probe *probe)
{
	return sar_records_like(probe, shape);
}

static int
survey(void *ctx, const struct sar_ingest_record *record, struct sar_err *err)
{
	struct custom *custom = ctx;
	const char *const *f = record->fields;
	struct sar_stamp start;
	bool off = false;
	size_t i;

	(void)err;
	if (!shape(record) || !sar_stamp_read(f[START], &start))
		return 0;
	custom->n++;
	custom->wide += record->n > COLUMNS;
	custom->ids += sar_cdr_is_id(f[UNIQUE]);
	for (i = START + 7; i < record->n; i++)
		off = off || (i != UNIQUE && sar_cdr_is_id(f[i]));
	custom->ids_off += off && !sar_cdr_is_id(f[UNIQUE]);
	sar_basis_add(custom->basis, record->line, &start, f[UNIQUE]);
	return 0;
}

/* A mapping of the site's own begins like the sample, but goes on its way. */
static int
check_columns(const struct custom *custom, struct sar_err *err)
{
	if (custom->wide * 2 > custom->n)
		return sar_records_refuse(custom->in, COLUMNS + 1,
		    "more than the sample mapping of cdr_custom has", err);
	if (custom->n > 0 && custom->ids == 0 && custom->ids_off == custom->n)
		return sar_records_refuse(custom->in, UNIQUE + 1,
		    "the unique ids stand elsewhere: not the sample mapping "
		    "of cdr_custom",
		    err);
	return 0;
}

static int
take(void *ctx, const struct sar_ingest_record *record, struct sar_err *err)
{
	struct custom *custom = ctx;
	struct sar_cdr cdr;
	size_t i;

	if (record->n != COLUMNS && record->n != COLUMNS - 1)
		return sar_sink_reject(custom->in, record->line, "-",
		    "wrong number of columns", err);
	sar_cdr_clear(&cdr);
	for (i = 0; i < record->n; i++)
		cdr.at[order[i]] = record->fields[i];
	cdr.whole = record->fields;
	cdr.n_whole = record->n;
	return sar_sink_take(custom->in, record->line,
	    sar_cdr_row(custom->in, &cdr, custom->rows), err);
}

static int
read_custom(struct sar_reading *in, struct sar_err *err)
{
	struct custom custom = { .in = in };
	static const struct sar_ingest_csv form = { .delimiter = ',' };
	int rc = -1;

	if (sar_records_check_end(in, err) == -1)
		return -1;
	if ((custom.basis = sar_basis_new(in, err)) != NULL &&
	    (custom.rows = sar_cdr_rows_new(err)) != NULL &&
	    sar_ingest_csv_read(in->source, &form, survey, &custom, in->sha256,
		err) == 0 &&
	    check_columns(&custom, err) == 0 &&
	    sar_basis_settle(custom.basis, in, err) == 0 &&
	    sar_ingest_csv_read(in->source, &form, take, &custom, in->sha256,
		err) == 0)
		rc = 0;
	sar_basis_free(custom.basis);
	sar_cdr_rows_free(custom.rows);
	return rc;
}

const struct sar_format sar_format_asterisk_custom_csv = {
	.name = "asterisk-custom-csv",
	.version = 1,
	.title = "Asterisk, cdr-custom/Master.csv",
	.system = "asterisk",
	.grouped = "uniqueid",
	.probe = probe,
	.read = read_custom,
};
