#ifndef SAR_INGEST_FREEPBX_H
#define SAR_INGEST_FREEPBX_H

#include "ingest/row.h"

/**
 * sar_ingest_freepbx_path: Where FreePBX keeps the recording ${name}:
 * YYYY/MM/DD/name by the date in the name, else by ${date}.  False when the
 * name is no plain file name.
 */
bool sar_ingest_freepbx_path(const char *name, struct sar_date date, char *out,
    size_t size);

/**
 * sar_ingest_freepbx_epoch: The UTC second in Asterisk's ${uniqueid}, as
 * "pbx1-1706609472.88"; false when it has none.
 */
bool sar_ingest_freepbx_epoch(const char *uniqueid, int64_t *epoch);

/**
 * sar_ingest_freepbx_extension: The name between tech and serial number of
 * ${channel}, as 2003 of "PJSIP/2003-0000004a", if it is just digits; *${local}
 * tells a Local channel, whose name is what was dialled.
 */
bool sar_ingest_freepbx_extension(const char *channel, char out[64],
    bool *local);

#endif
