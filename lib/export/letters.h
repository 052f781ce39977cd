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
	/* Of a complaint: what there is of it is held, whether or not there is
	   anything. */
	bool held;
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
 * will not do, when something is not said, or for an answer, which is made with
 * its plan (export/said.h).
 */
SAR_MUST_CHECK char *sar_letters_text(const struct sar_case *c,
    const struct sar_docket *docket, enum sar_notice_kind kind,
    const struct sar_letters_say *say, struct sar_err *err);

/** sar_letters_answer: letter.txt as it would be for ${answer}, of ${on}. */
struct sar_answer;
SAR_MUST_CHECK char *sar_letters_answer(const struct sar_case *c,
    const struct sar_answer *answer, struct sar_date on, struct sar_err *err);

/* To whom, where no case says it; both may be NULL. */
struct sar_letters_to {
	const char *name;
	const char *agent; /* who asks, or complains, for them */
};

/** sar_letters_home_text: The same of a complaint outside any request. */
SAR_MUST_CHECK char *sar_letters_home_text(const struct sar_home *home,
    enum sar_notice_kind kind, const struct sar_letters_to *to,
    const struct sar_letters_say *say, struct sar_err *err);

/** sar_letters_file: "letters/KIND.txt", where sar_case_event() is to put it;
 * lives as long as the program. */
const char *sar_letters_file(enum sar_notice_kind kind);

/**
 * sar_letters_pages: Beside each letter in the folder ${dir}/letters its page,
 * KIND.html; of ${dir}/letter.txt, letters/answer.html.  To be done once a step
 * is logged, and again as often as one likes: what is wanting, or is of another
 * text, is made, and a PDF of another text goes.  Of a folder without letters,
 * nothing.
 */
SAR_MUST_CHECK int sar_letters_pages(const char *dir, struct sar_err *err);

/** sar_letters_pdfs: The same as PDF, KIND.pdf, by sar_pdf_make(); *${n} is how
 * many were made. */
SAR_MUST_CHECK int sar_letters_pdfs(const char *dir, size_t *n,
    struct sar_err *err);

/**
 * sar_letters_template: The organisation's template for ${kind}, in *${out}, to
 * be freed; NULL where it has none, and the built-in one holds.
 */
SAR_MUST_CHECK int sar_letters_template(const struct sar_home *home,
    enum sar_notice_kind kind, struct sar_notice_template **out,
    struct sar_err *err);

/**
 * sar_letters_check: Tell ${bad}, if it is not NULL, of each template of the
 * home that will not do, and of each file of that folder that is none; how
 * many, in *${n}, and the first in ${err}, when -1.
 */
typedef void sar_letters_bad_fn(void *ctx, const struct sar_err *err);
SAR_MUST_CHECK int sar_letters_check(const struct sar_home *home,
    sar_letters_bad_fn *bad, void *ctx, size_t *n, struct sar_err *err);

#endif
