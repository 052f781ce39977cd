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
	struct sar_date on;    /* the day of the letter */
	const char *text;      /* question, reasons, decision */
	const char *reason;    /* code */
	uint64_t pence;        /* of a fee */
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
 * sar_letters_write(c, kind, text, name, err):
 * ${text} as letters/KIND.txt, or letters/KIND-2.txt and so on where that is
 * another letter, with its page beside it; PDF too, where there is a program
 * for it.  The same text again is the same file.  *${name}, if that is not
 * NULL, becomes "letters/KIND.txt"; the caller frees it.  Written before the
 * step is logged.
 */
SAR_MUST_CHECK int sar_letters_write(const struct sar_case *c,
    enum sar_notice_kind kind, const char *text, char **name,
    struct sar_err *err);

/**
 * sar_letters_home: The same of a complaint outside any request: ${folder} is
 * where it is kept, absolute, and there.
 */
SAR_MUST_CHECK char *sar_letters_home_text(const struct sar_home *home,
    enum sar_notice_kind kind, const char *name,
    const struct sar_letters_say *say, struct sar_err *err);
SAR_MUST_CHECK int sar_letters_home_write(const char *folder,
    enum sar_notice_kind kind, const char *text, char **name,
    struct sar_err *err);

/** sar_letters_check: Is every template of the home one that will do? */
SAR_MUST_CHECK int sar_letters_check(const struct sar_home *home,
    struct sar_err *err);

#endif
