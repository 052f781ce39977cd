#ifndef SAR_DISCLOSURE_SCAN_H
#define SAR_DISCLOSURE_SCAN_H

/* Private to disclosure: the text of a record, read where it stands. */

#include "disclosure/schema.h"

struct sar_record_member {
	const struct sar_schema_member *is;
	const char *text; /* between its quotes; of a list, its brackets */
	uint64_t number;  /* its value, 1 for true; of a list, how many */
	uint32_t len;     /* of text */
};

/* Why a line is not a record: "MEMBER WHY", or "WHY" of all of it. */
struct sar_record_fault {
	const char *member; /* or NULL */
	const char *is_not; /* "is not a date"; "not a record" */
};

/**
 * sar_scan_line: Read a line in the one form in which we write them (sorted, no
 * white space, ASCII without escapes), as record ${seq}, into ${record} and at
 * most SAR_SCHEMA_MEMBERS ${members}, which point into it.  False if it is
 * not in that form, or not a record as its type has to be; *${fault} tells of
 * one that is.
 */
bool sar_scan_line(const char *line, size_t len, uint64_t seq,
    struct sar_record_member *members, struct sar_record *record,
    struct sar_record_fault *fault);

/**
 * sar_scan_any: The same of a line of JSON in any form.  What its members
 * point to may be in ${scratch} then, of ${len} bytes.
 */
bool sar_scan_any(const char *line, size_t len, uint64_t seq, char *scratch,
    struct sar_record_member *members, struct sar_record *record,
    struct sar_record_fault *fault);

/** sar_scan_tombstone: Is the line "-" and a leaf hash?  Then read it. */
bool sar_scan_tombstone(const char *line, size_t len,
    uint8_t leaf[SAR_SHA256_LEN]);

#endif
