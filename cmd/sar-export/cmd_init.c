#include <stdlib.h>
#include <time.h>

#include "base/file.h"
#include "export/home.h"
#include "sar-export/commands.h"

#define CONF_MAX ((size_t)1024 * 1024)

static char *config;
static char *origin;

static const struct poptOption options[] = {
	{ "config", '\0', POPT_ARG_STRING, &config, 1,
	    "a sar.conf(5) to begin with, else a template to fill in", "FILE" },
	{ "origin", '\0', POPT_ARG_STRING, &origin, 2,
	    "name of the log in a template, as sar.council.example/log",
	    "NAME" },
	CMD_COMMON,
	POPT_TABLEEND,
};

static int
init(struct sar_err *err)
{
	char *text = NULL;
	size_t len = 0;
	int rc;

	if ((config == NULL) == (origin == NULL)) {
		(void)sar_err_set(err, SAR_EINPUT,
		    "expected either --config FILE or --origin NAME");
		return -1;
	}
	if (config != NULL &&
	    sar_file_read(config, CONF_MAX, &text, &len, err) == -1)
		return -1;
	rc = config == NULL ? 0 : sar_home_check(config, text, len, err);
	if (rc == 0)
		rc = sar_home_create(cmd_home(), text, len, origin,
		    (int64_t)time(NULL), err);
	free(text);
	return rc;
}

int
cmd_init(int argc, const char **argv)
{
	struct sar_err err = SAR_ERR_INIT;
	const char **rest;
	int status = 0;
	int rc;

	rc = cmd_parse(argc, argv, options, 0, 0, "--config FILE|--origin NAME",
	    &rest, &err);
	if (rc == -1 || (rc == 0 && init(&err) == -1)) {
		status = cmd_report(&err);
	} else if (rc == 0) {
		cmd_say("Made the home %s.\n", cmd_home());
		cmd_say("Its public key, for auditors: %s/log.vkey\n",
		    cmd_home());
		cmd_say("Its secret key (keep it out of backups): "
			"%s/keys/log.skey\n",
		    cmd_home());
		if (origin != NULL)
			cmd_say("Now fill in %s/sar.conf.\n", cmd_home());
	}
	free(config);
	free(origin);
	return status;
}
