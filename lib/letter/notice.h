#ifndef SAR_LETTER_NOTICE_H
#define SAR_LETTER_NOTICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/civil.h"
#include "base/conf.h"
#include "base/err.h"
#include "clock/clock.h"

/*
 * Every letter of a case, from a template that the organisation can edit,
 * sar-letter(5): plain English, UTF-8, CRLF, and each statement true for the
 * case it is about.  Pure: what is to be said comes in, nothing is looked up.
 */
enum sar_notice_kind {
	SAR_NOTICE_ACKNOWLEDGEMENT, /* of a request */
	SAR_NOTICE_IDENTITY,        /* please show who you are */
	SAR_NOTICE_AUTHORITY,       /* please show that you may ask for them */
	SAR_NOTICE_CLARIFICATION,   /* a question; the clock stops */
	SAR_NOTICE_EXTENSION,       /* two months more, and why */
	SAR_NOTICE_FEE,
	SAR_NOTICE_REFUSAL,                   /* UK GDPR Art. 12(4) */
	SAR_NOTICE_COMPLAINT_ACKNOWLEDGEMENT, /* DPA 2018 s. 164A */
	SAR_NOTICE_COMPLAINT_OUTCOME,
	SAR_NOTICE_ANSWER, /* letter.txt, sar_letter_text() */
	SAR_NOTICE_NIL,    /* the same where there is no package */
	SAR_NOTICES
};

/** sar_notice_name: "acknowledgement", ...: of the template, the file and, in
 * the log, of the letter that was sent. */
const char *sar_notice_name(enum sar_notice_kind kind);
bool sar_notice_parse(const char *name, enum sar_notice_kind *out);

/** sar_notice_title: What the letter is, for its page: "Our answer". */
const char *sar_notice_title(enum sar_notice_kind kind);

/* What an answer is made of, in this order. */
enum sar_notice_block {
	SAR_NOTICE_CORRECTION, /* "" where it corrects nothing */
	SAR_NOTICE_OUR_ANSWER,
	SAR_NOTICE_FILES,
	SAR_NOTICE_SEARCH,
	SAR_NOTICE_ACCOUNT,
	SAR_NOTICE_RIGHTS, /* Art. 15(1)(a) to (h), and the rights */
	SAR_NOTICE_BLOCKS
};

/* What a letter says.  All borrowed; what a kind does not need stays empty. */
struct sar_notice {
	const struct sar_conf *profile; /* [organisation] and [profile] */
	const char *ref;                /* of the case; NULL: of none */
	const char *name;               /* who asked, or complains; or NULL */
	const char *agent;              /* who asked for them; or NULL */
	struct sar_date date;           /* of the letter */
	struct sar_date received;       /* of the request */
	/* As things are once the letter is sent: NULL for complaints. */
	const struct sar_clock_dates *clock;
	/* Nobody has said yet whether these are needed. */
	bool may_need_identity, may_need_authority;
	/* They said in what form they want recordings, or need letters. */
	bool form_known, needs_known;
	/* The question, the reasons, what was decided: as a person wrote it. */
	const char *text;
	/* complex, numerous; unfounded, excessive, copies; exempt,
	   not-the-person, no-authority: as the log says it */
	const char *reason;
	uint64_t pence;
	int months; /* retention */
	bool held;  /* of a complaint: what there is of it is kept meanwhile */
	const char *complaint; /* its name, "C-2026-0001" */
	struct sar_date complained;
	const char *outcome; /* upheld, partly-upheld, not-upheld */
	/* Generated, and checked elsewhere: of an answer. */
	const char *blocks[SAR_NOTICE_BLOCKS];
};

struct sar_notice_template; /* opaque */

/**
 * sar_notice_text(kind, template, notice, err):
 * The letter, from ${template}, or from the built-in one for NULL.  The caller
 * frees it.  NULL with ${err} set to SAR_EINPUT when something it has to say is
 * not given.
 */
SAR_MUST_CHECK char *sar_notice_text(enum sar_notice_kind kind,
    const struct sar_notice_template *template, const struct sar_notice *notice,
    struct sar_err *err);

/**
 * sar_notice_template: Read the ${len} bytes of a template for ${kind}, which
 * messages call ${name}.  The caller frees it.  NULL with ${err} set to
 * SAR_EINPUT naming the line: of a name this letter has not got, of a
 * condition that does not end, or, where the text ends without it, for one
 * that the law wants in it.
 */
SAR_MUST_CHECK struct sar_notice_template *sar_notice_template(
    enum sar_notice_kind kind, const char *name, const char *text, size_t len,
    struct sar_err *err);
void sar_notice_template_free(struct sar_notice_template *template);

/** sar_notice_builtin: The text of the built-in one, to begin with. */
const char *sar_notice_builtin(enum sar_notice_kind kind);

/* What a template can say, for who writes one. */
struct sar_notice_slot {
	const char *name;
	const char *what; /* in a few words */
	bool required;    /* outside any condition */
	bool alone;       /* on a line of its own */
};

/** sar_notice_slot: The ${n}th of the placeholders of ${kind}, from 0; false
 * after the last. */
bool sar_notice_slot(enum sar_notice_kind kind, size_t n,
    struct sar_notice_slot *out);

/**
 * sar_notice_page: The letter ${text} as a page of HTML that needs nothing
 * else: no script, no network; headings, language and lists are said.  It
 * depends on nothing but ${text} and ${title}.  The caller frees it.
 */
SAR_MUST_CHECK char *sar_notice_page(const char *title, const char *text,
    struct sar_err *err);

#endif
