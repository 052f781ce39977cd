#include "export/traces.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/b64.h"
#include "base/buf.h"
#include "base/file.h"
#include "export/due.h"
#include "export/event.h"
#include "export/plan_salt.h"
#include "export/timeline.h"
#include "export/traces_book.h"

/* Records to be. */
struct entries {
	struct sar_home_record *all;
	json_t **members; /* of each; owned */
	size_t n;
};

static int
new_entries(struct entries *entries, size_t room, struct sar_err *err)
{
	entries->all = calloc(room, sizeof(*entries->all));
	entries->members = calloc(room, sizeof(json_t *));
	if (entries->all == NULL || entries->members == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	return 0;
}

static void
free_entries(struct entries *entries)
{
	size_t i;

	for (i = 0; i < entries->n; i++)
		json_decref(entries->members[i]);
	free(entries->members);
	free(entries->all);
}

static int
add(struct entries *entries, const char *type, json_t *members,
    struct sar_err *err)
{
	if (members == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	entries->all[entries->n].type = type;
	entries->all[entries->n].members = members;
	entries->members[entries->n++] = members;
	return 0;
}

static size_t
count(const struct sar_find *find, enum sar_decision decision)
{
	size_t i, n = 0;

	for (i = 0; i < find->items->n; i++)
		n += find->items->items[i].decision == decision;
	return n;
}

/* How many of those held may be gone, by their retention, before the answer has
   to be there. */
static size_t
count_expiring(const struct sar_find *find, int32_t due)
{
	const struct sar_item *item;
	size_t i, n = 0;

	for (i = 0; i < find->items->n; i++) {
		item = &find->items->items[i];
		n += item->decision == SAR_DECISION_INSIDE &&
		     sar_date_days(item->last_day) < due;
	}
	return n;
}

static json_t *
search_members(const struct sar_traces_book *book, const struct sar_find *find,
    const uint8_t result[SAR_SHA256_LEN],
    const struct sar_traces_options *options, struct sar_err *err)
{
	char result64[SAR_B64_LEN(SAR_SHA256_LEN)];
	char index64[SAR_B64_LEN(SAR_SHA256_LEN)];
	struct sar_clock_dates dates;

	if (sar_case_dates(book->c->home, &book->docket, options->now, &dates,
		err) == -1)
		return NULL;
	sar_b64_put(result, SAR_SHA256_LEN, result64);
	sar_b64_put(find->index, SAR_SHA256_LEN, index64);
	return json_pack("{ss,ss,sI,sI,sI,sI,ss,ss}", "by", options->by, "case",
	    book->c->request->ref, "expiring",
	    (json_int_t)count_expiring(find, dates.safe), "found",
	    (json_int_t)find->items->n, "missing",
	    (json_int_t)count(find, SAR_DECISION_MISSING), "past",
	    (json_int_t)count(find, SAR_DECISION_PAST), "index", index64,
	    "result", result64);
}

/* On the disk before the log tells of it. */
static int
keep_listing(const struct sar_traces_book *book, const char *text,
    struct sar_err *err)
{
	char name[sizeof(SAR_TRACES_SEARCHES) + 32];
	char *folder = sar_case_path(book->c, SAR_TRACES_SEARCHES, err);
	int rc = -1;

	(void)snprintf(name, sizeof(name), SAR_TRACES_SEARCHES "/%llu.json",
	    (unsigned long long)book->searches + 1);
	if (folder != NULL && sar_file_mkdir(folder, 0700, err) == 0)
		rc = sar_case_save(book->c, name, text, err);
	free(folder);
	return rc;
}

static int
add_search(const struct sar_traces_book *book, const struct sar_find *find,
    const struct sar_traces_options *options, struct entries *entries,
    bool *added, struct sar_err *err)
{
	uint8_t result[SAR_SHA256_LEN];
	char *text = sar_traces_listing(book->c, find, err);
	int rc = -1;

	*added = false;
	if (text == NULL || sar_case_commit(book->c, text, result, err) == -1)
		goto out;
	if (book->searches > 0 &&
	    memcmp(result, book->result, sizeof(result)) == 0) {
		rc = 0;
		goto out;
	}
	*added = true;
	if (keep_listing(book, text, err) == 0)
		rc = add(entries, "search",
		    search_members(book, find, result, options, err), err);

out:
	free(text);
	return rc;
}

static int
commit_marks(const struct sar_case *c, const struct sar_marks *marks,
    uint8_t out[SAR_SHA256_LEN], struct sar_err *err)
{
	char *text = sar_marks_format(marks, err);
	int rc = text == NULL ? -1 : sar_case_commit(c, text, out, err);

	free(text);
	return rc;
}

static int
add_mark(const struct sar_traces_book *book, const struct sar_item *item,
    const struct sar_marks *marks, const struct sar_traces_options *options,
    struct entries *entries, struct sar_err *err)
{
	const struct sar_traces_mark *last = sar_traces_last(book,
	    item->number);
	char marks64[SAR_B64_LEN(SAR_SHA256_LEN)];
	uint8_t sum[SAR_SHA256_LEN];

	if (commit_marks(book->c, marks, sum, err) == -1)
		return -1;
	if (last != NULL && memcmp(last->marks, sum, sizeof(sum)) == 0)
		return 0;
	sar_b64_put(sum, sizeof(sum), marks64);
	return add(entries, "mark",
	    json_pack("{ss,ss,sI,ss}", "by",
		options->marks_by == NULL ? marks->reviewer : options->marks_by,
		"case", book->c->request->ref, "item", (json_int_t)item->number,
		"marks", marks64),
	    err);
}

static const struct sar_marks *
marks_of(const struct sar_case_marks *marks,
    const struct sar_index_recording *recording)
{
	size_t i;

	for (i = 0; recording != NULL && i < marks->n; i++)
		if (memcmp(marks->marks[i]->recording, recording->sha256,
			SAR_SHA256_LEN) == 0)
			return marks->marks[i];
	return NULL;
}

static int
add_marks(const struct sar_traces_book *book, const struct sar_find *find,
    const struct sar_case_marks *marks,
    const struct sar_traces_options *options, struct entries *entries,
    struct sar_err *err)
{
	const struct sar_items *items = find->items;
	const struct sar_marks *one;
	size_t i;

	/* Those of a recording that is not found any more stop a build. */
	for (i = 0; marks != NULL && i < items->n; i++) {
		one = marks_of(marks, items->items[i].recording);
		if (one != NULL && add_mark(book, &items->items[i], one,
				       options, entries, err) == -1)
			return -1;
	}
	return 0;
}

/* What is cut short between two commits, the same once more completes. */
static int
append(const struct sar_case *c, const struct entries *entries,
    const struct sar_traces_options *options, uint64_t *first,
    struct sar_err *err)
{
	size_t i, n;
	uint64_t seq;

	for (i = 0; i < entries->n; i += n) {
		n = entries->n - i;
		n = n > SAR_HOME_BATCH ? SAR_HOME_BATCH : n;
		entries->all[i].lock_wait = options->lock_wait;
		entries->all[i].now = options->now;
		if (sar_home_log_all(c->home, &entries->all[i], n, &seq, err) ==
		    -1)
			return -1;
		if (i == 0)
			*first = seq;
	}
	return 0;
}

static int
log_both(const struct sar_traces_book *book, const struct sar_find *find,
    const struct sar_case_marks *marks,
    const struct sar_traces_options *options, struct sar_traces *out,
    struct sar_err *err)
{
	struct entries entries = { NULL, NULL, 0 };
	int rc = -1;

	if (new_entries(&entries, 1 + (marks == NULL ? 0 : marks->n), err) ==
		0 &&
	    add_search(book, find, options, &entries, &out->search_logged,
		err) == 0 &&
	    add_marks(book, find, marks, options, &entries, err) == 0)
		rc = append(book->c, &entries, options, &out->search, err);
	out->marks_logged = entries.n - (out->search_logged ? 1 : 0);
	if (rc == 0 && entries.n > 0)
		rc = sar_timeline_case(book->c, err);
	free_entries(&entries);
	return rc;
}

int
sar_traces_log(const struct sar_case *c, const struct sar_find *find,
    const struct sar_case_marks *marks,
    const struct sar_traces_options *options, struct sar_traces *out,
    struct sar_err *err)
{
	struct sar_traces_book book;
	int rc = -1;

	*out = (struct sar_traces){ 0 };
	if (sar_home_staff(c->home, "--by", options->by, err) == -1)
		return -1;
	if (sar_traces_read(c, &book, err) == -1)
		goto out;
	rc = 0;
	if (book.docket.receive != SAR_DOCKET_NO &&
	    book.docket.closed == SAR_DOCKET_NEVER)
		rc = log_both(&book, find, marks, options, out, err);

out:
	sar_traces_close(&book);
	return rc;
}

/* Is ${marks} what ${by} marked, as the log has it? */
static int
is_by(const struct sar_traces_book *book, const struct sar_marks *marks,
    const char *by, bool *did, struct sar_err *err)
{
	uint8_t sum[SAR_SHA256_LEN];
	char *text = sar_marks_format(marks, err);
	bool there = false;
	size_t i;
	int rc = -1;

	if (text != NULL)
		rc = sar_plan_salt_commit(book->c, text, sum, &there, err);
	for (i = 0; there && i < book->n; i++)
		if (strcasecmp(book->marks[i].by, by) == 0 &&
		    memcmp(book->marks[i].marks, sum, sizeof(sum)) == 0)
			*did = true;
	free(text);
	return rc;
}

int
sar_traces_marked(const struct sar_case *c, const struct sar_answer *answer,
    const char *by, bool *did, struct sar_err *err)
{
	struct sar_traces_book book;
	size_t i;
	int rc = sar_traces_read(c, &book, err);

	*did = false;
	for (i = 0; rc == 0 && i < answer->marks.n && !*did; i++)
		rc = is_by(&book, answer->marks.marks[i], by, did, err);
	sar_traces_close(&book);
	return rc;
}
