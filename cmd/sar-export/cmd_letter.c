#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/file.h"
#include "export/answer.h"
#include "export/history.h"
#include "export/letters.h"
#include "export/pdf.h"
#include "sar-export/args.h"
#include "sar-export/commands.h"
#include "sar-export/step.h"

static struct {
	char *kind, *template, *placeholders, *format, *outcome, *name;
	int pence, check, pages;
} args;

static const struct poptOption options[] = {
	{ NULL, '\0', POPT_ARG_INCLUDE_TABLE, CMD_TABLE(ref_option), 0, NULL,
	    NULL },
	{ "kind", '\0', POPT_ARG_STRING, &args.kind, 40,
	    "draft this letter: acknowledgement, identity, authority, "
	    "clarification, extension, fee, refusal, "
	    "complaint-acknowledgement, complaint-outcome, answer or nil",
	    "KIND" },
	{ "on", '\0', POPT_ARG_STRING, &step_args.on, 50,
	    "its date, if not today", "YYYY-MM-DD" },
	STEP_TEXT("question, reasons or decision"),
	STEP_REASON("as the step will say it", "CODE"),
	{ "pence", '\0', POPT_ARG_INT, &args.pence, 41,
	    "how much a fee is to be", "N" },
	{ "name", '\0', POPT_ARG_STRING, &args.name, 42,
	    "of the complaint it is about", "NAME" },
	{ "outcome", '\0', POPT_ARG_STRING, &args.outcome, 43,
	    "of the complaint", "upheld|partly-upheld|not-upheld" },
	{ "format", '\0', POPT_ARG_STRING, &args.format, 44,
	    "txt, html (default: the text and a page) or pdf", "FORMAT" },
	{ "pages", '\0', POPT_ARG_NONE, &args.pages, 45,
	    "make the pages of the case's letters, or with --format pdf the "
	    "PDFs",
	    NULL },
	{ "check", '\0', POPT_ARG_NONE, &args.check, 46,
	    "check every template of the home", NULL },
	{ "template", '\0', POPT_ARG_STRING, &args.template, 47,
	    "print the built-in template, to begin with", "KIND" },
	{ "list-placeholders", '\0', POPT_ARG_STRING, &args.placeholders, 48,
	    "print what a template for KIND can say, or for all", "KIND|all" },
	CMD_COMMON,
	POPT_TABLEEND,
};

enum form {
	FORM_TEXT,
	FORM_PAGE,
	FORM_PDF
};

static int
read_form(enum form *form, struct sar_err *err)
{
	static const char *const words[] = { "txt", "html", "pdf", NULL };
	int word;

	*form = FORM_PAGE;
	if (args.format == NULL)
		return 0;
	if ((word = step_word("--format", args.format, words, err)) == -1)
		return -1;
	*form = (enum form)word;
	return 0;
}

static int
read_kind(const char *option, const char *word, enum sar_notice_kind *kind,
    struct sar_err *err)
{
	if (sar_notice_parse(word, kind))
		return 0;
	(void)sar_err_set(err, SAR_EINPUT, "%s: no letter is called so",
	    option);
	sar_err_hint(err, "--list-placeholders all names them");
	return -1;
}

static int
print_template(struct sar_err *err)
{
	enum sar_notice_kind kind;

	if (read_kind("--template", args.template, &kind, err) == -1)
		return -1;
	(void)fputs(sar_notice_builtin(kind), stdout);
	return 0;
}

static void
print_slot(enum sar_notice_kind kind, const struct sar_notice_slot *slot)
{
	if (cmd_options.json) {
		cmd_print_json(json_pack("{sssssssssbsb}", "type",
		    "letter-slot", "schema", "sar-export.letter-slot/1",
		    "letter", sar_notice_name(kind), "name", slot->name,
		    "required", slot->required, "alone", slot->alone));
		return;
	}
	(void)printf("%s\t%s\t%s\t%s\t%s\n", sar_notice_name(kind), slot->name,
	    slot->required ? "required" : "optional",
	    slot->alone ? "own-line" : "in-line", slot->what);
}

static void
print_kind(enum sar_notice_kind kind)
{
	struct sar_notice_slot slot;
	size_t n;

	for (n = 0; sar_notice_slot(kind, n, &slot); n++)
		print_slot(kind, &slot);
}

static int
print_placeholders(struct sar_err *err)
{
	enum sar_notice_kind kind;
	int k;

	if (strcmp(args.placeholders, "all") == 0) {
		for (k = 0; k < SAR_NOTICES; k++)
			print_kind((enum sar_notice_kind)k);
		return 0;
	}
	if (read_kind("--list-placeholders", args.placeholders, &kind, err) ==
	    -1)
		return -1;
	print_kind(kind);
	return 0;
}

static void
tell_bad(void *ctx, const struct sar_err *err)
{
	size_t *told = ctx;

	/* The first is what the command ends with. */
	if ((*told)++ > 0)
		cmd_report_one(err);
}

static int
check(struct sar_err *err)
{
	struct sar_home *home = sar_home_open(cmd_home(), err);
	size_t told = 0;
	size_t n = 0;
	int rc;

	if (home == NULL)
		return -1;
	rc = sar_letters_check(home, tell_bad, &told, &n, err);
	(void)json_object_set_new(cmd_summary(), "bad",
	    json_integer((json_int_t)n));
	if (rc == 0)
		cmd_say("Every template will do.\n");
	sar_home_free(home);
	return rc;
}

/* Without a program for it there is none; that is said, and no failure. */
static int
make_pdfs(const char *dir, struct sar_err *err)
{
	size_t n = 0;
	int rc = 0;

	if (sar_pdf_tool() == NULL)
		cmd_warn("warning: weasyprint is not installed: no PDF was "
			 "made\n");
	else if ((rc = sar_letters_pdfs(dir, &n, err)) == 0)
		cmd_say("%zu PDF%s made.\n", n, n == 1 ? " was" : "s were");
	(void)json_object_set_new(cmd_summary(), "pdfs",
	    json_integer((json_int_t)n));
	return rc;
}

static int
dress(const struct sar_case *c, enum form form, struct sar_err *err)
{
	if (form == FORM_TEXT)
		return 0;
	if (sar_letters_pages(c->dir, err) == -1)
		return -1;
	return form == FORM_PDF ? make_pdfs(c->dir, err) : 0;
}

/* As the plan would have it now, which is what says which one it is. */
static char *
draft_answer(const struct sar_case *c, enum sar_notice_kind kind,
    struct sar_date on, struct sar_err *err)
{
	struct sar_plan_options with = { 0 };
	struct sar_answer answer;
	char *text = NULL;
	bool nil;

	if (args_plan(c->home, &with, err) == -1 ||
	    sar_answer_make(c, NULL, &with, &answer, err) == -1)
		return NULL;
	nil = sar_answer_nil(&answer);
	if (nil == (kind == SAR_NOTICE_NIL))
		text = sar_letters_answer(c, &answer, on, err);
	else
		(void)sar_err_set(err, SAR_EINPUT,
		    nil ? "--kind: there would be no package: nil is its letter"
			: "--kind: there would be a package: answer is its "
			  "letter");
	sar_answer_free(&answer);
	return text;
}

/* When the complaint came: the log has it. */
static int
find_complaint(const struct sar_docket *docket, struct sar_letters_say *say,
    struct sar_err *err)
{
	size_t i;

	if (args.name == NULL)
		return 0;
	for (i = 0; i < docket->n_complaints; i++)
		if (strcmp(docket->complaints[i].name, args.name) == 0)
			say->complained =
			    sar_date_of_days(docket->complaints[i].received);
	if (!sar_date_valid(say->complained))
		return sar_err_set(err, SAR_EMISSING,
		    "--name: no complaint of the case is called so");
	say->complaint = args.name;
	return 0;
}

static char *
draft_notice(const struct sar_case *c, enum sar_notice_kind kind,
    struct sar_letters_say *say, struct sar_err *err)
{
	struct sar_history_case one = { .ref = c->request->ref };
	char *text = NULL;

	if (sar_history_cases(c->home, &one, 1, err) == 0 &&
	    find_complaint(&one.docket, say, err) == 0)
		text = sar_letters_text(c, &one.docket, kind, say, err);
	sar_history_clear(&one, 1);
	return text;
}

static char *
draft(const struct sar_case *c, enum sar_notice_kind kind, struct sar_err *err)
{
	struct sar_letters_say say = { .reason = step_args.reason,
		.pence = (uint64_t)args.pence,
		.held = true, /* of a complaint, as "complain" has it */
		.outcome = args.outcome };
	char *said = NULL;
	char *text = NULL;

	if (args.pence < 0) {
		(void)sar_err_set(err, SAR_EINPUT,
		    "--pence: expected a number of pence");
		return NULL;
	}
	if (step_on(c->home, (int64_t)time(NULL), &say.on, err) == -1 ||
	    step_text(&said, err) == -1)
		return NULL;
	say.text = said;
	text = kind >= SAR_NOTICE_ANSWER ? draft_answer(c, kind, say.on, err)
					 : draft_notice(c, kind, &say, err);
	free(said);
	return text;
}

static int
save_draft(const struct sar_case *c, enum sar_notice_kind kind,
    const char *text, struct sar_err *err)
{
	char name[64];
	char *path, *folder;
	int rc = -1;

	(void)snprintf(name, sizeof(name), SAR_LETTERS "/%s.draft.txt",
	    sar_notice_name(kind));
	folder = sar_case_path(c, SAR_LETTERS, err);
	path = folder == NULL ? NULL : sar_case_path(c, name, err);
	if (path != NULL && sar_file_mkdir(folder, 0700, err) == 0 &&
	    sar_file_write(path, text, strlen(text), 0600, true, err) == 0) {
		(void)json_object_set_new(cmd_summary(), "draft",
		    json_string(path));
		cmd_say("Draft: %s\nNothing was logged.\n", path);
		rc = 0;
	}
	free(path);
	free(folder);
	return rc;
}

static int
work(struct sar_err *err)
{
	enum sar_notice_kind kind = SAR_NOTICE_ANSWER;
	struct sar_home *home = NULL;
	struct sar_case *c = NULL;
	enum form form;
	char *text = NULL;
	const char *ref;
	int rc = -1;

	if ((args.kind != NULL &&
		read_kind("--kind", args.kind, &kind, err) == -1) ||
	    read_form(&form, err) == -1 || (ref = args_need_ref(err)) == NULL ||
	    (home = sar_home_open(cmd_home(), err)) == NULL ||
	    (c = sar_case_open(home, ref, true, cmd_lock_wait(), err)) == NULL)
		goto out;
	(void)json_object_set_new(cmd_summary(), "ref", json_string(ref));
	if (args.kind != NULL && ((text = draft(c, kind, err)) == NULL ||
				     save_draft(c, kind, text, err) == -1))
		goto out;
	rc = dress(c, form, err);

out:
	free(text);
	sar_case_free(c);
	sar_home_free(home);
	return rc;
}

static int
letter(const char *unused, struct sar_err *err)
{
	int n = (args.kind != NULL) + args.pages + args.check +
		(args.template != NULL) + (args.placeholders != NULL);

	(void)unused;
	if (n != 1)
		return sar_err_set(err, SAR_EINPUT,
		    "expected one of --kind, --pages, --check, --template and "
		    "--list-placeholders");
	if (args.check)
		return check(err);
	if (args.template != NULL)
		return print_template(err);
	if (args.placeholders != NULL)
		return print_placeholders(err);
	return work(err);
}

int
cmd_letter(int argc, const char **argv)
{
	int status = step_command(argc, argv, options, "--ref REF --kind KIND",
	    0, letter);

	free(args.kind);
	free(args.template);
	free(args.placeholders);
	free(args.format);
	free(args.outcome);
	free(args.name);
	memset(&args, 0, sizeof(args));
	return status;
}
