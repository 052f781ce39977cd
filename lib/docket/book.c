#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "base/map.h"
#include "docket/state.h"

/* A case's reference, a "/", which is in none, and a name. */
#define KEY (SAR_DOCKET_REF + SAR_DOCKET_WORD)

struct sar_docket_book {
	const struct sar_zone *zone;
	struct sar_map names; /* of complaints */
	struct sar_docket_complaint *complaints;
	size_t n_complaints, complaints_room;
	struct sar_map placed; /* of holds: which of ${lasts} */
	size_t *lasts;         /* the last hold of that name */
	size_t n_lasts, lasts_room;
	struct sar_docket_hold *holds;
	size_t n_holds, holds_room;
	struct sar_map cases; /* that have a hold: which of ${holding} */
	size_t *holding;      /* how many of one stand */
	size_t n_cases, cases_room;
};

struct sar_docket_book *
sar_docket_book_new(const struct sar_zone *zone, struct sar_err *err)
{
	struct sar_docket_book *book = calloc(1, sizeof(*book));

	if (book == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	book->zone = zone;
	sar_map_init(&book->names);
	sar_map_init(&book->placed);
	sar_map_init(&book->cases);
	return book;
}

void
sar_docket_book_free(struct sar_docket_book *book)
{
	if (book == NULL)
		return;
	sar_map_clear(&book->names);
	sar_map_clear(&book->placed);
	sar_map_clear(&book->cases);
	free(book->complaints);
	free(book->lasts);
	free(book->holds);
	free(book->holding);
	free(book);
}

int
sar_docket_by_record(const void *a, const void *b)
{
	uint64_t x, y;

	memcpy(&x, a, sizeof(x));
	memcpy(&y, b, sizeof(y));
	return x < y ? -1 : x > y;
}

static size_t
make_key(const char *ref, const char *name, char key[KEY])
{
	size_t n = strlen(ref), len = strlen(name);

	memcpy(key, ref, n);
	key[n++] = '/';
	memcpy(key + n, name, len);
	return n + len;
}

static int
complain(struct sar_docket_book *book, const struct sar_record *record,
    enum sar_docket_slip *slip, struct sar_err *err)
{
	struct sar_docket_complaint one, *grown;
	char key[KEY];
	size_t len;
	uint64_t at;

	sar_docket_complaint_begin(&one, record);
	len = make_key(one.ref, one.name, key);
	if (sar_map_get(&book->names, key, len, &at)) {
		*slip = sar_docket_complain(&book->complaints[at], record);
		return 0;
	}
	*slip = sar_docket_complain(&one, record);
	if (*slip != SAR_DOCKET_FITS)
		return 0;
	at = book->n_complaints;
	grown = sar_grow_by_one(book->complaints, book->n_complaints,
	    &book->complaints_room, sizeof(one), err);
	if (grown == NULL)
		return -1;
	book->complaints = grown;
	if (sar_map_put(&book->names, key, len, at, &at, err) == -1)
		return -1;
	book->complaints[book->n_complaints++] = one;
	return 0;
}

/* How many holds of the case of ${ref} stand; NULL: it never had one. */
static size_t *
holding(const struct sar_docket_book *book, const char *ref)
{
	uint64_t at;

	return sar_map_get(&book->cases, ref, strlen(ref), &at)
		   ? &book->holding[at]
		   : NULL;
}

static int
begin_hold(struct sar_docket_book *book, const char *ref, struct sar_err *err)
{
	size_t *grown = sar_grow_by_one(book->holding, book->n_cases,
	    &book->cases_room, sizeof(*grown), err);
	uint64_t at;

	if (grown == NULL)
		return -1;
	book->holding = grown;
	if (sar_map_put(&book->cases, ref, strlen(ref), book->n_cases, &at,
		err) == -1)
		return -1;
	if (at == book->n_cases)
		grown[book->n_cases++] = 0;
	grown[at]++;
	return 0;
}

static void
end_hold(struct sar_docket_book *book, struct sar_docket_hold *hold,
    uint64_t by)
{
	hold->lifted = by;
	(*holding(book, hold->ref))--;
}

/* Placed again under its name it is the same hold, of more. */
static int
replace(struct sar_docket_book *book, const struct sar_docket_hold *hold,
    struct sar_err *err)
{
	char key[KEY];
	size_t len = make_key(hold->ref, hold->name, key);
	struct sar_docket_hold *was;
	size_t *grown;
	uint64_t at;

	grown = sar_grow_by_one(book->lasts, book->n_lasts, &book->lasts_room,
	    sizeof(*grown), err);
	if (grown == NULL)
		return -1;
	book->lasts = grown;
	if (sar_map_put(&book->placed, key, len, book->n_lasts, &at, err) == -1)
		return -1;
	if (at == book->n_lasts) {
		book->n_lasts++;
	} else {
		was = &book->holds[book->lasts[at]];
		if (was->lifted == SAR_DOCKET_NO)
			end_hold(book, was, hold->record);
	}
	book->lasts[at] = book->n_holds;
	return 0;
}

static int
place(struct sar_docket_book *book, const struct sar_record *record,
    struct sar_err *err)
{
	struct sar_docket_hold hold = { .record = record->seq,
		.placed = sar_docket_day(book->zone, record->t),
		.review = SAR_DOCKET_NEVER,
		.lifted = SAR_DOCKET_NO };
	struct sar_docket_hold *grown;

	(void)sar_record_copy(record, "name", hold.name, sizeof(hold.name));
	(void)sar_record_copy(record, "case", hold.ref, sizeof(hold.ref));
	(void)sar_record_copy(record, "owner", hold.owner, sizeof(hold.owner));
	(void)sar_record_copy(record, "reason", hold.reason,
	    sizeof(hold.reason));
	(void)sar_docket_date(record, "review", &hold.review);
	(void)sar_record_number(record, "n", &hold.n);
	(void)sar_record_digest(record, "root", hold.root);
	grown = sar_grow_by_one(book->holds, book->n_holds, &book->holds_room,
	    sizeof(hold), err);
	if (grown == NULL)
		return -1;
	book->holds = grown;
	if (replace(book, &hold, err) == -1 ||
	    begin_hold(book, hold.ref, err) == -1)
		return -1;
	book->holds[book->n_holds++] = hold;
	return 0;
}

static struct sar_docket_hold *
find(const struct sar_docket_book *book, uint64_t seq)
{
	if (book->n_holds == 0)
		return NULL;
	return bsearch(&seq, book->holds, book->n_holds, sizeof(*book->holds),
	    sar_docket_by_record);
}

static enum sar_docket_slip
lift(struct sar_docket_book *book, const struct sar_record *record)
{
	struct sar_docket_hold *hold;
	uint64_t seq;

	if (!sar_record_number(record, "hold", &seq) ||
	    (hold = find(book, seq)) == NULL || hold->lifted != SAR_DOCKET_NO)
		return SAR_DOCKET_NO_HOLD;
	end_hold(book, hold, record->seq);
	return SAR_DOCKET_FITS;
}

int
sar_docket_book_take(struct sar_docket_book *book,
    const struct sar_record *record, enum sar_docket_slip *slip,
    struct sar_err *err)
{
	int32_t on;

	*slip = SAR_DOCKET_FITS;
	if (record->type == SAR_RECORD_HOLD)
		return place(book, record, err);
	if (record->type == SAR_RECORD_LIFT) {
		*slip = lift(book, record);
		return 0;
	}
	if (record->type != SAR_RECORD_COMPLAIN &&
	    (record->type != SAR_RECORD_LETTER ||
		sar_record_has(record, "case")))
		return 0;
	if (!sar_docket_date(record, "on", &on) ||
	    on > sar_docket_day(book->zone, record->t)) {
		*slip = SAR_DOCKET_NO_DAY;
		return 0;
	}
	return complain(book, record, slip, err);
}

const struct sar_docket_hold *
sar_docket_book_hold(const struct sar_docket_book *book, uint64_t seq)
{
	return find(book, seq);
}

size_t
sar_docket_book_holding(const struct sar_docket_book *book, const char *ref)
{
	const size_t *n = holding(book, ref);

	return n == NULL ? 0 : *n;
}

const struct sar_docket_hold *
sar_docket_book_holds(const struct sar_docket_book *book, size_t *n)
{
	*n = book->n_holds;
	return book->holds;
}

const struct sar_docket_complaint *
sar_docket_book_complaint(const struct sar_docket_book *book, const char *ref,
    const char *name)
{
	char key[KEY];
	size_t len = make_key(ref, name, key);
	uint64_t at;

	return sar_map_get(&book->names, key, len, &at) ? &book->complaints[at]
							: NULL;
}

const struct sar_docket_complaint *
sar_docket_book_complaints(const struct sar_docket_book *book, size_t *n)
{
	*n = book->n_complaints;
	return book->complaints;
}
