#ifndef SAR_REQUEST_REQUEST_H
#define SAR_REQUEST_REQUEST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/civil.h"
#include "base/err.h"
#include "phone/phone.h"

#define SAR_REQUEST_NUMBERS 16 /* at most, in one request */
#define SAR_REQUEST_RANGES 16  /* at most, of days asked for */
#define SAR_REQUEST_REF_MAX 40
#define SAR_REQUEST_WORD 24 /* room for a channel or a format */

/* Has the requester shown who they are?  (UK GDPR Art. 12(6).) */
enum sar_identity {
	SAR_IDENTITY_UNKNOWN,
	SAR_IDENTITY_VERIFIED,
	SAR_IDENTITY_NOT_NEEDED /* with a reason code */
};

/* What a request says, as text; NULL is "not said".  Borrowed. */
struct sar_request_fields {
	const char *ref;
	const char *numbers[SAR_REQUEST_NUMBERS];
	size_t n_numbers;
	const char *from, *to, *received;       /* YYYY-MM-DD, local days */
	const char *ranges[SAR_REQUEST_RANGES]; /* FROM/TO, instead of those */
	size_t n_ranges;
	/* "verified", "not-needed CODE" or "unknown", which NULL stands for */
	const char *identity;
	const char *name;        /* for the letter; personal */
	const char *agent;       /* the representative's name; personal */
	const char *channel;     /* the way it came */
	const char *prefer;      /* format asked for */
	const char *adjustments; /* free text for staff; personal */
	const char *corrects;    /* ref of the case whose answer it corrects */
};

/* Days asked for, both included. */
struct sar_request_range {
	struct sar_date from;
	struct sar_date to;
};

/* A subject access request that has been read and checked. */
struct sar_request {
	char ref[SAR_REQUEST_REF_MAX + 1]; /* "": to be numbered */
	struct sar_phone numbers[SAR_REQUEST_NUMBERS];
	size_t n_numbers;
	/* Local days asked for, in order; no two overlap or touch. */
	struct sar_request_range ranges[SAR_REQUEST_RANGES];
	size_t n_ranges;
	struct sar_date from; /* the first of them all */
	struct sar_date to;   /* the last of them all */
	struct sar_date received;
	enum sar_identity identity;
	char identity_code[32];
	/* NULL or "" when not given: */
	char *name;
	char *agent;
	char *adjustments;
	char channel[SAR_REQUEST_WORD];
	char prefer[SAR_REQUEST_WORD]; /* as sar_plan_format_parse() reads */
	char corrects[SAR_REQUEST_REF_MAX + 1];
};

/**
 * sar_request_parse(name, text, len, plan, err):
 * Read request.conf(5).  The caller frees the result.  NULL with ${err} set
 * to SAR_EINPUT, naming file and line and never quoting a value, for: a
 * missing key, but for "ref", which may be given later; a ref that is not plain
 * (letters, digits, . _ -), is made of digits only or has a telephone number in
 * it, since it stands in file names and in the log, or that ends as REF-part-1
 * does, the name of another case's volume; a number that is not a certain E.164
 * number under ${plan}, whose outside-line digit is left out of account, or has
 * an extension; a date that is not one, from after to, to after received,
 * ranges beside from and to; a word that is none of those it may be.  A number
 * given twice, in whatever form, is kept once, and ranges that overlap or touch
 * become one.
 */
SAR_MUST_CHECK struct sar_request *sar_request_parse(const char *name,
    const char *text, size_t len, const struct sar_phone_plan *plan,
    struct sar_err *err);

/**
 * sar_request_format: request.conf text for ${fields}, which the caller
 * frees: options and a file take one path.  NULL with ${err} set to
 * SAR_EINPUT when a field has a line break or is missing, which a ref may be.
 */
SAR_MUST_CHECK char *sar_request_format(const struct sar_request_fields *fields,
    struct sar_err *err);

void sar_request_free(struct sar_request *request);

/**
 * sar_request_numbered: The ${len} bytes at ${text}, a request.conf without a
 * ref, with ${ref} in a line of its own at the end, which the caller frees:
 * no other line changes its number.  NULL when memory runs out.
 */
SAR_MUST_CHECK char *sar_request_numbered(const char *text, size_t len,
    const char *ref, struct sar_err *err);

/**
 * sar_request_ref_fits: May ${ref} stand for a case, as sar_request_parse()
 * has it of one written by people of ${plan}?
 */
bool sar_request_ref_fits(const char *ref, const struct sar_phone_plan *plan);

/**
 * sar_request_staff_id: May ${id} stand in the disclosure log for one of the
 * staff?  Plain, at most SAR_REQUEST_STAFF_MAX bytes, and with no telephone
 * number of ${plan} in it: what is in the log is there for good.
 */
#define SAR_REQUEST_STAFF_MAX 32
bool sar_request_staff_id(const char *id, const struct sar_phone_plan *plan);

#endif
