/* Private to ingest: what Oreka's tape messages and its tables share. */
#ifndef SAR_INGEST_OREKA_H
#define SAR_INGEST_OREKA_H

#include <stdbool.h>
#include <stdint.h>

#include "ingest/database.h"
#include "ingest/format.h"
#include "ingest/row.h"

/* Who was on a tape and where its sound is; no string is NULL. */
struct sar_oreka_tape {
	const char *local, *entry, *remote; /* live as long as the row */
	const char *direction;              /* in, out, anything else */
	const char *side;   /* whose sound was kept: "both", "" not said */
	const char *file;   /* below the recorder's folder; "" none */
	const char *column; /* of the file, for a reject */
};

/** sar_oreka_fill: Parties, direction and file; false when it is a reject. */
bool sar_oreka_fill(const struct sar_row_context *context,
    const struct sar_oreka_tape *tape, struct sar_row *row);

/** sar_oreka_tables: Does ${db} have Oreka's tables, by either name? */
bool sar_oreka_tables(const struct sar_database *db);

/** sar_oreka_rows: Hand on the legs of orksegment and orktape in ${db}. */
SAR_MUST_CHECK int sar_oreka_rows(struct sar_reading *in,
    struct sar_database *db, struct sar_err *err);

/** sar_oreka_digest: in->sha256 of the rows that are read. */
SAR_MUST_CHECK int sar_oreka_digest(struct sar_reading *in,
    struct sar_database *db, struct sar_err *err);

#endif
