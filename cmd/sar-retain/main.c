#include "common/completion.h"
#include "sar-retain/commands.h"

static const struct cmd commands[] = {
	{ "list", "show what expires when, and what is held by whom",
	    cmd_list },
	{ "hold", "keep recordings from the purge", cmd_hold },
	{ "release", "end a hold", cmd_release_hold },
	{ "purge", "delete what is past retention and nothing holds",
	    cmd_purge },
	{ "check", "for cron: say what somebody has to look at", cmd_check },
	{ "completion", "print what completes commands in a shell",
	    cmd_completion },
	{ NULL, NULL, NULL },
};

static const struct cmd_program program = {
	.name = "sar-retain",
	.purpose = "Keep recordings as long as they are to be kept, and no "
		   "longer.",
	.commands = commands,
	.examples = "Examples:\n"
		    "  sar-retain list --expiring 30\n"
		    "  sar-retain hold --ref SAR-2026-0042 --by u1041\n"
		    "  sar-retain hold --file search.conf --name claim-17 \\\n"
		    "      --owner u0007 --reason legal-claim \\\n"
		    "      --review 2027-03-31 --by u1041\n"
		    "  sar-retain purge --dry-run --by u1041\n"
		    "  sar-retain purge --scheduled --at-most 500 --by cron\n",
};

int
main(int argc, const char **argv)
{
	return cmd_main(&program, argc, argv);
}
