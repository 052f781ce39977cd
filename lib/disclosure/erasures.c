#include "disclosure/erasures.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"

/* More than a council erases; it bounds what a hostile log makes us keep. */
#define ERASURES_MAX ((size_t)1 << 20)

void
sar_erasures_clear(struct sar_erasures *erasures)
{
	free(erasures->tombstones.all);
	free(erasures->waiting.all);
	free(erasures->places);
	memset(erasures, 0, sizeof(*erasures));
}

static int
add(struct sar_erasures_list *list, const struct sar_log_erasure *one,
    struct sar_err *err)
{
	struct sar_log_erasure *grown;

	if (list->n == ERASURES_MAX)
		return sar_err_set(err, SAR_EFAIL,
		    "the log has more than %zu erased records", ERASURES_MAX);
	grown = sar_grow_by_one(list->all, list->n, &list->room, sizeof(*grown),
	    err);
	if (grown == NULL)
		return -1;
	list->all = grown;
	list->all[list->n++] = *one;
	return 0;
}

int
sar_erasures_place(struct sar_erasures *erasures, const struct sar_block *block,
    struct sar_err *err)
{
	struct sar_erasures_place *place;

	place = sar_grow_by_one(erasures->places, erasures->n, &erasures->room,
	    sizeof(*place), err);
	if (place == NULL)
		return -1;
	erasures->places = place;
	place = &erasures->places[erasures->n++];
	place->first = block->first;
	place->offset = block->offset;
	place->segment = (uint32_t)block->segment;
	place->n = (uint32_t)block->n;
	sar_block_sum(block, place->sum);
	return 0;
}

int
sar_erasures_tombstone(struct sar_erasures *erasures,
    const struct sar_record *record, struct sar_err *err)
{
	struct sar_log_erasure one = { .seq = record->seq };

	memcpy(one.leaf, record->leaf, sizeof(one.leaf));
	return add(&erasures->tombstones, &one, err);
}

static int
by_seq(const void *a, const void *b)
{
	const struct sar_log_erasure *one = a, *other = b;

	return (one->seq > other->seq) - (one->seq < other->seq);
}

static int
by_seq_and_by(const void *a, const void *b)
{
	const struct sar_log_erasure *one = a, *other = b;
	int order = by_seq(a, b);

	return order != 0 ? order
			  : (one->by > other->by) - (one->by < other->by);
}

int
sar_erasures_take(struct sar_erasures *erasures,
    const struct sar_record *record, const char **why, struct sar_err *err)
{
	struct sar_log_erasure one = { .by = record->seq }, *found = NULL;

	*why = NULL;
	if (!sar_record_number(record, "target", &one.seq) ||
	    !sar_record_digest(record, "leaf", one.leaf)) {
		*why = "names no target and leaf";
		return 0;
	}
	if (one.seq >= record->seq || one.seq == 0) {
		*why = "what it says is erased is not";
		return 0;
	}
	if (erasures->tombstones.n > 0)
		found = bsearch(&one, erasures->tombstones.all,
		    erasures->tombstones.n, sizeof(one), by_seq);
	if (found == NULL)
		return add(&erasures->waiting, &one, err);
	if (memcmp(found->leaf, one.leaf, sizeof(one.leaf)) != 0)
		*why = "what it says is erased is not";
	else if (found->by != 0)
		*why = "an earlier record erased what it erases";
	else
		found->by = record->seq;
	return 0;
}

static const struct sar_erasures_place *
find_place(const struct sar_erasures *erasures, uint64_t seq)
{
	size_t low = 0, high = erasures->n, middle;

	/* The last place that does not begin after it. */
	while (high - low > 1) {
		middle = low + (high - low) / 2;
		if (erasures->places[middle].first <= seq)
			low = middle;
		else
			high = middle;
	}
	return &erasures->places[low];
}

/* Read the lines of a place again, and make sure that they are the same. */
static int
read_again(const struct sar_erasures_place *place,
    const struct sar_segment_file *file, struct sar_block *block,
    struct sar_err *err)
{
	uint64_t there = file->len - place->offset;
	size_t have = there < SAR_BLOCK_BYTES ? (size_t)there : SAR_BLOCK_BYTES;
	uint8_t sum[SAR_SHA256_LEN];

	block->first = place->first;
	block->n = 0;
	if (sar_segment_read(file, place->offset, block->text, have, err) == -1)
		return -1;
	(void)sar_block_split(block, have, place->n);
	if (sar_block_read(block, err) == -1)
		return -1;
	sar_block_sum(block, sum);
	if (block->good == place->n &&
	    memcmp(sum, place->sum, sizeof(sum)) == 0)
		return 0;
	return sar_err_set(err, SAR_ETAMPER,
	    "%s: changed while the log was read", file->name);
}

/* The lines of ${place}, as they were. */
static int
read_place(const struct sar_erasures_place *place, int dir,
    const struct sar_segment_list *list, struct sar_block *block,
    struct sar_err *err)
{
	struct sar_segment_file file;
	int rc = sar_segment_open(dir, list->all[place->segment].name, &file,
	    err);

	if (rc == 0 && (file.fd == -1 || file.len < place->offset))
		rc = sar_err_set(err, SAR_ETAMPER,
		    "%s: changed while the log was read", file.name);
	else if (rc == 0)
		rc = read_again(place, &file, block, err);
	sar_segment_close(&file);
	return rc;
}

/* Is the line that ${one} names there, with that leaf, and one that may go? */
static int
check_line(const struct sar_log_erasure *one, const struct sar_block *block,
    struct sar_err *err)
{
	size_t i = (size_t)(one->seq - block->first);

	if (memcmp(sar_block_leaf(block, i), one->leaf, sizeof(one->leaf)) ==
		0 &&
	    !sar_schema_stays(block->records[i].type))
		return 0;
	return sar_err_set(err, SAR_ETAMPER,
	    "record %" PRIu64 ": what it says is erased is not", one->by);
}

/* In order, all of one place follow one another. */
static int
check_lines(const struct sar_erasures *erasures, int dir,
    const struct sar_segment_list *list, struct sar_err *err)
{
	const struct sar_erasures_place *place, *last = NULL;
	const struct sar_log_erasure *one = erasures->waiting.all;
	const struct sar_log_erasure *end = one + erasures->waiting.n;
	struct sar_block *block = NULL;
	int rc = 0;

	if ((block = sar_block_new(err)) == NULL)
		return -1;
	for (; rc == 0 && one < end; one++) {
		place = find_place(erasures, one->seq);
		if (place != last) {
			if (erasures->stop != NULL && *erasures->stop != 0)
				rc = sar_err_signal(err, *erasures->stop);
			else
				rc = read_place(place, dir, list, block, err);
		}
		last = place;
		if (rc == 0)
			rc = check_line(one, block, err);
	}
	sar_block_free(block);
	return rc;
}

/* What is named twice is not right, by records that stand far apart, too. */
static int
check_once(const struct sar_erasures_list *waiting, struct sar_err *err)
{
	size_t i;

	for (i = 1; i < waiting->n; i++)
		if (waiting->all[i].seq == waiting->all[i - 1].seq)
			return sar_err_set(err, SAR_ETAMPER,
			    "record %" PRIu64
			    ": an earlier record erased what it erases",
			    waiting->all[i].by);
	return 0;
}

static int
keep_pending(const struct sar_erasures_list *waiting, struct sar_log *log,
    struct sar_err *err)
{
	size_t i;

	free(log->erasures);
	log->erasures = reallocarray(NULL, waiting->n, sizeof(*log->erasures));
	if (log->erasures == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	memcpy(log->erasures, waiting->all,
	    waiting->n * sizeof(*log->erasures));
	for (i = 0; i < waiting->n; i++)
		if (sar_log_list_add(&log->pending, waiting->all[i].seq, err) ==
		    -1)
			return -1;
	return 0;
}

int
sar_erasures_end(struct sar_erasures *erasures, int dir,
    const struct sar_segment_list *list, struct sar_log *log,
    struct sar_err *err)
{
	const struct sar_erasures_list *tombstones = &erasures->tombstones;
	struct sar_erasures_list *waiting = &erasures->waiting;
	size_t i;

	for (i = 0; i < tombstones->n; i++)
		if (tombstones->all[i].by == 0)
			return sar_err_set(err, SAR_ETAMPER,
			    "record %" PRIu64 " is erased, and no record says "
			    "so",
			    tombstones->all[i].seq);
	log->pending.n = 0;
	if (waiting->n == 0)
		return 0;
	qsort(waiting->all, waiting->n, sizeof(*waiting->all), by_seq_and_by);
	if (check_once(waiting, err) == -1 ||
	    check_lines(erasures, dir, list, err) == -1)
		return -1;
	return keep_pending(waiting, log, err);
}
