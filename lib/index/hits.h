#ifndef SAR_INDEX_HITS_H
#define SAR_INDEX_HITS_H

#include "index/db.h"
#include "index/idmap.h"
#include "index/search.h"
#include "index/text.h"

struct sar_index_hit {
	int64_t leg;
	enum sar_match match;
	enum sar_found found;
	size_t via;           /* place of the hit it was met by */
	int64_t recording;    /* SAR_FOUND_AUDIO: the one they share */
	const char *target;   /* SAR_FOUND_LINK: what the link names */
	bool to_call;         /* ... a call, not a leg's ref */
	bool back;            /* ... of the hit it was met by, not its own */
	const char *evidence; /* SAR_FOUND_LINK */
	bool bridge;          /* ... and says no more than that they met */
	bool grouped;         /* its call's legs are all found */
	bool deferred;        /* some that it leads to only might belong */
};

struct sar_index_hits {
	struct sar_index_hit *at;
	size_t n;
	size_t cap;
	struct sar_index_idmap places; /* leg to place in at */
	struct sar_index_text *text;   /* of the strings above; borrowed */
};

/**
 * sar_index_hits_add: Add ${hit}, or let it replace a weaker one of the same
 * leg.  *${changed}, unless NULL, says whether it did either.
 */
SAR_MUST_CHECK int sar_index_hits_add(struct sar_index_hits *hits,
    const struct sar_index_hit *hit, bool *changed, struct sar_err *err);

/** sar_index_hits_find: Add the legs with one of the numbers in the period. */
SAR_MUST_CHECK int sar_index_hits_find(struct sar_index *index,
    const struct sar_index_query *query, struct sar_index_hits *hits,
    struct sar_err *err);

void sar_index_hits_free(struct sar_index_hits *hits);

#endif
