#ifndef SAR_INDEX_HITS_H
#define SAR_INDEX_HITS_H

#include "index/db.h"
#include "index/idmap.h"
#include "index/search.h"

/* How a leg came to be found, which loading it must confirm. */
enum sar_index_how {
	SAR_INDEX_BY_KEY,
	SAR_INDEX_BY_CALL, /* via: the hit whose call it shares */
	SAR_INDEX_BY_AUDIO /* via: the recording's id */
};

struct sar_index_hit {
	int64_t leg;
	enum sar_match match;
	enum sar_index_how how;
	int64_t via;
	bool grouped; /* its call's legs are all found */
};

struct sar_index_hits {
	struct sar_index_hit *at;
	size_t n;
	size_t cap;
	struct sar_index_idmap places;     /* leg to place in at */
	struct sar_index_idmap recordings; /* whose legs are all found */
};

/**
 * sar_index_hits_add: Add ${hit}, or let it replace a weaker one of the same
 * leg.  *${changed}, unless NULL, says whether it did either.
 */
SAR_MUST_CHECK int sar_index_hits_add(struct sar_index_hits *hits,
    const struct sar_index_hit *hit, bool *changed, struct sar_err *err);

/**
 * sar_index_hits_expand: Add the rest of each hit's call and the legs that
 * share a recording, until nothing is added: from the certain hits first, so
 * that what only probable ones lead to stays SAR_MATCH_POSSIBLE.
 */
SAR_MUST_CHECK int sar_index_hits_expand(struct sar_index *index,
    struct sar_index_hits *hits, struct sar_err *err);
void sar_index_hits_free(struct sar_index_hits *hits);

#endif
