#include <inttypes.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "export/purge.h"
#include "sar-retain/commands.h"

#define NO_MOST (-1LL)

static struct {
	char *by, *confirm;
	long long at_most;
	int dry_run, scheduled;
} args = { .at_most = NO_MOST };

static const struct poptOption options[] = {
	{ "dry-run", 'n', POPT_ARG_NONE, &args.dry_run, 1,
	    "only see what would be deleted, and the plan of it; on a terminal "
	    "that is what happens unless --confirm is given",
	    NULL },
	{ "confirm", '\0', POPT_ARG_STRING, &args.confirm, 2,
	    "delete what a dry run showed under this plan, and nothing else",
	    "PLAN" },
	{ "scheduled", '\0', POPT_ARG_NONE, &args.scheduled, 3,
	    "delete whatever is due: for cron, with --at-most", NULL },
	{ "at-most", '\0', POPT_ARG_LONGLONG, &args.at_most, 4,
	    "delete nothing at all if more than so many are due", "N" },
	{ "by", '\0', POPT_ARG_STRING, &args.by, 5,
	    "who does this: a staff id, not a name", "ID" },
	CMD_COMMON,
	POPT_TABLEEND,
};

static int
check_args(struct sar_err *err)
{
	if (args.by == NULL)
		return sar_err_set(err, SAR_EINPUT,
		    "--by: expected the id of who does this");
	if ((args.dry_run != 0) + (args.confirm != NULL) +
		(args.scheduled != 0) >
	    1)
		return sar_err_set(err, SAR_EINPUT,
		    "--dry-run, --confirm and --scheduled: one of them");
	if (args.at_most != NO_MOST && args.at_most < 0)
		return sar_err_set(err, SAR_EINPUT,
		    "--at-most: expected a number");
	/* A wrong clock, or a retention of 0 months in sar.conf, would have
	   all that there is deleted in one night. */
	if (args.scheduled == 0 || args.at_most != NO_MOST)
		return 0;
	(void)sar_err_set(err, SAR_EINPUT, "--scheduled: goes with --at-most");
	sar_err_hint(err, "--at-most N: nothing is deleted if more are due, "
			  "more than a day's recordings");
	return -1;
}

/* Nobody at a terminal deletes anything by pressing Return; and who is not at
   one has to say so, and is not asked. */
static int
look_only(bool *look, struct sar_err *err)
{
	*look = args.confirm == NULL && args.scheduled == 0;
	if (!*look || args.dry_run != 0 || isatty(STDIN_FILENO) == 1)
		return 0;
	(void)sar_err_set(err, SAR_EREVIEW,
	    "purge: nobody confirmed what is to be deleted");
	sar_err_hint(err, "give --dry-run to see it, then --confirm its plan; "
			  "in a job, --scheduled --at-most N");
	return -1;
}

static int
on_recording(void *ctx, int64_t recording, enum sar_purge_fate fate,
    struct sar_err *err)
{
	(void)ctx;
	(void)err;
	if (cmd_options.json != 0 && cmd_options.quiet == 0)
		cmd_print_json(json_pack("{sssIss}", "type", "recording",
		    "recording", (json_int_t)recording, "fate",
		    sar_purge_fate_name(fate)));
	else if (fate == SAR_PURGE_AWAY)
		cmd_warn("warning: recording %" PRId64 ": a purge that was cut "
			 "short had it, and its folder is away\n",
		    recording);
	else if (fate == SAR_PURGE_CHANGED || fate == SAR_PURGE_GONE ||
		 fate == SAR_PURGE_LINKED)
		cmd_warn("warning: recording %" PRId64 ": %s\n", recording,
		    fate == SAR_PURGE_GONE ? "was gone before the purge came"
		    : fate == SAR_PURGE_LINKED
			? "has another name on the disk: left alone"
			: "is not the file that was imported: left alone");
	return 0;
}

static void
add(const char *key, uint64_t n)
{
	(void)json_object_set_new(cmd_summary(), key,
	    json_integer((json_int_t)n));
}

static void
add_all(const struct sar_purge_result *r, bool look)
{
	add("due", r->due);
	add("held", r->held);
	add("listed", r->listed);
	(void)json_object_set_new(cmd_summary(), "plan", json_string(r->plan));
	(void)json_object_set_new(cmd_summary(), "more", json_boolean(r->more));
	add("away", r->away);
	if (look)
		return;
	add("deleted", r->deleted);
	add("spared", r->spared);
	add("gone_before", r->gone);
	add("changed", r->changed);
	add("linked", r->linked);
	add("completed", r->completed);
	add("records", r->records);
	if (r->deleted + r->completed > 0)
		add("record", r->record);
	if (r->retained)
		add("retain", r->retain);
}

static void
say_look(const struct sar_purge_result *r)
{
	cmd_say("%" PRIu64 " recording%s past retention, %" PRIu64
		" of them held.\n",
	    r->due, r->due == 1 ? " is" : "s are", r->held);
	if (r->listed == 0) {
		cmd_say("Nothing is to be deleted.\n");
		return;
	}
	cmd_say("To delete the %s%" PRIu64 " that nothing holds:\n"
		"  sar-retain purge --confirm %s --by %s\n",
	    r->more ? "first " : "", r->listed, r->plan, args.by);
}

/* One line if something was done, none if there was nothing to do. */
static void
say_done(const struct sar_purge_result *r)
{
	if (r->completed > 0)
		cmd_say("Logged: %" PRIu64 " recording%s that a run before had "
			"deleted.\n",
		    r->completed, r->completed == 1 ? "" : "s");
	if (r->deleted > 0)
		cmd_say("Deleted %" PRIu64 " recording%s past retention: "
			"record %" PRIu64 " of the log; %" PRIu64
			" %s held%s.\n",
		    r->deleted, r->deleted == 1 ? "" : "s", r->record, r->held,
		    r->held == 1 ? "is" : "are",
		    r->more ? "; more are due" : "");
}

/* Nobody can say whether they were deleted, and so nobody says it. */
static int
judge_away(const struct sar_purge_result *r, struct sar_err *err)
{
	if (r->away == 0)
		return 0;
	(void)sar_err_set(err, SAR_EPARTIAL,
	    "recordings: %" PRIu64 " of a purge that was cut short cannot be "
	    "seen: %s not called deleted",
	    r->away, r->away == 1 ? "it is" : "they are");
	sar_err_hint(err, "is the disk mounted, and are the folders where they "
			  "were?  The next run looks again");
	return -1;
}

static int
judge(const struct sar_purge_result *r, struct sar_err *err)
{
	if (r->changed > 0) {
		(void)sar_err_set(err, SAR_ECORRUPT,
		    "recordings: %" PRIu64 " %s not what was imported, and "
		    "%s left alone",
		    r->changed, r->changed == 1 ? "is" : "are",
		    r->changed == 1 ? "was" : "were");
		sar_err_hint(err, "\"sar-index check --report FILE\" names "
				  "them");
		return -1;
	}
	if (r->gone + r->linked == 0)
		return judge_away(r, err);
	(void)sar_err_set(err, SAR_EPARTIAL,
	    "recordings: %" PRIu64 " %s gone before the purge came, %" PRIu64
	    " %s another name on the disk",
	    r->gone, r->gone == 1 ? "was" : "were", r->linked,
	    r->linked == 1 ? "has" : "have");
	sar_err_hint(err, "the record of the log is of neither");
	return -1;
}

static int
purge(struct sar_err *err)
{
	struct sar_purge_options o = { .by = args.by,
		.now = (int64_t)time(NULL),
		.lock_wait = cmd_lock_wait(),
		.plan = args.confirm,
		.at_most = args.at_most == NO_MOST ? UINT64_MAX
						   : (uint64_t)args.at_most,
		.stop = &cmd_stop,
		.told = on_recording };
	struct sar_purge_result result = { 0 };
	struct sar_home *home = NULL;
	bool look = true;
	int rc = -1;

	if (check_args(err) == -1 || look_only(&look, err) == -1)
		return -1;
	o.confirmed = !look;
	if ((home = sar_home_open(cmd_home(), err)) != NULL) {
		rc = sar_purge_run(home, &o, &result, err);
		add_all(&result, look);
		if (look && rc == 0)
			say_look(&result);
		else if (!look)
			say_done(&result);
		if (rc == 0)
			rc = judge(&result, err);
	}
	sar_home_free(home);
	return rc;
}

int
cmd_purge(int argc, const char **argv)
{
	struct sar_err err = SAR_ERR_INIT;
	const char **rest;
	int status = 0;
	int rc;

	rc = cmd_parse(argc, argv, options, 0, 0, "--by ID", &rest, &err);
	if (rc == -1 || (rc == 0 && purge(&err) == -1))
		status = cmd_report(&err);
	free(args.by);
	free(args.confirm);
	return status;
}
