#include "docket/dockets.h"

#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "base/map.h"
#include "docket/state.h"

#define NO_CASE UINT32_MAX

struct one {
	char *ref;
	struct sar_docket docket;
};

/* Whose an intent, a release or a hold is, in the order of their numbers. */
struct owned {
	uint64_t record;
	uint32_t at;
};

struct sar_dockets {
	const struct sar_zone *zone;
	bool only;           /* those that were asked for */
	struct sar_map refs; /* reference: case */
	struct one *all;
	size_t n, room;
	struct owned *owned;
	size_t n_owned, owned_room;
	struct sar_docket_book *book; /* all holds, and complaints of no case */
	uint64_t erased;
};

struct sar_dockets *
sar_dockets_new(const struct sar_zone *zone, struct sar_err *err)
{
	struct sar_dockets *dockets = calloc(1, sizeof(*dockets));

	if (dockets == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	dockets->zone = zone;
	sar_map_init(&dockets->refs);
	if ((dockets->book = sar_docket_book_new(zone, err)) == NULL) {
		sar_dockets_free(dockets);
		return NULL;
	}
	return dockets;
}

void
sar_dockets_free(struct sar_dockets *dockets)
{
	size_t i;

	if (dockets == NULL)
		return;
	for (i = 0; i < dockets->n; i++) {
		free(dockets->all[i].ref);
		sar_docket_clear(&dockets->all[i].docket);
	}
	free(dockets->all);
	free(dockets->owned);
	sar_docket_book_free(dockets->book);
	sar_map_clear(&dockets->refs);
	free(dockets);
}

/* The case of that reference, made if it is new; NO_CASE with ${err} set. */
static uint32_t
add_case(struct sar_dockets *dockets, const char *ref, size_t len,
    struct sar_err *err)
{
	struct one *grown;
	uint64_t at;
	char *copy;

	if (dockets->n == NO_CASE) {
		(void)sar_err_set(err, SAR_EFAIL, "log: too many cases");
		return NO_CASE;
	}
	grown = sar_grow_by_one(dockets->all, dockets->n, &dockets->room,
	    sizeof(*grown), err);
	if (grown == NULL)
		return NO_CASE;
	dockets->all = grown;
	if (sar_map_put(&dockets->refs, ref, len, dockets->n, &at, err) == -1)
		return NO_CASE;
	if (at < dockets->n)
		return (uint32_t)at;
	if ((copy = strndup(ref, len)) == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NO_CASE;
	}
	dockets->all[at].ref = copy;
	sar_docket_begin(&dockets->all[at].docket);
	dockets->n++;
	return (uint32_t)at;
}

int
sar_dockets_only(struct sar_dockets *dockets, const char *ref,
    struct sar_err *err)
{
	dockets->only = true;
	return add_case(dockets, ref, strlen(ref), err) == NO_CASE ? -1 : 0;
}

/* Whose record ${seq} is; NO_CASE: of none that is followed, or erased. */
static uint32_t
owner(const struct sar_dockets *dockets, uint64_t seq)
{
	const struct owned *owned = NULL;

	if (dockets->n_owned > 0)
		owned = bsearch(&seq, dockets->owned, dockets->n_owned,
		    sizeof(*owned), sar_docket_by_record);
	return owned == NULL ? NO_CASE : owned->at;
}

static int
own(struct sar_dockets *dockets, const struct sar_record *record, uint32_t at,
    struct sar_err *err)
{
	struct owned *grown;

	if (record->type != SAR_RECORD_INTENT &&
	    record->type != SAR_RECORD_RELEASE &&
	    record->type != SAR_RECORD_HOLD)
		return 0;
	grown = sar_grow_by_one(dockets->owned, dockets->n_owned,
	    &dockets->owned_room, sizeof(*grown), err);
	if (grown == NULL)
		return -1;
	dockets->owned = grown;
	dockets->owned[dockets->n_owned++] = (struct owned){ record->seq, at };
	return 0;
}

/* The case that the record names itself; NO_CASE with *${rc} -1 and ${err}. */
static uint32_t
named(struct sar_dockets *dockets, const struct sar_record *record, int *rc,
    struct sar_err *err)
{
	size_t len;
	const char *ref = sar_record_text(record, "case", &len);
	uint64_t at;
	uint32_t made;

	*rc = 0;
	if (ref == NULL)
		return NO_CASE;
	if (dockets->only)
		return sar_map_get(&dockets->refs, ref, len, &at) ? (uint32_t)at
								  : NO_CASE;
	if ((made = add_case(dockets, ref, len, err)) == NO_CASE)
		*rc = -1;
	return made;
}

/* The record's case: the one it names, or that of the record it names.  Where
   it names both, both have to be of one. */
static uint32_t
whose(struct sar_dockets *dockets, const struct sar_record *record, int *rc,
    struct sar_err *err)
{
	uint32_t at = named(dockets, record, rc, err);
	uint64_t other;

	if (*rc == -1)
		return NO_CASE;
	if (record->type == SAR_RECORD_RELEASE ||
	    record->type == SAR_RECORD_VOID)
		return sar_record_number(record, "intent", &other)
			   ? owner(dockets, other)
			   : NO_CASE;
	if (record->type == SAR_RECORD_LIFT)
		return sar_record_number(record, "hold", &other)
			   ? owner(dockets, other)
			   : NO_CASE;
	if (record->type == SAR_RECORD_DELIVER &&
	    (!sar_record_number(record, "release", &other) ||
		owner(dockets, other) != at))
		return NO_CASE;
	return at;
}

/* What belongs to no case, or to the log as a whole. */
static int
take_whole(struct sar_dockets *dockets, const struct sar_record *record,
    struct sar_err *err)
{
	enum sar_docket_slip slip;

	if (record->type == SAR_RECORD_ERASED)
		dockets->erased++;
	if (dockets->only || (record->type == SAR_RECORD_COMPLAIN &&
				 sar_record_has(record, "case")))
		return 0;
	return sar_docket_book_take(dockets->book, record, &slip, err);
}

int
sar_dockets_record(void *ctx, const struct sar_record *record,
    struct sar_err *err)
{
	struct sar_dockets *dockets = ctx;
	uint32_t at;
	int rc;

	if (take_whole(dockets, record, err) == -1)
		return -1;
	if ((at = whose(dockets, record, &rc, err)) == NO_CASE)
		return rc;
	if (own(dockets, record, at, err) == -1)
		return -1;
	return sar_docket_take(&dockets->all[at].docket, record, dockets->zone,
	    err);
}

size_t
sar_dockets_count(const struct sar_dockets *dockets)
{
	return dockets->n;
}

const struct sar_docket *
sar_dockets_at(const struct sar_dockets *dockets, size_t i, const char **ref)
{
	*ref = dockets->all[i].ref;
	return &dockets->all[i].docket;
}

static struct sar_docket *
find(const struct sar_dockets *dockets, const char *ref)
{
	uint64_t at;

	return sar_map_get(&dockets->refs, ref, strlen(ref), &at)
		   ? &dockets->all[at].docket
		   : NULL;
}

const struct sar_docket *
sar_dockets_find(const struct sar_dockets *dockets, const char *ref)
{
	return find(dockets, ref);
}

void
sar_dockets_move(struct sar_dockets *dockets, const char *ref,
    struct sar_docket *out)
{
	struct sar_docket *docket = find(dockets, ref);

	if (docket == NULL) {
		sar_docket_begin(out);
		return;
	}
	*out = *docket;
	sar_docket_begin(docket);
}

uint64_t
sar_dockets_erased(const struct sar_dockets *dockets)
{
	return dockets->erased;
}

const struct sar_docket_complaint *
sar_dockets_complaints(const struct sar_dockets *dockets, size_t *n)
{
	return sar_docket_book_complaints(dockets->book, n);
}

const struct sar_docket_hold *
sar_dockets_holds(const struct sar_dockets *dockets, size_t *n)
{
	return sar_docket_book_holds(dockets->book, n);
}
