#include "export/registered.h"

#include <stdlib.h>
#include <string.h>

#include "index/commitment.h"
#include "tlog/paths.h"
#include "tlog/tree.h"

/* A recording's line in its batch. */
struct line {
	bool there;
	bool lost;    /* it was, and the log's record of it is not there */
	uint64_t seq; /* of the record that registered the batch */
	uint64_t nr;  /* in the batch, of */
	uint64_t of;
	char *text;
	struct sar_redact_seeds seeds;
	struct sar_range_proof path; /* to the batch's root */
};

/* A register record of the log. */
struct record {
	uint64_t seq;
	bool erased;
	uint64_t n;
	uint8_t root[SAR_SHA256_LEN];
	struct sar_tlogproof proof; /* whole once it has a checkpoint */
};

struct sar_registered {
	const struct sar_plan *plan;
	struct line *lines;     /* one an item */
	struct record *records; /* by seq, each once */
	size_t n;
	size_t next; /* of them: not covered by a checkpoint yet */
	struct sar_paths *paths;
	/* Leaves that no checkpoint has covered yet, and so not in paths. */
	uint8_t (*ahead)[SAR_SHA256_LEN];
	size_t at, n_ahead, cap_ahead; /* those before at are in paths */
};

static bool
wants_proof(const struct sar_plan_item *item)
{
	return item->name[0] != '\0' && item->block != 0 &&
	       sar_plan_format_lossless(item->format);
}

/* Does the line register the sound that the index has a commitment to? */
static bool
is_line_of(const char *line, const struct sar_index_commitment *c)
{
	struct sar_err ignored = SAR_ERR_INIT;
	struct sar_redact_registered registered;

	return sar_redact_line_parse("line", line, strlen(line), &registered,
		   &ignored) == 0 &&
	       registered.shape.channels == c->channels &&
	       memcmp(registered.roots.root, c->roots,
		   c->channels * sizeof(c->roots[0])) == 0;
}

static int
look_up(struct sar_index *index, int64_t recording, struct line *line,
    struct sar_err *err)
{
	struct sar_index_commitment c;
	struct sar_index_registration at = { 0, 0, NULL };
	bool there = false;
	int rc;

	rc = sar_index_get_commitment(index, recording, &there, &c, err);
	there = rc == 0 && there && !c.forgotten && c.channels > 0;
	if (there)
		rc = sar_index_registration(index, recording, &there, &at, err);
	if (rc == 0 && there && at.line != NULL && is_line_of(at.line, &c)) {
		line->there = true;
		line->seq = at.seq;
		line->nr = at.nr;
		line->text = at.line;
		at.line = NULL;
		memcpy(line->seeds.seed, c.seeds, sizeof(c.seeds));
	}
	free(at.line);
	explicit_bzero(&c, sizeof(c));
	return rc;
}

static int
look_up_all(struct sar_registered *r, struct sar_index *index,
    struct sar_err *err)
{
	const struct sar_plan_item *item;
	size_t i;

	for (i = 0; i < r->plan->n; i++) {
		item = &r->plan->items[i];
		if (wants_proof(item) &&
		    look_up(index, item->item->recording->id, &r->lines[i],
			err) == -1)
			return -1;
	}
	return 0;
}

static int
by_seq(const void *a, const void *b)
{
	const struct record *x = a, *y = b;

	return (x->seq > y->seq) - (x->seq < y->seq);
}

/* The records that the lines are of, each once. */
static int
list_records(struct sar_registered *r, struct sar_err *err)
{
	size_t i, n = 0;

	r->records = calloc(r->plan->n + 1, sizeof(*r->records));
	if (r->records == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	for (i = 0; i < r->plan->n; i++)
		if (r->lines[i].there)
			r->records[n++].seq = r->lines[i].seq;
	qsort(r->records, n, sizeof(*r->records), by_seq);
	for (i = 0; i < n; i++)
		if (i == 0 || r->records[i].seq != r->records[r->n - 1].seq)
			r->records[r->n++].seq = r->records[i].seq;
	return 0;
}

/* The lines of one batch that are wanted, by their number in it. */
struct batch {
	struct line **lines;
	uint64_t *numbers;
	size_t n;
	struct sar_paths *paths;
};

static int
by_nr(const void *a, const void *b)
{
	const struct line *x = *(struct line *const *)a;
	const struct line *y = *(struct line *const *)b;

	return (x->nr > y->nr) - (x->nr < y->nr);
}

static int
take_leaf(void *ctx, uint64_t nr, const uint8_t leaf[SAR_SHA256_LEN],
    struct sar_err *err)
{
	struct batch *batch = ctx;

	(void)nr;
	(void)err;
	sar_paths_leaf(batch->paths, leaf);
	return 0;
}

static int
read_batch(struct sar_index *index, struct batch *batch, uint64_t seq,
    struct sar_err *err)
{
	size_t i;

	if ((batch->paths = sar_paths_new(batch->numbers, batch->n, err)) ==
		NULL ||
	    sar_index_batch(index, seq, take_leaf, batch, err) == -1)
		return -1;
	for (i = 0; i < batch->n; i++) {
		batch->lines[i]->of = sar_paths_size(batch->paths);
		if (sar_paths_get(batch->paths, i, &batch->lines[i]->path,
			err) == -1)
			return -1;
	}
	return 0;
}

/* The paths of all lines that record ${seq} registered. */
static int
find_paths(struct sar_registered *r, struct sar_index *index, uint64_t seq,
    struct sar_err *err)
{
	struct batch batch = { NULL, NULL, 0, NULL };
	int rc = -1;
	size_t i;

	batch.lines = calloc(r->plan->n + 1, sizeof(struct line *));
	batch.numbers = calloc(r->plan->n + 1, sizeof(*batch.numbers));
	if (batch.lines == NULL || batch.numbers == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		goto out;
	}
	for (i = 0; i < r->plan->n; i++)
		if (r->lines[i].there && r->lines[i].seq == seq)
			batch.lines[batch.n++] = &r->lines[i];
	qsort(batch.lines, batch.n, sizeof(struct line *), by_nr);
	for (i = 0; i < batch.n; i++)
		batch.numbers[i] = batch.lines[i]->nr;
	rc = read_batch(index, &batch, seq, err);

out:
	sar_paths_free(batch.paths);
	free(batch.lines);
	free(batch.numbers);
	return rc;
}

/* Where in the log the records are, for their own proofs. */
static int
begin_paths(struct sar_registered *r, struct sar_err *err)
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

static int
read_index(struct sar_registered *r, const struct sar_home *home,
    struct sar_err *err)
{
	char *path = sar_home_path(home, "index.db", err);
	struct sar_index *index = NULL;
	int rc = -1;
	size_t i;

	if (path == NULL ||
	    (index = sar_index_open(path, false, err)) == NULL ||
	    sar_index_read_begin(index, err) == -1)
		goto out;
	rc = look_up_all(r, index, err);
	if (rc == 0)
		rc = list_records(r, err);
	for (i = 0; i < r->n && rc == 0; i++)
		rc = find_paths(r, index, r->records[i].seq, err);
	sar_index_read_end(index);

out:
	sar_index_close(index);
	free(path);
	return rc;
}

struct sar_registered *
sar_registered_new(const struct sar_home *home, const struct sar_plan *plan,
    struct sar_err *err)
{
	struct sar_registered *r = calloc(1, sizeof(*r));

	if (r != NULL)
		r->lines = calloc(plan->n + 1, sizeof(*r->lines));
	if (r == NULL || r->lines == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		free(r);
		return NULL;
	}
	r->plan = plan;
	if (read_index(r, home, err) == 0 && begin_paths(r, err) == 0)
		return r;
	sar_registered_free(r);
	return NULL;
}

void
sar_registered_free(struct sar_registered *r)
{
	size_t i;

	if (r == NULL)
		return;
	for (i = 0; i < r->plan->n; i++)
		free(r->lines[i].text);
	explicit_bzero(r->lines, r->plan->n * sizeof(*r->lines));
	for (i = 0; i < r->n; i++)
		sar_tlogproof_clear(&r->records[i].proof);
	sar_paths_free(r->paths);
	free(r->ahead);
	free(r->records);
	free(r->lines);
	free(r);
}

/* One of those wanted goes by. */
static int
take_record(struct record *own, const struct sar_record *record,
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
put_ahead(struct sar_registered *r, const uint8_t leaf[SAR_SHA256_LEN],
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
catch_up(struct sar_registered *r, uint64_t size)
{
	while (r->at < r->n_ahead && sar_paths_size(r->paths) < size)
		sar_paths_leaf(r->paths, r->ahead[r->at++]);
	if (r->at == r->n_ahead)
		r->at = r->n_ahead = 0;
}

static int
on_record(void *ctx, const struct sar_record *record, struct sar_err *err)
{
	struct sar_registered *r = ctx;
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

static int
on_note(void *ctx, const struct sar_log_note *note, struct sar_err *err)
{
	struct sar_registered *r = ctx;
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

void
sar_registered_watch(struct sar_registered *registered,
    struct sar_history_watch *watch)
{
	watch->record = on_record;
	watch->note = on_note;
	watch->ctx = registered;
}

static struct record *
record_of(const struct sar_registered *r, const struct line *line)
{
	struct record key = { .seq = line->seq };

	return bsearch(&key, r->records, r->n, sizeof(key), by_seq);
}

static int
check_line(const struct sar_registered *r, size_t i, struct sar_err *err)
{
	struct line *line = &r->lines[i];
	const struct record *record = record_of(r, line);
	uint8_t leaf[SAR_SHA256_LEN];

	/* Nothing can be proved by one that was erased, or is of another. */
	if (record != NULL && record->erased &&
	    record->proof.checkpoint != NULL) {
		line->there = false;
		line->lost = true;
		return 0;
	}
	sar_tree_leaf(line->text, strlen(line->text), leaf);
	if (record != NULL && record->proof.checkpoint != NULL &&
	    record->n == line->of &&
	    sar_range_included(line->nr, line->of, leaf, record->root,
		&line->path))
		return 0;
	(void)sar_err_set(err, SAR_ECORRUPT,
	    "index: what item %u was registered by is not what record %llu of "
	    "the log has",
	    r->plan->items[i].item->number, (unsigned long long)line->seq);
	sar_err_hint(err, "restore the index, or the log, as they belong to "
			  "each other");
	return -1;
}

int
sar_registered_check(struct sar_registered *registered, struct sar_err *err)
{
	size_t i;

	for (i = 0; i < registered->plan->n; i++)
		if (registered->lines[i].there &&
		    check_line(registered, i, err) == -1)
			return -1;
	return 0;
}

bool
sar_registered_has(const struct sar_registered *registered,
    const struct sar_plan_item *item)
{
	return wants_proof(item) &&
	       registered->lines[item - registered->plan->items].there;
}

bool
sar_registered_lost(const struct sar_registered *registered,
    const struct sar_plan_item *item)
{
	return registered->lines[item - registered->plan->items].lost;
}

static int
withhold(const struct sar_plan_item *item, const struct sar_redact_shape *shape,
    struct sar_redact_ranges *ranges, struct sar_err *err)
{
	const struct sar_plan_cut *cut;
	size_t i;

	for (i = 0; i < item->n_cuts; i++) {
		cut = &item->cuts[i];
		if (sar_redact_ranges_add(ranges, shape, cut->channels,
			cut->from, cut->to, err) == -1)
			return -1;
	}
	sar_redact_ranges_end(ranges);
	return 0;
}

int
sar_registered_prove(struct sar_registered *registered,
    const struct sar_plan_item *item, sar_registered_fn *fn, void *ctx,
    struct sar_err *err)
{
	const struct sar_index_recording *rec = item->item->recording;
	struct line *line = &registered->lines[item - registered->plan->items];
	struct sar_redact_ranges ranges = { 0 };
	struct sar_redact_prove what = {
		.shape = { rec->frames, rec->rate, rec->channels },
		.seeds = &line->seeds,
		.line = line->text,
		.nr = line->nr,
		.of = line->of,
		.path = &line->path,
		.registered = &record_of(registered, line)->proof,
	};
	int rc = withhold(item, &what.shape, &ranges, err);

	what.withheld = ranges.range;
	what.n_withheld = ranges.n;
	if (rc == 0)
		rc = fn(ctx, &what, err);
	sar_redact_ranges_free(&ranges);
	return rc;
}
