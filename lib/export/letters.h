#ifndef SAR_EXPORT_LETTERS_H
#define SAR_EXPORT_LETTERS_H

#include <stdbool.h>
#include <stdint.h>

#include "docket/docket.h"
#include "export/case.h"
#include "letter/notice.h"

/*
 * Letters of a case, in cases/REF/letters/: text, and the same as a page.
 * What is written here is sent by people; the log has a commitment to the text
 * of those that were (export/event.h).
 */
#define SAR_LETTERS "letters"

/* What a letter says that the case does not know.  All borrowed. */
struct sar_letters_say {
	struct sar_date on; /* the day of the letter */
	const char *text;   /* question, reasons, decision */
	const char *reason; /* code */
	uint64_t pence;     /* of a fee */
	bool held;          /* there is a hold on what was found, or will be */
	const char *complaint; /* its name */
	struct sar_date complained;
	const char *outcome;
};

/**
 * sar_letters_text(c, docket, kind, say, err):
 * The letter of ${kind}, by the organisation's template if it has one.  Dates
 * are what they will be once the step that the letter tells of is in the log:
 * ${docket} need not have it yet, and may be NULL before the receipt is logged.
 * The caller frees it.  NULL with ${err} set: SAR_EINPUT for a template that
 * will not do, or when something is not said.
 */
SAR_MUST_CHECK char *sar_letters_text(const struct sar_case *c,
    const struct sar_docket *docket, enum sar_notice_kind kind,
    const struct sar_letters_say *say, struct sar_err *err);

/**
 * sar_letters_home_text: The same of a complaint outside any request, by who is
 * called ${name}, or NULL.
 */
SAR_MUST_CHECK char *sar_letters_home_text(const struct sar_home *home,
    enum sar_notice_kind kind, const char *name,
    const struct sar_letters_say *say, struct sar_err *err);

/** sar_letters_file: "letters/KIND.txt", where sar_case_event() is to put it;
 * lives as long as the program. */
const char *sar_letters_file(enum sar_notice_kind kind);

/**
 * sar_letters_pages: Beside each letter in the folder ${dir}/letters its page,
 * KIND.html, and KIND.pdf where there is a program for it.  A page that is
 * there is left: its letter does not change.  To be done once a step is logged,
 * and again as often as one likes: what is wanting is made.
 */
SAR_MUST_CHECK int sar_letters_pages(const char *dir, struct sar_err *err);

/** sar_letters_check: Is every template of the home one that will do? */
SAR_MUST_CHECK int sar_letters_check(const struct sar_home *home,
    struct sar_err *err);

#endif
