#ifndef SAR_INDEX_SEARCH_H
#define SAR_INDEX_SEARCH_H

#include "index/index.h"

/* Why a leg is among the calls found. */
enum sar_match {
	SAR_MATCH_NUMBER,   /* a party has the number, certainly */
	SAR_MATCH_POSSIBLE, /* a party probably has it: a person decides */
	SAR_MATCH_GROUP,    /* same call: the group of one that matched */
	SAR_MATCH_AUDIO     /* shares a recording with one that matched */
};

/* The calls a request finds.  Plain, owned whole; legs in order of start. */
struct sar_calls_leg {
	struct sar_index_leg leg;
	enum sar_match match;
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
	/* Parties in the period that cannot be attributed, by kind. */
	uint64_t unattributed[SAR_PHONE_BAD + 1];
	void *text; /* what the strings above point into */
};

/* Numbers and the half-open period [from, to) of UTC seconds. */
struct sar_index_query {
	const int64_t *keys;
	size_t n_keys;
	int64_t from;
	int64_t to;
};

/**
 * sar_index_search(index, query, err):
 * Find every leg with one of the numbers that overlaps the period (a call
 * that began before it and ran into it counts; an uncertain start widens the
 * call), then the rest of each one's group, then legs that share a recording
 * with any of these, until nothing is added.  A group found only through
 * probable numbers stays SAR_MATCH_POSSIBLE throughout.  One read
 * transaction.  The caller frees the result; NULL with ${err} set on failure.
 */
SAR_MUST_CHECK struct sar_calls *sar_index_search(struct sar_index *index,
    const struct sar_index_query *query, struct sar_err *err);
void sar_index_calls_free(struct sar_calls *calls);

/* The longest call: how far before the period a leg may have begun. */
#define SAR_INDEX_LONGEST (24 * 3600)

#endif
