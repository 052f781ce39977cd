#include "export/answer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "export/correction.h"
#include "export/letters.h"
#include "export/ready.h"
#include "letter/letter.h"

/* What of it the requester is told, and in what words. */
static int
tell(const struct sar_case *c, struct sar_answer *answer, struct sar_err *err)
{
	enum sar_notice_kind kind;

	if ((answer->told = sar_plan_told(answer->plan, err)) == NULL)
		return -1;
	kind = sar_letter_packaged(answer->told) ? SAR_NOTICE_ANSWER
						 : SAR_NOTICE_NIL;
	return sar_letters_template(c->home, kind, &answer->template, err);
}

/* Marks of a folder may be of the wrong request; the case's own may not. */
static struct sar_plan *
make_plan(const struct sar_case *c, const struct sar_find *find,
    struct sar_marks *const *marks, size_t n, bool own,
    const struct sar_plan_options *options, struct sar_err *err)
{
	struct sar_plan_options with = *options;

	with.kept_marks = own;
	if (!with.format_said)
		with.format = sar_case_format(c);
	return sar_plan_make(find->items, marks, n, &with, err);
}

struct sar_plan *
sar_answer_plan(const struct sar_case *c, const struct sar_find *find,
    struct sar_marks *const *marks, size_t n,
    const struct sar_plan_options *options, struct sar_err *err)
{
	return make_plan(c, find, marks, n, true, options, err);
}

int
sar_answer_make(const struct sar_case *c, const char *marks_dir,
    const struct sar_plan_options *options, struct sar_answer *answer,
    struct sar_err *err)
{
	int rc = -1;
	size_t i;

	memset(answer, 0, sizeof(*answer));
	if (sar_find_run(c, &answer->find, err) == -1)
		goto out;
	/* A request that was only tried has no case and no marks. */
	if ((marks_dir == NULL ? sar_case_marks_own(c, &answer->marks, err)
			       : sar_case_marks_read(marks_dir, &answer->marks,
				     err)) == -1)
		goto out;
	for (i = 0; i < answer->marks.n; i++)
		if (sar_case_marks_staff(c->home, answer->marks.marks[i],
			err) == -1)
			goto out;
	answer->plan = make_plan(c, &answer->find, answer->marks.marks,
	    answer->marks.n, marks_dir == NULL, options, err);
	if (answer->plan != NULL &&
	    sar_correction_read(c, &answer->correction, err) == 0)
		rc = tell(c, answer, err);

out:
	if (rc == -1)
		sar_answer_free(answer);
	return rc;
}

void
sar_answer_free(struct sar_answer *answer)
{
	sar_correction_free(answer->correction);
	answer->correction = NULL;
	sar_notice_template_free(answer->template);
	answer->template = NULL;
	sar_plan_told_free(answer->told);
	answer->told = NULL;
	sar_plan_free(answer->plan);
	sar_case_marks_free(&answer->marks);
	sar_find_free(&answer->find);
	answer->plan = NULL;
}

/* Then marks settle nothing. */
static bool
only_boundaries(const struct sar_plan *plan)
{
	size_t n = 0;
	size_t i;

	for (i = 0; i < plan->n; i++)
		if (strcmp(plan->items[i].reason, "retention-boundary") == 0)
			n++;
	return n == plan->undecided;
}

int
sar_answer_decided(const struct sar_case *c, const struct sar_answer *answer,
    struct sar_err *err)
{
	const struct sar_plan *plan = answer->plan;

	if (sar_ready_case(c, err) == -1)
		return -1;
	if (plan->undecided > 0) {
		(void)sar_err_set(err, SAR_EREVIEW,
		    "case %s: %zu of %zu item%s wait%s for a person's decision",
		    c->request->ref, plan->undecided, plan->n,
		    plan->n == 1 ? "" : "s", plan->undecided == 1 ? "s" : "");
		sar_err_hint(err,
		    only_boundaries(plan)
			? "what may be past retention: --include-expired "
			  "--reason CODE takes it in"
			: "see \"sar-export plan\", then \"sar-export mark\"");
		return -1;
	}
	if (plan->stray > 0) {
		(void)sar_err_set(err, SAR_EREVIEW,
		    "case %s: %zu marks %s not found any more", c->request->ref,
		    plan->stray,
		    plan->stray == 1 ? "file is of a recording that is"
				     : "files are of recordings that are");
		sar_err_hint(err, "find out what became of the recordings, "
				  "then take the files out of marks/");
		return -1;
	}
	return 0;
}

int
sar_answer_ready(const struct sar_case *c, const struct sar_answer *answer,
    bool allow_partial, struct sar_err *err)
{
	const char *ref = c->request->ref;

	if (sar_answer_decided(c, answer, err) == -1)
		return -1;
	if (answer->plan->failed > 0 && !allow_partial) {
		(void)sar_err_set(err, SAR_EPARTIAL,
		    "case %s: %zu recording%s cannot be handled", ref,
		    answer->plan->failed, answer->plan->failed == 1 ? "" : "s");
		sar_err_hint(err,
		    "find them, or answer without them: --allow-partial");
		return -1;
	}
	return 0;
}

bool
sar_answer_nil(const struct sar_answer *answer)
{
	return !sar_letter_packaged(answer->told);
}

bool
sar_answer_bare(const struct sar_answer *answer)
{
	return answer->find.n_bare > 0 && sar_answer_nil(answer);
}
