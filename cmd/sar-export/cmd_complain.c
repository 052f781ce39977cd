#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/file.h"
#include "export/complaint.h"
#include "export/letters.h"
#include "sar-export/args.h"
#include "sar-export/commands.h"
#include "sar-export/hold_place.h"
#include "sar-export/step.h"
#include "sar-export/step_say.h"

static char *name_word, *outcome_word, *to_word;

static const char *const words[] = { "received", "acknowledged", "decided",
	NULL };
static const char *const outcomes[] = { "upheld", "partly-upheld", "not-upheld",
	NULL };

static const struct poptOption options[] = {
	STEP_OPTIONS,
	{ "name", '\0', POPT_ARG_STRING, &name_word, 40,
	    "which complaint, as C-2026-0001", "NAME" },
	{ "outcome", '\0', POPT_ARG_STRING, &outcome_word, 41,
	    "with \"decided\", how", "upheld|partly-upheld|not-upheld" },
	{ "file", 'f', POPT_ARG_STRING, &request_args.file, 8,
	    "outside any case, what to search for and hold: a request.conf(5)",
	    "FILE" },
	{ "to", '\0', POPT_ARG_STRING, &to_word, 42,
	    "outside any case, to whom its letter is addressed, if not to who "
	    "--file names",
	    "NAME" },
	STEP_TEXT("the complaint, or what was decided on it, and why"),
	CMD_COMMON,
	POPT_TABLEEND,
};

/* What one run has in hand. */
struct run {
	struct sar_home *home;
	struct sar_case *c;      /* or NULL */
	struct sar_case *search; /* what to hold of no case; or NULL */
	char *search_text;
	struct sar_complaint complaint;
	struct sar_complaint_say say;
	json_t *members;
	char *text; /* --text */
	char *kept; /* where it is, below the complaint's folder */
	const char *by;
	int64_t now;
	uint64_t record;
	bool logged;
};

static int
check(const struct run *run, struct sar_err *err)
{
	bool decided = run->say.what == SAR_COMPLAINT_DECIDED;

	if (decided &&
	    step_word("--outcome", outcome_word, outcomes, err) == -1)
		return -1;
	if (!decided && outcome_word != NULL)
		return sar_err_set(err, SAR_EINPUT,
		    "--outcome: is of a complaint that was decided");
	if (decided && step_args.text == NULL)
		return sar_err_set(err, SAR_EINPUT,
		    "--text: missing: what was decided, and why");
	if (request_args.file != NULL &&
	    (request_args.ref != NULL ||
		run->say.what != SAR_COMPLAINT_RECEIVED))
		return sar_err_set(err, SAR_EINPUT,
		    "--file: is of a complaint that comes, outside any case");
	if (to_word != NULL && (request_args.ref != NULL ||
				   run->say.what == SAR_COMPLAINT_RECEIVED))
		return sar_err_set(err, SAR_EINPUT,
		    "--to: is of a letter about a complaint outside any case");
	/* Two that came on one day would be one. */
	if (run->say.what == SAR_COMPLAINT_RECEIVED &&
	    request_args.ref == NULL && step_args.text == NULL &&
	    name_word == NULL)
		return sar_err_set(err, SAR_EINPUT,
		    "--text: missing: the complaint; or --name");
	return 0;
}

/* What else than the case's own request says what to hold. */
static int
read_search(struct run *run, struct sar_err *err)
{
	const char *name = request_args.file;
	size_t len;

	if (name == NULL)
		return 0;
	if (sar_file_read(name, SAR_COMPLAINT_SEARCH_MAX, &run->search_text,
		&len, err) == -1 ||
	    (run->search = sar_case_search(run->home, name, run->search_text,
		 len, err)) == NULL)
		return -1;
	return 0;
}

static int
begin(struct run *run, struct sar_err *err)
{
	if (check(run, err) == -1 ||
	    (run->home = sar_home_open(cmd_home(), err)) == NULL ||
	    (run->by = step_by(run->home, err)) == NULL ||
	    step_on(run->home, run->now, &run->say.on, err) == -1 ||
	    step_text(&run->text, err) == -1 || read_search(run, err) == -1)
		return -1;
	run->say.name = name_word;
	run->say.text = run->text;
	run->say.again = step_args.again != 0;
	run->say.lock_wait = cmd_lock_wait();
	if (request_args.ref != NULL &&
	    (run->c = sar_case_open(run->home, request_args.ref, true,
		 cmd_lock_wait(), err)) == NULL)
		return -1;
	return sar_complaint_find(run->home, run->c, &run->say, &run->complaint,
	    err);
}

static int
make_members(struct run *run, struct sar_err *err)
{
	char on[SAR_DATE_LEN];

	sar_date_format(run->say.on, on);
	run->members = json_pack("{ssssss}", "name", run->complaint.name, "on",
	    on, "what", words[run->say.what]);
	if (run->members == NULL ||
	    (outcome_word != NULL &&
		json_object_set_new(run->members, "outcome",
		    json_string(outcome_word)) == -1))
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	return 0;
}

static enum sar_notice_kind
letter_of(const struct run *run)
{
	return run->say.what == SAR_COMPLAINT_DECIDED
		   ? SAR_NOTICE_COMPLAINT_OUTCOME
		   : SAR_NOTICE_COMPLAINT_ACKNOWLEDGEMENT;
}

/* Outside any case it is for whom it was said to be, or who complained. */
static char *
write_home(const struct run *run, const struct sar_letters_say *with,
    struct sar_err *err)
{
	struct sar_letters_to to = { .name = to_word };
	struct sar_request *search = NULL;
	char *text = NULL;

	if (to_word == NULL &&
	    sar_complaint_search(&run->complaint, &search, err) == -1)
		return NULL;
	if (search != NULL) {
		to.name = search->name;
		to.agent = search->agent;
	}
	if (to.name == NULL && to.agent == NULL)
		cmd_warn("warning: nobody is named as who the letter is for: "
			 "--to NAME\n");
	text = sar_letters_home_text(run->home, letter_of(run), &to, with, err);
	sar_request_free(search);
	return text;
}

static char *
write_letter(void *ctx, const struct sar_docket *docket, struct sar_err *err)
{
	const struct run *run = ctx;
	const char *name = run->complaint.name;
	const struct sar_letters_say with = { .on = run->say.on,
		.text = run->text,
		/* What a case has is held, and be it nothing: the letter must
		   not tell the one from the other. */
		.held = run->c != NULL,
		.complaint = name,
		.complained = sar_date_of_days(run->complaint.was.received),
		.outcome = outcome_word };

	(void)docket;
	return run->c != NULL
		   ? sar_letters_text(run->c, NULL, letter_of(run), &with, err)
		   : write_home(run, &with, err);
}

/* "complaints/C-2026-0001.txt" of a case; else in the complaint's folder. */
static const char *
text_name(const struct run *run)
{
	static char name[SAR_COMPLAINT_NAME + 32];

	if (run->say.what != SAR_COMPLAINT_RECEIVED)
		return sar_letters_file(letter_of(run));
	if (run->c == NULL)
		return SAR_COMPLAINT_TEXT;
	(void)snprintf(name, sizeof(name), "complaints/%s.txt",
	    run->complaint.name);
	return name;
}

/* What it is about was said when it came: the letters are to who said so. */
static int
check_search(const struct run *run, struct sar_err *err)
{
	char *path = NULL, *old = NULL;
	size_t len;
	int rc = 0;

	if (run->search == NULL ||
	    run->complaint.was.received == SAR_DOCKET_NEVER)
		return 0;
	path = sar_file_join(run->complaint.dir, SAR_COMPLAINT_SEARCH, err);
	if (path == NULL || (sar_file_exists(path) &&
				sar_file_read(path, SAR_COMPLAINT_SEARCH_MAX,
				    &old, &len, err) == -1)) {
		rc = -1;
	} else if (old != NULL && strcmp(old, run->search_text) != 0) {
		rc = sar_err_set(err, SAR_EREFUSED,
		    "complaint %s: --file: it came with another",
		    run->complaint.name);
		sar_err_hint(err, "a complaint of its own has its own name, or "
				  "--again");
	}
	free(old);
	free(path);
	return rc;
}

static int
keep_search(const struct run *run, struct sar_err *err)
{
	char *path;
	int rc;

	if (run->search == NULL)
		return 0;
	path = sar_file_join(run->complaint.dir, SAR_COMPLAINT_SEARCH, err);
	if (path == NULL)
		return -1;
	rc = sar_file_write(path, run->search_text, strlen(run->search_text),
	    0600, true, err);
	free(path);
	return rc;
}

/*
 * The evidence of a complaint is held from the day it comes, whatever becomes
 * of the request's own hold.
 */
static int
hold(const struct run *run, struct sar_err *err)
{
	const struct hold_place place = { .home = run->home,
		.c = run->c != NULL ? run->c : run->search,
		.of_case = run->c != NULL,
		.with = { .by = run->by,
		    .name = run->complaint.name,
		    .reason = "complaint",
		    .now = run->now,
		    .lock_wait = cmd_lock_wait(),
		    .dry_run = step_args.dry_run != 0 } };

	if (run->say.what != SAR_COMPLAINT_RECEIVED || place.c == NULL)
		return 0;
	if (hold_place(&place, err) == -1) {
		sar_err_hint(err, "the complaint is in the log, its hold is "
				  "not placed: say it again");
		return -1;
	}
	if (run->c != NULL && !place.with.dry_run)
		step_timeline(run->c);
	return 0;
}

static int
take(struct run *run, struct sar_err *err)
{
	struct sar_case_event event = { .type = SAR_RECORD_COMPLAIN,
		.text = run->text,
		.text_name = text_name(run),
		.kept = &run->kept,
		.ctx = run,
		.by = run->by,
		.dry = step_args.dry_run != 0,
		.now = run->now,
		.lock_wait = cmd_lock_wait() };

	if (make_members(run, err) == -1 || check_search(run, err) == -1)
		return -1;
	event.members = run->members;
	if (run->say.what != SAR_COMPLAINT_RECEIVED)
		event.write = write_letter;
	if (!event.dry && (sar_complaint_make(&run->complaint, err) == -1 ||
			      keep_search(run, err) == -1))
		return -1;
	if (sar_event_log(&run->complaint.place, &event, &run->record,
		&run->logged, err) == -1)
		return -1;
	return event.dry ? 0 : sar_letters_pages(run->complaint.dir, err);
}

/* DPA 2018 s. 164A: 30 days to acknowledge it. */
static void
say_date(const struct run *run)
{
	char text[SAR_DATE_LEN];
	int32_t on = (int32_t)sar_date_days(run->say.on);

	if (run->say.what != SAR_COMPLAINT_RECEIVED)
		return;
	sar_date_format(sar_date_of_days(sar_clock_acknowledge(on)), text);
	(void)json_object_set_new(cmd_summary(), "acknowledge_by",
	    json_string(text));
	cmd_say("Acknowledge it by %s.\n", text);
}

static void
say(const struct run *run)
{
	bool dry = step_args.dry_run != 0;
	json_t *s = cmd_summary();
	char on[SAR_DATE_LEN];

	sar_date_format(run->say.on, on);
	(void)json_object_set_new(s, "name", json_string(run->complaint.name));
	if (run->c != NULL)
		(void)json_object_set_new(s, "ref",
		    json_string(run->c->request->ref));
	(void)json_object_set_new(s, "what", json_string(words[run->say.what]));
	(void)json_object_set_new(s, "on", json_string(on));
	(void)json_object_set_new(s, "by", json_string(run->by));
	(void)json_object_set_new(s, "logged",
	    json_boolean(run->logged && !dry));
	if (!dry || !run->logged)
		(void)json_object_set_new(s, "record",
		    json_integer((json_int_t)run->record));
	cmd_say("Complaint %s, %s, %s", run->complaint.name,
	    words[run->say.what], on);
	if (dry && run->logged)
		cmd_say(": would be logged.\n");
	else
		cmd_say(": record %" PRIu64 " of the log%s.\n", run->record,
		    run->logged ? "" : ", as before");
	say_date(run);
	if (run->kept != NULL)
		cmd_say("Text: %s/%s\n", run->complaint.dir, run->kept);
}

static int
complain(const char *word, struct sar_err *err)
{
	struct run run = { .now = (int64_t)time(NULL), .complaint.lock = -1 };
	int what = step_word("what was done", word, words, err);
	int rc = -1;

	if (what == -1)
		return -1;
	run.say.what = (enum sar_complaint_what)what;
	if (begin(&run, err) == 0 && take(&run, err) == 0) {
		say(&run);
		rc = hold(&run, err);
		if (rc == 0 && step_args.dry_run)
			cmd_say("Dry run: nothing was written.\n");
	}
	json_decref(run.members);
	free(run.kept);
	free(run.text);
	sar_case_free(run.search);
	free(run.search_text);
	sar_complaint_close(&run.complaint);
	sar_case_free(run.c);
	sar_home_free(run.home);
	return rc;
}

int
cmd_complain(int argc, const char **argv)
{
	int status = step_command(argc, argv, options,
	    "--by ID received|acknowledged|decided", 1, complain);

	free(name_word);
	free(outcome_word);
	free(to_word);
	name_word = outcome_word = to_word = NULL;
	return status;
}
