#include <stdlib.h>
#include <string.h>

#include "ingest/basis.h"
#include "ingest/cdr.h"
#include "ingest/records.h"

/*
 * cdr_csv: accountcode to amaflags, always; then uniqueid if loguniqueid is
 * set, userfield if loguserfield is, and peeraccount, linkedid and sequence
 * if newcdrcolumns is.  Nothing in the file says which.
 */
#define FIXED 16
#define EXTRA 5
#define WIDEST (FIXED + EXTRA)
#define NONE (-1)

/* What was seen of the records of one width. */
struct width {
	uint64_t rows;
	uint64_t ids[EXTRA]; /* of each further column: unique ids, ... */
	uint64_t empty[EXTRA];
	uint64_t numbers[EXTRA];
	int field[EXTRA]; /* what it is; NONE: not known yet */
};

struct csv {
	struct sar_reading *in;
	struct sar_basis *basis;
	struct sar_cdr_rows *rows;
	struct width widths[EXTRA + 1];
};

static bool
is_civil(const char *text)
{
	struct sar_civil civil;

	return sar_civil_parse(text, &civil);
}

static bool
is_number(const char *text)
{
	uint32_t seconds;

	return sar_row_seconds(text, &seconds);
}

/* The first sixteen are as cdr_csv writes them. */
static bool
shape(const struct sar_ingest_record *record)
{
	const char *const *f = record->fields;

	return record->n >= FIXED && record->n <= WIDEST &&
	       strchr(f[SAR_CDR_ACCOUNTCODE], '<') == NULL &&
	       is_civil(f[SAR_CDR_START]) &&
	       (f[SAR_CDR_ANSWER][0] == '\0' || is_civil(f[SAR_CDR_ANSWER])) &&
	       (f[SAR_CDR_END][0] == '\0' || is_civil(f[SAR_CDR_END])) &&
	       is_number(f[SAR_CDR_DURATION]) &&
	       is_number(f[SAR_CDR_BILLSEC]) &&
	       sar_cdr_is_disposition(f[SAR_CDR_DISPOSITION]) &&
	       sar_cdr_is_flag(f[SAR_CDR_AMAFLAGS]);
}

static bool
probe(const struct sar_probe *probe)
{
	return sar_records_like(probe, shape);
}

/* The id of the record's channel, or of the call's first one. */
static const char *
id_of(const struct sar_ingest_record *record)
{
	size_t at = record->n == FIXED + 3 ? FIXED + 1 : FIXED;

	return at < record->n ? record->fields[at] : "";
}

/* First pass: what the columns are, and what the times are. */
static int
survey(void *ctx, const struct sar_ingest_record *record, struct sar_err *err)
{
	struct csv *csv = ctx;
	struct sar_stamp start;
	struct width *width;
	const char *field;
	size_t i;

	(void)err;
	if (!shape(record))
		return 0;
	width = &csv->widths[record->n - FIXED];
	width->rows++;
	for (i = FIXED; i < record->n; i++) {
		field = record->fields[i];
		width->ids[i - FIXED] += sar_cdr_is_id(field);
		width->empty[i - FIXED] += field[0] == '\0';
		width->numbers[i - FIXED] +=
		    field[0] != '\0' &&
		    field[strspn(field, "0123456789")] == '\0';
	}
	if (sar_stamp_read(record->fields[SAR_CDR_START], &start))
		sar_basis_add(csv->basis, record->line, &start, id_of(record));
	return 0;
}

/* The columns after the first sixteen, as far as their number tells. */
static void
name_columns(struct width *width, size_t extra)
{
	static const int whole[] = { SAR_CDR_UNIQUEID, SAR_CDR_USERFIELD,
		SAR_CDR_PEERACCOUNT, SAR_CDR_LINKEDID, SAR_CDR_SEQUENCE };
	size_t first = extra > 2 ? extra - 3 : extra; /* before the last 3 */
	size_t i;

	for (i = 0; i < extra; i++)
		width->field[i] = i < first ? whole[i] : whole[2 + i - first];
	if (first == 1)
		width->field[0] = NONE;
}

/*
 * One column that is uniqueid or userfield.  A userfield taken for a uniqueid
 * would join calls of strangers, a uniqueid for a userfield part legs of one
 * call, so it must be plain: every value such an id, or none and some empty.
 */
static int
tell_single(const struct csv *csv, struct width *width, struct sar_err *err)
{
	if (width->field[0] != NONE)
		return 0;
	if (width->ids[0] == width->rows)
		width->field[0] = SAR_CDR_UNIQUEID;
	else if (width->ids[0] == 0 && width->empty[0] > 0)
		width->field[0] = SAR_CDR_USERFIELD;
	else
		return sar_records_refuse(csv->in, FIXED + 1,
		    "uniqueid or userfield: cannot be told", err);
	return 0;
}

/*
 * Other software, and cdr_custom by a mapping of the site's own, may write as
 * many columns in another order: then another column has the ids.
 */
static int
check_order(const struct csv *csv, const struct width *width, size_t extra,
    struct sar_err *err)
{
	bool other = false, own = false;
	size_t i, last = 0;

	for (i = 0; i < extra; i++) {
		if (width->field[i] == SAR_CDR_UNIQUEID ||
		    width->field[i] == SAR_CDR_LINKEDID)
			own = own || width->ids[i] > 0;
		else
			other = other || width->ids[i] == width->rows;
		if (width->field[i] == SAR_CDR_SEQUENCE &&
		    width->numbers[i] == 0)
			last = i + 1;
	}
	if (last > 0)
		return sar_records_refuse(csv->in, FIXED + last,
		    "no sequence in it: not the columns of cdr_csv", err);
	if (other && !own)
		return sar_records_refuse(csv->in, FIXED + 1,
		    "the unique ids stand elsewhere: not the columns of "
		    "cdr_csv",
		    err);
	return 0;
}

static int
settle_columns(struct csv *csv, struct sar_err *err)
{
	struct width *width;
	size_t extra;

	for (extra = 1; extra <= EXTRA; extra++) {
		width = &csv->widths[extra];
		name_columns(width, extra);
		if (width->rows > 0 &&
		    (tell_single(csv, width, err) == -1 ||
			check_order(csv, width, extra, err) == -1))
			return -1;
	}
	return 0;
}

/* The fields of ${record}; why not, if it has not those of cdr_csv. */
static const char *
name_fields(const struct csv *csv, const struct sar_ingest_record *record,
    struct sar_cdr *cdr)
{
	const struct width *width;
	size_t i;
	int field;

	if (record->n < FIXED || record->n > WIDEST)
		return "wrong number of columns";
	width = &csv->widths[record->n - FIXED];
	sar_cdr_clear(cdr);
	for (i = 0; i < record->n; i++) {
		field = i < FIXED ? (int)i : width->field[i - FIXED];
		if (field == NONE)
			return "uniqueid or userfield: cannot be told";
		cdr->at[field] = record->fields[i];
	}
	cdr->whole = record->fields;
	cdr->n_whole = record->n;
	return NULL;
}

/* Second pass. */
static int
take(void *ctx, const struct sar_ingest_record *record, struct sar_err *err)
{
	struct csv *csv = ctx;
	struct sar_cdr cdr;
	const char *fault = name_fields(csv, record, &cdr);

	if (fault != NULL)
		return sar_sink_reject(csv->in, record->line, "-", fault, err);
	return sar_sink_take(csv->in, record->line,
	    sar_cdr_row(csv->in, &cdr, csv->rows), err);
}

static int
read_csv(struct sar_reading *in, struct sar_err *err)
{
	struct csv csv = { .in = in };
	static const struct sar_ingest_csv form = { .delimiter = ',' };
	int rc = -1;

	if (sar_records_check_end(in, err) == -1)
		return -1;
	if ((csv.basis = sar_basis_new(in, err)) != NULL &&
	    (csv.rows = sar_cdr_rows_new(err)) != NULL &&
	    sar_ingest_csv_read(in->source, &form, survey, &csv, in->sha256,
		err) == 0 &&
	    settle_columns(&csv, err) == 0 &&
	    sar_basis_settle(csv.basis, in, err) == 0 &&
	    sar_ingest_csv_read(in->source, &form, take, &csv, in->sha256,
		err) == 0)
		rc = 0;
	sar_basis_free(csv.basis);
	sar_cdr_rows_free(csv.rows);
	return rc;
}

const struct sar_format sar_format_asterisk_csv = {
	.name = "asterisk-csv",
	.version = 1,
	.title = "Asterisk, cdr-csv/Master.csv",
	.system = "asterisk",
	.grouped = "linkedid or uniqueid",
	.probe = probe,
	.read = read_csv,
};
