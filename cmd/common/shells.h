#ifndef SAR_CMD_SHELLS_H
#define SAR_CMD_SHELLS_H

#include <stdbool.h>
#include <stddef.h>

#include "common/describe.h"

/* Private to completion.c and shell_*.c: what completes a word, by the name
 * that --help has for it, and the writers for each shell. */

#define SHELLS_WORDS 32

/* What may stand for a value, or for an argument. */
struct shells_value {
	bool files, folders;
	const char *words[SHELLS_WORDS]; /* into ${text} */
	size_t n;
	char text[512];
};

/**
 * shells_value: What "FILE", "DIR" or "log|witness" completes to.  Words in
 * small letters are themselves; other names stand for nothing that is
 * completed: never a reference, a number or a name.
 */
void shells_value(const char *name, struct shells_value *value);

/** shells_option: The same of an option's value, whose words may also be told
 * of at the end of its help, as "which way: post, email or courier". */
void shells_option(const struct poptOption *option, struct shells_value *value);

/** shells_argument: The same of what stands in "RECORD --by ID": the first
 * word that is no option's; where there is none, ${value} has nothing. */
void shells_argument(const char *arguments, int max,
    struct shells_value *value);

/** shells_each: Call ${fn} with each option of ${table}, included ones too. */
void shells_each(const struct poptOption *table,
    void (*fn)(void *ctx, const struct poptOption *option), void *ctx);

/** shells_takes: Does the option have a value? */
bool shells_takes(const struct poptOption *option);

/** shells_quoted: ${text} within single quotes, ${escaped} characters with a
 * backslash before them. */
void shells_quoted(const char *text, const char *escaped);

void shell_bash(const struct cmd_program *program, const char *function);
void shell_zsh(const struct cmd_program *program, const char *function);
void shell_fish(const struct cmd_program *program, const char *function);

#endif
