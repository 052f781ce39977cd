#include <stdlib.h>

#include "base/file.h"
#include "index/index.h"
#include "sar-index/commands.h"

static const struct poptOption options[] = { CMD_COMMON, POPT_TABLEEND };

static int
init(struct sar_err *err)
{
	char *path = NULL;
	int rc = -1;

	if (sar_file_mkdir(cmd_home(), 0700, err) == 0 &&
	    (path = sar_file_join(cmd_home(), "index.db", err)) != NULL &&
	    sar_index_create(path, err) == 0) {
		cmd_say("Made the index %s.\n", path);
		rc = 0;
	}
	free(path);
	return rc;
}

int
cmd_init(int argc, const char **argv)
{
	struct sar_err err = SAR_ERR_INIT;
	const char **rest;
	int rc;

	rc = cmd_parse(argc, argv, options, 0, 0, "", &rest, &err);
	if (rc == -1 || (rc == 0 && init(&err) == -1))
		return cmd_report(&err);
	return 0;
}
