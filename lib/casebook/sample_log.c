#include "casebook/sample.h"

#include <stdlib.h>
#include <string.h>

/* One reading of the log: first to count, then to tell what was drawn. */
struct reading {
	struct sar_sample_of_log *sample;
	uint64_t seen; /* records to draw from, so far */
	size_t next;   /* of sample->records */
	bool same;     /* it is the log that was counted */
};

static int
count_one(void *ctx, const struct sar_record *record, struct sar_err *err)
{
	struct reading *reading = ctx;

	(void)err;
	if (reading->sample->wanted[record->type])
		reading->seen++;
	return 0;
}

static int
count(const struct sar_log_reading *how, struct sar_sample_of_log *sample,
    struct sar_err *err)
{
	struct reading reading = { .sample = sample };
	struct sar_log_reading first = *how;
	struct sar_log *log;

	first.record = count_one;
	first.ctx = &reading;
	if ((log = sar_log_open(&first, err)) == NULL)
		return -1;
	sample->of = reading.seen;
	sample->size = sar_log_size(log);
	memcpy(sample->root, sar_log_root(log), sizeof(sample->root));
	sar_log_free(log);
	return 0;
}

static int
by_place(const void *a, const void *b)
{
	const struct sar_sample_record *x = a, *y = b;

	return (x->at > y->at) - (x->at < y->at);
}

static int
draw(struct sar_sample_of_log *sample, struct sar_err *err)
{
	struct sar_sample from = { .seed = sample->seed, .of = sample->of };
	uint64_t *numbers = calloc(sample->n + 1, sizeof(*numbers));
	size_t i;
	int rc = -1;

	memcpy(from.root, sample->root, sizeof(from.root));
	sample->records = calloc(sample->n + 1, sizeof(*sample->records));
	if (numbers == NULL || sample->records == NULL)
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
	else
		rc = sar_sample_draw(&from, numbers, &sample->n, err);
	for (i = 0; rc == 0 && i < sample->n; i++) {
		sample->records[i].at = numbers[i];
		sample->records[i].turn = i;
	}
	if (rc == 0)
		qsort(sample->records, sample->n, sizeof(*sample->records),
		    by_place);
	free(numbers);
	return rc;
}

static int
tell_one(void *ctx, const struct sar_record *record, struct sar_err *err)
{
	struct reading *reading = ctx;
	struct sar_sample_of_log *sample = reading->sample;
	struct sar_sample_record *one;

	(void)err;
	/* It may have grown since it was counted. */
	if (record->seq >= sample->size || !sample->wanted[record->type] ||
	    reading->next == sample->n)
		return 0;
	one = &sample->records[reading->next];
	if (one->at != reading->seen++)
		return 0;
	one->seq = record->seq;
	one->type = record->type;
	one->t = record->t;
	(void)sar_record_copy(record, "case", one->ref, sizeof(one->ref));
	one->has_of = sar_record_number(record, "intent", &one->of) ||
		      sar_record_number(record, "hold", &one->of);
	reading->next++;
	return 0;
}

static int
tell_note(void *ctx, const struct sar_log_note *note, struct sar_err *err)
{
	struct reading *reading = ctx;

	(void)err;
	if (note->size == reading->sample->size &&
	    memcmp(note->root, reading->sample->root, SAR_SHA256_LEN) == 0)
		reading->same = true;
	return 0;
}

static int
tell(const struct sar_log_reading *how, struct sar_sample_of_log *sample,
    struct sar_err *err)
{
	struct reading reading = { .sample = sample };
	struct sar_log_reading second = *how;
	struct sar_log *log;

	second.record = tell_one;
	second.note = tell_note;
	second.ctx = &reading;
	if ((log = sar_log_open(&second, err)) == NULL)
		return -1;
	sar_log_free(log);
	if (reading.same && reading.next == sample->n)
		return 0;
	return sar_err_set(err, SAR_ETAMPER,
	    "%s: another log than a moment ago", how->dir);
}

/* What came of an intent, and what lifts a hold, has no case of its own. */
static bool
wants_case(const struct sar_sample_record *record)
{
	return record->ref[0] == '\0' && record->has_of;
}

static int
take_case(void *ctx, const struct sar_record *record, struct sar_err *err)
{
	struct sar_sample_of_log *sample = ctx;
	size_t i;

	(void)err;
	if (record->type != SAR_RECORD_INTENT &&
	    record->type != SAR_RECORD_HOLD)
		return 0;
	for (i = 0; i < sample->n; i++)
		if (wants_case(&sample->records[i]) &&
		    sample->records[i].of == record->seq)
			(void)sar_record_copy(record, "case",
			    sample->records[i].ref,
			    sizeof(sample->records[i].ref));
	return 0;
}

static int
tell_cases(const struct sar_log_reading *how, struct sar_sample_of_log *sample,
    struct sar_err *err)
{
	struct sar_log_reading third = *how;
	struct sar_log *log;
	size_t i;

	for (i = 0; i < sample->n && !wants_case(&sample->records[i]); i++)
		;
	if (i == sample->n)
		return 0;
	third.record = take_case;
	third.ctx = sample;
	if ((log = sar_log_open(&third, err)) == NULL)
		return -1;
	sar_log_free(log);
	return 0;
}

int
sar_sample_log(const struct sar_log_reading *how,
    struct sar_sample_of_log *sample, struct sar_err *err)
{
	sample->records = NULL;
	if (count(how, sample, err) == 0 && draw(sample, err) == 0 &&
	    tell(how, sample, err) == 0 && tell_cases(how, sample, err) == 0)
		return 0;
	free(sample->records);
	sample->records = NULL;
	return -1;
}
