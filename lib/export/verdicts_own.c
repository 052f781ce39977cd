/* A saved review, and what the case has already. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/file.h"
#include "base/hex.h"
#include "export/approval_texts.h"
#include "export/marks_next.h"
#include "export/review.h"
#include "export/review_folder.h"
#include "export/verdicts_kept.h"

#define LIST_MAX ((size_t)64 << 20)

const struct sar_marks *
sar_verdicts_marks(const struct sar_verdicts *verdicts,
    const struct sar_case_marks *own, const struct sar_marks *of)
{
	const struct sar_case_marks said = { verdicts->marks, verdicts->n };
	const struct sar_marks *marks = sar_marks_next_before(&said, of);

	return marks != NULL ? marks : sar_marks_next_before(own, of);
}

static int
by_place(const void *left, const void *right)
{
	const struct sar_mark *a = left, *b = right;
	int basis = strcmp(a->basis, b->basis);

	if (a->from_us != b->from_us)
		return a->from_us < b->from_us ? -1 : 1;
	if (a->to_us != b->to_us)
		return a->to_us < b->to_us ? -1 : 1;
	if (a->channels != b->channels)
		return a->channels < b->channels ? -1 : 1;
	if (a->fill != b->fill)
		return a->fill < b->fill ? -1 : 1;
	return basis != 0 ? basis : strcmp(a->decision, b->decision);
}

static struct sar_mark *
sorted(const struct sar_marks *of, struct sar_err *err)
{
	struct sar_mark *marks = calloc(of->n + 1, sizeof(*marks));
	size_t i;

	if (marks == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	for (i = 0; i < of->n; i++)
		marks[i] = of->marks[i];
	qsort(marks, of->n, sizeof(*marks), by_place);
	return marks;
}

/* The page has cuts in order of time, a marks file in any. */
static int
same_cuts(const struct sar_marks *own, const struct sar_marks *said, bool *same,
    struct sar_err *err)
{
	struct sar_mark *was = NULL, *is = NULL;
	int rc = -1;
	size_t i;

	*same = false;
	if ((was = sorted(own, err)) == NULL ||
	    (is = sorted(said, err)) == NULL)
		goto out;
	*same = own->n == said->n;
	for (i = 0; *same && i < own->n; i++)
		*same = by_place(&was[i], &is[i]) == 0;
	rc = 0;
out:
	free(was);
	free(is);
	return rc;
}

/* Does the file say of it what the case has, whoever said it? */
static int
is_same(const struct sar_marks *own, const struct sar_saved_item *said,
    bool *same, struct sar_err *err)
{
	struct sar_marks had = *own, has = *own;
	struct sar_err draft = { 0 };
	char *was, *is;

	if (same_cuts(own, said->marks, same, err) == -1)
		return -1;
	if (own->speaker != said->marks->speaker ||
	    own->damage_heard != said->marks->damage_heard)
		*same = false;
	if (!*same)
		return 0;
	had.n = has.n = 0;
	has.decisions = said->marks->decisions;
	has.n_decisions = said->marks->n_decisions;
	was = sar_marks_format(&had, err);
	/* What nobody decided need not be whole: it is another, then. */
	is = was == NULL ? NULL : sar_marks_format(&has, &draft);
	*same = is != NULL && strcmp(was, is) == 0;
	free(is);
	if (was == NULL)
		return -1;
	free(was);
	return 0;
}

/*
 * Whoever opens a page finds what others rejected or asked a second person for,
 * and saves it with the rest: that makes it no word of theirs.
 */
static int
is_as_found(const struct sar_marks *own, const struct sar_saved_item *said,
    const char *by, bool *same, struct sar_err *err)
{
	*same = false;
	if (own->standing == SAR_STANDING_SETTLED ||
	    own->standing != said->marks->standing ||
	    strcasecmp(own->reviewer, by) == 0)
		return 0;
	return is_same(own, said, same, err);
}

int
sar_verdicts_changed(const struct sar_case_marks *own,
    const struct sar_saved_item *said, bool *changed, struct sar_err *err)
{
	const struct sar_marks *before;
	bool same;

	*changed = false;
	if (said == NULL || said->verdict != SAR_VERDICT_UNDECIDED)
		return 0;
	before = sar_marks_next_before(own, said->marks);
	if (before == NULL)
		return 0;
	if (is_same(before, said, &same, err) == -1)
		return -1;
	*changed = !same;
	return 0;
}

int
sar_verdicts_decides(const struct sar_case_marks *own,
    const struct sar_saved *saved, const struct sar_saved_item *said,
    bool *decides, struct sar_err *err)
{
	const struct sar_marks *before;
	bool same = false;

	*decides = false;
	if (said == NULL || said->verdict == SAR_VERDICT_UNDECIDED)
		return 0;
	before = sar_marks_next_before(own, said->marks);
	if (before != NULL &&
	    is_as_found(before, said, saved->by, &same, err) == -1)
		return -1;
	*decides = !same;
	return 0;
}

int
sar_verdicts_asker(const struct sar_verdicts *verdicts,
    const struct sar_case_marks *own, const char *by, struct sar_err *err)
{
	const struct sar_marks *before;
	size_t i;

	for (i = 0; i < verdicts->n; i++) {
		before = sar_marks_next_before(own, verdicts->marks[i]);
		if (verdicts->marks[i]->standing != SAR_STANDING_SETTLED ||
		    before == NULL || !sar_marks_asked(before, by))
			continue;
		(void)sar_err_set(err, SAR_EREFUSED,
		    "%s: who asked for a second person cannot hand in what "
		    "settles it",
		    verdicts->marks[i]->name);
		sar_err_hint(err, "whoever listened, or somebody else, hands "
				  "it in: --by");
		return -1;
	}
	return 0;
}

int
sar_verdicts_on_page(const struct sar_case *c,
    const struct sar_index_recording *recording, bool *there,
    struct sar_err *err)
{
	char hex[SAR_HEX_LEN(SAR_SHA256_LEN)];
	char *path = sar_case_path(c, SAR_REVIEW_DIR "/" SAR_REVIEW_LIST, err);
	char *text = NULL;
	size_t len;
	int rc = 0;

	*there = false;
	if (path == NULL)
		return -1;
	sar_hex_put(recording->sha256, SAR_SHA256_LEN, hex);
	if (sar_file_exists(path) &&
	    (rc = sar_file_read(path, LIST_MAX, &text, &len, err)) == 0)
		*there = memmem(text, len, hex, sizeof(hex) - 1) != NULL;
	free(text);
	free(path);
	return rc;
}

int
sar_verdicts_may(const struct sar_case *c, const struct sar_answer *answer,
    const struct sar_verdicts *verdicts, const char *by, struct sar_err *err)
{
	struct sar_answer then = *answer;
	const char *hands = verdicts->taken ? verdicts->by : by;

	if (c->home->approval != SAR_APPROVAL_OTHER)
		return 0;
	if (verdicts->n > 0 && strcasecmp(hands, by) == 0)
		return sar_approval_refuse_other(c, err);
	then.plan = verdicts->plan;
	return sar_approval_other(c, &then, by, err);
}
