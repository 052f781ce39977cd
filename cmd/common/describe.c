#include "common/describe.h"

#include <stdio.h>

static const struct cmd_describer *telling;

/* Each command of ${path}, under its name. */
static void
each(const char *path, const struct cmd *commands)
{
	const struct cmd *c;
	char name[64];
	const char *argv[] = { name, NULL };

	telling->group(telling->ctx, path, commands);
	for (c = commands; c->name != NULL; c++) {
		(void)snprintf(name, sizeof(name), "%s%s%s", path,
		    path[0] == '\0' ? "" : " ", c->name);
		(void)c->run(1, argv);
	}
}

void
cmd_describe(const struct cmd_program *program,
    const struct cmd_describer *describer)
{
	telling = describer;
	each("", program->commands);
	telling = NULL;
}

bool
cmd_describe_command(const char *path, const struct poptOption *table,
    const char *arguments, int max)
{
	if (telling == NULL)
		return false;
	telling->command(telling->ctx, path, table, arguments, max);
	return true;
}

bool
cmd_describe_group(const char *path, const struct cmd *commands)
{
	if (telling == NULL)
		return false;
	each(path, commands);
	return true;
}
