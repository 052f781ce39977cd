#ifndef SAR_CMD_CMD_H
#define SAR_CMD_CMD_H

#include <jansson.h>
#include <popt.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

/*
 * What every program's main.c and commands share: a table of commands, the
 * options all of them have, and the way they end.
 */

/* One command of a program.  The table ends with a NULL name. */
struct cmd {
	const char *name;
	const char *help; /* one line, for --help */
	int (*run)(int argc, const char **argv);
};

/* A program. */
struct cmd_program {
	const char *name; /* "sar-export" */
	const char *purpose;
	const struct cmd *commands;
	const char *examples; /* lines for --help */
	bool decodes;         /* recordings, in processes of their own */
};

/**
 * cmd_main: Run the command argv names and return the exit status, after the
 * JSON summary (with --json) and a check that standard output was written:
 * where it was not, SAR_ESPACE, unless what was found is graver.
 */
int cmd_main(const struct cmd_program *program, int argc, const char **argv);

/** cmd_running: The program that cmd_main() runs. */
const struct cmd_program *cmd_running(void);

/* The options every command has; popt fills it from CMD_OPTIONS. */
struct cmd_options {
	char *home;
	int json;
	int quiet;
	int lock_wait;
};
extern struct cmd_options cmd_options;
extern const struct poptOption cmd_common_options[];
extern const struct poptOption cmd_output_options[]; /* without a home */

/* popt only reads an included table, but asks for it without the const. */
#define CMD_TABLE(table) \
	((void *)(uintptr_t)(table)) /* NOLINT(performance-no-int-to-ptr) */
#define CMD_COMMON                                                            \
	{                                                                     \
		NULL, '\0', POPT_ARG_INCLUDE_TABLE,                           \
		    CMD_TABLE(cmd_common_options), 0, "Common options:", NULL \
	}
#define CMD_OUTPUT                                                            \
	{                                                                     \
		NULL, '\0', POPT_ARG_INCLUDE_TABLE,                           \
		    CMD_TABLE(cmd_output_options), 0, "Common options:", NULL \
	}

/**
 * cmd_parse(argc, argv, table, min, max, arguments, rest, err):
 * Read the options of ${table}; *${rest} gets the arguments left, between
 * ${min} and ${max} of them.  They live as long as ${argv}.  ${arguments} is
 * what the command cannot do without, options too, for the first line of
 * --help.  Return 0; 1 after --help was printed; or -1 with
 * ${err} set to SAR_EINPUT.  An option given twice, unless it is a list, is
 * refused: which one counts must not be a guess.
 */
SAR_MUST_CHECK int cmd_parse(int argc, const char **argv,
    const struct poptOption *table, int min, int max, const char *arguments,
    const char ***rest, struct sar_err *err);

/** cmd_home: --home, else SAR_HOME, else /var/lib/sar. */
const char *cmd_home(void);

/** cmd_lock_wait: --lock-wait in seconds, 0 unless given. */
unsigned cmd_lock_wait(void);

/** cmd_report: Print ${err} (report.c); return its exit status. */
int cmd_report(const struct sar_err *err);

/** cmd_report_one: Print ${err} as one of several that made a run fail. */
void cmd_report_one(const struct sar_err *err);

/** cmd_summary: The object --json ends with: add what the command did. */
json_t *cmd_summary(void);

/** cmd_print_json: One JSON line on standard output; takes ${object}, which is
 * of a schema in man/schemas. */
void cmd_print_json(json_t *object);

/**
 * cmd_flush: Standard output so far, out before any talk about it; is all of it
 * written?  Once it was not, never again.
 */
bool cmd_flush(void);

/** cmd_say: Print to standard output unless --json or --quiet. */
void cmd_say(const char *fmt, ...) SAR_PRINTF(1, 2);

/** cmd_note: Print to standard error unless --quiet. */
void cmd_note(const char *fmt, ...) SAR_PRINTF(1, 2);

/** cmd_warn: Print to standard error, also with --quiet. */
void cmd_warn(const char *fmt, ...) SAR_PRINTF(1, 2);

/** cmd_stop: The signal that asked us to stop, or 0. */
extern volatile sig_atomic_t cmd_stop;

/** cmd_release: Free what the options of the common tables hold. */
void cmd_release(void);

#endif
