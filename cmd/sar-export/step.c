#include "sar-export/step.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "export/letters.h"
#include "export/wording.h"
#include "sar-export/args.h"
#include "sar-export/step_say.h"

struct step_args step_args;

const struct poptOption step_options[] = {
	{ NULL, '\0', POPT_ARG_INCLUDE_TABLE, CMD_TABLE(ref_option), 0, NULL,
	    NULL },
	{ "by", '\0', POPT_ARG_STRING, &build_args.by, 21,
	    "who took it: a staff id, not a name", "ID" },
	{ "on", '\0', POPT_ARG_STRING, &step_args.on, 50,
	    "the day it was taken, if not today", "YYYY-MM-DD" },
	{ "again", '\0', POPT_ARG_NONE, &step_args.again, 51,
	    "it was taken once more, though the log has the very same", NULL },
	{ "dry-run", 'n', POPT_ARG_NONE, &step_args.dry_run, 60,
	    "do all but write", NULL },
	POPT_TABLEEND,
};

int
step_word(const char *name, const char *word, const char *const *words,
    struct sar_err *err)
{
	struct sar_buf list = SAR_BUF_INIT;
	int i;

	for (i = 0; words[i] != NULL; i++) {
		if (word != NULL && strcmp(word, words[i]) == 0) {
			sar_buf_free(&list);
			return i;
		}
		sar_buf_printf(&list, "%s%s",
		    i == 0                 ? ""
		    : words[i + 1] == NULL ? " or "
					   : ", ",
		    words[i]);
	}
	if (sar_buf_check(&list, err) == 0)
		(void)sar_err_set(err, SAR_EINPUT, "%s: expected %s", name,
		    list.data);
	sar_buf_free(&list);
	return -1;
}

int
step_on(const struct sar_home *home, int64_t now, struct sar_date *on,
    struct sar_err *err)
{
	*on = sar_zone_local(home->zone, now).date;
	if (step_args.on != NULL && !sar_date_parse(step_args.on, on))
		return sar_err_set(err, SAR_EINPUT,
		    "--on: expected a date, YYYY-MM-DD");
	return 0;
}

int
step_text(char **text, struct sar_err *err)
{
	const char *name = step_args.text;
	char *bytes = NULL;
	size_t len;
	int rc;

	*text = NULL;
	if (name == NULL)
		return 0;
	if (strcmp(name, "-") == 0) {
		name = "standard input";
		rc = sar_file_read_fd(STDIN_FILENO, name, SAR_WORDING_MAX,
		    &bytes, &len, err);
	} else {
		rc = sar_file_read(name, SAR_WORDING_MAX, &bytes, &len, err);
	}
	if (rc == 0 &&
	    (*text = sar_wording_read(name, bytes, len, err)) == NULL)
		rc = -1;
	free(bytes);
	return rc;
}

const char *
step_by(const struct sar_home *home, struct sar_err *err)
{
	if (build_args.by != NULL)
		return args_by(home, err);
	(void)sar_err_set(err, SAR_EINPUT,
	    "--by: expected the id of who took this step");
	return NULL;
}

/* What one run has in hand. */
struct run {
	const struct step *step;
	struct sar_home *home;
	struct sar_case *c;
	struct sar_docket after;
	json_t *members;
	char *said; /* --text */
	char *kept; /* where the letter is that says it, below the case */
	struct sar_date on;
	const char *by;
	int64_t now;
	uint64_t record;
	bool logged;
};

static int
begin(struct run *run, struct sar_err *err)
{
	const struct step *step = run->step;
	const char *ref = args_need_ref(err);

	if (ref == NULL ||
	    (run->home = sar_home_open(cmd_home(), err)) == NULL ||
	    (run->by = step_by(run->home, err)) == NULL ||
	    step_on(run->home, run->now, &run->on, err) == -1)
		return -1;
	if (step->writes && !step->asks_by_letter && step_args.text == NULL)
		return sar_err_set(err, SAR_EINPUT,
		    "--text: missing: what is to be written to the requester");
	if (!step->writes && step_args.text != NULL)
		return sar_err_set(err, SAR_EINPUT,
		    "--text: nothing is written for this step");
	if (step_text(&run->said, err) == -1)
		return -1;
	run->c = step->lost
		     ? sar_case_lost(run->home, ref, cmd_lock_wait(), err)
		     : sar_case_open(run->home, ref, true, cmd_lock_wait(),
			   err);
	return run->c == NULL ? -1 : 0;
}

/* As the case stands: the letter says what follows from the step. */
static char *
write_letter(void *ctx, const struct sar_docket *docket, struct sar_err *err)
{
	const struct run *run = ctx;
	const struct sar_letters_say say = { .on = run->on,
		.text = run->said,
		.reason = step_args.reason,
		.pence = run->step->pence };

	return sar_letters_text(run->c, docket, run->step->letter, &say, err);
}

static int
make_members(struct run *run, struct sar_err *err)
{
	const struct step *step = run->step;
	char on[SAR_DATE_LEN];

	sar_date_format(run->on, on);
	run->members = step->members == NULL ? json_object()
					     : json_copy(step->members);
	if (run->members == NULL ||
	    json_object_set_new(run->members, "on", json_string(on)) == -1 ||
	    (step->word != NULL && json_object_set_new(run->members, "what",
				       json_string(step->word)) == -1))
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	return 0;
}

/* An answer is no longer waited for, nor put off. */
static int
may(void *ctx, const struct sar_docket *docket, struct sar_err *err)
{
	const struct run *run = ctx;
	const struct step *step = run->step;

	if (step->asks && sar_docket_answered(docket)) {
		(void)sar_err_set(err, SAR_EREFUSED,
		    "case %s: has been answered", run->c->request->ref);
		sar_err_hint(err, "what was answered wrongly is corrected by a "
				  "new case: \"corrects\" in request.conf(5)");
		return -1;
	}
	if (step->may != NULL &&
	    step->may(run->c->request->ref, docket, err) == -1)
		return -1;
	return step->may_on == NULL
		   ? 0
		   : step->may_on(run->c->request->ref, docket, run->on, err);
}

static int
take(struct run *run, struct sar_err *err)
{
	const struct step *step = run->step;
	struct sar_case_event event = { .type = step->type,
		.members = run->members,
		.by = run->by,
		.again = step_args.again != 0,
		.write = step->writes ? write_letter : NULL,
		.text_name = sar_letters_file(step->letter),
		.kept = &run->kept,
		.dry = step_args.dry_run != 0,
		.may = may,
		.ctx = run,
		.after = &run->after,
		.now = run->now,
		.lock_wait = cmd_lock_wait() };

	if (sar_case_event(run->c, &event, &run->record, &run->logged, err) ==
	    -1)
		return -1;
	return event.dry || !step->writes ? 0
					  : sar_letters_pages(run->c->dir, err);
}

static void
end(struct run *run)
{
	sar_docket_clear(&run->after);
	json_decref(run->members);
	free(run->said);
	free(run->kept);
	sar_case_free(run->c);
	sar_home_free(run->home);
}

int
step_run(const struct step *step, struct sar_err *err)
{
	struct run run = { .step = step, .now = (int64_t)time(NULL) };
	struct step_done done;
	int rc = -1;

	sar_docket_begin(&run.after);
	if (begin(&run, err) == -1 || make_members(&run, err) == -1 ||
	    take(&run, err) == -1)
		goto out;
	done = (struct step_done){ .what = step->what,
		.word = step->word,
		.by = run.by,
		.on = run.on,
		.letter = run.kept,
		.record = run.record,
		.logged = run.logged,
		.dry = step_args.dry_run != 0,
		.now = run.now };
	rc = step_say(run.c, &run.after, &done, err);
	if (rc == 0 && step->said != NULL)
		rc = step->said(run.c, &run.after, err);

out:
	end(&run);
	return rc;
}

int
step_reason(struct step *step, const char *const *reasons, struct sar_err *err)
{
	int rc;

	if (step_word("--reason", step_args.reason, reasons, err) == -1)
		return -1;
	step->members = json_pack("{ss}", "reason", step_args.reason);
	if (step->members == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	rc = step_run(step, err);
	json_decref(step->members);
	step->members = NULL;
	return rc;
}

static void
forget(void)
{
	free(step_args.on);
	free(step_args.text);
	free(step_args.reason);
	memset(&step_args, 0, sizeof(step_args));
	args_free();
}

int
step_command(int argc, const char **argv, const struct poptOption *options,
    const char *arguments, int words,
    int (*run)(const char *word, struct sar_err *err))
{
	struct sar_err err = SAR_ERR_INIT;
	const char **rest;
	int status = 0;
	int rc;

	rc = cmd_parse(argc, argv, options, words, words, arguments, &rest,
	    &err);
	if (rc == -1 ||
	    (rc == 0 && run(words == 0 ? NULL : rest[0], &err) == -1))
		status = cmd_report(&err);
	forget();
	return status;
}
