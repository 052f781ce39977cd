#include "index/party.h"

#include <stdlib.h>
#include <string.h>

#include "index/rows.h"
#include "index/unread.h"

#define COLUMNS "leg, nr, role, kind, certain, rules, key, raw, since, until"
#define N_COLUMNS 10

#define BATCH 65536
#define TEXT_MAX ((size_t)8 * 1024 * 1024)

struct entry {
	int64_t key; /* 0: none */
	int64_t since;
	int64_t until;
	int64_t leg;
	uint32_t raw; /* offset into text */
	uint32_t rules;
	uint16_t nr;
	uint8_t role;
	uint8_t kind;
	bool certain;
};

struct sar_index_batch {
	size_t n;
	size_t text_len;
	struct entry entries[BATCH];
	char text[TEXT_MAX];
};

static bool
is_certain(const struct sar_phone *number)
{
	return number->certain && number->kind == SAR_PHONE_E164;
}

static const char *
raw_of(const struct sar_index_party *party)
{
	return party->raw == NULL ? "" : party->raw;
}

static void
bind_entry(struct sar_index_stmt *stmt, const struct entry *entry,
    const char *raw)
{
	sar_index_bind_int(stmt, entry->leg);
	sar_index_bind_int(stmt, entry->nr);
	sar_index_bind_int(stmt, entry->role);
	sar_index_bind_int(stmt, entry->kind);
	sar_index_bind_int(stmt, entry->certain);
	sar_index_bind_int(stmt, entry->rules);
	if (entry->key == 0)
		sar_index_bind_null(stmt);
	else
		sar_index_bind_int(stmt, entry->key);
	sar_index_bind_text(stmt, raw);
	sar_index_bind_int(stmt, entry->since);
	sar_index_bind_int(stmt, entry->until);
}

static int
write_entry(struct sar_index *index, const struct entry *entry, const char *raw,
    struct sar_err *err)
{
	/* since and until: the widest the leg may have been. */
	static const char sql[] =
	    "INSERT INTO party (" COLUMNS
	    ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
	struct sar_index_stmt stmt;

	if (sar_index_prepare(index, SAR_INDEX_PARTY_ADD, sql, &stmt, err) ==
	    -1)
		return -1;
	bind_entry(&stmt, entry, raw);
	return sar_index_run(index, &stmt, err);
}

/* In the order of party_by_key. */
static int
by_key(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	if (x->since != y->since)
		return x->since < y->since ? -1 : 1;
	if (x->until != y->until)
		return x->until < y->until ? -1 : 1;
	if (x->leg != y->leg)
		return x->leg < y->leg ? -1 : 1;
	return (x->nr > y->nr) - (x->nr < y->nr);
}

int
sar_index_party_flush(struct sar_index *index, struct sar_err *err)
{
	struct sar_index_batch *batch = index->batch;
	size_t i;

	if (sar_index_rows_flush(index, index->party_rows, err) == -1)
		return -1;
	if (batch == NULL || batch->n == 0)
		return 0;
	qsort(batch->entries, batch->n, sizeof(*batch->entries), by_key);
	for (i = 0; i < batch->n; i++)
		if (write_entry(index, &batch->entries[i],
			batch->text + batch->entries[i].raw, err) == -1)
			return -1;
	batch->n = 0;
	batch->text_len = 0;
	return 0;
}

static struct entry
entry_of(int64_t id, const struct sar_index_leg *leg, size_t nr)
{
	const struct sar_index_party *party = &leg->parties[nr];

	return (struct entry){
		.key = party->number.key,
		.since = sar_index_since(leg),
		.until = sar_index_until(leg),
		.leg = id,
		.rules = party->number.rules,
		.nr = (uint16_t)nr,
		.role = (uint8_t)party->role,
		.kind = (uint8_t)party->number.kind,
		.certain = is_certain(&party->number),
	};
}

/* Put one aside; there is room. */
static void
keep(struct sar_index_batch *batch, struct entry entry, const char *raw)
{
	size_t len = strlen(raw) + 1;

	entry.raw = (uint32_t)batch->text_len;
	memcpy(batch->text + batch->text_len, raw, len);
	batch->text_len += len;
	batch->entries[batch->n++] = entry;
}

static int
add_one(struct sar_index *index, int64_t id, const struct sar_index_leg *leg,
    size_t nr, struct sar_err *err)
{
	struct sar_index_batch *batch = index->batch;
	const char *raw = raw_of(&leg->parties[nr]);
	struct entry entry = entry_of(id, leg, nr);

	if (strlen(raw) >= TEXT_MAX / 2)
		return write_entry(index, &entry, raw, err);
	if ((batch->n == BATCH || strlen(raw) >= TEXT_MAX - batch->text_len) &&
	    sar_index_party_flush(index, err) == -1)
		return -1;
	keep(batch, entry, raw);
	return 0;
}

/* In a load: as they come, many with one statement. */
static int
add_row(struct sar_index *index, int64_t id, const struct sar_index_leg *leg,
    size_t nr, struct sar_err *err)
{
	struct sar_index_rows *rows = index->party_rows;
	const struct sar_index_party *party = &leg->parties[nr];

	sar_index_rows_int(rows, id);
	sar_index_rows_int(rows, (int64_t)nr);
	sar_index_rows_int(rows, (int64_t)party->role);
	sar_index_rows_int(rows, (int64_t)party->number.kind);
	sar_index_rows_int(rows, is_certain(&party->number));
	sar_index_rows_int(rows, party->number.rules);
	if (party->number.key == 0)
		sar_index_rows_null(rows);
	else
		sar_index_rows_int(rows, party->number.key);
	sar_index_rows_text(rows, raw_of(party));
	sar_index_rows_int(rows, sar_index_since(leg));
	sar_index_rows_int(rows, sar_index_until(leg));
	return sar_index_rows_end(index, rows, err);
}

static int
add_at_once(struct sar_index *index, int64_t id,
    const struct sar_index_leg *leg, struct sar_err *err)
{
	size_t nr;

	if (index->party_rows == NULL &&
	    (index->party_rows = sar_index_rows_new("party", COLUMNS, N_COLUMNS,
		 err)) == NULL)
		return -1;
	for (nr = 0; nr < leg->n_parties; nr++)
		if (add_row(index, id, leg, nr, err) == -1)
			return -1;
	return sar_index_unread_add(index, leg, err);
}

/* The batch, not cleared: its pages come as they are needed. */
static int
make_batch(struct sar_index *index, struct sar_err *err)
{
	if (index->batch != NULL)
		return 0;
	if ((index->batch = malloc(sizeof(*index->batch))) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	index->batch->n = 0;
	index->batch->text_len = 0;
	return 0;
}

int
sar_index_party_add(struct sar_index *index, int64_t id,
    const struct sar_index_leg *leg, struct sar_err *err)
{
	size_t nr;

	if (index->bulk)
		return add_at_once(index, id, leg, err);
	if (make_batch(index, err) == -1)
		return -1;
	for (nr = 0; nr < leg->n_parties; nr++)
		if (add_one(index, id, leg, nr, err) == -1)
			return -1;
	return sar_index_unread_add(index, leg, err);
}

int
sar_index_party_drop(struct sar_index *index, int64_t id, struct sar_err *err)
{
	static const char sql[] = "DELETE FROM party WHERE leg = ?1";
	struct sar_index_stmt stmt;

	if (sar_index_party_flush(index, err) == -1 ||
	    sar_index_unread_drop(index, id, err) == -1 ||
	    sar_index_prepare(index, SAR_INDEX_PARTY_DROP, sql, &stmt, err) ==
		-1)
		return -1;
	sar_index_bind_int(&stmt, id);
	return sar_index_run(index, &stmt, err);
}

void
sar_index_party_forget(struct sar_index *index)
{
	sar_index_rows_forget(index->party_rows);
	if (index->batch != NULL) {
		index->batch->n = 0;
		index->batch->text_len = 0;
	}
}

void
sar_index_party_free(struct sar_index *index)
{
	sar_index_rows_free(index->party_rows);
	index->party_rows = NULL;
	free(index->batch);
	index->batch = NULL;
}
