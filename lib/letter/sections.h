#ifndef SAR_LETTER_SECTIONS_H
#define SAR_LETTER_SECTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "letter/letter.h"
#include "letter/prose.h"

/* Private to the letter: its parts, in order. */

/**
 * sar_letter_another: Did somebody ask on another person's behalf?  The letter
 * is to them, "you" is them, and the calls are not theirs.
 */
bool sar_letter_another(const struct sar_letter *letter);

void sar_letter_found(struct sar_buf *out, const struct sar_letter *letter);
void sar_letter_taken_out(struct sar_buf *out, const struct sar_letter *letter);
void sar_letter_about(struct sar_buf *out, const struct sar_letter *letter);
void sar_letter_rights(struct sar_buf *out, const struct sar_letter *letter);

/** sar_letter_profile: What sar_letter_about() adds, in another letter; who
 * reads it asked for ${another} person. */
void sar_letter_profile(struct sar_buf *out, const struct sar_conf *profile,
    int months, bool another);

/** sar_letter_given: How many recordings come with the letter. */
size_t sar_letter_given(const struct sar_plan *plan);

/** sar_letter_files: What the files beside letter.txt and listen.html are. */
void sar_letter_files(struct sar_buf *out, const struct sar_letter *letter);

/** sar_letter_value: A value of [profile], checked before. */
const char *sar_letter_value(const struct sar_conf *profile, const char *key);

/**
 * sar_letter_hides: Must date, time and length of the item be left out?  Until
 * somebody has said that it is the requester who speaks, that somebody else
 * called from the same telephone, and when, is that person's data (UK GDPR
 * Art. 15(4)): a number is not a person.
 */
bool sar_letter_hides(const struct sar_plan_item *item);

/* What may be said of an item; empty or false where it may not, or is none. */
struct sar_letter_known {
	char call[SAR_PROSE_TIME]; /* "1 May 2026 at 09:01:07" */
	bool uncertain;            /* the call may have been an hour off */
	char length[SAR_PROSE_TIME];
	bool truncated;
	char ends[SAR_PROSE_DATE]; /* of its retention period */
};

/** sar_letter_know: Fill ${out} with what may be said of ${item}. */
void sar_letter_know(const struct sar_plan_item *item,
    struct sar_letter_known *out);

/**
 * sar_letter_facts: When the call was, how long, and until when it is kept, a
 * line each; nothing where that must be left out.
 */
void sar_letter_facts(struct sar_buf *out, const struct sar_plan_item *item);

/* A code, and what it means for who reads the letter. */
struct sar_letter_meaning {
	const char *code;
	const char *text;
	const char *another; /* who asked for somebody else; NULL: the same */
};

/** sar_letter_meaning: Of ${code}, or NULL, in the ${n} of ${all}, for who
 * asked for ${another} person or did not; NULL when it is not among them. */
const char *sar_letter_meaning(const struct sar_letter_meaning *all, size_t n,
    const char *code, bool another);

#define SAR_LETTER_REASON 768

/** sar_letter_reason: Why it is disclosed or not, and what that means for who
 * reads it, and asked for ${another} person. */
void sar_letter_reason(const struct sar_plan_item *item, bool another,
    char out[SAR_LETTER_REASON]);

/** sar_letter_cut_bases: The set of provisions the item's cuts rest on; none
 * where that must be left out. */
uint32_t sar_letter_cut_bases(const struct sar_plan_item *item);

/** sar_letter_bases: Each provision any cut rests on, in plain English. */
void sar_letter_bases(struct sar_buf *out, const struct sar_plan *plan);

/** sar_letter_fill: "a steady tone" or "silence". */
const char *sar_letter_fill(enum sar_plan_fill fill);

/**
 * sar_letter_heard: What is heard in the cuts of all recordings: the same, or
 * "a steady tone or silence"; NULL where nothing was cut.
 */
const char *sar_letter_heard(const struct sar_plan *plan);

#define SAR_LETTER_CHANNELS 160

/**
 * sar_letter_channels: On which of so many channels the cut is: "the left
 * channel only", "channels 1 and 3 of 4"; "" where it is on every one.
 */
void sar_letter_channels(const struct sar_plan_cut *cut, uint32_t channels,
    char out[SAR_LETTER_CHANNELS]);

/**
 * sar_letter_delay: How many frames later than in the source everything is
 * heard in the package's file: the delay of MP3, sar-package(5).
 */
uint64_t sar_letter_delay(const struct sar_plan_item *item);

/**
 * sar_letter_place: Where cut ${i} begins and ends as a player of the package's
 * file shows it; no part of the cut is outside.
 */
void sar_letter_place(const struct sar_plan_item *item, size_t i,
    char from[SAR_PROSE_TIME], char to[SAR_PROSE_TIME]);

/** sar_register_included: Why what is held past retention was taken in, where
 * it was; or NULL. */
const char *sar_register_included(const struct sar_plan *plan,
    const struct sar_plan_item *item);

#define SAR_LETTER_FADE 256

/** sar_letter_fade: How sound fades next to cuts; "" where it does not. */
void sar_letter_fade(const struct sar_plan *plan, char out[SAR_LETTER_FADE]);

/* Said wherever it is listed what was taken out. */
#define SAR_LETTER_GAPS                                                       \
	"A gap or silence that is not listed here was in the recording when " \
	"it was made, and is not ours. A recorder is, for instance, often "   \
	"paused while the details of a payment card are taken, so that they " \
	"are not kept."

#endif
