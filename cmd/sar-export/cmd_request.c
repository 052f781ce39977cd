#include <stdlib.h>

#include "sar-export/args.h"
#include "sar-export/commands.h"

static const struct poptOption options[] = {
	ARGS_INCLUDE(request_options, "The request:"),
	CMD_COMMON,
	POPT_TABLEEND,
};

static int
open_case(struct sar_err *err)
{
	char due[SAR_DATE_LEN];
	struct sar_home *home = NULL;
	struct sar_case *c = NULL;
	const char *name;
	char *text = NULL;
	size_t len;
	int rc = -1;

	if ((home = sar_home_open(cmd_home(), err)) == NULL ||
	    (text = args_request_text(&name, &len, err)) == NULL ||
	    sar_case_create_text(home, name, text, len, err) == -1 ||
	    (c = sar_case_check(home, name, text, len, err)) == NULL)
		goto out;
	sar_date_format(sar_request_due(c->request), due);
	cmd_say("Case %s is open: answer by %s.\n", c->request->ref, due);
	(void)json_object_set_new(cmd_summary(), "ref",
	    json_string(c->request->ref));
	(void)json_object_set_new(cmd_summary(), "due", json_string(due));
	rc = 0;

out:
	sar_case_free(c);
	free(text);
	sar_home_free(home);
	return rc;
}

int
cmd_request(int argc, const char **argv)
{
	struct sar_err err = SAR_ERR_INIT;
	const char **rest;
	int status = 0;
	int rc;

	rc = cmd_parse(argc, argv, options, 0, 0, "--file FILE", &rest, &err);
	if (rc == -1 || (rc == 0 && open_case(&err) == -1))
		status = cmd_report(&err);
	args_free();
	return status;
}
