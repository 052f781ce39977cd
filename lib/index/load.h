#ifndef SAR_INDEX_LOAD_H
#define SAR_INDEX_LOAD_H

#include "index/hits.h"

/*
 * The legs of the hits, each read once and when it is first needed: what is
 * around it is then asked for by what is in memory.
 */
struct sar_index_loader {
	struct sar_index *index;
	const struct sar_index_query *query; /* NULL when none is asked */
	const struct sar_index_hits *hits;
	struct sar_calls *calls; /* its legs in the order of the hits */
	int64_t *systems;        /* the index's id of each leg's */
	size_t cap;              /* of that, and of calls->legs */
	const char *grouped;     /* what joins the legs of source */
	int64_t source;          /* last asked for */
	struct sar_index_use *uses;
	size_t cap_uses;
};

void sar_index_loader_free(struct sar_index_loader *loader);

/**
 * sar_index_load_leg: The leg of the hit at ${place}; good until the next is
 * loaded.  NULL with ${err} set: SAR_ECORRUPT when a row is impossible.
 */
SAR_MUST_CHECK const struct sar_index_leg *sar_index_load_leg(
    struct sar_index_loader *loader, size_t place, struct sar_err *err);

/**
 * sar_index_load_rest: Load the legs that are not yet, and say how each was
 * found.
 */
SAR_MUST_CHECK int sar_index_load_rest(struct sar_index_loader *loader,
    struct sar_err *err);

/** sar_index_hits_expand: Add what sar_index_search() promises to ${hits}. */
SAR_MUST_CHECK int sar_index_hits_expand(struct sar_index_loader *loader,
    struct sar_index_hits *hits, struct sar_err *err);

/**
 * sar_index_load_recordings: Read the recordings of the legs of ${calls},
 * which are in their final order.  SAR_ECORRUPT too when a leg that was found
 * by a recording is not on it.
 */
SAR_MUST_CHECK int sar_index_load_recordings(struct sar_index *index,
    const struct sar_index_hits *hits, struct sar_calls *calls,
    struct sar_err *err);

/**
 * sar_index_confirm_number: Has the leg a number asked for, in the period, and
 * with ${certain} is that certain?
 */
bool sar_index_confirm_number(const struct sar_index_query *query,
    const struct sar_index_leg *leg, bool certain);

/** sar_index_confirm_caller: Is one of the numbers asked for the caller's? */
bool sar_index_confirm_caller(const struct sar_index_query *query,
    const struct sar_index_leg *leg);

/**
 * sar_index_confirm: Does each leg of ${calls}, in the order of ${hits}, have
 * what it was found by?  One flipped bit in an index would otherwise hand out
 * a stranger's call.  SAR_ECORRUPT when not.
 */
SAR_MUST_CHECK int sar_index_confirm(const struct sar_index *index,
    const struct sar_index_query *query, const struct sar_index_hits *hits,
    const struct sar_calls *calls, struct sar_err *err);

#endif
