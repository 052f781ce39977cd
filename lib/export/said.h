/* Private to export: what the requester is told in words. */
#ifndef SAR_EXPORT_SAID_H
#define SAR_EXPORT_SAID_H

#include "export/answer.h"
#include "letter/letter.h"

/* Letter and schedules, in the order of sar-package(5). */
#define SAR_SAID_MAX 4

struct sar_said_text {
	const char *name;
	char *text;
};

struct sar_said {
	struct sar_said_text texts[SAR_SAID_MAX];
	size_t n;
};

/* What they depend on beside the case and its answer. */
struct sar_said_how {
	struct sar_date date; /* of the letter; all zero: it is left open */
	bool vcon;            /* each recording is described as a vCon too */
	bool proofs;          /* some have a redaction proof beside them */
};

/** sar_said_letter: What the texts are made from; it borrows all. */
void sar_said_letter(const struct sar_case *c, const struct sar_answer *answer,
    const struct sar_said_how *how, struct sar_letter *letter);

/**
 * sar_said_make: All texts there are.  SAR_EINPUT when the profile lacks an
 * Art. 15 item.  To be freed in any case.
 */
SAR_MUST_CHECK int sar_said_make(const struct sar_letter *letter,
    struct sar_said *out, struct sar_err *err);
void sar_said_free(struct sar_said *said);

/**
 * sar_said_whole: All texts in one, each after a line with its name and its
 * length; the caller frees it.
 */
SAR_MUST_CHECK char *sar_said_whole(const struct sar_said *said,
    struct sar_err *err);

#endif
