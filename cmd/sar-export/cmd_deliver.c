#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "export/build.h"
#include "export/delivery.h"
#include "export/posted.h"
#include "sar-export/args.h"
#include "sar-export/commands.h"
#include "sar-export/outcome.h"
#include "sar-export/reviewed.h"
#include "sar-export/step_say.h"

static char *what_word, *channel_word, *on_text, *letter_word, *file_word;
static char *complaint_word;
static int again;

static const struct poptOption options[] = {
	ARGS_INCLUDE(ref_option, "The case:"),
	{ "complaint", '\0', POPT_ARG_STRING, &complaint_word, 46,
	    "or, of a complaint outside any case, which", "NAME" },
	{ "what", '\0', POPT_ARG_STRING, &what_word, 40, "what went out",
	    "package|passphrase|letter" },
	{ "letter", '\0', POPT_ARG_STRING, &letter_word, 44,
	    "with --what letter, which: acknowledgement, identity, authority, "
	    "clarification, extension, fee, refusal, "
	    "complaint-acknowledgement, complaint-outcome or nil",
	    "KIND" },
	{ "file", '\0', POPT_ARG_STRING, &file_word, 45,
	    "of several such letters, which: letters/fee-2.txt", "NAME" },
	{ "channel", '\0', POPT_ARG_STRING, &channel_word, 41,
	    "which way: post, email, portal, telephone, text, in-person or "
	    "courier",
	    "CHANNEL" },
	{ "on", '\0', POPT_ARG_STRING, &on_text, 42,
	    "the day it went out, if not today", "YYYY-MM-DD" },
	{ "by", '\0', POPT_ARG_STRING, &build_args.by, 21,
	    "who sent it: a staff id, not a name", "ID" },
	{ "again", '\0', POPT_ARG_NONE, &again, 43,
	    "it went out once more the same way on the same day", NULL },
	CMD_COMMON,
	POPT_TABLEEND,
};

static bool
is_letter(void)
{
	return what_word != NULL && strcmp(what_word, "letter") == 0;
}

static const char *
whose(void)
{
	return complaint_word != NULL ? complaint_word : request_args.ref;
}

static int
read_options(const struct sar_home *home, struct sar_delivery_options *o,
    struct sar_err *err)
{
	if (letter_word == NULL && is_letter())
		return sar_err_set(err, SAR_EINPUT,
		    "--letter: missing: which letter went out");
	if ((letter_word != NULL || file_word != NULL) && !is_letter())
		return sar_err_set(err, SAR_EINPUT,
		    "--letter and --file go with --what letter");
	if (!is_letter() && !sar_delivery_what_parse(what_word, &o->what))
		return sar_err_set(err, SAR_EINPUT,
		    "--what: expected package, passphrase or letter");
	if (!sar_delivery_channel_parse(channel_word, &o->channel))
		return sar_err_set(err, SAR_EINPUT,
		    "--channel: expected post, email, portal, telephone, text, "
		    "in-person or courier");
	/* Nobody sent it by being logged in: it is said who did. */
	if (build_args.by == NULL)
		return sar_err_set(err, SAR_EINPUT,
		    "--by: expected the id of who sent it");
	if ((o->by = args_by(home, err)) == NULL)
		return -1;
	o->on = sar_zone_local(home->zone, o->now).date;
	if (on_text != NULL && !sar_date_parse(on_text, &o->on))
		return sar_err_set(err, SAR_EINPUT,
		    "--on: expected a date, YYYY-MM-DD");
	o->again = again != 0;
	o->lock_wait = cmd_lock_wait();
	return 0;
}

static void
say_delivery(const struct sar_case *c, const struct sar_delivery *d,
    bool logged)
{
	char on[SAR_DATE_LEN];
	json_t *s = cmd_summary();

	sar_date_format(d->on, on);
	(void)json_object_set_new(s, "ref", json_string(c->request->ref));
	(void)json_object_set_new(s, "what",
	    json_string(sar_delivery_what_name(d->what)));
	(void)json_object_set_new(s, "channel",
	    json_string(sar_delivery_channel_name(d->channel)));
	(void)json_object_set_new(s, "on", json_string(on));
	(void)json_object_set_new(s, "by", json_string(d->by));
	(void)json_object_set_new(s, "record",
	    json_integer((json_int_t)d->record));
	(void)json_object_set_new(s, "logged", json_boolean(logged));
	cmd_say("%s of %s, %s, %s: record %" PRIu64 " of the log%s.\n",
	    d->what == SAR_DELIVERY_PACKAGE ? "Package" : "Passphrase",
	    c->request->ref, sar_delivery_channel_name(d->channel), on,
	    d->record, logged ? "" : ", as before");
}

/* Where a package went its proof has to go too; one that is no longer in the
 * outbox went with it. */
static void
say_proofs(const struct sar_build_result *r)
{
	size_t i;

	if (r->n_packages > 0)
		(void)json_object_set_new(cmd_summary(), "packages",
		    outcome_packages(r));
	for (i = 0; i < r->n_packages; i++) {
		if (r->packages[i].proven)
			outcome_proof("", &r->packages[i]);
		else if (r->packages[i].present)
			cmd_warn("warning: %s: no proof beside it: \"build\" "
				 "makes it\n",
			    r->packages[i].path);
	}
}

static void
say_posted(const struct sar_posted_options *o, const struct sar_posted *posted)
{
	char on[SAR_DATE_LEN];
	json_t *s = cmd_summary();

	sar_date_format(o->on, on);
	(void)json_object_set_new(s,
	    complaint_word != NULL ? "complaint" : "ref", json_string(whose()));
	(void)json_object_set_new(s, "what", json_string("letter"));
	(void)json_object_set_new(s, "letter", json_string(o->kind));
	(void)json_object_set_new(s, "file", json_string(posted->name));
	(void)json_object_set_new(s, "channel",
	    json_string(sar_delivery_channel_name(o->channel)));
	(void)json_object_set_new(s, "on", json_string(on));
	(void)json_object_set_new(s, "by", json_string(o->by));
	(void)json_object_set_new(s, "record",
	    json_integer((json_int_t)posted->record));
	(void)json_object_set_new(s, "logged", json_boolean(posted->logged));
	cmd_say("Letter of %s, %s, %s, %s: record %" PRIu64 " of the log%s.\n",
	    whose(), posted->name, sar_delivery_channel_name(o->channel), on,
	    posted->record, posted->logged ? "" : ", as before");
}

static void
warn_late(const struct sar_case *c, const struct sar_delivery_options *with)
{
	struct sar_date today = sar_zone_local(c->home->zone, with->now).date;

	if (sar_date_days(today) - sar_date_days(with->on) > SAR_DOCKET_LATE)
		step_warn_late();
}

/* Is it an answer?  The others move nothing. */
static bool
is_answer(const char *kind)
{
	return strcmp(kind, "nil") == 0 || strcmp(kind, "refusal") == 0;
}

static int
deliver_letter(const struct sar_case *c, const struct sar_complaint *complaint,
    const struct sar_delivery_options *with, struct sar_err *err)
{
	const struct sar_posted_options o = { .kind = letter_word,
		.name = file_word,
		.channel = with->channel,
		.on = with->on,
		.by = with->by,
		.again = with->again,
		.now = with->now,
		.lock_wait = with->lock_wait };
	struct sar_posted posted;
	int rc = complaint == NULL
		     ? sar_posted_record(c, &o, &posted, err)
		     : sar_posted_complaint(complaint, &o, &posted, err);

	if (rc == 0)
		say_posted(&o, &posted);
	if (rc == 0 && posted.logged && complaint == NULL && is_answer(o.kind))
		warn_late(c, with);
	free(posted.name);
	return rc == 0 && complaint == NULL ? reviewed_end(c, err) : rc;
}

static int
deliver_release(const struct sar_case *c, struct sar_delivery_options *with,
    struct sar_err *err)
{
	struct sar_build_result packages = { 0 };
	struct sar_delivery delivery;
	bool logged;
	int rc = -1;

	with->packages = &packages;
	if (sar_delivery_record(c, with, &delivery, &logged, err) == 0) {
		say_delivery(c, &delivery, logged);
		if (logged)
			warn_late(c, with);
		say_proofs(&packages);
		step_timeline(c);
		rc = reviewed_end(c, err);
	}
	sar_build_result_free(&packages);
	return rc;
}

/* Whoever follows the hint of a case that is not there opens one. */
static bool
is_complaint(const struct sar_home *home, const char *name)
{
	struct sar_err unknown = SAR_ERR_INIT;
	struct sar_complaint complaint;
	const struct sar_complaint_say say = { .name = name,
		.on = sar_zone_local(home->zone, (int64_t)time(NULL)).date,
		.what = SAR_COMPLAINT_ACKNOWLEDGED };
	int rc = sar_complaint_find(home, NULL, &say, &complaint, &unknown);

	sar_complaint_close(&complaint);
	return rc == 0;
}

static int
deliver_case(const struct sar_home *home, struct sar_delivery_options *with,
    struct sar_err *err)
{
	const char *ref = request_args.ref;
	struct sar_case *c = sar_case_open(home, ref, true, cmd_lock_wait(),
	    err);
	int rc;

	if (c == NULL) {
		if (err->code == SAR_EMISSING && is_complaint(home, ref))
			sar_err_hint(err, "it is a complaint outside any case: "
					  "--complaint NAME, and no --ref");
		return -1;
	}
	rc = is_letter() ? deliver_letter(c, NULL, with, err)
			 : deliver_release(c, with, err);
	sar_case_free(c);
	return rc;
}

/* Of no case: a letter of its own is all that goes out. */
static int
deliver_complaint(const struct sar_home *home,
    const struct sar_delivery_options *with, struct sar_err *err)
{
	const struct sar_complaint_say say = { .name = complaint_word,
		.on = with->on,
		.what = SAR_COMPLAINT_ACKNOWLEDGED,
		.lock_wait = with->lock_wait };
	struct sar_complaint complaint = { .lock = -1 };
	int rc = -1;

	if (!is_letter())
		return sar_err_set(err, SAR_EINPUT,
		    "--complaint: goes with --what letter");
	if (sar_complaint_find(home, NULL, &say, &complaint, err) == 0)
		rc = deliver_letter(NULL, &complaint, with, err);
	sar_complaint_close(&complaint);
	return rc;
}

static int
deliver(struct sar_err *err)
{
	struct sar_delivery_options with = { .now = (int64_t)time(NULL) };
	struct sar_home *home;
	int rc = -1;

	if (complaint_word != NULL && request_args.ref != NULL)
		return sar_err_set(err, SAR_EINPUT,
		    "--complaint: is of one outside any case, without --ref");
	if (complaint_word == NULL && args_need_ref(err) == NULL)
		return -1;
	if ((home = sar_home_open(cmd_home(), err)) == NULL)
		return -1;
	if (read_options(home, &with, err) == 0)
		rc = complaint_word != NULL
			 ? deliver_complaint(home, &with, err)
			 : deliver_case(home, &with, err);
	sar_home_free(home);
	return rc;
}

int
cmd_deliver(int argc, const char **argv)
{
	struct sar_err err = SAR_ERR_INIT;
	const char **rest;
	int status = 0;
	int rc;

	rc = cmd_parse(argc, argv, options, 0, 0,
	    "--ref REF|--complaint NAME --what WHAT --channel CHANNEL --by ID",
	    &rest, &err);
	if (rc == -1 || (rc == 0 && deliver(&err) == -1))
		status = cmd_report(&err);
	free(what_word);
	free(channel_word);
	free(on_text);
	free(letter_word);
	free(file_word);
	free(complaint_word);
	what_word = channel_word = on_text = letter_word = file_word = NULL;
	complaint_word = NULL;
	again = 0;
	args_free();
	return status;
}
