#include "ingest/ingest.h"
#include "sar-index/commands.h"

static const struct poptOption options[] = { CMD_OUTPUT, POPT_TABLEEND };

static void
print_formats(void)
{
	struct sar_ingest_format format;
	size_t i;

	for (i = 0; sar_ingest_format_nth(i, &format); i++) {
		cmd_say("%-20s %s\n", format.name, format.title);
		if (cmd_options.json != 0)
			cmd_print_json(json_pack("{ss, ss, ss}", "type",
			    "format", "name", format.name, "title",
			    format.title));
	}
}

int
cmd_formats(int argc, const char **argv)
{
	struct sar_err err = SAR_ERR_INIT;
	const char **rest;
	int rc;

	rc = cmd_parse(argc, argv, options, 0, 0, "", &rest, &err);
	if (rc == -1)
		return cmd_report(&err);
	if (rc == 0)
		print_formats();
	return 0;
}
