#ifndef SAR_REQUEST_REQUEST_H
#define SAR_REQUEST_REQUEST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/civil.h"
#include "base/err.h"
#include "phone/phone.h"

#define SAR_REQUEST_NUMBERS 16 /* at most, in one request */
#define SAR_REQUEST_REF_MAX 40

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
	const char *from, *to, *received; /* YYYY-MM-DD, local days */
	/* "verified", "not-needed CODE" or "unknown", which NULL stands for */
	const char *identity;
	const char *name; /* for the letter; personal */
};

/* A subject access request that has been read and checked. */
struct sar_request {
	char ref[SAR_REQUEST_REF_MAX + 1];
	struct sar_phone numbers[SAR_REQUEST_NUMBERS];
	size_t n_numbers;
	struct sar_date from; /* first local day asked for */
	struct sar_date to;   /* last local day asked for */
	struct sar_date received;
	enum sar_identity identity;
	char identity_code[32];
	char *name; /* NULL when not given */
};

/**
 * sar_request_parse(name, text, len, plan, err):
 * Read request.conf(5).  The caller frees the result.  NULL with ${err} set
 * to SAR_EINPUT, naming file and line and never quoting a value, for: a
 * missing key; a ref that is not plain (letters, digits, . _ -), is made of
 * digits only or has a telephone number in it, since it stands in file names
 * and in the log, or that ends as REF-part-1 does, the name of another case's
 * volume; a number that is not a certain E.164 number under ${plan},
 * whose outside-line digit is left out of account, or has an extension; a
 * date that is not one, from after to, to after received.  A number given
 * twice, in whatever form, is kept once.
 */
SAR_MUST_CHECK struct sar_request *sar_request_parse(const char *name,
    const char *text, size_t len, const struct sar_phone_plan *plan,
    struct sar_err *err);

/**
 * sar_request_format: request.conf text for ${fields}, which the caller
 * frees: options and a file take one path.  NULL with ${err} set to
 * SAR_EINPUT when a field has a line break or is missing.
 */
SAR_MUST_CHECK char *sar_request_format(const struct sar_request_fields *fields,
    struct sar_err *err);

void sar_request_free(struct sar_request *request);

/**
 * sar_request_due: The last day to answer: the same day of the next month,
 * clamped to its end (ICO, right of access: rule C3 of the reference).  Not
 * rolled over weekends and holidays, so it is never later than the law's.
 */
struct sar_date sar_request_due(const struct sar_request *request);

/**
 * sar_request_staff_id: May ${id} stand in the disclosure log for one of the
 * staff?  Plain, at most SAR_REQUEST_STAFF_MAX bytes, and with no telephone
 * number of ${plan} in it: what is in the log is there for good.
 */
#define SAR_REQUEST_STAFF_MAX 32
bool sar_request_staff_id(const char *id, const struct sar_phone_plan *plan);

#endif
