#include "export/registers.h"

#include <stdlib.h>
#include <string.h>

#include "tlog/paths.h"

struct sar_registers {
	struct sar_register_record *records; /* by seq, each once */
	size_t n;
	size_t next; /* of them: not covered by a checkpoint yet */
	struct sar_paths *paths;
	/* Leaves that no checkpoint has covered yet, and so not in paths. */
	uint8_t (*ahead)[SAR_SHA256_LEN];
	size_t at, n_ahead, cap_ahead; /* those before at are in paths */
};

static int
by_seq(const void *a, const void *b)
{
	const struct sar_register_record *x = a, *y = b;

	return (x->seq > y->seq) - (x->seq < y->seq);
}

static void
sort(struct sar_registers *r, const uint64_t *seqs, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		r->records[i].seq = seqs[i];
	qsort(r->records, n, sizeof(*r->records), by_seq);
	for (i = 0; i < n; i++)
		if (i == 0 || r->records[i].seq != r->records[r->n - 1].seq)
			r->records[r->n++].seq = r->records[i].seq;
}

/* Where in the log the records are, for their proofs. */
static int
begin_paths(struct sar_registers *r, struct sar_err *err)
{
	uint64_t *wanted = calloc(r->n + 1, sizeof(*wanted));
	size_t i;

	if (wanted == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	for (i = 0; i < r->n; i++)
		wanted[i] = r->records[i].seq;
	r->paths = sar_paths_new(wanted, r->n, err);
	free(wanted);
	return r->paths == NULL ? -1 : 0;
}

struct sar_registers *
sar_registers_new(const uint64_t *seqs, size_t n, struct sar_err *err)
{
	struct sar_registers *r = calloc(1, sizeof(*r));

	if (r != NULL)
		r->records = calloc(n + 1, sizeof(*r->records));
	if (r == NULL || r->records == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		free(r);
		return NULL;
	}
	sort(r, seqs, n);
	if (begin_paths(r, err) == 0)
		return r;
	sar_registers_free(r);
	return NULL;
}

void
sar_registers_free(struct sar_registers *r)
{
	size_t i;

	if (r == NULL)
		return;
	for (i = 0; i < r->n; i++)
		sar_tlogproof_clear(&r->records[i].proof);
	sar_paths_free(r->paths);
	free(r->ahead);
	free(r->records);
	free(r);
}

/* One of those wanted goes by. */
static int
take_record(struct sar_register_record *own, const struct sar_record *record,
    struct sar_err *err)
{
	own->erased = record->type != SAR_RECORD_REGISTER ||
		      !sar_record_number(record, "n", &own->n) ||
		      !sar_record_digest(record, "root", own->root);
	own->proof.index = record->seq;
	own->proof.extra_len = record->len;
	own->proof.extra = strndup(record->line, record->len);
	if (own->proof.extra == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	return 0;
}

static int
put_ahead(struct sar_registers *r, const uint8_t leaf[SAR_SHA256_LEN],
    struct sar_err *err)
{
	size_t cap = r->cap_ahead == 0 ? 64 : 2 * r->cap_ahead;
	uint8_t(*grown)[SAR_SHA256_LEN];

	if (r->n_ahead == r->cap_ahead) {
		grown = reallocarray(r->ahead, cap, sizeof(*grown));
		if (grown == NULL)
			return sar_err_set(err, SAR_EFAIL, "out of memory");
		r->ahead = grown;
		r->cap_ahead = cap;
	}
	memcpy(r->ahead[r->n_ahead++], leaf, SAR_SHA256_LEN);
	return 0;
}

/* As many leaves as ${size}, and the rest stay ahead. */
static void
catch_up(struct sar_registers *r, uint64_t size)
{
	while (r->at < r->n_ahead && sar_paths_size(r->paths) < size)
		sar_paths_leaf(r->paths, r->ahead[r->at++]);
	if (r->at == r->n_ahead)
		r->at = r->n_ahead = 0;
}

int
sar_registers_record(void *ctx, const struct sar_record *record,
    struct sar_err *err)
{
	struct sar_registers *r = ctx;
	size_t k;

	if (r->next == r->n)
		return 0;
	if (put_ahead(r, record->leaf, err) == -1)
		return -1;
	for (k = r->next; k < r->n && r->records[k].seq <= record->seq; k++)
		if (r->records[k].seq == record->seq)
			return take_record(&r->records[k], record, err);
	return 0;
}

int
sar_registers_note(void *ctx, const struct sar_log_note *note,
    struct sar_err *err)
{
	struct sar_registers *r = ctx;
	struct sar_tlogproof *proof;

	if (r->next == r->n)
		return 0;
	catch_up(r, note->size);
	while (r->next < r->n && r->records[r->next].seq < note->size) {
		proof = &r->records[r->next].proof;
		if (sar_paths_get(r->paths, r->next, &proof->path, err) == -1)
			return -1;
		proof->checkpoint_len = note->len;
		proof->checkpoint = strndup(note->text, note->len);
		if (proof->checkpoint == NULL)
			return sar_err_set(err, SAR_EFAIL, "out of memory");
		r->next++;
	}
	return 0;
}

const struct sar_register_record *
sar_registers_nth(const struct sar_registers *r, size_t i)
{
	return i < r->n ? &r->records[i] : NULL;
}

const struct sar_register_record *
sar_registers_find(const struct sar_registers *r, uint64_t seq)
{
	struct sar_register_record key = { .seq = seq };

	return bsearch(&key, r->records, r->n, sizeof(key), by_seq);
}
