#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "export/due.h"
#include "export/find.h"
#include "export/history.h"
#include "export/intake.h"
#include "export/letters.h"
#include "export/timeline.h"

/* As the log would have it: of a request whose receipt is not in it yet. */
static void
begin_docket(const struct sar_case *c, struct sar_docket *docket)
{
	sar_docket_begin(docket);
	docket->received = (int32_t)sar_date_days(c->request->received);
	docket->nation = c->home->nation;
	docket->receive = 0;
	sar_clock_begin(&docket->clock, docket->received);
}

/* Where the case stands by the log, and when it has to be answered by that. */
static int
look_up(const struct sar_intake *intake,
    const struct sar_intake_options *options, struct sar_history_case *one,
    struct sar_intake_settled *out, struct sar_err *err)
{
	const struct sar_home *home = intake->c->home;

	if (sar_history_cases(home, one, 1, err) == -1)
		return -1;
	if (one->docket.receive == SAR_DOCKET_NO && options->dry) {
		sar_docket_clear(&one->docket);
		begin_docket(intake->c, &one->docket);
	}
	out->answered = sar_docket_answered(&one->docket) ||
			one->docket.closed != SAR_DOCKET_NEVER;
	return sar_case_dates(home, &one->docket, options->now, &out->dates,
	    err);
}

static int
hold(const struct sar_case *c, const struct sar_intake_options *options,
    struct sar_intake_settled *out, struct sar_err *err)
{
	const struct sar_hold_options how = {
		.by = options->by,
		.until = sar_date_of_days(out->dates.safe),
		.now = options->now,
		.lock_wait = options->lock_wait,
		.dry_run = options->dry,
	};
	struct sar_find find;
	int rc;

	if (sar_find_run(c, &find, err) == -1)
		return -1;
	out->found = find.items->n;
	rc = sar_hold_case(c, &find, &how, &out->hold, err);
	out->searched = rc == 0;
	sar_find_free(&find);
	return rc;
}

/* The letter that says the request came, by when it is answered, and what is
   kept till then. */
static int
acknowledge(const struct sar_case *c, const struct sar_docket *docket,
    const struct sar_intake_options *options, struct sar_intake_settled *out,
    struct sar_err *err)
{
	const enum sar_notice_kind kind = SAR_NOTICE_ACKNOWLEDGEMENT;
	const struct sar_letters_say say = {
		.on = sar_zone_local(c->home->zone, options->now).date,
	};
	char *path = sar_case_path(c, sar_letters_file(kind), err);
	char *folder = sar_case_path(c, SAR_LETTERS, err);
	char *text = NULL;
	int rc = -1;

	if (path == NULL || folder == NULL)
		goto out;
	if (!sar_file_exists(path)) {
		text = sar_letters_text(c, docket, kind, &say, err);
		if (text == NULL || sar_file_mkdir(folder, 0700, err) == -1 ||
		    sar_file_write(path, text, strlen(text), 0600, false,
			err) == -1)
			goto out;
	}
	out->letter = sar_letters_file(kind);
	rc = sar_letters_pages(c->dir, err);

out:
	free(text);
	free(folder);
	free(path);
	return rc;
}

/* What the answer was that is corrected says so too, where it is kept. */
static int
tell_corrected(const struct sar_case *c, struct sar_err *err)
{
	struct sar_err gone = SAR_ERR_INIT;
	struct sar_case *old;
	int rc;

	if (c->request->corrects[0] == '\0')
		return 0;
	old = sar_case_open(c->home, c->request->corrects, false, 0, &gone);
	if (old == NULL)
		return 0;
	rc = sar_timeline_case(old, err);
	sar_case_free(old);
	return rc;
}

/* The case is locked, unless dry. */
static int
settle(const struct sar_case *c, const struct sar_docket *docket,
    const struct sar_intake_options *options, struct sar_intake_settled *out,
    struct sar_err *err)
{
	if (!out->answered && hold(c, options, out, err) == -1)
		return -1;
	if (options->dry)
		return 0;
	/* Who is sent a corrected answer has not asked anything new. */
	if (!out->answered && c->request->corrects[0] == '\0' &&
	    acknowledge(c, docket, options, out, err) == -1)
		return -1;
	return sar_timeline_case(c, err) == -1 ? -1 : tell_corrected(c, err);
}

int
sar_intake_settle(const struct sar_intake *intake,
    const struct sar_intake_options *options, struct sar_intake_settled *out,
    struct sar_err *err)
{
	struct sar_history_case one = { .ref = intake->c->request->ref };
	struct sar_case *c = NULL;
	int rc = -1;

	memset(out, 0, sizeof(*out));
	if (look_up(intake, options, &one, out, err) == -1)
		goto out;
	if (options->dry)
		rc = settle(intake->c, &one.docket, options, out, err);
	else if ((c = sar_case_open(intake->c->home, one.ref, true,
		      options->lock_wait, err)) != NULL)
		rc = settle(c, &one.docket, options, out, err);

out:
	sar_case_free(c);
	sar_history_clear(&one, 1);
	return rc;
}
