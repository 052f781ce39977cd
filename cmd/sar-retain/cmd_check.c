#include <inttypes.h>
#include <stdlib.h>
#include <time.h>

#include "export/retention.h"
#include "sar-retain/commands.h"

static struct {
	int grace;
} args;

static const struct poptOption options[] = {
	{ "grace", '\0', POPT_ARG_INT, &args.grace, 1,
	    "days that what is past retention may still be on the disk, if "
	    "the purge does not run every day",
	    "DAYS" },
	CMD_COMMON,
	POPT_TABLEEND,
};

/* What is wrong, in words; of recordings there are so many. */
static void
print(const struct sar_retention_alarm *a, const char *day)
{
	bool one = a->n == 1;

	switch (a->kind) {
	case SAR_ALARM_EXPIRING:
		cmd_warn("case %s: %" PRIu64 " recording%s before it is due, "
			 "the first on %s, and %s not held\n",
		    a->ref, a->n, one ? " expires" : "s expire", day,
		    one ? "is" : "are");
		return;
	case SAR_ALARM_ON_DISK:
		cmd_warn("recordings: %" PRIu64 " %s past retention, the "
			 "first since %s, not held, and still on the disk\n",
		    a->n, one ? "is" : "are", day);
		return;
	case SAR_ALARM_REVIEW:
		cmd_warn("hold %s%s%s: %" PRIu64 " recording%s, to be reviewed "
			 "by %s\n",
		    a->name, a->ref[0] == '\0' ? "" : " of case ", a->ref, a->n,
		    one ? "" : "s", day);
		return;
	case SAR_ALARM_UNFINISHED:
		cmd_warn("purge of %s: was cut short: the next run completes "
			 "it\n",
		    day);
		return;
	case SAR_ALARM_HOLD_LOST:
		cmd_warn("hold %s%s%s: is in the log, and not as it is in the "
			 "index: place it again, or release it\n",
		    a->name, a->ref[0] == '\0' ? "" : " of case ", a->ref);
		return;
	case SAR_ALARM_RETURNED:
		cmd_warn("recordings: %" PRIu64 " that a purge deleted %s on "
			 "the disk again: \"sar-index check --report FILE\" "
			 "names them\n",
		    a->n, one ? "is" : "are");
		return;
	case SAR_ALARM_UNDELETED:
		cmd_warn("recordings: %" PRIu64 " that the log says %s deleted "
			 "%s in the index: is it from a backup?\n",
		    a->n, one ? "was" : "were", one ? "is" : "are");
		return;
	case SAR_ALARM_EVIDENCE:
		cmd_warn("purges: the evidence of %" PRIu64 " record%s of the "
			 "log is not there, or not what it was\n",
		    a->n, one ? "" : "s");
		return;
	case SAR_ALARM_COPIES:
		cmd_warn("case %s: %" PRIu64 " cop%s of recordings in review/, "
			 "which nobody needs any more: \"sar-export review "
			 "--purge\"\n",
		    a->ref, a->n, one ? "y" : "ies");
		return;
	case SAR_ALARM_KINDS:
	default:
		return;
	}
}

static int
on_alarm(void *ctx, const struct sar_retention_alarm *a, struct sar_err *err)
{
	uint64_t *n = ctx;
	char day[SAR_DATE_LEN] = "";
	json_t *line;

	(void)err;
	(*n)++;
	if (a->day.year != 0)
		sar_date_format(a->day, day);
	print(a, day);
	if (cmd_options.json == 0)
		return 0;
	line = json_pack("{sssssI}", "type", "alarm", "kind",
	    sar_retention_alarm_kind_name(a->kind), "recordings",
	    (json_int_t)a->n);
	if (a->ref[0] != '\0')
		(void)json_object_set_new(line, "ref", json_string(a->ref));
	if (a->name[0] != '\0')
		(void)json_object_set_new(line, "hold", json_string(a->name));
	if (day[0] != '\0')
		(void)json_object_set_new(line, "day", json_string(day));
	cmd_print_json(line);
	return 0;
}

static int
check(struct sar_err *err)
{
	uint64_t n = 0;
	struct sar_retention_alarm_options o = { .now = (int64_t)time(NULL),
		.grace = (unsigned)args.grace,
		.alarm = on_alarm,
		.ctx = &n };
	struct sar_home *home;
	int rc = -1;

	if (args.grace < 0)
		return sar_err_set(err, SAR_EINPUT,
		    "--grace: expected a number of days");
	if ((home = sar_home_open(cmd_home(), err)) != NULL)
		rc = sar_retention_alarm_check(home, &o, err);
	(void)json_object_set_new(cmd_summary(), "alarms",
	    json_integer((json_int_t)n));
	if (rc == 0 && n > 0)
		rc = sar_err_set(err, SAR_EREVIEW,
		    "check: %" PRIu64 " to be looked at", n);
	sar_home_free(home);
	return rc;
}

int
cmd_check(int argc, const char **argv)
{
	struct sar_err err = SAR_ERR_INIT;
	const char **rest;
	int rc;

	rc = cmd_parse(argc, argv, options, 0, 0, "", &rest, &err);
	if (rc == -1 || (rc == 0 && check(&err) == -1))
		return cmd_report(&err);
	return 0;
}
