#ifndef SAR_INDEX_SEARCH_H
#define SAR_INDEX_SEARCH_H

#include "index/index.h"

/* Why a leg is among the calls found. */
enum sar_match {
	SAR_MATCH_NUMBER,   /* a party has the number, certainly */
	SAR_MATCH_POSSIBLE, /* a person decides: see how it was found */
	SAR_MATCH_GROUP,    /* same call: the group of one that matched */
	SAR_MATCH_AUDIO,    /* shares a recording with one that matched */
	SAR_MATCH_LINK      /* the record links it to one that matched */
};

/* How it was found, whatever that is worth. */
enum sar_found {
	SAR_FOUND_NUMBER,
	SAR_FOUND_GROUP,
	SAR_FOUND_AUDIO,
	SAR_FOUND_LINK,
	SAR_FOUND_NEAR /* the same extension at the same time, and no group:
			  perhaps a consultation that the record does not tie */
};

#define SAR_CALLS_NONE ((size_t)-1)

/* The calls a request finds.  Plain, owned whole; legs in order of start. */
struct sar_calls_leg {
	struct sar_index_leg leg;
	enum sar_match match;
	enum sar_found found;
	bool rang;  /* it has the number, as that of one who was rung and did
		       not answer */
	size_t via; /* index into legs: by way of which, or SAR_CALLS_NONE */
	/* What joins it to that: "linkedid", "transfer_history",
	   "recording" ...; "number" when it has the number itself. */
	const char *evidence;
};

struct sar_calls_link {
	size_t leg;       /* index into legs */
	size_t recording; /* index into recordings */
};

struct sar_calls {
	struct sar_calls_leg *legs;
	size_t n_legs;
	struct sar_index_recording *recordings; /* by first leg, then path */
	size_t n_recordings;
	struct sar_calls_link *links; /* by leg, then recording */
	size_t n_links;
	/* Legs in the period with a party that cannot be attributed, by
	   kind; those found apart. */
	uint64_t unattributed[SAR_PHONE_BAD + 1];
	void *text; /* what the strings above point into */
};

/* Half-open, [from, to), of UTC seconds. */
struct sar_index_period {
	int64_t from;
	int64_t to;
};

/* Numbers and the half-open period [from, to) of UTC seconds. */
struct sar_index_query {
	const int64_t *keys;
	size_t n_keys;
	int64_t from;
	int64_t to;
	bool count; /* the unattributed too */
	/* Several, instead of that: in order, and no two have an instant in
	   common. */
	const struct sar_index_period *periods;
	size_t n_periods; /* 0: from and to */
};

/**
 * sar_index_search(index, query, err):
 * Find every leg with one of the numbers that overlaps the period (a call
 * that began before it and ran into it counts; an uncertain start widens the
 * call), then the rest of each one's group and what is linked to it, until
 * nothing is added: these are the requester's calls.  Then the legs that
 * share a recording with any of them.  Those may be other people's (the
 * others on a conference), so what they in turn lead to is SAR_MATCH_POSSIBLE,
 * as is what a probable number leads to, and internal calls of the same
 * extension within a minute that no group ties to anything.  Recordings of
 * one content are one.  One read transaction.  The caller frees the result;
 * NULL with ${err} set on failure: SAR_EINPUT for a period that is empty, or
 * not after the one before it.
 *
 * Of several periods it finds what searches of each would find, all of it and
 * nothing else; what they find differently is as the surest has it, and who
 * cannot be attributed is counted once.
 */
SAR_MUST_CHECK struct sar_calls *sar_index_search(struct sar_index *index,
    const struct sar_index_query *query, struct sar_err *err);
/**
 * sar_index_is_entry: Do calls come in on the number ${key}?  Then it is the
 * organisation's own, and a search for it would find everybody's calls.
 */
SAR_MUST_CHECK int sar_index_is_entry(struct sar_index *index, int64_t key,
    bool *is, struct sar_err *err);

/**
 * sar_index_reaches: Is there a call in the period, whoever's, or part of one?
 * Of a time without any the index says nothing: perhaps nothing was imported.
 * It reads calls until it has one.
 */
SAR_MUST_CHECK int sar_index_reaches(struct sar_index *index,
    const struct sar_index_period *period, bool *reaches, struct sar_err *err);

void sar_index_calls_free(struct sar_calls *calls);

/* The longest leg, uncertainty and all: a week, and a day on both sides. */
#define SAR_INDEX_LONGEST (INT64_C(9) * 24 * 3600)

#endif
