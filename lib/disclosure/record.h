#ifndef SAR_DISCLOSURE_RECORD_H
#define SAR_DISCLOSURE_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/sha256.h"

/* One record of the log, as sar-log(5) lists them. */
enum sar_record_type {
	SAR_RECORD_ERASED, /* a tombstone: nothing but its leaf */
	SAR_RECORD_GENESIS,
	SAR_RECORD_REGISTER,
	SAR_RECORD_INTENT,
	SAR_RECORD_RELEASE,
	SAR_RECORD_APPROVE,
	SAR_RECORD_DELIVER,
	SAR_RECORD_REVEAL,
	SAR_RECORD_NIL_RETURN,
	SAR_RECORD_REFUSE,
	SAR_RECORD_VOID,
	SAR_RECORD_RETAIN,
	SAR_RECORD_DELETE,
	SAR_RECORD_RECOVER,
	SAR_RECORD_KEY_ROTATE,
	SAR_RECORD_ERASE,
	SAR_RECORD_COSIGNED,
	SAR_RECORD_VERIFY,
	SAR_RECORD_REVIEW,
	SAR_RECORD_RECEIVE,
	SAR_RECORD_IDENTITY,
	SAR_RECORD_CLARIFY,
	SAR_RECORD_EXTEND,
	SAR_RECORD_FEE,
	SAR_RECORD_SEARCH,
	SAR_RECORD_MARK,
	SAR_RECORD_HOLD,
	SAR_RECORD_LIFT,
	SAR_RECORD_LETTER,
	SAR_RECORD_COMPLAIN,
	SAR_RECORD_CLOSE,
	SAR_RECORD_TYPES
};

#define SAR_RECORD_MAX 16384 /* bytes of a line, without its LF */
#define SAR_RECORD_LIST 99   /* values in a list */

struct sar_record_member; /* private to disclosure */

/*
 * A record that was read, and is as its type's table says.  Everything points
 * into its line, and is good as long as that is: in a callback of
 * sar_log_open(), till it returns.
 */
struct sar_record {
	uint64_t seq;
	enum sar_record_type type;
	int64_t t; /* UTC: what the writer's clock said; 0 of a tombstone */
	const char *line;    /* exact bytes, no LF; of a tombstone too */
	size_t len;          /* of the line */
	const uint8_t *leaf; /* hash; SAR_SHA256_LEN */
	const struct sar_record_member *members;
	size_t n_members;
};

/** sar_record_type_name: "nil-return"; "erased" for a tombstone. */
const char *sar_record_type_name(enum sar_record_type type);

/**
 * sar_record_new: Read the ${len} bytes at ${line}, without an LF, as record
 * ${seq}, to be kept by itself; messages call it ${name}.  The line is copied.
 * NULL with ${err} set: SAR_ETAMPER naming the member that is not right.
 */
SAR_MUST_CHECK struct sar_record *sar_record_new(const char *name,
    const char *line, size_t len, uint64_t seq, struct sar_err *err);
void sar_record_free(struct sar_record *record); /* accepts NULL */

/* Members by name; NULL or false where there is none, or of another kind. */

/** sar_record_text: *${len} characters of ASCII, no NUL after them. */
const char *sar_record_text(const struct sar_record *record, const char *name,
    size_t *len);

/** sar_record_copy: The same to ${out}, with a NUL; "" where there is none.
 * False too when there is no room. */
bool sar_record_copy(const struct sar_record *record, const char *name,
    char *out, size_t size);

/** sar_record_is: Is the member the text ${value}? */
bool sar_record_is(const struct sar_record *record, const char *name,
    const char *value);
bool sar_record_number(const struct sar_record *record, const char *name,
    uint64_t *out);
bool sar_record_bool(const struct sar_record *record, const char *name,
    bool *out);
bool sar_record_digest(const struct sar_record *record, const char *name,
    uint8_t out[SAR_SHA256_LEN]);

/** sar_record_has: Is there such a member, of whatever kind? */
bool sar_record_has(const struct sar_record *record, const char *name);

/** sar_record_count: How many values a list has; 0 where there is none. */
size_t sar_record_count(const struct sar_record *record, const char *name);

/* Value ${i} of a list, from 0. */
const char *sar_record_text_at(const struct sar_record *record,
    const char *name, size_t i, size_t *len);
bool sar_record_number_at(const struct sar_record *record, const char *name,
    size_t i, uint64_t *out);
bool sar_record_digest_at(const struct sar_record *record, const char *name,
    size_t i, uint8_t out[SAR_SHA256_LEN]);

#endif
