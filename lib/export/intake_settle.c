#include <string.h>

#include "export/due.h"
#include "export/find.h"
#include "export/history.h"
#include "export/intake.h"
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

static int
look_up_dates(const struct sar_intake *intake,
    const struct sar_intake_options *options, struct sar_intake_settled *out,
    struct sar_err *err)
{
	const struct sar_home *home = intake->c->home;
	struct sar_history_case one = { .ref = intake->c->request->ref };
	int rc = -1;

	if (sar_history_cases(home, &one, 1, err) == -1)
		goto out;
	if (one.docket.receive == SAR_DOCKET_NO && options->dry) {
		sar_docket_clear(&one.docket);
		begin_docket(intake->c, &one.docket);
	}
	if (sar_case_dates(home, &one.docket, options->now, &out->dates, err) ==
	    -1)
		goto out;
	out->answered = sar_docket_answered(&one.docket) ||
			one.docket.closed != SAR_DOCKET_NEVER;
	rc = 0;

out:
	sar_history_clear(&one, 1);
	return rc;
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

int
sar_intake_settle(const struct sar_intake *intake,
    const struct sar_intake_options *options, struct sar_intake_settled *out,
    struct sar_err *err)
{
	const char *ref = intake->c->request->ref;
	struct sar_case *c;
	int rc;

	memset(out, 0, sizeof(*out));
	if (look_up_dates(intake, options, out, err) == -1)
		return -1;
	if (options->dry)
		return out->answered ? 0 : hold(intake->c, options, out, err);
	c = sar_case_open(intake->c->home, ref, true, options->lock_wait, err);
	if (c == NULL)
		return -1;
	rc = out->answered ? 0 : hold(c, options, out, err);
	if (rc == 0)
		rc = sar_timeline_case(c, err);
	sar_case_free(c);
	return rc;
}
