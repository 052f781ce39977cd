#include <stdlib.h>

#include "sar-export/args.h"
#include "sar-export/commands.h"
#include "sar-export/table.h"

static const struct poptOption options[] = {
	ARGS_INCLUDE(request_options,
	    "The case (--ref), or a request that has none yet:"),
	CMD_COMMON,
	POPT_TABLEEND,
};

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
	rc = 0;
	if (found.items->n == 0)
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
