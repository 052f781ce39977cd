#include <string.h>

#include "ingest/basis.h"
#include "ingest/cel.h"
#include "ingest/records.h"

#define COLUMNS 20 /* of cel_custom's sample; the last since Asterisk 1.8 */
#define NONE SIZE_MAX

/* The names of the tables' columns, and where cel_custom's sample has them. */
static const struct {
	const char *name;
	size_t place;
} columns[SAR_CEL_FIELDS] = {
	[SAR_CEL_EVENTTYPE] = { "eventtype", 0 },
	[SAR_CEL_EVENTTIME] = { "eventtime", 1 },
	[SAR_CEL_NUM] = { "cid_num", 3 },
	[SAR_CEL_ANI] = { "cid_ani", 4 },
	[SAR_CEL_RDNIS] = { "cid_rdnis", 5 },
	[SAR_CEL_DNID] = { "cid_dnid", 6 },
	[SAR_CEL_EXTEN] = { "exten", 7 },
	[SAR_CEL_CHANNEL] = { "channame", 9 },
	[SAR_CEL_UNIQUEID] = { "uniqueid", 14 },
	[SAR_CEL_LINKEDID] = { "linkedid", 15 },
	[SAR_CEL_PEER] = { "peer", 16 },
	[SAR_CEL_EXTRA] = { "extra", 19 },
};

/* Without these it is no such log. */
static const enum sar_cel_field needed[] = { SAR_CEL_EVENTTYPE,
	SAR_CEL_EVENTTIME, SAR_CEL_NUM, SAR_CEL_CHANNEL, SAR_CEL_UNIQUEID };

#define NEEDED (sizeof(needed) / sizeof(needed[0]))

struct log {
	struct sar_reading *in;
	struct sar_basis *basis;
	struct sar_cel *cel;
	bool header; /* the first record names the columns */
	bool begun;  /* the first record has been read */
	size_t n;    /* columns */
	size_t at[SAR_CEL_FIELDS];
};

static size_t
find_column(const struct sar_ingest_record *record, enum sar_cel_field field)
{
	size_t i;

	for (i = 0; i < record->n; i++)
		if (strcmp(record->fields[i], columns[field].name) == 0)
			return i;
	return NONE;
}

static bool
is_header(const struct sar_ingest_record *record)
{
	size_t i;

	for (i = 0; i < NEEDED; i++)
		if (find_column(record, needed[i]) == NONE)
			return false;
	return true;
}

static bool
shape(const struct sar_ingest_record *record)
{
	struct sar_stamp stamp;

	return (record->n == COLUMNS || record->n == COLUMNS - 1) &&
	       sar_cel_is_event(record->fields[0]) &&
	       sar_stamp_read(record->fields[1], &stamp);
}

static bool
probe(const struct sar_probe *probe)
{
	if (probe->db != NULL || probe->n_records == 0)
		return false;
	return is_header(&probe->records[0]) || sar_records_like(probe, shape);
}

/* Where the fields stand, from the first record. */
static void
begin(struct log *log, const struct sar_ingest_record *record)
{
	size_t i;

	log->begun = true;
	log->header = is_header(record);
	log->n = record->n;
	for (i = 0; i < SAR_CEL_FIELDS; i++)
		log->at[i] = log->header
				 ? find_column(record, (enum sar_cel_field)i)
				 : columns[i].place;
}

/* Is ${record} an event, not the header?  Then its fields; or why not. */
static bool
is_event(struct log *log, const struct sar_ingest_record *record,
    struct sar_cel_record *out, const char **fault)
{
	size_t i;

	*fault = NULL;
	if (!log->begun) {
		begin(log, record);
		if (log->header)
			return false;
	}
	if (log->header ? record->n != log->n
			: record->n != COLUMNS && record->n != COLUMNS - 1)
		*fault = "wrong number of columns";
	for (i = 0; i < SAR_CEL_FIELDS; i++)
		out->at[i] = log->at[i] < record->n ? record->fields[log->at[i]]
						    : "";
	return true;
}

/* First pass: what the times are. */
static int
survey(void *ctx, const struct sar_ingest_record *record, struct sar_err *err)
{
	struct log *log = ctx;
	struct sar_cel_record event;
	struct sar_stamp stamp;
	const char *fault;

	(void)err;
	if (!is_event(log, record, &event, &fault) || fault != NULL ||
	    !sar_stamp_read(event.at[SAR_CEL_EVENTTIME], &stamp))
		return 0;
	/* Later events come later than the channel was made. */
	sar_basis_add(log->basis, record->line, &stamp,
	    sar_cel_is_start(&event) ? event.at[SAR_CEL_UNIQUEID] : "");
	return 0;
}

/* Second pass. */
static int
take(void *ctx, const struct sar_ingest_record *record, struct sar_err *err)
{
	struct log *log = ctx;
	struct sar_cel_record event;
	const char *fault;

	if (!is_event(log, record, &event, &fault))
		return 0;
	if (fault != NULL)
		return sar_sink_reject(log->in, record->line, "-", fault, err);
	return sar_cel_take(log->cel, &event, record->line, err);
}

static int
read_passes(struct log *log, struct sar_err *err)
{
	static const struct sar_ingest_csv form = { .delimiter = ',' };
	struct sar_reading *in = log->in;

	if (sar_ingest_csv_read(in->source, &form, survey, log, in->sha256,
		err) == -1 ||
	    sar_basis_settle(log->basis, in, err) == -1)
		return -1;
	log->begun = false;
	if (sar_ingest_csv_read(in->source, &form, take, log, in->sha256,
		err) == -1)
		return -1;
	return sar_cel_end(log->cel, err);
}

static int
read_cel(struct sar_reading *in, struct sar_err *err)
{
	struct log log = { .in = in };
	int rc = -1;

	if (sar_records_check_end(in, err) == -1)
		return -1;
	if ((log.basis = sar_basis_new(in, err)) != NULL &&
	    (log.cel = sar_cel_new(in, err)) != NULL)
		rc = read_passes(&log, err);
	sar_basis_free(log.basis);
	sar_cel_free(log.cel);
	return rc;
}

const struct sar_format sar_format_asterisk_cel = {
	.name = "asterisk-cel",
	.version = 1,
	.title = "Asterisk, channel event log, CSV",
	.system = "asterisk",
	.grouped = "linkedid",
	.probe = probe,
	.read = read_cel,
};
