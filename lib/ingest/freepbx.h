/* Private to ingest: a row of FreePBX's cdr table, whatever it came in. */
#ifndef SAR_INGEST_FREEPBX_H
#define SAR_INGEST_FREEPBX_H

#include "ingest/format.h"

/* asteriskcdrdb.cdr, in the order of the CSV of "CDR Reports". */
enum sar_freepbx_column {
	SAR_FREEPBX_CALLDATE,
	SAR_FREEPBX_CLID,
	SAR_FREEPBX_SRC,
	SAR_FREEPBX_DST,
	SAR_FREEPBX_DCONTEXT,
	SAR_FREEPBX_CHANNEL,
	SAR_FREEPBX_DSTCHANNEL,
	SAR_FREEPBX_LASTAPP,
	SAR_FREEPBX_LASTDATA,
	SAR_FREEPBX_DURATION,
	SAR_FREEPBX_BILLSEC,
	SAR_FREEPBX_DISPOSITION,
	SAR_FREEPBX_AMAFLAGS,
	SAR_FREEPBX_ACCOUNTCODE,
	SAR_FREEPBX_UNIQUEID,
	SAR_FREEPBX_USERFIELD,
	SAR_FREEPBX_DID,
	SAR_FREEPBX_CNUM,
	SAR_FREEPBX_CNAM,
	SAR_FREEPBX_OUTBOUND_CNUM,
	SAR_FREEPBX_OUTBOUND_CNAM,
	SAR_FREEPBX_DST_CNAM,
	SAR_FREEPBX_RECORDINGFILE,
	SAR_FREEPBX_LINKEDID,
	SAR_FREEPBX_PEERACCOUNT,
	SAR_FREEPBX_SEQUENCE,
	SAR_FREEPBX_COLUMNS
};

/**
 * sar_freepbx_stamp: Just "YYYY-MM-DD HH:MM:SS", with or without a fraction of
 * a second, which is left out.
 */
bool sar_freepbx_stamp(const char *text, struct sar_civil *out);

/** sar_freepbx_name: A column's name. */
const char *sar_freepbx_name(int column);

/** sar_freepbx_find: The column of that name, or -1. */
int sar_freepbx_find(const char *name);

/** sar_freepbx_basis: calldate is local time, unless the operator says not. */
void sar_freepbx_basis(struct sar_reading *in);

/**
 * sar_freepbx_needed: Can no row be read without this column?  The others
 * came with later releases.
 */
bool sar_freepbx_needed(int column);

/**
 * sar_freepbx_exact: Must the column hold text as it was written?  A number
 * in its place has lost its zeros.
 */
bool sar_freepbx_exact(int column);

/**
 * sar_freepbx_row: Fill in->row from ${value}, a string for each column, NULL
 * only for a recordingfile that the table does not have; false when the row
 * is a reject.
 */
bool sar_freepbx_row(struct sar_reading *in,
    const char *const value[SAR_FREEPBX_COLUMNS]);

#endif
