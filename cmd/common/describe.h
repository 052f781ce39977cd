#ifndef SAR_CMD_DESCRIBE_H
#define SAR_CMD_DESCRIBE_H

#include <stdbool.h>

#include "common/cmd.h"

/*
 * What a program can be asked for, told by its commands themselves: each is
 * run, and what it hands to cmd_parse() is told of and goes no further.
 */
struct cmd_describer {
	/* A command that has others, as "key", or "" for the program. */
	void (*group)(void *ctx, const char *path, const struct cmd *commands);
	/* One with options, as "key make"; ${arguments} as cmd_parse() has it,
	   and no more than ${max}. */
	void (*command)(void *ctx, const char *path,
	    const struct poptOption *table, const char *arguments, int max);
	void *ctx;
};

/** cmd_describe: Tell ${describer} of all of ${program}. */
void cmd_describe(const struct cmd_program *program,
    const struct cmd_describer *describer);

/** cmd_describe_command, cmd_describe_group: For cmd_parse() and cmd_group():
 * is this only to be told of?  Then it was. */
bool cmd_describe_command(const char *path, const struct poptOption *table,
    const char *arguments, int max);
bool cmd_describe_group(const char *path, const struct cmd *commands);

#endif
