#include <stdio.h>

#include "common/shells.h"

/* Fish: a "complete" line for each thing there is. */

struct fish {
	const char *program, *function;
	const char *path;
};

/* Where the line holds: after "key make", say; or of a group, right after. */
static void
begin(const struct fish *f, const char *path, bool exactly)
{
	(void)printf("complete -c %s -n '_%s_at%s %s'", f->program, f->function,
	    exactly ? "_end" : "", path);
}

static void
print_value(const struct shells_value *value)
{
	size_t i;

	if (value->files)
		(void)printf(" -F");
	else
		(void)printf(" -f");
	if (value->folders || value->n > 0) {
		(void)printf(" -a '");
		for (i = 0; i < value->n; i++)
			(void)printf("%s%s", i == 0 ? "" : " ",
			    value->words[i]);
		(void)printf("%s'",
		    value->folders ? "(__fish_complete_directories)" : "");
	}
}

static void
print_option(void *ctx, const struct poptOption *option)
{
	const struct fish *f = ctx;
	struct shells_value value;

	begin(f, f->path, false);
	(void)printf(" -l %s", option->longName);
	if (option->shortName != '\0')
		(void)printf(" -s %c", option->shortName);
	if (shells_takes(option)) {
		shells_option(option, &value);
		(void)printf(" -r");
		print_value(&value);
	}
	(void)printf(" -d '");
	shells_quoted(option->descrip, "\\");
	(void)printf("'\n");
}

static void
group(void *ctx, const char *path, const struct cmd *commands)
{
	const struct fish *f = ctx;

	for (; commands->name != NULL; commands++) {
		begin(f, path, true);
		(void)printf(" -f -a %s -d '", commands->name);
		shells_quoted(commands->help, "\\");
		(void)printf("'\n");
	}
}

static void
command(void *ctx, const char *path, const struct poptOption *table,
    const char *arguments, int max)
{
	struct fish *f = ctx;
	struct shells_value value;

	f->path = path;
	shells_each(table, print_option, f);
	shells_argument(arguments, max, &value);
	if (!value.files && !value.folders && value.n == 0)
		return;
	begin(f, path, false);
	print_value(&value);
	(void)printf("\n");
}

void
shell_fish(const struct cmd_program *program, const char *function)
{
	struct fish f = { program->name, function, NULL };
	struct cmd_describer describer = { group, command, &f };

	(void)printf(
	    "# Completion of %s for fish; made by \"%s completion fish\".\n"
	    "# No reference, number or name is ever completed.\n"
	    "function _%s_at\n"
	    "    set -l words (commandline -opc)[2..]\n"
	    "    test \"$words[1..\"(count $argv)\"]\" = \"$argv\"\n"
	    "end\n"
	    "function _%s_at_end\n"
	    "    set -l words (commandline -opc)[2..]\n"
	    "    test \"$words\" = \"$argv\"\n"
	    "end\n"
	    "complete -c %s -f\n",
	    program->name, program->name, function, function, program->name);
	cmd_describe(program, &describer);
}
