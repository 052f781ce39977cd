#include <stdlib.h>
#include <time.h>

#include "export/ready.h"
#include "export/traces.h"
#include "sar-export/args.h"
#include "sar-export/commands.h"
#include "sar-export/table.h"

static int dry_run;

static const struct poptOption options[] = {
	ARGS_INCLUDE(request_options,
	    "The case (--ref), or a request that has none yet:"),
	{ "by", '\0', POPT_ARG_STRING, &build_args.by, 21,
	    "who searches: a staff id, not a name", "ID" },
	{ "dry-run", 'n', POPT_ARG_NONE, &dry_run, 60,
	    "do not log what was found", NULL },
	CMD_COMMON,
	POPT_TABLEEND,
};

/* Of a case: what was found for ${c}, if the log has not got that yet. */
static int
log_search(const struct sar_case *c, const struct sar_find *found,
    struct sar_err *err)
{
	struct sar_traces_options how = {
		.lock_wait = cmd_lock_wait(),
		.now = (int64_t)time(NULL),
	};
	struct sar_case *locked = NULL;
	struct sar_traces traces;
	int rc = -1;

	if (args_has_request() || dry_run != 0)
		return 0;
	/* Whoever only looks waits for nobody: the list has been printed. */
	if ((how.by = args_by(c->home, err)) != NULL &&
	    (locked = sar_case_open(c->home, request_args.ref, true,
		 cmd_lock_wait(), err)) != NULL &&
	    sar_ready_request(c, err) == 0)
		rc = sar_traces_log(c, found, NULL, &how, &traces, err);
	if (rc == -1 && err->hint[0] == '\0')
		sar_err_hint(err, "what was found is not in the log; "
				  "--dry-run does not log it");
	if (rc == 0)
		(void)json_object_set_new(cmd_summary(), "logged",
		    json_boolean(traces.search_logged));
	if (rc == 0 && traces.search_logged)
		(void)json_object_set_new(cmd_summary(), "record",
		    json_integer((json_int_t)traces.search));
	sar_case_free(locked);
	return rc;
}

static int
find(struct sar_err *err)
{
	struct sar_home *home = NULL;
	struct sar_case *c = NULL;
	struct sar_find found;
	int rc = -1;

	if ((home = sar_home_open(cmd_home(), err)) == NULL ||
	    (c = args_case(home, err)) == NULL ||
	    sar_find_run(c, &found, err) == -1)
		goto out;
	if (cmd_options.json)
		table_items_json(c, &found);
	else
		table_items(c, &found);
	rc = log_search(c, &found, err);
	if (rc == 0 && found.items->n == 0)
		rc = sar_err_set(err, SAR_ENONE,
		    "case %s: no recordings and no calls found",
		    c->request->ref);
	sar_find_free(&found);

out:
	sar_case_free(c);
	sar_home_free(home);
	return rc;
}

int
cmd_find(int argc, const char **argv)
{
	struct sar_err err = SAR_ERR_INIT;
	const char **rest;
	int status = 0;
	int rc;

	rc = cmd_parse(argc, argv, options, 0, 0, "--ref REF|--file FILE",
	    &rest, &err);
	if (rc == -1 || (rc == 0 && find(&err) == -1))
		status = cmd_report(&err);
	args_free();
	return status;
}
