#ifndef SAR_LETTER_LETTER_H
#define SAR_LETTER_LETTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/sha256.h"
#include "plan/plan.h"
#include "request/request.h"

/*
 * The answer in words, for the person who asked.  Plain English; every item
 * of UK GDPR Art. 15(1) and (2) from the organisation's profile.
 */

/** sar_letter_keys: The keys of sar.conf's [profile], ended by NULL. */
const struct sar_conf_key *sar_letter_keys(void);

/**
 * sar_letter_check: Does the profile have every Art. 15 item?  SAR_EINPUT
 * naming the first key that is absent or empty ("none" must be said).
 */
SAR_MUST_CHECK int sar_letter_check(const struct sar_conf *profile,
    struct sar_err *err);

/* Which answer this one takes the place of, and why.  All borrowed. */
struct sar_letter_correction {
	const char *ref;
	struct sar_date date; /* of the letter that it corrects */
	const char *why;      /* as somebody wrote it */
};

struct sar_notice_template;

/* What a letter is made from; all borrowed. */
struct sar_letter {
	const struct sar_conf *profile;
	const struct sar_request *request;
	const struct sar_plan *plan;
	int months;           /* retention */
	struct sar_date date; /* of the letter */
	bool vcon;            /* each recording is described as a vCon too */
	bool proofs;          /* some have a redaction proof beside them */
	const struct sar_letter_correction *corrects; /* or NULL */
	/* SAR_NOTICE_ANSWER with a package, else SAR_NOTICE_NIL; NULL: the
	   built-in one. */
	const struct sar_notice_template *template;
};

/** sar_letter_packaged: Is there a package?  Where nothing at all is held, the
 * letter goes alone. */
bool sar_letter_packaged(const struct sar_plan *plan);

/**
 * sar_letter_text: letter.txt, UTF-8, CRLF so that Notepad shows it. SAR_EINPUT
 * when the profile lacks an item, or a correction does not say why.
 */
SAR_MUST_CHECK char *sar_letter_text(const struct sar_letter *letter,
    struct sar_err *err);

/**
 * sar_letter_schedule: schedule.csv for the requester: one row a recording or
 * call, when, how long, what was taken out and under which provision.  No
 * cell can be taken for a formula.  CRLF, RFC 4180.
 */
SAR_MUST_CHECK char *sar_letter_schedule(const struct sar_letter *letter,
    struct sar_err *err);

/**
 * sar_letter_schedule_text: schedule.txt, the same for a person to read, UTF-8,
 * CRLF: every place that was taken out too, to a tenth of a second, how it
 * sounds, on which channel, and under which provision, in plain English.
 */
SAR_MUST_CHECK char *sar_letter_schedule_text(const struct sar_letter *letter,
    struct sar_err *err);

/**
 * sar_letter_listen: listen.html, to be opened in a browser from the folder
 * the package was extracted into: a player for each recording, what was taken
 * out, drawn and as a table, what is not there and why, and who sent it.
 * UTF-8; it needs no network and its policy forbids one.  Bytes depend on
 * nothing but ${letter}.
 */
SAR_MUST_CHECK char *sar_letter_listen(const struct sar_letter *letter,
    struct sar_err *err);

/* What the page is headed, and of calls that somebody asked for on another
 * person's behalf. */
#define SAR_LETTER_PAGE "Recordings of your calls"
#define SAR_LETTER_PAGE_ANOTHER "Recordings of the calls you asked for"

/** sar_letter_style, sar_letter_script: Add the one style and the one script
 * that any listen.html has. */
void sar_letter_style(struct sar_buf *out);
void sar_letter_script(struct sar_buf *out);

/**
 * sar_letter_account: Sections 3 and 4 of letter.txt alone, what was found and
 * what was taken out of it, from the first heading on.  ${guards}: more was
 * cut than was marked, for the sake of the codec, whatever the plan says.
 */
SAR_MUST_CHECK char *sar_letter_account(const struct sar_letter *letter,
    bool guards, struct sar_err *err);

/* Said of a call in the hour that the clocks go back. */
#define SAR_LETTER_UNCERTAIN \
	"The time may be an hour out: the clocks changed that night."

/* Said of a recording that its file promises more of than there is. */
#define SAR_LETTER_TRUNCATED                                                   \
	"The end of this recording is missing. We give the length of what we " \
	"hold, and hold nothing more of it."

/* What the vCon of a recording is made from; all borrowed. */
struct sar_letter_vcon {
	const struct sar_letter *letter;
	const struct sar_plan_item *item; /* one that has a name */
	/* SAR_SHA256_LEN bytes that the case alone has, and keeps: its UUIDs
	   come from them. */
	const uint8_t *seed;
};

#define SAR_LETTER_VCON_NAME 48

/** sar_letter_vcon_name: "call-01.vcon.json" for "call-01.wav". */
void sar_letter_vcon_name(const struct sar_plan_item *item,
    char out[SAR_LETTER_VCON_NAME]);

/**
 * sar_letter_vcon: The recording as a redacted vCon, JSON (sar-package(5)).
 * It names the requester by number, the organisation, and nobody else; of the
 * source it has no digest, path or reference.  SAR_EFAIL for an item that has
 * no recording in the package, or may not be told of.
 */
SAR_MUST_CHECK char *sar_letter_vcon(const struct sar_letter_vcon *vcon,
    struct sar_err *err);

/* What lies in the outbox for the requester; all borrowed. */
struct sar_letter_package {
	const struct sar_conf *profile;
	const char *const *names; /* of the files, without folder, in order */
	size_t n;                 /* at least one */
	bool hidden;              /* the names are inside a zip of their own */
	const char *key;          /* sar_minisig_public(), or NULL: unsigned */
	const char *vkeys; /* the log's, a line each, LF; NULL: no proof */
};

/**
 * sar_letter_how_to_open: HOW-TO-OPEN.txt, UTF-8, CRLF; holds nothing
 * personal, for it lies beside the package and not in it.  SAR_EINPUT when the
 * profile does not say whom to ask.
 */
SAR_MUST_CHECK char *sar_letter_how_to_open(const struct sar_letter_package
						*package,
    struct sar_err *err);

#define SAR_LETTER_PROVISIONS 512

/** sar_letter_provisions: Those of a set, ${between} them: "DPA 2018 ...". */
void sar_letter_provisions(uint32_t bits, const char *between,
    char out[SAR_LETTER_PROVISIONS]);

#define SAR_LETTER_DAY 32

/** sar_letter_day: As in letter and schedules: "10 October 2026". */
void sar_letter_day(struct sar_date date, char out[SAR_LETTER_DAY]);

#endif
