#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/cmd.h"
#include "common/describe.h"
#include "common/options.h"

#define WAIT_MAX (7 * 24 * 3600)

struct cmd_options cmd_options;

/* Each option has a value of its own: popt gives it, check_twice() uses it. */
#define HOME_OPTION                                                    \
	{                                                              \
		"home", '\0', POPT_ARG_STRING, &cmd_options.home, 201, \
		    "the organisation's home (else $SAR_HOME, else "   \
		    "/var/lib/sar)",                                   \
		    "DIR"                                              \
	}
#define OUTPUT_OPTIONS                                                         \
	{ "json", '\0', POPT_ARG_NONE, &cmd_options.json, 202,                 \
		"print JSON lines, the last of them a summary", NULL },        \
	    { "quiet", 'q', POPT_ARG_NONE, &cmd_options.quiet, 203,            \
		    "print nothing but errors", NULL },                        \
	{                                                                      \
		"help", 'h', POPT_ARG_NONE, NULL, CMD_HELP, "print this help", \
		    NULL                                                       \
	}

const struct poptOption cmd_common_options[] = {
	HOME_OPTION,
	{ "lock-wait", '\0', POPT_ARG_INT, &cmd_options.lock_wait, 204,
	    "wait so long for another run to end (default 0)", "SECONDS" },
	OUTPUT_OPTIONS,
	POPT_TABLEEND,
};

const struct poptOption cmd_output_options[] = {
	OUTPUT_OPTIONS,
	POPT_TABLEEND,
};

static poptContext context;

/* The command line, for the name of an option that has a bad number. */
static struct {
	int argc;
	const char **argv;
} given;

/* The table's option that ${word}, as "--ref" or "-f", names. */
static const struct poptOption *
find(const struct poptOption *table, const char *word)
{
	size_t len = strcspn(word + 2, "=");
	const struct poptOption *found;

	for (; table->longName != NULL || table->shortName != '\0' ||
	       table->arg != NULL;
	     table++) {
		if ((table->argInfo & POPT_ARG_MASK) ==
		    POPT_ARG_INCLUDE_TABLE) {
			if ((found = find(table->arg, word)) != NULL)
				return found;
		} else if (word[1] != '-') {
			if (word[1] == table->shortName)
				return table;
		} else if (table->longName != NULL &&
			   strlen(table->longName) == len &&
			   strncmp(table->longName, word + 2, len) == 0) {
			return table;
		}
	}
	return NULL;
}

/* popt lets the last of two win; which one counts must not be a guess. */
static int
check_twice(int argc, const char **argv, const struct poptOption *table,
    struct sar_err *err)
{
	bool seen[256] = { false };
	const struct poptOption *option;
	int i;

	for (i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		if (argv[i][0] != '-' || argv[i][1] == '\0' ||
		    (option = find(table, argv[i])) == NULL ||
		    (option->argInfo & POPT_ARG_MASK) == POPT_ARG_ARGV)
			continue;
		if (seen[option->val & 255])
			return sar_err_set(err, SAR_EINPUT, "--%s: given twice",
			    option->longName);
		seen[option->val & 255] = true;
	}
	return 0;
}

/* The option on the command line that has ${value}. */
static const char *
option_before(const char *value)
{
	const char *equals;
	int i;

	for (i = 1; given.argv != NULL && i < given.argc; i++) {
		const char *word = given.argv[i];

		if (strncmp(word, "--", 2) == 0 &&
		    (equals = strchr(word, '=')) != NULL &&
		    (strcmp(equals + 1, value) == 0 ||
			strcmp(word, value) == 0))
			return word;
		if (strcmp(word, value) == 0 &&
		    strncmp(given.argv[i - 1], "--", 2) == 0)
			return given.argv[i - 1];
	}
	return "options";
}

static int
bad_option(int rc, struct sar_err *err)
{
	const char *option = poptBadOption(context, POPT_BADOPTION_NOALIAS);

	/*
	 * An option's value may be personal: the option alone is named, and of
	 * a bad number popt(3) has nothing else than the value.
	 */
	if (rc == POPT_ERROR_BADNUMBER || rc == POPT_ERROR_OVERFLOW) {
		option = option_before(option);
		(void)sar_err_set(err, SAR_EINPUT, "%.*s: expected a number",
		    (int)strcspn(option, "="), option);
	} else {
		(void)sar_err_set(err, SAR_EINPUT, "%.*s: %s",
		    (int)strcspn(option, "="), option, poptStrerror(rc));
	}
	sar_err_hint(err, "--help lists the options");
	return -1;
}

/* Walk the options; 1 when help was asked for. */
static int
take_options(struct sar_err *err)
{
	int val;

	while ((val = poptGetNextOpt(context)) > 0)
		if (val == CMD_HELP)
			return 1;
	return val < -1 ? bad_option(val, err) : 0;
}

static int
check_arguments(int min, int max, const char *arguments, const char ***rest,
    struct sar_err *err)
{
	static const char *none[] = { NULL };
	int n = 0;

	*rest = poptGetArgs(context);
	if (*rest == NULL)
		*rest = none;
	while ((*rest)[n] != NULL)
		n++;
	if (n >= min && n <= max)
		return 0;
	if (max == 0)
		return sar_err_set(err, SAR_EINPUT,
		    "%d argument%s where none %s taken", n, n == 1 ? "" : "s",
		    n == 1 ? "is" : "are");
	return sar_err_set(err, SAR_EINPUT, "expected %s", arguments);
}

int
cmd_parse(int argc, const char **argv, const struct poptOption *table, int min,
    int max, const char *arguments, const char ***rest, struct sar_err *err)
{
	char usage[128];
	int rc;

	if (cmd_describe_command(argv[0], table, arguments, max))
		return 1;
	if (check_twice(argc, argv, table, err) == -1)
		return -1;
	given.argc = argc;
	given.argv = argv;
	poptFreeContext(context);
	context = poptGetContext(argv[0], argc, argv, table, 0);
	if (context == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	(void)snprintf(usage, sizeof(usage), "[OPTION ...]%s%s",
	    arguments[0] == '\0' ? "" : " ", arguments);
	poptSetOtherOptionHelp(context, usage);
	if ((rc = take_options(err)) == 1) {
		poptPrintHelp(context, stdout, 0);
		return 1;
	}
	if (rc == -1 || check_arguments(min, max, arguments, rest, err) == -1)
		return -1;
	if (cmd_options.lock_wait < 0 || cmd_options.lock_wait > WAIT_MAX)
		return sar_err_set(err, SAR_EINPUT,
		    "--lock-wait: expected 0 to %d seconds", WAIT_MAX);
	return 0;
}

const char *
cmd_home(void)
{
	const char *home = getenv("SAR_HOME");

	if (cmd_options.home != NULL)
		return cmd_options.home;
	return home != NULL && home[0] != '\0' ? home : "/var/lib/sar";
}

unsigned
cmd_lock_wait(void)
{
	return (unsigned)cmd_options.lock_wait;
}

void
cmd_release(void)
{
	poptFreeContext(context);
	context = NULL;
	free(cmd_options.home);
	cmd_options.home = NULL;
}
