#ifndef SAR_EXPORT_ADVICE_H
#define SAR_EXPORT_ADVICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "export/find.h"
#include "hear/hear.h"
#include "suggest/suggest.h"

/*
 * What there is to suggest about one recording: what the index says of third
 * parties in it, and what its sound is.  For people to look at.  The program
 * never acts on a suggestion: a person listens, and hands in marks.
 */
#define SAR_ADVICE_TEXT 160
#define SAR_ADVICE_HOW 240

struct sar_advice {
	/* "joined", "channel": by the index.  "silence", "talk", "ringing",
	   "tone", "dtmf", "music", "voice": by the sound. */
	const char *code;
	uint64_t from_us; /* from the recording's start, half-open */
	uint64_t to_us;
	uint32_t channel;             /* from 1; 0: every one */
	char text[SAR_ADVICE_TEXT];   /* what it is, for people */
	char how[SAR_ADVICE_HOW];     /* how that was found out */
	char warning[SAR_ADVICE_HOW]; /* what to mind; or "" */
	bool cut;                     /* it is worth looking at it as a cut */
	unsigned keys;                /* of "dtmf": how many; never which */
	/* Which it was made of: the other is NULL.  Both are the list's. */
	const struct sar_suggestion *suggestion;
	const struct sar_heard *heard;
};

/* Why nothing is suggested of the sound. */
enum sar_advice_sound {
	SAR_ADVICE_HEARD,
	SAR_ADVICE_NOT_ASKED,
	SAR_ADVICE_NOT_PRESENT, /* there is no recording to hear */
	SAR_ADVICE_SHAPE,       /* of a rate, or of too many channels */
	SAR_ADVICE_DAMAGED      /* heard as far as it could be decoded */
};

struct sar_advice_list {
	struct sar_advice *list; /* by time, then channel */
	size_t n;
	bool more; /* more was heard than is listed */
	enum sar_advice_sound sound;
	uint64_t heard_us; /* so much of it could be decoded, and was heard */
	struct sar_suggestions *suggestions; /* in their own order */
	struct sar_hearing hearing;
	struct sar_advice_index *index; /* what they were made of */
};

enum sar_advice_of {
	SAR_ADVICE_INDEX = 1,
	SAR_ADVICE_SOUND = 2,
	SAR_ADVICE_BOTH = 3
};

/**
 * sar_advice_make(c, found, item, of, out, err):
 * What there is to suggest about the recording of ${item}, of those ${found}
 * for ${c}, by the index, the sound or both.  To hear it, all of it is
 * decoded.  One that is not there, or cannot be decoded, or not to its end,
 * is no failure: ${out} has what could be told.  -1 with ${err} set: the index
 * cannot be read; the file is not the one that was imported (SAR_ECORRUPT);
 * memory ran out.  On success sar_advice_free() releases ${out}, which borrows
 * ${found}.
 */
SAR_MUST_CHECK int sar_advice_make(const struct sar_case *c,
    const struct sar_find *found, const struct sar_item *item,
    enum sar_advice_of of, struct sar_advice_list *out, struct sar_err *err);
void sar_advice_free(struct sar_advice_list *list);

/** sar_advice_legs: How many legs the index was asked about. */
size_t sar_advice_legs(const struct sar_advice_list *list);

/** sar_advice_leg: The one that a suggestion says by its number. */
const struct sar_suggest_leg *sar_advice_leg(const struct sar_advice_list *list,
    size_t leg);

#endif
