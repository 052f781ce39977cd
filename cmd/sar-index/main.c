#include "common/completion.h"
#include "sar-index/commands.h"

static const struct cmd commands[] = {
	{ "init", "make an empty recording index", cmd_init },
	{ "import", "load a recorder's export and measure its audio",
	    cmd_import },
	{ "commit", "commit to recordings that import did not", cmd_commit },
	{ "formats", "list the formats import knows by their content",
	    cmd_formats },
	{ "map", "propose a mapping for a CSV of a make not known here",
	    cmd_map },
	{ "check", "compare the index with itself and with the disk",
	    cmd_check },
	{ "stat", "show what the index holds", cmd_stat },
	{ "completion", "print what completes commands in a shell",
	    cmd_completion },
	{ NULL, NULL, NULL },
};

static const struct cmd_program program = {
	.name = "sar-index",
	.purpose = "Load a recorder's call records and audio into the index.",
	.commands = commands,
	.examples = "Examples:\n"
		    "  sar-index init --home /srv/sar\n"
		    "  sar-index import --dry-run --rejects bad.tsv cdr.csv\n"
		    "  sar-index map --guess calls.csv > recorder.conf\n"
		    "  sar-index import --mapping recorder.conf calls.csv\n"
		    "  sar-index check --report findings.tsv\n",
	.decodes = true,
};

int
main(int argc, const char **argv)
{
	return cmd_main(&program, argc, argv);
}
