#include "export/correction.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "export/history.h"
#include "export/tags.h"

#define WHY_MAX 16384

/* Of a case that need not have a folder any more. */
static int
read_docket(const struct sar_home *home, const char *ref,
    struct sar_history_case *out, struct sar_err *err)
{
	*out = (struct sar_history_case){ .ref = ref };
	return sar_history_cases(home, out, 1, err);
}

static int
read_why(const struct sar_case *c, char **why, struct sar_err *err)
{
	char *path = sar_case_path(c, SAR_CORRECTION, err);
	size_t len;
	int rc = -1;

	*why = NULL;
	if (path != NULL)
		rc = sar_file_exists(path)
			 ? sar_file_read(path, WHY_MAX, why, &len, err)
			 : 0;
	free(path);
	return rc;
}

int
sar_correction_read(const struct sar_case *c, struct sar_correction **out,
    struct sar_err *err)
{
	struct sar_correction *correction = NULL;
	struct sar_history_case old;
	int rc = -1;

	*out = NULL;
	if (c->request->corrects[0] == '\0')
		return 0;
	if (read_docket(c->home, c->request->corrects, &old, err) == -1)
		goto out;
	if (!sar_docket_answered(&old.docket)) {
		(void)sar_err_set(err, SAR_EREFUSED,
		    "case %s: corrects case %s, which was not answered",
		    c->request->ref, c->request->corrects);
		goto out;
	}
	if ((correction = calloc(1, sizeof(*correction))) == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		goto out;
	}
	if (read_why(c, &correction->why, err) == -1)
		goto out;
	correction->letter.ref = c->request->corrects;
	correction->letter.date = sar_date_of_days(old.docket.answered);
	correction->letter.why = correction->why;
	*out = correction;
	correction = NULL;
	rc = 0;

out:
	sar_correction_free(correction);
	sar_history_clear(&old, 1);
	return rc;
}

void
sar_correction_free(struct sar_correction *correction)
{
	if (correction == NULL)
		return;
	free(correction->why);
	free(correction);
}

/* One case corrects another; what was wrong with that is corrected in turn. */
static int
check_others(const struct sar_case *c, const struct sar_receipts *receipts,
    struct sar_err *err)
{
	size_t i;

	for (i = 0; i < receipts->n; i++)
		if (strcmp(receipts->all[i].corrects, c->request->corrects) ==
			0 &&
		    strcmp(receipts->all[i].ref, c->request->ref) != 0) {
			(void)sar_err_set(err, SAR_EREFUSED,
			    "case %s: is corrected by case %s already",
			    c->request->corrects, receipts->all[i].ref);
			sar_err_hint(err, "correct that one");
			return -1;
		}
	return 0;
}

static bool
same_tags(const struct sar_tags *tags, const struct sar_receipt *old)
{
	size_t i;

	for (i = 0; i < tags->n && i < old->n_tags; i++)
		if (memcmp(tags->tag[i], old->tags[i], SAR_SHA256_LEN) != 0)
			return false;
	return tags->n == old->n_tags;
}

static bool
same_ranges(const struct sar_request *request, const struct sar_receipt *old)
{
	size_t i;

	for (i = 0; i < request->n_ranges && i < old->n_ranges; i++)
		if (sar_date_compare(request->ranges[i].from,
			old->ranges[i].from) != 0 ||
		    sar_date_compare(request->ranges[i].to,
			old->ranges[i].to) != 0)
			return false;
	return request->n_ranges == old->n_ranges;
}

/* A correction is no way to another person's calls, nor round who may ask. */
static int
check_same(const struct sar_case *c, const struct sar_receipts *receipts,
    const struct sar_docket *was, struct sar_err *err)
{
	const struct sar_request *request = c->request;
	const struct sar_receipt *old = sar_receipts_find(receipts,
	    request->corrects);
	struct sar_tags tags;

	if (sar_tags_make(c->home, request, false, &tags, err) == -1)
		return -1;
	if (old != NULL &&
	    (!same_ranges(request, old) || !same_tags(&tags, old) ||
		was->agent != (request->agent != NULL)))
		return sar_err_set(err, SAR_EREFUSED,
		    "case %s: numbers, days or who asks are not those of case "
		    "%s",
		    request->ref, request->corrects);
	if (request->identity == SAR_IDENTITY_UNKNOWN ||
	    was->identity == SAR_DOCKET_ID_VERIFIED ||
	    was->identity == SAR_DOCKET_ID_NOT_NEEDED)
		return 0;
	(void)sar_err_set(err, SAR_EREFUSED,
	    "case %s: who asks was not known in case %s", request->ref,
	    request->corrects);
	sar_err_hint(err, "identity = unknown, and \"sar-export id\" once "
			  "they have shown who they are");
	return -1;
}

int
sar_correction_check(const struct sar_case *c,
    const struct sar_receipts *receipts, struct sar_err *err)
{
	const char *old = c->request->corrects;
	struct sar_history_case was;
	int rc = -1;

	if (check_others(c, receipts, err) == -1)
		return -1;
	if (read_docket(c->home, old, &was, err) == -1)
		goto out;
	if (!sar_docket_answered(&was.docket))
		(void)sar_err_set(err, SAR_EREFUSED,
		    "case %s: was not answered: there is nothing to correct",
		    old);
	else if (was.docket.receive != SAR_DOCKET_NO &&
		 was.docket.received != sar_date_days(c->request->received))
		(void)sar_err_set(err, SAR_EINPUT,
		    "case %s: received: not the day that case %s was",
		    c->request->ref, old);
	else
		rc = check_same(c, receipts, &was.docket, err);

out:
	sar_history_clear(&was, 1);
	return rc;
}

int
sar_correction_said(const struct sar_case *c, const char *why,
    struct sar_err *err)
{
	char *old = NULL;
	int rc;

	if (why != NULL)
		return 0;
	if (read_why(c, &old, err) == -1)
		return -1;
	rc = old != NULL ? 0
			 : sar_err_set(err, SAR_EINPUT,
			       "case %s: what was not right with the answer "
			       "that it corrects is not said",
			       c->request->ref);
	if (old == NULL)
		sar_err_hint(err,
		    "\"sar-export request --corrects %s --text "
		    "FILE\" says it",
		    c->request->corrects);
	free(old);
	return rc;
}

/* The marks of the case ${old}, if there are any. */
static int
copy_marks(const struct sar_case *c, const char *old, struct sar_err *err)
{
	struct sar_case_marks marks;
	char *cases = sar_home_path(c->home, "cases", err);
	char *from = NULL;
	char *dir = NULL;
	int rc = -1;

	if (cases == NULL || (from = sar_file_join(cases, old, err)) == NULL ||
	    (dir = sar_file_join(from, "marks", err)) == NULL)
		goto out;
	if (!sar_file_exists(dir)) {
		rc = 0;
		goto out;
	}
	if (sar_case_marks_read(dir, &marks, err) == -1)
		goto out;
	rc = sar_case_marks_put(c, marks.marks, marks.n, SAR_PUT_REPLACE, err);
	sar_case_marks_free(&marks);

out:
	free(dir);
	free(from);
	free(cases);
	return rc;
}

int
sar_correction_prepare(const struct sar_case *c, const char *why,
    struct sar_err *err)
{
	if (sar_correction_said(c, why, err) == -1 ||
	    (why != NULL && sar_case_save(c, SAR_CORRECTION, why, err) == -1))
		return -1;
	return copy_marks(c, c->request->corrects, err);
}

/* What the new request says; the days in ${days}. */
static void
fill(const struct sar_request *old, struct sar_request_fields *fields,
    char days[SAR_REQUEST_RANGES][2 * SAR_DATE_LEN])
{
	char to[SAR_DATE_LEN];
	size_t i;

	for (i = 0; i < old->n_numbers; i++)
		fields->numbers[i] = old->numbers[i].digits;
	fields->n_numbers = old->n_numbers;
	for (i = 0; i < old->n_ranges; i++) {
		sar_date_format(old->ranges[i].from, days[i]);
		sar_date_format(old->ranges[i].to, to);
		days[i][SAR_DATE_LEN - 1] = '/';
		memcpy(days[i] + SAR_DATE_LEN, to, SAR_DATE_LEN);
		fields->ranges[i] = days[i];
	}
	fields->n_ranges = old->n_ranges;
	fields->name = old->name;
	fields->agent = old->agent;
	fields->adjustments = old->adjustments;
	if (old->channel[0] != '\0')
		fields->channel = old->channel;
	if (old->prefer[0] != '\0')
		fields->prefer = old->prefer;
}

char *
sar_correction_text(const struct sar_home *home, const char *old,
    const char *ref, struct sar_err *err)
{
	char days[SAR_REQUEST_RANGES][2 * SAR_DATE_LEN];
	char received[SAR_DATE_LEN];
	struct sar_request_fields fields = { .ref = ref, .corrects = old };
	struct sar_history_case was = { .ref = old };
	struct sar_case *c;
	char *text = NULL;

	if ((c = sar_case_open(home, old, false, 0, err)) == NULL)
		return NULL;
	if (sar_history_cases(home, &was, 1, err) == -1)
		goto out;
	fill(c->request, &fields, days);
	sar_date_format(c->request->received, received);
	fields.received = received;
	if (was.docket.identity == SAR_DOCKET_ID_VERIFIED)
		fields.identity = "verified";
	else if (was.docket.identity == SAR_DOCKET_ID_NOT_NEEDED)
		fields.identity = "not-needed as-before";
	text = sar_request_format(&fields, err);

out:
	sar_history_clear(&was, 1);
	sar_case_free(c);
	return text;
}
