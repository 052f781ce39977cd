#include "export/review.h"

#include <stdlib.h>
#include <string.h>

#include "base/crew.h"
#include "base/hex.h"
#include "export/review_state.h"
#include "index/each.h"
#include "index/purge.h"

/* More than any FLAC of as many samples has around them. */
#define FLAC_EXTRA 65536
#define PAGE_EXTRA (UINT64_C(32) << 20)

static int
list(struct sar_review_run *run, struct sar_err *err)
{
	const struct sar_plan *plan = run->answer->plan;
	const struct sar_index_recording *rec;
	uint64_t pairs = 0;
	size_t i;

	if ((run->heard = calloc(plan->n + 1, sizeof(*run->heard))) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	for (i = 0; i < plan->n; i++) {
		if (!sar_review_is_heard(&plan->items[i]))
			continue;
		rec = plan->items[i].item->recording;
		run->heard[run->n_heard].run = run;
		run->heard[run->n_heard++].item = &plan->items[i];
		run->total += sar_review_hundredths(rec) *
			      (sar_review_is_given(&plan->items[i]) ? 3 : 2);
		pairs += sar_review_hundredths(rec) * rec->channels;
	}
	run->per_second = sar_review_fineness(pairs);
	return 0;
}

/* At most: as it would be if FLAC found nothing to make smaller. */
static uint64_t
size_of(const struct sar_plan_item *item)
{
	const struct sar_index_recording *rec = item->item->recording;
	uint64_t size = FLAC_EXTRA;

	if (rec->frames > INT64_MAX / 4 / rec->channels)
		return INT64_MAX;
	size += rec->frames * rec->channels * 2;
	return sar_review_is_given(item) ? 2 * size : size;
}

static int
check_room(const struct sar_review_run *run, struct sar_err *err)
{
	uint64_t need = PAGE_EXTRA;
	uint64_t one;
	size_t i;

	for (i = 0; i < run->n_heard; i++) {
		one = size_of(run->heard[i].item);
		need = need > UINT64_MAX - one ? UINT64_MAX : need + one;
	}
	return sar_review_room(&run->folder, need, err);
}

static const char *
state_name(enum sar_fate fate)
{
	switch (fate) {
	case SAR_FATE_GONE:
		return "gone";
	case SAR_FATE_CHANGED:
		return "changed";
	case SAR_FATE_DIFFERS:
		return "differs";
	case SAR_FATE_OPEN:
	case SAR_FATE_WHOLE:
	case SAR_FATE_UNREADABLE:
	case SAR_FATE_UNPROVED:
	case SAR_FATE_FAILED:
		break;
	}
	return "unreadable";
}

static void
tally(struct sar_review_run *run)
{
	const struct sar_review_options *o = run->options;
	struct sar_review_made *made = run->made;
	size_t i;

	made->items = run->answer->plan->n;
	made->peaks_per_second = run->per_second;
	made->over = run->clock.over;
	made->answered = strcmp(run->clock.state, "answered") == 0;
	for (i = 0; i < run->n_heard; i++) {
		struct sar_review_heard *h = &run->heard[i];
		struct sar_review_spoiled spoiled = {
			.item = h->item->item->number
		};

		sar_review_settle(h);
		made->originals += h->original.name[0] != '\0';
		made->redacted += h->redacted.name[0] != '\0';
		made->bytes += h->original.bytes + h->redacted.bytes;
		if (h->spoiled == NULL)
			continue;
		made->spoiled++;
		spoiled.state = state_name(h->spoiled->fate);
		spoiled.why = h->spoiled->why;
		if (o->spoiled != NULL)
			o->spoiled(o->ctx, &spoiled);
	}
}

/* One that is deleted, or is going to be, as a build would say it. */
static int
set_gone(struct sar_review_heard *h, struct sar_err *err)
{
	struct sar_err *why = malloc(sizeof(*why));

	if (why == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	*why = (struct sar_err)SAR_ERR_INIT;
	(void)sar_err_set(why, SAR_ECORRUPT,
	    "recording of item %u: its retention ended: the purge deletes it",
	    h->item->item->number);
	free(h->original.why);
	h->original.why = why;
	h->original.fate = SAR_FATE_GONE;
	return 0;
}

static int
is_present(void *ctx, const struct sar_index_recording *rec,
    struct sar_err *err)
{
	bool *present = ctx;

	(void)err;
	*present = rec->state == SAR_RECORDING_PRESENT;
	return 0;
}

static int
look_again(struct sar_index *index, struct sar_review_heard *h,
    struct sar_err *err)
{
	int64_t id = h->item->item->recording->id;
	struct sar_index_purge purge;
	bool present = false;
	bool there;

	if (sar_index_recording_of(index, id, &there, is_present, &present,
		err) == -1 ||
	    sar_index_purge_of(index, id, &purge, err) == -1)
		return -1;
	if (there && present && purge.state == SAR_INDEX_PURGE_NONE)
		return 0;
	return set_gone(h, err);
}

/*
 * The purge claims a recording, then looks in each case for copies of it and
 * waits for a review that it sees being made.  One that it did not see, begun
 * after that, is this one: it sees the claim.
 */
static int
check_there(struct sar_review_run *run, struct sar_err *err)
{
	char *path = sar_home_path(run->c->home, "index.db", err);
	struct sar_index *index = NULL;
	size_t i;
	int rc = -1;

	if (path != NULL && (index = sar_index_open(path, false, err)) != NULL)
		rc = 0;
	for (i = 0; rc == 0 && i < run->n_heard; i++)
		rc = look_again(index, &run->heard[i], err);
	sar_index_close(index);
	free(path);
	return rc;
}

/* For whoever purges: which recordings there are copies of. */
static int
write_list(struct sar_review_run *run, struct sar_err *err)
{
	struct sar_buf out = SAR_BUF_INIT;
	char hex[SAR_HEX_LEN(SAR_SHA256_LEN)];
	size_t i;
	int rc = -1;

	for (i = 0; i < run->n_heard; i++) {
		if (run->heard[i].original.name[0] == '\0')
			continue;
		sar_hex_put(run->heard[i].item->item->recording->sha256,
		    SAR_SHA256_LEN, hex);
		sar_buf_printf(&out, "%s  %s\n", hex,
		    run->heard[i].original.name);
	}
	if (sar_buf_check(&out, err) == 0)
		rc = sar_review_put(&run->folder, SAR_REVIEW_LIST,
		    out.data == NULL ? "" : out.data, out.len, err);
	run->made->bytes += out.len;
	sar_buf_free(&out);
	return rc;
}

static int
make(struct sar_review_run *run, struct sar_err *err)
{
	const volatile int *stop = run->options->stop;

	if (sar_review_clock(run->c, run->options->now, &run->clock, err) ==
		-1 ||
	    sar_review_begin(run->c, &run->folder, err) == -1 ||
	    list(run, err) == -1 || check_room(run, err) == -1 ||
	    sar_crew_run(sar_crew_size(run->options->jobs),
		run->n_heard * SAR_REVIEW_JOBS, sar_review_job, run,
		err) == -1 ||
	    check_there(run, err) == -1)
		return -1;
	tally(run);
	if (write_list(run, err) == -1 || sar_review_write(run, err) == -1)
		return -1;
	if (stop != NULL && *stop != 0)
		return sar_err_signal(err, *stop);
	return sar_review_commit(&run->folder, err);
}

int
sar_review_make(const struct sar_case *c, const struct sar_answer *answer,
    const struct sar_review_options *options, struct sar_review_made *made,
    struct sar_err *err)
{
	struct sar_review_run run = { .c = c,
		.answer = answer,
		.options = options,
		.folder = { .parent = -1, .fd = -1 },
		.mutex = PTHREAD_MUTEX_INITIALIZER,
		.made = made };
	size_t i;
	int rc;

	*made = (struct sar_review_made){ .items = 0 };
	rc = make(&run, err);
	sar_review_end(&run.folder);
	for (i = 0; i < run.n_heard; i++)
		sar_review_drop_copies(&run.heard[i]);
	free(run.heard);
	(void)pthread_mutex_destroy(&run.mutex);
	return rc;
}
