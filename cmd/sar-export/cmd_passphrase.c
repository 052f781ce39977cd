#include <inttypes.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "export/recovery.h"
#include "export/reveal.h"
#include "sar-export/args.h"
#include "sar-export/commands.h"
#include "sar-export/terminal.h"

static char *identity_file, *identity_command;
static int identity_fd = -1;

static const struct poptOption options[] = {
	ARGS_INCLUDE(ref_option, "The case:"),
	{ "identity", '\0', POPT_ARG_STRING, &identity_file, 40,
	    "the key, in a file only you can read", "FILE" },
	{ "identity-fd", '\0', POPT_ARG_INT, &identity_fd, 41,
	    "the key, read from a descriptor", "N" },
	{ "identity-command", '\0', POPT_ARG_STRING, &identity_command, 42,
	    "the key that a command prints (no shell)", "COMMAND" },
	ARGS_BY,
	{ "passphrase-out", '\0', POPT_ARG_STRING, &build_args.passphrase_out,
	    27, "write the passphrase to a new file (0600)", "FILE" },
	CMD_COMMON,
	POPT_TABLEEND,
};

/* --ref REF, or REF alone. */
static const char *
which_case(const char *argument, struct sar_err *err)
{
	if (argument == NULL)
		return args_need_ref(err);
	if (request_args.ref == NULL)
		return argument;
	(void)sar_err_set(err, SAR_EINPUT, "--ref: given twice");
	return NULL;
}

static struct sar_age_identity *
read_identity(struct sar_err *err)
{
	int n = (identity_file != NULL) + (identity_fd != -1) +
		(identity_command != NULL);
	const char *name = identity_file != NULL ? identity_file : "identity";
	struct sar_age_identity *identity = NULL;
	struct sar_secret *text;

	if (n != 1) {
		(void)sar_err_set(err, SAR_EINPUT,
		    "expected one of --identity, --identity-fd and "
		    "--identity-command");
		return NULL;
	}
	if (identity_file != NULL)
		text = sar_secret_lines_from_file(identity_file, err);
	else if (identity_fd != -1)
		text = sar_secret_lines_from_fd(identity_fd, err);
	else
		text = sar_secret_lines_from_command(identity_command, err);
	if (text != NULL)
		identity = sar_age_identity_parse(name, text, err);
	sar_secret_free(text);
	return identity;
}

/* Where it is to go must be there before the log says that it went there. */
static int
open_place(const struct sar_home *home, int *tty, struct sar_err *err)
{
	*tty = -1;
	if (build_args.passphrase_out == NULL) {
		if ((*tty = terminal_open(err)) != -1)
			return 0;
		sar_err_hint(err, "--passphrase-out FILE writes it to a file");
		return -1;
	}
	return sar_home_secret_out(home, build_args.passphrase_out, err);
}

static int
hand_over(int tty, const struct sar_secret *passphrase, struct sar_err *err)
{
	if (tty == -1)
		return sar_secret_to_file(passphrase, build_args.passphrase_out,
		    err);
	return terminal_show(tty,
	    "Passphrase (send it another way than the package):", passphrase,
	    err);
}

static int
recover(const struct sar_case *c, const struct sar_age_identity *identity,
    const char *by, struct sar_err *err)
{
	struct sar_reveal_options how = { .by = by,
		.lock_wait = cmd_lock_wait(),
		.now = (int64_t)time(NULL) };
	struct sar_secret *passphrase = NULL;
	uint64_t record;
	int tty;
	int rc = -1;

	if (open_place(c->home, &tty, err) == -1)
		return -1;
	if ((passphrase = sar_reveal_open(c, identity, &how, &record, err)) !=
		NULL &&
	    hand_over(tty, passphrase, err) == 0) {
		(void)json_object_set_new(cmd_summary(), "ref",
		    json_string(c->request->ref));
		(void)json_object_set_new(cmd_summary(), "record",
		    json_integer((json_int_t)record));
		cmd_say("Recovered by %s: record %" PRIu64 " of the log.\n", by,
		    record);
		rc = 0;
	}
	sar_secret_free(passphrase);
	if (tty != -1)
		(void)close(tty);
	return rc;
}

static int
passphrase_of(const char *argument, struct sar_err *err)
{
	struct sar_age_identity *identity = NULL;
	struct sar_home *home = NULL;
	struct sar_case *c = NULL;
	const char *ref, *by;
	int rc = -1;

	if ((ref = which_case(argument, err)) != NULL &&
	    (home = sar_home_open(cmd_home(), err)) != NULL &&
	    (by = args_by(home, err)) != NULL &&
	    (c = sar_case_open(home, ref, true, cmd_lock_wait(), err)) !=
		NULL &&
	    (identity = read_identity(err)) != NULL)
		rc = recover(c, identity, by, err);
	sar_age_identity_free(identity);
	sar_case_free(c);
	sar_home_free(home);
	return rc;
}

int
cmd_passphrase(int argc, const char **argv)
{
	struct sar_err err = SAR_ERR_INIT;
	const char **rest;
	int status = 0;
	int rc;

	rc = cmd_parse(argc, argv, options, 0, 1, "REF --identity FILE", &rest,
	    &err);
	if (rc == -1 || (rc == 0 && passphrase_of(rest[0], &err) == -1))
		status = cmd_report(&err);
	free(identity_file);
	free(identity_command);
	identity_file = identity_command = NULL;
	identity_fd = -1;
	args_free();
	return status;
}
