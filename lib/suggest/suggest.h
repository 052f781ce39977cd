#ifndef SAR_SUGGEST_SUGGEST_H
#define SAR_SUGGEST_SUGGEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "index/index.h"
#include "index/parts.h"

/*
 * What the index itself says of where a third party may be heard in a
 * recording: somebody who is neither the requester nor the organisation.
 * Pure: no files, no clock.  Nobody is cut out by a suggestion: a person
 * listens, and hands in what is right as marks.
 */
enum sar_suggest_kind {
	SAR_SUGGEST_JOINED, /* from here to there a third party is on the line
			     */
	SAR_SUGGEST_CHANNEL /* a channel carries nobody else, all along */
};

/* What says so, the surest first. */
enum sar_suggest_record {
	SAR_SUGGEST_STREAMS,  /* whose voice a channel carries */
	SAR_SUGGEST_SEGMENTS, /* from where to where a party is in it */
	SAR_SUGGEST_EVENTS,   /* when a party joined and dropped */
	SAR_SUGGEST_USE,      /* where in it the leg is */
	SAR_SUGGEST_TIMES     /* when the leg was, against its beginning */
};

struct sar_suggestion {
	enum sar_suggest_kind kind;
	uint64_t from_ms; /* position in the recording, half-open */
	uint64_t to_ms;
	uint32_t channel; /* from 1; 0: every one */
	enum sar_suggest_record record;
	size_t leg;          /* index into the question's legs */
	uint64_t widened_ms; /* by how much on each side, for all that the
				record does not know of its times */
	/* Not sure: a party that cannot be attributed, a leg that only belongs
	   to the same call, or a further number that a record has beside the
	   requester's. */
	bool sure;
};

struct sar_suggestions {
	struct sar_suggestion *list; /* channels first, then by place */
	size_t n;
};

/* A leg of the call, with what stands beside it. */
struct sar_suggest_leg {
	const struct sar_index_leg *leg;
	const struct sar_index_parts *parts;
};

struct sar_suggest_question {
	const struct sar_index_recording *recording; /* present */
	const struct sar_suggest_leg *legs;
	size_t n_legs;
	const int64_t *requester; /* keys of the requester's numbers */
	size_t n_requester;
	const int64_t *own; /* keys of the organisation's, and of those that
			       calls come in on */
	size_t n_own;
	bool joint; /* the codec codes channels together: none is told apart */
};

/**
 * sar_suggest_make: The suggestions for one recording; none is an answer.  The
 * caller frees the result.  NULL with ${err} set when memory runs out.
 */
SAR_MUST_CHECK struct sar_suggestions *sar_suggest_make(
    const struct sar_suggest_question *question, struct sar_err *err);
void sar_suggest_free(struct sar_suggestions *suggestions);

/** sar_suggest_record_name: "streams", "segments", "events", "use", "times". */
const char *sar_suggest_record_name(enum sar_suggest_record record);

#endif
