#include "sar-export/run_all.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "sar-export/args.h"
#include "sar-export/run_case.h"

#define PARALLEL_MAX 64
#define DUE_WITHIN 7 /* days */
#define DUE_WITHIN_MAX 366

static struct {
	char *passphrase_dir;
	int all, cron, verbose;
	int parallel, due_within; /* ARGS_NONE: not given */
} args = { .parallel = ARGS_NONE, .due_within = ARGS_NONE };

const struct poptOption run_all_options[] = {
	{ "all", '\0', POPT_ARG_NONE, &args.all, 61,
	    "answer every case that waits for no person", NULL },
	{ "cron", '\0', POPT_ARG_NONE, &args.cron, 62,
	    "the same with nobody there: the preset for a timer", NULL },
	{ "parallel", '\0', POPT_ARG_INT, &args.parallel, 63,
	    "cases at once (default one a core)", "N" },
	{ "passphrase-dir", '\0', POPT_ARG_STRING, &args.passphrase_dir, 64,
	    "write each generated passphrase to REF.passphrase (0600) in a "
	    "folder only you can use",
	    "DIR" },
	{ "due-within", '\0', POPT_ARG_INT, &args.due_within, 65,
	    "tell of cases that wait and are due so soon (default 7)", "DAYS" },
	{ "verbose", 'v', POPT_ARG_NONE, &args.verbose, 66,
	    "list what waits for a person, and why", NULL },
	POPT_TABLEEND,
};

bool
run_all_asked(void)
{
	return args.all != 0 || args.cron != 0;
}

static int
check_alone(struct sar_err *err)
{
	const struct build_args *b = &build_args;

	if (request_args.ref != NULL || args_has_request())
		return sar_err_set(err, SAR_EINPUT,
		    "--all: cannot be mixed with one request");
	if (b->marks != NULL || b->include_expired != 0 || b->reason != NULL)
		return sar_err_set(err, SAR_EINPUT,
		    "--all: cannot be mixed with what is decided of one case "
		    "(--marks, --include-expired)");
	if (b->passphrase_out != NULL || passphrase_count(&b->passphrase) > 0)
		return sar_err_set(err, SAR_EINPUT,
		    "--all: cannot be mixed with the passphrase of one case: "
		    "--passphrase-dir DIR");
	if (args.verbose != 0 && cmd_options.quiet != 0)
		return sar_err_set(err, SAR_EINPUT,
		    "--verbose: not with --quiet");
	return 0;
}

static int
check_number(const char *name, int value, int least, int most,
    struct sar_err *err)
{
	if (value != ARGS_NONE && (value < least || value > most))
		return sar_err_set(err, SAR_EINPUT, "%s: expected %d to %d",
		    name, least, most);
	return 0;
}

int
run_all_check(struct sar_err *err)
{
	if (run_all_asked()) {
		if (check_alone(err) == -1 ||
		    check_number("--parallel", args.parallel, 1, PARALLEL_MAX,
			err) == -1)
			return -1;
		return check_number("--due-within", args.due_within, 0,
		    DUE_WITHIN_MAX, err);
	}
	if (args.parallel == ARGS_NONE && args.due_within == ARGS_NONE &&
	    args.passphrase_dir == NULL && args.verbose == 0)
		return 0;
	return sar_err_set(err, SAR_EINPUT,
	    "--parallel, --passphrase-dir, --due-within, --verbose: go with "
	    "--all");
}

/* A run, and what came of it. */
struct run {
	const struct sar_agenda *agenda;
	size_t *jobs; /* which items */
	char **out;   /* where the passphrase of each goes; or NULL */
	struct run_case_how how;
	bool dry;
	char lock_wait[16], fade[16], threads[16];
	int gravest;
	size_t count[RUN_STATUSES];
};

static unsigned
cores(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);

	return n < 1 ? 1 : n > PARALLEL_MAX ? PARALLEL_MAX : (unsigned)n;
}

/* Whoever can look into it can open the packages. */
static int
check_folder(const char *path, struct sar_err *err)
{
	int fd = open(path, O_DIRECTORY | O_NOFOLLOW | O_RDONLY | O_CLOEXEC);
	struct stat st;
	int rc = 0;

	if (fd == -1 || fstat(fd, &st) == -1) {
		(void)sar_err_errno(err, "--passphrase-dir");
		err->code = SAR_EINPUT;
		rc = -1;
	} else if (st.st_uid != geteuid() || (st.st_mode & 077) != 0) {
		rc = sar_err_set(err, SAR_EINPUT,
		    "--passphrase-dir: others than you can use it: expected a "
		    "folder of yours with mode 0700");
	}
	if (fd != -1)
		(void)close(fd);
	return rc;
}

/* Somebody has to be able to open what is released. */
static int
check_passphrases(const struct sar_home *home, struct sar_err *err)
{
	if (args.passphrase_dir != NULL)
		return check_folder(args.passphrase_dir, err);
	if (home->recovery.n > 0)
		return 0;
	(void)sar_err_set(err, SAR_EINPUT,
	    "--all: nowhere for passphrases to go");
	sar_err_hint(err, "--passphrase-dir DIR, or a recovery key in "
			  "sar.conf(5)");
	return -1;
}

static char *
passphrase_path(const char *ref, struct sar_err *err)
{
	struct sar_buf path = SAR_BUF_INIT;

	sar_buf_printf(&path, "%s/%s.passphrase", args.passphrase_dir, ref);
	if (sar_buf_check(&path, err) == -1)
		return NULL;
	return sar_buf_take(&path);
}

static void
add(const char ***words, const char *option, const char *value)
{
	if (value == NULL)
		return;
	*(*words)++ = option;
	*(*words)++ = value;
}

/* What was said of the package holds for each. */
static void
add_package(const struct run *run, const char ***words)
{
	const struct build_args *b = &build_args;

	add(words, "--by", b->by);
	add(words, "--fill", b->fill);
	add(words, "--format", b->format);
	add(words, "--redaction-proofs", b->proofs);
	add(words, "--padding", b->padding);
	add(words, "--volume-size", b->volume_size);
	add(words, "--fade", b->fade == ARGS_NONE ? NULL : run->fade);
	add(words, "--jobs", run->threads);
	if (b->allow_partial != 0)
		*(*words)++ = "--allow-partial";
	if (b->hide_names != 0)
		*(*words)++ = "--hide-names";
	if (b->vcon != 0)
		*(*words)++ = "--vcon";
}

static void
put_words(void *ctx, size_t i, const char **words)
{
	const struct run *run = ctx;

	*words++ = "run";
	*words++ = "--json";
	*words++ = "--unattended";
	add(&words, "--home", cmd_home());
	add(&words, "--ref", run->agenda->items[run->jobs[i]].ref);
	add(&words, "--lock-wait", run->lock_wait);
	add_package(run, &words);
	if (run->dry)
		*words++ = "--dry-run";
	else if (run->out[i] == NULL)
		*words++ = "--recovery-only";
	else
		add(&words, "--passphrase-out", run->out[i]);
	*words = NULL;
}

static void
note(struct run *run, const struct run_case *c)
{
	bool none = c->status == RUN_STOPPED ||
		    (c->status == RUN_LOCKED && run->how.cron);

	run->count[c->status]++;
	if (!none &&
	    run_case_grave(c->exit_code) > run_case_grave(run->gravest))
		run->gravest = c->exit_code;
	run_case_say(c, &run->how);
}

static void
take_end(void *ctx, size_t i, const struct workers_end *end)
{
	struct run *run = ctx;
	struct run_case c;

	run_case_read(&run->agenda->items[run->jobs[i]], run->agenda->today,
	    end, &c);
	if (run->dry && c.status == RUN_FAILED &&
	    (c.exit_code == 0 || c.exit_code == SAR_ENONE))
		c.status = RUN_READY;
	note(run, &c);
	json_decref(c.summary);
}

static int
choose(struct run *run, size_t *n, struct sar_err *err)
{
	const struct sar_agenda *agenda = run->agenda;
	size_t i;

	*n = 0;
	run->jobs = calloc(agenda->n + 1, sizeof(*run->jobs));
	run->out = calloc(agenda->n + 1, sizeof(*run->out));
	if (run->jobs == NULL || run->out == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	for (i = 0; i < agenda->n; i++) {
		if (agenda->items[i].what != SAR_AGENDA_ANSWER &&
		    agenda->items[i].what != SAR_AGENDA_FINISH)
			continue;
		if (args.passphrase_dir != NULL &&
		    (run->out[*n] = passphrase_path(agenda->items[i].ref,
			 err)) == NULL)
			return -1;
		run->jobs[(*n)++] = i;
	}
	return 0;
}

static void
say_waiting(struct run *run)
{
	const struct sar_agenda *agenda = run->agenda;
	size_t i;

	for (i = 0; i < agenda->n; i++) {
		struct run_case c = { &agenda->items[i], agenda->today,
			RUN_WAITS, SAR_EREVIEW, agenda->items[i].why, NULL,
			"" };

		if (c.item->what == SAR_AGENDA_WAITS)
			note(run, &c);
	}
	for (i = 0; i < agenda->n_complaints; i++)
		run_case_complaint(&agenda->complaints[i], agenda->today,
		    &run->how);
}

static void
summarise(const struct run *run)
{
	json_t *counts = json_object();
	size_t i;

	for (i = 0; i < RUN_STATUSES; i++)
		if (run->count[i] > 0)
			(void)json_object_set_new(counts,
			    run_case_name((enum run_case_status)i),
			    json_integer((json_int_t)run->count[i]));
	(void)json_object_set_new(cmd_summary(), "cases", counts);
}

/* Threads of one case: the cores are shared out. */
static void
put_numbers(struct run *run, unsigned parallel)
{
	unsigned share = cores() / parallel;

	(void)snprintf(run->lock_wait, sizeof(run->lock_wait), "%u",
	    cmd_lock_wait());
	(void)snprintf(run->fade, sizeof(run->fade), "%d", build_args.fade);
	if (build_args.jobs != ARGS_NONE)
		share = (unsigned)build_args.jobs;
	else if (share < 1)
		share = 1;
	(void)snprintf(run->threads, sizeof(run->threads), "%u",
	    share > 8 ? 8 : share);
}

static int
work(struct run *run, struct sar_err *err)
{
	struct workers workers = {
		.parallel = args.parallel == ARGS_NONE
				? cores()
				: (unsigned)args.parallel,
		.words = put_words,
		.end = take_end,
		.ctx = run,
	};
	int rc = -1;
	size_t i;

	if (choose(run, &workers.n, err) == -1)
		goto out;
	put_numbers(run, workers.parallel);
	rc = workers_run(&workers, err);
	if (rc == 0)
		say_waiting(run);
	summarise(run);

out:
	for (i = 0; run->out != NULL && i < workers.n; i++)
		free(run->out[i]);
	free(run->out);
	free(run->jobs);
	return rc;
}

int
run_all(bool dry, struct sar_err *err)
{
	struct sar_home *home = sar_home_open(cmd_home(), err);
	struct sar_agenda agenda = { .n = 0 };
	struct run run = { .agenda = &agenda,
		.how = { .verbose = args.verbose != 0,
		    .due_within = args.due_within == ARGS_NONE
				      ? DUE_WITHIN
				      : args.due_within,
		    .cron = args.cron != 0 },
		.dry = dry };
	int rc = -1;

	if (home != NULL && (dry || check_passphrases(home, err) == 0) &&
	    sar_agenda_make(home, (int64_t)time(NULL), &agenda, err) == 0)
		rc = work(&run, err);
	if (rc == 0 && cmd_stop != 0) {
		rc = sar_err_signal(err, cmd_stop);
		sar_err_hint(err, "cases not named were not answered; the same "
				  "command can be run again");
	}
	sar_agenda_free(&agenda);
	sar_home_free(home);
	return rc == -1 ? -1 : run.gravest;
}

void
run_all_free(void)
{
	free(args.passphrase_dir);
	memset(&args, 0, sizeof(args));
	args.parallel = args.due_within = ARGS_NONE;
}
