#include <stdlib.h>
#include <time.h>

#include "common/progress.h"
#include "export/home.h"
#include "export/register.h"
#include "ingest/recommit.h"
#include "sar-index/commands.h"

static struct {
	char *recordings, *by;
	int again;
} args;

static const struct poptOption options[] = {
	{ "again", '\0', POPT_ARG_NONE, &args.again, 1,
	    "those too that another decoder, or another version, made", NULL },
	{ "recordings", '\0', POPT_ARG_STRING, &args.recordings, 2,
	    "folder of the recordings, if not the one in sar.conf", "DIR" },
	{ "by", '\0', POPT_ARG_STRING, &args.by, 3,
	    "who does this: a staff id, not a name", "ID" },
	CMD_COMMON,
	POPT_TABLEEND,
};

static void
add(const char *key, uint64_t n)
{
	(void)json_object_set_new(cmd_summary(), key,
	    json_integer((json_int_t)n));
}

static void
print_report(const struct sar_recommit_report *r, uint64_t registered)
{
	cmd_say("%llu recordings can be decoded: %llu committed to now, %llu "
		"were already\n",
	    (unsigned long long)r->recordings, (unsigned long long)r->committed,
	    (unsigned long long)r->had);
	if (r->gone > 0)
		cmd_say("%llu are not there any more\n",
		    (unsigned long long)r->gone);
	if (registered > 0)
		cmd_say("%llu recording%s registered in the log\n",
		    (unsigned long long)registered, registered == 1 ? "" : "s");
	add("recordings", r->recordings);
	add("committed", r->committed);
	add("had", r->had);
	add("gone", r->gone);
	add("changed", r->changed);
	add("unreadable", r->unreadable);
	add("registered", registered);
}

/* Those that are gone retention may have taken: sar-index check tells. */
static int
judge(const struct sar_recommit_report *r, struct sar_err *err)
{
	if (r->changed > 0) {
		(void)sar_err_set(err, SAR_ECORRUPT,
		    "recordings: %llu are not what was imported",
		    (unsigned long long)r->changed);
		sar_err_hint(err, "an incident: find out who replaced them");
		return -1;
	}
	if (r->unreadable > 0) {
		(void)sar_err_set(err, SAR_EPARTIAL,
		    "recordings: %llu cannot be decoded as when they were "
		    "imported",
		    (unsigned long long)r->unreadable);
		sar_err_hint(err, "import them with --again");
		return -1;
	}
	return 0;
}

static int
commit(struct sar_home *home, struct sar_index *index, struct sar_err *err)
{
	struct sar_recommit_options o = {
		.root = args.recordings != NULL ? args.recordings
						: home->recordings,
		.again = args.again != 0,
		.lock_wait = cmd_lock_wait(),
		.progress = cmd_progress_start("recording"),
	};
	struct sar_register_options reg = {
		.by = args.by != NULL ? args.by : "import",
		.now = (int64_t)time(NULL),
		.lock_wait = cmd_lock_wait(),
	};
	struct sar_recommit_report report;
	uint64_t registered = 0;
	int rc = sar_recommit_all(index, &o, &report, err);

	cmd_progress_end();
	if (rc == -1 ||
	    sar_register_new(home, index, &reg, &registered, err) == -1)
		return -1;
	print_report(&report, registered);
	return judge(&report, err);
}

static int
run(struct sar_err *err)
{
	struct sar_home *home = NULL;
	struct sar_index *index = NULL;
	char *path = NULL;
	int rc = -1;

	if ((home = sar_home_open(cmd_home(), err)) != NULL &&
	    /* It goes into the log: never a name, never a number. */
	    (args.by == NULL ||
		sar_home_staff(home, "--by", args.by, err) == 0) &&
	    (path = sar_home_path(home, "index.db", err)) != NULL &&
	    (index = sar_index_open(path, true, err)) != NULL)
		rc = commit(home, index, err);
	sar_index_close(index);
	free(path);
	sar_home_free(home);
	return rc;
}

int
cmd_commit(int argc, const char **argv)
{
	struct sar_err err = SAR_ERR_INIT;
	const char **rest;
	int status = 0;
	int rc;

	rc = cmd_parse(argc, argv, options, 0, 0, "", &rest, &err);
	if (rc == -1 || (rc == 0 && run(&err) == -1))
		status = cmd_report(&err);
	free(args.recordings);
	free(args.by);
	return status;
}
