/* Private to export: nobody else's name or number may be in a package. */
#ifndef SAR_EXPORT_PRIVACY_H
#define SAR_EXPORT_PRIVACY_H

#include "export/answer.h"
#include "export/case.h"

/* A text of the package; all borrowed. */
struct sar_privacy_text {
	const char *name; /* of the entry; ends in ".json" if it is JSON */
	const char *text;
};

/**
 * sar_privacy_check(c, answer, texts, n, err):
 * Look through what goes to the requester of ${c}, names of entries too, for
 * telephone numbers that are neither theirs nor the organisation's, and for the
 * numbers and names of the others on the calls of ${answer}, in whatever form
 * (spot.h).  Whose number is whose: theirs are those of the request; the
 * organisation's those of sar.conf, in the profile as well, those that calls
 * came in on, what a call that came in was for and what one that went out was
 * made from.  An extension of fewer than six digits is nobody's number: a year
 * or a length is written like one.
 *
 * -1 with ${err} set to SAR_ECORRUPT, naming the entry and the line and not
 * what stands there.
 */
SAR_MUST_CHECK int sar_privacy_check(const struct sar_case *c,
    const struct sar_answer *answer, const struct sar_privacy_text *texts,
    size_t n, struct sar_err *err);

/** sar_privacy_said: The same of what a person wrote for a letter of ${c}, with
 * the calls that are found now, if they can be looked up. */
SAR_MUST_CHECK int sar_privacy_said(const struct sar_case *c, const char *said,
    struct sar_err *err);

#endif
