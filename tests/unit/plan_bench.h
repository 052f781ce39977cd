#ifndef SAR_TESTS_PLAN_BENCH_H
#define SAR_TESTS_PLAN_BENCH_H

/* Items, recordings and marks made by hand, for the plan tests. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>

#include <cmocka.h>

#include "base/sha256.h"
#include "plan/plan.h"

#define MAX 128

/* Items, their recordings and marks files, built by hand. */
struct bench {
	struct sar_index_recording recordings[MAX];
	struct sar_item item[MAX];
	struct sar_items items;
	struct sar_marks files[MAX];
	char names[MAX][16];
	struct sar_mark mark[MAX];
	struct sar_marks *marks[MAX];
	size_t n_marks;
	struct sar_plan_options options;
	struct sar_err err;
};

/* An item with a recording of 10 s at 8 kHz whose digest is all ${id}. */
static inline struct sar_item *
add_item(struct bench *b, enum sar_decision decision, uint8_t id)
{
	struct sar_index_recording *recording = &b->recordings[b->items.n];
	struct sar_item *item = &b->item[b->items.n];

	recording->id = id;
	recording->path = "2026/call.wav";
	recording->state = SAR_RECORDING_PRESENT;
	memset(recording->sha256, id, sizeof(recording->sha256));
	recording->frames = 80000;
	recording->rate = 8000;
	recording->channels = 1;
	recording->codec = "alaw";
	recording->finding = "";
	item->decision = decision;
	item->recording = recording;
	b->items.items = b->item;
	item->number = (unsigned)++b->items.n;
	return item;
}

/* A reviewed marks file for the recording ${id}; no labels yet. */
static inline struct sar_marks *
add_marks(struct bench *b, uint8_t id, const char *name)
{
	struct sar_marks *marks = &b->files[b->n_marks];

	(void)snprintf(b->names[b->n_marks], sizeof(b->names[0]), "%s", name);
	marks->name = b->names[b->n_marks];
	memset(marks->recording, id, sizeof(marks->recording));
	(void)snprintf(marks->reviewer, sizeof(marks->reviewer), "u1041");
	marks->reviewed = (struct sar_date){ 2026, 10, 12 };
	b->marks[b->n_marks++] = marks;
	return marks;
}

/* One more label; only the file made last can take one. */
static inline void
add_mark(struct bench *b, struct sar_marks *marks, uint64_t from_us,
    uint64_t to_us, const char *basis)
{
	size_t used = 0;
	size_t i;

	for (i = 0; i < b->n_marks; i++)
		used += b->files[i].n;
	if (marks->n == 0)
		marks->marks = &b->mark[used];
	b->mark[used].from_us = from_us;
	b->mark[used].to_us = to_us;
	(void)snprintf(b->mark[used].basis, SAR_BASIS_MAX, "%s", basis);
	b->mark[used].line = (unsigned)(7 + marks->n++);
}

static inline struct sar_plan *
make(struct bench *b)
{
	struct sar_plan *plan = sar_plan_make(&b->items, b->marks, b->n_marks,
	    &b->options, &b->err);

	if (plan == NULL)
		fail_msg("%s", b->err.msg);
	return plan;
}

static inline void
assert_refused(struct bench *b, enum sar_code code, const char *msg)
{
	assert_null(sar_plan_make(&b->items, b->marks, b->n_marks, &b->options,
	    &b->err));
	assert_string_equal(b->err.msg, msg);
	assert_int_equal(b->err.code, code);
}

/* sar-plan(5) has every code that the program writes, as a word. */
static inline void
assert_on_page(const char *code)
{
	static char page[65536];
	const char *tests = getenv("SAR_TESTS");
	size_t len = strlen(code);
	const char *at;
	char path[512];
	FILE *f;

	(void)snprintf(path, sizeof(path), "%s/../man/sar-plan.5",
	    tests == NULL ? "tests" : tests);
	f = fopen(path, "re");
	assert_non_null(f);
	page[fread(page, 1, sizeof(page) - 1, f)] = '\0';
	(void)fclose(f);
	for (at = page; (at = strstr(at + 1, code)) != NULL;)
		if (at[-1] == ' ' && (at[len] == ' ' || at[len] == '\n'))
			return;
	fail_msg("sar-plan(5) has no \"%s\"", code);
}

static inline void
assert_item(const struct sar_plan *plan, size_t i, enum sar_class class,
    const char *reason)
{
	assert_string_equal(plan->items[i].reason, reason);
	assert_on_page(reason);
	assert_int_equal(plan->items[i].class, class);
}

static inline void
assert_cut(const struct sar_plan_item *item, size_t i, uint64_t from,
    uint64_t to, const char *basis)
{
	assert_true(i < item->n_cuts);
	assert_int_equal(item->cuts[i].from, from);
	assert_int_equal(item->cuts[i].to, to);
	assert_string_equal(item->cuts[i].basis, basis);
}

#endif
