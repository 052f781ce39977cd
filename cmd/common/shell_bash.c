#include <stdio.h>

#include "common/shells.h"

/* Bash completes by words, whatever it knows: "complete -F", and nothing of
 * the package bash-completion. */

static void
print_words(const struct shells_value *value)
{
	size_t i;

	for (i = 0; i < value->n; i++)
		(void)printf("%s%s", i == 0 ? "" : " ", value->words[i]);
}

/* "files", "folders" or nothing, and words. */
static void
print_value(const struct shells_value *value)
{
	(void)printf("what=%s words='", value->files     ? "files"
					: value->folders ? "folders"
							 : "");
	print_words(value);
	(void)printf("'");
}

static void
print_command(void *ctx, const struct poptOption *option)
{
	(void)ctx;
	(void)printf(" --%s", option->longName);
	if (option->shortName != '\0')
		(void)printf(" -%c", option->shortName);
}

static void
print_option(void *ctx, const struct poptOption *option)
{
	const char *path = *(const char **)ctx;
	struct shells_value value;

	if (!shells_takes(option))
		return;
	(void)printf("    '%s --%s'", path, option->longName);
	if (option->shortName != '\0')
		(void)printf(" | '%s -%c'", path, option->shortName);
	(void)printf(") takes=1 ");
	shells_option(option, &value);
	print_value(&value);
	(void)printf(" ;;\n");
}

static void
group(void *ctx, const char *path, const struct cmd *commands)
{
	(void)ctx;
	(void)printf("    '%s') group=1 words='", path);
	for (; commands->name != NULL; commands++)
		(void)printf("%s ", commands->name);
	(void)printf("--help%s' ;;\n", path[0] == '\0' ? " --version" : "");
}

static void
command(void *ctx, const char *path, const struct poptOption *table,
    const char *arguments, int max)
{
	struct shells_value value;

	(void)ctx;
	(void)printf("    '%s') options='", path);
	shells_each(table, print_command, NULL);
	(void)printf("' ");
	shells_argument(arguments, max, &value);
	print_value(&value);
	(void)printf(" ;;\n");
}

static void
no_group(void *ctx, const char *path, const struct cmd *commands)
{
	(void)ctx;
	(void)path;
	(void)commands;
}

static void
command_options(void *ctx, const char *path, const struct poptOption *table,
    const char *arguments, int max)
{
	const char **at = ctx;

	(void)arguments;
	(void)max;
	*at = path;
	shells_each(table, print_option, at);
}

static const char head[] =
    "# Completion of %s for bash; made by \"%s completion bash\".\n"
    "# No reference, number or name is ever completed.\n"
    "%s()\n"
    "{\n"
    "    local cur=${COMP_WORDS[COMP_CWORD]}\n"
    "    local before=${COMP_WORDS[COMP_CWORD - 1]}\n"
    "    local path= group= options= what= words= takes=\n"
    "    COMPREPLY=()\n"
    "    # \"--option=value\" is three words.\n"
    "    if [[ $cur == '=' ]]; then\n"
    "        cur=\n"
    "    elif [[ $before == '=' && COMP_CWORD -gt 1 ]]; then\n"
    "        before=${COMP_WORDS[COMP_CWORD - 2]}\n"
    "    fi\n"
    "    %s_of ''\n"
    "    if [[ COMP_CWORD -gt 1 ]]; then\n"
    "        path=${COMP_WORDS[1]} group=\n"
    "        %s_of \"$path\"\n"
    "        if [[ -n $group && COMP_CWORD -gt 2 ]]; then\n"
    "            path+=\" ${COMP_WORDS[2]}\" group=\n"
    "            %s_of \"$path\"\n"
    "        fi\n"
    "    fi\n"
    "    if [[ -z $group ]]; then\n"
    "        %s_value \"$path $before\"\n"
    "        if [[ -z $takes && $cur == -* ]]; then\n"
    "            what= words=$options\n"
    "        fi\n"
    "    fi\n"
    "    case $what in\n"
    "    files)\n"
    "        compopt -o filenames 2> /dev/null\n"
    "        mapfile -t COMPREPLY < <(compgen -f -- \"$cur\")\n"
    "        ;;\n"
    "    folders)\n"
    "        compopt -o filenames 2> /dev/null\n"
    "        mapfile -t COMPREPLY < <(compgen -d -- \"$cur\")\n"
    "        ;;\n"
    "    esac\n"
    "    mapfile -t -O \"${#COMPREPLY[@]}\" COMPREPLY \\\n"
    "        < <(compgen -W \"$words\" -- \"$cur\")\n"
    "}\n"
    "\n";

void
shell_bash(const struct cmd_program *program, const char *function)
{
	static const struct cmd_describer commands = { group, command, NULL };
	const char *path = NULL;
	struct cmd_describer values = { no_group, command_options, &path };

	(void)printf(head, program->name, program->name, function, function,
	    function, function, function);
	(void)printf("# A command: its options and arguments, or commands.\n"
		     "%s_of()\n{\n    options= what= words=\n"
		     "    case $1 in\n",
	    function);
	cmd_describe(program, &commands);
	(void)printf("    esac\n}\n\n"
		     "# What stands for the value of an option.\n"
		     "%s_value()\n{\n    case $1 in\n",
	    function);
	cmd_describe(program, &values);
	(void)printf("    esac\n}\n\ncomplete -F %s %s\n", function,
	    program->name);
}
