#include <stdio.h>

#include "common/shells.h"

/* Zsh: _arguments(1) of its completion system. */

static void
print_value(const char *name, const struct shells_value *value)
{
	size_t i;

	(void)printf(":");
	shells_quoted(name, ":[]()\\");
	(void)printf(":");
	/* Words besides files are left out: what matters is the files. */
	if (value->files) {
		(void)printf("_files");
	} else if (value->folders) {
		(void)printf("_files -/");
	} else if (value->n > 0) {
		(void)printf("(");
		for (i = 0; i < value->n; i++)
			(void)printf("%s%s", i == 0 ? "" : " ",
			    value->words[i]);
		(void)printf(")");
	} else {
		(void)printf(" ");
	}
}

static void
print_option(void *ctx, const struct poptOption *option)
{
	bool takes = shells_takes(option);
	bool many = (option->argInfo & POPT_ARG_MASK) == POPT_ARG_ARGV;
	struct shells_value value;

	(void)ctx;
	(void)printf(" \\\n        ");
	if (option->shortName != '\0')
		(void)printf("'(-%c --%s)'{-%c%s,--%s%s}'", option->shortName,
		    option->longName, option->shortName, takes ? "+" : "",
		    option->longName, takes ? "=" : "");
	else
		(void)printf("'%s--%s%s", many ? "*" : "", option->longName,
		    takes ? "=" : "");
	(void)printf("[");
	shells_quoted(option->descrip, "[]\\:");
	(void)printf("]");
	if (takes) {
		shells_option(option, &value);
		print_value(option->argDescrip, &value);
	}
	(void)printf("'");
}

static void
group(void *ctx, const char *path, const struct cmd *commands)
{
	(void)ctx;
	(void)printf("    ('%s')\n        list=(", path);
	for (; commands->name != NULL; commands++) {
		(void)printf("\n            '%s:", commands->name);
		shells_quoted(commands->help, ":\\");
		(void)printf("'");
	}
	(void)printf(")\n        _describe -t commands command list ;;\n");
}

static void
command(void *ctx, const char *path, const struct poptOption *table,
    const char *arguments, int max)
{
	struct shells_value value;

	(void)ctx;
	(void)printf("    ('%s')\n        _arguments -s -S", path);
	shells_each(table, print_option, NULL);
	shells_argument(arguments, max, &value);
	if (value.files || value.folders || value.n > 0) {
		(void)printf(" \\\n        '*");
		print_value("argument", &value);
		(void)printf("'");
	}
	(void)printf(" ;;\n");
}

static void
group_name(void *ctx, const char *path, const struct cmd *commands)
{
	(void)ctx;
	(void)commands;
	if (path[0] != '\0')
		(void)printf(" %s", path);
}

static void
no_command(void *ctx, const char *path, const struct poptOption *table,
    const char *arguments, int max)
{
	(void)ctx;
	(void)path;
	(void)table;
	(void)arguments;
	(void)max;
}

void
shell_zsh(const struct cmd_program *program, const char *function)
{
	static const struct cmd_describer groups = { group_name, no_command,
		NULL };
	static const struct cmd_describer describer = { group, command, NULL };

	/* The file is found by the name of the function: "_sar-export". */
	(void)function;
	(void)printf("#compdef %s\n"
		     "# Completion of %s for zsh; made by \"%s completion "
		     "zsh\".\n"
		     "# No reference, number or name is ever completed.\n"
		     "_%s()\n{\n"
		     "    local -a list groups\n"
		     "    local at=\n"
		     "    groups=(",
	    program->name, program->name, program->name, program->name);
	cmd_describe(program, &groups);
	(void)printf(")\n"
		     "    if (( CURRENT > 2 )); then\n"
		     "        at=$words[2]\n"
		     "        shift words\n"
		     "        (( CURRENT-- ))\n"
		     "    fi\n"
		     "    if (( CURRENT > 2 && $groups[(Ie)$at] )); then\n"
		     "        at+=\" $words[2]\"\n"
		     "        shift words\n"
		     "        (( CURRENT-- ))\n"
		     "    fi\n"
		     "    case $at in\n");
	cmd_describe(program, &describer);
	(void)printf("    esac\n}\n\n"
		     "if [[ $funcstack[1] == _%s ]]; then\n"
		     "    _%s \"$@\"\n"
		     "else\n"
		     "    compdef _%s %s\n"
		     "fi\n",
	    program->name, program->name, program->name, program->name);
}
