#include "common/group.h"

#include <stdio.h>
#include <string.h>

#include "common/describe.h"

static void
print_help(FILE *to, const struct cmd *commands, const char *name)
{
	const struct cmd *c;

	(void)fprintf(to, "Usage: %s COMMAND [OPTION ...]\n\n", name);
	for (c = commands; c->name != NULL; c++)
		(void)fprintf(to, "  %-13s %s\n", c->name, c->help);
}

static int
refuse(const char *name, const char *word)
{
	struct sar_err err = SAR_ERR_INIT;

	if (word == NULL || word[0] == '-')
		(void)sar_err_set(&err, SAR_EINPUT, "expected a command");
	else
		(void)sar_err_set(&err, SAR_EINPUT,
		    "\"%.32s\" is not a command", word);
	sar_err_hint(&err, "%s --help lists them", name);
	return cmd_report(&err);
}

int
cmd_group(const struct cmd *commands, int argc, const char **argv)
{
	static char name[64];
	const struct cmd *c;

	if (cmd_describe_group(argv[0], commands))
		return 0;
	if (argc < 2)
		return refuse(argv[0], NULL);
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
		print_help(stdout, commands, argv[0]);
		return 0;
	}
	for (c = commands; c->name != NULL; c++) {
		if (strcmp(argv[1], c->name) != 0)
			continue;
		(void)json_object_set_new(cmd_summary(), "action",
		    json_string(c->name));
		(void)snprintf(name, sizeof(name), "%s %s", argv[0], c->name);
		argv[1] = name;
		return c->run(argc - 1, argv + 1);
	}
	return refuse(argv[0], argv[1]);
}
