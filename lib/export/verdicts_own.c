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

/*
 * Whoever opens a page finds what others rejected or asked a second person for,
 * and saves it with the rest: that makes it no word of theirs.
 */
static int
is_as_found(const struct sar_marks *own, const struct sar_saved_item *said,
    const char *by, bool *same, struct sar_err *err)
{
	struct sar_marks like = *own;
	char *was, *is;

	*same = false;
	if (own->standing == SAR_STANDING_SETTLED ||
	    own->standing != said->marks->standing ||
	    strcasecmp(own->reviewer, by) == 0)
		return 0;
	like.speaker = said->marks->speaker;
	like.damage_heard = said->marks->damage_heard;
	like.marks = said->marks->marks;
	like.n = said->marks->n;
	like.decisions = said->marks->decisions;
	like.n_decisions = said->marks->n_decisions;
	was = sar_marks_format(own, err);
	is = was == NULL ? NULL : sar_marks_format(&like, err);
	*same = is != NULL && strcmp(was, is) == 0;
	free(was);
	if (is == NULL)
		return -1;
	free(is);
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
