#include "sar-export/step_say.h"

#include <inttypes.h>
#include <stdlib.h>

#include "common/cmd.h"
#include "export/due.h"
#include "export/timeline.h"

static void
put_date(const char *name, int32_t day, char out[SAR_DATE_LEN])
{
	sar_date_format(sar_date_of_days(day), out);
	(void)json_object_set_new(cmd_summary(), name, json_string(out));
}

/* When it has to be answered now. */
static int
say_dates(const struct sar_case *c, const struct sar_docket *after, int64_t now,
    struct sar_err *err)
{
	char due[SAR_DATE_LEN], latest[SAR_DATE_LEN];
	struct sar_clock_dates dates;

	if (after->corrects[0] != '\0' || sar_docket_answered(after) ||
	    after->closed != SAR_DOCKET_NEVER)
		return 0;
	if (sar_case_dates(c->home, after, now, &dates, err) == -1)
		return -1;
	put_date("due", dates.safe, due);
	put_date("latest", dates.latest, latest);
	if (dates.state == SAR_CLOCK_WAITING)
		cmd_say("The time to answer begins when what was asked for "
			"comes.\n");
	else if (dates.state == SAR_CLOCK_PAUSED)
		cmd_say("The days till the question is answered do not "
			"count.\n");
	else if (dates.safe == dates.latest)
		cmd_say("Answer by %s.\n", due);
	else
		cmd_say("Answer by %s, at the latest %s.\n", due, latest);
	if (!dates.covered)
		cmd_warn("warning: the table of bank holidays does not reach "
			 "so far: the date is the earlier one\n");
	return 0;
}

static int
say_letter(const struct sar_case *c, const struct step_done *done,
    struct sar_err *err)
{
	char *path;

	if (done->letter == NULL)
		return 0;
	if ((path = sar_case_path(c, done->letter, err)) == NULL)
		return -1;
	(void)json_object_set_new(cmd_summary(), "letter", json_string(path));
	cmd_say("Letter: %s\n", path);
	free(path);
	return 0;
}

void
step_warn_late(void)
{
	cmd_warn("warning: logged more than %d days after the day it says: "
		 "\"sar-verify log\" tells of it, as logged-late\n",
	    SAR_DOCKET_LATE);
}

int
step_say(const struct sar_case *c, const struct sar_docket *after,
    const struct step_done *done, struct sar_err *err)
{
	const char *ref = c->request->ref;
	json_t *s = cmd_summary();
	char on[SAR_DATE_LEN];

	sar_date_format(done->on, on);
	(void)json_object_set_new(s, "ref", json_string(ref));
	if (done->word != NULL)
		(void)json_object_set_new(s, "what", json_string(done->word));
	(void)json_object_set_new(s, "on", json_string(on));
	(void)json_object_set_new(s, "by", json_string(done->by));
	(void)json_object_set_new(s, "logged",
	    json_boolean(done->logged && !done->dry));
	(void)json_object_set_new(s, "state",
	    json_string(sar_docket_state_name(sar_docket_state(after))));
	if (!done->dry || !done->logged)
		(void)json_object_set_new(s, "record",
		    json_integer((json_int_t)done->record));
	cmd_say("%s of %s%s%s, %s", done->what, ref,
	    done->word == NULL ? "" : ", ",
	    done->word == NULL ? "" : done->word, on);
	if (done->dry && done->logged)
		cmd_say(": would be logged.\n");
	else
		cmd_say(": record %" PRIu64 " of the log%s.\n", done->record,
		    done->logged ? "" : ", as before");
	if (done->logged && after->late_of == done->record)
		step_warn_late();
	if (say_dates(c, after, done->now, err) == -1 ||
	    say_letter(c, done, err) == -1)
		return -1;
	if (done->dry)
		cmd_say("Dry run: nothing was written.\n");
	return 0;
}

void
step_timeline(const struct sar_case *c)
{
	struct sar_err err = SAR_ERR_INIT;

	if (sar_timeline_case(c, &err) == -1)
		cmd_warn("warning: %s: the next step of the case makes it "
			 "anew\n",
		    err.msg);
}
