/* Private to ingest: the tables of rtpengine's recording daemon. */
#ifndef SAR_INGEST_RTPENGINE_H
#define SAR_INGEST_RTPENGINE_H

#include "ingest/database.h"
#include "ingest/format.h"

/** sar_rtpengine_tables: Does ${db} have them? */
bool sar_rtpengine_tables(const struct sar_database *db);

/** sar_rtpengine_rows: Hand on the legs in ${db}. */
SAR_MUST_CHECK int sar_rtpengine_rows(struct sar_reading *in,
    struct sar_database *db, struct sar_err *err);

/** sar_rtpengine_digest: in->sha256 of the rows that are read. */
SAR_MUST_CHECK int sar_rtpengine_digest(struct sar_reading *in,
    struct sar_database *db, struct sar_err *err);

#endif
