#ifndef SAR_LETTER_NOTICE_STATE_H
#define SAR_LETTER_NOTICE_STATE_H

#include "letter/notice.h"
#include "letter/template.h"

/* Private to the letter: the placeholders there are, and what each says. */
enum notice_slot {
	SLOT_ORGANISATION,
	SLOT_CONTROLLER,
	SLOT_CONTACT,
	SLOT_NAME,
	SLOT_AGENT,
	SLOT_REFERENCE,
	SLOT_DATE,
	SLOT_RECEIVED,
	SLOT_DEADLINE,
	SLOT_DUE,
	SLOT_LATEST,
	SLOT_NEEDS_IDENTITY,
	SLOT_NEEDS_AUTHORITY,
	SLOT_NEEDS_FEE,
	SLOT_MAY_IDENTITY,
	SLOT_MAY_AUTHORITY,
	SLOT_FORM_KNOWN,
	SLOT_NEEDS_KNOWN,
	SLOT_HELD,
	SLOT_QUESTION,
	SLOT_GROUND,
	SLOT_REASONS,
	SLOT_AMOUNT,
	SLOT_COMPLAINT,
	SLOT_COMPLAINED,
	SLOT_OUTCOME,
	SLOT_DECISION,
	SLOT_NOTE,
	SLOT_COMPLAINT_ROUTE,
	SLOT_REGULATOR,
	SLOT_COURT,
	SLOT_ABOUT,
	SLOT_CORRECTION,
	SLOT_OUR_ANSWER,
	SLOT_FILES,
	SLOT_SEARCH,
	SLOT_ACCOUNT,
	SLOT_RIGHTS,
	SLOTS
};

/** sar_notice_slots: The placeholders of ${kind} and, in ${which}, what each
 * is; how many. */
size_t sar_notice_slots(enum sar_notice_kind kind, struct sar_slot out[SLOTS],
    enum notice_slot which[SLOTS]);

/** sar_notice_what: What it stands for, in a few words. */
const char *sar_notice_what(enum notice_slot slot);

/** sar_notice_ground: What the law allows an extension, fee or refusal for, in
 * sentences, to who asked for ${another} person or did not; NULL for what is no
 * ${reason} for it. */
const char *sar_notice_ground(enum sar_notice_kind kind, const char *reason,
    bool another);

/** sar_notice_outcome: Of a complaint, in a sentence; NULL for none. */
const char *sar_notice_outcome(const char *outcome);

/* What they say; each owned, or NULL. */
struct notice_values {
	char *text[SLOTS];
};

/**
 * sar_notice_values: What each of the placeholders of ${kind} says.  To be
 * cleared in any case.  SAR_EINPUT for one that is required and not given.
 */
SAR_MUST_CHECK int sar_notice_values(enum sar_notice_kind kind,
    const struct sar_notice *notice, struct notice_values *values,
    struct sar_err *err);
void sar_notice_values_clear(struct notice_values *values);

#endif
