#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>

#include "base/stop.h"
#include "common/cmd.h"
#include "common/report.h"
#include "sandbox/sandbox.h"

volatile sig_atomic_t cmd_stop;
static json_t *summary;
static const struct cmd_program *running;

static void
on_signal(int sig)
{
	cmd_stop = sig;
}

/* A second signal of the same kind ends the program at once. */
static void
catch_signals(void)
{
	struct sigaction action;
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
	size_t i;

	memset(&action, 0, sizeof(action));
	action.sa_handler = on_signal;
	action.sa_flags = (int)SA_RESETHAND;
	(void)sigemptyset(&action.sa_mask);
	for (i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		(void)sigaction(signals[i], &action, NULL);
	sar_stop_watch(&cmd_stop);
	/* A closed pipe is a write error, told by exit status. */
	(void)signal(SIGPIPE, SIG_IGN);
}

/* Secrets and speech pass through memory: no core, no debugger. */
static void
close_up(void)
{
	static const struct rlimit none = { 0, 0 };

	(void)setrlimit(RLIMIT_CORE, &none);
	(void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
	(void)umask(077);
}

json_t *
cmd_summary(void)
{
	return summary;
}

const struct cmd_program *
cmd_running(void)
{
	return running;
}

static void
print_help(FILE *to, const struct cmd_program *program)
{
	const struct cmd *c;

	(void)fprintf(to, "usage: %s COMMAND [OPTION ...]\n%s\n\n",
	    program->name, program->purpose);
	for (c = program->commands; c->name != NULL; c++)
		(void)fprintf(to, "  %-13s %s\n", c->name, c->help);
	(void)fprintf(to,
	    "\n%s\n"
	    "\"%s COMMAND --help\" lists a command's options.\n"
	    "Exit statuses and all else: man %s\n",
	    program->examples, program->name, program->name);
}

/* How many letters differ, roughly: enough to name a slip of the fingers. */
static size_t
distance(const char *a, const char *b)
{
	size_t la = strlen(a), lb = strlen(b), head = 0, tail = 0;

	while (a[head] != '\0' && a[head] == b[head])
		head++;
	while (tail < la - head && tail < lb - head &&
	       a[la - 1 - tail] == b[lb - 1 - tail])
		tail++;
	return (la > lb ? la : lb) - head - tail;
}

static int
unknown_command(const struct cmd_program *program, const char *name)
{
	struct sar_err err = SAR_ERR_INIT;
	const struct cmd *c, *near = NULL;

	(void)sar_err_set(&err, SAR_EINPUT, "\"%.32s\" is not a command", name);
	for (c = program->commands; c->name != NULL; c++)
		if (distance(name, c->name) <= 2 &&
		    (near == NULL ||
			distance(name, c->name) < distance(name, near->name)))
			near = c;
	if (near != NULL)
		sar_err_hint(&err, "did you mean \"%s\"?", near->name);
	else
		sar_err_hint(&err, "%s --help lists them", program->name);
	return cmd_report(&err);
}

/* The command's words, the first of them as --help is to show it. */
static int
run_command(const struct cmd_program *program, const struct cmd *c, int argc,
    const char **argv)
{
	static char name[64];
	struct sar_err err = SAR_ERR_INIT;

	/* Now, while there is no secret to be forked along. */
	if (program->decodes && sar_sandbox_start(&err) == -1)
		return cmd_report(&err);
	(void)snprintf(name, sizeof(name), "%s %s", program->name, c->name);
	argv[0] = name;
	return c->run(argc, argv);
}

static void
print_version(const struct cmd_program *program)
{
	struct sar_sandbox_support support = sar_sandbox_support();
	char words[SAR_SANDBOX_WORDS_LEN];

	(void)printf("%s %s\n", program->name, SAR_VERSION);
	if (!program->decodes)
		return;
	sar_sandbox_words(&support, words);
	(void)printf("%s\n", words);
}

static int
dispatch(const struct cmd_program *program, int argc, const char **argv)
{
	const struct cmd *c;

	if (argc < 2) {
		print_help(stderr, program);
		return SAR_EINPUT;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
		print_help(stdout, program);
		return 0;
	}
	if (strcmp(argv[1], "--version") == 0) {
		print_version(program);
		return 0;
	}
	for (c = program->commands; c->name != NULL; c++)
		if (strcmp(argv[1], c->name) == 0)
			return run_command(program, c, argc - 1, argv + 1);
	return unknown_command(program, argv[1]);
}

/* Is --json among the words?  Asked before they are parsed. */
static bool
wants_json(int argc, const char **argv)
{
	int i;

	for (i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
		if (strcmp(argv[i], "--json") == 0)
			return true;
	return false;
}

static void
print_summary(const struct cmd_program *program, const char *command,
    int status)
{
	const struct sar_err *err = report_last();
	char schema[64];

	(void)snprintf(schema, sizeof(schema), "%s.summary/1", program->name);
	(void)json_object_set_new(summary, "type", json_string("summary"));
	(void)json_object_set_new(summary, "schema", json_string(schema));
	if (command != NULL)
		(void)json_object_set_new(summary, "command",
		    json_string(command));
	(void)json_object_set_new(summary, "exit_code", json_integer(status));
	(void)json_object_set_new(summary, "status",
	    json_string(sar_err_name(status > 128 ? SAR_ESIGNAL
						  : (enum sar_code)status)));
	if (err->code != SAR_OK)
		(void)json_object_set_new(summary, "message",
		    json_string(err->msg));
	if (err->hint[0] != '\0')
		(void)json_object_set_new(summary, "hint",
		    json_string(err->hint));
	cmd_print_json(json_incref(summary));
}

/* A log or a package that lies is worse than no room to say so, and a run that
   was stopped says less than it would have anyway. */
static bool
is_graver(int status)
{
	return status == SAR_ETAMPER || status == SAR_ECORRUPT ||
	       status > SAR_ESIGNAL;
}

/* What was printed must have arrived: part of a list must not pass for it. */
static int
check_output(int status)
{
	struct sar_err err = SAR_ERR_INIT;

	if (cmd_flush())
		return status;
	(void)sar_err_set(&err, SAR_ESPACE, "standard output: cannot write");
	if (!is_graver(status))
		return cmd_report(&err);
	cmd_report_one(&err);
	return status;
}

int
cmd_main(const struct cmd_program *program, int argc, const char **argv)
{
	const char *command = argc > 1 && argv[1][0] != '-' ? argv[1] : NULL;
	bool json = wants_json(argc, argv);
	int status;

	running = program;
	report_begin(program->name);
	close_up();
	catch_signals();
	if (sodium_init() == -1 || (summary = json_object()) == NULL)
		return SAR_EFAIL;
	status = dispatch(program, argc, argv);
	if (json)
		print_summary(program, command, status);
	status = check_output(status);
	json_decref(summary);
	cmd_release();
	return status;
}
