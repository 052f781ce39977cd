/* What is not as it was when the plan was approved. */
#include "plan/changes.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "plan/kept.h"

/* A comparison in progress. */
struct walk {
	sar_changes_fn *fn;
	void *ctx;
	size_t n;
	unsigned item; /* being compared; 0: the plan as a whole */
	uint32_t rate;
};

static void
tell(struct walk *walk, const char *what)
{
	struct sar_change change = { .item = walk->item, .what = what };

	walk->fn(walk->ctx, &change);
	walk->n++;
}

static uint64_t
number_of(const json_t *object, const char *key)
{
	return (uint64_t)json_integer_value(json_object_get(object, key));
}

static void
tell_cut(struct walk *walk, const char *what, const json_t *cut)
{
	struct sar_change change = {
		.item = walk->item,
		.what = what,
		.from = number_of(cut, "from"),
		.to = number_of(cut, "to"),
		.rate = walk->rate,
	};

	walk->fn(walk->ctx, &change);
	walk->n++;
}

static bool
differs(const json_t *then, const json_t *now, const char *key)
{
	const json_t *a = json_object_get(then, key);
	const json_t *b = json_object_get(now, key);

	if (a == NULL || b == NULL)
		return a != b;
	return !json_equal(a, b);
}

/* A member, and what it is called when it is not as it was. */
struct row {
	const char *key;
	const char
	    *what; /* NULL: told in another way, or follows from others */
};

/* Each kind of change once, also where several members show it. */
static void
compare_rows(struct walk *walk, const json_t *then, const json_t *now,
    const struct row *rows, size_t n)
{
	const char *told = NULL;
	size_t i;

	for (i = 0; i < n; i++) {
		if (rows[i].what == NULL ||
		    (told != NULL && strcmp(told, rows[i].what) == 0) ||
		    !differs(then, now, rows[i].key))
			continue;
		told = rows[i].what;
		tell(walk, told);
	}
}

static bool
has_row(const struct row *rows, size_t n, const char *key)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strcmp(rows[i].key, key) == 0)
			return true;
	return false;
}

/* Members of a later release: that they differ is all that can be said. */
static bool
other_differs(json_t *then, json_t *now, const struct row *rows, size_t n)
{
	json_t *const both[] = { then, now };
	const char *key;
	void *at;
	size_t i;

	for (i = 0; i < 2; i++)
		for (at = json_object_iter(both[i]); at != NULL;
		     at = json_object_iter_next(both[i], at)) {
			key = json_object_iter_key(at);
			if (!has_row(rows, n, key) && differs(then, now, key))
				return true;
		}
	return false;
}

static void
compare(struct walk *walk, json_t *then, json_t *now, const struct row *rows,
    size_t n)
{
	compare_rows(walk, then, now, rows, n);
	if (other_differs(then, now, rows, n))
		tell(walk, "other-changed");
}

#define COMPARE(walk, then, now, rows) \
	compare(walk, then, now, rows, sizeof(rows) / sizeof((rows)[0]))

static void
compare_recordings(struct walk *walk, json_t *then, json_t *now)
{
	static const struct row rows[] = {
		{ "sha256", NULL },
		{ "frames", "audio-measured" },
		{ "rate", "audio-measured" },
		{ "channels", "audio-measured" },
		{ "codec", "audio-measured" },
		{ "finding", "audio-measured" },
	};

	if (json_is_null(then) && json_is_null(now))
		return;
	if (json_is_null(then) || json_is_null(now) ||
	    differs(then, now, "sha256"))
		tell(walk, "audio-replaced");
	else
		COMPARE(walk, then, now, rows);
}

static void
compare_reviews(struct walk *walk, json_t *then, json_t *now)
{
	static const struct row rows[] = {
		{ "marks", "marks-changed" },
		{ "speaker", "speaker-changed" },
		{ "reviewer", "reviewer-changed" },
		{ "reviewed", "reviewer-changed" },
		{ "damage_heard", "damage-changed" },
		{ "standing", "standing-changed" },
		{ "review", "review-file-changed" },
		{ "decisions", "decisions-changed" },
	};

	if (json_is_null(then) && json_is_null(now))
		return;
	if (json_is_null(then))
		tell(walk, "review-added");
	else if (json_is_null(now))
		tell(walk, "review-gone");
	else
		COMPARE(walk, then, now, rows);
}

/* Both lists are sorted and disjoint: what overlaps but differs has moved. */
static void
compare_cuts(struct walk *walk, const json_t *then, const json_t *now)
{
	const json_t *a;
	const json_t *b;
	size_t i = 0;
	size_t k = 0;

	while (i < json_array_size(then) || k < json_array_size(now)) {
		a = json_array_get(then, i);
		b = json_array_get(now, k);
		if (b == NULL ||
		    (a != NULL && number_of(a, "to") <= number_of(b, "from"))) {
			tell_cut(walk, "cut-removed", a);
			i++;
			continue;
		}
		k++;
		if (a == NULL || number_of(b, "to") <= number_of(a, "from")) {
			tell_cut(walk, "cut-added", b);
			continue;
		}
		i++;
		if (differs(a, b, "from") || differs(a, b, "to"))
			tell_cut(walk, "cut-moved", b);
		else if (!json_equal(a, b))
			tell_cut(walk, "cut-changed", b);
	}
}

static void
compare_items(struct walk *walk, json_t *then, json_t *now)
{
	static const struct row rows[] = {
		{ "number", "number-changed" },
		{ "start", "start-changed" },
		{ "possible", "match-changed" },
		{ "decision", "retention-changed" },
		{ "class", "outcome-changed" },
		{ "reason", "outcome-changed" },
		{ "recording", NULL },
		{ "review", NULL },
		{ "cuts", NULL },
		{ "format", "format-changed" },
		{ "guard_before_ms", "guards-changed" },
		{ "guard_after_ms", "guards-changed" },
		{ "name", "name-changed" },
		{ "evidence", "evidence-changed" },
		{ "block", "proofs-changed" },
	};
	json_t *recording = json_object_get(now, "recording");

	walk->item = (unsigned)number_of(now, "number");
	walk->rate = (uint32_t)number_of(recording, "rate");
	compare_recordings(walk, json_object_get(then, "recording"), recording);
	compare_reviews(walk, json_object_get(then, "review"),
	    json_object_get(now, "review"));
	compare_cuts(walk, json_object_get(then, "cuts"),
	    json_object_get(now, "cuts"));
	COMPARE(walk, then, now, rows);
	walk->item = 0;
}

static const char *
digest_of(const json_t *item)
{
	const json_t *recording = json_object_get(item, "recording");

	return json_string_value(json_object_get(recording, "sha256"));
}

static bool
same_digest(const json_t *a, const json_t *b)
{
	const char *x = digest_of(a);
	const char *y = digest_of(b);

	return x != NULL && y != NULL && strcmp(x, y) == 0;
}

static bool
same_start(const json_t *a, const json_t *b)
{
	return !differs(a, b, "start");
}

static bool
same_both(const json_t *a, const json_t *b)
{
	return same_start(a, b) && same_digest(a, b);
}

#define NONE SIZE_MAX

/* The items of the two plans that are one: now_of[i] is then's item i now. */
struct pairs {
	const json_t *then;
	const json_t *now;
	size_t *now_of;
	bool *taken; /* of now's items */
};

static void
pair_by(struct pairs *pairs, bool (*same)(const json_t *, const json_t *))
{
	size_t n = json_array_size(pairs->now);
	size_t i;
	size_t k;

	for (i = 0; i < json_array_size(pairs->then); i++) {
		for (k = 0; k < n && pairs->now_of[i] == NONE; k++) {
			if (pairs->taken[k] ||
			    !same(json_array_get(pairs->then, i),
				json_array_get(pairs->now, k)))
				continue;
			pairs->now_of[i] = k;
			pairs->taken[k] = true;
		}
	}
}

static void
walk_pairs(struct walk *walk, const struct pairs *pairs)
{
	size_t i;

	for (i = 0; i < json_array_size(pairs->then); i++) {
		json_t *then = json_array_get(pairs->then, i);

		if (pairs->now_of[i] != NONE) {
			compare_items(walk, then,
			    json_array_get(pairs->now, pairs->now_of[i]));
			continue;
		}
		walk->item = (unsigned)number_of(then, "number");
		tell(walk, "item-gone");
	}
	for (i = 0; i < json_array_size(pairs->now); i++) {
		if (pairs->taken[i])
			continue;
		walk->item = (unsigned)number_of(json_array_get(pairs->now, i),
		    "number");
		tell(walk, "item-added");
	}
	walk->item = 0;
}

static void
pair_all(struct pairs *pairs)
{
	size_t i;

	for (i = 0; i < json_array_size(pairs->then); i++)
		pairs->now_of[i] = NONE;
	pair_by(pairs, same_both);
	pair_by(pairs, same_digest);
	pair_by(pairs, same_start);
}

int
sar_changes_find(const struct sar_plan_kept *then,
    const struct sar_plan_kept *now, sar_changes_fn *fn, void *ctx, size_t *n,
    struct sar_err *err)
{
	static const struct row rows[] = {
		{ "schema", NULL },
		{ "counts", NULL },
		{ "items", NULL },
		{ "fill", "fill-changed" },
		{ "format", "format-changed" },
		{ "fade_ms", "fade-changed" },
		{ "redaction_proofs", "proofs-changed" },
		{ "unattributed", "unattributed-changed" },
		{ "expired_reason", "expired-reason-changed" },
	};
	struct pairs pairs = {
		.then = json_object_get(then->root, "items"),
		.now = json_object_get(now->root, "items"),
	};
	struct walk walk = { .fn = fn, .ctx = ctx };
	int rc = 0;

	pairs.now_of = calloc(json_array_size(pairs.then) + 1,
	    sizeof(*pairs.now_of));
	pairs.taken = calloc(json_array_size(pairs.now) + 1,
	    sizeof(*pairs.taken));
	if (pairs.now_of == NULL || pairs.taken == NULL) {
		rc = sar_err_set(err, SAR_EFAIL, "out of memory");
	} else {
		pair_all(&pairs);
		COMPARE(&walk, then->root, now->root, rows);
		walk_pairs(&walk, &pairs);
		*n = walk.n;
	}
	free(pairs.now_of);
	free(pairs.taken);
	return rc;
}
