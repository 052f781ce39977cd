#include "export/registered.h"

#include <stdlib.h>
#include <string.h>

#include "export/registers.h"
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

struct sar_registered {
	const struct sar_plan *plan;
	struct line *lines; /* one an item */
	struct sar_registers *registers;
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

/* The records that the lines are of. */
static int
list_records(struct sar_registered *r, struct sar_err *err)
{
	uint64_t *seqs = calloc(r->plan->n + 1, sizeof(*seqs));
	size_t i, n = 0;

	if (seqs == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	for (i = 0; i < r->plan->n; i++)
		if (r->lines[i].there)
			seqs[n++] = r->lines[i].seq;
	r->registers = sar_registers_new(seqs, n, err);
	free(seqs);
	return r->registers == NULL ? -1 : 0;
}

static int
read_index(struct sar_registered *r, const struct sar_home *home,
    struct sar_err *err)
{
	char *path = sar_home_path(home, "index.db", err);
	struct sar_index *index = NULL;
	const struct sar_register_record *record;
	int rc = -1;
	size_t i;

	if (path == NULL ||
	    (index = sar_index_open(path, false, err)) == NULL ||
	    sar_index_read_begin(index, err) == -1)
		goto out;
	rc = look_up_all(r, index, err);
	if (rc == 0)
		rc = list_records(r, err);
	for (i = 0;
	     rc == 0 && (record = sar_registers_nth(r->registers, i)) != NULL;
	     i++)
		rc = find_paths(r, index, record->seq, err);
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
	if (read_index(r, home, err) == 0)
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
	sar_registers_free(r->registers);
	free(r->lines);
	free(r);
}

void
sar_registered_watch(struct sar_registered *registered,
    struct sar_history_watch *watch)
{
	watch->record = sar_registers_record;
	watch->note = sar_registers_note;
	watch->ctx = registered->registers;
}

static int
check_line(const struct sar_registered *r, size_t i, struct sar_err *err)
{
	struct line *line = &r->lines[i];
	const struct sar_register_record *record =
	    sar_registers_find(r->registers, line->seq);
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
	const struct sar_register_record *record =
	    sar_registers_find(registered->registers, line->seq);
	struct sar_redact_ranges ranges = { 0 };
	struct sar_redact_prove what = {
		.shape = { rec->frames, rec->rate, rec->channels },
		.seeds = &line->seeds,
		.line = line->text,
		.nr = line->nr,
		.of = line->of,
		.path = &line->path,
		.registered = &record->proof,
	};
	int rc = withhold(item, &what.shape, &ranges, err);

	what.withheld = ranges.range;
	what.n_withheld = ranges.n;
	if (rc == 0)
		rc = fn(ctx, &what, err);
	sar_redact_ranges_free(&ranges);
	return rc;
}
