/* Private to suggest: who is who, and where in the recording a time is. */
#ifndef SAR_SUGGEST_PLACE_H
#define SAR_SUGGEST_PLACE_H

#include "suggest/suggest.h"

/* What any record's times are off by at least: they are whole seconds, and
   signals come before the sound they are of. */
#define SAR_PLACE_LEAST_MS 1000

enum sar_place_who {
	SAR_PLACE_REQUESTER,
	SAR_PLACE_ORGANISATION,
	SAR_PLACE_THIRD,
	SAR_PLACE_LIKELY, /* third: a number that was called, as one of the
			     organisation's was as well */
	SAR_PLACE_UNKNOWN /* nothing tells who that was */
};

/** sar_place_who: Who party ${nr} of ${leg} is. */
enum sar_place_who sar_place_who(const struct sar_suggest_question *question,
    const struct sar_index_leg *leg, size_t nr);

/** sar_place_has_requester: Is one of the parties of ${leg} the requester? */
bool sar_place_has_requester(const struct sar_suggest_question *question,
    const struct sar_index_leg *leg);

/** sar_place_use: How ${leg} is in the recording; NULL: it is not. */
const struct sar_index_use *sar_place_use(const struct sar_suggest_question
					      *question,
    const struct sar_index_leg *leg);

/* When the recording began, as far as the legs in it tell. */
struct sar_place_origin {
	bool known;
	bool exact;           /* the record says where in it the leg is */
	size_t leg;           /* that tells it */
	int64_t first_ms;     /* UTC: not before this, */
	int64_t last_ms;      /* and not after this */
	int64_t uncertain_ms; /* of that leg's own times */
	int64_t paused_ms;    /* how long in all it did not run */
};

struct sar_place_origin sar_place_origin(const struct sar_suggest_question
	*question);

/* A stretch of time, on the line, in UTC milliseconds. */
struct sar_place_time {
	int64_t from_ms;
	int64_t to_ms;
};

/**
 * sar_place_span: Where in the recording ${time}, told by leg ${nr}, may be at
 * most: from_ms, to_ms and widened_ms of ${out}.  False when it is not in it.
 */
bool sar_place_span(const struct sar_suggest_question *question,
    const struct sar_place_origin *origin, size_t nr,
    const struct sar_place_time *time, struct sar_suggestion *out);

/** sar_place_clamp: The same for [${from}, ${to}), widened by ${by}. */
bool sar_place_clamp(const struct sar_suggest_question *question, int64_t from,
    int64_t to, int64_t by, struct sar_suggestion *out);

/** sar_place_is_time: Milliseconds that a record may mean; no marker either. */
bool sar_place_is_time(int64_t ms);

/** sar_place_answered: When the leg was spoken on. */
struct sar_place_time sar_place_answered(const struct sar_index_leg *leg);

/** sar_place_length_ms: Of the recording, rounded up. */
uint64_t sar_place_length_ms(const struct sar_index_recording *recording);

#endif
