/* Private to ingest: a call detail record of Asterisk's, however written. */
#ifndef SAR_INGEST_CDR_H
#define SAR_INGEST_CDR_H

#include "ingest/format.h"
#include "ingest/stamp.h"

/* Its fields, by the names that Asterisk gives them. */
enum sar_cdr_field {
	SAR_CDR_ACCOUNTCODE,
	SAR_CDR_SRC,
	SAR_CDR_DST,
	SAR_CDR_DCONTEXT,
	SAR_CDR_CLID,
	SAR_CDR_CHANNEL,
	SAR_CDR_DSTCHANNEL,
	SAR_CDR_LASTAPP,
	SAR_CDR_LASTDATA,
	SAR_CDR_START,
	SAR_CDR_ANSWER,
	SAR_CDR_END,
	SAR_CDR_DURATION,
	SAR_CDR_BILLSEC,
	SAR_CDR_DISPOSITION,
	SAR_CDR_AMAFLAGS,
	SAR_CDR_UNIQUEID,
	SAR_CDR_USERFIELD,
	SAR_CDR_PEERACCOUNT,
	SAR_CDR_LINKEDID,
	SAR_CDR_SEQUENCE,
	SAR_CDR_FIELDS
};

struct sar_cdr {
	const char *at[SAR_CDR_FIELDS]; /* "" where the record has none */
	/* It has no uniqueid: all of it, to be told from others by. */
	const char *const *whole;
	size_t n_whole;
};

/** sar_cdr_clear: A record with no field. */
void sar_cdr_clear(struct sar_cdr *cdr);

/** sar_cdr_is_id: Is ${text} formed as the unique ids Asterisk makes? */
bool sar_cdr_is_id(const char *text);

/** sar_cdr_is_disposition: Is it one of Asterisk's, as a word or a number? */
bool sar_cdr_is_disposition(const char *text);

/** sar_cdr_is_flag: Is ${text} what amaflags may be? */
bool sar_cdr_is_flag(const char *text);

struct sar_cdr_rows; /* opaque: the records of one file so far */
SAR_MUST_CHECK struct sar_cdr_rows *sar_cdr_rows_new(struct sar_err *err);
void sar_cdr_rows_free(struct sar_cdr_rows *rows);

/**
 * sar_cdr_row: Fill in->row from ${cdr}; false when it is a reject.  The leg's
 * ref is uniqueid:sequence; without a sequence a digest of the record takes
 * its place, and without a uniqueid one of all its columns does, numbered
 * among the same ones in ${rows}, for records that only look the same.
 */
bool sar_cdr_row(struct sar_reading *in, const struct sar_cdr *cdr,
    struct sar_cdr_rows *rows);

/**
 * sar_cdr_clid: The number in a caller ID as a party that called.  Beside
 * another field for the caller, not ${alone}, only one that can be read: a
 * dial plan may have put right there what src has as the line sent it.
 */
void sar_cdr_clid(struct sar_reading *in, const char *clid, bool alone);

#endif
